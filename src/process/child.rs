//! The new process, from the fork to its end: it begins without what its parent has started, calls one function, runs the
//! event loop until that is empty, and ends. What follows in the parent's script is never run.

use crate::coroutine::{alarm, functions, options, scheduler, task, turn};
use crate::error::code;
use crate::system::blocking;
use crate::zend::fork::{Side, fork};
use crate::zend::{self, Callable, Thrown, Value, exit, globals, output};

/// Makes a process, in which `begin_anew` has been called already.
///
/// # Errors
///
/// An exception is pending: in a coroutine, or while the loop runs, a process cannot be copied. Else the system's reason.
pub(super) fn make() -> Result<std::io::Result<Side>, Thrown> {
    refuse_inside()?;
    if blocking::figures().jobs > 0 {
        return Err(zend::throw(
            &crate::class::ERROR,
            "unable to create Swoole\\Process with async-io threads",
            i64::from(code::OPERATION_NOT_SUPPORT),
        ));
    }
    let side = fork();
    if matches!(side, Ok(Side::Child)) {
        begin_anew();
    }
    Ok(side)
}

/// Throws where a copy of the process would have half a loop.
pub(super) fn refuse_inside() -> Result<(), Thrown> {
    if task::current_id() < 0 && !scheduler::in_loop() {
        return Ok(());
    }
    Err(zend::throw(
        &crate::class::ERROR,
        "must be forked outside the coroutine",
        i64::from(code::OPERATION_NOT_SUPPORT),
    ))
}

/// The loop, the timers, the signals, the servers are the parent's, and what it has not written yet.
fn begin_anew() {
    output::forget();
    crate::server::lifetime::request_shutdown();
    super::signals::reset();
    zend::signals::forked();
    crate::timer::clock::reset();
    crate::event::class::reset();
    alarm::reset();
    turn::reset();
    scheduler::begin_anew();
    globals::set_exit_status(0);
}

/// Calls the function and runs the loop until nothing is left.
pub(super) fn run(callback: &Callable, arguments: Vec<Value>, in_coroutine: bool) {
    if in_coroutine {
        options::default_hook_flags();
        if functions::start(callback.clone(), arguments).is_err() {
            zend::error::report_uncaught();
            return;
        }
        scheduler::run();
        return;
    }
    let mut arguments = arguments;
    callback.call(&mut arguments);
    drop(arguments);
    // After exit() the loop runs as a shutdown function.
    if exit::is_leaving() || zend::error::report_uncaught() {
        return;
    }
    if scheduler::is_live() {
        scheduler::run();
    }
}

/// Ends the process, with the status that it has come to.
pub(super) fn end() -> Thrown {
    if exit::is_leaving() {
        return Thrown;
    }
    exit::leave(globals::exit_status())
}
