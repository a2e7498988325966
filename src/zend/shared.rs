//! Memory that a process shares with those forked from it later, waiting on a word of it, and counters in the kernel.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::Once;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// A piece of memory, zeroed at first. A forked process has it at the same address; each unmaps it for itself.
#[derive(Debug)]
pub struct SharedMemory {
    start: NonNull<u8>,
    length: usize,
}

impl SharedMemory {
    /// Maps memory. Pages are taken as they are touched.
    ///
    /// # Errors
    ///
    /// When the system has not so much address space, or no mappings left.
    pub fn new(length: usize) -> io::Result<Self> {
        let length = length.max(1);
        // SAFETY: a new mapping at an address of the kernel's choice.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                length,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let start = NonNull::new(start.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { start, length })
    }

    /// Its size in bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Where something of `size` bytes lies that begins at `offset`.
    ///
    /// # Panics
    /// When it does not lie inside: a bug of this crate.
    pub(super) fn at(&self, offset: usize, size: usize) -> *mut u8 {
        assert!(
            offset
                .checked_add(size)
                .is_some_and(|end| end <= self.length),
            "outside of the shared memory"
        );
        // SAFETY: inside of the mapping, as just checked.
        unsafe { self.start.as_ptr().add(offset) }
    }

    fn atomic<T>(&self, offset: usize) -> &T {
        let place = self.at(offset, size_of::<T>()).cast::<T>();
        assert!(place.is_aligned(), "not aligned");
        // SAFETY: inside, aligned, mapped as long as self; an atomic may be changed by other processes at any time, and
        // any bits are valid.
        unsafe { &*place }
    }

    /// The word at `offset`, a multiple of 4.
    pub fn u32_at(&self, offset: usize) -> &AtomicU32 {
        self.atomic(offset)
    }

    /// The word at `offset`, a multiple of 8.
    pub fn u64_at(&self, offset: usize) -> &AtomicU64 {
        self.atomic(offset)
    }

    /// The word at `offset`, a multiple of 8.
    pub fn i64_at(&self, offset: usize) -> &AtomicI64 {
        self.atomic(offset)
    }

    /// Copies from `offset` on. Who may write there at the same time is the caller's to rule out; what is read would be
    /// a mixture.
    pub fn read(&self, offset: usize, into: &mut [u8]) {
        // SAFETY: inside, as `at` checks; the buffer is not part of the mapping, of which nobody has a reference.
        unsafe {
            std::ptr::copy_nonoverlapping(
                self.at(offset, into.len()),
                into.as_mut_ptr(),
                into.len(),
            )
        };
    }

    /// Copies to `offset` and on, with the same care.
    pub fn write(&self, offset: usize, from: &[u8]) {
        // SAFETY: as above.
        unsafe {
            std::ptr::copy_nonoverlapping(from.as_ptr(), self.at(offset, from.len()), from.len())
        };
    }

    /// Zeroes `length` bytes from `offset` on.
    pub fn clear(&self, offset: usize, length: usize) {
        // SAFETY: as above.
        unsafe { std::ptr::write_bytes(self.at(offset, length), 0, length) };
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, and nobody borrows from it any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}

/// How a wait for a word ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// Somebody has woken this process, or the word had another value to begin with.
    Woken,
    /// The time was up.
    TimedOut,
    /// A signal came.
    Interrupted,
}

/// Waits until somebody calls [`wake`] for this word, unless its value is not `expected`. Blocks the thread; `None` waits
/// for ever.
pub fn wait(word: &AtomicU32, expected: u32, limit: Option<Duration>) -> Waited {
    let limit = limit.map(|limit| libc::timespec {
        tv_sec: limit.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: limit.subsec_nanos().into(),
    });
    let limit = limit.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the word is live for the call; the time, if there is one, too.
    let result = unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT,
            expected,
            limit,
        )
    };
    if result == 0 {
        return Waited::Woken;
    }
    match io::Error::last_os_error().raw_os_error() {
        Some(libc::ETIMEDOUT) => Waited::TimedOut,
        Some(libc::EINTR) => Waited::Interrupted,
        _ => Waited::Woken,
    }
}

/// Wakes at most `count` processes that [`wait`] for this word.
pub fn wake(word: &AtomicU32, count: u32) {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    // SAFETY: the word is live for the call.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, count) };
}

/// A counter in the kernel that forked processes share: tokens are taken out one by one, and given back.
#[derive(Debug)]
pub struct Tokens(OwnedFd);

impl Tokens {
    /// Makes a counter with so many tokens.
    ///
    /// # Errors
    ///
    /// When there is no descriptor left.
    pub fn new(count: u32) -> io::Result<Self> {
        // SAFETY: the call makes a descriptor, which is ours alone.
        unsafe {
            let fd = libc::eventfd(
                count,
                libc::EFD_SEMAPHORE | libc::EFD_NONBLOCK | libc::EFD_CLOEXEC,
            );
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            Ok(Self(OwnedFd::from_raw_fd(fd)))
        }
    }

    /// Takes one, if there is one now.
    pub fn take(&self) -> bool {
        let mut count = 0_u64;
        // SAFETY: eight bytes are writable.
        let read = unsafe { libc::read(self.0.as_raw_fd(), (&raw mut count).cast(), 8) };
        read == 8
    }

    /// Gives one back.
    pub fn give(&self) {
        let one = 1_u64;
        // SAFETY: eight bytes are readable.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    /// Waits until there may be one to take.
    ///
    /// # Errors
    ///
    /// When there is no descriptor left.
    pub async fn available(&self) -> io::Result<()> {
        let tokens = super::sys::watch_copy(self.0.as_raw_fd())?;
        loop {
            // What was given before it was watched.
            if super::sys::poll_now(tokens.as_raw_fd(), libc::POLLIN) != 0 {
                return Ok(());
            }
            tokens.readable().await?.clear_ready();
        }
    }
}

/// The id of this process, without a system call: it is asked for once, and anew in a forked process.
pub fn process_id() -> u32 {
    static ID: AtomicU32 = AtomicU32::new(0);
    static FORKS: Once = Once::new();
    unsafe extern "C" fn forked() {
        ID.store(0, Ordering::Relaxed);
    }
    let known = ID.load(Ordering::Relaxed);
    if known != 0 {
        return known;
    }
    // SAFETY: the function does what a forked process may do.
    FORKS.call_once(|| unsafe {
        libc::pthread_atfork(None, None, Some(forked));
    });
    let id = std::process::id();
    ID.store(id, Ordering::Relaxed);
    id
}

/// Whether there is no such process any more.
pub fn is_gone(process: u32) -> bool {
    // SAFETY: signal 0 is none: the kernel only looks whether it could be sent.
    let sent = unsafe { libc::kill(process.cast_signed(), 0) };
    sent < 0 && io::Error::last_os_error().raw_os_error() == Some(libc::ESRCH)
}
