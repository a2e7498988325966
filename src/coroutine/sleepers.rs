//! Coroutines that sleep.

use std::time::Duration;

use crate::timer::agenda::Who;
use crate::zend::globals;

use super::alarm;
use super::scheduler::External;
use super::task::{self, Reason, State};
use super::wait::Interrupted;

/// Suspends the running coroutine for `duration`, to the next whole millisecond of the runtime's clock.
pub fn sleep(duration: Duration) -> Result<(), Interrupted> {
    let Some(coroutine) = task::current() else {
        return Err(Interrupted::Blocked);
    };
    if globals::switch_blocked() {
        return Err(Interrupted::Blocked);
    }
    let who = Who::coroutine(coroutine.id());
    let due = alarm::add(duration, who);
    let _waiting = External::new();
    loop {
        coroutine.suspend(State::Waiting);
        if coroutine.take_reason() == Some(Reason::Canceled) {
            alarm::remove(due, who);
            return Err(Interrupted::Canceled);
        }
        // Something it waited for before may have woken it.
        if alarm::has_rung(due) {
            return Ok(());
        }
    }
}
