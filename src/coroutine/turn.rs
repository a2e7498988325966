//! One turn of the event loop: what runs when everybody who was ready has run, before the loop
//! waits for the next event (spec/coroutine-runtime §4.9).
//!
//! `defer` queues something for the end of this turn; a cycle is called at the end of every turn.
//! Both run on the main stack.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::Context;

use super::scheduler::{self, External};
use super::standing::Standing;

type Deferred = (Box<dyn FnOnce()>, External);

struct Turn {
    deferred: RefCell<VecDeque<Deferred>>,
    cycle: Cell<Option<fn()>>,
    /// Whether the end of this turn has been.
    ended: Cell<bool>,
    /// How far a loop is that runs one turn only.
    single: Cell<Single>,
    tail: Standing,
    at_loop_end: RefCell<Vec<fn()>>,
}

/// A loop that runs one turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Single {
    /// The loop runs as many turns as there are.
    No,
    /// It may wait for one event.
    MayWait,
    /// It must not wait any more.
    Waited,
    /// The turn is over.
    Over,
}

thread_local! {
    static TURN: Turn = Turn {
        deferred: RefCell::default(),
        cycle: Cell::new(None),
        ended: Cell::new(false),
        single: Cell::new(Single::No),
        tail: Standing::default(),
        at_loop_end: RefCell::default(),
    };
}

/// Runs `act` at the end of this turn. The loop does not end before that.
pub fn defer(act: impl FnOnce() + 'static) {
    TURN.with(|t| {
        let item = (Box::new(act) as Box<dyn FnOnce()>, External::new());
        t.deferred.borrow_mut().push_back(item);
        t.tail.wake(tail);
    });
}

/// Calls `act` at the end of every turn from now on; `None`: nothing any more.
pub fn set_cycle(act: Option<fn()>) {
    TURN.with(|t| t.cycle.set(act));
}

/// Calls `act` whenever a loop has ended.
pub fn at_loop_end(act: fn()) {
    TURN.with(|t| {
        let mut all = t.at_loop_end.borrow_mut();
        if !all.iter().any(|known| std::ptr::fn_addr_eq(*known, act)) {
            all.push(act);
        }
    });
}

/// The end of a turn: the deferred first, those queued meanwhile wait for the next turn's.
fn tail(_: &mut Context<'_>) {
    TURN.with(|t| {
        for _ in 0..t.deferred.borrow().len() {
            let Some((act, external)) = t.deferred.borrow_mut().pop_front() else {
                break;
            };
            act();
            drop(external);
            if scheduler::is_stopping() {
                return;
            }
        }
        if !t.deferred.borrow().is_empty() {
            t.tail.wake(tail);
        }
        cycle(t);
    });
    scheduler::control_returned();
}

fn cycle(t: &Turn) -> bool {
    let Some(act) = t.cycle.get() else {
        return false;
    };
    if t.ended.replace(true) {
        return false;
    }
    act();
    true
}

/// Called when the loop is about to wait for events: nobody is ready.
pub(super) fn before_waiting() {
    TURN.with(|t| {
        if t.cycle.get().is_some() {
            if !t.ended.get() {
                t.tail.wake(tail);
                return;
            }
            t.ended.set(false);
        }
        match t.single.get() {
            Single::No | Single::Over => {}
            Single::MayWait => t.single.set(Single::Waited),
            Single::Waited => {
                t.single.set(Single::Over);
                scheduler::look_at_end();
            }
        }
    });
}

/// Called when the loop is about to end: true when the end of the turn was still to come, and the
/// loop has to look again.
pub(super) fn finish() -> bool {
    TURN.with(cycle)
}

/// Called before a loop starts.
pub(super) fn start(single: bool, something_is_ready: bool) {
    TURN.with(|t| {
        t.ended.set(false);
        let waits = something_is_ready || !t.deferred.borrow().is_empty();
        t.single.set(match (single, waits) {
            (false, _) => Single::No,
            (true, false) => Single::MayWait,
            (true, true) => Single::Waited,
        });
    });
}

/// Whether the one turn is over.
pub(super) fn is_over() -> bool {
    TURN.with(|t| t.single.get() == Single::Over)
}

/// Called when a loop has ended for good.
pub(super) fn loop_ended() {
    let all = TURN.with(|t| t.at_loop_end.borrow().clone());
    for act in all {
        act();
    }
}

/// The request is over.
pub fn reset() {
    TURN.with(|t| {
        let dropped = std::mem::take(&mut *t.deferred.borrow_mut());
        drop(dropped);
        t.cycle.set(None);
        t.tail.stop();
    });
}
