//! `Swoole\Coroutine\Barrier`: waiting until nobody else holds the object any more
//! (spec/coroutine-runtime §4.3).

use std::cell::RefCell;
use std::rc::Rc;

use crate::class::COROUTINE_BARRIER;
use crate::error::{self, code};
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, NativeState, Object, PhpResult, Value};

use super::require_coroutine;
use super::task::{self, Coroutine, Reason, State};
use super::wait::{park, seconds};

/// Who waits for the object's end. Shared with the call that waits, which may outlive the object.
#[derive(Default)]
pub struct BarrierState {
    waiter: Rc<RefCell<Option<Rc<Coroutine>>>>,
}

impl NativeState for BarrierState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_BARRIER
    }
}

/// `make(): Barrier`.
pub fn make(call: &mut Call) -> PhpResult {
    call.ret(Object::new(&COROUTINE_BARRIER))
}

/// `wait(Barrier &$barrier, float $timeout = -1): void`: the caller's variable becomes null.
pub fn wait(call: &mut Call) -> PhpResult {
    let barrier = call.object(0, &COROUTINE_BARRIER)?;
    let limit = seconds(call.double_or(1, -1.0)?);
    let waiter = barrier.state::<BarrierState>().waiter.clone();
    if waiter.borrow().is_some() {
        return Err(zend::throw(
            &crate::class::EXCEPTION,
            "The barrier is waiting, cannot wait again.",
            0,
        ));
    }
    /// The caller's variable, and `barrier`.
    const OUR_OWN: u32 = 2;
    if barrier.references() > OUR_OWN {
        require_coroutine()?;
    }
    call.assign(0, Value::null());
    let (true, Some(coroutine)) = (barrier.references() >= OUR_OWN, task::current()) else {
        return Ok(());
    };
    if zend::globals::switch_blocked() {
        return Ok(());
    }
    *waiter.borrow_mut() = Some(coroutine.clone());
    drop(barrier);
    let reason = park(&coroutine, limit, || false);
    waiter.take();
    if reason == Reason::Canceled {
        error::set_last(code::CO_CANCELED);
    }
    Ok(())
}

/// `__destruct()`: the last reference is gone; whoever waited runs at once.
pub fn destruct(call: &mut Call) -> PhpResult {
    let waiter = call.state::<BarrierState>().waiter.take();
    if let Some(waiter) = waiter.filter(|waiter| waiter.state() == State::Parked) {
        waiter.hand_over(Reason::Resumed);
    }
    Ok(())
}
