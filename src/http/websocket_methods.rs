//! The WebSocket side of `Swoole\Http\Response`: upgrade, recv, push, close (spec §4).

use std::rc::Rc;
use std::time::Duration;

use crate::coroutine;
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::slot::http_response as slot;
use crate::websocket::close;
use crate::websocket::codec;
use crate::websocket::connection::{Connection as WebSocket, Incoming, PushError, RecvError};
use crate::websocket::extension::{self, Agreement, Preferences};
use crate::websocket::frame::{self, Outgoing, PackError, flag};
use crate::websocket::handshake;
use crate::websocket::subprotocol;
use crate::zend::{self, Call, Object, PhpResult, PhpString, Value};

use super::head;
use super::response::{Exchange, Phase, ResponseState};

/// `upgrade(): bool`: answers the handshake. A bad one is refused: 400, 405 or 426.
pub fn upgrade(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    let exchange = match state.exchange() {
        Some(exchange) if state.phase.get() == Phase::Open => exchange,
        _ => {
            error::set_last(code::HTTP_CONTEXT_UNAVAILABLE);
            return call.ret(false);
        }
    };
    if state.closed.get() {
        error::set_last(libc::EBADF);
        return call.ret(false);
    }
    let head = &exchange.head;
    let accept = match handshake::check(&head.method, head.version, &head.headers) {
        Ok(accept) => accept,
        Err(refusal) => {
            refuse(state, &exchange, refusal);
            return call.ret(false);
        }
    };
    let policy = exchange.connection.server().settings.websocket.clone();
    if policy
        .origins
        .as_ref()
        .is_some_and(|origins| !origins.allow(&head.headers))
    {
        refuse_origin(state, &exchange);
        return call.ret(false);
    }
    let taken = coroutine::wait(std::future::poll_fn(|context| {
        exchange.connection.poll_take_over(context)
    }));
    let Ok(taken) = taken else {
        // Interrupted before anything has happened: the response can still be used.
        error::set_last(libc::ECANCELED);
        return if zend::globals::exception_pending() {
            Err(zend::Thrown)
        } else {
            call.ret(false)
        };
    };
    state.phase.set(Phase::Ended);
    let Some((stream, ahead)) = taken else {
        error::set_last(libc::ECONNRESET);
        return call.ret(false);
    };
    stream.upgraded();
    let agreement = policy
        .compression
        .and_then(|compression| agree(&exchange, compression.preferences));
    let answer = switching_protocols(&call.this(), &exchange, &accept.accept_key, agreement);
    let websocket = WebSocket::new(stream, ahead, policy, agreement);
    if let Err(errno) = websocket.send_raw(&answer) {
        error::set_last_and_errno(errno);
        return call.ret(false);
    }
    exchange.connection.server().adopt(&websocket);
    *state.websocket.borrow_mut() = Some(websocket);
    // The request's head holds hyper's read buffer: an idle WebSocket does not need either.
    state.exchange.take();
    call.ret(true)
}

/// Agrees on permessage-deflate if the client offers it.
fn agree(exchange: &Exchange, preferences: Preferences) -> Option<Agreement> {
    let offers = exchange
        .head
        .headers
        .get_all(http::header::SEC_WEBSOCKET_EXTENSIONS);
    extension::negotiate(offers.iter().map(http::HeaderValue::as_bytes), preferences)
}

#[cold]
#[inline(never)]
fn refuse(state: &ResponseState, exchange: &Exchange, refusal: handshake::Refusal) {
    if log::enabled(Level::Notice) {
        log::write(
            Level::Notice,
            &format!(
                "websocket handshake refused on fd#{}: {refusal}",
                exchange.connection.fd()
            ),
        );
    }
    let mut answer = head::plain(refusal.status(), true, exchange.connection.server());
    match refusal {
        handshake::Refusal::WebSocketVersion => {
            answer.headers_mut().insert(
                http::header::SEC_WEBSOCKET_VERSION,
                http::HeaderValue::from_static(handshake::VERSION),
            );
        }
        handshake::Refusal::Method => {
            answer
                .headers_mut()
                .insert(http::header::ALLOW, http::HeaderValue::from_static("GET"));
        }
        _ => {}
    }
    state.phase.set(Phase::Ended);
    exchange.connection.respond(answer);
    error::set_last(code::WEBSOCKET_BAD_CLIENT);
}

/// The page is none of those that may connect: 403 (RFC 6455 §4.2.2).
#[cold]
#[inline(never)]
fn refuse_origin(state: &ResponseState, exchange: &Exchange) {
    if log::enabled(Level::Notice) {
        let origin = exchange.head.headers.get(http::header::ORIGIN);
        let origin = origin.map(|origin| String::from_utf8_lossy(origin.as_bytes()));
        log::write(
            Level::Notice,
            &format!(
                "websocket handshake refused on fd#{}: the origin {} is not allowed",
                exchange.connection.fd(),
                origin.unwrap_or_default()
            ),
        );
    }
    state.phase.set(Phase::Ended);
    let server = exchange.connection.server();
    exchange.connection.respond(head::plain(403, true, server));
    error::set_last(code::WEBSOCKET_HANDSHAKE_FAILED);
}

