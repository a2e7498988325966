//! System calls on processes for which the standard library has no safe function.

use std::io;
use std::os::fd::RawFd;
use std::time::Duration;

fn check(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// Sends a signal; 0 only asks whether it could be sent.
///
/// # Errors
///
/// `ESRCH`, `EPERM`, `EINVAL`.
pub fn kill(pid: i32, signal: i32) -> io::Result<()> {
    // SAFETY: no pointers.
    check(unsafe { libc::kill(pid, signal) }).map(drop)
}

/// Any child that has ended, with its status, which the kernel forgets then. `None`: they all run.
///
/// # Errors
///
/// `ECHILD`: there is none. `EINTR`.
pub fn wait_any(blocking: bool) -> io::Result<Option<(i32, i32)>> {
    let mut status = 0;
    let flags = if blocking { 0 } else { libc::WNOHANG };
    // SAFETY: status is writable.
    let pid = check(unsafe { libc::waitpid(-1, &raw mut status, flags) })?;
    Ok((pid > 0).then_some((pid, status)))
}

/// Makes `to` another number of the descriptor `from`, which programs that are executed have too.
///
/// # Errors
///
/// `EBADF`.
pub fn copy_to(from: RawFd, to: RawFd) -> io::Result<()> {
    // SAFETY: no pointers; the caller says that `to` is to be replaced.
    check(unsafe { libc::dup2(from, to) }).map(drop)
}

/// The processors that the process may run on.
///
/// # Errors
///
/// `EINVAL`: there are more of them than numbers known here.
pub fn affinity() -> io::Result<Vec<usize>> {
    // SAFETY: a zeroed set is an empty one; the kernel fills it.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        check(libc::sched_getaffinity(0, size_of_val(&set), &raw mut set))?;
        let all = 0..libc::CPU_SETSIZE as usize;
        Ok(all.filter(|cpu| libc::CPU_ISSET(*cpu, &set)).collect())
    }
}

/// Most processors that [`set_affinity`] can name.
pub const MOST_PROCESSORS: usize = libc::CPU_SETSIZE as usize;

/// Sets them.
///
/// # Errors
///
/// `EINVAL`: none of them exists.
///
/// # Panics
/// When a number is not below [`MOST_PROCESSORS`].
pub fn set_affinity(processors: &[usize]) -> io::Result<()> {
    // SAFETY: a zeroed set is an empty one; the numbers are checked by the C library's macro.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for &processor in processors {
            assert!(processor < MOST_PROCESSORS, "no such processor");
            libc::CPU_SET(processor, &mut set);
        }
        check(libc::sched_setaffinity(
            0,
            size_of_val(&set),
            &raw const set,
        ))
        .map(drop)
    }
}

/// The nice value of processes.
///
/// # Errors
///
/// `ESRCH`, `EINVAL`.
pub fn priority(which: i32, who: u32) -> io::Result<i32> {
    super::globals::set_errno(0);
    // SAFETY: no pointers.
    let value = unsafe { libc::getpriority(which as _, who) };
    match io::Error::last_os_error() {
        error if value == -1 && error.raw_os_error() != Some(0) => Err(error),
        _ => Ok(value),
    }
}

/// Sets it.
///
/// # Errors
///
/// `ESRCH`, `EINVAL`, `EACCES`.
pub fn set_priority(which: i32, who: u32, value: i32) -> io::Result<()> {
    // SAFETY: no pointers.
    check(unsafe { libc::setpriority(which as _, who, value) }).map(drop)
}

/// Has the process sent a signal each time `interval` is over, in real time (0, `SIGALRM`), the process' own time (1,
/// `SIGVTALRM`), or its own and the kernel's for it (2, `SIGPROF`). Zero: no more.
///
/// # Errors
///
/// `EINVAL`.
pub fn set_interval_timer(which: i32, interval: Duration) -> io::Result<()> {
    let time = libc::timeval {
        tv_sec: interval.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_usec: interval.subsec_micros().into(),
    };
    let timer = libc::itimerval {
        it_interval: time,
        it_value: time,
    };
    // SAFETY: the timer is live for the call.
    check(unsafe { libc::setitimer(which as _, &raw const timer, std::ptr::null_mut()) }).map(drop)
}
