//! The C library's local time, for log lines.

use std::time::{SystemTime, UNIX_EPOCH};

/// The local time now, by a `strftime` format.
pub fn local(format: &str) -> String {
    let Ok(format) = std::ffi::CString::new(format) else {
        return String::new();
    };
    let mut out = vec![0_u8; 128];
    // SAFETY: localtime_r fills tm; strftime writes at most out.len() bytes and returns how many.
    let written = unsafe {
        let now = libc::time(std::ptr::null_mut());
        let mut parts: libc::tm = std::mem::zeroed();
        libc::localtime_r(&raw const now, &raw mut parts);
        libc::strftime(
            out.as_mut_ptr().cast(),
            out.len(),
            format.as_ptr(),
            &raw const parts,
        )
    };
    out.truncate(written);
    String::from_utf8_lossy(&out).into_owned()
}

/// `<.123456>`: the microseconds of now, as Swoole appends them.
pub fn microseconds() -> String {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    format!("<.{:06}>", since.subsec_micros())
}
