//! Rust code that needs much stack, called on one stack that all such calls share.
//!
//! Each page of a coroutine's stack that was touched once stays resident while the coroutine lives, and a coroutine
//! that waits for the next message of an idle connection lives for long. Compressing a message goes several pages
//! deep: done here, it costs its pages once and not once a connection. Price: two switches, about 0.1 µs.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use super::fiber::{Fiber, Phase};
use super::{error, globals};

/// Bytes of the shared stack.
const STACK: usize = 256 * 1024;

thread_local! {
    /// Taken out while in use.
    static FIBER: Cell<Option<NonNull<Fiber>>> = const { Cell::new(None) };
}

struct Work<F, R> {
    act: Option<F>,
    result: Option<R>,
}

/// Calls `act` on the shared stack. It may use PHP's memory; it must not call PHP code nor suspend. A bailout in it
/// (out of memory) goes on from here.
pub fn call<F: FnOnce() -> R, R>(act: F) -> R {
    let mut work = Work {
        act: Some(act),
        result: None,
    };
    if let Some(fiber) = FIBER.take().or_else(|| Fiber::create(STACK)) {
        // SAFETY: the fiber is idle, `work` outlives the body, which does not suspend: it has ended when this returns.
        let phase = unsafe {
            fiber.as_ref().start(
                run::<F, R>,
                (&raw mut work).cast(),
                globals::error_reporting(),
            )
        };
        if phase == Phase::Bailout {
            // The fiber is lost with what lies on it.
            error::bailout();
        }
        FIBER.set(Some(fiber));
    }
    match (work.result, work.act) {
        (Some(result), _) => result,
        // No memory for another stack: this one has to do.
        (None, Some(act)) => act(),
        (None, None) => unreachable!("what has begun has ended or bailed out"),
    }
}

/// # Safety
/// `data` is the caller's `Work<F, R>`.
unsafe fn run<F: FnOnce() -> R, R>(data: *mut c_void) {
    // SAFETY: see above; nobody else touches it meanwhile.
    let work = unsafe { &mut *data.cast::<Work<F, R>>() };
    if let Some(act) = work.act.take() {
        work.result = Some(act());
    }
}

/// Gives the stack back. Called when the request ends.
pub fn reset() {
    if let Some(fiber) = FIBER.take() {
        // SAFETY: it is kept here only while idle.
        unsafe { Fiber::give_back(fiber) };
    }
}
