//! Fibers: a C stack and a VM stack that the engine knows how to switch to.
//!
//! One file holds all of it: making stacks, running a body on one under its own `zend_try`,
//! switching, and keeping finished ones for the next body. Who runs when is not decided here.
//!
//! Rules (php-src `Zend/zend_fibers.c`, and what it leaves to the caller):
//! * the engine saves the VM stack, `current_execute_data`, `error_reporting`, `bailout`,
//!   `active_fiber` and JIT state per switch; what it leaves out is in `state`;
//! * a bailout never crosses stacks: each body runs under `zend_first_try`, and whoever resumed
//!   the fiber is told, to raise it again on its own stack;
//! * a fiber is never returned from: a finished one waits in the pool for its next body.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

use ext_php_rs::ffi::{
    self, zend_execute_data, zend_fiber_context, zend_fiber_transfer, zend_function,
};
use ext_php_rs::zend::try_catch_first;

use super::globals::eg;
use super::stack::{self, Stack};
use super::{output, overflow, state, value};

unsafe extern "C" {
    fn zend_throw_exception_internal(exception: *mut ffi::zend_object);
    #[cfg(php83)]
    fn zend_fiber_stack_base(stack: *mut ffi::zend_fiber_stack) -> *mut c_void;
    #[cfg(php83)]
    fn zend_fiber_stack_limit(stack: *mut ffi::zend_fiber_stack) -> *mut c_void;
}

/// `ZEND_FIBER_TRANSFER_FLAG_ERROR`.
const TRANSFER_ERROR: u8 = 1;

/// Bytes of the first VM stack page. It lies on the C stack, in memory that is touched anyway; a
/// coroutine that needs more gets pages from the heap. With this much the stack of a coroutine that
/// waits in a handler of a few calls fits into one page of memory.
const FIRST_VM_PAGE: usize = 1536;
const NEXT_VM_PAGE: usize = 8 * 1024;
/// Stacks start at different offsets in their pages, this many of them: at one and the same they
/// would all compete for the same lines of the processor's caches.
const COLOURS: usize = 8;
/// Bytes of a suspended stack that resuming it touches: the frames from the switch up to the method
/// that waits, and the engine's below it.
const STACK_BYTES: usize = 1280;
/// Finished fibers kept for reuse at any time. Above that they are kept for a while.
const POOL_KEPT: usize = 1024;
/// Fibers freed at a time: a few hundred microseconds' work.
const TRIM_STEP: usize = 128;

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
    /// What `context.stack` points to, unless the engine has made it.
    stack: Stack,
    by_engine: bool,
    /// Where to switch when the body suspends or ends.
    resumer: Cell<*mut zend_fiber_context>,
    /// Where to switch to resume: this fiber's own context, or that of a PHP `Fiber` that was
    /// running inside it when it was suspended.
    resume_point: Cell<*mut zend_fiber_context>,
    body: Cell<Option<(Body, *mut c_void)>>,
    finished: Cell<bool>,
    bailed_out: Cell<bool>,
    stack_size: usize,
    error_reporting: Cell<i32>,
    /// The innermost PHP frame when the stack was last left, for backtraces.
    pub(super) suspended_at: Cell<*mut zend_execute_data>,
    /// The VM stack's last page at that time.
    pub(super) vm_stack: Cell<ffi::zend_vm_stack>,
}

/// Finished fibers, the one used last on top.
struct Pool {
    idle: RefCell<Vec<NonNull<Fiber>>>,
    /// The fewest idle ones since the last trimming: what was not needed.
    unused: Cell<usize>,
    /// How many fibers exist, idle ones included.
    live: Cell<usize>,
    /// The stack size last asked for: fibers of another size are not kept.
    stack_size: Cell<usize>,
}

