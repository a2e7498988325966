//! Access to the engine's executor globals.

use ext_php_rs::ffi::{self, zend_executor_globals};

/// The executor globals (`EG`) of this thread.
#[inline(always)]
pub(super) fn eg() -> *mut zend_executor_globals {
    &raw mut ffi::executor_globals
}

/// Whether an exception is pending.
#[inline(always)]
pub fn exception_pending() -> bool {
    // SAFETY: EG is valid for the life of the process.
    unsafe { !(*eg()).exception.is_null() }
}

/// The current `error_reporting` level.
#[inline]
pub fn error_reporting() -> i32 {
    // SAFETY: EG is valid for the life of the process.
    unsafe { (*eg()).error_reporting }
}

/// Marks the process' exit status, as an uncaught exception does.
pub fn set_exit_status(status: i32) {
    // SAFETY: EG is valid for the life of the process.
    unsafe { (*eg()).exit_status = status }
}

/// The exit status of the process as it stands.
pub fn exit_status() -> i32 {
    // SAFETY: EG is valid for the life of the process.
    unsafe { (*eg()).exit_status }
}

/// The name of the running SAPI (`cli`, `fpm-fcgi`, …).
pub fn sapi_name() -> &'static str {
    // SAFETY: sapi_module and its name are set before any module starts and live as long.
    unsafe {
        let module = &*ffi::ext_php_rs_sapi_module();
        std::ffi::CStr::from_ptr(module.name)
            .to_str()
            .unwrap_or("unknown")
    }
}

/// The file of the script's function that runs.
pub fn executed_file() -> String {
    // SAFETY: the engine gives a terminated name, of a live file or a text of its own.
    unsafe {
        std::ffi::CStr::from_ptr(ffi::zend_get_executed_filename())
            .to_string_lossy()
            .into_owned()
    }
}

/// Whether the running stack must not be suspended now: the cycle collector is at work below.
#[inline]
pub fn switch_blocked() -> bool {
    super::state::is_pinned()
}

/// How many objects and resources the engine holds.
pub fn holdings() -> (i64, i64) {
    // SAFETY: EG is live for the whole request. The store's first place is never used.
    unsafe {
        let eg = eg();
        let objects = i64::from((*eg).objects_store.top) - 1;
        (objects.max(0), i64::from((*eg).regular_list.nNumOfElements))
    }
}

/// Sets the C library's `errno`.
pub fn set_errno(code: i32) {
    // SAFETY: the location is this thread's own.
    unsafe { *libc::__errno_location() = code };
}

/// The C library's text for a `getaddrinfo` error.
pub fn gai_text(code: i32) -> String {
    // SAFETY: gai_strerror returns a static string for any number.
    unsafe {
        std::ffi::CStr::from_ptr(libc::gai_strerror(code))
            .to_string_lossy()
            .into_owned()
    }
}

unsafe extern "C" {
    fn zend_memory_usage(real_usage: bool) -> usize;
}

/// How long a string may become beside what the script holds: growing takes room for two of it for a moment.
pub fn memory_left() -> usize {
    let Some(limit) = super::ini::size("memory_limit") else {
        return usize::MAX;
    };
    // SAFETY: reads a counter.
    let used = unsafe { zend_memory_usage(false) };
    limit.saturating_sub(used) / 3
}