/// The 101 answer, with the script's own header lines first (spec §4.1).
#[inline(never)]
fn switching_protocols(
    response: &Object,
    exchange: &Exchange,
    accept: &str,
    agreement: Option<Agreement>,
) -> Vec<u8> {
    let settings = &exchange.connection.server().settings;
    let offer = &exchange.head.headers;
    // One protocol, and only one that was offered: a client has to end the connection at any other (RFC 6455 §4.1).
    let mut protocol = false;
    let mut out = Vec::with_capacity(256);
    out.extend_from_slice(b"HTTP/1.1 101 Switching Protocols\r\n");
    let (mut server, mut date) = (false, false);
    let mut line = |name: &[u8], value: &[u8]| {
        out.extend_from_slice(name);
        out.extend_from_slice(b": ");
        out.extend_from_slice(value);
        out.extend_from_slice(b"\r\n");
    };
    head::script_headers(response, |name, value| {
        const OURS: [&str; 7] = [
            "upgrade",
            "connection",
            "sec-websocket-accept",
            "sec-websocket-version",
            "sec-websocket-extensions",
            "content-length",
            "transfer-encoding",
        ];
        let lower = name.to_ascii_lowercase();
        server |= lower == b"server";
        date |= lower == b"date";
        let valid = http::HeaderName::from_bytes(name).is_ok();
        let Some(value) = value else { return };
        let value = value.trim_ascii_end();
        if lower == b"sec-websocket-protocol" {
            if protocol || !subprotocol::is_offered(value, offer) {
                left_out(exchange, value);
                return;
            }
            protocol = true;
        }
        let valid = valid && http::HeaderValue::from_bytes(value).is_ok();
        if valid && !OURS.iter().any(|ours| ours.as_bytes() == lower) {
            line(name, value);
        }
    });
    line(b"Upgrade", b"websocket");
    line(b"Connection", b"Upgrade");
    line(b"Sec-WebSocket-Accept", accept.as_bytes());
    line(b"Sec-WebSocket-Version", handshake::VERSION.as_bytes());
    let chosen = subprotocol::choose(&settings.websocket.subprotocols, offer);
    if let Some(chosen) = chosen.filter(|_| !protocol) {
        line(b"Sec-WebSocket-Protocol", chosen.as_bytes());
    }
    if let Some(agreement) = agreement {
        line(
            b"Sec-Websocket-Extensions",
            agreement.to_string().as_bytes(),
        );
    }
    for cookie in head::script_cookies(response) {
        if http::HeaderValue::from_bytes(&cookie).is_ok() {
            line(b"Set-Cookie", &cookie);
        }
    }
    if let Some(name) = &settings.http.server_header
        && !server
    {
        line(b"Server", name.as_bytes());
    }
    if !date {
        line(b"Date", head::date().as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out
}

/// The script has set a subprotocol that the client has not offered.
#[cold]
#[inline(never)]
fn left_out(exchange: &Exchange, protocol: &[u8]) {
    if log::enabled(Level::Notice) {
        log::write(
            Level::Notice,
            &format!(
                "a subprotocol that was not offered is left out on fd#{}: {}",
                exchange.connection.fd(),
                String::from_utf8_lossy(protocol)
            ),
        );
    }
}

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

/// The limit of a read: 0 is the default, negative none.
fn read_limit(timeout: f64) -> Option<Duration> {
    if timeout == 0.0 {
        coroutine::options::read_timeout()
    } else {
        coroutine::wait::seconds(timeout)
    }
}

/// `recv(float $timeout = 0): Frame|string|false`.
pub fn recv(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    coroutine::require_coroutine()?;
    match websocket.recv(read_limit(timeout), call.this().memory::<ResponseState>()) {
        Ok(incoming) => {
            error::set_last(0);
            call.ret(frame_of(websocket.fd(), incoming))
        }
        Err(RecvError::Closed) => {
            error::set_last(0);
            call.ret(PhpString::empty())
        }
        Err(RecvError::Code(code::CO_HAS_BEEN_BOUND)) => Err(bound_twice(&websocket)),
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

fn frame_of(fd: i32, incoming: Incoming) -> Object {
    match incoming {
        Incoming::Message(opcode, data, compressed) => {
            let compressed = if compressed {
                flag::COMPRESS | flag::RSV1
            } else {
                0
            };
            frame::received(fd, opcode, flag::FIN | flag::MASK | compressed, data)
        }
        Incoming::Control(opcode, payload) => {
            frame::received(fd, opcode, flag::FIN, PhpString::new(&payload))
        }
        Incoming::Close(code, reason) => frame::received_close(fd, code, reason),
    }
}

fn bound_twice(websocket: &WebSocket) -> zend::Thrown {
    error::set_last(code::CO_HAS_BEEN_BOUND);
    let message = format!(
        "Socket#{} has already been bound to another coroutine#{}, reading of the same socket in coroutine#{} at the same time is not allowed",
        websocket.fd(),
        websocket.reader_id(),
        coroutine::task::current_id(),
    );
    zend::throw(
        &crate::class::ERROR,
        &message,
        i64::from(code::CO_HAS_BEEN_BOUND),
    )
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
    let data = call.value(0).unwrap_or(Value::null());
    let opcode = call.long_or(1, i64::from(codec::OPCODE_TEXT))?;
    let flags = match call.value(2) {
        None => flag::FIN,
        Some(flags) if flags.is_null() => flag::FIN,
        Some(flags) => flags.to_long(),
    };
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    let outgoing =
        Outgoing::from_arguments(&data, opcode, flags).and_then(Outgoing::refuse_reserved);
    let outgoing = match outgoing {
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
        // The eight bytes of the frame are h2's: they are how it knows the answer.
        return call.ret(stream.ping());
    }
    if state.websocket.borrow().is_none() && state.exchange.borrow().is_some() {
        zend::warning("only supports websocket or http2 client");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    let outgoing = match Outgoing::from_arguments(
        &Value::from(data),
        i64::from(codec::OPCODE_PING),
        flag::FIN,
    ) {
        Ok(outgoing) => outgoing,
        Err(refused) => return ret_refused(call, refused),
    };
    send(call, &websocket, &outgoing)
}
