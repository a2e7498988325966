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
    /// At the end of every turn, and then before the next one's events are waited for.
    idle: Cell<Option<fn()>>,
    before: Cell<Option<fn()>>,
    /// Whether anything has happened in this turn.
    happened: Cell<bool>,
    /// How far a loop is that runs one turn only.
    single: Cell<Single>,
    tail: Standing,
    /// Whether that task is at work.
    in_tail: Cell<bool>,
    at_loop_end: RefCell<Vec<fn()>>,
}

/// A loop that runs one turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Single {
    /// The loop runs as many turns as there are.
    No,
    /// Nothing has happened yet.
    Waits,
    /// Something has.
    Runs,
    /// The turn is over.
    Over,
}

thread_local! {
    static TURN: Turn = Turn {
        deferred: RefCell::default(),
        idle: Cell::new(None),
        before: Cell::new(None),
        happened: Cell::new(false),
        single: Cell::new(Single::No),
        tail: Standing::default(),
        in_tail: Cell::new(false),
        at_loop_end: RefCell::default(),
    };
}

/// Runs `act` at the end of this turn. The loop does not end before that.
pub fn defer(act: impl FnOnce() + 'static) {
    TURN.with(|t| {
        let item = (Box::new(act) as Box<dyn FnOnce()>, External::new());
        t.deferred.borrow_mut().push_back(item);
        if !t.in_tail.get() {
            t.tail.wake(tail);
        }
    });
}

/// Calls `idle` at the end of every turn from now on, `before` at the beginning of every turn;
/// `None`: nothing any more.
pub fn set_cycle(idle: Option<fn()>, before: Option<fn()>) {
    TURN.with(|t| {
        t.idle.set(idle);
        t.before.set(before);
    });
}

/// Something has happened in this turn: a coroutine went on, a callback was called.
#[inline]
pub(super) fn happened() {
    TURN.with(|t| {
        t.happened.set(true);
        if t.single.get() == Single::Waits {
            t.single.set(Single::Runs);
        }
    });
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
fn tail(context: &mut Context<'_>) {
    TURN.with(|t| {
        t.in_tail.set(true);
        scheduler::end_of_turn(|| run_deferred(t));
        t.in_tail.set(false);
        if !t.deferred.borrow().is_empty() && !scheduler::is_stopping() {
            t.one_is_over();
            scheduler::after_events(context);
        }
    });
    scheduler::control_returned();
}

fn run_deferred(t: &Turn) {
    let queued = t.deferred.borrow().len();
    for _ in 0..queued {
        let Some((act, external)) = t.deferred.borrow_mut().pop_front() else {
            break;
        };
        act();
        drop(external);
        if scheduler::is_stopping() {
            return;
        }
    }
    cycle(t);
}

/// False when there was nothing to do.
fn cycle(t: &Turn) -> bool {
    if !t.has_cycle() || !t.happened.get() {
        return false;
    }
    if let Some(idle) = t.idle.get() {
        idle();
    }
    if !scheduler::would_end()
        && let Some(before) = t.before.get()
    {
        before();
    }
    t.happened.set(false);
    true
}

impl Turn {
    fn has_cycle(&self) -> bool {
        self.idle.get().is_some() || self.before.get().is_some()
    }

    /// A loop that runs one turn has run it.
    fn one_is_over(&self) {
        if self.single.get() == Single::Runs {
            self.single.set(Single::Over);
            scheduler::look_at_end();
        }
    }
}

/// Everybody who was ready has run, or had a turn: the loop looks at its events, and then goes on.
pub(super) fn ends() {
    TURN.with(|t| {
        if t.has_cycle() && t.happened.get() {
            t.tail.wake(tail);
        }
        t.one_is_over();
    });
}

/// Called when the loop is about to wait for events: nobody is ready.
pub(super) fn before_waiting() {
    TURN.with(|t| {
        if t.has_cycle() && t.happened.get() {
            t.tail.wake(tail);
        } else {
            t.one_is_over();
        }
    });
}

/// Called when the loop is about to end: true when the end of the turn was still to come, and the
/// loop has to look again.
pub(super) fn finish() -> bool {
    TURN.with(cycle)
}

/// Called when a loop starts.
pub(super) fn start(single: bool) {
    if let Some(before) = TURN.with(|t| t.before.get()) {
        before();
    }
    TURN.with(|t| {
        // The last loop may have ended in it, by a fatal error.
        t.in_tail.set(false);
        if !t.deferred.borrow().is_empty() {
            t.tail.wake(tail);
        }
        t.happened.set(false);
        t.single
            .set(if single { Single::Waits } else { Single::No });
    });
}

/// Whether the one turn is over.
pub(super) fn is_over() -> bool {
    TURN.with(|t| t.single.get() == Single::Over)
}

/// Called when a loop has ended for good.
pub(super) fn loop_ended() {
    let (all, dropped) = TURN.with(|t| {
        let dropped = std::mem::take(&mut *t.deferred.borrow_mut());
        (t.at_loop_end.borrow().clone(), dropped)
    });
    drop(dropped);
    for act in all {
        act();
    }
}

/// This is a forked process: the task is the parent's.
pub(super) fn forked() {
    TURN.with(|t| t.tail.stop());
}

/// The request is over.
pub fn reset() {
    TURN.with(|t| {
        let dropped = std::mem::take(&mut *t.deferred.borrow_mut());
        drop(dropped);
        t.idle.set(None);
        t.before.set(None);
        t.tail.stop();
    });
}
