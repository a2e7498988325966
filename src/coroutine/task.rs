//! One coroutine: a body, the fiber it runs on, and what state it is in.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;
use std::time::Instant;

use crate::zend::fiber::{self, Lease};
use crate::zend::{Callable, Object, Value};

use super::join::Join;
use super::scheduler;
use super::time_limit::TimeLimit;
use super::wake::WakeHandle;

mod body;
mod running;
mod switch;

pub use body::{Body, CallableBody};
pub use running::{before_next, current, current_id};
pub(super) use running::{is_second_tick, look_again};
pub use switch::{Pending, Reason};

/// Why a coroutine does not run at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It runs, or has resumed another one and waits for it to suspend.
    Running,
    /// In `Coroutine::yield()`: only `Coroutine::resume()` or a cancellation goes on.
    Yielded,
    /// In `wait()` on a future: its waker goes on.
    Waiting,
    /// Interrupted while it computed; goes on when the others have had their turn.
    SteppedBack,
    /// Parked by another class (a channel), which will hand over directly.
    Parked,
    /// Its body has ended.
    Ended,
}

/// What few coroutines have, made when first asked for.
#[derive(Default)]
pub(super) struct Extras {
    /// `Coroutine::getContext()`.
    pub(super) context: RefCell<Option<Object>>,
    /// Who waits in `Coroutine::join()` for this coroutine to end.
    pub(super) joined: RefCell<Option<Rc<Join>>>,
    /// `Coroutine::setTimeLimit()`.
    pub(super) time_limit: RefCell<Option<TimeLimit>>,
}

/// A coroutine. Shared by the scheduler's table and whoever means to resume it.
pub struct Coroutine {
    cid: i64,
    pcid: i64,
    fiber: Lease,
    state: Cell<State>,
    /// What its last suspension was.
    was: Cell<State>,
    reason: Cell<Option<Reason>>,
    canceled: Cell<bool>,
    /// Thrown out of the suspension it is in, or the next one, when that ends.
    pending: Cell<Option<Pending>>,
    created: Instant,
    /// Whether it may be interrupted while it computes (`enable_preemptive_scheduler`).
    preemptible: Cell<bool>,
    /// Whether its last callbacks have run: it has no context any more.
    over: Cell<bool>,
    extras: OnceCell<Box<Extras>>,
    defers: RefCell<Vec<Callable>>,
    waker: OnceCell<(Arc<WakeHandle>, Waker)>,
    touched_next: Cell<[(*const u8, usize); 2]>,
}

/// Why no coroutine could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpawnError {
    /// `max_coroutine` coroutines exist.
    Limit(usize),
    /// The system refused a stack (memory, or `vm.max_map_count`).
    NoStack,
}

impl Coroutine {
    /// Starts a coroutine: it runs at once, until it first suspends. Returns its id, which may
    /// already be history.
    pub fn spawn(body: Body, parent: i64) -> Result<i64, SpawnError> {
        let limit = super::options::max_coroutines();
        if scheduler::count() >= limit {
            return Err(SpawnError::Limit(limit));
        }
        let fiber = Lease::take(super::options::c_stack_size()).ok_or(SpawnError::NoStack)?;
        let coroutine = Rc::new(Self {
            cid: scheduler::next_id(),
            pcid: parent,
            fiber,
            state: Cell::new(State::Running),
            was: Cell::new(State::Running),
            reason: Cell::new(None),
            canceled: Cell::new(false),
            pending: Cell::new(None),
            created: Instant::now(),
            preemptible: Cell::new(true),
            over: Cell::new(false),
            extras: OnceCell::new(),
            defers: RefCell::new(Vec::new()),
            waker: OnceCell::new(),
            touched_next: Cell::new([(std::ptr::null(), 0); 2]),
        });
        let cid = coroutine.cid;
        scheduler::insert(&coroutine);
        coroutine.start(body);
        Ok(cid)
    }

    /// Its id.
    #[inline]
    pub fn id(&self) -> i64 {
        self.cid
    }

    /// The id of the coroutine that made it, -1 when none did.
    pub fn parent_id(&self) -> i64 {
        self.pcid
    }

    /// Its state.
    #[inline]
    pub fn state(&self) -> State {
        self.state.get()
    }

    /// Whether its last suspension ended by a cancellation.
    pub fn is_canceled(&self) -> bool {
        self.canceled.get()
    }

    /// Adds a callback to run when the body has ended, last added first.
    pub fn defer(&self, callback: Callable) {
        self.defers.borrow_mut().push(callback);
    }

    /// The waker that lets this coroutine go on from [`State::Waiting`].
    #[inline]
    pub fn waker(&self) -> &Waker {
        &self
            .waker
            .get_or_init(|| {
                let handle = WakeHandle::new(self.cid);
                let waker = Waker::from(handle.clone());
                (handle, waker)
            })
            .1
    }

    pub(super) fn wake_handle(&self) -> Option<&WakeHandle> {
        self.waker.get().map(|(handle, _)| &**handle)
    }

    /// Whether it may be interrupted while it computes.
    pub(super) fn is_preemptible(&self) -> bool {
        self.preemptible.get()
    }

    /// Sets whether it may be interrupted while it computes; returns what was set before.
    pub(super) fn set_preemptible(&self, on: bool) -> bool {
        self.preemptible.replace(on)
    }

    /// When it was made.
    pub fn created(&self) -> Instant {
        self.created
    }

    /// Whether its deferred callbacks have run and its context is gone.
    pub(super) fn is_over(&self) -> bool {
        self.over.get()
    }

    pub(super) fn extras(&self) -> &Extras {
        self.extras.get_or_init(Box::default)
    }

    /// The call stack of a coroutine that is suspended or has resumed another one.
    pub fn backtrace(&self, options: i32, limit: i32) -> Option<Value> {
        self.fiber.backtrace(options, limit)
    }

    /// Bytes of its VM stack, for a coroutine that is suspended or has resumed another one.
    pub fn vm_stack_bytes(&self) -> usize {
        self.fiber.vm_stack_bytes()
    }

    /// Whether nobody but the event loop waits for it to suspend.
    pub(super) fn is_first(&self) -> bool {
        scheduler::in_loop() && self.fiber.is_resumed_by_main()
    }

    /// Whether its last suspension was in `Coroutine::yield()`.
    pub(super) fn has_yielded(&self) -> bool {
        self.was.get() == State::Yielded
    }

    /// The script is over and this coroutine is not: its frames are given up, never unwound.
    pub(super) fn abandon(&self) {
        self.fiber.abandon();
    }

    /// A fatal error has ended the script: it can not be resumed any more.
    pub(super) fn give_up(&self) {
        self.fiber.give_up();
    }

    /// First step of fetching what resuming it will touch.
    #[inline]
    pub(super) fn prefetch(&self) {
        self.fiber.prefetch();
    }

    /// Second step, some time after the first.
    #[inline]
    pub(super) fn prefetch_more(&self) {
        self.fiber.prefetch_stack();
        for (start, bytes) in self.touched_next.get() {
            fiber::prefetch(start, bytes);
        }
    }

    /// Tells what the coroutine will touch first when it goes on: fetched ahead of its turn.
    #[inline]
    pub fn will_touch(&self, memory: [(*const u8, usize); 2]) {
        self.touched_next.set(memory);
    }
}
