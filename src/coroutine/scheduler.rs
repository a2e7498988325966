//! The event loop: a current-thread tokio runtime, and the queue of coroutines that may go on.
//!
//! PHP and the runtime share one thread. A coroutine's waker puts its id into the queue and wakes
//! the one task that drains it, so a batch of readiness events costs one task poll, and no tokio
//! task exists per coroutine.

use std::cell::{Cell, LazyCell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasherDefault;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Poll, Waker};

use tokio::runtime::LocalRuntime;
use tokio::time::Instant;

use crate::zend;

use super::task::{Coroutine, State};
use super::turn;
use super::wake::{IdHasher, Remote};

/// Most threads for calls that block (files, name lookups). They are started when needed and end
/// when idle.
const BLOCKING_THREADS: usize = 64;

type Table = HashMap<i64, Rc<Coroutine>, BuildHasherDefault<IdHasher>>;

struct Scheduler {
    table: RefCell<Table>,
    last_id: Cell<i64>,
    peak: Cell<usize>,
    ready: RefCell<VecDeque<i64>>,
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
    /// Made on first use and kept for the life of the thread, entered all the while: resources
    /// may be made and dropped anywhere, on any stack.
    runtime: Cell<Option<&'static LocalRuntime>>,
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
        drainer: RefCell::new(None),
        root: RefCell::new(None),
        remote: LazyCell::new(Arc::default),
        external: Cell::new(0),
        epoch: Cell::new(0),
        in_loop: Cell::new(false),
        round: Cell::new(Round::None),
        bailed_out: Cell::new(false),
        stopped: Cell::new(false),
        runtime: Cell::new(None),
        trimming: Cell::new(false),
        armed: Cell::new(false),
        live: Cell::new(false),
    }) };
}

/// The clock of a round of coroutines.
#[derive(Clone, Copy)]
enum Round {
    /// No round runs.
    None,
    /// Nobody has asked yet.
    Unread,
    /// The time when somebody first did.
    Read(Instant),
}

/// The time, read once for all coroutines that become ready together.
#[inline]
pub fn round_time() -> Instant {
    SCHEDULER.with(|s| match s.round.get() {
        Round::Read(time) => time,
        Round::None => Instant::now(),
        Round::Unread => {
            let now = Instant::now();
            s.round.set(Round::Read(now));
            now
        }
    })
}

/// What other threads may touch of this one's scheduler.
pub(super) fn remote() -> Arc<Remote> {
    SCHEDULER.with(|s| Arc::clone(&s.remote))
}

/// Has the coroutine resumed in the next round, if `remote` belongs to this thread. False: it does not.
pub(super) fn wake_here(cid: i64, remote: &Arc<Remote>) -> bool {
    SCHEDULER
        .try_with(|s| {
            if !Arc::ptr_eq(&s.remote, remote) {
                return false;
            }
            s.ready.borrow_mut().push_back(cid);
            if let Some(drainer) = &*s.drainer.borrow() {
                drainer.wake_by_ref();
            }
            true
        })
        .unwrap_or(false)
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

/// Makes the runtime on first use. Called before anything that needs it: a coroutine, a server.
pub fn prepare() -> std::io::Result<()> {
    SCHEDULER.with(|s| {
        if s.runtime.get().is_none() {
            let runtime: &'static LocalRuntime = Box::leak(Box::new(
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .max_blocking_threads(BLOCKING_THREADS)
                    .on_thread_start(zend::signals::block_all)
                    .on_thread_park(turn::before_waiting)
                    .build_local(tokio::runtime::LocalOptions::default())?,
            ));
            std::mem::forget(runtime.enter());
            s.runtime.set(Some(runtime));
        }
        s.live.set(true);
        if !s.armed.replace(true) {
            zend::request::at_script_end("swoole_event_rshutdown");
            if zend::ini::flag("swoole.enable_preemptive_scheduler") {
                super::preempt::enable(true);
            }
        }
        Ok(())
    })
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

/// Spawns a Rust task on the loop.
pub fn spawn_task(future: impl Future<Output = ()> + 'static) {
    if let Some(runtime) = SCHEDULER.with(|s| s.runtime.get()) {
        runtime.spawn_local(tokio::task::unconstrained(future));
    }
}

/// After many coroutines at once: frees their stacks little by little, those that were not needed
/// again meanwhile. Does not keep the loop running.
pub(super) fn trim_later() {
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);
    if SCHEDULER.with(|s| s.trimming.replace(true)) {
        return;
    }
    spawn_task(async {
        while zend::fiber::Fiber::trim() {
            tokio::time::sleep(PAUSE).await;
        }
        SCHEDULER.with(|s| s.trimming.set(false));
    });
}

/// Spawns a Rust task on the loop that can be called off. `None` before [`prepare`].
pub fn spawn_abortable(
    future: impl Future<Output = ()> + 'static,
) -> Option<tokio::task::AbortHandle> {
    let runtime = SCHEDULER.with(|s| s.runtime.get())?;
    Some(
        runtime
            .spawn_local(tokio::task::unconstrained(future))
            .abort_handle(),
    )
}

