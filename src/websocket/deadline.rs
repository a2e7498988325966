//! The time limit of a connection's reads, cheap to set anew for every frame.
//!
//! The timer in the runtime is moved only when it would fire too late; one that fires too early is
//! set again. A busy connection thus touches the runtime's timers once per limit, not per frame.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{sleep_until, Instant, Sleep};

/// A movable deadline.
#[derive(Default)]
pub(super) struct Deadline {
    limit: Cell<Option<Duration>>,
    /// When the limit ends; set at the first poll after `start`.
    at: Cell<Option<Instant>>,
    timer: RefCell<Option<Pin<Box<Sleep>>>>,
}

impl Deadline {
    /// Starts the limit anew.
    #[inline]
    pub(super) fn start(&self, limit: Option<Duration>) {
        self.limit.set(limit);
        self.at.set(None);
    }

    /// Gives the timer back.
    pub(super) fn drop_timer(&self) {
        self.timer.take();
    }

    /// Ready when the limit is over.
    pub(super) fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit.get() else { return Poll::Pending };
        let now = Instant::now();
        let at = match self.at.get() {
            Some(at) => at,
            None => {
                let at = now.checked_add(limit).unwrap_or(now + Duration::from_secs(86_400 * 365));
                self.at.set(Some(at));
                at
            }
        };
        if now >= at {
            return Poll::Ready(());
        }
        let mut timer = self.timer.borrow_mut();
        let timer = timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() > at || timer.deadline() <= now {
            timer.as_mut().reset(at);
        }
        // Registers this coroutine's waker; the timer may fire early, never late.
        timer.as_mut().poll(context)
    }
}
