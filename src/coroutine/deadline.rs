//! The time limit of what a connection waits for, cheap to set anew for every message.
//!
//! Its entry with the alarm is moved only when it would ring too late; one that rings too early is set again. A busy
//! connection thus touches the agenda once per limit, not per frame.

use std::cell::Cell;
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use crate::timer::agenda::{Nanos, Who};

use super::{alarm, task};

/// A movable deadline.
#[derive(Default)]
pub struct Deadline {
    limit: Cell<Option<Duration>>,
    /// When the limit ends; set at the first poll after `start`.
    at: Cell<Option<Nanos>>,
    /// When the alarm wakes whom.
    entry: Cell<Option<(Nanos, Who)>>,
}

/// Limits from here on may start with the round of the event loop, not with the call: the clock is
/// then read once a round.
const COARSE: Duration = Duration::from_secs(10);
/// How much later than the limit the alarm may ring: it counts in milliseconds itself.
const TOLERANCE: Nanos = 1_000_000;

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
        self.at.set(end.map(alarm::time));
    }

    /// Takes the entry back.
    pub fn drop_timer(&self) {
        if let Some((due, who)) = self.entry.take() {
            alarm::remove(due, who);
        }
    }

    /// Ready when the limit is over. Asked by a coroutine, which is woken then.
    pub fn poll(&self) -> Poll<()> {
        let Some(limit) = self.limit.get() else {
            return Poll::Pending;
        };
        let now = if limit >= COARSE {
            alarm::round_time()
        } else {
            alarm::now()
        };
        let at = match self.at.get() {
            Some(at) => at,
            None => {
                let at = now.saturating_add(alarm::nanos(limit));
                self.at.set(Some(at));
                at
            }
        };
        if now >= at {
            return Poll::Ready(());
        }
        let waiter = task::current_id();
        if waiter < 0 {
            return Poll::Pending;
        }
        let who = Who::coroutine(waiter);
        let is_set = self.entry.get().is_some_and(|(due, known)| {
            // It rings in time and wakes us already: early perhaps, never late.
            known == who && due > now && due <= at.saturating_add(TOLERANCE)
        });
        if !is_set {
            self.drop_timer();
            self.entry.set(Some((alarm::add_at(at, who), who)));
        }
        Poll::Pending
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.drop_timer();
    }
}
