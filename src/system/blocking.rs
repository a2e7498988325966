//! Calls that block run on threads of the runtime. How many there are, and what they do, for `Coroutine::stats()`.
//!
//! The threads are tokio's: one is started when a call finds none idle, up to a limit, and ends when it had nothing to
//! do for a while.

use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::coroutine::{Interrupted, wait_timeout};
use crate::zend::signals;

struct Counters {
    /// Threads started and ended so far.
    started: AtomicUsize,
    ended: AtomicUsize,
    /// Most threads there ever were at once.
    peak: AtomicUsize,
    /// Calls that were handed over and have not returned; those of them that a thread has taken.
    jobs: AtomicUsize,
    taken: AtomicUsize,
}

static COUNTERS: Counters = Counters {
    started: AtomicUsize::new(0),
    ended: AtomicUsize::new(0),
    peak: AtomicUsize::new(0),
    jobs: AtomicUsize::new(0),
    taken: AtomicUsize::new(0),
};

/// What the threads do at this moment.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Threads.
    pub workers: usize,
    /// Those that wait for a call.
    pub idle: usize,
    /// Most threads at once, ever.
    pub peak: usize,
    /// Threads started, ever.
    pub started: usize,
    /// Threads ended, ever.
    pub ended: usize,
    /// Calls that have not returned.
    pub jobs: usize,
    /// Those of them that no thread has taken yet.
    pub queued: usize,
}

/// The figures. Threads go on while they are read: they fit each other only roughly.
pub fn figures() -> Figures {
    let read = |counter: &AtomicUsize| counter.load(Ordering::SeqCst);
    let (ended, started) = (read(&COUNTERS.ended), read(&COUNTERS.started));
    let (taken, jobs) = (read(&COUNTERS.taken), read(&COUNTERS.jobs));
    let workers = started.saturating_sub(ended);
    Figures {
        workers,
        idle: workers.saturating_sub(taken),
        peak: read(&COUNTERS.peak),
        started,
        ended,
        jobs,
        queued: jobs.saturating_sub(taken),
    }
}

/// A thread of the runtime begins.
pub fn thread_started() {
    signals::block_all();
    let started = COUNTERS.started.fetch_add(1, Ordering::SeqCst) + 1;
    let now = started.saturating_sub(COUNTERS.ended.load(Ordering::SeqCst));
    COUNTERS.peak.fetch_max(now, Ordering::SeqCst);
}

/// A thread of the runtime ends.
pub fn thread_ended() {
    COUNTERS.ended.fetch_add(1, Ordering::SeqCst);
}

/// This is a forked process: the threads are the parent's.
pub fn forked() {
    let counters = [
        &COUNTERS.started,
        &COUNTERS.ended,
        &COUNTERS.peak,
        &COUNTERS.jobs,
        &COUNTERS.taken,
    ];
    for counter in counters {
        counter.store(0, Ordering::SeqCst);
    }
}

/// Adds one to a counter for as long as it lives.
struct Counted(&'static AtomicUsize);

impl Counted {
    fn new(counter: &'static AtomicUsize) -> Self {
        counter.fetch_add(1, Ordering::SeqCst);
        Self(counter)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Runs `job` on a thread for blocking calls and waits for its result. When the wait ends early the
/// job goes on by itself, and its result is dropped.
pub fn run<T: Send + 'static>(
    job: impl FnOnce() -> io::Result<T> + Send + 'static,
    limit: Option<Duration>,
) -> Result<io::Result<T>, Interrupted> {
    let counted = Counted::new(&COUNTERS.jobs);
    let job = tokio::task::spawn_blocking(move || {
        let _counted = counted;
        let _taken = Counted::new(&COUNTERS.taken);
        job()
    });
    wait_timeout(job, limit).map(|done| done.unwrap_or_else(|panic| Err(io::Error::other(panic))))
}

/// Runs `future` to its end, or until `limit` is over (`None` then), while the whole process waits: for where no coroutine
/// can. It gets a thread and a runtime of its own, since this may be called from within the loop's.
pub fn run_alone<F>(future: F, limit: Option<Duration>) -> io::Result<Option<F::Output>>
where
    F: Future<Output: Send> + Send + 'static,
{
    let thread = std::thread::Builder::new().spawn(move || {
        signals::block_all();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Ok(runtime.block_on(async {
            match limit {
                None => Some(future.await),
                Some(limit) => tokio::time::timeout(limit, future).await.ok(),
            }
        }))
    })?;
    thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the thread panicked")))
}
