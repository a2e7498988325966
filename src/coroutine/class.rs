//! `Swoole\Coroutine`: the static methods.

use crate::error::{self, code};
use crate::zend::{self, Array, Call, PhpResult, PhpString};

use super::scheduler;
use super::task::{self, Reason, State};

pub use super::functions::{defer, go as create};
pub use super::options::{get_options, set};
pub use super::system::sleep;

/// `exists(int $cid): bool`.
pub fn exists(call: &mut Call) -> PhpResult {
    let cid = call.long(0)?;
    call.ret(scheduler::find(cid).is_some())
}

/// `yield(): bool`: suspends until `resume()` (true) or `cancel()` (false).
pub fn yield_(call: &mut Call) -> PhpResult {
    super::require_coroutine()?;
    let Some(coroutine) = task::current() else {
        return call.ret(false);
    };
    if zend::globals::switch_blocked() {
        error::set_last(code::CO_CANNOT_CANCEL);
        return call.ret(false);
    }
    match coroutine.park(State::Yielded, || None) {
        Reason::Canceled => {
            error::set_last(code::CO_CANCELED);
            call.ret(false)
        }
        _ => call.ret(true),
    }
}

/// `resume(int $cid): bool`: switches to a coroutine in `yield()` and returns when it suspends.
pub fn resume(call: &mut Call) -> PhpResult {
    let cid = call.long(0)?;
    match scheduler::find(cid) {
        Some(coroutine) if coroutine.state() == State::Yielded => {
            coroutine.hand_over(Reason::Resumed);
            call.ret(true)
        }
        _ => {
            zend::warning("can not resume the coroutine which is in IO operation or non-existent");
            error::set_last(code::PHP_FATAL_ERROR);
            call.ret(false)
        }
    }
}

/// `cancel(int $cid, bool $throw_exception = false): bool`.
pub fn cancel(call: &mut Call) -> PhpResult {
    let cid = call.long(0)?;
    let throw = call.bool_or(1, false)?;
    let Some(coroutine) = scheduler::find(cid) else {
        error::set_last(code::CO_NOT_EXISTS);
        return call.ret(false);
    };
    let canceled = coroutine.cancel(throw);
    if !canceled {
        error::set_last(code::CO_CANNOT_CANCEL);
    }
    call.ret(canceled)
}

/// `isCanceled(): bool`: whether the last suspension ended by a cancellation.
pub fn is_canceled(call: &mut Call) -> PhpResult {
    super::require_coroutine()?;
    call.ret(task::current().is_some_and(|coroutine| coroutine.is_canceled()))
}

/// `getCid(): int`: the running coroutine's id, -1 outside of any.
pub fn get_cid(call: &mut Call) -> PhpResult {
    call.ret(task::current_id())
}

/// `getPcid(int $cid = 0): int|false`: the id of the coroutine that made `$cid` (0: this one).
pub fn get_pcid(call: &mut Call) -> PhpResult {
    let coroutine = match call.long_or(0, 0)? {
        0 => task::current(),
        cid => scheduler::find(cid),
    };
    match coroutine {
        Some(coroutine) => call.ret(coroutine.parent_id()),
        None => call.ret(false),
    }
}

/// `stats(): array`.
pub fn stats(call: &mut Call) -> PhpResult {
    let (count, peak, last) = scheduler::figures();
    let mut stats = Array::with_capacity(16);
    let mut put = |name: &str, value: i64| stats.set(&PhpString::new(name.as_bytes()), value);
    put("event_num", scheduler::external_count() as i64);
    put("signal_listener_num", 0);
    for name in [
        "aio_task_num",
        "aio_worker_num",
        "aio_idle_worker_num",
        "aio_pending_release_worker_num",
        "aio_peak_worker_num",
        "aio_created_worker_num",
        "aio_released_worker_num",
        "aio_scale_up_count",
        "aio_scale_down_count",
        "aio_queue_size",
    ] {
        put(name, 0);
    }
    put("c_stack_size", super::options::c_stack_size() as i64);
    put("coroutine_num", count as i64);
    put("coroutine_peak_num", peak as i64);
    put("coroutine_last_cid", last);
    call.ret(stats)
}
