//! Warnings, exceptions and the other ways in which a method tells PHP that something is wrong.

use std::cell::Cell;
use std::ffi::CString;

use ext_php_rs::ffi;

use super::globals::{eg, exception_pending};
use super::object::Object;
use super::registry::ClassSlot;

/// Says that a PHP exception is pending: the method returns at once and the engine unwinds.
#[derive(Debug)]
pub struct Thrown;

unsafe extern "C" {
    fn zend_value_error(format: *const std::ffi::c_char, ...);
}

fn c_text(text: &str) -> CString {
    CString::new(text.replace('\0', " ")).unwrap_or_default()
}

/// Throws an object of `class` with a message and a code.
pub fn throw(class: &ClassSlot, message: &str, code: i64) -> Thrown {
    let message = c_text(message);
    // SAFETY: the class is a registered Throwable; the message is copied.
    unsafe { ffi::zend_throw_exception(class.get(), message.as_ptr(), code) };
    Thrown
}

/// Throws an exception of one of PHP's own classes, `RuntimeException` for example.
pub fn throw_builtin(class: &str, message: &str) -> Thrown {
    let message = c_text(message);
    // SAFETY: the engine's classes are there for the life of the process (null stands for its
    // Exception); the message is copied.
    unsafe {
        let class = ffi::zend_lookup_class(super::PhpString::new(class.as_bytes()).as_raw());
        ffi::zend_throw_exception(class, message.as_ptr(), 0);
    }
    Thrown
}

/// The running function as messages name it: `go` or `Swoole\Coroutine::create`.
pub fn active_function() -> String {
    let text = |raw: *const std::ffi::c_char| {
        if raw.is_null() {
            return String::new();
        }
        // SAFETY: the engine gives NUL-terminated names of the running frame.
        unsafe { std::ffi::CStr::from_ptr(raw) }
            .to_string_lossy()
            .into_owned()
    };
    let mut arrow: *const std::ffi::c_char = std::ptr::null();
    // SAFETY: reads the running frame.
    unsafe {
        let class = text(ffi::get_active_class_name(&raw mut arrow));
        format!(
            "{class}{}{}",
            text(arrow),
            text(ffi::get_active_function_name())
        )
    }
}

/// Throws PHP's own `Error`.
pub fn throw_error(message: &str) -> Thrown {
    let message = c_text(message);
    // SAFETY: as above.
    unsafe { ffi::zend_throw_error(std::ptr::null_mut(), c"%s".as_ptr(), message.as_ptr()) };
    Thrown
}

/// Throws a `TypeError` about argument `number` (from 1).
pub fn throw_argument_type(number: u32, message: &str) -> Thrown {
    let message = c_text(message);
    // SAFETY: as above.
    unsafe { ffi::zend_argument_type_error(number, c"%s".as_ptr(), message.as_ptr()) };
    Thrown
}

/// Throws a `ValueError` about argument `number` (from 1).
pub fn throw_argument_value(number: u32, message: &str) -> Thrown {
    let message = c_text(message);
    // SAFETY: as above.
    unsafe { ffi::zend_argument_value_error(number, c"%s".as_ptr(), message.as_ptr()) };
    Thrown
}

/// Throws a `ValueError`.
pub fn throw_value_error(message: &str) -> Thrown {
    let message = c_text(message);
    // SAFETY: as above.
    unsafe { zend_value_error(c"%s".as_ptr(), message.as_ptr()) };
    Thrown
}

/// Throws an object that was made before.
pub fn throw_object(exception: Object) -> Thrown {
    let mut z = super::value::undef();
    z.value.obj = exception.into_raw();
    z.u1.type_info = ffi::IS_OBJECT_EX;
    // SAFETY: the engine takes over our reference.
    unsafe { ffi::zend_throw_exception_object(&raw mut *z) };
    Thrown
}

thread_local! {
    static SHOWN: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Whether [`warning`] raises anything; `None`: what php.ini's `swoole.display_errors` says.
pub fn show_warnings(shown: Option<bool>) {
    SHOWN.set(shown);
}

/// Raises an `E_WARNING` that names the running function, as PHP's own do, unless the script does not want them
/// ([`show_warnings`]). An error handler of the script may turn it into an exception: callers check
/// [`exception_pending`] if it matters.
pub fn warning(message: &str) {
    if !SHOWN
        .get()
        .unwrap_or_else(|| super::ini::flag("swoole.display_errors"))
    {
        return;
    }
    let message = c_text(message);
    // SAFETY: a plain varargs call.
    unsafe {
        ffi::php_error_docref(
            std::ptr::null(),
            ffi::E_WARNING as i32,
            c"%s".as_ptr(),
            message.as_ptr(),
        );
    }
}

/// Raises an `E_WARNING` as it is, without the running function's name.
pub fn plain_warning(message: &str) {
    let message = c_text(message);
    // SAFETY: a plain varargs call.
    unsafe {
        ffi::zend_error(ffi::E_WARNING as i32, c"%s".as_ptr(), message.as_ptr());
    }
}

/// The pending exception, taken away from the engine.
pub fn take_exception() -> Option<Object> {
    if !exception_pending() {
        return None;
    }
    // SAFETY: the pending exception owns a reference; zend_clear_exception releases it.
    unsafe {
        let exception = Object::copy_raw((*eg()).exception);
        ffi::zend_clear_exception();
        Some(exception)
    }
}

/// Prints the pending exception as PHP prints an uncaught one, and clears it. The exit status of
/// the process becomes 255. Returns whether there was one.
pub fn report_uncaught() -> bool {
    if !exception_pending() {
        return false;
    }
    // SAFETY: zend_exception_error takes the exception over (and does not bail out: it adds
    // E_DONT_BAIL itself).
    unsafe {
        let exception = (*eg()).exception;
        (*eg()).exception = std::ptr::null_mut();
        (*eg()).prev_exception = std::ptr::null_mut();
        ffi::zend_exception_error(exception, ffi::E_ERROR as i32);
        (*eg()).exit_status = 255;
        // Printing may itself have thrown (a broken __toString).
        if exception_pending() {
            ffi::zend_clear_exception();
        }
    }
    true
}

/// Runs `act` under a `zend_try` of its own. False when the engine bailed out of it (a fatal error).
/// Frames of ours that a bailout skips leak what they own.
pub fn guarded(act: impl FnOnce()) -> bool {
    ext_php_rs::zend::try_catch(std::panic::AssertUnwindSafe(act)).is_ok()
}

/// Ends the running script the way a fatal error does: the engine jumps to the nearest
/// `zend_try` of the current stack.
pub fn bailout() -> ! {
    // SAFETY: every PHP entry of ours runs under a zend_try; frames between hold nothing that
    // must be released before the process' memory is.
    unsafe { ffi::ext_php_rs_zend_bailout() }
}
