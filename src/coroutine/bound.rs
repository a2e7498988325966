//! One coroutine at a time reads from a socket, one writes to it: how the second one is refused.

use crate::error::{self, code};
use crate::zend::{self, Thrown};

use super::task;

/// What two coroutines would do at once.
#[derive(Debug, Clone, Copy)]
pub enum Doing {
    /// Receiving, accepting.
    Reading,
    /// Sending.
    Writing,
}

/// Throws what Swoole dies of when the running coroutine wants to do what `owner` is doing on the descriptor `fd`.
#[cold]
pub fn already_bound(fd: i32, owner: i64, doing: Doing) -> Thrown {
    let what = match doing {
        Doing::Reading => "reading",
        Doing::Writing => "writing",
    };
    let current = task::current_id();
    error::set_last(code::CO_HAS_BEEN_BOUND);
    zend::throw(
        &crate::class::ERROR,
        &format!(
            "Socket#{fd} has already been bound to another coroutine#{owner}, {what} of the same socket in coroutine#{current} at the same time is not allowed"
        ),
        i64::from(code::CO_HAS_BEEN_BOUND),
    )
}
