//! `Swoole\Coroutine`: looking at coroutines, at the running one and at others.

use std::rc::Rc;

use crate::class::COROUTINE_ITERATOR;
use crate::error::{self, code};
use crate::system::blocking;
use crate::zend::{
    Array, Call, Object, PhpResult, PhpString, Thrown, Value, output, signals, trace,
};

use super::task::{self, Coroutine};
use super::{options, scheduler};

/// `DEBUG_BACKTRACE_PROVIDE_OBJECT`.
const PROVIDE_OBJECT: i64 = 1;

/// Whom a question is about.
enum Subject {
    /// What is running: a coroutine, or the main stack.
    Running,
    Other(Rc<Coroutine>),
    Nobody,
}

/// The coroutine that an optional `$cid` names; 0 is the running one.
fn subject(call: &Call) -> Result<Subject, Thrown> {
    let cid = call.long_or(0, 0)?;
    if cid == 0 || cid == task::current_id() {
        return Ok(Subject::Running);
    }
    Ok(scheduler::find(cid).map_or(Subject::Nobody, Subject::Other))
}

fn int(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

fn unknown(call: &mut Call) -> PhpResult {
    error::set_last(code::CO_NOT_EXISTS);
    call.ret(false)
}

/// `getBackTrace(int $cid = 0, int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): array|false`.
pub fn get_back_trace(call: &mut Call) -> PhpResult {
    let options = int(call.long_or(1, PROVIDE_OBJECT)?);
    let limit = int(call.long_or(2, 0)?);
    match subject(call)? {
        Subject::Running => call.ret(trace::running(false, options, limit)),
        Subject::Other(coroutine) => match coroutine.backtrace(options, limit) {
            Some(trace) => call.ret(trace),
            None => unknown(call),
        },
        Subject::Nobody => unknown(call),
    }
}

/// `printBackTrace(int $cid = 0, int $options = 0, int $limit = 0): void`.
pub fn print_back_trace(call: &mut Call) -> PhpResult {
    let options = int(call.long_or(1, 0)?);
    let limit = int(call.long_or(2, 0)?);
    let trace = match subject(call)? {
        Subject::Running => trace::running(true, options, limit).as_array(),
        Subject::Other(coroutine) => coroutine
            .backtrace(options, limit)
            .and_then(|trace| trace.as_array()),
        Subject::Nobody => None,
    };
    match trace {
        Some(trace) => output::echo(trace::render(&trace).as_bytes()),
        None => error::set_last(code::CO_NOT_EXISTS),
    }
    Ok(())
}

/// `getElapsed(int $cid = 0): int`: milliseconds since the coroutine was made, -1 when there is none.
pub fn get_elapsed(call: &mut Call) -> PhpResult {
    let coroutine = match subject(call)? {
        Subject::Running => task::current(),
        Subject::Other(coroutine) => Some(coroutine),
        Subject::Nobody => None,
    };
    call.ret(coroutine.map_or(-1, |coroutine| {
        i64::try_from(coroutine.created().elapsed().as_millis()).unwrap_or(i64::MAX)
    }))
}

/// `getStackUsage(int $cid = 0): int|false`: bytes of PHP's VM stack, of which a coroutine gets more
/// as it needs them.
pub fn get_stack_usage(call: &mut Call) -> PhpResult {
    let bytes = match subject(call)? {
        Subject::Running => trace::running_vm_stack_bytes(),
        Subject::Other(coroutine) => coroutine.vm_stack_bytes(),
        Subject::Nobody => return unknown(call),
    };
    call.ret(bytes as i64)
}

/// `list(): Swoole\Coroutine\Iterator`: the ids of all coroutines that exist, the newest first.
pub fn list(call: &mut Call) -> PhpResult {
    let mut ids = Array::with_capacity(scheduler::count() as u32);
    for coroutine in scheduler::all() {
        ids.push(coroutine.id());
    }
    match Object::construct(&COROUTINE_ITERATOR, &mut [ids.into()]) {
        Some(iterator) => call.ret(iterator),
        None => Err(Thrown),
    }
}

/// `stats(): array`.
pub fn stats(call: &mut Call) -> PhpResult {
    let (count, peak, last) = scheduler::figures();
    let mut stats = Array::with_capacity(16);
    let mut put = |name: &str, value: i64| {
        stats.set(&PhpString::new(name.as_bytes()), Value::from(value));
    };
    put("event_num", scheduler::external_count() as i64);
    put("signal_listener_num", signals::caught() as i64);
    let threads = blocking::figures();
    for (name, figure) in [
        ("aio_task_num", threads.jobs),
        ("aio_worker_num", threads.workers),
        ("aio_idle_worker_num", threads.idle),
        // A thread that has nothing to do ends by itself.
        ("aio_pending_release_worker_num", 0),
        ("aio_peak_worker_num", threads.peak),
        ("aio_created_worker_num", threads.started),
        ("aio_released_worker_num", threads.ended),
        // There is one more, or one less, at a time.
        ("aio_scale_up_count", threads.started),
        ("aio_scale_down_count", threads.ended),
        ("aio_queue_size", threads.queued),
    ] {
        put(name, figure as i64);
    }
    put("c_stack_size", options::c_stack_size() as i64);
    put("coroutine_num", count as i64);
    put("coroutine_peak_num", peak as i64);
    put("coroutine_last_cid", last);
    call.ret(stats)
}
