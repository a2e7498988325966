//! Output buffers belong to a coroutine: the stack of `ob_start()` handlers is put aside when it
//! is suspended and put back when it goes on (engine-level state that a fiber switch leaves alone).

use ext_php_rs::ffi::{self, zend_output_globals};

#[inline(always)]
fn og() -> *mut zend_output_globals {
    #[cfg(not(php_zts))]
    {
        &raw mut ffi::output_globals
    }
    #[cfg(php_zts)]
    {
        // SAFETY: the id is set when the engine starts.
        unsafe { ffi::ext_php_rs_tsrmg_bulk(ffi::output_globals_id).cast() }
    }
}

/// The output state of a suspended coroutine that had buffers open.
pub(super) struct Saved(Option<Box<zend_output_globals>>);

/// `PHP_OUTPUT_ACTIVATED`.
const ACTIVATED: i32 = 0x10_0000;

/// Whether output buffers are open.
#[inline(always)]
pub(super) fn is_buffering() -> bool {
    // SAFETY: the output globals are live for the whole request.
    unsafe { (*og()).handlers.top != 0 }
}

/// Puts open output buffers aside.
pub(super) fn save() -> Saved {
    if !is_buffering() {
        return Saved(None);
    }
    // SAFETY: the handlers' stack is moved bitwise; activate then starts a fresh one.
    unsafe {
        let saved = Box::new(std::ptr::read(og()));
        let flags = saved.flags & !ACTIVATED;
        ffi::php_output_activate();
        (*og()).flags |= flags;
        Saved(Some(saved))
    }
}

/// Puts the buffers back.
pub(super) fn restore(saved: Saved) {
    if let Some(saved) = saved.0 {
        // SAFETY: whoever ran meanwhile put its own buffers aside or closed them.
        unsafe { std::ptr::write(og(), *saved) };
    }
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
