//! System calls on descriptors and processes for which the standard library has no safe function.

use std::io;
use std::os::fd::{AsRawFd, RawFd};

use tokio::io::unix::AsyncFd;

fn check(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// A descriptor that belongs to somebody else: never closed by us.
pub struct Borrowed(RawFd);

impl AsRawFd for Borrowed {
    fn as_raw_fd(&self) -> RawFd {
        self.0
    }
}

/// Has the runtime tell when a descriptor becomes ready. The error is the kernel's: a regular file
/// cannot be watched (`EPERM`), nor one descriptor twice (`EEXIST`).
pub fn watch(fd: RawFd) -> io::Result<AsyncFd<Borrowed>> {
    // SAFETY: the descriptor is the script's. One that it closes while it is watched drops out of
    // the kernel's list: events are missed, memory is not touched.
    unsafe { Ok(AsyncFd::register(Borrowed(fd))?) }
}

/// Makes reads and writes on a descriptor return instead of waiting.
pub fn set_nonblocking(fd: RawFd) -> io::Result<()> {
    // SAFETY: fcntl on any number is safe: an unknown one is an error.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFL))?;
        check(libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK))?;
    }
    Ok(())
}

/// Which of `events` (`POLLIN`, `POLLOUT`) hold for a descriptor right now, with what always holds
/// besides (`POLLHUP`, `POLLERR`, `POLLNVAL`).
pub fn poll_now(fd: RawFd, events: i16) -> i16 {
    let mut entry = libc::pollfd {
        fd,
        events,
        revents: 0,
    };
    // SAFETY: one entry, no waiting.
    let found = unsafe { libc::poll(&raw mut entry, 1, 0) };
    if found > 0 { entry.revents } else { 0 }
}

/// Writes what the descriptor takes.
pub fn write(fd: RawFd, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the buffer is live for the call.
    let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
    usize::try_from(written).map_err(|_| io::Error::last_os_error())
}
