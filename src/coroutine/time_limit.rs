//! `Swoole\Coroutine::setTimeLimit()`: an exception thrown into a coroutine that takes too long.

use std::time::Duration;

use crate::zend::{Call, PhpResult};

use super::task::{self, Pending};
use super::{require_coroutine, scheduler};

/// A running limit: ends with the coroutine it belongs to, or when another one takes its place.
pub(super) struct TimeLimit {
    timer: tokio::task::AbortHandle,
    /// A coroutine with a limit does not sleep for ever.
    _external: scheduler::External,
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        self.timer.abort();
    }
}

/// `setTimeLimit(float $timeout): bool`: whole seconds count, as in Swoole. False below 1.
///
/// The exception comes out of the call in which the coroutine waits at that time, and is caught like
/// any other. A coroutine that computes without waiting is not interrupted.
pub fn set_time_limit(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    require_coroutine()?;
    let Some(coroutine) = task::current() else {
        return call.ret(false);
    };
    if timeout.is_nan() || timeout < 1.0 {
        return call.ret(false);
    }
    let limit = Duration::try_from_secs_f64(timeout.trunc()).unwrap_or(Duration::MAX);
    let cid = coroutine.id();
    let timer = scheduler::spawn_abortable(async move {
        tokio::time::sleep(limit).await;
        if let Some(coroutine) = scheduler::find(cid) {
            // Taken out first: what the coroutine does now may set another one.
            let over = coroutine.extras().time_limit.take();
            coroutine.cancel(Some(Pending::TimeLimit));
            drop(over);
            scheduler::control_returned();
        }
    });
    let limit = timer.map(|timer| TimeLimit {
        timer,
        _external: scheduler::External::new(),
    });
    let before = coroutine.extras().time_limit.replace(limit);
    drop(before);
    call.ret(true)
}
