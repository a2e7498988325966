//! One coroutine: a body, the fiber it runs on, and what state it is in.

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use crate::zend::fiber::{Fiber, Outcome};
use crate::zend::{error, globals, output, Callable, Value};

use super::scheduler::{self, WakeHandle};

/// What a coroutine runs.
pub enum Body {
    /// A PHP callable with its arguments: an uncaught exception ends the process.
    Callable(Callable, Vec<Value>),
    /// Rust code that calls into PHP and deals with exceptions itself (request handlers).
    Native(Box<dyn FnOnce()>),
}

/// Why a coroutine does not run at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It runs, or has resumed another one and waits for it to suspend.
    Running,
    /// In `Coroutine::yield()`: only `Coroutine::resume()` or a cancellation goes on.
    Yielded,
    /// In `wait()` on a future: its waker goes on.
    Waiting,
    /// Parked by another class (a channel), which will hand over directly.
    Parked,
    /// Its body has ended.
    Ended,
}

/// Why a parked coroutine was resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// What it waited for has happened.
    Resumed,
    /// Its time is over.
    TimedOut,
    /// What it waited for was closed.
    Closed,
    /// `Coroutine::cancel()`.
    Canceled,
}

/// A coroutine. Shared by the scheduler's table and whoever means to resume it.
pub struct Coroutine {
    cid: i64,
    pcid: i64,
    fiber: Cell<Option<NonNull<Fiber>>>,
    state: Cell<State>,
    reason: Cell<Option<Reason>>,
    canceled: Cell<bool>,
    pending_exception: Cell<Option<Value>>,
    body: RefCell<Option<Body>>,
    defers: RefCell<Vec<Callable>>,
    waker: OnceCell<(Arc<WakeHandle>, Waker)>,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Coroutine>>> = const { RefCell::new(None) };
    static CURRENT_ID: Cell<i64> = const { Cell::new(-1) };
}

/// The running coroutine.
#[inline]
pub fn current() -> Option<Rc<Coroutine>> {
    CURRENT.with_borrow(Clone::clone)
}

/// The running coroutine's id, -1 outside of any.
#[inline]
pub fn current_id() -> i64 {
    CURRENT_ID.get()
}

