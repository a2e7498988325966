//! Waking a coroutine from anywhere: its waker, and what other threads may touch of the scheduler.
//!
//! On the scheduler's own thread a wake puts the coroutine's id into its queue; from another thread the id goes through
//! a mutex.

use std::collections::VecDeque;
use std::hash::Hasher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

use super::scheduler;

/// Coroutine ids are small consecutive integers: spreading their bits is all the hashing needed.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 << 8 | u64::from(byte));
        }
    }
    fn write_i64(&mut self, id: i64) {
        self.write_u64(id as u64);
    }
    fn write_u64(&mut self, id: u64) {
        self.0 = id.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// What other threads may touch: ids of coroutines to wake, and how to wake the loop.
#[derive(Default)]
pub(super) struct Remote {
    ready: Mutex<Vec<i64>>,
    drainer: Mutex<Option<Waker>>,
}

impl Remote {
    /// Who empties the queue; `None` while no loop runs.
    pub(super) fn set_drainer(&self, drainer: Option<Waker>) {
        *lock(&self.drainer) = drainer;
    }

    /// Whether nobody was woken from another thread.
    pub(super) fn is_empty(&self) -> bool {
        lock(&self.ready).is_empty()
    }

    /// Moves the ids of those who were woken from another thread.
    pub(super) fn take_into(&self, queue: &mut VecDeque<i64>) {
        queue.extend(lock(&self.ready).drain(..));
    }

    fn push(&self, cid: i64) {
        lock(&self.ready).push(cid);
        if let Some(drainer) = &*lock(&self.drainer) {
            drainer.wake_by_ref();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The thread-safe part of a coroutine's waker.
pub struct WakeHandle {
    cid: i64,
    scheduled: AtomicBool,
    remote: Arc<Remote>,
}

impl WakeHandle {
    pub(super) fn new(cid: i64) -> Arc<Self> {
        Arc::new(Self {
            cid,
            scheduled: AtomicBool::new(false),
            remote: scheduler::remote(),
        })
    }

    pub(super) fn clear(&self) {
        self.scheduled.store(false, Ordering::Release);
    }
}

impl Wake for WakeHandle {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.scheduled.swap(true, Ordering::AcqRel) {
            return;
        }
        if !scheduler::wake_here(self.cid, &self.remote) {
            self.remote.push(self.cid);
        }
    }
}
