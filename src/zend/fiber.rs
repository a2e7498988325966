//! Fibers: a C stack and a VM stack that the engine knows how to switch to.
//!
//! Here a fiber is switched to and suspended; `lease` is how other rooms hold one. `entry` runs one body after the other on its stack, each under its own
//! `zend_try`, and `pool` makes fibers and keeps finished ones for the next body. Who runs when is not decided here.
//!
//! Rules (php-src `Zend/zend_fibers.c`, and what it leaves to the caller):
//! * the engine saves the VM stack, `current_execute_data`, `error_reporting`, `bailout`,
//!   `active_fiber` and JIT state per switch; what it leaves out is in `state`;
//! * a bailout never crosses stacks: each body runs under `zend_first_try`, and whoever resumed
//!   the fiber is told, to raise it again on its own stack;
//! * a fiber is never returned from: a finished one waits in the pool for its next body.

use std::cell::Cell;
use std::ffi::c_void;
use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{self, zend_execute_data, zend_fiber_context, zend_fiber_transfer};

use super::globals::eg;
use super::stack::Stack;
use super::{state, value};

mod entry;
mod lease;
mod pool;

pub use lease::{Body, Lease, Left, drain, trim};

unsafe extern "C" {
    fn zend_throw_exception_internal(exception: *mut ffi::zend_object);
}

/// `ZEND_FIBER_TRANSFER_FLAG_ERROR`.
const TRANSFER_ERROR: u8 = 1;

/// Bytes of a suspended stack that resuming it touches: the frames from the switch up to the method
/// that waits, and the engine's below it.
const STACK_BYTES: usize = 1280;
/// How far a fiber is with its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It has none: it waits in the pool, or for its first one.
    Idle,
    /// The body runs, or has resumed another fiber.
    Running,
    /// The body was suspended.
    Suspended,
    /// The body has run to its end.
    Finished,
    /// The engine bailed out (fatal error, memory limit, time limit) while it ran or was suspended: the fiber is lost.
    Bailout,
}

type Entry = unsafe fn(*mut c_void);

/// A fiber. Other rooms hold it through a [`Lease`]. Pinned on the heap: the engine keeps pointers to its context.
pub(super) struct Fiber {
    context: zend_fiber_context,
    /// What `context.stack` points to, unless the engine has made it.
    stack: Stack,
    by_engine: bool,
    /// Where to switch when the body suspends or ends.
    resumer: Cell<*mut zend_fiber_context>,
    /// Where to switch to resume: this fiber's own context, or that of a PHP `Fiber` that was
    /// running inside it when it was suspended.
    resume_point: Cell<*mut zend_fiber_context>,
    body: Cell<Option<(Entry, *mut c_void)>>,
    pub(super) phase: Cell<Phase>,
    stack_size: usize,
    error_reporting: Cell<i32>,
    /// The innermost PHP frame when the stack was last left, for backtraces.
    pub(super) suspended_at: Cell<*mut zend_execute_data>,
    /// The VM stack's last page at that time.
    pub(super) vm_stack: Cell<ffi::zend_vm_stack>,
}

/// Switches to `to` and returns when somebody switches back.
///
/// That somebody may be the engine, which destroys a PHP `Fiber` by throwing into it: then an
/// exception is pending afterwards.
#[inline(always)]
unsafe fn switch(to: *mut zend_fiber_context) {
    let aside = state::save();
    let mut transfer = ManuallyDrop::new(zend_fiber_transfer {
        context: to,
        value: ManuallyDrop::into_inner(value::undef()),
        flags: 0,
    });
    // SAFETY: `to` is a live, suspended context; transfer outlives the switch.
    unsafe { ffi::zend_fiber_switch_context(&raw mut *transfer) };
    state::restore(aside);
    if transfer.flags & TRANSFER_ERROR != 0 {
        // SAFETY: with this flag the value is an exception, whose reference is ours to pass on.
        unsafe { zend_throw_exception_internal(transfer.value.value.obj) };
    }
}

