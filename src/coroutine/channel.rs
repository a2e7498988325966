//! `Swoole\Coroutine\Channel`: a bounded queue between coroutines (spec/coroutine-runtime §4.1).

use crate::class::COROUTINE_CHANNEL;
use crate::error::{self, code};
use crate::slot::coroutine_channel as slot;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, PhpResult, PhpString, Thrown, Value};

use super::queue::{Failure, Queue};
use super::wait::seconds;

const TIMEOUT: i64 = -1;
const CLOSED: i64 = -2;
const CANCELED: i64 = -3;

/// The state of a channel object. Its capacity is 0 until the constructor ran.
#[derive(Default)]
pub struct ChannelState {
    queue: Queue,
}

impl NativeState for ChannelState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_CHANNEL
    }

    fn collect(&self, gc: &mut Gc) {
        self.queue.collect(gc);
    }
}

#[cold]
#[inline(never)]
fn fail(call: &mut Call, failure: Failure) -> PhpResult {
    let status = match failure {
        Failure::TimedOut => TIMEOUT,
        Failure::Closed => CLOSED,
        Failure::Canceled => {
            error::set_last(code::CO_CANCELED);
            CANCELED
        }
    };
    call.this().set(slot::ERR_CODE, status);
    call.ret(false)
}

fn constructed<'a>(call: &Call) -> Result<&'a Queue, Thrown> {
    let state: &ChannelState = call.state();
    if state.queue.capacity() > 0 {
        return Ok(&state.queue);
    }
    Err(error::unconstructed())
}

/// `__construct(int $size = 1)`: less than 1 becomes 1.
pub fn construct(call: &mut Call) -> PhpResult {
    let size = call.long_or(0, 1)?.max(1);
    let state: &ChannelState = call.state();
    if state.queue.capacity() > 0 {
        return Err(zend::throw(
            &crate::class::ERROR,
            "channel has already been constructed",
            i64::from(code::UNDEFINED_BEHAVIOR),
        ));
    }
    state
        .queue
        .set_capacity(usize::try_from(size).unwrap_or(usize::MAX));
    call.this().set(slot::CAPACITY, size);
    Ok(())
}

/// `push(mixed $data, float $timeout = -1): bool`.
#[inline(always)]
pub fn push(call: &mut Call) -> PhpResult {
    let data = call.value(0).unwrap_or(Value::null());
    let limit = seconds(call.double_or(1, -1.0)?);
    super::require_coroutine()?;
    match constructed(call)?.push(data, limit) {
        Ok(()) => call.ret(true),
        Err(failure) => fail(call, failure),
    }
}

/// `pop(float $timeout = -1): mixed`.
#[inline(always)]
pub fn pop(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(0, -1.0)?);
    super::require_coroutine()?;
    match constructed(call)?.pop(limit) {
        Ok(data) => call.ret(data),
        Err(failure) => fail(call, failure),
    }
}

/// `close(): bool`: wakes all who wait, producers first. False when it was closed before.
pub fn close(call: &mut Call) -> PhpResult {
    let closed = call.state::<ChannelState>().queue.close();
    call.ret(closed)
}

/// `length(): int`.
pub fn length(call: &mut Call) -> PhpResult {
    let length = call.state::<ChannelState>().queue.len();
    call.ret(length as i64)
}

/// `isEmpty(): bool`.
pub fn is_empty(call: &mut Call) -> PhpResult {
    let empty = call.state::<ChannelState>().queue.is_empty();
    call.ret(empty)
}

/// `isFull(): bool`.
pub fn is_full(call: &mut Call) -> PhpResult {
    let full = call.state::<ChannelState>().queue.is_full();
    call.ret(full)
}

/// `stats(): array`.
pub fn stats(call: &mut Call) -> PhpResult {
    let queue = &call.state::<ChannelState>().queue;
    let mut stats = Array::with_capacity(3);
    let mut put =
        |name: &str, number: usize| stats.set(&PhpString::new(name.as_bytes()), number as i64);
    put("consumer_num", queue.consumers());
    put("producer_num", queue.producers());
    put("queue_num", queue.len());
    call.ret(stats)
}
