//! Fibers: a C stack and a VM stack that the engine knows how to switch to.
//!
//! One file holds all of it: making stacks, running a body on one under its own `zend_try`,
//! switching, and keeping finished ones for the next body. Who runs when is not decided here.
//!
//! Rules (php-src `Zend/zend_fibers.c`, and what it leaves to the caller):
//! * the engine saves the VM stack, `current_execute_data`, `error_reporting`, `bailout`,
//!   `active_fiber` and JIT state per switch; output buffers and the error handling mode are ours;
//! * a bailout never crosses stacks: each body runs under `zend_first_try`, and whoever resumed
//!   the fiber is told, to raise it again on its own stack;
//! * a fiber is never returned from: a finished one waits in the pool for its next body.

use std::cell::Cell;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::panic::AssertUnwindSafe;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_execute_data, zend_fiber_context, zend_fiber_transfer, zend_function};
use ext_php_rs::zend::{try_catch_first, CatchError};

use super::globals::eg;
use super::{output, value};

/// Bytes of the first VM stack page. A coroutine that needs more gets pages of the engine's usual
/// size on top.
const FIRST_VM_PAGE: usize = 4096;
const NEXT_VM_PAGE: usize = 16 * 1024;
/// Stacks that keep their guard page. Each guard splits the address space into one more mapping,
/// of which the kernel allows 65,530 (`vm.max_map_count`); beyond this many live stacks the guard
/// of a new one is made writable again, so that neighbours merge.
const GUARDED_STACKS: usize = 8192;
/// Finished fibers kept for reuse.
const POOL_LIMIT: usize = 1024;

/// What a body left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was suspended, or ran to its end.
    Normal,
    /// The engine bailed out (fatal error, memory limit, time limit) while it ran.
    Bailout,
}

type Body = unsafe fn(*mut c_void);

/// A fiber. Pinned on the heap: the engine keeps pointers to its context.
pub struct Fiber {
    context: zend_fiber_context,
    /// Where to switch when the body suspends or ends.
    resumer: Cell<*mut zend_fiber_context>,
    /// Where to switch to resume: this fiber's own context, or that of a PHP `Fiber` that was
    /// running inside it when it was suspended.
    resume_point: Cell<*mut zend_fiber_context>,
    body: Cell<Option<(Body, *mut c_void)>>,
    finished: Cell<bool>,
    bailed_out: Cell<bool>,
    vm_page: Cell<*mut u8>,
    error_reporting: Cell<i32>,
    /// The innermost PHP frame at the last suspension, for backtraces.
    pub(super) suspended_at: Cell<*mut zend_execute_data>,
}

