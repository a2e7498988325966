//! `Swoole\ConnectionPool`: connections (or anything else) made when needed, shared and given back
//! (spec/coroutine-runtime §4.7).

use std::cell::{Cell, RefCell};

use crate::class::CONNECTION_POOL;
use crate::zend::error::throw_builtin;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{
    Call, Callable, NativeState, Object, PhpResult, PhpString, Thrown, Value, throw_error,
};

use super::queue::Queue;
use super::require_coroutine;
use super::wait::seconds;

/// `ConnectionPool::DEFAULT_SIZE`.
const DEFAULT_SIZE: i64 = 64;

/// The state of a pool object.
#[derive(Default)]
pub struct PoolState {
    idle: Queue,
    constructor: RefCell<Option<Value>>,
    proxy: RefCell<Option<PhpString>>,
    size: Cell<i64>,
    /// How many connections exist, idle and lent.
    made: Cell<i64>,
}

impl NativeState for PoolState {
    fn class() -> &'static ClassSlot {
        &CONNECTION_POOL
    }

    fn collect(&self, gc: &mut Gc) {
        self.idle.collect(gc);
        if let Ok(constructor) = self.constructor.try_borrow() {
            constructor.iter().for_each(|value| gc.add(value));
        }
    }
}

impl PoolState {
    /// Makes one more connection; counted before, since making it may suspend.
    fn make(&self) -> PhpResult {
        let Some(constructor) = self.constructor.borrow().clone() else {
            return Err(throw_error("must call constructor first"));
        };
        self.made.set(self.made.get() + 1);
        let proxy = self.proxy.borrow().clone();
        let connection = match proxy {
            Some(class) => Object::construct_named(&class, &mut [constructor]).map(Value::from),
            None => Callable::new(constructor)
                .ok()
                .and_then(|constructor| constructor.call(&mut [])),
        };
        match connection {
            Some(connection) => self.put(connection),
            None => {
                self.made.set(self.made.get() - 1);
                Err(Thrown)
            }
        }
    }

    /// Takes a connection back; null stands for one that broke, which is replaced.
    fn put(&self, connection: Value) -> PhpResult {
        if self.idle.is_closed() {
            return Ok(());
        }
        if connection.is_null() {
            self.made.set(self.made.get() - 1);
            return self.make();
        }
        // A full pool makes the giver wait; a closed one drops what it is given.
        let _ = self.idle.push(connection, None);
        Ok(())
    }
}

/// `__construct(callable $constructor, int $size = self::DEFAULT_SIZE, ?string $proxy = null)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let constructor = call.callable(0)?;
    let size = call.long_or(1, DEFAULT_SIZE)?;
    let proxy = call.nullable_string(2)?;
    let state: &PoolState = call.state();
    state.size.set(size);
    state
        .idle
        .set_capacity(usize::try_from(size.max(1)).unwrap_or(usize::MAX));
    state.constructor.replace(Some(constructor.value().clone()));
    state.proxy.replace(proxy);
    Ok(())
}

/// `fill(): void`: makes connections until there are `$size`.
pub fn fill(call: &mut Call) -> PhpResult {
    require_coroutine()?;
    let state: &PoolState = call.state();
    while !state.idle.is_closed() && state.made.get() < state.size.get() {
        state.make()?;
    }
    Ok(())
}

/// `get(float $timeout = -1): mixed`: an idle connection, a new one, or the next one given back.
pub fn get(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(0, -1.0)?);
    require_coroutine()?;
    let state: &PoolState = call.state();
    if state.idle.is_closed() {
        return Err(throw_builtin("RuntimeException", "Pool has been closed"));
    }
    if state.idle.is_empty() && state.made.get() < state.size.get() {
        state.make()?;
    }
    match state.idle.pop(limit) {
        Ok(connection) => call.ret(connection),
        Err(_) => call.ret(false),
    }
}

/// `put(mixed $connection): void`.
pub fn put(call: &mut Call) -> PhpResult {
    require_coroutine()?;
    let connection = call.value(0).unwrap_or(Value::null());
    call.state::<PoolState>().put(connection)
}

/// `close(): void`: whoever waits for a connection gets false.
pub fn close(call: &mut Call) -> PhpResult {
    let state: &PoolState = call.state();
    state.idle.close();
    state.made.set(0);
    // What lay idle ends with the pool.
    while !state.idle.is_empty() && state.idle.pop(None).is_ok() {}
    Ok(())
}

/// `make(): void`: one more connection, for classes that extend this one.
pub fn make(call: &mut Call) -> PhpResult {
    require_coroutine()?;
    call.state::<PoolState>().make()
}
