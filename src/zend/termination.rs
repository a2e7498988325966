//! Signals that ask the process to end: taken over while servers run, unless the script handles them itself.
//!
//! The handler writes the signal's number into a socket that the event loop reads, once: a second signal has the default
//! action again, and ends the process at once, unless somebody else sees to that.

use std::ffi::{c_int, c_void};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicI32, Ordering};

/// Where the handler writes; -1: nowhere.
static WRITER: AtomicI32 = AtomicI32::new(-1);
/// The process the handler was set for: a fork inherits it.
static OWNER: AtomicI32 = AtomicI32::new(0);

/// The part of `sigaction(2)`'s signature that PHP's own function shares: the latter returns nothing (8.2), or something
/// else (8.1), so nothing is read.
type SetAction = unsafe extern "C" fn(c_int, *const libc::sigaction, *mut libc::sigaction);

/// PHP's own `sigaction`, which knows what the script has set; the system's where PHP is built without one.
fn set_action() -> SetAction {
    // SAFETY: the name is a C string; both functions take these arguments, and a result in a register may be ignored.
    unsafe {
        let found = libc::dlsym(libc::RTLD_DEFAULT, c"zend_sigaction".as_ptr());
        let function = if found.is_null() {
            libc::sigaction as *mut c_void
        } else {
            found
        };
        std::mem::transmute::<*mut c_void, SetAction>(function)
    }
}

/// Whether `signal` is one that a process may handle; for others PHP's function ends the script.
fn can_be_handled(signal: c_int) -> bool {
    (1..=libc::SIGRTMAX()).contains(&signal) && signal != libc::SIGKILL && signal != libc::SIGSTOP
}

/// What a signal does, as PHP knows it. `None` for what is no signal.
pub(super) fn current(signal: c_int) -> Option<libc::sigaction> {
    can_be_handled(signal).then(|| {
        // SAFETY: a zeroed action is a valid place for the answer, which exists for each of these signals.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            set_action()(signal, std::ptr::null(), &raw mut action);
            action
        }
    })
}

/// Sets what a signal does: `handler` is SIG_DFL, or a function that may run in a signal handler, with the signature that
/// `flags` ask for. False for what cannot be handled.
pub(super) fn set(signal: c_int, handler: usize, flags: c_int) -> bool {
    if !can_be_handled(signal) {
        return false;
    }
    // SAFETY: the handler is as said; the mask is emptied before it is used.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        action.sa_flags = flags;
        libc::sigemptyset(&raw mut action.sa_mask);
        set_action()(signal, &raw const action, std::ptr::null_mut());
    }
    true
}

/// The signals taken over.
pub struct Taken {
    signals: Vec<c_int>,
    _writer: UnixStream,
}

fn handler() -> usize {
    note as extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) as usize
}

/// Takes those of `signals` over that have the default action. What comes is readable from the socket returned, one byte
/// a signal. One at a time may be taken. `again_ends`: a second one ends the process at once.
///
/// # Errors
///
/// When there is no descriptor left.
pub fn take(signals: &[c_int], again_ends: bool) -> io::Result<(Taken, UnixStream)> {
    let (reader, writer) = UnixStream::pair()?;
    reader.set_nonblocking(true)?;
    writer.set_nonblocking(true)?;
    OWNER.store(std::process::id().cast_signed(), Ordering::SeqCst);
    WRITER.store(writer.as_raw_fd(), Ordering::SeqCst);
    let once = if again_ends { libc::SA_RESETHAND } else { 0 };
    let free = signals.iter().copied().filter(|&signal| {
        current(signal).is_some_and(|action| action.sa_sigaction == libc::SIG_DFL)
            && set(
                signal,
                handler(),
                libc::SA_SIGINFO | once | libc::SA_RESTART,
            )
    });
    let taken = Taken {
        signals: free.collect(),
        _writer: writer,
    };
    Ok((taken, reader))
}

impl Drop for Taken {
    fn drop(&mut self) {
        for &signal in &self.signals {
            // What the script has set meanwhile stays.
            if current(signal).is_some_and(|action| action.sa_sigaction == handler()) {
                set(signal, libc::SIG_DFL, 0);
            }
        }
        WRITER.store(-1, Ordering::SeqCst);
    }
}

/// Ends the process as the signal does by default.
pub fn die_of(signal: c_int) {
    set(signal, libc::SIG_DFL, 0);
    // SAFETY: no pointers; a plain call to the kernel.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

extern "C" fn note(signal: c_int, _: *mut libc::siginfo_t, _: *mut c_void) {
    // SAFETY: only calls that a signal handler may make; errno is left as it was found.
    unsafe {
        let errno = libc::__errno_location();
        let before = *errno;
        if libc::getpid() == OWNER.load(Ordering::SeqCst) {
            let byte = signal.unsigned_abs() as u8;
            libc::write(WRITER.load(Ordering::SeqCst), (&raw const byte).cast(), 1);
        } else {
            // A child of the server's process: for it nothing has changed.
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
        *errno = before;
    }
}
