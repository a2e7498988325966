//! `Swoole\Coroutine\System`: calls of the operating system that suspend the coroutine instead of
//! the process (spec/coroutine-runtime §4.5).
//!
//! * `blocking`: the threads for calls that block;
//! * `files`: whole files, on threads for blocking calls;
//! * `names`: host names, by the system's resolver on a thread, or by DNS itself; `cache` (pure) keeps them for a while;
//! * `records`: other things that DNS knows of a name;
//! * `resolver`: asks name servers; `dns` (pure): questions and answers;
//! * `exec`: commands;
//! * `library`: functions of Swoole's PHP library that do one of these;
//! * `children`: waiting for child processes;
//! * `signals`, `events`: waiting for signals, for descriptors.

#[cfg(feature = "php")]
pub mod blocking;
pub mod cache;
#[cfg(feature = "php")]
pub mod children;
pub mod dns;
#[cfg(feature = "php")]
pub mod events;
#[cfg(feature = "php")]
pub mod exec;
#[cfg(feature = "php")]
pub mod files;
#[cfg(feature = "php")]
pub mod library;
#[cfg(feature = "php")]
pub mod names;
#[cfg(feature = "php")]
pub mod records;
#[cfg(feature = "php")]
mod resolver;
#[cfg(feature = "php")]
pub mod signals;

#[cfg(feature = "php")]
pub use self::{
    children::{wait, wait_pid},
    events::wait_event,
    exec::exec,
    files::{read_file, statvfs, write_file},
    names::{dns_lookup, getaddrinfo, gethostbyname},
    signals::wait_signal,
};
#[cfg(feature = "php")]
pub use crate::coroutine::system::sleep;

#[cfg(feature = "php")]
use crate::{
    coroutine::Interrupted,
    error::{self, code},
    zend::{self, Thrown},
};

/// Whether the caller is a coroutine, in a place where it can wait: not in a destructor that the cycle collector calls
/// (before PHP 8.4). Functions that stand for PHP's own block the process where it cannot.
#[cfg(feature = "php")]
fn can_suspend() -> bool {
    crate::coroutine::task::current_id() >= 0 && !zend::globals::switch_blocked()
}

/// The result of a wait, `None` when there is none: the last error is set then, `timed_out` when
/// the time was up.
#[cfg(feature = "php")]
fn outcome<T>(result: Result<T, Interrupted>, timed_out: i32) -> Result<Option<T>, Thrown> {
    match result {
        Ok(value) => return Ok(Some(value)),
        Err(_) if zend::globals::exception_pending() => return Err(Thrown),
        Err(Interrupted::TimedOut) => error::set_last(timed_out),
        Err(Interrupted::Canceled) => error::set_last(code::CO_CANCELED),
        Err(Interrupted::Blocked) => error::set_last(code::CO_CANNOT_CANCEL),
    }
    Ok(None)
}
