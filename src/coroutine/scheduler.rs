//! The scheduler of a thread: which coroutines exist, which of them may go on, and whether anything
//! keeps the loop running.
//!
//! PHP and a current-thread tokio runtime share one thread. A coroutine's waker puts its id into the
//! queue and wakes the one task that drains it, so a batch of readiness events costs one task poll,
//! and no tokio task exists per coroutine. `event_loop` runs the runtime, `rounds` drains the queue.

use std::cell::{Cell, LazyCell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasherDefault;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use tokio::runtime::LocalRuntime;

use crate::zend;

use super::task::Coroutine;
use super::wake::{IdHasher, Remote};

mod event_loop;
mod later;
mod rounds;

pub(super) use event_loop::trim_later;
pub use event_loop::{begin_anew, prepare, run, run_once, spawn_abortable, spawn_task};
pub use later::next_turn;
pub(super) use later::{after_events, end_of_turn};
use rounds::Round;
pub(super) use rounds::{
    BATCH, RoundTime, has_to_stop, looks, remote, resume_batch, step_back, wake_here,
};
pub use rounds::{control_returned, round_time};

type Table = HashMap<i64, Rc<Coroutine>, BuildHasherDefault<IdHasher>>;

struct Scheduler {
    table: RefCell<Table>,
    last_id: Cell<i64>,
    peak: Cell<usize>,
    ready: RefCell<VecDeque<i64>>,
    /// Those that were interrupted while they computed: one of them goes on after each look at the events.
    stepped_back: RefCell<VecDeque<i64>>,
    /// Whether that one goes on now also if others are ready.
    computes_next: Cell<bool>,
    /// Whether one was interrupted since the last look.
    interrupted: Cell<bool>,
    /// Whether whoever becomes ready now goes on after the next look, not before.
    turn_ends: Cell<bool>,
    /// Whether the task that drains `ready` goes on after that look.
    drains_later: Cell<bool>,
    /// Counts the looks at the events.
    looks: Cell<u64>,
    /// What goes on after the next look.
    later: RefCell<Vec<Waker>>,
    /// Wakes the task that drains `ready`.
    drainer: RefCell<Option<Waker>>,
    /// Wakes the loop's root future, to look whether it is over.
    root: RefCell<Option<Waker>>,
    remote: LazyCell<Arc<Remote>>,
    /// Things in progress that can wake a coroutine: without any, the rest sleeps for ever.
    external: Cell<usize>,
    /// Counts the loops that were stopped: what was in progress then does not count any more.
    epoch: Cell<u32>,
    in_loop: Cell<bool>,
    /// When the running round of coroutines was first asked for the time; outside of one `None`.
    round: Cell<Round>,
    bailed_out: Cell<bool>,
    /// Whether the loop was asked to end at once.
    stopped: Cell<bool>,
    /// Whether nothing is to be said about those who are left waiting then.
    quiet: Cell<bool>,
    /// Made on first use and kept for the life of the thread, entered all the while: resources
    /// may be made and dropped anywhere, on any stack.
    runtime: Cell<Option<&'static LocalRuntime>>,
    /// The process that has made it.
    process: Cell<u32>,
    /// Whether a task is at work that frees stacks nobody has needed for a while.
    trimming: Cell<bool>,
    /// Whether this request has asked to be called at script end.
    armed: Cell<bool>,
    /// Whether something was started since the loop last ended.
    live: Cell<bool>,
}

thread_local! {
    // Never dropped, hence no check on every access whether it was.
    static SCHEDULER: ManuallyDrop<Scheduler> = const { ManuallyDrop::new(Scheduler {
        table: RefCell::new(Table::with_hasher(BuildHasherDefault::new())),
        last_id: Cell::new(0),
        peak: Cell::new(0),
        ready: RefCell::new(VecDeque::new()),
        stepped_back: RefCell::new(VecDeque::new()),
        computes_next: Cell::new(false),
        interrupted: Cell::new(false),
        turn_ends: Cell::new(false),
        drains_later: Cell::new(false),
        looks: Cell::new(0),
        later: RefCell::new(Vec::new()),
        drainer: RefCell::new(None),
        root: RefCell::new(None),
        remote: LazyCell::new(Arc::default),
        external: Cell::new(0),
        epoch: Cell::new(0),
        in_loop: Cell::new(false),
        round: Cell::new(Round::None),
        bailed_out: Cell::new(false),
        stopped: Cell::new(false),
        quiet: Cell::new(false),
        runtime: Cell::new(None),
        process: Cell::new(0),
        trimming: Cell::new(false),
        armed: Cell::new(false),
        live: Cell::new(false),
    }) };
}

/// Counts one thing in progress that will wake a coroutine, for as long as it lives.
pub struct External(u32);

impl External {
    /// Starts counting.
    #[inline]
    pub fn new() -> Self {
        SCHEDULER.with(|s| {
            s.external.set(s.external.get() + 1);
            Self(s.epoch.get())
        })
    }
}

impl Default for External {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for External {
    #[inline]
    fn drop(&mut self) {
        let _ = SCHEDULER.try_with(|s| {
            if s.epoch.get() == self.0 {
                s.external.set(s.external.get() - 1);
            }
        });
    }
}

pub(super) fn next_id() -> i64 {
    SCHEDULER.with(|s| {
        s.last_id.set(s.last_id.get() + 1);
        s.last_id.get()
    })
}

pub(super) fn insert(coroutine: &Rc<Coroutine>) {
    SCHEDULER.with(|s| {
        let mut table = s.table.borrow_mut();
        table.insert(coroutine.id(), coroutine.clone());
        s.peak.set(s.peak.get().max(table.len()));
    });
}

pub(super) fn remove(cid: i64) {
    let removed = SCHEDULER.with(|s| s.table.borrow_mut().remove(&cid));
    drop(removed);
}

/// The coroutine with this id, while it exists.
pub fn find(cid: i64) -> Option<Rc<Coroutine>> {
    SCHEDULER.with(|s| s.table.borrow().get(&cid).cloned())
}

/// Number of coroutines that exist.
pub fn count() -> usize {
    SCHEDULER.with(|s| s.table.borrow().len())
}

/// Figures for `Coroutine::stats()`: existing, most ever at once, last id given.
pub fn figures() -> (usize, usize, i64) {
    SCHEDULER.with(|s| (s.table.borrow().len(), s.peak.get(), s.last_id.get()))
}

/// Number of things in progress that can wake a coroutine.
pub fn external_count() -> usize {
    SCHEDULER.with(|s| s.external.get())
}

/// All coroutines that exist, newest first.
pub fn all() -> Vec<Rc<Coroutine>> {
    let mut all: Vec<_> = SCHEDULER.with(|s| s.table.borrow().values().cloned().collect());
    all.sort_by_key(|co| std::cmp::Reverse(co.id()));
    all
}

/// Whether the loop runs (on the main stack below us).
pub fn in_loop() -> bool {
    SCHEDULER.with(|s| s.in_loop.get())
}

/// Whether a fatal error has ended the script: no PHP code may be started any more.
pub fn is_bailing_out() -> bool {
    SCHEDULER.with(|s| s.bailed_out.get())
}

/// Whether the loop is about to end without regard to who still waits.
pub fn is_stopping() -> bool {
    SCHEDULER.with(|s| s.bailed_out.get() || s.stopped.get())
}

/// Whether the loop is over unless something is started now.
pub(super) fn would_end() -> bool {
    SCHEDULER.with(|s| is_over(s))
}

/// Ends the running loop at once; coroutines that wait are left waiting.
pub fn stop() {
    SCHEDULER.with(|s| s.stopped.set(true));
    look_at_end();
}

/// The same, without a report on them.
pub fn stop_quietly() {
    SCHEDULER.with(|s| s.quiet.set(true));
    stop();
}

/// Has the loop look whether it is over.
pub(super) fn look_at_end() {
    SCHEDULER.with(|s| {
        if let Some(root) = &*s.root.borrow() {
            root.wake_by_ref();
        }
    });
}

/// An exception or fatal error outside of any coroutine ends the script, as one inside would.
pub fn fail() {
    bail_out(true);
}

/// Ends the script from within a coroutine, without an error: nobody goes on, shutdown functions run.
pub fn end_script() {
    bail_out(false);
}

/// Whether something was started since the loop last ended.
pub fn is_live() -> bool {
    SCHEDULER.with(|s| s.live.get())
}

/// Called as a shutdown function. Coroutines that are left will not go on; those that later
/// shutdown functions start have another call registered for them.
pub(super) fn script_ended() {
    SCHEDULER.with(|s| s.armed.set(false));
    for coroutine in all() {
        coroutine.abandon();
    }
}

fn is_over(s: &Scheduler) -> bool {
    s.bailed_out.get()
        || s.stopped.get()
        || (s.external.get() == 0
            && s.ready.borrow().is_empty()
            && s.stepped_back.borrow().is_empty()
            && s.remote.is_empty())
}

/// A coroutine ended in a fatal error. On another coroutine's stack the error goes on there; on
/// the main stack the loop ends first.
pub(super) fn bail_out(at_bottom: bool) {
    let in_loop = SCHEDULER.with(|s| {
        s.bailed_out.set(true);
        if let Some(root) = &*s.root.borrow() {
            root.wake_by_ref();
        }
        s.in_loop.get()
    });
    // Whatever happens from here on, in destructors and when sockets are closed: nobody goes on.
    for coroutine in all() {
        coroutine.give_up();
    }
    if !at_bottom || !in_loop {
        zend::error::bailout();
    }
}

/// The request is over: forget what is left. Stacks of coroutines that never ended stay mapped, and
/// the runtime that points into them is set aside, not dropped; a command-line process ends now.
pub fn shut_down() {
    let abandoned = SCHEDULER.with(|s| {
        let unclean = s.bailed_out.replace(false);
        s.in_loop.set(false);
        s.armed.set(false);
        s.live.set(false);
        s.external.set(0);
        s.ready.borrow_mut().clear();
        s.stepped_back.borrow_mut().clear();
        s.later.take();
        s.last_id.set(0);
        s.peak.set(0);
        let left: Vec<_> = s.table.borrow_mut().drain().collect();
        if unclean || !left.is_empty() {
            s.runtime.set(None);
            s.trimming.set(false);
        }
        left
    });
    std::mem::forget(abandoned);
}