impl Fiber {
    /// Runs `body(data)` on this fiber until it first suspends or ends, and tells how far it is.
    ///
    /// # Safety
    /// The fiber is idle; `data` stays valid until the body has ended.
    #[inline]
    pub(super) unsafe fn start(
        &self,
        body: Entry,
        data: *mut c_void,
        error_reporting: i32,
    ) -> Phase {
        self.body.set(Some((body, data)));
        self.error_reporting.set(error_reporting);
        // SAFETY: the fiber is idle, waiting for a body.
        unsafe { self.resume() }
    }

    /// Goes on with a suspended body until it suspends again or ends, and tells how far it is.
    ///
    /// # Safety
    /// The fiber is suspended (or idle with a body set).
    #[inline(always)]
    pub(super) unsafe fn resume(&self) -> Phase {
        self.phase.set(Phase::Running);
        // SAFETY: resume_point is a live, suspended context.
        unsafe {
            self.resumer.set((*eg()).current_fiber_context);
            switch(self.resume_point.get());
        }
        self.phase.get()
    }

    /// Suspends the running fiber: control returns to whoever resumed it. Returns when it is
    /// resumed, or with an exception pending when the PHP `Fiber` it sits in is being destroyed.
    ///
    /// # Safety
    /// This fiber's body runs, possibly through a PHP `Fiber` inside it.
    #[inline(always)]
    pub(super) unsafe fn suspend(&self) {
        self.phase.set(Phase::Suspended);
        // SAFETY: resumer waits in `resume`.
        unsafe {
            self.resume_point.set((*eg()).current_fiber_context);
            self.note_frames();
            switch(self.resumer.get());
        }
        self.phase.set(Phase::Running);
    }

    /// Notes where this running fiber's frames are, before its stack is left.
    #[inline(always)]
    pub(super) fn note_frames(&self) {
        // SAFETY: EG is live.
        unsafe {
            let eg = eg();
            self.suspended_at.set((*eg).current_execute_data);
            self.vm_stack.set((*eg).vm_stack);
        }
    }

    /// Fetches what [`Self::prefetch_stack`] reads.
    #[inline]
    pub(super) fn prefetch(&self) {
        prefetch(std::ptr::from_ref(self).cast(), std::mem::size_of::<Self>());
    }

    /// Fetches what [`Self::resume`] touches first: with thousands of fibers in turn none of it is
    /// in the cache, and waiting for memory is what a switch costs.
    #[inline]
    pub(super) fn prefetch_stack(&self) {
        let point = self.resume_point.get();
        if point.is_null() {
            return;
        }
        // SAFETY: a suspended fiber's context is live; boost.context keeps the stack pointer there.
        let stack = unsafe { (*point).handle };
        prefetch(stack.cast(), STACK_BYTES);
        prefetch(
            self.suspended_at.get().cast(),
            std::mem::size_of::<zend_execute_data>(),
        );
    }

    /// Whether a context is one of ours, not that of a PHP `Fiber`. Only compares addresses.
    ///
    /// # Safety
    /// `context` is live.
    pub(super) unsafe fn owns(context: *mut zend_fiber_context) -> bool {
        // SAFETY: the kind of our contexts is the address of their Fiber; that of others is not
        // followed.
        unsafe {
            std::ptr::eq(
                &raw const (*(*context).kind.cast::<Self>()).context,
                context,
            )
        }
    }
}

/// Asks the processor to fetch memory ahead of its use. Any address is allowed: it is a hint.
#[inline(always)]
pub fn prefetch(start: *const u8, bytes: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let mut line = start;
        let end = start.wrapping_add(bytes);
        while line < end {
            // SAFETY: the instruction ignores addresses that are not mapped.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(line.cast()) };
            line = line.wrapping_add(64);
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (start, bytes);
}
