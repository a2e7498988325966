//! `Swoole\Timer`: the static methods (spec/coroutine-runtime §4.8).

use crate::class::TIMER_ITERATOR;
use crate::error::{self, code};
use crate::zend::{self, Array, Call, Object, PhpResult, PhpString, Value};

use super::clock;

fn start(call: &mut Call, repeats: bool) -> PhpResult {
    let milliseconds = call.long(0)?;
    let callable = call.callable(1)?;
    if milliseconds < 1 {
        zend::warning("Timer must be greater than or equal to 1");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let id = clock::add(milliseconds, repeats, callable, call.rest(2))?;
    call.ret(id)
}

/// `tick(int $ms, callable $callback, mixed ...$params): int|false`.
pub fn tick(call: &mut Call) -> PhpResult {
    start(call, true)
}

/// `after(int $ms, callable $callback, mixed ...$params): int|false`.
pub fn after(call: &mut Call) -> PhpResult {
    start(call, false)
}

/// `exists(int $timer_id): bool`.
pub fn exists(call: &mut Call) -> PhpResult {
    let id = call.long(0)?;
    call.ret(clock::exists(id))
}

/// `info(int $timer_id): ?array`.
pub fn info(call: &mut Call) -> PhpResult {
    let id = call.long(0)?;
    let Some(info) = clock::info(id) else {
        return call.ret(Value::null());
    };
    let milliseconds = |nanos: u64| i64::try_from(nanos / 1_000_000).unwrap_or(i64::MAX);
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut fields = Array::with_capacity(8);
    let mut put = |name: &str, value: Value| fields.add(&PhpString::new(name.as_bytes()), value);
    put("exec_msec", milliseconds(info.due).into());
    put("exec_count", count(info.runs).into());
    put("interval", milliseconds(info.period).into());
    put("round", count(info.round).into());
    put("removed", info.removed.into());
    call.ret(fields)
}

/// `stats(): array`.
pub fn stats(call: &mut Call) -> PhpResult {
    let (timers, rounds) = clock::figures();
    let mut stats = Array::with_capacity(4);
    let mut put = |name: &str, value: Value| stats.add(&PhpString::new(name.as_bytes()), value);
    put("initialized", clock::is_initialized().into());
    put("num", (timers as i64).into());
    put("round", i64::try_from(rounds).unwrap_or(i64::MAX).into());
    call.ret(stats)
}

/// `list(): Swoole\Timer\Iterator`.
pub fn list(call: &mut Call) -> PhpResult {
    let ids = clock::ids();
    let mut list = Array::with_capacity(u32::try_from(ids.len()).unwrap_or(0));
    for id in ids {
        list.push(id);
    }
    let iterator = Object::new(&TIMER_ITERATOR);
    iterator.call("__construct", &mut [list.into()])?;
    call.ret(iterator)
}

/// `clear(int $timer_id): bool`.
pub fn clear(call: &mut Call) -> PhpResult {
    let id = call.long(0)?;
    call.ret(clock::remove(id))
}

/// `clearAll(): bool`.
pub fn clear_all(call: &mut Call) -> PhpResult {
    call.ret(clock::remove_all())
}
