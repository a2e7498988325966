//! Responses apart from the handler they were made for: `detach()`, and `create()` (spec §3.8).

use std::rc::Rc;

use crate::class::{COROUTINE_SOCKET, EXCEPTION, HTTP_REQUEST};
use crate::coroutine;
use crate::error::{self, code};
use crate::slot::http_response as slot;
use crate::socket::class;
use crate::socket::handle::{Failure, Handle};
use crate::zend::{self, Call, Object, PhpResult, Value};

use super::answering;
use super::request::RequestState;
use super::response::{self, Phase, ResponseState, open_exchange};
use super::socket::HttpOrigin;

/// `detach(): bool`: nobody answers through this object any more, and nothing is sent in its name. Whoever has its socket
/// may answer, see [`create`]; the connection ends when that is gone.
pub fn detach(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    if open_exchange(state).is_none() {
        return call.ret(false);
    }
    state.phase.set(Phase::Ended);
    state.detached.set(true);
    if let Some(origin) = state.origin.borrow().upgrade() {
        origin.detach();
    }
    call.ret(true)
}

/// `create(object|array|int $server = -1, int $fd = -1): Response|false`: somebody else's answer to the request of a response
/// that was detached, by its socket. A `Swoole\Server` does not exist here.
pub fn create(call: &mut Call) -> PhpResult {
    const FIRST: &str = "parameter $1 must be instanceof Server or Coroutine\\Socket";
    let given = call.value(0);
    call.long_or(1, -1)?;
    let pair = given.as_ref().and_then(Value::as_array);
    let (socket, request) = if let Some(pair) = &pair {
        let mut values = pair.iter().map(|(_, value)| value.as_object());
        let (first, second) = (values.next().flatten(), values.next().flatten());
        let request = second.filter(|object| object.instance_of(&HTTP_REQUEST));
        if request.is_none() {
            return refuse(call, "parameter $1.second must be instanceof Http\\Request");
        }
        (first, request)
    } else {
        (given.and_then(|value| value.as_object()), None)
    };
    match socket {
        Some(socket) if socket.instance_of(&COROUTINE_SOCKET) => answer(call, socket, request),
        None if pair.is_none() => {
            error::set_last(code::INVALID_PARAMS);
            Err(zend::throw(
                &EXCEPTION,
                "failed to create Http\\Response from the given arguments",
                i64::from(code::INVALID_PARAMS),
            ))
        }
        _ => refuse(call, FIRST),
    }
}

fn refuse(call: &mut Call, text: &str) -> PhpResult {
    zend::warning(text);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// A response over `socket`: to what nobody answers there, or, if it is the script's own, to the request that the script has
/// read from it.
fn answer(call: &mut Call, socket: Object, request: Option<Object>) -> PhpResult {
    let Some(handle) = class::handle_of(&socket) else {
        error::set_last(libc::EBADF);
        return call.ret(false);
    };
    let Some(origin) = handle.origin() else {
        return answer_on(call, socket, &handle, request);
    };
    let made = origin
        .as_any()
        .downcast_ref::<HttpOrigin>()
        .and_then(|origin| response::answer(origin, socket));
    match made {
        Some(response) => call.ret(response),
        None => {
            zend::warning("the socket is not that of a detached response");
            error::set_last(code::HTTP_CONTEXT_UNAVAILABLE);
            call.ret(false)
        }
    }
}

fn answer_on(
    call: &mut Call,
    socket: Object,
    handle: &Rc<Handle>,
    request: Option<Object>,
) -> PhpResult {
    coroutine::require_coroutine()?;
    let exchange = match &request {
        Some(request) => {
            let state: &RequestState = request.state();
            let parsing = state.parsing.borrow();
            let head = parsing.as_ref().and_then(|parsing| parsing.head());
            answering::exchange(handle, head)
        }
        None => answering::exchange(handle, None),
    };
    match exchange {
        Ok(exchange) => {
            let response = response::build(exchange);
            response.fill_in(slot::SOCKET, socket);
            call.ret(response)
        }
        Err(Failure::Thrown) => Err(zend::Thrown),
        Err(Failure::Code(errno)) => {
            zend::warning(&format!(
                "the socket cannot be answered on, Error: {}[{errno}]",
                error::text(i64::from(errno))
            ));
            error::set_last(errno);
            call.ret(false)
        }
    }
}

/// `goaway(int $error_code = SWOOLE_HTTP2_ERROR_NO_ERROR, string $debug_data = ''): bool`: means something on HTTP/2
/// only.
pub fn goaway(call: &mut Call) -> PhpResult {
    let code = call.long_or(0, 0)?;
    let text = call.string(1)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else {
        return call.ret(false);
    };
    if let Some(stream) = exchange.connection.http2() {
        return call.ret(stream.go_away(u32::try_from(code).unwrap_or(2), &text));
    }
    zend::warning(&format!(
        "fd[{}] is not a HTTP2 conncetion",
        exchange.connection.fd()
    ));
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}