/// Runs the loop until no coroutine is left, or none of those left can ever go on.
///
/// Coroutines that sleep for ever are reported (spec/coroutine-runtime §3.3). A fatal error in
/// one of them goes on here, on the stack of the caller; after it, in shutdown functions, the loop
/// does not run any more.
pub fn run() {
    if run_loop(false) {
        SCHEDULER.with(|s| s.live.set(false));
        turn::loop_ended();
        super::report::deadlock();
    }
}

/// Runs one turn of the loop: waits for an event unless somebody is ready, and runs all who are.
/// False when nothing was ever started.
pub fn run_once() -> bool {
    is_live() && run_loop(true)
}

fn run_loop(single: bool) -> bool {
    if is_bailing_out() {
        return false;
    }
    let Some(runtime) = SCHEDULER.with(|s| s.runtime.get()) else {
        return false;
    };
    SCHEDULER.with(|s| {
        s.in_loop.set(true);
        s.stopped.set(false);
    });
    turn::start(single);
    runtime.block_on(async {
        let drainer = tokio::task::spawn_local(tokio::task::unconstrained(drain()));
        std::future::poll_fn(|context| {
            SCHEDULER.with(|s| {
                if turn::is_over() || (single && is_stopping()) {
                    return Poll::Ready(());
                }
                while !single && is_over(s) {
                    if is_stopping() || !turn::finish() {
                        return Poll::Ready(());
                    }
                }
                let mut root = s.root.borrow_mut();
                if !root
                    .as_ref()
                    .is_some_and(|waker| waker.will_wake(context.waker()))
                {
                    *root = Some(context.waker().clone());
                }
                Poll::Pending
            })
        })
        .await;
        drainer.abort();
    });
    SCHEDULER.with(|s| {
        s.in_loop.set(false);
        if s.stopped.get() {
            // Who was left waiting keeps no later loop running.
            s.external.set(0);
            s.epoch.set(s.epoch.get() + 1);
        }
        s.root.take();
        s.drainer.take();
        s.remote.set_drainer(None);
    });
    if is_bailing_out() {
        zend::error::bailout();
    }
    true
}

fn is_over(s: &Scheduler) -> bool {
    s.bailed_out.get()
        || s.stopped.get()
        || (s.external.get() == 0 && s.ready.borrow().is_empty() && s.remote.is_empty())
}

/// Coroutines looked up together, so that memory is fetched for the next while one runs.
const BATCH: usize = 16;

/// The task that resumes whoever is ready.
async fn drain() {
    std::future::poll_fn(|context| {
        SCHEDULER.with(|s| {
            {
                let mut drainer = s.drainer.borrow_mut();
                if !drainer
                    .as_ref()
                    .is_some_and(|waker| waker.will_wake(context.waker()))
                {
                    *drainer = Some(context.waker().clone());
                    s.remote.set_drainer(Some(context.waker().clone()));
                }
            }
            s.remote.take_into(&mut s.ready.borrow_mut());
            // One round: those that become ready meanwhile come after the next look at the sockets.
            s.round.set(Round::Unread);
            let mut round = s.ready.borrow().len();
            if round > 0 {
                turn::happened();
            }
            while round > 0 {
                let mut batch: [Option<Rc<Coroutine>>; BATCH] = [const { None }; BATCH];
                let taken = round.min(BATCH);
                round -= taken;
                {
                    let mut ready = s.ready.borrow_mut();
                    let table = s.table.borrow();
                    for (slot, cid) in batch.iter_mut().zip(ready.drain(..taken)) {
                        *slot = table.get(&cid).cloned();
                    }
                }
                // Memory is fetched for all of them side by side, not for one after the other.
                batch
                    .iter()
                    .flatten()
                    .for_each(|coroutine| coroutine.prefetch());
                batch
                    .iter()
                    .flatten()
                    .for_each(|coroutine| coroutine.prefetch_more());
                for coroutine in &mut batch {
                    let Some(coroutine) = coroutine.take() else {
                        continue;
                    };
                    resume_ready(&coroutine);
                    if s.bailed_out.get() {
                        return Poll::Ready(());
                    }
                }
            }
            s.round.set(Round::None);
            if !s.ready.borrow().is_empty() {
                context.waker().wake_by_ref();
            }
            control_returned();
            Poll::Pending
        })
    })
    .await;
}

fn resume_ready(coroutine: &Rc<Coroutine>) {
    if let Some(handle) = coroutine.wake_handle() {
        handle.clear();
    }
    // Only futures wake through here; a parked coroutine may have a timer beside its queue.
    if matches!(
        coroutine.state(),
        State::Waiting | State::Parked | State::SteppedBack
    ) {
        coroutine.enter(false);
    }
}

/// Control is back on the main stack: the loop may be over.
#[inline]
pub fn control_returned() {
    SCHEDULER.with(|s| {
        if (s.external.get() == 0 || s.stopped.get())
            && is_over(s)
            && let Some(root) = &*s.root.borrow()
        {
            root.wake_by_ref();
        }
    });
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
