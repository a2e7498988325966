//! `Swoole\Lock`: mutual exclusion between processes. Waiting for one blocks the process, coroutines and all.

use crate::class::LOCK;
use crate::coroutine::wait::seconds;
use crate::slot::lock as slot;
use crate::zend::process_lock::{Kind, Patience, ProcessLock};
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, NativeState, PhpResult};

use super::Once;

const LOCK_SH: i64 = 1;
const LOCK_EX: i64 = 2;
const LOCK_NB: i64 = 4;

/// `SWOOLE_RWLOCK`, `SWOOLE_MUTEX`, `SWOOLE_SPINLOCK`.
const RWLOCK: i64 = 1;
const MUTEX: i64 = 3;
const SPINLOCK: i64 = 5;

/// The state of a Lock object.
#[derive(Default)]
pub struct LockState(Once<ProcessLock>);

impl NativeState for LockState {
    fn class() -> &'static ClassSlot {
        &LOCK
    }
}

/// `__construct(int $type = SWOOLE_MUTEX)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let number = call.long_or(0, MUTEX)?;
    let kind = match number {
        MUTEX => Kind::Mutex,
        RWLOCK => Kind::ReadWrite,
        SPINLOCK => Kind::Spin,
        _ => {
            return Err(zend::throw(
                &crate::class::EXCEPTION,
                &format!("lock type[{number}] is not support"),
                0,
            ));
        }
    };
    let lock = ProcessLock::new(kind).map_err(|reason| super::no_memory(call, reason))?;
    super::state::<LockState>(call).0.set(call, lock)
}

fn answer(call: &mut Call, result: Result<(), i32>) -> PhpResult {
    if let Err(reason) = result {
        call.this().set(slot::ERR_CODE, i64::from(reason));
    }
    call.ret(result.is_ok())
}

/// `lock(int $operation = LOCK_EX, float $timeout = -1): bool`.
pub fn lock(call: &mut Call) -> PhpResult {
    let operation = call.long_or(0, LOCK_EX)?;
    let limit = seconds(call.double_or(1, -1.0)?);
    let lock = super::state::<LockState>(call).0.get()?;
    if !matches!(operation & !LOCK_NB, LOCK_SH | LOCK_EX) {
        zend::warning("the operation must be LOCK_EX or LOCK_SH, alone or with LOCK_NB");
        return answer(call, Err(libc::EINVAL));
    }
    let patience = match limit {
        _ if operation & LOCK_NB != 0 => Patience::None,
        Some(limit) => Patience::Until(limit),
        None => Patience::Endless,
    };
    answer(call, lock.lock(operation & LOCK_SH != 0, patience))
}

/// `unlock(): bool`.
pub fn unlock(call: &mut Call) -> PhpResult {
    let unlocked = super::state::<LockState>(call).0.get()?.unlock();
    answer(call, unlocked)
}
