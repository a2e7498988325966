//! Locks of the C library that processes share: a mutex, a readers-writer lock, a spin lock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::shared::SharedMemory;

unsafe extern "C" {
    fn pthread_rwlock_timedrdlock(
        lock: *mut libc::pthread_rwlock_t,
        until: *const libc::timespec,
    ) -> i32;
    fn pthread_rwlock_timedwrlock(
        lock: *mut libc::pthread_rwlock_t,
        until: *const libc::timespec,
    ) -> i32;
}

/// Which lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One holder; a holder that dies loses it.
    Mutex,
    /// Several readers or one writer.
    ReadWrite,
    /// One holder; waiting is trying again and again.
    Spin,
}

/// How long to wait for a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    None,
    /// So long.
    Until(Duration),
    /// For ever.
    Endless,
}

/// A lock in shared memory.
#[derive(Debug)]
pub struct ProcessLock {
    memory: SharedMemory,
    kind: Kind,
}

const SIZE: usize = 128;
const _: () = assert!(
    size_of::<libc::pthread_mutex_t>() <= SIZE && size_of::<libc::pthread_rwlock_t>() <= SIZE
);

fn check(code: i32) -> Result<(), i32> {
    if code == 0 { Ok(()) } else { Err(code) }
}

/// The time at which a wait ends, on the clock of the C library's locks.
fn deadline(limit: Duration) -> libc::timespec {
    let until = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .saturating_add(limit);
    libc::timespec {
        tv_sec: until.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: until.subsec_nanos().into(),
    }
}

impl ProcessLock {
    /// Makes a lock that nobody holds.
    ///
    /// # Errors
    ///
    /// The system's error number.
    pub fn new(kind: Kind) -> Result<Self, i32> {
        let memory = SharedMemory::new(SIZE)
            .map_err(|error| error.raw_os_error().unwrap_or(libc::ENOMEM))?;
        let lock = Self { memory, kind };
        // SAFETY: the memory is large enough, aligned to a page, and used by nobody; attributes are initialised before
        // they are used, and copied by the lock.
        unsafe {
            match kind {
                Kind::Mutex => {
                    let mut attributes = std::mem::zeroed();
                    check(libc::pthread_mutexattr_init(&raw mut attributes))?;
                    check(libc::pthread_mutexattr_setpshared(
                        &raw mut attributes,
                        libc::PTHREAD_PROCESS_SHARED,
                    ))?;
                    check(libc::pthread_mutexattr_setrobust(
                        &raw mut attributes,
                        libc::PTHREAD_MUTEX_ROBUST,
                    ))?;
                    check(libc::pthread_mutex_init(
                        lock.place(),
                        &raw const attributes,
                    ))?;
                }
                Kind::ReadWrite => {
                    let mut attributes = std::mem::zeroed();
                    check(libc::pthread_rwlockattr_init(&raw mut attributes))?;
                    check(libc::pthread_rwlockattr_setpshared(
                        &raw mut attributes,
                        libc::PTHREAD_PROCESS_SHARED,
                    ))?;
                    check(libc::pthread_rwlock_init(
                        lock.place(),
                        &raw const attributes,
                    ))?;
                }
                Kind::Spin => check(libc::pthread_spin_init(
                    lock.place(),
                    libc::PTHREAD_PROCESS_SHARED,
                ))?,
            }
        }
        Ok(lock)
    }

    fn place<T>(&self) -> *mut T {
        self.memory.at(0, size_of::<T>()).cast()
    }

    /// Takes the lock, for itself or (a readers-writer lock) together with others. Blocks the thread.
    ///
    /// # Errors
    ///
    /// `EBUSY` or `ETIMEDOUT` when it was not to be had in time, or another of the system's error numbers.
    pub fn lock(&self, shared: bool, patience: Patience) -> Result<(), i32> {
        // SAFETY: the lock was initialised; the times are live for the calls.
        unsafe {
            match (self.kind, patience) {
                (Kind::Mutex, patience) => {
                    let taken = match patience {
                        Patience::None => libc::pthread_mutex_trylock(self.place()),
                        Patience::Until(limit) => {
                            let until = deadline(limit);
                            libc::pthread_mutex_timedlock(self.place(), &raw const until)
                        }
                        Patience::Endless => libc::pthread_mutex_lock(self.place()),
                    };
                    if taken == libc::EOWNERDEAD {
                        // The lock is ours; its holder died, and what it protects is the script's to judge.
                        return check(libc::pthread_mutex_consistent(self.place()));
                    }
                    check(taken)
                }
                (Kind::ReadWrite, Patience::None) if shared => {
                    check(libc::pthread_rwlock_tryrdlock(self.place()))
                }
                (Kind::ReadWrite, Patience::None) => {
                    check(libc::pthread_rwlock_trywrlock(self.place()))
                }
                (Kind::ReadWrite, Patience::Until(limit)) => {
                    let until = deadline(limit);
                    check(if shared {
                        pthread_rwlock_timedrdlock(self.place(), &raw const until)
                    } else {
                        pthread_rwlock_timedwrlock(self.place(), &raw const until)
                    })
                }
                (Kind::ReadWrite, Patience::Endless) if shared => {
                    check(libc::pthread_rwlock_rdlock(self.place()))
                }
                (Kind::ReadWrite, Patience::Endless) => {
                    check(libc::pthread_rwlock_wrlock(self.place()))
                }
                (Kind::Spin, patience) => self.spin(patience),
            }
        }
    }

    fn spin(&self, patience: Patience) -> Result<(), i32> {
        let start = Instant::now();
        loop {
            for _ in 0..1000 {
                // SAFETY: the lock was initialised.
                if unsafe { libc::pthread_spin_trylock(self.place()) } == 0 {
                    return Ok(());
                }
                match patience {
                    Patience::None => return Err(libc::EBUSY),
                    Patience::Until(limit) if start.elapsed() >= limit => {
                        return Err(libc::ETIMEDOUT);
                    }
                    _ => std::hint::spin_loop(),
                }
            }
            std::thread::yield_now();
        }
    }

    /// Lets the lock go.
    ///
    /// # Errors
    ///
    /// `EPERM` when another process holds the mutex, or nobody.
    pub fn unlock(&self) -> Result<(), i32> {
        // SAFETY: the lock was initialised. A spin lock is a word that becomes 0.
        unsafe {
            check(match self.kind {
                Kind::Mutex => libc::pthread_mutex_unlock(self.place()),
                Kind::ReadWrite => libc::pthread_rwlock_unlock(self.place()),
                Kind::Spin => libc::pthread_spin_unlock(self.place()),
            })
        }
    }
}
