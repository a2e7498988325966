//! Fibers are made here, and finished ones kept for the next body.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use ext_php_rs::ffi;

use super::super::{globals, overflow, stack};
use super::entry::entry;
use super::{Fiber, Phase};

/// Finished fibers kept for reuse at any time. Above that they are kept for a while.
const POOL_KEPT: usize = 1024;

/// Fibers freed at a time: a few hundred microseconds' work.
const TRIM_STEP: usize = 128;

/// Finished fibers, the one used last on top.
pub(super) struct Pool {
    idle: RefCell<Vec<NonNull<Fiber>>>,
    /// The fewest idle ones since the last trimming: what was not needed.
    unused: Cell<usize>,
    /// How many fibers exist, idle ones included.
    pub(super) live: Cell<usize>,
    /// The stack size last asked for: fibers of another size are not kept.
    stack_size: Cell<usize>,
}

thread_local! {
    // Never dropped, hence no check on every access whether it was.
    pub(super) static POOL: ManuallyDrop<Pool> = const {
        ManuallyDrop::new(Pool {
            idle: RefCell::new(Vec::new()),
            unused: Cell::new(0),
            live: Cell::new(0),
            stack_size: Cell::new(0),
        })
    };
}

impl Fiber {
    /// A fiber from the pool, or a new one with a C stack of `stack_size` bytes.
    /// `None` when the system has no memory or no mapping left for it.
    pub(super) fn take(stack_size: usize) -> Option<NonNull<Self>> {
        POOL.with(|pool| {
            if pool.stack_size.replace(stack_size) != stack_size {
                Self::drain_pool();
            }
            let mut idle = pool.idle.borrow_mut();
            match idle.pop() {
                Some(fiber) => {
                    if idle.len() < pool.unused.get() {
                        pool.unused.set(idle.len());
                    }
                    Some(fiber)
                }
                None => {
                    drop(idle);
                    pool.unused.set(0);
                    Self::create(stack_size)
                }
            }
        })
    }

    /// A new one, that does not come from the pool.
    pub(in crate::zend) fn create(stack_size: usize) -> Option<NonNull<Self>> {
        overflow::watch();
        let fiber = Box::into_raw(Box::new(Self {
            // SAFETY: plain data, filled in below.
            context: unsafe { std::mem::zeroed() },
            // SAFETY: the same.
            stack: unsafe { std::mem::zeroed() },
            by_engine: false,
            resumer: Cell::new(std::ptr::null_mut()),
            resume_point: Cell::new(std::ptr::null_mut()),
            body: Cell::new(None),
            phase: Cell::new(Phase::Idle),
            stack_size,
            error_reporting: Cell::new(0),
            suspended_at: Cell::new(std::ptr::null_mut()),
            vm_stack: Cell::new(std::ptr::null_mut()),
        }));
        let live = POOL.with(|pool| pool.live.get() + 1);
        // SAFETY: the context has its final address, and so has the description of its stack.
        let laid_out = unsafe {
            stack::lay_out(
                &raw mut (*fiber).context,
                &raw mut (*fiber).stack,
                fiber.cast(),
                entry,
                stack_size,
            )
        };
        // SAFETY: as above; the fiber is not shared yet.
        unsafe {
            let made = match laid_out {
                Some(made) => made,
                None => Self::init_by_engine(fiber, live > stack::GUARDED),
            };
            if !made {
                drop(Box::from_raw(fiber));
                return None;
            }
            (*fiber).by_engine = laid_out.is_none();
            (*fiber).resume_point.set(&raw mut (*fiber).context);
            POOL.with(|pool| pool.live.set(live));
            Some(NonNull::new_unchecked(fiber))
        }
    }

    /// Has the engine make the context. False when it cannot.
    unsafe fn init_by_engine(fiber: *mut Self, merge: bool) -> bool {
        // SAFETY: the caller's fiber. The return type changed its sense between PHP versions, so
        // success is read off the stack pointer; failure leaves an exception.
        unsafe {
            let context = &raw mut (*fiber).context;
            ffi::zend_fiber_init_context(context, fiber.cast(), Some(entry), (*fiber).stack_size);
            if (*context).stack.is_null() {
                if globals::exception_pending() {
                    ffi::zend_clear_exception();
                }
                return false;
            }
            if merge {
                merge_guard((*context).stack.cast());
            }
            true
        }
    }

    /// Gives a finished fiber back. True when more are idle than are kept at any time, and
    /// [`Self::trim`] should be called now and then.
    ///
    /// # Safety
    /// Its body has ended normally, and nobody keeps using it.
    #[inline]
    pub(in crate::zend) unsafe fn give_back(fiber: NonNull<Self>) -> bool {
        POOL.with(|pool| {
            // SAFETY: the caller's fiber is live.
            let finished = unsafe { fiber.as_ref() };
            finished.phase.set(Phase::Idle);
            if finished.stack_size != pool.stack_size.get() {
                // SAFETY: idle and ours.
                unsafe { Self::destroy(fiber) };
                return false;
            }
            let mut idle = pool.idle.borrow_mut();
            idle.push(fiber);
            idle.len() > POOL_KEPT
        })
    }

    /// Frees some of the fibers that nobody has needed since the last call, those idle longest
    /// first. False when no more are idle than are kept at any time.
    pub fn trim() -> bool {
        POOL.with(|pool| {
            let surplus: Vec<_> = {
                let mut idle = pool.idle.borrow_mut();
                let most = idle.len().saturating_sub(POOL_KEPT).min(TRIM_STEP);
                let count = pool.unused.get().min(most);
                idle.drain(..count).collect()
            };
            for fiber in surplus {
                // SAFETY: pooled fibers are idle.
                unsafe { Self::destroy(fiber) };
            }
            let left = pool.idle.borrow().len();
            pool.unused.set(left);
            left > POOL_KEPT
        })
    }

    unsafe fn destroy(fiber: NonNull<Self>) {
        // SAFETY: the fiber waits in its entry loop with nothing of value on either stack.
        unsafe {
            let fiber = fiber.as_ptr();
            if (*fiber).by_engine {
                ffi::zend_fiber_destroy_context(&raw mut (*fiber).context);
            } else {
                stack::release(&raw mut (*fiber).context);
            }
            drop(Box::from_raw(fiber));
        }
        POOL.with(|pool| pool.live.set(pool.live.get() - 1));
    }

    /// Frees the pooled fibers. Called when the request ends.
    pub fn drain_pool() {
        for fiber in POOL.with(|pool| pool.idle.take()) {
            // SAFETY: pooled fibers are idle.
            unsafe { Self::destroy(fiber) };
        }
    }
}

/// Makes the guard page below a stack ordinary memory, so that it merges with its neighbours.
///
/// # Safety
/// `stack` is the engine's `zend_fiber_stack`, whose first field is the lowest usable address and
/// directly above one guard page (zend_fiber_stack_allocate).
unsafe fn merge_guard(stack: *mut *mut u8) {
    // SAFETY: the guard page belongs to the same mapping.
    unsafe {
        let page = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).unwrap_or(4096);
        let guard = (*stack).sub(page);
        libc::mprotect(guard.cast(), page, libc::PROT_READ | libc::PROT_WRITE);
    }
}
