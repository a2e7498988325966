//! The bridge between a PHP call that blocks and a Rust future: the only place that suspends on
//! one.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::error::{self, code};
use crate::zend::{self, Thrown, globals};

use super::scheduler;
use super::task::{self, Coroutine, Reason, State};

/// Why a wait ended without its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interrupted {
    /// `Coroutine::cancel()` was called on the coroutine; if it asked for an exception, that is
    /// pending.
    Canceled,
    /// The coroutine runs in a place where it cannot be suspended: a destructor called by the cycle
    /// collector (before PHP 8.4), or there is no coroutine.
    Blocked,
    /// The given time is over.
    TimedOut,
}

/// Throws Swoole's error for an API call outside of a coroutine.
#[inline(always)]
pub fn require_coroutine() -> Result<(), Thrown> {
    if task::current_id() >= 0 {
        return Ok(());
    }
    Err(out_of_coroutine())
}

#[cold]
#[inline(never)]
fn out_of_coroutine() -> Thrown {
    error::set_last(code::CO_OUT_OF_COROUTINE);
    zend::throw(
        &crate::class::ERROR,
        "API must be called in the coroutine",
        i64::from(code::CO_OUT_OF_COROUTINE),
    )
}

/// Waits until `future` is ready. To PHP this blocks; the thread goes on with other coroutines.
///
/// The future is polled at once, and again whenever it wakes this coroutine: what is ready costs
/// no switch, no allocation.
#[inline]
pub fn wait<F: Future>(future: F) -> Result<F::Output, Interrupted> {
    let mut future = pin!(future);
    let Some(coroutine) = task::current() else {
        return Err(Interrupted::Blocked);
    };
    let mut context = Context::from_waker(coroutine.waker());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
        if globals::switch_blocked() {
            return Err(Interrupted::Blocked);
        }
        let _waiting = scheduler::External::new();
        coroutine.suspend(State::Waiting);
        if coroutine.take_reason() == Some(Reason::Canceled) {
            return Err(Interrupted::Canceled);
        }
    }
}

/// [`wait`] with a limit. `None` waits for ever.
pub fn wait_timeout<F: Future>(
    future: F,
    limit: Option<Duration>,
) -> Result<F::Output, Interrupted> {
    match limit {
        None => wait(future),
        Some(limit) => match wait(tokio::time::timeout(limit, future))? {
            Ok(output) => Ok(output),
            Err(_) => Err(Interrupted::TimedOut),
        },
    }
}

/// Parks the running coroutine: until it is handed over to or cancelled, until `happened` says yes
/// when it is woken, or until `limit` is over; `None` waits for ever.
///
/// Unlike [`wait`] this does not keep the loop alive: nothing but another coroutine, or the limit,
/// can end it.
#[inline(always)]
pub(super) fn park(
    coroutine: &Rc<Coroutine>,
    limit: Option<Duration>,
    mut happened: impl FnMut() -> bool,
) -> Reason {
    match limit {
        None => coroutine.park(State::Parked, || happened().then_some(Reason::Resumed)),
        Some(limit) => park_for(coroutine, limit, happened),
    }
}

/// Not inlined: the timer's place on the stack is for those who need one.
#[inline(never)]
fn park_for(
    coroutine: &Rc<Coroutine>,
    limit: Duration,
    mut happened: impl FnMut() -> bool,
) -> Reason {
    let mut timer = pin!(tokio::time::sleep(limit));
    let _external = scheduler::External::new();
    let mut context = Context::from_waker(coroutine.waker());
    coroutine.park(State::Parked, || {
        if happened() {
            return Some(Reason::Resumed);
        }
        timer
            .as_mut()
            .poll(&mut context)
            .is_ready()
            .then_some(Reason::TimedOut)
    })
}

/// A timeout in PHP's seconds: not positive means none. Shorter than a millisecond means one.
pub fn seconds(timeout: f64) -> Option<Duration> {
    (timeout > 0.0)
        .then(|| Duration::try_from_secs_f64(timeout.max(0.001)).unwrap_or(Duration::MAX))
}
