//! The last error of the process, Swoole's error codes and their texts.

use std::cell::Cell;

use crate::registry::CONSTANTS;
use crate::zend::registry::Value as Constant;
use crate::zend::{self, Call, PhpResult, Thrown};

/// `SWOOLE_ERROR_*`, as far as this extension raises them.
#[expect(missing_docs, reason = "the names are the documentation")]
pub mod code {
    pub const PHP_FATAL_ERROR: i32 = 503;
    pub const INVALID_PARAMS: i32 = 505;
    pub const OPERATION_NOT_SUPPORT: i32 = 507;
    pub const PROTOCOL_ERROR: i32 = 508;
    pub const WRONG_OPERATION: i32 = 509;
    pub const PHP_RUNTIME_NOTICE: i32 = 510;
    pub const UNDEFINED_BEHAVIOR: i32 = 600;
    pub const NO_PAYLOAD: i32 = 550;
    pub const DNSLOOKUP_RESOLVE_FAILED: i32 = 711;
    pub const DNSLOOKUP_RESOLVE_TIMEOUT: i32 = 712;
    pub const BAD_HOST_ADDR: i32 = 722;
    pub const BAD_PORT: i32 = 723;
    pub const BAD_SOCKET_TYPE: i32 = 724;
    pub const SESSION_CLOSED: i32 = 1004;
    pub const OUTPUT_BUFFER_OVERFLOW: i32 = 1009;
    pub const SSL_NOT_READY: i32 = 1011;
    pub const SSL_EMPTY_PEER_CERTIFICATE: i32 = 1013;
    pub const SSL_VERIFY_FAILED: i32 = 1014;
    pub const SSL_RESET: i32 = 1017;
    pub const SSL_HANDSHAKE_FAILED: i32 = 1018;
    pub const SSL_CREATE_CONTEXT_FAILED: i32 = 1019;
    pub const SSL_CREATE_SESSION_FAILED: i32 = 1020;
    pub const PACKAGE_LENGTH_TOO_LARGE: i32 = 1201;
    pub const PACKAGE_MALFORMED_DATA: i32 = 1204;
    pub const HTTP2_STREAM_NOT_FOUND: i32 = 3003;
    pub const CLIENT_NO_CONNECTION: i32 = 5001;
    pub const SOCKS5_UNSUPPORT_METHOD: i32 = 7002;
    pub const SOCKS5_AUTH_FAILED: i32 = 7003;
    pub const SOCKS5_SERVER_ERROR: i32 = 7004;
    pub const HTTP_INVALID_PROTOCOL: i32 = 7102;
    pub const HTTP_PROXY_HANDSHAKE_FAILED: i32 = 7103;
    pub const HTTP_PROXY_BAD_RESPONSE: i32 = 7104;
    pub const HTTP_CONFLICT_HEADER: i32 = 7105;
    pub const HTTP_CONTEXT_UNAVAILABLE: i32 = 7106;
    pub const WEBSOCKET_BAD_CLIENT: i32 = 8501;
    pub const WEBSOCKET_HANDSHAKE_FAILED: i32 = 8504;
    pub const WEBSOCKET_PACK_FAILED: i32 = 8505;
    pub const WEBSOCKET_INCOMPLETE_PACKET: i32 = 8507;
    pub const SERVER_IS_NOT_REGULAR_FILE: i32 = 9013;
    pub const CO_OUT_OF_COROUTINE: i32 = 10001;
    pub const CO_HAS_BEEN_BOUND: i32 = 10002;
    pub const CO_CANNOT_CANCEL: i32 = 10015;
    pub const CO_NOT_EXISTS: i32 = 10016;
    pub const CO_CANCELED: i32 = 10017;
    pub const CO_TIMEDOUT: i32 = 10018;
}

/// `SWOOLE_EXIT_IN_COROUTINE`.
pub const EXIT_IN_COROUTINE: i64 = 2;
/// `SWOOLE_EXIT_IN_SERVER`.
pub const EXIT_IN_SERVER: i64 = 4;

