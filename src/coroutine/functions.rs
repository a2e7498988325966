//! `Swoole\Coroutine\run()`, `go()`, `defer()` and the event loop's functions.

use std::sync::OnceLock;

use crate::error::{self, code};
use crate::zend::{self, Call, Callable, PhpResult, Thrown, Value};

pub use super::batch::{batch, deadlock_check, map, parallel};

use super::scheduler;
use super::task::{self, Body, CallableBody, Coroutine, SpawnError};

/// `run(callable $fn, mixed ...$args): bool`: runs `$fn` in a coroutine and returns when the last
/// coroutine has ended.
pub fn run(call: &mut Call) -> PhpResult {
    let callable = call.callable(0)?;
    require_cli()?;
    refuse_nested()?;
    super::options::default_hook_flags();
    start(callable, call.rest(1))?;
    scheduler::run();
    call.ret(true)
}

/// `go(callable $func, mixed ...$params): int|false`.
pub fn go(call: &mut Call) -> PhpResult {
    let callable = call.callable(0)?;
    require_cli()?;
    match start(callable, call.rest(1))? {
        Some(cid) => call.ret(cid),
        None => call.ret(false),
    }
}

/// `defer(callable $callback): void`.
pub fn defer(call: &mut Call) -> PhpResult {
    let callback = call.callable(0)?;
    super::require_coroutine()?;
    if let Some(coroutine) = task::current() {
        coroutine.defer(callback);
    }
    Ok(())
}

/// `swoole_event_wait(): void`: runs the loop in place until nothing is left.
pub fn swoole_event_wait(_: &mut Call) -> PhpResult {
    refuse_nested()?;
    scheduler::run();
    Ok(())
}

/// `swoole_event_rshutdown(): void`: what a script started at its top level goes on at its end.
pub fn swoole_event_rshutdown(call: &mut Call) -> PhpResult {
    let result = if scheduler::is_live() && !scheduler::is_bailing_out() && !scheduler::in_loop() {
        swoole_event_wait(call)
    } else {
        Ok(())
    };
    scheduler::script_ended();
    result
}

/// Starts a coroutine that calls `callable`, see [`start_body`].
pub fn start(callable: Callable, arguments: Vec<Value>) -> Result<Option<i64>, Thrown> {
    start_body(Body::Callable(CallableBody {
        arguments,
        callable,
        tell: None,
    }))
}

/// Starts a coroutine. `None` when the limit is reached (a warning was raised).
pub(super) fn start_body(body: Body) -> Result<Option<i64>, Thrown> {
    if zend::request::is_past_shutdown_functions() {
        let function = zend::error::active_function();
        return Err(zend::throw(
            &crate::class::ERROR,
            &format!(
                "{function}(): can not use coroutine in __destruct after php_request_shutdown"
            ),
            i64::from(code::PHP_FATAL_ERROR),
        ));
    }
    prepare_loop()?;
    match Coroutine::spawn(body, task::current_id()) {
        Ok(cid) => Ok(Some(cid)),
        Err(refused) => {
            zend::warning(&match refused {
                SpawnError::Limit(limit) => format!("exceed max number of coroutine {limit}"),
                SpawnError::NoStack => format!(
                    "failed to allocate a stack for coroutine number {}: out of memory or of memory mappings (vm.max_map_count)",
                    scheduler::count() + 1
                ),
            });
            error::set_last(code::PHP_FATAL_ERROR);
            Ok(None)
        }
    }
}

/// Makes sure that there is an event loop, which runs at the end of the script at the latest.
pub fn prepare_loop() -> Result<(), Thrown> {
    require_cli()?;
    scheduler::prepare().map_err(|reason| {
        zend::throw(
            &crate::class::EXCEPTION,
            &format!("failed to create the event loop, Error: {reason}"),
            i64::from(reason.raw_os_error().unwrap_or(0)),
        )
    })
}

/// Calls back from the event loop, outside of any coroutine: in a new one, up to its first
/// suspension, or directly if `enable_coroutine` is off.
///
/// An uncaught exception ends the script. From a direct call it is printed and the loop goes on
/// (spec §3.1).
pub fn call_back(callable: Callable, mut arguments: Vec<Value>) {
    super::turn::happened();
    if super::options::callbacks_are_coroutines() {
        if start(callable, arguments).is_err() && zend::error::report_uncaught() {
            scheduler::fail();
        }
        return;
    }
    let survived = zend::error::guarded(|| {
        callable.call(&mut arguments);
        zend::error::report_uncaught();
        drop((callable, arguments));
        zend::error::report_uncaught();
    });
    if !survived {
        scheduler::fail();
    }
}

/// Drops PHP values outside of any coroutine: their destructors may throw, which ends the script.
pub fn drop_outside<T>(values: T) {
    let mut threw = false;
    let survived = zend::error::guarded(|| {
        drop(values);
        threw = zend::error::report_uncaught();
    });
    if threw || !survived {
        scheduler::fail();
    }
}

/// A loop inside a coroutine would never give control back.
pub fn refuse_nested() -> Result<(), Thrown> {
    if task::current_id() < 0 && !scheduler::in_loop() {
        return Ok(());
    }
    Err(zend::throw(
        &crate::class::ERROR,
        "Unable to call Event::wait() in coroutine",
        i64::from(code::PHP_FATAL_ERROR),
    ))
}

/// Coroutines own the process: a web server's SAPI cannot give it to them.
pub fn require_cli() -> Result<(), Thrown> {
    static IS_CLI: OnceLock<bool> = OnceLock::new();
    let is_cli = *IS_CLI.get_or_init(|| {
        matches!(
            zend::globals::sapi_name(),
            "cli" | "phpdbg" | "embed" | "micro"
        )
    });
    if is_cli {
        return Ok(());
    }
    let other = zend::globals::sapi_name();
    Err(zend::throw(
        &crate::class::ERROR,
        &format!(
            "must be used in PHP CLI mode: coroutines and servers need the command line, not the {other} SAPI"
        ),
        i64::from(code::OPERATION_NOT_SUPPORT),
    ))
}
