//! What a thread beside PHP's may do: it must not run PHP's signal handlers, and it has only a
//! descriptor to write to.

use std::io;
use std::os::fd::{BorrowedFd, RawFd};

/// Blocks all signals on the calling thread: they are delivered to PHP's.
pub fn block_all() {
    // SAFETY: the set is filled before it is used; only this thread's mask changes.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
    }
}

/// Writes to a socket what it takes right now.
pub fn send(fd: RawFd, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the caller keeps the descriptor open for the call.
    let socket = unsafe { BorrowedFd::borrow_raw(fd) };
    socket2::SockRef::from(&socket).send(bytes)
}
