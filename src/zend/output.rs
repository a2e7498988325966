//! Output buffers belong to a coroutine: the stack of `ob_start()` handlers is put aside when it
//! is suspended and put back when it goes on (engine-level state that a fiber switch leaves alone).

use ext_php_rs::ffi::{self, zend_output_globals};

#[inline(always)]
fn og() -> *mut zend_output_globals {
    &raw mut ffi::output_globals
}

/// The open buffers of a stack that was left. The rest of the output globals (whether headers were
/// sent, implicit flushing) belongs to the process.
pub(super) struct Saved {
    handlers: ffi::zend_stack,
    active: *mut ffi::php_output_handler,
    running: *mut ffi::php_output_handler,
    flags: i32,
}

/// `PHP_OUTPUT_ACTIVE | PHP_OUTPUT_LOCKED`: the flags that speak of the buffers.
const BUFFER_FLAGS: i32 = 0x10 | 0x20;

/// Whether output buffers are open.
#[inline(always)]
pub(super) fn is_buffering() -> bool {
    // SAFETY: the output globals are live for the whole request.
    unsafe { (*og()).handlers.top != 0 }
}

/// Puts open output buffers aside: what runs next has none.
pub(super) fn save() -> Saved {
    // SAFETY: the handlers' stack is moved bitwise, an empty one takes its place.
    unsafe {
        let og = og();
        let saved = Saved {
            handlers: std::ptr::read(&raw const (*og).handlers),
            active: std::mem::replace(&mut (*og).active, std::ptr::null_mut()),
            running: std::mem::replace(&mut (*og).running, std::ptr::null_mut()),
            flags: (*og).flags & BUFFER_FLAGS,
        };
        (*og).handlers.top = 0;
        (*og).handlers.max = 0;
        (*og).handlers.elements = std::ptr::null_mut();
        (*og).flags &= !BUFFER_FLAGS;
        saved
    }
}

/// Puts the buffers back.
pub(super) fn restore(saved: Saved) {
    // SAFETY: whoever ran meanwhile put its own buffers aside or closed them; the memory of its
    // empty stack is still there.
    unsafe {
        let og = og();
        let empty = (*og).handlers.elements;
        if !empty.is_null() {
            super::string::efree(empty.cast());
        }
        std::ptr::write(&raw mut (*og).handlers, saved.handlers);
        (*og).active = saved.active;
        (*og).running = saved.running;
        (*og).flags = (*og).flags & !BUFFER_FLAGS | saved.flags;
    }
}

/// Forgets the open buffers, with what is in them: in a forked process, whose parent has them too.
pub fn forget() {
    let _ = save();
}

/// Flushes and closes the running coroutine's open buffers, as at the end of a request.
pub fn end_all() {
    // SAFETY: plain engine call.
    unsafe {
        if is_buffering() {
            ffi::php_output_end_all();
        }
    }
}

/// Writes to PHP's output, as `echo` does.
pub fn echo(bytes: &[u8]) {
    // SAFETY: the engine reads len bytes.
    unsafe { ffi::php_output_write(bytes.as_ptr().cast(), bytes.len()) };
}
