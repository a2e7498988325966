//! The preemptive scheduler (`enable_preemptive_scheduler`): a coroutine that computes for long
//! without waiting is interrupted, so that others get their turn.
//!
//! Off by default, as in Swoole: with it, any loop or call of a script may be a suspension.

use std::cell::RefCell;
use std::time::Duration;

use crate::zend::interrupt::{self, Ticker};
use crate::zend::{Call, PhpResult, globals};

use super::task;

/// Time between two interrupts. A coroutine that was there at two of them has had its turn: it is
/// suspended after 5 to 10 milliseconds.
const TICK: Duration = Duration::from_millis(5);

thread_local! {
    static TICKER: RefCell<Option<Ticker>> = const { RefCell::new(None) };
}

/// Installs the hook. Called at module start.
pub fn install() {
    interrupt::install(interrupted);
}

/// Switches the preemptive scheduler on or off.
pub(super) fn enable(on: bool) {
    TICKER.with_borrow_mut(|ticker| {
        if !on {
            ticker.take();
        } else if ticker.is_none() {
            *ticker = Ticker::start(TICK);
        }
    });
}

/// This is a forked process: who interrupts is the parent's thread.
pub(super) fn restart() {
    if TICKER.take().is_some() {
        enable(true);
    }
}

/// The request is over.
pub fn reset() {
    enable(false);
}

fn interrupted() {
    if !task::is_second_tick() {
        return;
    }
    if let Some(coroutine) = task::current()
        && coroutine.is_preemptible()
        && !globals::exception_pending()
        && !globals::switch_blocked()
    {
        coroutine.step_back();
    }
}

fn set(call: &mut Call, on: bool) -> PhpResult {
    let changed = task::current().is_some_and(|coroutine| coroutine.set_preemptible(on) != on);
    call.ret(changed)
}

/// `enableScheduler(): bool`: whether that changed anything.
pub fn enable_scheduler(call: &mut Call) -> PhpResult {
    set(call, true)
}

/// `disableScheduler(): bool`: whether that changed anything.
pub fn disable_scheduler(call: &mut Call) -> PhpResult {
    set(call, false)
}
