//! Waiting for a descriptor: `waitEvent`.

use std::future::poll_fn;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::task::Poll;

use crate::coroutine::wait::seconds;
use crate::coroutine::{require_coroutine, wait_timeout};
use crate::error::{self, code};
use crate::event::class::descriptor_of;
use crate::event::watch::{READ, WRITE};
use crate::zend::{self, Call, PhpResult, Value, sys};

use super::outcome;

/// The events of `wanted` that hold now.
fn ready(fd: RawFd, wanted: i64) -> i64 {
    let mut mask = 0;
    if wanted & READ != 0 {
        mask |= libc::POLLIN;
    }
    if wanted & WRITE != 0 {
        mask |= libc::POLLOUT;
    }
    let found = sys::poll_now(fd, mask);
    let broken = found & (libc::POLLERR | libc::POLLHUP | libc::POLLNVAL) != 0;
    let mut events = 0;
    if found & libc::POLLIN != 0 || broken {
        events |= READ;
    }
    if found & libc::POLLOUT != 0 || broken {
        events |= WRITE;
    }
    events & wanted
}

/// Waits until an event holds. The descriptor is duplicated: it may be watched elsewhere too.
async fn wait(fd: RawFd, wanted: i64) -> io::Result<i64> {
    let io = match sys::watch_copy(fd) {
        Ok(io) => io,
        // A regular file never makes anybody wait.
        Err(error) if error.raw_os_error() == Some(libc::EPERM) => return Ok(wanted),
        Err(error) => return Err(error),
    };
    poll_fn(|context| {
        loop {
            let events = ready(io.as_raw_fd(), wanted);
            if events != 0 {
                return Poll::Ready(Ok(events));
            }
            let mut again = false;
            if wanted & READ != 0
                && let Poll::Ready(guard) = io.poll_read_ready(context)
            {
                guard?.clear_ready();
                again = true;
            }
            if wanted & WRITE != 0
                && let Poll::Ready(guard) = io.poll_write_ready(context)
            {
                guard?.clear_ready();
                again = true;
            }
            if !again {
                return Poll::Pending;
            }
        }
    })
    .await
}

/// `waitEvent(mixed $socket, int $events = SWOOLE_EVENT_READ, float $timeout = -1): int|false`.
pub fn wait_event(call: &mut Call) -> PhpResult {
    let wanted = call.long_or(1, READ)? & (READ | WRITE);
    let timeout = call.double_or(2, -1.0)?;
    require_coroutine()?;
    let Some(fd) = descriptor_of(&call.value(0).unwrap_or(Value::null())) else {
        return call.ret(false);
    };
    if wanted == 0 {
        zend::warning("invalid events");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    match outcome(
        wait_timeout(wait(fd, wanted), seconds(timeout)),
        code::CO_TIMEDOUT,
    )? {
        Some(Ok(events)) => call.ret(events),
        Some(Err(reason)) => {
            error::set_last_and_errno(error::errno_of(&reason));
            call.ret(false)
        }
        None => call.ret(false),
    }
}
