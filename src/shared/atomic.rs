//! `Swoole\Atomic`: an unsigned number of 32 bits that several processes change, and that they can wait for.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::class::ATOMIC;
use crate::coroutine::wait::seconds;
use crate::error;
use crate::zend::registry::ClassSlot;
use crate::zend::shared::{self, SharedMemory, Waited};
use crate::zend::{Call, NativeState, PhpResult, Thrown, interrupt};

use super::Once;

/// The state of an Atomic object.
#[derive(Default)]
pub struct AtomicState(Once<SharedMemory>);

impl NativeState for AtomicState {
    fn class() -> &'static ClassSlot {
        &ATOMIC
    }
}

/// A number of PHP's brought into 32 bits: only these count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "that is what it is for"
)]
fn low(number: i64) -> u32 {
    number as u32
}

fn word<'a>(call: &Call) -> Result<&'a AtomicU32, Thrown> {
    let memory = super::state::<AtomicState>(call).0.get()?;
    Ok(memory.u32_at(0))
}

/// `__construct(int $value = 0)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let value = low(call.long_or(0, 0)?);
    let memory =
        SharedMemory::new(8).map_err(|error| super::no_memory(call, error::errno_of(&error)))?;
    memory.u32_at(0).store(value, Ordering::SeqCst);
    super::state::<AtomicState>(call).0.set(call, memory)
}

/// `add(int $add_value = 1): int`: the sum, which begins again at 0 after 2^32 - 1.
pub fn add(call: &mut Call) -> PhpResult {
    let more = low(call.long_or(0, 1)?);
    let before = word(call)?.fetch_add(more, Ordering::SeqCst);
    call.ret(i64::from(before.wrapping_add(more)))
}

/// `sub(int $sub_value = 1): int`.
pub fn sub(call: &mut Call) -> PhpResult {
    let less = low(call.long_or(0, 1)?);
    let before = word(call)?.fetch_sub(less, Ordering::SeqCst);
    call.ret(i64::from(before.wrapping_sub(less)))
}

/// `get(): int`.
pub fn get(call: &mut Call) -> PhpResult {
    let value = word(call)?.load(Ordering::SeqCst);
    call.ret(i64::from(value))
}

/// `set(int $value): void`.
pub fn set(call: &mut Call) -> PhpResult {
    let value = low(call.long(0)?);
    word(call)?.store(value, Ordering::SeqCst);
    Ok(())
}

/// `cmpset(int $cmp_value, int $new_value): bool`.
pub fn cmpset(call: &mut Call) -> PhpResult {
    let expected = low(call.long(0)?);
    let new = low(call.long(1)?);
    let done = word(call)?
        .compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst)
        .is_ok();
    call.ret(done)
}

/// `wait(float $timeout = 1.0): bool`: takes a 1 down to 0, and blocks the process until there is one to take. A signal
/// that the script handles ends the wait: its handler is to run.
pub fn wait(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(0, 1.0)?);
    let taken = take(word(call)?, limit);
    call.ret(taken)
}

fn take(word: &AtomicU32, limit: Option<Duration>) -> bool {
    let until = limit.and_then(|limit| Instant::now().checked_add(limit));
    loop {
        let Err(seen) = word.compare_exchange(1, 0, Ordering::SeqCst, Ordering::SeqCst) else {
            return true;
        };
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return false;
        }
        if shared::wait(word, seen, left) == Waited::Interrupted && interrupt::asked() {
            return false;
        }
    }
}

/// `wakeup(int $count = 1): bool`: makes a 0 a 1, and wakes processes that wait.
pub fn wakeup(call: &mut Call) -> PhpResult {
    let count = u32::try_from(call.long_or(0, 1)?).unwrap_or(0);
    let word = word(call)?;
    if word
        .compare_exchange(0, 1, Ordering::SeqCst, Ordering::SeqCst)
        .is_ok()
    {
        shared::wake(word, count);
    }
    call.ret(true)
}