fn set_current(coroutine: Option<Rc<Coroutine>>) -> Option<Rc<Coroutine>> {
    CURRENT_ID.set(coroutine.as_ref().map_or(-1, |co| co.cid));
    CURRENT.replace(coroutine)
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
        let fiber = Fiber::take(super::options::c_stack_size()).ok_or(SpawnError::NoStack)?;
        let coroutine = Rc::new(Self {
            cid: scheduler::next_id(),
            pcid: parent,
            fiber: Cell::new(Some(fiber)),
            state: Cell::new(State::Running),
            reason: Cell::new(None),
            canceled: Cell::new(false),
            pending_exception: Cell::new(None),
            body: RefCell::new(Some(body)),
            defers: RefCell::new(Vec::new()),
            waker: OnceCell::new(),
        });
        let cid = coroutine.cid;
        scheduler::insert(&coroutine);
        coroutine.enter(true);
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

    /// The call stack of a suspended coroutine.
    pub fn backtrace(&self, options: i32, limit: i32) -> Option<Value> {
        let fiber = self.fiber.get()?;
        // SAFETY: a coroutine that is not over owns its fiber.
        Some(unsafe { fiber.as_ref() }.backtrace(options, limit))
    }

    /// Suspends the running coroutine (this one) until somebody resumes it.
    #[inline]
    pub(super) fn suspend(&self, state: State) {
        let Some(fiber) = self.fiber.get() else { return };
        super::handover::run();
        self.state.set(state);
        // SAFETY: this coroutine runs, hence its fiber does.
        unsafe { fiber.as_ref().suspend() };
    }

    /// Suspends until [`Self::hand_over`] or a cancellation; `on_wake` is asked on every other
    /// wake-up (a timer) and ends the wait when it gives a reason.
    pub(super) fn park(&self, state: State, mut on_wake: impl FnMut() -> Option<Reason>) -> Reason {
        self.canceled.set(false);
        self.reason.set(None);
        loop {
            if let Some(reason) = on_wake() {
                return reason;
            }
            self.suspend(state);
            if let Some(reason) = self.reason.take() {
                self.canceled.set(reason == Reason::Canceled);
                return reason;
            }
        }
    }

    pub(super) fn take_reason(&self) -> Option<Reason> {
        let reason = self.reason.take();
        self.canceled.set(reason == Some(Reason::Canceled));
        reason
    }

    /// Resumes a suspended coroutine on the spot and tells it why. Returns when it suspends again
    /// or ends.
    pub fn hand_over(self: &Rc<Self>, reason: Reason) {
        self.reason.set(Some(reason));
        self.enter(false);
    }

    /// Cancels what the coroutine waits for, on the spot. False when it does not wait.
    pub fn cancel(self: &Rc<Self>, exception: Option<Value>) -> bool {
        match self.state.get() {
            State::Running | State::Ended => false,
            State::Yielded | State::Waiting | State::Parked => {
                self.pending_exception.set(exception);
                self.hand_over(Reason::Canceled);
                true
            }
        }
    }

    /// The exception a cancellation brought along.
    pub(super) fn take_pending_exception(&self) -> Option<Value> {
        self.pending_exception.take()
    }

    /// Switches into the coroutine and back when it suspends or ends.
    pub(super) fn enter(self: &Rc<Self>, start: bool) {
        let Some(fiber) = self.fiber.get() else { return };
        self.state.set(State::Running);
        let resumer = set_current(Some(self.clone()));
        // SAFETY: the fiber is ours, suspended or fresh; the body's data, this coroutine, lives in
        // the scheduler's table until it has ended.
        let outcome = unsafe {
            let fiber = fiber.as_ref();
            if start {
                fiber.start(run_body, Rc::as_ptr(self).cast_mut().cast(), globals::error_reporting())
            } else {
                fiber.resume()
            }
        };
        let at_bottom = resumer.is_none();
        set_current(resumer);
        if outcome == Outcome::Bailout {
            self.state.set(State::Ended);
            scheduler::remove(self.cid);
            // The fiber is lost with what lies on it: the script ends here.
            self.fiber.set(None);
            scheduler::bail_out(at_bottom);
            return;
        }
        // SAFETY: as above.
        if unsafe { fiber.as_ref() }.is_finished() {
            self.state.set(State::Ended);
            self.fiber.set(None);
            // SAFETY: the body has ended normally.
            unsafe { Fiber::give_back(fiber) };
            scheduler::remove(self.cid);
        }
        if at_bottom {
            scheduler::control_returned();
        }
    }

    fn run(&self) {
        let Some(body) = self.body.borrow_mut().take() else { return };
        let mut fatal = false;
        let mut result = Value::null();
        match body {
            Body::Native(run) => run(),
            Body::Callable(callable, mut arguments) => {
                match callable.call(&mut arguments) {
                    Some(value) => result = value,
                    None => fatal = error::report_uncaught(),
                }
                fatal |= !self.run_defers(&result);
                output::end_all();
                drop(arguments);
                drop(callable);
                fatal |= error::report_uncaught();
                drop(result);
                fatal |= error::report_uncaught();
                if fatal {
                    // An uncaught exception ends the script: not this coroutine alone.
                    error::bailout();
                }
                return;
            }
        }
        fatal |= !self.run_defers(&result);
        output::end_all();
        if fatal {
            error::bailout();
        }
    }

    /// Runs the deferred callbacks. False when one threw: the rest is dropped then.
    fn run_defers(&self, result: &Value) -> bool {
        loop {
            let Some(callback) = self.defers.borrow_mut().pop() else { return true };
            let mut arguments = if result.is_null() { vec![] } else { vec![result.clone()] };
            if callback.call(&mut arguments).is_none() {
                error::report_uncaught();
                let dropped = std::mem::take(&mut *self.defers.borrow_mut());
                drop(dropped);
                return false;
            }
        }
    }
}

/// The C-callable start of a coroutine's body.
///
/// # Safety
/// `data` is the coroutine, kept alive by the scheduler's table.
unsafe fn run_body(data: *mut c_void) {
    // SAFETY: see above.
    unsafe { &*data.cast::<Coroutine>() }.run();
    super::handover::run();
}
