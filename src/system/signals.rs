//! Waiting for signals: `waitSignal`.

use crate::coroutine::wait::seconds;
use crate::coroutine::{require_coroutine, wait_timeout};
use crate::error::{self, code};
use crate::zend::signals::{CatchError, Caught};
use crate::zend::{self, Call, PhpResult};

use super::outcome;

/// `waitSignal(array|int $signals, float $timeout = -1): int|false`: while it waits, the signals do
/// nothing else; afterwards they do what they did before.
pub fn wait_signal(call: &mut Call) -> PhpResult {
    let given = call.value(0).unwrap_or(zend::Value::null());
    let numbers: Vec<i64> = match given.as_array() {
        Some(list) => list.iter().map(|(_, number)| number.to_long()).collect(),
        None => vec![call.long(0)?],
    };
    let timeout = call.double_or(1, -1.0)?;
    require_coroutine()?;
    let refused = match Caught::new(&numbers) {
        Ok(caught) => {
            let signal = wait_timeout(caught.next(), seconds(timeout));
            return match outcome(signal, code::CO_TIMEDOUT)? {
                Some(signal) => call.ret(i64::from(signal)),
                None => call.ret(false),
            };
        }
        Err(refused) => refused,
    };
    match refused {
        CatchError::Invalid => zend::warning("Invalid signal in the given list"),
        CatchError::Taken => {
            zend::warning("Unable to wait signal, async signal listener has been registered");
        }
        CatchError::System(reason) => {
            error::set_last_and_errno(error::errno_of(&reason));
            return call.ret(false);
        }
    }
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}
