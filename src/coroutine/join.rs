//! `Swoole\Coroutine::join()`: waiting for other coroutines to end (spec/coroutine-runtime §2.5).

use std::cell::Cell;
use std::rc::Rc;

use crate::error::{self, code};
use crate::zend::{self, Call, PhpResult};

use super::task::{self, Coroutine, Reason};
use super::wait::{park, seconds};
use super::{require_coroutine, scheduler};

/// One call of `join()`: how many it still waits for, and who waits.
pub(super) struct Join {
    left: Cell<usize>,
    waiter: Rc<Coroutine>,
}

impl Join {
    /// One of the coroutines has ended. After the last one the loop resumes the waiter.
    pub(super) fn one_ended(&self) {
        self.left.set(self.left.get() - 1);
        if self.left.get() == 0 {
            self.waiter.waker().wake_by_ref();
        }
    }
}

fn fail(call: &mut Call, reason: i32) -> PhpResult {
    error::set_last(reason);
    call.ret(false)
}

/// `join(array $cid_array, float $timeout = -1): bool`.
pub fn join(call: &mut Call) -> PhpResult {
    let cids = call.array(0)?;
    let limit = seconds(call.double_or(1, -1.0)?);
    require_coroutine()?;
    let Some(waiter) = task::current() else {
        return call.ret(false);
    };
    let mut targets: Vec<Rc<Coroutine>> = Vec::with_capacity(cids.len());
    for (_, cid) in cids.iter() {
        let cid = cid.to_long();
        if cid == waiter.id() {
            zend::warning("can not join self");
            return fail(call, code::WRONG_OPERATION);
        }
        // Those that have ended are not waited for.
        let Some(target) = scheduler::find(cid) else {
            continue;
        };
        if target.extras().joined.borrow().is_some() {
            return fail(call, code::WRONG_OPERATION);
        }
        if !targets.iter().any(|known| Rc::ptr_eq(known, &target)) {
            targets.push(target);
        }
    }
    if targets.is_empty() {
        return fail(call, code::INVALID_PARAMS);
    }
    if zend::globals::switch_blocked() {
        return fail(call, code::CO_CANNOT_CANCEL);
    }
    let join = Rc::new(Join {
        left: Cell::new(targets.len()),
        waiter: waiter.clone(),
    });
    for target in &targets {
        target.extras().joined.replace(Some(join.clone()));
    }
    let reason = park(&waiter, limit, || join.left.get() == 0);
    if reason == Reason::Resumed {
        return call.ret(true);
    }
    for target in &targets {
        // One that has ended since may not be asked any more: its entry is gone.
        target.extras().joined.take();
    }
    match reason {
        Reason::TimedOut => fail(call, code::CO_TIMEDOUT),
        _ => fail(call, code::CO_CANCELED),
    }
}
