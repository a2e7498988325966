//! A fiber as other rooms hold it: on lease from the pool for one body. Nothing here can be called at the wrong time:
//! what a fiber cannot do in its phase is refused.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use super::super::{Value, globals};
use super::{Fiber, Phase};

/// What a fiber runs.
pub trait Body: 'static {
    /// Runs on the fiber, from its beginning to its end.
    fn run(self);
}

/// Why control came back from a fiber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The body was suspended.
    Suspended,
    /// The body has ended, and the fiber went back to the pool.
    Finished {
        /// More fibers are idle than are kept at any time: [`trim`] should be called now and then.
        surplus: bool,
    },
    /// The engine bailed out (fatal error, memory limit, time limit) while it ran. The fiber is lost.
    Bailout,
    /// It was not entered: there is no body that waits.
    Refused,
}

/// A fiber, until its body has ended. One that never ends is leaked: its frames may be in use.
pub struct Lease(Cell<Option<NonNull<Fiber>>>);

impl Lease {
    /// Takes a fiber with a C stack of `stack_size` bytes. `None` when the system has no memory or no
    /// mapping left for it.
    #[inline]
    pub fn take(stack_size: usize) -> Option<Self> {
        Fiber::take(stack_size).map(|fiber| Self(Cell::new(Some(fiber))))
    }

    #[inline(always)]
    fn fiber(&self) -> Option<&Fiber> {
        // SAFETY: a fiber on lease is live, and forgotten before it goes back to the pool.
        self.0.get().map(|fiber| unsafe { fiber.as_ref() })
    }

    /// Moves `body` to the fiber and runs it there until it first suspends or ends.
    pub fn start<T: Body>(&self, body: T) -> Left {
        let Some(fiber) = self
            .fiber()
            .filter(|fiber| fiber.phase.get() == Phase::Idle)
        else {
            return Left::Refused;
        };
        let mut body = Some(body);
        let data = (&raw mut body).cast();
        // SAFETY: the fiber is idle; `body` is here until it was taken over, which happens first.
        let phase = unsafe { fiber.start(run::<T>, data, globals::error_reporting()) };
        self.left(phase)
    }

    /// Whether its body was suspended.
    #[inline(always)]
    pub fn is_suspended(&self) -> bool {
        self.fiber()
            .is_some_and(|fiber| fiber.phase.get() == Phase::Suspended)
    }

    /// Whether the main stack has resumed it, and waits for it to suspend.
    pub fn is_resumed_by_main(&self) -> bool {
        // SAFETY: EG is live; only addresses are compared.
        let main = unsafe { (*globals::eg()).main_fiber_context };
        self.fiber()
            .is_some_and(|fiber| fiber.resumer.get() == main)
    }

    /// Goes on with a suspended body until it suspends again or ends.
    #[inline(always)]
    pub fn resume(&self) -> Left {
        match self.fiber() {
            Some(fiber) if fiber.phase.get() == Phase::Suspended => {
                // SAFETY: it is suspended.
                let phase = unsafe { fiber.resume() };
                if phase == Phase::Suspended {
                    Left::Suspended
                } else {
                    self.left(phase)
                }
            }
            _ => Left::Refused,
        }
    }

    #[inline(never)]
    fn left(&self, phase: Phase) -> Left {
        match phase {
            Phase::Finished => {
                let fiber = self.0.take();
                // SAFETY: the body has ended normally, and this was the only one to hold the fiber.
                let surplus = fiber.is_some_and(|fiber| unsafe { Fiber::give_back(fiber) });
                Left::Finished { surplus }
            }
            Phase::Bailout => {
                self.0.take();
                Left::Bailout
            }
            _ => Left::Suspended,
        }
    }

    /// Suspends the running body: control returns to whoever resumed it. Returns when it is
    /// resumed, or with an exception pending when the PHP `Fiber` it sits in is being destroyed.
    /// Does nothing when the body does not run.
    #[inline(always)]
    pub fn suspend(&self) {
        if let Some(fiber) = self.fiber()
            && fiber.phase.get() == Phase::Running
        {
            // SAFETY: its body runs. Had it resumed another fiber which calls this, the two would be left and resumed
            // together, as with a PHP `Fiber` inside.
            unsafe { fiber.suspend() };
        }
    }

    /// Notes where the running body's frames are, before its stack is left for another fiber.
    #[inline(always)]
    pub fn note_frames(&self) {
        if let Some(fiber) = self.fiber() {
            fiber.note_frames();
        }
    }

    /// First step of fetching what resuming it will touch.
    #[inline]
    pub fn prefetch(&self) {
        if let Some(fiber) = self.fiber() {
            fiber.prefetch();
        }
    }

    /// Second step, some time after the first.
    #[inline]
    pub fn prefetch_stack(&self) {
        if let Some(fiber) = self.fiber() {
            fiber.prefetch_stack();
        }
    }

    /// The call stack of a body that is suspended or has resumed another fiber, in the form of
    /// `debug_backtrace()`.
    pub fn backtrace(&self, options: i32, limit: i32) -> Option<Value> {
        self.fiber().map(|fiber| fiber.backtrace(options, limit))
    }

    /// Bytes of its VM stack, for a body that is suspended or has resumed another fiber.
    pub fn vm_stack_bytes(&self) -> usize {
        self.fiber().map_or(0, Fiber::vm_stack_bytes)
    }

    /// Gives up a suspended body that will never be resumed: its frames are never unwound.
    pub fn abandon(&self) {
        if let Some(fiber) = self.fiber()
            && fiber.phase.get() == Phase::Suspended
        {
            fiber.abandon();
        }
    }

    /// [`Self::abandon`], and from now on a resumption is refused.
    pub fn give_up(&self) {
        if self.is_suspended()
            && let Some(fiber) = self.fiber()
        {
            fiber.abandon();
            fiber.phase.set(Phase::Bailout);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(fiber) = self.0.take() {
            // SAFETY: an idle one has nothing on its stacks, and this was the only one to hold it.
            unsafe {
                if fiber.as_ref().phase.get() == Phase::Idle {
                    Fiber::give_back(fiber);
                }
            }
        }
    }
}

/// # Safety
/// `data` is an `Option<T>` that stays where it is until the body first suspends.
unsafe fn run<T: Body>(data: *mut c_void) {
    // SAFETY: see above.
    if let Some(body) = unsafe { (*data.cast::<Option<T>>()).take() } {
        body.run();
    }
}

/// Frees some of the fibers that nobody has needed since the last call. False when no more are idle
/// than are kept at any time.
pub fn trim() -> bool {
    Fiber::trim()
}

/// Frees the idle fibers. Called when the request ends.
pub fn drain() {
    Fiber::drain_pool();
}
