//! `Coroutine::enableScheduler()` and `disableScheduler()`: whether a coroutine may be interrupted.

use crate::zend::{Call, PhpResult};

use super::task;

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
