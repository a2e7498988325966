//! `Swoole\Atomic\Long`: a number of 64 bits that several processes change.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::class::ATOMIC_LONG;
use crate::error;
use crate::zend::registry::ClassSlot;
use crate::zend::shared::SharedMemory;
use crate::zend::{Call, NativeState, PhpResult, Thrown};

use super::Once;

/// The state of a Long object.
#[derive(Default)]
pub struct AtomicLongState(Once<SharedMemory>);

impl NativeState for AtomicLongState {
    fn class() -> &'static ClassSlot {
        &ATOMIC_LONG
    }
}

fn word<'a>(call: &Call) -> Result<&'a AtomicI64, Thrown> {
    let memory = super::state::<AtomicLongState>(call).0.get()?;
    Ok(memory.i64_at(0))
}

/// `__construct(int $value = 0)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let value = call.long_or(0, 0)?;
    let memory =
        SharedMemory::new(8).map_err(|error| super::no_memory(call, error::errno_of(&error)))?;
    memory.i64_at(0).store(value, Ordering::SeqCst);
    super::state::<AtomicLongState>(call).0.set(call, memory)
}

/// `add(int $add_value = 1): int`: the sum, which wraps around.
pub fn add(call: &mut Call) -> PhpResult {
    let more = call.long_or(0, 1)?;
    let before = word(call)?.fetch_add(more, Ordering::SeqCst);
    call.ret(before.wrapping_add(more))
}

/// `sub(int $sub_value = 1): int`.
pub fn sub(call: &mut Call) -> PhpResult {
    let less = call.long_or(0, 1)?;
    let before = word(call)?.fetch_sub(less, Ordering::SeqCst);
    call.ret(before.wrapping_sub(less))
}

/// `get(): int`.
pub fn get(call: &mut Call) -> PhpResult {
    let value = word(call)?.load(Ordering::SeqCst);
    call.ret(value)
}

/// `set(int $value): void`.
pub fn set(call: &mut Call) -> PhpResult {
    let value = call.long(0)?;
    word(call)?.store(value, Ordering::SeqCst);
    Ok(())
}

/// `cmpset(int $cmp_value, int $new_value): bool`.
pub fn cmpset(call: &mut Call) -> PhpResult {
    let expected = call.long(0)?;
    let new = call.long(1)?;
    let done = word(call)?
        .compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst)
        .is_ok();
    call.ret(done)
}
