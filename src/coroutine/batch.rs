//! `Swoole\Coroutine\batch()`, `parallel()` and `map()`: several coroutines, waited for together
//! (spec/coroutine-runtime §4.6).

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::error::{self, code};
use crate::zend::array::Key;
use crate::zend::error::throw_argument_type;
use crate::zend::{Array, Call, Callable, PhpResult, Thrown, Value, globals};

use super::task::{Body, CallableBody, Reason};
use super::wait::seconds;
use super::wait_group::Group;
use super::{functions, report, require_coroutine};

/// One coroutine to start: under which key its result goes, and what it calls.
struct Task {
    key: Key,
    callable: Callable,
    arguments: Vec<Value>,
}

/// Runs the tasks and waits for all of them. What is not ready in time stays null.
fn run(tasks: Vec<Task>, limit: Option<Duration>) -> Result<Array, Thrown> {
    let mut empty = Array::with_capacity(tasks.len() as u32);
    for task in &tasks {
        empty.set_key(&task.key, Value::null());
    }
    let group = Rc::new(Group::new(tasks.len() as i64));
    let results = Rc::new(RefCell::new(empty));
    for task in tasks {
        let (group_, results, key) = (group.clone(), results.clone(), task.key);
        let tell = move |result| {
            results.borrow_mut().set_key(&key, result);
            group_.done();
        };
        let body = Body::Callable(CallableBody {
            arguments: task.arguments,
            callable: task.callable,
            tell: Some(Box::new(tell)),
        });
        if functions::start_body(body)?.is_none() {
            // Refused, with a warning: its result stays null.
            group.done();
        }
    }
    if group.is_waited_for() {
        require_coroutine()?;
    }
    if group.wait(limit) == Reason::Canceled {
        error::set_last(code::CO_CANCELED);
    }
    if globals::exception_pending() {
        return Err(Thrown);
    }
    let results = results.borrow().clone();
    Ok(results)
}

/// `batch(array $tasks, float $timeout = -1): array`.
pub fn batch(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(1, -1.0)?);
    let mut tasks = Vec::new();
    for (key, callable) in call.array(0)?.iter() {
        let callable = Callable::new(callable).map_err(|reason| {
            throw_argument_type(1, &format!("must contain only valid callbacks, {reason}"))
        })?;
        tasks.push(Task {
            key,
            callable,
            arguments: Vec::new(),
        });
    }
    let results = run(tasks, limit)?;
    call.ret(results)
}

/// `parallel(int $n, callable $fn): void`.
pub fn parallel(call: &mut Call) -> PhpResult {
    let count = call.long(0)?;
    let mut tasks = Vec::new();
    for index in 0..count {
        tasks.push(Task {
            key: Key::Index(index),
            callable: call.callable(1)?,
            arguments: Vec::new(),
        });
    }
    run(tasks, None)?;
    Ok(())
}

/// `map(array $list, callable $fn, float $timeout = -1): array`.
pub fn map(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(2, -1.0)?);
    let mut tasks = Vec::new();
    for (key, element) in call.array(0)?.iter() {
        let name = match &key {
            Key::Index(index) => Value::from(*index),
            Key::Name(name) => Value::from(name.clone()),
        };
        tasks.push(Task {
            key,
            callable: call.callable(1)?,
            arguments: vec![element, name],
        });
    }
    let results = run(tasks, limit)?;
    call.ret(results)
}

/// `deadlock_check(): void`: prints the report on coroutines that exist, if any does.
pub fn deadlock_check(_: &mut Call) -> PhpResult {
    report::deadlock();
    Ok(())
}
