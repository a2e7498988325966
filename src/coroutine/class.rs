//! `Swoole\Coroutine`: the static methods.

use crate::error::{self, code};
use crate::zend::{self, Call, PhpResult};

use super::scheduler;
use super::task::{self, Pending, Reason, State};

pub use super::context::get_context;
pub use super::functions::{defer, go as create};
pub use super::inspect::{
    get_back_trace, get_elapsed, get_stack_usage, list, print_back_trace, stats,
};
pub use super::join::join;
pub use super::options::{get_options, set};
pub use super::preempt::{disable_scheduler, enable_scheduler};
pub use super::system::sleep;
pub use super::time_limit::set_time_limit;

/// `exists(int $cid): bool`.
pub fn exists(call: &mut Call) -> PhpResult {
    let cid = call.long(0)?;
    call.ret(scheduler::find(cid).is_some())
}

/// `yield(): bool`: suspends until `resume()` (true) or `cancel()` (false).
#[inline(always)]
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
#[inline(always)]
pub fn resume(call: &mut Call) -> PhpResult {
    let cid = call.long(0)?;
    match scheduler::find(cid) {
        Some(coroutine) if coroutine.state() == State::Yielded => {
            coroutine.pass_on(Reason::Resumed);
            call.ret(true)
        }
        _ => cannot_resume(call),
    }
}

#[cold]
#[inline(never)]
fn cannot_resume(call: &mut Call) -> PhpResult {
    zend::warning("can not resume the coroutine which is in IO operation or non-existent");
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// `cancel(int $cid, bool $throw_exception = false): bool`.
pub fn cancel(call: &mut Call) -> PhpResult {
    let cid = call.long(0)?;
    let throw = call.bool_or(1, false)?;
    let Some(coroutine) = scheduler::find(cid) else {
        error::set_last(code::CO_NOT_EXISTS);
        return call.ret(false);
    };
    let canceled = coroutine.cancel(throw.then_some(Pending::Canceled));
    if !canceled && !throw {
        error::set_last(code::CO_CANNOT_CANCEL);
    }
    // An exception reaches also one that does not wait now: out of its next wait.
    call.ret(canceled || throw)
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