thread_local! {
    // Never dropped, hence no check on every access whether it was.
    static POOL: ManuallyDrop<Pool> = const {
        ManuallyDrop::new(Pool {
            idle: RefCell::new(Vec::new()),
            unused: Cell::new(0),
            live: Cell::new(0),
            stack_size: Cell::new(0),
        })
    };
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
    /// A fiber from the pool, or a new one with a C stack of `stack_size` bytes.
    /// `None` when the system has no memory or no mapping left for it.
    pub fn take(stack_size: usize) -> Option<NonNull<Self>> {
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
                    // SAFETY: pooled fibers are live and idle.
                    unsafe { (*fiber.as_ptr()).finished.set(false) };
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
    pub(super) fn create(stack_size: usize) -> Option<NonNull<Self>> {
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
            finished: Cell::new(false),
            bailed_out: Cell::new(false),
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
                if super::globals::exception_pending() {
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
    pub unsafe fn give_back(fiber: NonNull<Self>) -> bool {
        POOL.with(|pool| {
            // SAFETY: the caller's fiber is live.
            if unsafe { fiber.as_ref() }.stack_size != pool.stack_size.get() {
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
        if self.bailed_out.get() {
            Outcome::Bailout
        } else {
            Outcome::Normal
        }
    }

    /// Suspends the running fiber: control returns to whoever resumed it. Returns when it is
    /// resumed, or with an exception pending when the PHP `Fiber` it sits in is being destroyed.
    ///
    /// # Safety
    /// This fiber is the one that runs (possibly through a PHP `Fiber` inside it).
    #[inline]
    pub unsafe fn suspend(&self) {
        // SAFETY: resumer waits in `resume`.
        unsafe {
            let eg = eg();
            self.resume_point.set((*eg).current_fiber_context);
            self.note_frames();
            switch(self.resumer.get());
        }
    }

    /// Notes where this running fiber's frames are, before its stack is left.
    #[inline]
    pub fn note_frames(&self) {
        // SAFETY: EG is live.
        unsafe {
            let eg = eg();
            self.suspended_at.set((*eg).current_execute_data);
            self.vm_stack.set((*eg).vm_stack);
        }
    }

    /// Fetches what [`Self::prefetch_stack`] reads.
    #[inline]
    pub fn prefetch(&self) {
        prefetch(std::ptr::from_ref(self).cast(), std::mem::size_of::<Self>());
    }

    /// Fetches what [`Self::resume`] touches first: with thousands of fibers in turn none of it is
    /// in the cache, and waiting for memory is what a switch costs.
    #[inline]
    pub fn prefetch_stack(&self) {
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

    /// Whether the body has ended.
    #[inline]
    pub fn is_finished(&self) -> bool {
        self.finished.get()
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
    // SAFETY: the engine has just switched to the fiber whose context this is.
    unsafe {
        let fiber = (*(*eg()).current_fiber_context).kind.cast::<Fiber>();
        match POOL.with(|pool| pool.live.get()) % COLOURS {
            0 => padded::<0>(fiber),
            1 => padded::<64>(fiber),
            2 => padded::<128>(fiber),
            3 => padded::<192>(fiber),
            4 => padded::<256>(fiber),
            5 => padded::<320>(fiber),
            6 => padded::<384>(fiber),
            _ => padded::<448>(fiber),
        }
    }
}

/// Leaves `PAD` bytes of the stack unused.
#[inline(never)]
unsafe fn padded<const PAD: usize>(fiber: *mut Fiber) {
    let pad = [const { MaybeUninit::<u8>::uninit() }; PAD];
    std::hint::black_box(&pad);
    // SAFETY: as the caller.
    unsafe { serve(fiber) }
}

/// Runs one body after the other.
#[inline(never)]
unsafe fn serve(fiber: *mut Fiber) -> ! {
    // SAFETY: runs on the fiber's own stack, as the engine's zend_fiber_execute does. The first VM
    // page lives in this frame, which never ends; the engine frees only pages that it added.
    unsafe {
        let mut page = MaybeUninit::<VmPage>::uninit();
        let page = page.as_mut_ptr();
        let slots = (&raw mut (*page).slots).cast::<ffi::zval>();
        let end = slots.add(VM_SLOTS);
        (&raw mut (*page).header).write(ffi::_zend_vm_stack {
            top: slots,
            end,
            prev: std::ptr::null_mut(),
        });
        let eg = &mut *eg();
        eg.vm_stack = page.cast();
        eg.vm_stack_end = end;
        eg.vm_stack_page_size = NEXT_VM_PAGE;
        let root = slots.cast::<zend_execute_data>();
        std::ptr::write_bytes(root, 0, 1);
        (*root).func = (&raw const ROOT_FUNCTION.0).cast_mut();
        let bottom = slots.add(std::mem::size_of::<zend_execute_data>().div_ceil(SLOT));
        #[cfg(php83)]
        {
            eg.stack_base = zend_fiber_stack_base((*fiber).context.stack);
            eg.stack_limit = zend_fiber_stack_limit((*fiber).context.stack);
        }
        // One zend_try for all bodies: it ends with the first bailout, and the fiber with it.
        let mut bodies = Bodies {
            fiber,
            root,
            bottom,
        };
        let mut done = std::ptr::null_mut();
        ffi::ext_php_rs_zend_first_try_catch(
            run_bodies,
            (&raw mut bodies).cast_const().cast(),
            &raw mut done,
        );
        end_badly(&*fiber);
        loop {
            switch((*fiber).resumer.get());
        }
    }
}

const SLOT: usize = std::mem::size_of::<ffi::zval>();
/// The header takes whole slots (`ZEND_VM_STACK_HEADER_SLOTS`).
const VM_SLOTS: usize =
    FIRST_VM_PAGE / SLOT - std::mem::size_of::<ffi::_zend_vm_stack>().div_ceil(SLOT);

#[repr(C, align(16))]
struct VmPage {
    header: ffi::_zend_vm_stack,
    /// The engine's slots start on a slot boundary.
    _align: [u8; std::mem::size_of::<ffi::_zend_vm_stack>().div_ceil(SLOT) * SLOT
        - std::mem::size_of::<ffi::_zend_vm_stack>()],
    slots: [[u64; 2]; VM_SLOTS],
}

/// What [`run_bodies`] works with.
struct Bodies {
    fiber: *mut Fiber,
    root: *mut zend_execute_data,
    bottom: *mut ffi::zval,
}

/// The loop of [`serve`]: each round starts a body where the last one has ended. Left by a bailout,
/// or when a panic has come out of a body.
unsafe extern "C" fn run_bodies(bodies: *const c_void) -> *const c_void {
    // SAFETY: see entry; the stack is as it was before the last body.
    let bodies = unsafe { &*bodies.cast::<Bodies>() };
    let panic = catch_unwind(AssertUnwindSafe(|| {
        loop {
            // SAFETY: as above.
            unsafe { run_next(bodies) };
        }
    }));
    let Err(panic) = panic;
    report_panic(&*panic);
    std::ptr::null()
}

#[inline(always)]
unsafe fn run_next(bodies: &Bodies) {
    // SAFETY: as the caller.
    unsafe {
        let fiber = &*bodies.fiber;
        let eg = eg();
        (*eg).vm_stack_top = bodies.bottom;
        (*eg).current_execute_data = bodies.root;
        (*eg).jit_trace_num = 0;
        (*eg).active_fiber = std::ptr::null_mut();
        (*eg).error_reporting = fiber.error_reporting.get();
        if let Some((body, data)) = fiber.body.take() {
            body(data);
        }
        (*eg).active_fiber = std::ptr::null_mut();
        fiber.finished.set(true);
        fiber
            .resume_point
            .set((&raw const fiber.context).cast_mut());
        switch(fiber.resumer.get());
    }
}

/// After a bailout: the message of the fatal error may lie in a buffer of this coroutine.
#[cold]
#[inline(never)]
fn end_badly(fiber: &Fiber) {
    fiber.bailed_out.set(true);
    let _ = try_catch_first(AssertUnwindSafe(output::end_all));
    // SAFETY: EG is live.
    unsafe { (*eg()).active_fiber = std::ptr::null_mut() };
}

/// A bug of this crate: PHP is told as of a fatal error, nothing is left half-done.
#[cold]
#[inline(never)]
fn report_panic(panic: &(dyn std::any::Any + Send)) {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let text = std::ffi::CString::new(message).unwrap_or_default();
    // SAFETY: a plain varargs call, whose bailout ends here.
    let printed = try_catch_first(AssertUnwindSafe(|| unsafe {
        ffi::php_error_docref(
            std::ptr::null(),
            ffi::E_ERROR as i32,
            c"swoole: internal error: %s".as_ptr(),
            text.as_ptr(),
        );
    }));
    let _ = printed;
}
