//! The descriptor behind a PHP value: a stream, a `Socket` of the sockets extension, a number.

use std::ffi::{c_char, c_int, c_void};
use std::os::fd::RawFd;

use ext_php_rs::ffi::zval;

use super::value::Value;

unsafe extern "C" {
    fn php_file_le_stream() -> c_int;
    fn php_file_le_pstream() -> c_int;
    fn zend_fetch_resource2_ex(
        resource: *mut zval,
        name: *const c_char,
        first: c_int,
        second: c_int,
    ) -> *mut c_void;
    fn _php_stream_cast(
        stream: *mut c_void,
        what: c_int,
        result: *mut *mut c_void,
        show_errors: c_int,
    ) -> c_int;
}

/// `PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL`.
const AS_FD_FOR_SELECT: c_int = 3 | 0x2000_0000;

/// Why a value has no descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDescriptor {
    /// It is of a kind that has none.
    Kind,
    /// It is a negative number.
    Negative(i64),
    /// It is a resource that is no open stream, or a stream without a descriptor.
    Stream,
}

/// `php_stream_ops`, as far as it is asked for its label.
#[repr(C)]
struct StreamOps {
    _calls: [*const c_void; 4],
    label: *const c_char,
}

/// The stream of a resource, null when it is none or is closed.
///
/// # Safety
/// `value` is a resource.
unsafe fn fetch_stream(value: &Value) -> *mut c_void {
    // SAFETY: a live resource, of which the engine checks the type.
    unsafe {
        zend_fetch_resource2_ex(
            value.as_raw(),
            std::ptr::null(),
            php_file_le_stream(),
            php_file_le_pstream(),
        )
    }
}

/// What kind of stream a resource is ("STDIO", "tcp_socket", …); `None` when it is no open stream.
pub fn stream_label(value: &Value) -> Option<String> {
    if !value.is_resource() {
        return None;
    }
    // SAFETY: a live resource; the engine checks that it is a stream, which begins with a pointer to its operations.
    unsafe {
        let stream = fetch_stream(value);
        let ops = stream.cast::<*const StreamOps>();
        if ops.is_null() {
            return None;
        }
        let label = std::ffi::CStr::from_ptr((**ops).label);
        Some(label.to_string_lossy().into_owned())
    }
}

/// The descriptor of a stream, a socket or a number.
pub fn of(value: &Value) -> Result<RawFd, NoDescriptor> {
    if let Some(number) = value.as_long() {
        return RawFd::try_from(number)
            .ok()
            .filter(|fd| *fd >= 0)
            .ok_or(NoDescriptor::Negative(number));
    }
    if let Some(object) = value.as_object() {
        if object.class_name() != "Socket" {
            return Err(NoDescriptor::Kind);
        }
        // SAFETY: ext/sockets' object, whose first field is the descriptor; the handlers say how far
        // before the object its own fields begin. A closed socket holds -1.
        let fd = unsafe {
            let raw = object.as_raw();
            let offset = usize::try_from((*(*raw).handlers).offset).unwrap_or(0);
            *raw.byte_sub(offset).cast::<c_int>()
        };
        return if fd >= 0 {
            Ok(fd)
        } else {
            Err(NoDescriptor::Stream)
        };
    }
    if !value.is_resource() {
        return Err(NoDescriptor::Kind);
    }
    // SAFETY: a live resource; the engine checks that it is a stream. The cast writes a descriptor
    // (an int) into the out parameter.
    unsafe {
        let stream = fetch_stream(value);
        if stream.is_null() {
            return Err(NoDescriptor::Stream);
        }
        let mut fd: [c_int; 2] = [-1; 2];
        if _php_stream_cast(stream, AS_FD_FOR_SELECT, fd.as_mut_ptr().cast(), 0) != 0 || fd[0] < 0 {
            return Err(NoDescriptor::Stream);
        }
        Ok(fd[0])
    }
}
