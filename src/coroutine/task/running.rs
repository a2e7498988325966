//! What runs on this thread.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::rc::Rc;

use super::Coroutine;

struct Running {
    coroutine: RefCell<Option<Rc<Coroutine>>>,
    id: Cell<i64>,
    /// Interrupts of the preemptive scheduler since the last switch.
    ticks: Cell<u32>,
}

thread_local! {
    // Never dropped, hence no check on every access whether it was.
    static RUNNING: ManuallyDrop<Running> = const {
        ManuallyDrop::new(Running {
            coroutine: RefCell::new(None),
            id: Cell::new(-1),
            ticks: Cell::new(0),
        })
    };
}

/// The running coroutine.
#[inline]
pub fn current() -> Option<Rc<Coroutine>> {
    RUNNING.with(|running| running.coroutine.borrow().clone())
}

/// The running coroutine's id, -1 outside of any.
#[inline]
pub fn current_id() -> i64 {
    RUNNING.with(|running| running.id.get())
}

#[inline]
pub(super) fn set_current(coroutine: Option<Rc<Coroutine>>) -> Option<Rc<Coroutine>> {
    RUNNING.with(|running| {
        running.id.set(coroutine.as_ref().map_or(-1, |co| co.cid));
        running.ticks.set(0);
        running.coroutine.replace(coroutine)
    })
}

/// Counts an interrupt; whether it is not the first one since the last switch.
pub(in crate::coroutine) fn is_second_tick() -> bool {
    RUNNING.with(|running| running.ticks.replace(1) > 0)
}
