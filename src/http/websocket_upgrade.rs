//! `Response::upgrade()`: the opening handshake, and the connection's change from HTTP to WebSocket (spec §4.1).
//!
//! Which handshakes are proper is decided in `websocket::handshake`.

use std::rc::Rc;

use crate::coroutine;
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::websocket::connection::Connection as WebSocket;
use crate::websocket::extension::{self, Agreement, Preferences};
use crate::websocket::handshake;
use crate::websocket::policy::Policy;
use crate::websocket::subprotocol;
use crate::zend::{self, Call, Object, PhpResult};

use super::head;
use super::http2::Http2Stream;
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
    let tunnel = exchange.connection.http2().filter(|it| it.may_tunnel());
    let checked = match tunnel {
        None => handshake::check(&head.method, head.version, &head.headers)
            .map(|accept| accept.accept_key),
        Some(_) => handshake::check_version(&head.headers).map(|()| String::new()),
    };
    let accept_key = match checked {
        Ok(accept_key) => accept_key,
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
    if let Some(stream) = tunnel {
        return upgrade_stream(call, &exchange, stream, policy);
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
    let answer = switching_protocols(&call.this(), &exchange, &accept_key, agreement);
    let websocket = WebSocket::new(stream, ahead, policy, agreement);
    if let Err(errno) = websocket.send_raw(&answer) {
        error::set_last_and_errno(errno);
        return call.ret(false);
    }
    exchange.connection.server().adopt(&websocket);
    if let Some(origin) = state.origin.borrow().upgrade() {
        origin.upgraded(&websocket);
    }
    *state.websocket.borrow_mut() = Some(websocket);
    // The request's head holds hyper's read buffer: an idle WebSocket does not need either.
    state.exchange.take();
    call.ret(true)
}

/// `upgrade()` of an HTTP/2 stream (RFC 8441): the head is the response's, what it says is the same as over HTTP/1.
#[inline(never)]
fn upgrade_stream(
    call: &mut Call,
    exchange: &Exchange,
    stream: &Http2Stream,
    policy: Rc<Policy>,
) -> PhpResult {
    let state: &ResponseState = call.state();
    let agreement = policy
        .compression
        .and_then(|compression| agree(exchange, compression.preferences));
    let answer = switching_protocols(&call.this(), exchange, "", agreement);
    state.phase.set(Phase::Ended);
    let Some(transport) = stream.tunnel(head::of_stream(&answer)) else {
        error::set_last(libc::ECONNRESET);
        return call.ret(false);
    };
    let websocket = WebSocket::new(transport, Vec::new(), policy, agreement);
    exchange.connection.server().adopt(&websocket);
    *state.websocket.borrow_mut() = Some(websocket);
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
