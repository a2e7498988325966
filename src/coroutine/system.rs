//! `Swoole\Coroutine\System`: blocking calls of the system that suspend the coroutine instead.

use std::time::Duration;

use crate::error::{self, code};
use crate::zend::{self, Call, PhpResult};

/// `sleep(float $seconds): bool`: at least 1 ms; false when cancelled.
pub fn sleep(call: &mut Call) -> PhpResult {
    let seconds = call.double_or(0, 0.0)?;
    super::require_coroutine()?;
    if seconds.is_nan() || seconds < 0.001 {
        zend::warning("Timer must be greater than or equal to 0.001");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let duration = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
    match super::sleepers::sleep(duration) {
        Ok(()) => call.ret(true),
        Err(_) if zend::globals::exception_pending() => Err(zend::Thrown),
        Err(_) => {
            error::set_last(code::CO_CANCELED);
            call.ret(false)
        }
    }
}
