//! `Swoole\Event`: the static methods (spec/coroutine-runtime §4.9).

use std::cell::RefCell;
use std::os::fd::RawFd;

use crate::coroutine::{functions, scheduler, turn};
use crate::error::{self, code};
use crate::zend::descriptor::{self, NoDescriptor};
use crate::zend::{self, Call, Callable, PhpResult, Thrown, Value, ini};

use super::watch::{self, READ, WRITE};

pub use crate::coroutine::functions::{
    swoole_event_rshutdown as rshutdown, swoole_event_wait as wait,
};

thread_local! {
    static IDLE: RefCell<Option<Callable>> = const { RefCell::new(None) };
    static BEFORE: RefCell<Option<Callable>> = const { RefCell::new(None) };
}

/// The loop has ended, or the request.
pub fn reset() {
    watch::reset();
    turn::set_cycle(None, None);
    let callbacks = (IDLE.take(), BEFORE.take());
    drop(callbacks);
}

fn refuse(call: &mut Call, message: &str) -> PhpResult {
    zend::warning(message);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// The descriptor of an argument; `None` when it has none (warnings were raised).
pub fn descriptor_of(value: &Value) -> Option<RawFd> {
    if let Some(object) = value.as_object()
        && object.instance_of(&crate::class::COROUTINE_SOCKET)
        && let Some(fd) = crate::socket::class::descriptor(&object)
    {
        return Some(fd);
    }
    if let Some(object) = value.as_object()
        && object.instance_of(&crate::class::PROCESS)
        && let Some(fd) = crate::process::class::descriptor(&object)
    {
        return Some(fd);
    }
    let reason = match descriptor::of(value) {
        Ok(fd) => return Some(fd),
        Err(NoDescriptor::Kind) => String::from("invalid file descriptor passed"),
        Err(NoDescriptor::Negative(number)) => format!("invalid file descriptor#{number} passed"),
        Err(NoDescriptor::Stream) => {
            String::from("fd argument must be either valid PHP stream or valid PHP socket resource")
        }
    };
    zend::warning(&reason);
    zend::warning("unknown fd type");
    error::set_last(code::PHP_FATAL_ERROR);
    None
}

fn callback(call: &Call, index: u32, name: &str) -> Result<Option<Callable>, Thrown> {
    let value = call.value(index).unwrap_or(Value::null());
    if value.is_null() {
        return Ok(None);
    }
    let given = value.type_name();
    Callable::new(value).map(Some).map_err(|_| {
        zend::throw(
            &crate::class::EXCEPTION,
            &format!("{name} must be of type callable, {given} given"),
            i64::from(code::PHP_FATAL_ERROR),
        )
    })
}

/// `add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events =
/// SWOOLE_EVENT_READ): int|false`.
pub fn add(call: &mut Call) -> PhpResult {
    let source = call.value(0).unwrap_or(Value::null());
    let Some(fd) = descriptor_of(&source) else {
        return call.ret(false);
    };
    let on_read = callback(call, 1, "readable_callback")?;
    let on_write = callback(call, 2, "writable_callback")?;
    let events = call.long_or(3, READ)?;
    if events & (READ | WRITE) == 0 {
        return refuse(call, "invalid events");
    }
    if fd == 0 && events & WRITE != 0 {
        return refuse(call, "invalid socket fd [0]");
    }
    for (event, given, which) in [
        (READ, on_read.is_some(), "readable"),
        (WRITE, on_write.is_some(), "writable"),
    ] {
        if events & event != 0 && !given {
            return refuse(
                call,
                &format!("Swoole\\Event: unable to find {which} callback of fd [{fd}]"),
            );
        }
    }
    if watch::find(fd).is_some() {
        return refuse(call, "already exist");
    }
    functions::prepare_loop()?;
    turn::at_loop_end(reset);
    if let Err(reason) = watch::add(fd, source, events & (READ | WRITE), on_read, on_write) {
        zend::warning("swoole_event_add failed");
        error::set_last_and_errno(error::errno_of(&reason));
        return call.ret(false);
    }
    call.ret(i64::from(fd))
}

fn watched(call: &Call, function: &str) -> Option<(RawFd, std::rc::Rc<watch::Watch>)> {
    if !scheduler::is_live() {
        zend::warning(&format!("reactor is not ready, cannot call {function}"));
        error::set_last(code::PHP_FATAL_ERROR);
        return None;
    }
    let fd = descriptor_of(&call.value(0).unwrap_or(Value::null()))?;
    let Some(watch) = watch::find(fd) else {
        zend::warning(&format!("socket[{fd}] is not found in the reactor"));
        error::set_last(code::PHP_FATAL_ERROR);
        return None;
    };
    Some((fd, watch))
}

/// `set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events =
/// 0): bool`: what is given replaces what was.
pub fn set(call: &mut Call) -> PhpResult {
    let on_read = callback(call, 1, "readable_callback")?;
    let on_write = callback(call, 2, "writable_callback")?;
    let events = call.long_or(3, 0)? & (READ | WRITE);
    let Some((fd, watch)) = watched(call, "swoole_event_set") else {
        return call.ret(false);
    };
    let has_read = on_read.is_some() || watch.on_read.borrow().is_some();
    let has_write = on_write.is_some() || watch.on_write.borrow().is_some();
    for (event, has, which) in [(READ, has_read, "readable"), (WRITE, has_write, "writable")] {
        if events & event != 0 && !has {
            return refuse(
                call,
                &format!("Swoole\\Event: unable to find {which} callback of fd [{fd}]"),
            );
        }
    }
    for (new, slot) in [(on_read, &watch.on_read), (on_write, &watch.on_write)] {
        if let Some(new) = new {
            let old = slot.replace(Some(new));
            drop(old);
        }
    }
    if events != 0 {
        watch.events.set(events);
    }
    watch.wake();
    call.ret(true)
}

/// `del(mixed $fd): bool`.
pub fn del(call: &mut Call) -> PhpResult {
    if !scheduler::is_live() {
        return refuse(call, "reactor is not ready, cannot call swoole_event_del");
    }
    let source = call.value(0).unwrap_or(Value::null());
    let Some(fd) = descriptor_of(&source) else {
        return call.ret(false);
    };
    call.ret(watch::remove(fd))
}

/// `isset(mixed $fd, int $events = SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE): bool`.
pub fn isset(call: &mut Call) -> PhpResult {
    let events = call.long_or(1, READ | WRITE)?;
    let source = call.value(0).unwrap_or(Value::null());
    let Some(fd) = descriptor_of(&source) else {
        return call.ret(false);
    };
    call.ret(watch::find(fd).is_some_and(|watch| watch.events.get() & events != 0))
}

/// `write(mixed $fd, string $data): bool`: what the descriptor does not take at once is written
/// when it does.
pub fn write(call: &mut Call) -> PhpResult {
    let data = call.string(1)?;
    if data.is_empty() {
        return refuse(call, "data empty");
    }
    let Some((_, watch)) = watched(call, "swoole_event_write") else {
        return call.ret(false);
    };
    let limit = usize::try_from(ini::long("swoole.socket_buffer_size")).unwrap_or(0);
    match watch.write(&data, limit) {
        Ok(true) => call.ret(true),
        Ok(false) => {
            error::set_last(code::OUTPUT_BUFFER_OVERFLOW);
            call.ret(false)
        }
        Err(reason) => {
            error::set_last_and_errno(error::errno_of(&reason));
            call.ret(false)
        }
    }
}

/// `defer(callable $callback): bool`: at the end of this turn of the loop.
pub fn defer(call: &mut Call) -> PhpResult {
    let callback = call.callable(0)?;
    functions::prepare_loop()?;
    turn::defer(move || functions::call_back(callback, Vec::new()));
    call.ret(true)
}

fn run(slot: &'static std::thread::LocalKey<RefCell<Option<Callable>>>) {
    if let Some(callback) = slot.with_borrow(Clone::clone) {
        functions::call_back(callback, Vec::new());
    }
}

/// `cycle(?callable $callback, bool $before = false): bool`: at the end (or beginning) of every
/// turn of the loop; null: no more.
pub fn cycle(call: &mut Call) -> PhpResult {
    let before = call.bool_or(1, false)?;
    let slot = if before { &BEFORE } else { &IDLE };
    let callback = match call.value(0) {
        Some(value) if !value.is_null() => Some(call.callable(0)?),
        _ => None,
    };
    if callback.is_none() && slot.with_borrow(Option::is_none) {
        return call.ret(false);
    }
    if callback.is_some() {
        functions::prepare_loop()?;
        turn::at_loop_end(reset);
    }
    let old = slot.replace(callback);
    drop(old);
    let is_set = |slot: &'static std::thread::LocalKey<RefCell<Option<Callable>>>| {
        slot.with_borrow(Option::is_some)
    };
    turn::set_cycle(
        is_set(&IDLE).then_some(|| run(&IDLE)),
        is_set(&BEFORE).then_some(|| run(&BEFORE)),
    );
    call.ret(true)
}

/// `dispatch(): bool`: one turn of the loop.
pub fn dispatch(call: &mut Call) -> PhpResult {
    functions::refuse_nested()?;
    call.ret(scheduler::run_once())
}

/// `exit(): void`: ends the loop at once, with all timers.
pub fn exit(_: &mut Call) -> PhpResult {
    crate::timer::clock::remove_all();
    if scheduler::in_loop() {
        scheduler::stop();
    } else {
        reset();
    }
    Ok(())
}
