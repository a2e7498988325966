//! The time limit of what a connection waits for, cheap to set anew for every message.
//!
//! The timer in the runtime is moved only when it would fire too late; one that fires too early is
//! set again. A busy connection thus touches the runtime's timers once per limit, not per frame.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::{scheduler, task};

/// A movable deadline.
#[derive(Default)]
pub struct Deadline {
    limit: Cell<Option<Duration>>,
    /// When the limit ends; set at the first poll after `start`.
    at: Cell<Option<Instant>>,
    timer: RefCell<Option<Pin<Box<Sleep>>>>,
    /// The coroutine that the timer will wake.
    waiter: Cell<i64>,
}

/// No coroutine's id.
const NOBODY: i64 = -1;
/// Limits from here on may start with the round of the event loop, not with the call: the clock is
/// then read once a round.
const COARSE: Duration = Duration::from_secs(10);

impl Deadline {
    /// Starts the limit anew.
    #[inline]
    pub fn start(&self, limit: Option<Duration>) {
        self.limit.set(limit);
        self.at.set(None);
    }

    /// Sets the moment itself instead.
    pub fn until(&self, end: Option<Instant>) {
        self.limit.set(end.map(|_| Duration::ZERO));
        self.at.set(end);
    }

    /// Gives the timer back.
    pub fn drop_timer(&self) {
        self.timer.take();
    }

    /// Ready when the limit is over.
    pub fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit.get() else {
            return Poll::Pending;
        };
        let now = if limit >= COARSE {
            scheduler::round_time()
        } else {
            Instant::now()
        };
        let at = match self.at.get() {
            Some(at) => at,
            None => {
                let at = now
                    .checked_add(limit)
                    .unwrap_or(now + Duration::from_secs(86_400 * 365));
                self.at.set(Some(at));
                at
            }
        };
        if now >= at {
            return Poll::Ready(());
        }
        let mut timer = self.timer.borrow_mut();
        let timer = timer.get_or_insert_with(|| {
            self.waiter.set(NOBODY);
            Box::pin(sleep_until(at))
        });
        if timer.deadline() > at || timer.deadline() <= now {
            self.waiter.set(NOBODY);
            timer.as_mut().reset(at);
        }
        let waiter = task::current_id();
        if self.waiter.replace(waiter) == waiter {
            // It fires in time and wakes us already: early perhaps, never late.
            return Poll::Pending;
        }
        timer.as_mut().poll(context)
    }
}
