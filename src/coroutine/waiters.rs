//! A queue of parked coroutines, served first come, first served.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use crate::zend;

use super::task::{self, Coroutine, Reason, State};
use super::wait::park;

/// Coroutines that wait for the same thing. Whoever makes it happen resumes them on the spot.
#[derive(Default)]
pub struct Waiters(RefCell<VecDeque<Rc<Coroutine>>>);

impl Waiters {
    /// Number of coroutines that wait.
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Parks the running coroutine until it is its turn or `limit` is over; `None` waits for ever.
    /// Outside of a coroutine, and where none may be suspended, the answer is `Canceled` at once.
    #[inline(always)]
    pub fn park(&self, limit: Option<Duration>) -> Reason {
        self.park_until(limit, || false)
    }

    /// The same, for coroutines that are also woken through the loop: then `happened` is asked.
    #[inline(always)]
    pub fn park_until(&self, limit: Option<Duration>, happened: impl FnMut() -> bool) -> Reason {
        let Some(coroutine) = task::current() else {
            return Reason::Canceled;
        };
        if zend::globals::switch_blocked() {
            return Reason::Canceled;
        }
        self.0.borrow_mut().push_back(coroutine.clone());
        let reason = park(&coroutine, limit, happened);
        if matches!(reason, Reason::TimedOut | Reason::Canceled) {
            self.forget(&coroutine);
        }
        reason
    }

    #[cold]
    fn forget(&self, coroutine: &Rc<Coroutine>) {
        self.0
            .borrow_mut()
            .retain(|waiter| !Rc::ptr_eq(waiter, coroutine));
    }

    /// Takes the first one out of the queue, for a wake-up through the loop.
    #[inline(always)]
    pub fn take_first(&self) -> Option<Rc<Coroutine>> {
        // Taken out one at a time: whoever runs meanwhile may cancel those still in the queue. One
        // that was just cancelled may not have taken itself out yet.
        loop {
            let first = self.0.borrow_mut().pop_front()?;
            if first.state() == State::Parked {
                return Some(first);
            }
        }
    }

    /// Hands over to the first one. False when nobody waits.
    #[inline(always)]
    pub fn wake_first(&self, reason: Reason) -> bool {
        match self.take_first() {
            Some(first) => {
                first.pass_on(reason);
                true
            }
            None => false,
        }
    }

    /// Hands over to one after the other until nobody waits.
    pub fn wake_all(&self, reason: Reason) {
        while self.wake_first(reason) {}
    }
}
