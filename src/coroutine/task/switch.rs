//! Leaving a coroutine and entering it again: who suspends, who resumes, and why.

use std::rc::Rc;

use crate::zend::fiber::{Fiber, Outcome};
use crate::zend::{error, globals};

use super::super::{handover, scheduler};
use super::body::{Start, run_body};
use super::running::set_current;
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
    /// Lets the others run first.
    pub(in crate::coroutine) fn step_back(&self) {
        self.waker().wake_by_ref();
        let canceled = self.canceled.get();
        self.suspend(State::SteppedBack);
        if self.take_reason().is_none() {
            // To the script nothing has happened.
            self.canceled.set(canceled);
        }
    }

    /// Suspends the running coroutine (this one) until somebody resumes it.
    #[inline]
    pub(in crate::coroutine) fn suspend(&self, state: State) {
        let Some(fiber) = self.fiber.get() else {
            return;
        };
        handover::run();
        self.state.set(state);
        // SAFETY: this coroutine runs, hence its fiber does.
        unsafe { fiber.as_ref().suspend() };
    }

    /// Suspends until [`Self::hand_over`] or a cancellation; `on_wake` is asked on every other
    /// wake-up (a timer) and ends the wait when it gives a reason.
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
    #[inline]
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
    pub fn hand_over(self: &Rc<Self>, reason: Reason) {
        self.reason.set(Some(reason));
        self.enter();
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

    /// Switches into the suspended coroutine and back when it suspends again or ends.
    pub(in crate::coroutine) fn enter(self: &Rc<Self>) {
        self.switch_to(None);
    }

    /// The same, with what it starts with when it has not run yet.
    #[inline]
    pub(super) fn switch_to(self: &Rc<Self>, start: Option<Start>) {
        let Some(fiber) = self.fiber.get() else {
            return;
        };
        handover::run();
        self.state.set(State::Running);
        let resumer = set_current(Some(self.clone()));
        if let Some(fiber) = resumer.as_ref().and_then(|resumer| resumer.fiber.get()) {
            // SAFETY: the resumer runs, hence its fiber does.
            unsafe { fiber.as_ref() }.note_frames();
        }
        // SAFETY: the fiber is ours, suspended or fresh; what it starts with is here until it has
        // taken it over, which is the first thing it does.
        let outcome = unsafe {
            let fiber = fiber.as_ref();
            match start {
                Some(mut start) => fiber.start(
                    run_body,
                    (&raw mut start).cast(),
                    globals::error_reporting(),
                ),
                None => fiber.resume(),
            }
        };
        let at_bottom = resumer.is_none();
        set_current(resumer);
        if outcome == Outcome::Bailout {
            self.state.set(State::Ended);
            scheduler::remove(self.cid);
            // The fiber is lost with what lies on it: the script ends here.
            self.fiber.set(None);
            scheduler::bail_out(at_bottom);
            return;
        }
        // SAFETY: as above.
        if unsafe { fiber.as_ref() }.is_finished() {
            self.state.set(State::Ended);
            self.fiber.set(None);
            // SAFETY: the body has ended normally.
            if unsafe { Fiber::give_back(fiber) } {
                scheduler::trim_later();
            }
            scheduler::remove(self.cid);
            if let Some(extras) = self.extras.get() {
                extras.time_limit.take();
                if let Some(join) = extras.joined.take() {
                    join.one_ended();
                }
            }
        }
        if at_bottom {
            scheduler::control_returned();
        }
    }
}
