//! The family `SWOOLE_HOOK_SLEEP`: `sleep`, `usleep`, `time_nanosleep`, `time_sleep_until`.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::coroutine;
use crate::error::{self, code};
use crate::zend::{self, Array, Call, PhpResult, PhpString, Thrown};

use super::flags;

/// The shortest sleep: also one of no time lets the others run.
const SHORTEST: Duration = Duration::from_millis(1);

super::replacements! {
    on: super::applies(flags::SLEEP),
    untyped: false,
    Sleep "sleep" sleep,
    Usleep "usleep" usleep,
    TimeNanosleep "time_nanosleep" time_nanosleep,
    TimeSleepUntil "time_sleep_until" time_sleep_until,
}

/// Sleeps; false when the coroutine was cancelled.
fn suspend(time: Duration) -> Result<bool, Thrown> {
    match coroutine::sleepers::sleep(time.max(SHORTEST)) {
        Ok(()) => Ok(true),
        Err(_) if zend::globals::exception_pending() => Err(Thrown),
        Err(_) => {
            error::set_last(code::CO_CANCELED);
            Ok(false)
        }
    }
}

/// An `int` argument that must not be negative.
fn natural(call: &Call, index: u32) -> Result<u64, Thrown> {
    let number = call.long(index)?;
    u64::try_from(number).map_err(|_| {
        zend::error::throw_argument_value(index + 1, "must be greater than or equal to 0")
    })
}

/// `sleep(int $seconds): int`: 0, or the seconds asked for when cancelled.
fn sleep(call: &mut Call) -> PhpResult {
    let seconds = natural(call, 0)?;
    if suspend(Duration::from_secs(seconds))? {
        call.ret(0)
    } else {
        call.ret(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}

/// `usleep(int $microseconds): void`.
fn usleep(call: &mut Call) -> PhpResult {
    let microseconds = natural(call, 0)?;
    suspend(Duration::from_micros(microseconds)).map(|_| ())
}

/// `time_nanosleep(int $seconds, int $nanoseconds): array|bool`: what is left of the time when
/// cancelled, as PHP tells of a signal.
fn time_nanosleep(call: &mut Call) -> PhpResult {
    let seconds = natural(call, 0)?;
    let nanoseconds = natural(call, 1)?;
    let Some(nanoseconds) = u32::try_from(nanoseconds)
        .ok()
        .filter(|n| *n < 1_000_000_000)
    else {
        return Err(zend::error::throw_value_error(
            "Nanoseconds was not in the range 0 to 999 999 999 or seconds was negative",
        ));
    };
    let time = Duration::new(seconds, nanoseconds);
    let began = Instant::now();
    if suspend(time)? {
        return call.ret(true);
    }
    let left = time.saturating_sub(began.elapsed());
    let mut fields = Array::with_capacity(2);
    fields.add(
        &PhpString::new(b"seconds"),
        i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
    );
    fields.add(
        &PhpString::new(b"nanoseconds"),
        i64::from(left.subsec_nanos()),
    );
    call.ret(fields)
}

/// `time_sleep_until(float $timestamp): bool`.
fn time_sleep_until(call: &mut Call) -> PhpResult {
    let until = call.double_or(0, 0.0)?;
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs_f64();
    let left = until - now;
    if left.is_nan() || left <= 0.0 {
        zend::warning("Argument #1 ($timestamp) must be greater than or equal to the current time");
        return call.ret(false);
    }
    let done = suspend(Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX))?;
    call.ret(done)
}
