//! A queue of parked coroutines, served first come, first served.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;
use std::task::Context;
use std::time::Duration;

use crate::zend;

use super::scheduler;
use super::task::{self, Coroutine, Reason, State};

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
    pub fn park(&self, limit: Option<Duration>) -> Reason {
        let Some(coroutine) = task::current() else {
            return Reason::Canceled;
        };
        if zend::globals::switch_blocked() {
            return Reason::Canceled;
        }
        self.0.borrow_mut().push_back(coroutine.clone());
        let reason = match limit {
            None => coroutine.park(State::Parked, || None),
            Some(limit) => {
                let mut timer = std::pin::pin!(tokio::time::sleep(limit));
                let _external = scheduler::External::new();
                let mut context = Context::from_waker(coroutine.waker());
                coroutine.park(State::Parked, || {
                    timer
                        .as_mut()
                        .poll(&mut context)
                        .is_ready()
                        .then_some(Reason::TimedOut)
                })
            }
        };
        if matches!(reason, Reason::TimedOut | Reason::Canceled) {
            self.0
                .borrow_mut()
                .retain(|waiter| !Rc::ptr_eq(waiter, &coroutine));
        }
        reason
    }

    /// Hands over to the first one. False when nobody waits.
    #[inline]
    pub fn wake_first(&self, reason: Reason) -> bool {
        // Taken out one at a time: whoever runs meanwhile may cancel those still in the queue. One
        // that was just cancelled may not have taken itself out yet.
        loop {
            let Some(first) = self.0.borrow_mut().pop_front() else {
                return false;
            };
            if first.state() == State::Parked {
                first.hand_over(reason);
                return true;
            }
        }
    }

    /// Hands over to one after the other until nobody waits.
    pub fn wake_all(&self, reason: Reason) {
        while self.wake_first(reason) {}
    }
}
