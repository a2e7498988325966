//! `Swoole\Coroutine::set()`: the options of the process (spec/coroutine-runtime §1.4).

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::hook::flags;
use crate::log::{self, Level};
use crate::zend::{self, Array, Call, Callable, PhpResult, PhpString, Value};

use super::exit_condition;
use super::wait::seconds;

const DEFAULT_MAX_COROUTINES: usize = 100_000;
const DEFAULT_STACK: usize = 2 * 1024 * 1024;
const MIN_STACK: usize = 65_536;
const DNS_CACHE_EXPIRE: Duration = Duration::from_secs(60);
const DNS_CACHE_CAPACITY: usize = 1000;
/// Most threads for calls that block (files, name lookups). They are started when needed.
const BLOCKING_THREADS: usize = 64;
/// How long such a thread waits for the next call before it ends.
const BLOCKING_IDLE: Duration = Duration::from_secs(10);
/// The longest of times that are added to a clock's.
const YEAR: f64 = 365.0 * 24.0 * 3600.0;

struct Options {
    /// As given, for `getOptions()`; null until something was set.
    given: RefCell<Option<Array>>,
    max_coroutines: Cell<usize>,
    stack: Cell<usize>,
    read_timeout: Cell<f64>,
    write_timeout: Cell<f64>,
    connect_timeout: Cell<f64>,
    dns_timeout: Cell<f64>,
    dns_server: RefCell<Option<String>>,
    dns_cache_expire: Cell<Duration>,
    dns_cache_capacity: Cell<usize>,
    blocking_threads: Cell<usize>,
    blocking_idle: Cell<Duration>,
    callbacks_are_coroutines: Cell<bool>,
    deadlock_check: Cell<bool>,
    deadlock_trace: Cell<bool>,
    deadlock_limit: Cell<usize>,
    deadlock_depth: Cell<i32>,
}

thread_local! {
    static OPTIONS: Options = const {
        Options {
            given: RefCell::new(None),
            max_coroutines: Cell::new(DEFAULT_MAX_COROUTINES),
            stack: Cell::new(DEFAULT_STACK),
            read_timeout: Cell::new(60.0),
            write_timeout: Cell::new(60.0),
            connect_timeout: Cell::new(10.0),
            dns_timeout: Cell::new(60.0),
            dns_server: RefCell::new(None),
            dns_cache_expire: Cell::new(DNS_CACHE_EXPIRE),
            dns_cache_capacity: Cell::new(DNS_CACHE_CAPACITY),
            blocking_threads: Cell::new(BLOCKING_THREADS),
            blocking_idle: Cell::new(BLOCKING_IDLE),
            callbacks_are_coroutines: Cell::new(true),
            deadlock_check: Cell::new(true),
            deadlock_trace: Cell::new(true),
            deadlock_limit: Cell::new(32),
            deadlock_depth: Cell::new(32),
        }
    };
}

/// Forgets what the request has set.
pub fn reset() {
    OPTIONS.with(|o| {
        drop(o.given.take());
        flags::set(0);
        o.max_coroutines.set(DEFAULT_MAX_COROUTINES);
        o.stack.set(DEFAULT_STACK);
        o.read_timeout.set(60.0);
        o.write_timeout.set(60.0);
        o.connect_timeout.set(10.0);
        o.dns_timeout.set(60.0);
        o.dns_server.take();
        o.dns_cache_expire.set(DNS_CACHE_EXPIRE);
        o.dns_cache_capacity.set(DNS_CACHE_CAPACITY);
        o.blocking_threads.set(BLOCKING_THREADS);
        o.blocking_idle.set(BLOCKING_IDLE);
        o.callbacks_are_coroutines.set(true);
        o.deadlock_check.set(true);
        o.deadlock_trace.set(true);
        o.deadlock_limit.set(32);
        o.deadlock_depth.set(32);
    });
    exit_condition::set(None);
    zend::error::show_warnings(None);
}

/// Most coroutines that may exist at once.
pub fn max_coroutines() -> usize {
    OPTIONS.with(|o| o.max_coroutines.get())
}

/// Bytes of a coroutine's C stack.
pub fn c_stack_size() -> usize {
    OPTIONS.with(|o| o.stack.get())
}

/// Default limit of a socket read; `None`: no limit.
pub fn read_timeout() -> Option<Duration> {
    seconds(OPTIONS.with(|o| o.read_timeout.get()))
}

/// Default limit of a socket write; `None`: no limit.
pub fn write_timeout() -> Option<Duration> {
    seconds(OPTIONS.with(|o| o.write_timeout.get()))
}

