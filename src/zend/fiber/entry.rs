//! What runs on a fiber's own stack: the entry that never returns, and one body after the other.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::ffi::{self, zend_execute_data, zend_fiber_transfer, zend_function};
use ext_php_rs::zend::try_catch_first;

use super::super::call::panic_text;
use super::super::globals::eg;
use super::super::output;
use super::pool::POOL;
use super::{Fiber, Phase, switch};

#[cfg(php83)]
unsafe extern "C" {
    fn zend_fiber_stack_base(stack: *mut ffi::zend_fiber_stack) -> *mut c_void;
    fn zend_fiber_stack_limit(stack: *mut ffi::zend_fiber_stack) -> *mut c_void;
}

/// Bytes of the first VM stack page. It lies on the C stack, in memory that is touched anyway; a
/// coroutine that needs more gets pages from the heap. With this much the stack of a coroutine that
/// waits in a handler of a few calls fits into one page of memory.
const FIRST_VM_PAGE: usize = 1536;

const NEXT_VM_PAGE: usize = 8 * 1024;

/// Stacks start at different offsets in their pages, this many of them: at one and the same they
/// would all compete for the same lines of the processor's caches.
const COLOURS: usize = 8;

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

/// Entry of every fiber's C stack. Never returns: a finished body switches back to the resumer,
/// and the next body starts where the last one ended.
pub(super) unsafe extern "C" fn entry(_transfer: *mut zend_fiber_transfer) {
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
        fiber.phase.set(Phase::Finished);
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
    fiber.phase.set(Phase::Bailout);
    let _ = try_catch_first(AssertUnwindSafe(output::end_all));
    // SAFETY: EG is live.
    unsafe { (*eg()).active_fiber = std::ptr::null_mut() };
}

/// A bug of this crate: PHP is told as of a fatal error, nothing is left half-done.
#[cold]
#[inline(never)]
fn report_panic(panic: &(dyn std::any::Any + Send)) {
    let text = std::ffi::CString::new(panic_text(panic)).unwrap_or_default();
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
