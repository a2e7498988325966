//! Copying the process, and what the copy must not share with the one it was made from: the kernel's queue of watched
//! descriptors.
//!
//! That queue belongs to both: a descriptor that one of them closes or forgets would be forgotten for the other. So each
//! forked process puts an empty queue in the place of every queue of ours, before it does anything else.

use std::ffi::c_void;
use std::fs;
use std::io;
use std::os::fd::RawFd;
use std::sync::Once;
use std::sync::atomic::{AtomicI32, Ordering};

/// Descriptors of queues; -1: none. More are not kept apart.
static QUEUES: [AtomicI32; 16] = [const { AtomicI32::new(-1) }; 16];
static INSTALL: Once = Once::new();

fn open_descriptors() -> Vec<RawFd> {
    fs::read_dir("/proc/self/fd").map_or_else(
        |_| Vec::new(),
        |entries| {
            let names = entries.flatten().map(|entry| entry.file_name());
            names
                .filter_map(|name| name.to_str()?.parse().ok())
                .collect()
        },
    )
}

fn is_queue(fd: RawFd) -> bool {
    fs::read_link(format!("/proc/self/fd/{fd}"))
        .is_ok_and(|link| link.as_os_str() == "anon_inode:[eventpoll]")
}

/// Does what makes queues, and keeps them apart from those of forked processes from then on.
pub fn keep_apart<T>(make: impl FnOnce() -> T) -> T {
    let before = open_descriptors();
    let made = make();
    let new = open_descriptors().into_iter();
    for fd in new.filter(|fd| !before.contains(fd) && is_queue(*fd)) {
        let free = QUEUES.iter().find(|slot| slot.load(Ordering::SeqCst) < 0);
        if let Some(slot) = free {
            slot.store(fd, Ordering::SeqCst);
        }
    }
    // SAFETY: the function does what a forked process may do.
    INSTALL.call_once(|| unsafe {
        libc::pthread_atfork(None, None, Some(forked));
    });
    made
}

/// Runs in the forked process. Only system calls.
unsafe extern "C" fn forked() {
    for slot in &QUEUES {
        let fd = slot.swap(-1, Ordering::SeqCst);
        if fd < 0 {
            continue;
        }
        // SAFETY: plain system calls. The runtime that has this descriptor lives as long as the process.
        unsafe {
            let empty = libc::epoll_create1(libc::EPOLL_CLOEXEC);
            if empty >= 0 {
                libc::dup3(empty, fd, libc::O_CLOEXEC);
                libc::close(empty);
            }
        }
    }
}

/// Which of the two processes this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one there was, with the id of the new one.
    Parent(i32),
    /// The new one.
    Child,
}

/// Copies the process: PHP's thread goes on in both.
///
/// # Errors
///
/// When the system has no room for another process.
pub fn fork() -> io::Result<Side> {
    // SAFETY: the caller has made sure that no loop is at work. In the new process there are no other threads; the C library
    // puts its own locks in order, and nobody waits for those of the runtime, which is never used there.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            tell_php();
            Ok(Side::Child)
        }
        pid => Ok(Side::Parent(pid)),
    }
}

/// What PHP does in a child of `pcntl_fork()`, in the versions that do something (8.3 on).
fn tell_php() {
    // SAFETY: the name is a C string; PHP's function, if there is one, takes and returns nothing.
    unsafe {
        let found = libc::dlsym(libc::RTLD_DEFAULT, c"php_child_init".as_ptr());
        if !found.is_null() {
            std::mem::transmute::<*mut c_void, unsafe extern "C" fn()>(found)();
        }
    }
}

/// Ends the process on the spot: nothing of PHP is run any more.
pub fn end_now(status: i32) -> ! {
    // SAFETY: does not return.
    unsafe { libc::_exit(status) }
}

/// Makes the process the leader of a session of its own, without a terminal.
///
/// # Errors
///
/// When it leads a group of processes already.
pub fn new_session() -> io::Result<()> {
    // SAFETY: no pointers.
    if unsafe { libc::setsid() } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Has the process sent `signal` when the one that made it ends; 0: not any more.
pub fn signal_with_parent(signal: i32) {
    // SAFETY: no pointers.
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, signal as libc::c_ulong) };
}

/// The process that has made this one, or whoever took its place.
pub fn parent() -> i32 {
    // SAFETY: no pointers.
    unsafe { libc::getppid() }
}
