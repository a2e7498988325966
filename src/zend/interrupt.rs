//! Stopping PHP code that computes: a thread asks the engine for an interrupt, which it grants at the
//! next loop or call of the script, on the script's own stack.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use ext_php_rs::ffi::{self, zend_execute_data};

use super::globals::eg;
use super::shared::process_id;

type Function = Option<unsafe extern "C" fn(*mut zend_execute_data)>;

/// What was there before us (`pcntl` with asynchronous signals, a profiler).
static mut PREVIOUS: Function = None;
static mut HOOK: Option<fn()> = None;

/// Has `hook` called at every interrupt. Called at module start.
pub fn install(hook: fn()) {
    // SAFETY: module start: no script runs, no thread of ours exists.
    unsafe {
        HOOK = Some(hook);
        PREVIOUS = ffi::zend_interrupt_function;
        ffi::zend_interrupt_function = Some(interrupted);
    }
}

unsafe extern "C" fn interrupted(frame: *mut zend_execute_data) {
    // SAFETY: both are written at module start only.
    unsafe {
        if let Some(previous) = PREVIOUS {
            previous(frame);
        }
        if let Some(hook) = HOOK {
            hook();
        }
    }
}

/// Whether the engine was asked for an interrupt and has not granted it yet: a handler of the script waits to be run.
pub fn asked() -> bool {
    flag().load(Ordering::Relaxed)
}

fn flag() -> &'static AtomicBool {
    // SAFETY: EG of the thread that asks is live until the request ends; the flag is the engine's own, made to be set
    // from elsewhere.
    unsafe { &*(&raw const (*eg()).vm_interrupt).cast::<AtomicBool>() }
}

/// A thread that asks for an interrupt at regular times. It ends when this is dropped.
pub struct Ticker {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    /// The process that has the thread.
    process: u32,
}

impl Ticker {
    /// Starts the thread. `None` when the system has none left.
    pub fn start(pause: Duration) -> Option<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        // Before the request ends the ticker is stopped.
        let flag = flag();
        let stopped = stop.clone();
        let thread = std::thread::Builder::new()
            .name("swoole-ticker".to_owned())
            .spawn(move || {
                super::signals::block_all();
                while !stopped.load(Ordering::Relaxed) {
                    std::thread::park_timeout(pause);
                    flag.store(true, Ordering::Relaxed);
                }
            })
            .ok()?;
        Some(Self {
            stop,
            thread: Some(thread),
            process: process_id(),
        })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if self.process != process_id() {
            // In a forked process nobody would ever end the wait for it.
            std::mem::forget(self.thread.take());
        } else if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
