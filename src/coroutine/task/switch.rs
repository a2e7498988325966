//! Leaving a coroutine and entering it again: who suspends, who resumes, and why.

use std::rc::Rc;

use crate::zend::fiber::Left;
use crate::zend::{error, globals};

use super::super::{long_turn, scheduler};
use super::body::{Body, Start};
use super::running::{self, give_away, set_current};
use super::{Coroutine, State};

/// Why a parked coroutine was resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// What it waited for has happened.
    Resumed,
    /// Its time is over.
    TimedOut,
    /// What it waited for was closed.
    Closed,
    /// `Coroutine::cancel()`.
    Canceled,
}

/// An exception that waits for its coroutine to come back from a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// `Coroutine::cancel()` asked for one.
    Canceled,
    /// The time of `Coroutine::setTimeLimit()` is over.
    TimeLimit,
}

impl Pending {
    fn throw(self) {
        let class = match self {
            Self::Canceled => &crate::class::COROUTINE_CANCELED_EXCEPTION,
            Self::TimeLimit => &crate::class::COROUTINE_TIMEOUT_EXCEPTION,
        };
        error::throw(class, "", 0);
    }
}

impl Coroutine {
    /// Lets the others run first, and the loop look at its events.
    pub(in crate::coroutine) fn step_back(&self) {
        scheduler::step_back(self.cid);
        let canceled = self.canceled.get();
        self.suspend(State::SteppedBack);
        if self.take_reason().is_none() {
            // To the script nothing has happened.
            self.canceled.set(canceled);
        }
    }

    /// Suspends the running coroutine (this one) until somebody resumes it.
    #[inline(always)]
    pub(in crate::coroutine) fn suspend(&self, state: State) {
        give_away();
        self.state.set(state);
        self.was.set(state);
        self.fiber.suspend();
    }

    /// Suspends until [`Self::hand_over`] or a cancellation; `on_wake` is asked on every other
    /// wake-up (a timer) and ends the wait when it gives a reason.
    #[inline(always)]
    pub(in crate::coroutine) fn park(
        &self,
        state: State,
        mut on_wake: impl FnMut() -> Option<Reason>,
    ) -> Reason {
        self.canceled.set(false);
        self.reason.set(None);
        loop {
            if let Some(reason) = on_wake() {
                return reason;
            }
            self.suspend(state);
            if let Some(reason) = self.take_reason() {
                return reason;
            }
        }
    }

    /// Why the suspension just over has ended; `None` when a waker ended it. After a
    /// cancellation an exception may be pending.
    #[inline(always)]
    pub(in crate::coroutine) fn take_reason(&self) -> Option<Reason> {
        let mut reason = self.reason.take();
        if globals::exception_pending() {
            // The engine unwinds the PHP Fiber in which the coroutine was suspended.
            reason = Some(Reason::Canceled);
        } else if let Some(pending) = self.pending.take() {
            pending.throw();
            reason = Some(Reason::Canceled);
        }
        self.canceled.set(reason == Some(Reason::Canceled));
        reason
    }

    /// Resumes a suspended coroutine on the spot and tells it why. Returns when it suspends again
    /// or ends.
    #[inline(always)]
    pub fn hand_over(self: &Rc<Self>, reason: Reason) {
        self.reason.set(Some(reason));
        self.enter();
    }

    /// The same, for those that may do so for ever: now and then the loop gets a turn before this returns.
    #[inline(always)]
    pub fn pass_on(self: &Rc<Self>, reason: Reason) {
        self.reason.set(Some(reason));
        if self.enter() {
            long_turn::look();
        }
    }

    /// Cancels what the coroutine waits for, on the spot; false when it does not wait.
    ///
    /// An exception it is given is thrown out of that wait, or out of the next one.
    pub fn cancel(self: &Rc<Self>, exception: Option<Pending>) -> bool {
        if exception.is_some() {
            self.pending.set(exception);
        }
        match self.state.get() {
            State::Running | State::Ended | State::SteppedBack => false,
            State::Yielded | State::Waiting | State::Parked => {
                self.hand_over(Reason::Canceled);
                true
            }
        }
    }

    /// Starts it: runs it until it first suspends or ends.
    pub(super) fn start(self: &Rc<Self>, body: Body) {
        let resumer = self.go_on();
        let left = self.fiber.start(Start::new(self, body));
        self.come_back(resumer, left);
    }

    /// Switches into the suspended coroutine and back when it suspends again or ends. True now and then: time to
    /// [look](long_turn::look) how long that has been going on.
    ///
    /// Inlined into the PHP methods that use it: after a switch the processor's guess of where a
    /// function returns to is wrong for each call that was open (docs/decisions.md 32).
    #[inline(always)]
    pub(in crate::coroutine) fn enter(self: &Rc<Self>) -> bool {
        if !self.fiber.is_suspended() {
            return false;
        }
        let resumer = self.go_on();
        let left = self.fiber.resume();
        self.come_back(resumer, left)
    }

    /// The running coroutine, if any, makes way for this one.
    #[inline(always)]
    fn go_on(self: &Rc<Self>) -> Option<Rc<Self>> {
        give_away();
        self.state.set(State::Running);
        let resumer = set_current(Some(self.clone()));
        if let Some(resumer) = &resumer {
            resumer.fiber.note_frames();
        }
        resumer
    }

    /// The resumer goes on.
    #[inline(always)]
    fn come_back(&self, resumer: Option<Rc<Self>>, left: Left) -> bool {
        let at_bottom = resumer.is_none();
        let look = running::come_back(resumer);
        if left != Left::Suspended {
            self.ended(left, at_bottom);
        }
        if at_bottom {
            scheduler::control_returned();
        }
        look
    }

    #[inline(never)]
    fn ended(&self, left: Left, at_bottom: bool) {
        self.state.set(State::Ended);
        scheduler::remove(self.cid);
        match left {
            Left::Suspended | Left::Refused => {}
            // The script ends here.
            Left::Bailout => scheduler::bail_out(at_bottom),
            Left::Finished { surplus } => {
                if surplus {
                    scheduler::trim_later();
                }
                if let Some(extras) = self.extras.get() {
                    extras.time_limit.take();
                    if let Some(join) = extras.joined.take() {
                        join.one_ended();
                    }
                }
            }
        }
    }
}
