//! The WebSocket side of `Swoole\Http\Response` after `upgrade()`: recv, push, ping, close (spec §4.2 to §4.4).

use std::rc::Rc;
use std::time::Duration;

use crate::coroutine;
use crate::coroutine::bound::{Doing, already_bound};
use crate::error::{self, code};
use crate::slot::http_response as slot;
use crate::websocket::close;
use crate::websocket::codec;
use crate::websocket::connection::{Connection as WebSocket, PushError, RecvError};
use crate::websocket::frame;
use crate::websocket::outgoing::{Arguments, Outgoing, PackError, flag};
use crate::zend::{self, Call, Object, PhpResult, PhpString, Value};

use super::response::ResponseState;
use super::socket;

/// The connection, once upgraded; else the error is set as the spec says.
fn websocket(call: &Call) -> Option<Rc<WebSocket>> {
    let state: &ResponseState = call.state();
    if let Some(websocket) = &*state.websocket.borrow() {
        return Some(websocket.clone());
    }
    if state.exchange.borrow().is_none() {
        error::set_last(code::SESSION_CLOSED);
    } else if state.closed.get() {
        error::set_last(libc::EBADF);
    } else {
        not_a_websocket(&call.this());
    }
    None
}

/// Says that a response was not upgraded.
pub(super) fn not_a_websocket(response: &Object) {
    let fd = response.get(slot::FD).to_long();
    zend::warning(&format!("fd[{fd}] is not a websocket conncetion"));
    error::set_last(code::PHP_FATAL_ERROR);
}

/// The limit of a read: 0 is the default, which `SO_RCVTIMEO` of the response's socket may have set; negative none.
fn read_limit(response: &Object, timeout: f64) -> Option<Duration> {
    if timeout != 0.0 {
        return coroutine::wait::seconds(timeout);
    }
    match socket::read_limit(response) {
        0.0 => coroutine::options::read_timeout(),
        limit => coroutine::wait::seconds(limit),
    }
}

/// `recv(float $timeout = 0): Frame|string|false`.
pub fn recv(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    coroutine::require_coroutine()?;
    let this = call.this();
    match websocket.recv(read_limit(&this, timeout), this.memory::<ResponseState>()) {
        Ok(incoming) => {
            error::set_last(0);
            call.ret(frame::of(websocket.fd(), incoming, flag::MASK))
        }
        Err(RecvError::Closed) => {
            error::set_last(0);
            call.ret(PhpString::empty())
        }
        Err(RecvError::Code(code::CO_HAS_BEEN_BOUND)) => Err(already_bound(
            websocket.fd(),
            websocket.reader_id(),
            Doing::Reading,
        )),
        Err(RecvError::Code(code)) => {
            error::set_last_and_errno(code);
            if zend::globals::exception_pending() {
                Err(zend::Thrown)
            } else {
                call.ret(false)
            }
        }
    }
}

/// A refusal to pack: a warning, and false with `SWOOLE_ERROR_WEBSOCKET_PACK_FAILED`.
pub(super) fn ret_refused(call: &mut Call, refused: PackError) -> PhpResult {
    let PackError::Refused(reason) = refused else {
        return Err(zend::Thrown);
    };
    zend::warning(&reason);
    error::set_last(code::WEBSOCKET_PACK_FAILED);
    call.ret(false)
}

/// `push(Frame|string $data, int $opcode = 1, int $flags = 1): bool`: suspends while the peer is
/// behind. The third argument may be a bool: whether the message is finished.
pub fn push(call: &mut Call) -> PhpResult {
    let arguments = Arguments::of(call)?;
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    let outgoing = match arguments.frame().and_then(Outgoing::refuse_reserved) {
        Ok(outgoing) => outgoing,
        Err(refused) => return ret_refused(call, refused),
    };
    send(call, &websocket, &outgoing)
}

fn send(call: &mut Call, websocket: &Rc<WebSocket>, outgoing: &Outgoing) -> PhpResult {
    let sent = if outgoing.opcode == codec::OPCODE_CLOSE {
        websocket
            .push_close(&outgoing.payload)
            .map_err(PushError::Errno)
    } else {
        let owner = call.this().memory::<ResponseState>();
        websocket.push(
            outgoing.fin(),
            outgoing.opcode,
            &outgoing.payload,
            outgoing.compress(),
            owner,
        )
    };
    match sent {
        Ok(()) => call.ret(true),
        Err(PushError::Sequence(rule)) => ret_refused(call, PackError::Refused(rule.to_owned())),
        Err(PushError::Errno(errno)) => {
            error::set_last_and_errno(errno);
            if zend::globals::exception_pending() {
                Err(zend::Thrown)
            } else {
                call.ret(false)
            }
        }
    }
}

/// `close(): bool`: a WebSocket gets a close frame, once; an HTTP connection ends at once.
pub fn close(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    let websocket = state.websocket.borrow().clone();
    let closed = match (websocket, state.exchange()) {
        (Some(websocket), _) => websocket.close(close::code::NORMAL, b""),
        (None, Some(exchange)) => !state.closed.replace(true) && exchange.connection.abort(),
        (None, None) => {
            error::set_last(code::SESSION_CLOSED);
            return call.ret(false);
        }
    };
    if !closed {
        error::set_last(libc::EBADF);
    }
    call.ret(closed)
}

/// `disconnect(int $code = 1000, string $reason = ''): bool`.
pub fn disconnect(call: &mut Call) -> PhpResult {
    let code = call.long_or(0, i64::from(close::code::NORMAL))?;
    let reason = call.string(1)?;
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    let outgoing = match Outgoing::close(code, &reason) {
        Ok(outgoing) => outgoing,
        Err(refused) => return ret_refused(call, refused),
    };
    match websocket.disconnect(&outgoing.payload) {
        Ok(()) => call.ret(true),
        Err(errno) => {
            error::set_last(errno);
            call.ret(false)
        }
    }
}

/// `getQueuedBytes(): int|false`: not in Swoole.
pub fn get_queued_bytes(call: &mut Call) -> PhpResult {
    match websocket(call) {
        Some(websocket) => call.ret(i64::try_from(websocket.queued()).unwrap_or(i64::MAX)),
        None => call.ret(false),
    }
}

/// `ping(string $data = ''): bool`.
pub fn ping(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let state: &ResponseState = call.state();
    if let Some(exchange) = state.exchange()
        && let Some(stream) = exchange.connection.http2()
    {
        return call.ret(stream.ping(&data));
    }
    if state.websocket.borrow().is_none() && state.exchange.borrow().is_some() {
        zend::warning("only supports websocket or http2 client");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    let ping = i64::from(codec::OPCODE_PING);
    let outgoing = match Outgoing::new(&Value::from(data), ping, flag::FIN) {
        Ok(outgoing) => outgoing,
        Err(refused) => return ret_refused(call, refused),
    };
    send(call, &websocket, &outgoing)
}
