//! What runs on this thread.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::rc::Rc;

use super::super::long_turn::HAND_OVERS;
use super::Coroutine;

struct Running {
    coroutine: Cell<Option<Rc<Coroutine>>>,
    id: Cell<i64>,
    /// How often one has come back that had resumed another.
    hand_overs: Cell<u32>,
    /// Interrupts of the preemptive scheduler since the last switch.
    ticks: Cell<u32>,
    /// What must happen before it gives control away.
    before_next: Cell<Option<fn()>>,
}

thread_local! {
    // Never dropped, hence no check on every access whether it was. One for all that a switch looks
    // at: in a shared library each access of one calls the loader.
    static RUNNING: ManuallyDrop<Running> = const {
        ManuallyDrop::new(Running {
            coroutine: Cell::new(None),
            id: Cell::new(-1),
            hand_overs: Cell::new(0),
            ticks: Cell::new(0),
            before_next: Cell::new(None),
        })
    };
}

/// The running coroutine.
#[inline]
pub fn current() -> Option<Rc<Coroutine>> {
    RUNNING.with(|running| {
        let coroutine = running.coroutine.take();
        let copy = coroutine.clone();
        running.coroutine.set(coroutine);
        copy
    })
}

/// The running coroutine's id, -1 outside of any.
#[inline]
pub fn current_id() -> i64 {
    RUNNING.with(|running| running.id.get())
}

/// Says what runs from now on; returns what did.
#[inline(always)]
pub(super) fn set_current(coroutine: Option<Rc<Coroutine>>) -> Option<Rc<Coroutine>> {
    RUNNING.with(|running| {
        running.id.set(coroutine.as_ref().map_or(-1, |co| co.cid));
        running.ticks.set(0);
        running.coroutine.replace(coroutine)
    })
}

/// The resumer runs from now on. Returns whether to look how long this has been going on: after every [`HAND_OVERS`].
#[inline(always)]
pub(super) fn come_back(resumer: Option<Rc<Coroutine>>) -> bool {
    RUNNING.with(|running| {
        running.id.set(resumer.as_ref().map_or(-1, |co| co.cid));
        running.ticks.set(0);
        running.coroutine.set(resumer);
        let count = running.hand_overs.get().wrapping_add(1);
        running.hand_overs.set(count);
        count.is_multiple_of(HAND_OVERS)
    })
}

/// Has the next one that comes back look.
pub(in crate::coroutine) fn look_again() {
    RUNNING.with(|running| running.hand_overs.set(HAND_OVERS - 1));
}

/// Counts an interrupt; whether it is not the first one since the last switch.
pub(in crate::coroutine) fn is_second_tick() -> bool {
    RUNNING.with(|running| running.ticks.replace(1) > 0)
}

/// Asks for `act` to be called once, before the running coroutine suspends, ends or resumes another
/// one: a room that holds something back for company (output of several pushes in one write) lets
/// go of it there. Nothing is held back while somebody else runs.
#[inline]
pub fn before_next(act: fn()) {
    RUNNING.with(|running| running.before_next.set(Some(act)));
}

/// Calls what was asked for. Costs one load when nothing was.
#[inline(always)]
pub(super) fn give_away() {
    RUNNING.with(|running| {
        if let Some(act) = running.before_next.get() {
            running.before_next.set(None);
            act();
        }
    });
}
