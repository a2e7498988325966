//! Signals: kept from threads beside PHP's, caught for a coroutine that waits for them.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicI32, Ordering};
use std::task::{Context, Poll, ready};

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

/// Signals that are caught for as long as this lives; then they do what they did before. Each that comes is a byte in
/// a pipe.
///
/// A handler is used, not a blocked signal and a signalfd: what the process starts meanwhile would
/// inherit the block.
pub struct SignalPipe {
    before: Vec<Before>,
    /// Whose signals these are: a forked process has a copy of this.
    process: u32,
    reader: OwnedFd,
    _writer: OwnedFd,
}

/// What a signal did, and where it was written to.
struct Before {
    signal: i32,
    action: libc::sigaction,
    target: i32,
}

/// [`SignalPipe`] that the event loop reads.
pub struct Caught {
    /// Dropped before the pipe is closed.
    readable: AsyncFd<super::sys::Borrowed>,
    pipe: SignalPipe,
}

/// This is a forked process: the signals that its parent has caught are not caught here, and have their usual effect.
pub fn forked() {
    for (signal, target) in TARGETS.iter().enumerate() {
        if target.swap(-1, Ordering::Relaxed) >= 0 {
            // SAFETY: the default action.
            unsafe { libc::signal(signal as i32, libc::SIG_DFL) };
        }
    }
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

fn handler() -> usize {
    write_number as extern "C" fn(i32) as usize
}

fn numbers(signals: &[i64]) -> Result<Vec<i32>, CatchError> {
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
    Ok(numbers)
}

impl SignalPipe {
    /// Starts catching, also what somebody else catches, who does not get it meanwhile.
    pub fn instead(signals: &[i64]) -> Result<Self, CatchError> {
        Self::install(&numbers(signals)?).map_err(CatchError::System)
    }

    /// Starts catching a signal, if it has its default action.
    pub fn if_default(signal: i32) -> Option<Self> {
        let is_default = super::termination::current(signal)
            .is_some_and(|action| action.sa_sigaction == libc::SIG_DFL);
        is_default.then(|| Self::install(&[signal]).ok())?
    }

    fn install(numbers: &[i32]) -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let (reader, writer) = (OwnedFd::from(reader), OwnedFd::from(writer));
        super::sys::set_nonblocking(reader.as_raw_fd())?;
        super::sys::set_nonblocking(writer.as_raw_fd())?;
        let target = writer.as_raw_fd();
        OWNER.store(std::process::id().cast_signed(), Ordering::Relaxed);
        let mut caught = Self {
            before: Vec::with_capacity(numbers.len()),
            process: std::process::id(),
            reader,
            _writer: writer,
        };
        for &signal in numbers {
            let before = TARGETS[signal as usize].swap(target, Ordering::Relaxed);
            // SAFETY: the handler does only what a handler may; the old action is kept.
            let action = unsafe {
                let mut action: libc::sigaction = std::mem::zeroed();
                action.sa_sigaction = handler();
                action.sa_flags = libc::SA_RESTART | libc::SA_ONSTACK;
                let mut old: libc::sigaction = std::mem::zeroed();
                if libc::sigaction(signal, &raw const action, &raw mut old) < 0 {
                    TARGETS[signal as usize].store(before, Ordering::Relaxed);
                    return Err(io::Error::last_os_error());
                }
                old
            };
            caught.before.push(Before {
                signal,
                action,
                target: before,
            });
        }
        Ok(caught)
    }

    /// What to wait for until a signal has come.
    pub fn descriptor(&self) -> RawFd {
        self.reader.as_raw_fd()
    }

    /// The next signal that has come, if one has.
    ///
    /// # Errors
    ///
    /// `WouldBlock`: none has.
    pub fn take(&self) -> io::Result<i32> {
        let mut number = 0_u8;
        // SAFETY: one byte is writable.
        let read = unsafe { libc::read(self.reader.as_raw_fd(), (&raw mut number).cast(), 1) };
        match read {
            1 => Ok(i32::from(number)),
            0 => Err(io::ErrorKind::WouldBlock.into()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

impl Drop for SignalPipe {
    fn drop(&mut self) {
        let is_forked = std::process::id() != self.process;
        for before in &mut self.before {
            if is_forked {
                // Who else caught it is in the other process.
                before.target = -1;
                if before.action.sa_sigaction == handler() {
                    before.action.sa_sigaction = libc::SIG_DFL;
                }
            }
            // SAFETY: puts back what was there.
            unsafe {
                libc::sigaction(
                    before.signal,
                    &raw const before.action,
                    std::ptr::null_mut(),
                )
            };
            TARGETS[before.signal as usize].store(before.target, Ordering::Relaxed);
        }
    }
}

impl Caught {
    /// Starts catching what nobody else catches.
    pub fn new(signals: &[i64]) -> Result<Self, CatchError> {
        let numbers = numbers(signals)?;
        if numbers
            .iter()
            .any(|signal| TARGETS[*signal as usize].load(Ordering::Relaxed) >= 0)
        {
            return Err(CatchError::Taken);
        }
        let pipe = SignalPipe::install(&numbers).map_err(CatchError::System)?;
        let readable = super::sys::watch(pipe.descriptor()).map_err(CatchError::System)?;
        Ok(Self { readable, pipe })
    }

    /// The next signal that arrives.
    pub async fn next(&self) -> i32 {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    /// The same for who waits for something else besides.
    pub fn poll_next(&self, context: &mut Context<'_>) -> Poll<i32> {
        loop {
            let Ok(mut guard) = ready!(self.readable.poll_read_ready(context)) else {
                return Poll::Pending;
            };
            if let Ok(Ok(number)) = guard.try_io(|_| self.pipe.take()) {
                return Poll::Ready(number);
            }
        }
    }
}
