//! `Swoole\Coroutine\Lock`: mutual exclusion between coroutines (spec/coroutine-runtime §4.4).
//!
//! The lock goes to whoever has waited longest; that one runs when the loop comes to it, not inside
//! `unlock()`. Between processes: `shared_lock`.

use std::cell::{Cell, OnceCell};

use crate::class::COROUTINE_LOCK;
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::slot::coroutine_lock as slot;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, NativeState, PhpResult};

use super::shared_lock::SharedLock;
use super::task::{self, Reason};
use super::waiters::Waiters;

const LOCK_SH: i64 = 1;
const LOCK_EX: i64 = 2;
const LOCK_NB: i64 = 4;

/// The state of a Lock object.
#[derive(Default)]
pub struct LockState {
    constructed: Cell<bool>,
    /// A lock between processes: then the rest has no meaning.
    shared: OnceCell<SharedLock>,
    /// The id of the coroutine that holds it.
    owner: Cell<Option<i64>>,
    waiters: Waiters,
}

impl NativeState for LockState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_LOCK
    }
}

impl LockState {
    /// Passes the lock on to whoever waits, or leaves it free.
    fn release(&self) {
        let next = self.waiters.take_first();
        self.owner.set(next.as_ref().map(|next| next.id()));
        if let Some(next) = next {
            next.waker().wake_by_ref();
        }
    }
}

/// `__construct(bool $shared = false)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let shared = call.bool_or(0, false)?;
    let state: &LockState = call.state();
    if state.constructed.replace(true) {
        return Err(zend::error::throw_error(
            "Constructor of Swoole\\Coroutine\\Lock can only be called once",
        ));
    }
    if shared {
        let lock = SharedLock::new().map_err(|reason| {
            let reason = error::errno_of(&reason);
            zend::throw(
                &crate::class::EXCEPTION,
                &format!(
                    "a lock between processes cannot be made, Error: {}",
                    error::text(i64::from(reason))
                ),
                i64::from(reason),
            )
        })?;
        let _ = state.shared.set(lock);
    }
    Ok(())
}

fn fail(call: &mut Call, reason: i32) -> PhpResult {
    call.this().set(slot::ERR_CODE, i64::from(reason));
    call.ret(false)
}

/// `lock(int $operation = LOCK_EX): bool`: `LOCK_SH` excludes others as `LOCK_EX` does.
pub fn lock(call: &mut Call) -> PhpResult {
    let operation = call.long_or(0, LOCK_EX)?;
    let state: &LockState = call.state();
    let cid = task::current_id();
    if cid < 0 {
        log::write(
            Level::Warning,
            "The coroutine lock can only be used in a coroutine environment",
        );
        return call.ret(false);
    }
    if !matches!(operation & !LOCK_NB, LOCK_SH | LOCK_EX) {
        zend::warning("the operation must be LOCK_EX or LOCK_SH, alone or with LOCK_NB");
        return fail(call, libc::EINVAL);
    }
    if let Some(lock) = state.shared.get() {
        return match lock.lock(operation & LOCK_NB == 0)? {
            Ok(()) => call.ret(true),
            Err(reason) => {
                if reason == libc::ECANCELED {
                    error::set_last(code::CO_CANCELED);
                }
                fail(call, reason)
            }
        };
    }
    match state.owner.get() {
        None => {
            state.owner.set(Some(cid));
            return call.ret(true);
        }
        Some(owner) if owner == cid => return call.ret(true),
        Some(_) if operation & LOCK_NB != 0 => return fail(call, libc::EBUSY),
        Some(_) => {}
    }
    match state
        .waiters
        .park_until(None, || state.owner.get() == Some(cid))
    {
        Reason::Resumed => call.ret(true),
        _ => {
            if state.owner.get() == Some(cid) {
                // It was ours already when the cancellation came.
                state.release();
            }
            error::set_last(code::CO_CANCELED);
            fail(call, libc::ECANCELED)
        }
    }
}

/// `unlock(): bool`: true also when it was free or somebody else's, as in Swoole.
pub fn unlock(call: &mut Call) -> PhpResult {
    let state: &LockState = call.state();
    match state.shared.get() {
        Some(lock) => lock.unlock(),
        None => state.release(),
    }
    call.ret(true)
}
