//! The bridge between a PHP call that blocks and a Rust future: the only place that suspends on
//! one.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::error::{self, code};
use crate::zend::{self, Thrown, globals};

use crate::timer::agenda::{Nanos, Who};

use super::task::{self, Coroutine, Reason, State};
use super::{alarm, scheduler};

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
    let Some(limit) = limit else {
        return wait(future);
    };
    let mut future = pin!(future);
    let mut entry = Entry::default();
    wait(std::future::poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        if entry.is_over(limit) {
            return Poll::Ready(Err(Interrupted::TimedOut));
        }
        Poll::Pending
    }))?
}

/// A limit of the running coroutine's wait, with the alarm from when it is first asked for until it is over or dropped.
#[derive(Default)]
struct Entry(Option<(Nanos, Who)>);

impl Entry {
    fn is_over(&mut self, limit: Duration) -> bool {
        match self.0 {
            Some((due, _)) => alarm::has_rung(due),
            None => {
                let who = Who::coroutine(task::current_id());
                self.0 = Some((alarm::add(limit, who), who));
                false
            }
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if let Some((due, who)) = self.0 {
            alarm::remove(due, who);
        }
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
    let mut entry = Entry::default();
    let _external = scheduler::External::new();
    coroutine.park(State::Parked, || {
        if happened() {
            return Some(Reason::Resumed);
        }
        entry.is_over(limit).then_some(Reason::TimedOut)
    })
}

/// A timeout in PHP's seconds: not positive means none. Shorter than a millisecond means one.
pub fn seconds(timeout: f64) -> Option<Duration> {
    (timeout > 0.0)
        .then(|| Duration::try_from_secs_f64(timeout.max(0.001)).unwrap_or(Duration::MAX))
}