/// Default limit of making a connection; `None`: no limit.
pub fn connect_timeout() -> Option<std::time::Duration> {
    seconds(OPTIONS.with(|o| o.connect_timeout.get()))
}

/// Default limit of a name lookup; `None`: no limit.
pub fn dns_timeout() -> Option<Duration> {
    seconds(OPTIONS.with(|o| o.dns_timeout.get()))
}

/// The name server to ask instead of the system's.
pub fn dns_server() -> Option<String> {
    OPTIONS.with(|o| o.dns_server.borrow().clone())
}

/// How long a name that was looked up is kept, and how many of them.
pub fn dns_cache() -> (Duration, usize) {
    OPTIONS.with(|o| (o.dns_cache_expire.get(), o.dns_cache_capacity.get()))
}

/// Most threads for calls that block, and how long one waits for the next call before it ends.
pub fn blocking_threads() -> (usize, Duration) {
    OPTIONS.with(|o| (o.blocking_threads.get(), o.blocking_idle.get()))
}

/// Whether callbacks of timers and events run in coroutines (`swoole_async_set`'s
/// `enable_coroutine`).
pub fn callbacks_are_coroutines() -> bool {
    OPTIONS.with(|o| o.callbacks_are_coroutines.get())
}

/// How a deadlock is reported: `None` not at all, else (with traces, coroutines listed, frames each).
pub fn deadlock_report() -> Option<(bool, usize, i32)> {
    OPTIONS.with(|o| {
        o.deadlock_check.get().then(|| {
            (
                o.deadlock_trace.get(),
                o.deadlock_limit.get(),
                o.deadlock_depth.get(),
            )
        })
    })
}

/// `run()` turns all hooks on unless the script has chosen.
pub fn default_hook_flags() {
    OPTIONS.with(|o| {
        let mut given = o.given.borrow_mut();
        let options = given.get_or_insert_with(|| Array::with_capacity(8));
        if options.get(b"hook_flags").is_none() {
            options.set(&PhpString::new(b"hook_flags"), flags::ALL);
            flags::set(flags::ALL);
        }
    });
}

/// `Runtime::setHookFlags()`: the same as the option.
pub fn set_hook_flags(bits: i64) {
    flags::set(bits);
    OPTIONS.with(|o| {
        o.given
            .borrow_mut()
            .get_or_insert_with(|| Array::with_capacity(8))
            .set(&PhpString::new(b"hook_flags"), bits);
    });
}

/// A size in bytes: an integer, or text such as "2M".
pub fn size_of(value: &Value) -> i64 {
    let Some(text) = value.as_string() else {
        return value.to_long();
    };
    let text = text.to_text();
    let text = text.trim();
    let (digits, unit) = text.split_at(
        text.find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(text.len()),
    );
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "k" | "kb" => 1 << 10,
        "m" | "mb" => 1 << 20,
        "g" | "gb" => 1 << 30,
        _ => 1,
    };
    digits.parse::<i64>().unwrap_or(0).saturating_mul(factor)
}

fn count(value: &Value) -> usize {
    usize::try_from(value.to_long()).unwrap_or(0)
}

/// A time to keep something, in seconds: 0 or less is none.
fn period(value: &Value) -> Duration {
    Duration::try_from_secs_f64(value.to_double().clamp(0.0, YEAR)).unwrap_or_default()
}

