//! `Swoole\Coroutine\System`: calls of the operating system that suspend the coroutine instead of
//! the process (spec/coroutine-runtime §4.5).
//!
//! * `files`: whole files, on threads for blocking calls;
//! * `names`: host names, by the system's resolver on a thread, or by DNS itself (`dns`, pure);
//! * `exec`: commands;
//! * `children`: waiting for child processes;
//! * `signals`, `events`: waiting for signals, for descriptors.

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
pub mod names;
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

/// Runs `job` on a thread for blocking calls and waits for its result. When the wait ends early the
/// job goes on by itself, and its result is dropped.
#[cfg(feature = "php")]
fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> std::io::Result<T> + Send + 'static,
    limit: Option<std::time::Duration>,
) -> Result<std::io::Result<T>, Interrupted> {
    let job = tokio::task::spawn_blocking(job);
    crate::coroutine::wait_timeout(job, limit)
        .map(|done| done.unwrap_or_else(|panic| Err(std::io::Error::other(panic))))
}