thread_local! {
    static LAST: Cell<i32> = const { Cell::new(0) };
}

/// What `swoole_last_error()` returns from now on.
#[inline]
pub fn set_last(code: i32) {
    LAST.set(code);
}

/// Sets both `swoole_last_error()` and `swoole_errno()`.
pub fn set_last_and_errno(code: i32) {
    LAST.set(code);
    set_errno(code);
}

/// What `swoole_last_error()` returns.
#[inline]
pub fn last() -> i32 {
    LAST.get()
}

fn set_errno(code: i32) {
    crate::zend::globals::set_errno(code);
}

/// Throws the error for a method of an object whose class has a constructor of its own and did not call ours.
#[cold]
pub fn unconstructed() -> Thrown {
    zend::throw(
        &crate::class::ERROR,
        "must call constructor first",
        i64::from(code::UNDEFINED_BEHAVIOR),
    )
}

/// The errno of an I/O error; EIO when it has none.
pub fn errno_of(error: &std::io::Error) -> i32 {
    error.raw_os_error().unwrap_or(match error.kind() {
        std::io::ErrorKind::ConnectionReset => libc::ECONNRESET,
        std::io::ErrorKind::BrokenPipe => libc::EPIPE,
        std::io::ErrorKind::TimedOut => libc::ETIMEDOUT,
        std::io::ErrorKind::UnexpectedEof => libc::ECONNRESET,
        _ => libc::EIO,
    })
}

/// The text of a code: Swoole's own from 500 on, else the system's.
pub fn text(code: i64) -> String {
    if let Some(name) = name_of(code) {
        return sentence(name);
    }
    match i32::try_from(code) {
        Ok(code) if (0..500).contains(&code) => {
            let text = std::io::Error::from_raw_os_error(code).to_string();
            text.split(" (os error")
                .next()
                .unwrap_or_default()
                .to_owned()
        }
        _ => format!("Unknown error {code}"),
    }
}

fn name_of(code: i64) -> Option<&'static str> {
    CONSTANTS.iter().find_map(|constant| match constant.value {
        Constant::Long(value) if value == code => constant.name.strip_prefix("SWOOLE_ERROR_"),
        _ => None,
    })
}

/// `CO_CANCELED` → "Coroutine canceled", `PHP_FATAL_ERROR` → "PHP fatal error" (spec §5.2).
fn sentence(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("CO_") {
        return format!("Coroutine {}", rest.to_lowercase().replace('_', " "));
    }
    if let Some(rest) = name.strip_prefix("PHP_") {
        return format!("PHP {}", rest.to_lowercase().replace('_', " "));
    }
    if let Some(rest) = name.strip_prefix("DNSLOOKUP_") {
        return format!("DNS Lookup {}", rest.to_lowercase().replace('_', " "));
    }
    let lower = name.to_lowercase().replace('_', " ");
    let mut letters = lower.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `swoole_last_error(): int`.
pub fn swoole_last_error(call: &mut Call) -> PhpResult {
    call.ret(i64::from(last()))
}

/// `swoole_errno(): int`.
pub fn swoole_errno(call: &mut Call) -> PhpResult {
    call.ret(i64::from(
        std::io::Error::last_os_error().raw_os_error().unwrap_or(0),
    ))
}

/// `swoole_clear_error(): void`.
pub fn swoole_clear_error(_: &mut Call) -> PhpResult {
    set_last(0);
    Ok(())
}

/// `swoole_strerror(int $errno, int $error_type = SWOOLE_STRERROR_SYSTEM): string`.
pub fn swoole_strerror(call: &mut Call) -> PhpResult {
    const GAI: i64 = 1;
    let code = call.long(0)?;
    let kind = call.long_or(1, 0)?;
    if kind == GAI {
        let text = crate::zend::globals::gai_text(i32::try_from(code).unwrap_or(0));
        return call.ret(text.as_str());
    }
    call.ret(text(code).as_str())
}
