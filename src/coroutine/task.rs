//! One coroutine: a body, the fiber it runs on, and what state it is in.

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;
use std::time::Instant;

use crate::zend::fiber::{self, Fiber, Outcome};
use crate::zend::{Callable, Object, Value, error, globals, output};

use super::join::Join;
use super::scheduler;
use super::time_limit::TimeLimit;
use super::wake::WakeHandle;

/// What a coroutine runs.
pub enum Body {
    /// PHP code: an uncaught exception ends the process.
    Callable(CallableBody),
    /// Rust code that calls into PHP and deals with exceptions itself (request handlers).
    Native(Box<dyn FnOnce()>),
}

/// A PHP callable with its arguments. They are let go of in this order.
pub struct CallableBody {
    /// What it is called with.
    pub arguments: Vec<Value>,
    /// What is called.
    pub callable: Callable,
    /// Told the result as soon as there is one.
    pub tell: Option<Box<dyn FnOnce(Value)>>,
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
    /// Interrupted while it computed; goes on when the others have had their turn.
    SteppedBack,
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

/// An exception that waits for its coroutine to come back from a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// `Coroutine::cancel()` asked for one.
    Canceled,
    /// The time of `Coroutine::setTimeLimit()` is over.
    TimeLimit,
}

impl Pending {
    fn throw(self) {
        let class = match self {
            Self::Canceled => &crate::class::COROUTINE_CANCELED_EXCEPTION,
            Self::TimeLimit => &crate::class::COROUTINE_TIMEOUT_EXCEPTION,
        };
        error::throw(class, "", 0);
    }
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
    fiber: Cell<Option<NonNull<Fiber>>>,
    state: Cell<State>,
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
    body: RefCell<Option<Body>>,
    defers: RefCell<Vec<Callable>>,
    waker: OnceCell<(Arc<WakeHandle>, Waker)>,
    touched_next: Cell<[(*const u8, usize); 2]>,
}

/// What runs on this thread.
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
fn set_current(coroutine: Option<Rc<Coroutine>>) -> Option<Rc<Coroutine>> {
    RUNNING.with(|running| {
        running.id.set(coroutine.as_ref().map_or(-1, |co| co.cid));
        running.ticks.set(0);
        running.coroutine.replace(coroutine)
    })
}

