//! `Swoole\Coroutine\Channel`: a bounded queue between coroutines (spec/coroutine-runtime §4.1).
//!
//! A push hands over to the first waiting consumer on the spot, a pop to the first waiting
//! producer; waiters are served first come, first served.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::class::COROUTINE_CHANNEL;
use crate::error::{self, code};
use crate::slot::coroutine_channel as slot;
use crate::zend::object::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, PhpResult, PhpString, Thrown, Value};

use super::task::Reason;
use super::wait::seconds;
use super::waiters::Waiters;

const TIMEOUT: i64 = -1;
const CLOSED: i64 = -2;
const CANCELED: i64 = -3;

/// The state of a channel object.
#[derive(Default)]
pub struct ChannelState {
    /// 0 until the constructor ran.
    capacity: Cell<usize>,
    closed: Cell<bool>,
    queue: RefCell<VecDeque<Value>>,
    producers: Waiters,
    consumers: Waiters,
}

impl NativeState for ChannelState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_CHANNEL
    }

    fn collect(&self, gc: &mut Gc) {
        if let Ok(queue) = self.queue.try_borrow() {
            queue.iter().for_each(|value| gc.add(value));
        }
    }
}

impl ChannelState {
    fn is_full(&self) -> bool {
        self.queue.borrow().len() >= self.capacity.get()
    }

    fn is_empty(&self) -> bool {
        self.queue.borrow().is_empty()
    }
}

fn fail(call: &mut Call, status: i64) -> PhpResult {
    call.this().set(slot::ERR_CODE, status);
    if status == CANCELED {
        error::set_last(code::CO_CANCELED);
    }
    call.ret(false)
}

fn failure_of(reason: Reason) -> Option<i64> {
    match reason {
        Reason::Resumed => None,
        Reason::TimedOut => Some(TIMEOUT),
        Reason::Closed => Some(CLOSED),
        Reason::Canceled => Some(CANCELED),
    }
}

fn constructed(state: &ChannelState) -> Result<(), Thrown> {
    if state.capacity.get() > 0 {
        return Ok(());
    }
    Err(zend::throw(
        &crate::class::ERROR,
        "must call constructor first",
        i64::from(code::UNDEFINED_BEHAVIOR),
    ))
}

/// `__construct(int $size = 1)`: less than 1 becomes 1.
pub fn construct(call: &mut Call) -> PhpResult {
    let size = call.long_or(0, 1)?.max(1);
    let state: &ChannelState = call.state();
    if state.capacity.get() > 0 {
        return Err(zend::throw(
            &crate::class::ERROR,
            "channel has already been constructed",
            i64::from(code::UNDEFINED_BEHAVIOR),
        ));
    }
    state
        .capacity
        .set(usize::try_from(size).unwrap_or(usize::MAX));
    call.this().set(slot::CAPACITY, size);
    Ok(())
}

/// `push(mixed $data, float $timeout = -1): bool`.
pub fn push(call: &mut Call) -> PhpResult {
    let data = call.value(0).unwrap_or(Value::null());
    let timeout = call.double_or(1, -1.0)?;
    super::require_coroutine()?;
    let state: &ChannelState = call.state();
    constructed(state)?;
    if state.closed.get() {
        return fail(call, CLOSED);
    }
    if (state.is_full() || !state.producers.is_empty())
        && let Some(status) = failure_of(state.producers.park(seconds(timeout)))
    {
        return fail(call, status);
    }
    state.queue.borrow_mut().push_back(data);
    state.consumers.wake_first(Reason::Resumed);
    call.ret(true)
}

/// `pop(float $timeout = -1): mixed`.
pub fn pop(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, -1.0)?;
    super::require_coroutine()?;
    let state: &ChannelState = call.state();
    constructed(state)?;
    if state.is_empty() && state.closed.get() {
        return fail(call, CLOSED);
    }
    if (state.is_empty() || !state.consumers.is_empty())
        && let Some(status) = failure_of(state.consumers.park(seconds(timeout)))
    {
        return fail(call, status);
    }
    let data = state.queue.borrow_mut().pop_front();
    state.producers.wake_first(Reason::Resumed);
    call.ret(data.unwrap_or(Value::null()))
}

/// `close(): bool`: wakes all who wait, producers first. False when it was closed before.
pub fn close(call: &mut Call) -> PhpResult {
    let state: &ChannelState = call.state();
    if state.closed.replace(true) {
        return call.ret(false);
    }
    state.producers.wake_all(Reason::Closed);
    state.consumers.wake_all(Reason::Closed);
    call.ret(true)
}

/// `length(): int`.
pub fn length(call: &mut Call) -> PhpResult {
    let length = call.state::<ChannelState>().queue.borrow().len();
    call.ret(length as i64)
}

/// `isEmpty(): bool`.
pub fn is_empty(call: &mut Call) -> PhpResult {
    let empty = call.state::<ChannelState>().is_empty();
    call.ret(empty)
}

/// `isFull(): bool`.
pub fn is_full(call: &mut Call) -> PhpResult {
    let full = call.state::<ChannelState>().is_full();
    call.ret(full)
}

/// `stats(): array`.
pub fn stats(call: &mut Call) -> PhpResult {
    let state: &ChannelState = call.state();
    let mut stats = Array::with_capacity(3);
    let mut put =
        |name: &str, number: usize| stats.set(&PhpString::new(name.as_bytes()), number as i64);
    put("consumer_num", state.consumers.len());
    put("producer_num", state.producers.len());
    put("queue_num", state.queue.borrow().len());
    call.ret(stats)
}
