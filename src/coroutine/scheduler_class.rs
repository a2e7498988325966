//! `Swoole\Coroutine\Scheduler`: tasks queued first, run together by `start()`.

use std::cell::{Cell, RefCell};

use crate::class::COROUTINE_SCHEDULER;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, Callable, NativeState, PhpResult, Value};

use super::{functions, scheduler};

pub use super::options::{get_options, set};

/// The state of a Scheduler object.
#[derive(Default)]
pub struct SchedulerState {
    tasks: RefCell<Vec<Task>>,
    started: Cell<bool>,
}

struct Task {
    count: i64,
    callable: Value,
    arguments: Vec<Value>,
}

impl NativeState for SchedulerState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_SCHEDULER
    }

    fn collect(&self, gc: &mut Gc) {
        if let Ok(tasks) = self.tasks.try_borrow() {
            for task in tasks.iter() {
                gc.add(&task.callable);
                task.arguments.iter().for_each(|argument| gc.add(argument));
            }
        }
    }
}

fn queue(call: &mut Call, method: &str, count: i64, first: u32) -> PhpResult {
    let callable = call.callable(first)?;
    let state: &SchedulerState = call.state();
    if state.started.get() {
        zend::warning(&format!(
            "scheduler is running, unable to execute Swoole\\Coroutine\\Scheduler->{method}"
        ));
        return Ok(());
    }
    let task = Task {
        count,
        callable: callable.value().clone(),
        arguments: call.rest(first + 1),
    };
    state.tasks.borrow_mut().push(task);
    Ok(())
}

/// `add(callable $func, mixed ...$param): void`.
pub fn add(call: &mut Call) -> PhpResult {
    queue(call, "add", 1, 0)
}

/// `parallel(int $n, callable $func, mixed ...$param): void`.
pub fn parallel(call: &mut Call) -> PhpResult {
    let count = call.long(0)?;
    queue(call, "parallel", count, 1)
}

/// `start(): bool`: runs the tasks in order, then the loop until the last coroutine has ended.
pub fn start(call: &mut Call) -> PhpResult {
    functions::require_cli()?;
    let state: &SchedulerState = call.state();
    if state.started.get() {
        zend::warning(
            "scheduler is started, unable to execute Swoole\\Coroutine\\Scheduler->start",
        );
        return call.ret(false);
    }
    functions::refuse_nested()?;
    let tasks = std::mem::take(&mut *state.tasks.borrow_mut());
    if tasks.is_empty() {
        zend::warning("no coroutine task");
        return call.ret(false);
    }
    state.started.set(true);
    for task in tasks {
        for _ in 0..task.count {
            if let Ok(callable) = Callable::new(task.callable.clone()) {
                functions::start(callable, task.arguments.clone())?;
            }
        }
    }
    scheduler::run();
    state.started.set(false);
    call.ret(true)
}