thread_local! {
    static POOL: Cell<Vec<NonNull<Fiber>>> = const { Cell::new(Vec::new()) };
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// The function of the frame at the bottom of every fiber.
struct RootFunction(zend_function);
// SAFETY: never written after initialisation.
unsafe impl Sync for RootFunction {}
static ROOT_FUNCTION: RootFunction = RootFunction({
    // SAFETY: a zeroed zend_function is what the engine uses for its own fibers, bar the type.
    let mut function: zend_function = unsafe { std::mem::zeroed() };
    function.type_ = ffi::ZEND_INTERNAL_FUNCTION as u8;
    function
});

/// State that the engine's switch leaves alone.
struct Private {
    output: output::Saved,
    error_handling: ffi::zend_error_handling_t,
    exception_class: *mut ffi::zend_class_entry,
}

impl Private {
    #[inline(always)]
    fn save() -> Self {
        // SAFETY: EG is live.
        unsafe {
            let eg = eg();
            let saved = Self {
                output: output::save(),
                error_handling: (*eg).error_handling,
                exception_class: (*eg).exception_class,
            };
            (*eg).error_handling = ffi::zend_error_handling_t_EH_NORMAL;
            saved
        }
    }

    #[inline(always)]
    fn restore(self) {
        output::restore(self.output);
        // SAFETY: EG is live.
        unsafe {
            (*eg()).error_handling = self.error_handling;
            (*eg()).exception_class = self.exception_class;
        }
    }
}

/// Switches to `to` and returns when somebody switches back.
#[inline(always)]
unsafe fn switch(to: *mut zend_fiber_context) {
    let private = Private::save();
    let mut transfer = ManuallyDrop::new(zend_fiber_transfer {
        context: to,
        value: ManuallyDrop::into_inner(value::undef()),
        flags: 0,
    });
    // SAFETY: `to` is a live, suspended context; transfer outlives the switch.
    unsafe { ffi::zend_fiber_switch_context(&raw mut *transfer) };
    private.restore();
}

impl Fiber {
    /// A fiber from the pool, or a new one with a C stack of `stack_size` bytes.
    /// `None` when the system has no memory or no mapping left for it.
    pub fn take(stack_size: usize) -> Option<NonNull<Self>> {
        let mut pool = POOL.take();
        let reused = pool.pop();
        POOL.set(pool);
        match reused {
            Some(fiber) => {
                // SAFETY: pooled fibers are live and idle.
                unsafe { (*fiber.as_ptr()).finished.set(false) };
                Some(fiber)
            }
            None => Self::create(stack_size),
        }
    }

    fn create(stack_size: usize) -> Option<NonNull<Self>> {
        let fiber = Box::into_raw(Box::new(Self {
            // SAFETY: filled in by zend_fiber_init_context.
            context: unsafe { std::mem::zeroed() },
            resumer: Cell::new(std::ptr::null_mut()),
            resume_point: Cell::new(std::ptr::null_mut()),
            body: Cell::new(None),
            finished: Cell::new(false),
            bailed_out: Cell::new(false),
            vm_page: Cell::new(std::ptr::null_mut()),
            error_reporting: Cell::new(0),
            suspended_at: Cell::new(std::ptr::null_mut()),
        }));
        // SAFETY: the context has its final address. The return type changed its sense between PHP
        // versions, so success is read off the stack pointer; failure leaves an exception.
        unsafe {
            let context = &raw mut (*fiber).context;
            ffi::zend_fiber_init_context(context, fiber.cast(), Some(entry), stack_size);
            if (*context).stack.is_null() {
                if super::globals::exception_pending() {
                    ffi::zend_clear_exception();
                }
                drop(Box::from_raw(fiber));
                return None;
            }
            (*fiber).resume_point.set(context);
            let live = LIVE.get() + 1;
            LIVE.set(live);
            if live > GUARDED_STACKS {
                merge_guard((*context).stack.cast());
            }
            Some(NonNull::new_unchecked(fiber))
        }
    }

    /// Gives a finished fiber back.
    ///
    /// # Safety
    /// Its body has ended normally, and nobody keeps using it.
    pub unsafe fn give_back(fiber: NonNull<Self>) {
        let mut pool = POOL.take();
        if pool.len() < POOL_LIMIT {
            pool.push(fiber);
            POOL.set(pool);
        } else {
            POOL.set(pool);
            // SAFETY: idle and ours.
            unsafe { Self::destroy(fiber) };
        }
    }

    unsafe fn destroy(fiber: NonNull<Self>) {
        // SAFETY: the fiber waits in its entry loop with nothing of value on either stack.
        unsafe {
            let fiber = fiber.as_ptr();
            super::string::efree((*fiber).vm_page.get());
            ffi::zend_fiber_destroy_context(&raw mut (*fiber).context);
            drop(Box::from_raw(fiber));
        }
        LIVE.set(LIVE.get() - 1);
    }

    /// Frees the pooled fibers. Called when the request ends.
    pub fn drain_pool() {
        for fiber in POOL.take() {
            // SAFETY: pooled fibers are idle.
            unsafe { Self::destroy(fiber) };
        }
    }

    /// Runs `body(data)` on this fiber until it first suspends or ends.
    ///
    /// # Safety
    /// The fiber is idle; `data` stays valid until the body has ended.
    #[inline]
    pub unsafe fn start(&self, body: Body, data: *mut c_void, error_reporting: i32) -> Outcome {
        self.body.set(Some((body, data)));
        self.error_reporting.set(error_reporting);
        // SAFETY: the fiber is idle, waiting for a body.
        unsafe { self.resume() }
    }

    /// Goes on with a suspended body until it suspends again or ends.
    ///
    /// # Safety
    /// The fiber is suspended (or idle with a body set).
    #[inline]
    pub unsafe fn resume(&self) -> Outcome {
        // SAFETY: resume_point is a live, suspended context.
        unsafe {
            self.resumer.set((*eg()).current_fiber_context);
            switch(self.resume_point.get());
        }
        if self.bailed_out.get() { Outcome::Bailout } else { Outcome::Normal }
    }

    /// Suspends the running fiber: control returns to whoever resumed it.
    ///
    /// # Safety
    /// This fiber is the one that runs (possibly through a PHP `Fiber` inside it).
    #[inline]
    pub unsafe fn suspend(&self) {
        // SAFETY: resumer waits in `resume`.
        unsafe {
            let eg = eg();
            self.resume_point.set((*eg).current_fiber_context);
            self.suspended_at.set((*eg).current_execute_data);
            switch(self.resumer.get());
        }
    }

    /// Whether the body has ended.
    #[inline]
    pub fn is_finished(&self) -> bool {
        self.finished.get()
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

/// Entry of every fiber's C stack. Never returns: a finished body switches back to the resumer,
/// and the next body starts where the last one ended.
unsafe extern "C" fn entry(_transfer: *mut zend_fiber_transfer) {
    // SAFETY: runs on the fiber's own stack, as the engine's zend_fiber_execute does.
    unsafe {
        let fiber = (*(*eg()).current_fiber_context).kind.cast::<Fiber>();
        (*eg()).vm_stack = std::ptr::null_mut();
        ffi::zend_vm_stack_init_ex(FIRST_VM_PAGE);
        (*eg()).vm_stack_page_size = NEXT_VM_PAGE;
        (*fiber).vm_page.set((*eg()).vm_stack.cast());
        let root = (*eg()).vm_stack_top.cast::<zend_execute_data>();
        std::ptr::write_bytes(root, 0, 1);
        (*root).func = (&raw const ROOT_FUNCTION.0).cast_mut();
        let bottom = (*eg()).vm_stack_top.add(std::mem::size_of::<zend_execute_data>().div_ceil(16));
        loop {
            run_body(&*fiber, root, bottom);
            (*fiber).finished.set(true);
            (*fiber).resume_point.set(&raw mut (*fiber).context);
            switch((*fiber).resumer.get());
        }
    }
}

unsafe fn run_body(fiber: &Fiber, root: *mut zend_execute_data, bottom: *mut ffi::zval) {
    // SAFETY: see entry.
    unsafe {
        let eg = eg();
        (*eg).vm_stack_top = bottom;
        (*eg).current_execute_data = root;
        (*eg).jit_trace_num = 0;
        (*eg).active_fiber = std::ptr::null_mut();
        (*eg).error_reporting = fiber.error_reporting.get();
        let Some((body, data)) = fiber.body.take() else { return };
        let ended = try_catch_first(AssertUnwindSafe(|| body(data)));
        match ended {
            Ok(()) => {}
            Err(CatchError::Bailout) => fiber.bailed_out.set(true),
            Err(CatchError::Panic(message)) => {
                // A bug of this crate: PHP is told as of a fatal error, nothing is left half-done.
                let text = std::ffi::CString::new(message).unwrap_or_default();
                let printed = try_catch_first(AssertUnwindSafe(|| {
                    ffi::php_error_docref(
                        std::ptr::null(),
                        ffi::E_ERROR as i32,
                        c"swoole: internal error: %s".as_ptr(),
                        text.as_ptr(),
                    );
                }));
                let _ = printed;
                fiber.bailed_out.set(true);
            }
            Err(_) => fiber.bailed_out.set(true),
        }
        (*eg).active_fiber = std::ptr::null_mut();
    }
}
