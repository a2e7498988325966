//! Signals that the script handles itself, with `pcntl_signal()`: noticed while PHP waits in the event loop.
//!
//! pcntl's handler in the process notes the signal and asks the engine for an interrupt, which it grants when PHP code
//! runs next; in the event loop none does. So a handler of ours is put in front. While the loop has control it sends what
//! it was told into a socket of the loop; else it calls pcntl's.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixDatagram;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering};

use super::globals::exception_pending;
use super::hook::{self, Followed, Native};
use super::termination::{current, set};
use super::{Array, Call, PhpString, Value};

/// The handler behind ours, by signal; 0: ours is not there.
static BEHIND: [AtomicUsize; 65] = [const { AtomicUsize::new(0) }; 65];
/// Where ours writes; -1: nowhere.
static WRITER: AtomicI32 = AtomicI32::new(-1);
/// The process that reads: a fork has the same descriptor, and a loop of its own.
static OWNER: AtomicI32 = AtomicI32::new(0);
/// Whether the script handles any signal.
static ANY: AtomicBool = AtomicBool::new(false);
static INSTALL: Once = Once::new();

type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);

/// What the rest of the extension has to say.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Whether the event loop has control: no PHP code runs. Called in a signal handler.
    pub loop_has_control: fn() -> bool,
    /// The script has set a handler.
    pub changed: fn(),
}

thread_local! {
    static HOOKS: Cell<Option<Hooks>> = const { Cell::new(None) };
}

/// `pcntl_signal(int $signal, $handler, …)`: what it has set is looked at afterwards.
struct PcntlSignal;

impl Followed for PcntlSignal {
    const NAME: &'static str = "pcntl_signal";
    fn native() -> &'static Native {
        static NATIVE: Native = Native::new();
        &NATIVE
    }
    fn after(call: &mut Call) {
        if exception_pending() || call.len() < 2 {
            return;
        }
        if let Ok(signal) = call.long(0)
            && let Ok(signal) = c_int::try_from(signal)
        {
            stand_in_front(signal);
            if let Some(hooks) = HOOKS.get() {
                (hooks.changed)();
            }
        }
    }
}

/// Follows `pcntl_signal()` from now on, if there is one. Called when a request starts: pcntl may be loaded after us.
pub fn install(hooks: Hooks) {
    HOOKS.set(Some(hooks));
    INSTALL.call_once(hook::follow::<PcntlSignal>);
}

/// Nobody listens any more. Called when a request ends.
pub fn reset() {
    OWNER.store(0, Ordering::SeqCst);
}

fn handler() -> usize {
    note as Handler as usize
}

fn behind(signal: c_int) -> Option<&'static AtomicUsize> {
    BEHIND.get(usize::try_from(signal).ok()?)
}

fn stand_in_front(signal: c_int) {
    let (Some(behind), Some(action)) = (behind(signal), current(signal)) else {
        return;
    };
    if [libc::SIG_DFL, libc::SIG_IGN, handler()].contains(&action.sa_sigaction)
        || action.sa_flags & libc::SA_SIGINFO == 0
    {
        return;
    }
    behind.store(action.sa_sigaction, Ordering::SeqCst);
    if set(signal, handler(), action.sa_flags) {
        ANY.store(true, Ordering::SeqCst);
    }
}

/// Whether the script handles a signal, or once did.
pub fn are_any() -> bool {
    ANY.load(Ordering::Relaxed)
}

/// Whether this process listens.
pub fn listens() -> bool {
    OWNER.load(Ordering::Relaxed) == std::process::id().cast_signed()
}

/// What comes while the loop has control can be read from the socket returned, one [`Noted`] a message, until the next
/// call of this.
///
/// # Errors
///
/// When there is no descriptor left.
pub fn listen() -> io::Result<UnixDatagram> {
    let (reader, writer) = UnixDatagram::pair()?;
    reader.set_nonblocking(true)?;
    writer.set_nonblocking(true)?;
    // Never closed: a handler may be about to write.
    WRITER.store(writer.as_raw_fd(), Ordering::SeqCst);
    std::mem::forget(writer);
    OWNER.store(std::process::id().cast_signed(), Ordering::SeqCst);
    Ok(reader)
}

extern "C" fn note(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: only calls that a signal handler may make; errno is left as it was found. The information is live for
    // the call. Other threads of ours block all signals, so this is PHP's, whose thread-locals are set up.
    let sent = unsafe {
        let errno = libc::__errno_location();
        let before = *errno;
        let sent = libc::getpid() == OWNER.load(Ordering::SeqCst)
            && HOOKS.get().is_some_and(|hooks| (hooks.loop_has_control)())
            && libc::write(WRITER.load(Ordering::SeqCst), info.cast(), Noted::SIZE)
                == Noted::SIZE.cast_signed();
        *errno = before;
        sent
    };
    if !sent {
        call_behind(signal, info, context);
    }
}

fn call_behind(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    let behind = behind(signal).map_or(0, |behind| behind.load(Ordering::SeqCst));
    if behind != 0 {
        // SAFETY: only what was a handler with SA_SIGINFO, pcntl's, is stored there.
        let behind = unsafe { std::mem::transmute::<usize, Handler>(behind) };
        behind(signal, info, context);
    }
}

/// A signal that came.
pub struct Noted(libc::siginfo_t);

impl Noted {
    /// Bytes of one message.
    pub const SIZE: usize = std::mem::size_of::<libc::siginfo_t>();

    /// From a message of [`listen`]'s socket.
    pub fn from_bytes(bytes: &[u8; Self::SIZE]) -> Self {
        // SAFETY: the bytes are a siginfo_t's, which has no invalid ones.
        Self(unsafe { std::ptr::read_unaligned(bytes.as_ptr().cast()) })
    }

    /// Its number.
    pub fn signal(&self) -> i32 {
        self.0.si_signo
    }

    /// What pcntl tells a handler about it.
    pub fn details(&self) -> Array {
        let mut fields = Array::with_capacity(8);
        let mut put =
            |name: &str, value: Value| fields.add(&PhpString::new(name.as_bytes()), value);
        let int = |number: i64| Value::from(number);
        put("signo", int(self.0.si_signo.into()));
        put("errno", int(self.0.si_errno.into()));
        put("code", int(self.0.si_code.into()));
        // SAFETY: which of the fields hold something follows from the signal; all are plain numbers.
        unsafe {
            match self.0.si_signo {
                libc::SIGCHLD => {
                    put("status", int(self.0.si_status().into()));
                    put("utime", Value::from(self.0.si_utime() as f64));
                    put("stime", Value::from(self.0.si_stime() as f64));
                    put("pid", int(self.0.si_pid().into()));
                    put("uid", int(self.0.si_uid().into()));
                }
                libc::SIGUSR1 | libc::SIGUSR2 => {
                    put("pid", int(self.0.si_pid().into()));
                    put("uid", int(self.0.si_uid().into()));
                }
                libc::SIGILL | libc::SIGFPE | libc::SIGSEGV | libc::SIGBUS => {
                    put("addr", Value::from(self.0.si_addr() as usize as f64));
                }
                _ => {}
            }
        }
        fields
    }

    /// Passes it on to pcntl, as if it came now.
    pub fn pass_on(mut self) {
        super::signals::with_all_blocked(|| {
            call_behind(self.0.si_signo, &raw mut self.0, std::ptr::null_mut());
        });
    }
}