/// Sets one option. False when it means nothing here.
fn apply(o: &Options, name: &str, value: &Value) -> bool {
    match name {
        "max_coroutine" | "max_coro_num" => {
            let limit = usize::try_from(value.to_long())
                .ok()
                .filter(|&limit| limit > 0);
            o.max_coroutines
                .set(limit.unwrap_or(DEFAULT_MAX_COROUTINES));
        }
        "c_stack_size" | "stack_size" => {
            let size = usize::try_from(size_of(value)).unwrap_or(0).max(MIN_STACK);
            o.stack.set(size.next_multiple_of(4096));
        }
        "socket_timeout" => {
            o.dns_timeout.set(value.to_double());
            o.read_timeout.set(value.to_double());
            o.write_timeout.set(value.to_double());
            o.connect_timeout.set(value.to_double());
        }
        "socket_read_timeout" | "socket_recv_timeout" => o.read_timeout.set(value.to_double()),
        "socket_write_timeout" | "socket_send_timeout" => o.write_timeout.set(value.to_double()),
        "socket_connect_timeout" => o.connect_timeout.set(value.to_double()),
        "enable_preemptive_scheduler" => super::preempt::enable(value.is_truthy()),
        "hook_flags" => flags::set(value.to_long()),
        "socket_dns_timeout" => o.dns_timeout.set(value.to_double()),
        "dns_server" => {
            let server = value.to_string().map(|server| server.to_text());
            *o.dns_server.borrow_mut() = server.filter(|server| !server.is_empty());
        }
        "dns_cache_expire" => o.dns_cache_expire.set(period(value)),
        "dns_cache_capacity" => o.dns_cache_capacity.set(count(value)),
        "aio_worker_num" | "max_thread_num" => {
            let threads = Some(count(value)).filter(|threads| *threads > 0);
            o.blocking_threads.set(threads.unwrap_or(BLOCKING_THREADS));
        }
        "aio_max_idle_time" => o.blocking_idle.set(period(value)),
        "exit_condition" => match Callable::new(value.clone()) {
            Ok(condition) => exit_condition::set(Some(condition)),
            Err(_) if value.is_null() => exit_condition::set(None),
            Err(reason) => {
                zend::warning(&format!(
                    "exit_condition must be a valid callback, {reason}"
                ));
            }
        },
        "name_resolver" if value.as_array().is_none() => {
            zend::warning("name_resolver must be an array");
        }
        "display_errors" => zend::error::show_warnings(Some(value.is_truthy())),
        "enable_deadlock_check" => o.deadlock_check.set(value.is_truthy()),
        "deadlock_check_disable_trace" => o.deadlock_trace.set(!value.is_truthy()),
        "deadlock_check_limit" => o.deadlock_limit.set(count(value)),
        "deadlock_check_depth" => o
            .deadlock_depth
            .set(i32::try_from(value.to_long()).unwrap_or(0)),
        "log_level" => log::set_level(value.to_long()),
        "log_file" => {
            let path = value.to_string().map(|path| path.to_text());
            log::set_file(&path.unwrap_or_default());
        }
        "log_rotation" => log::set_rotation(value.to_long()),
        "log_date_format" => {
            if let Some(format) = value.to_string() {
                log::set_date_format(&format.to_text());
            }
        }
        "log_date_with_microseconds" => log::set_microseconds(value.is_truthy()),
        _ => return false,
    }
    true
}

/// What has to be known before the others are set: the rotation is part of the name of the `log_file`.
fn apply_first(options: &Array) {
    if let Some(rotation) = options.get(b"log_rotation") {
        log::set_rotation(rotation.to_long());
    }
}

/// Options without effect are named at NOTICE, in one line.
fn report_unused(names: &[String]) {
    if !names.is_empty() {
        log::write(
            Level::Notice,
            &format!("options without effect: {}", names.join(", ")),
        );
    }
}

/// `set(array $options): void`: unknown keys are kept, as `getOptions()` shows.
pub fn set(call: &mut Call) -> PhpResult {
    let options = call.array(0)?;
    let mut unused = Vec::new();
    apply_first(&options);
    OPTIONS.with(|o| {
        for (key, value) in options.iter() {
            let crate::zend::array::Key::Name(name) = key else {
                continue;
            };
            // Of two spellings one wins when both are given.
            let text = name.to_text();
            let shadowed = match text.as_str() {
                "stack_size" => options.get(b"c_stack_size").is_some(),
                "max_coroutine" => options.get(b"max_coro_num").is_some(),
                _ => false,
            };
            if !shadowed && !apply(o, &text, &value) {
                unused.push(text);
            }
            let mut given = o.given.borrow_mut();
            given
                .get_or_insert_with(|| Array::with_capacity(8))
                .set(&name, value);
        }
    });
    report_unused(&unused);
    Ok(())
}

/// `getOptions(): ?array`: what was set, null when nothing was.
pub fn get_options(call: &mut Call) -> PhpResult {
    match OPTIONS.with(|o| o.given.borrow().clone()) {
        Some(options) => call.ret(options),
        None => call.ret(Value::null()),
    }
}

/// `swoole_async_set(array $settings): bool`: the same options, and `enable_coroutine`. What is set
/// here `getOptions()` does not tell.
pub fn swoole_async_set(call: &mut Call) -> PhpResult {
    let settings = call.array(0)?;
    let mut unused = Vec::new();
    apply_first(&settings);
    OPTIONS.with(|o| {
        for (key, value) in settings.iter() {
            let crate::zend::array::Key::Name(name) = key else {
                continue;
            };
            match name.to_text().as_str() {
                "enable_coroutine" => o.callbacks_are_coroutines.set(value.is_truthy()),
                name if apply(o, name, &value) => {}
                name => unused.push(name.to_owned()),
            }
        }
    });
    report_unused(&unused);
    call.ret(true)
}
