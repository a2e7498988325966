//! Signals: kept from threads beside PHP's, caught for a coroutine that waits for them.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicI32, Ordering};

use tokio::io::unix::AsyncFd;

/// Blocks all signals on the calling thread: they are delivered to PHP's.
pub fn block_all() {
    // SAFETY: the set is filled before it is used; only this thread's mask changes.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
    }
}

/// Runs `act` while no signal interrupts it.
pub(super) fn with_all_blocked(act: impl FnOnce()) {
    // SAFETY: the sets are filled before they are used; the thread's mask is put back.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut before: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
        act();
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const before, std::ptr::null_mut());
    }
}

/// Writes to a socket what it takes right now.
pub fn send(fd: RawFd, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the caller keeps the descriptor open for the call.
    let socket = unsafe { BorrowedFd::borrow_raw(fd) };
    socket2::SockRef::from(&socket).send(bytes)
}

/// Where the handler writes the number of a signal; -1: nowhere.
static TARGETS: [AtomicI32; 65] = [const { AtomicI32::new(-1) }; 65];
/// The process that catches: a child has the handler too, until it executes another program.
static OWNER: AtomicI32 = AtomicI32::new(0);

/// How many signals are being caught.
pub fn caught() -> usize {
    TARGETS
        .iter()
        .filter(|target| target.load(Ordering::Relaxed) >= 0)
        .count()
}

/// Why signals cannot be caught.
#[derive(Debug)]
pub enum CatchError {
    /// No signal has such a number, or it is one that cannot be caught.
    Invalid,
    /// Somebody else catches one of them.
    Taken,
    /// The system refused.
    System(io::Error),
}

/// Signals that are caught for as long as this lives; then they do what they did before.
///
/// A handler is used, not a blocked signal and a signalfd: what the process starts meanwhile would
/// inherit the block.
pub struct Caught {
    before: Vec<(i32, libc::sigaction)>,
    reader: AsyncFd<OwnedFd>,
    _writer: OwnedFd,
}

extern "C" fn write_number(signal: i32) {
    let index = usize::try_from(signal).unwrap_or(0);
    let Some(target) = TARGETS.get(index) else {
        return;
    };
    let fd = target.load(Ordering::Relaxed);
    let number = signal as u8;
    // SAFETY: all of these calls are async-signal-safe; errno is put back for whoever was interrupted.
    unsafe {
        let errno = *libc::__errno_location();
        if libc::getpid() != OWNER.load(Ordering::Relaxed) {
            // Delivered again when this handler returns, with its usual effect.
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        } else if fd >= 0 {
            libc::write(fd, (&raw const number).cast(), 1);
        }
        *libc::__errno_location() = errno;
    }
}

impl Caught {
    /// Starts catching.
    pub fn new(signals: &[i64]) -> Result<Self, CatchError> {
        let mut numbers = Vec::with_capacity(signals.len());
        for &signal in signals {
            let valid = i32::try_from(signal).ok().filter(|signal| {
                (1..TARGETS.len() as i32).contains(signal)
                    && ![libc::SIGKILL, libc::SIGSTOP].contains(signal)
            });
            numbers.push(valid.ok_or(CatchError::Invalid)?);
        }
        if numbers.is_empty() {
            return Err(CatchError::Invalid);
        }
        numbers.sort_unstable();
        numbers.dedup();
        if numbers
            .iter()
            .any(|signal| TARGETS[*signal as usize].load(Ordering::Relaxed) >= 0)
        {
            return Err(CatchError::Taken);
        }
        Self::install(&numbers).map_err(CatchError::System)
    }

    fn install(numbers: &[i32]) -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let (reader, writer) = (OwnedFd::from(reader), OwnedFd::from(writer));
        super::sys::set_nonblocking(reader.as_raw_fd())?;
        super::sys::set_nonblocking(writer.as_raw_fd())?;
        let target = writer.as_raw_fd();
        OWNER.store(std::process::id().cast_signed(), Ordering::Relaxed);
        // SAFETY: the descriptor is ours alone.
        let reader = unsafe { AsyncFd::register(reader)? };
        let mut caught = Self {
            before: Vec::with_capacity(numbers.len()),
            reader,
            _writer: writer,
        };
        for &signal in numbers {
            TARGETS[signal as usize].store(target, Ordering::Relaxed);
            // SAFETY: the handler does only what a handler may; the old action is kept.
            let before = unsafe {
                let mut action: libc::sigaction = std::mem::zeroed();
                action.sa_sigaction = write_number as extern "C" fn(i32) as usize;
                action.sa_flags = libc::SA_RESTART | libc::SA_ONSTACK;
                let mut before: libc::sigaction = std::mem::zeroed();
                if libc::sigaction(signal, &raw const action, &raw mut before) < 0 {
                    TARGETS[signal as usize].store(-1, Ordering::Relaxed);
                    return Err(io::Error::last_os_error());
                }
                before
            };
            caught.before.push((signal, before));
        }
        Ok(caught)
    }

    /// The next signal that arrives.
    pub async fn next(&self) -> i32 {
        loop {
            let Ok(mut guard) = self.reader.readable().await else {
                std::future::pending::<()>().await;
                continue;
            };
            let mut number = 0_u8;
            let read = guard.try_io(|fd| {
                // SAFETY: one byte is writable.
                let read = unsafe { libc::read(fd.as_raw_fd(), (&raw mut number).cast(), 1) };
                if read < 0 {
                    Err(io::Error::last_os_error())
                } else {
                    Ok(read)
                }
            });
            if let Ok(Ok(1)) = read {
                return i32::from(number);
            }
        }
    }
}

impl Drop for Caught {
    fn drop(&mut self) {
        for (signal, before) in &self.before {
            // SAFETY: puts back what was there.
            unsafe { libc::sigaction(*signal, &raw const *before, std::ptr::null_mut()) };
            TARGETS[*signal as usize].store(-1, Ordering::Relaxed);
        }
    }
}
