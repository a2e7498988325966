//! `Swoole\Coroutine\WaitGroup`: waiting until a counter is back at zero (spec/coroutine-runtime §4.2).

use std::cell::Cell;
use std::time::Duration;

use crate::class::COROUTINE_WAIT_GROUP;
use crate::error::{self, code};
use crate::zend::error::throw_builtin;
use crate::zend::registry::ClassSlot;
use crate::zend::{Call, NativeState, PhpResult};

use super::require_coroutine;
use super::task::Reason;
use super::wait::seconds;
use super::waiters::Waiters;

/// A counter, and the one coroutine that waits for it.
#[derive(Default)]
pub(super) struct Group {
    count: Cell<i64>,
    waiting: Cell<bool>,
    waiter: Waiters,
}

impl Group {
    /// A counter that stands at `count`.
    pub(super) fn new(count: i64) -> Self {
        Self {
            count: Cell::new(count),
            ..Self::default()
        }
    }

    /// One less; the last one hands over to the waiter.
    pub(super) fn done(&self) {
        self.count.set(self.count.get() - 1);
        if self.count.get() == 0 {
            self.waiter.wake_first(Reason::Resumed);
        }
    }

    /// Whether there is anything to wait for.
    pub(super) fn is_waited_for(&self) -> bool {
        self.count.get() > 0
    }

    /// Waits until the counter stands at zero. `None` waits for ever.
    pub(super) fn wait(&self, limit: Option<Duration>) -> Reason {
        if self.count.get() <= 0 {
            return Reason::Resumed;
        }
        self.waiting.set(true);
        let reason = self.waiter.park(limit);
        self.waiting.set(false);
        reason
    }
}

/// The state of a WaitGroup object.
#[derive(Default)]
pub struct WaitGroupState {
    group: Group,
}

impl NativeState for WaitGroupState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_WAIT_GROUP
    }
}

fn misuse(class: &str, what: &str) -> PhpResult {
    Err(throw_builtin(class, &format!("WaitGroup misuse: {what}")))
}

fn increase(group: &Group, delta: i64) -> PhpResult {
    if group.waiting.get() {
        return misuse(
            "BadMethodCallException",
            "add called concurrently with wait",
        );
    }
    let count = group.count.get().saturating_add(delta);
    if count < 0 {
        return misuse("InvalidArgumentException", "negative counter");
    }
    group.count.set(count);
    Ok(())
}

/// `__construct(int $delta = 0)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let delta = call.long_or(0, 0)?;
    if delta > 0 {
        increase(&call.state::<WaitGroupState>().group, delta)?;
    }
    Ok(())
}

/// `add(int $delta = 1): void`.
pub fn add(call: &mut Call) -> PhpResult {
    let delta = call.long_or(0, 1)?;
    increase(&call.state::<WaitGroupState>().group, delta)
}

/// `done(): void`: the last one lets the waiter run before it returns.
pub fn done(call: &mut Call) -> PhpResult {
    let group = &call.state::<WaitGroupState>().group;
    if group.count.get() <= 0 {
        return misuse("BadMethodCallException", "negative counter");
    }
    group.done();
    Ok(())
}

/// `wait(float $timeout = -1): bool`.
pub fn wait(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(0, -1.0)?);
    let group = &call.state::<WaitGroupState>().group;
    if group.waiting.get() {
        return misuse(
            "BadMethodCallException",
            "reused before previous wait has returned",
        );
    }
    if group.count.get() > 0 {
        require_coroutine()?;
    }
    let reason = group.wait(limit);
    if reason == Reason::Canceled {
        error::set_last(code::CO_CANCELED);
    }
    call.ret(reason == Reason::Resumed)
}

/// `count(): int`.
pub fn count(call: &mut Call) -> PhpResult {
    let count = call.state::<WaitGroupState>().group.count.get();
    call.ret(count)
}
