//! A lock between processes, `new Coroutine\Lock(true)`: whoever waits for it is a coroutine, its process goes on.
//!
//! A counter of the kernel, which forked processes share, holds one token while the lock is free. Whoever has read it holds
//! the lock, and writes it back. Who that is stands in shared memory, so that a lock whose holder died can be taken over.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::zend::shared::{SharedMemory, Tokens, is_gone, process_id};
use crate::zend::{Thrown, globals};

use super::wait::wait_timeout;
use super::{Interrupted, task};

/// How often one who waits looks whether the holder is alive.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A lock in shared memory.
pub(super) struct SharedLock {
    /// The holder, 0 when there is none.
    memory: SharedMemory,
    tokens: Tokens,
}

/// A process and a coroutine of it, as one number.
fn holder(cid: i64) -> u64 {
    u64::from(process_id()) << 32 | (cid.cast_unsigned() & u64::from(u32::MAX))
}

impl SharedLock {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            memory: SharedMemory::new(8)?,
            tokens: Tokens::new(1)?,
        })
    }

    /// Takes the lock for the running coroutine.
    ///
    /// # Errors
    ///
    /// `EBUSY` when it is held and `may_wait` is false, `ECANCELED`, or another of the system's error numbers.
    pub(super) fn lock(&self, may_wait: bool) -> Result<Result<(), i32>, Thrown> {
        let word = self.memory.u64_at(0);
        let me = holder(task::current_id());
        if word.load(Ordering::SeqCst) == me {
            return Ok(Ok(()));
        }
        loop {
            if self.tokens.take() {
                word.store(me, Ordering::SeqCst);
                return Ok(Ok(()));
            }
            if !may_wait {
                return Ok(Err(libc::EBUSY));
            }
            match wait_timeout(self.tokens.available(), Some(LOOK_AGAIN)) {
                Ok(Ok(())) => {}
                Ok(Err(reason)) => return Ok(Err(crate::error::errno_of(&reason))),
                Err(_) if globals::exception_pending() => return Err(Thrown),
                Err(Interrupted::TimedOut) => {
                    let held_by = word.load(Ordering::SeqCst);
                    let process = u32::try_from(held_by >> 32).unwrap_or(0);
                    if held_by != 0
                        && is_gone(process)
                        && word
                            .compare_exchange(held_by, me, Ordering::SeqCst, Ordering::SeqCst)
                            .is_ok()
                    {
                        return Ok(Ok(()));
                    }
                }
                Err(_) => return Ok(Err(libc::ECANCELED)),
            }
        }
    }

    /// Leaves the lock free, whoever holds it.
    pub(super) fn unlock(&self) {
        if self.memory.u64_at(0).swap(0, Ordering::SeqCst) != 0 {
            self.tokens.give();
        }
    }
}
