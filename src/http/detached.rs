//! Responses apart from the handler they were made for: `detach()`, and `create()` (spec §3.8).

use crate::class::{EXCEPTION, HTTP_REQUEST};
use crate::error::{self, code};
use crate::zend::{self, Call, PhpResult};

use super::response::{Phase, ResponseState, open_exchange};

/// `detach(): bool`: nobody answers through this object any more, and nothing is sent in its name. The connection ends
/// with the object: there is no other way yet to answer on it.
pub fn detach(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    if open_exchange(state).is_none() {
        return call.ret(false);
    }
    state.phase.set(Phase::Ended);
    state.detached.set(true);
    call.ret(true)
}

/// `create(object|array|int $server = -1, int $fd = -1): Response|false`: refused with Swoole's words. What it takes, a
/// `Swoole\Server` or a `Coroutine\Socket`, does not exist here yet.
pub fn create(call: &mut Call) -> PhpResult {
    let refuse = |call: &mut Call, text: &str| {
        zend::warning(text);
        error::set_last(code::PHP_FATAL_ERROR);
        call.ret(false)
    };
    const FIRST: &str = "parameter $1 must be instanceof Server or Coroutine\\Socket";
    let given = call.value(0);
    call.long_or(1, -1)?;
    let pair = given.as_ref().and_then(zend::Value::as_array);
    if let Some(pair) = pair {
        let second = pair.iter().nth(1).and_then(|(_, value)| value.as_object());
        if !second.is_some_and(|object| object.instance_of(&HTTP_REQUEST)) {
            return refuse(call, "parameter $1.second must be instanceof Http\\Request");
        }
        return refuse(call, FIRST);
    }
    if given.is_some_and(|value| value.as_object().is_some()) {
        return refuse(call, FIRST);
    }
    error::set_last(code::INVALID_PARAMS);
    Err(zend::throw(
        &EXCEPTION,
        "failed to create Http\\Response from the given arguments",
        i64::from(code::INVALID_PARAMS),
    ))
}

/// `goaway(int $error_code = SWOOLE_HTTP2_ERROR_NO_ERROR, string $debug_data = ''): bool`: means something on HTTP/2
/// only.
pub fn goaway(call: &mut Call) -> PhpResult {
    let code = call.long_or(0, 0)?;
    call.string(1)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else {
        return call.ret(false);
    };
    if let Some(stream) = exchange.connection.http2() {
        // The debug data is not sent.
        return call.ret(stream.go_away(u32::try_from(code).unwrap_or(2)));
    }
    zend::warning(&format!(
        "fd[{}] is not a HTTP2 conncetion",
        exchange.connection.fd()
    ));
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}