/// Counts an interrupt; whether it is not the first one since the last switch.
pub(super) fn is_second_tick() -> bool {
    RUNNING.with(|running| running.ticks.replace(1) > 0)
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
            pending: Cell::new(None),
            created: Instant::now(),
            preemptible: Cell::new(true),
            over: Cell::new(false),
            extras: OnceCell::new(),
            body: RefCell::new(Some(body)),
            defers: RefCell::new(Vec::new()),
            waker: OnceCell::new(),
            touched_next: Cell::new([(std::ptr::null(), 0); 2]),
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

    /// Whether it may be interrupted while it computes.
    pub(super) fn is_preemptible(&self) -> bool {
        self.preemptible.get()
    }

    /// Lets the others run first.
    pub(super) fn step_back(&self) {
        self.waker().wake_by_ref();
        let canceled = self.canceled.get();
        self.suspend(State::SteppedBack);
        if self.take_reason().is_none() {
            // To the script nothing has happened.
            self.canceled.set(canceled);
        }
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
        let fiber = self.fiber.get()?;
        // SAFETY: a coroutine that is not over owns its fiber.
        Some(unsafe { fiber.as_ref() }.backtrace(options, limit))
    }

    /// Bytes of its VM stack, for a coroutine that is suspended or has resumed another one.
    pub fn vm_stack_bytes(&self) -> usize {
        let fiber = self.fiber.get();
        // SAFETY: a coroutine that is not over owns its fiber.
        fiber.map_or(0, |fiber| unsafe { fiber.as_ref() }.vm_stack_bytes())
    }

    /// The script is over and this coroutine is not: its frames are given up, never unwound.
    pub(super) fn abandon(&self) {
        if self.state.get() != State::Running
            && let Some(fiber) = self.fiber.get()
        {
            // SAFETY: a coroutine that is not over owns its fiber.
            unsafe { fiber.as_ref() }.abandon();
        }
    }

    /// First step of fetching what resuming it will touch.
    #[inline]
    pub(super) fn prefetch(&self) {
        if let Some(fiber) = self.fiber.get() {
            // SAFETY: a coroutine that is not over owns its fiber.
            unsafe { fiber.as_ref() }.prefetch();
        }
    }

    /// Second step, some time after the first.
    #[inline]
    pub(super) fn prefetch_more(&self) {
        if let Some(fiber) = self.fiber.get() {
            // SAFETY: as above.
            unsafe { fiber.as_ref() }.prefetch_stack();
        }
        for (start, bytes) in self.touched_next.get() {
            fiber::prefetch(start, bytes);
        }
    }

    /// Tells what the coroutine will touch first when it goes on: fetched ahead of its turn.
    #[inline]
    pub fn will_touch(&self, memory: [(*const u8, usize); 2]) {
        self.touched_next.set(memory);
    }

    /// Suspends the running coroutine (this one) until somebody resumes it.
    #[inline]
    pub(super) fn suspend(&self, state: State) {
        let Some(fiber) = self.fiber.get() else {
            return;
        };
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
            if let Some(reason) = self.take_reason() {
                return reason;
            }
        }
    }

    /// Why the suspension just over has ended; `None` when a waker ended it. After a
    /// cancellation an exception may be pending.
    #[inline]
    pub(super) fn take_reason(&self) -> Option<Reason> {
        let mut reason = self.reason.take();
        if globals::exception_pending() {
            // The engine unwinds the PHP Fiber in which the coroutine was suspended.
            reason = Some(Reason::Canceled);
        } else if let Some(pending) = self.pending.take() {
            pending.throw();
            reason = Some(Reason::Canceled);
        }
        self.canceled.set(reason == Some(Reason::Canceled));
        reason
    }

    /// Resumes a suspended coroutine on the spot and tells it why. Returns when it suspends again
    /// or ends.
    pub fn hand_over(self: &Rc<Self>, reason: Reason) {
        self.reason.set(Some(reason));
        self.enter(false);
    }

    /// Cancels what the coroutine waits for, on the spot; false when it does not wait.
    ///
    /// An exception it is given is thrown out of that wait, or out of the next one.
    pub fn cancel(self: &Rc<Self>, exception: Option<Pending>) -> bool {
        if exception.is_some() {
            self.pending.set(exception);
        }
        match self.state.get() {
            State::Running | State::Ended | State::SteppedBack => false,
            State::Yielded | State::Waiting | State::Parked => {
                self.hand_over(Reason::Canceled);
                true
            }
        }
    }

    /// Switches into the coroutine and back when it suspends or ends.
    pub(super) fn enter(self: &Rc<Self>, start: bool) {
        let Some(fiber) = self.fiber.get() else {
            return;
        };
        super::handover::run();
        self.state.set(State::Running);
        let resumer = set_current(Some(self.clone()));
        if let Some(fiber) = resumer.as_ref().and_then(|resumer| resumer.fiber.get()) {
            // SAFETY: the resumer runs, hence its fiber does.
            unsafe { fiber.as_ref() }.note_frames();
        }
        // SAFETY: the fiber is ours, suspended or fresh; the body's data, this coroutine, lives in
        // the scheduler's table until it has ended.
        let outcome = unsafe {
            let fiber = fiber.as_ref();
            if start {
                fiber.start(
                    run_body,
                    Rc::as_ptr(self).cast_mut().cast(),
                    globals::error_reporting(),
                )
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
            if unsafe { Fiber::give_back(fiber) } {
                scheduler::trim_later();
            }
            scheduler::remove(self.cid);
            if let Some(extras) = self.extras.get() {
                extras.time_limit.take();
                if let Some(join) = extras.joined.take() {
                    join.one_ended();
                }
            }
        }
        if at_bottom {
            scheduler::control_returned();
        }
    }

    /// The order in which a coroutine ends: its function, its deferred callbacks, its output, its
    /// context, what its function held (spec/coroutine-runtime §3.6).
    fn run(&self) {
        let mut fatal = false;
        let mut result = Value::null();
        // Not moved about: every byte on this stack stays resident while the coroutine sleeps.
        let mut body = self.body.take();
        match &mut body {
            None => return,
            Some(Body::Native(_)) => {
                if let Some(Body::Native(run)) = body.take() {
                    run();
                }
            }
            Some(Body::Callable(body)) => {
                match body.callable.call(&mut body.arguments) {
                    Some(value) => result = value,
                    None => fatal = error::report_uncaught(),
                }
                if let Some(tell) = body.tell.take().filter(|_| !fatal) {
                    tell(result.clone());
                }
            }
        }
        self.end(body, result, fatal);
    }

    #[inline(never)]
    fn end(&self, body: Option<Body>, result: Value, mut fatal: bool) {
        fatal |= !self.run_defers(&result);
        output::end_all();
        self.over.set(true);
        if let Some(extras) = self.extras.get() {
            let context = extras.context.take();
            drop(context);
        }
        drop(body);
        fatal |= error::report_uncaught();
        drop(result);
        fatal |= error::report_uncaught();
        if fatal {
            // An uncaught exception ends the script: not this coroutine alone.
            error::bailout();
        }
    }

    /// Runs the deferred callbacks. False when one threw: the rest is dropped then.
    fn run_defers(&self, result: &Value) -> bool {
        loop {
            let Some(callback) = self.defers.borrow_mut().pop() else {
                return true;
            };
            let mut arguments = if result.is_null() {
                vec![]
            } else {
                vec![result.clone()]
            };
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
