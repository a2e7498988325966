//! `Swoole\Http\Response`: how a handler answers (spec §3). Its WebSocket side is in
//! `websocket_upgrade` and `websocket_methods`.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use http::HeaderMap;

use crate::class::HTTP_RESPONSE;
use crate::coroutine;
use crate::error::{self, code};
use crate::slot::http_response as slot;
use crate::websocket::close;
use crate::websocket::connection::Connection as WebSocket;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, NativeState, Object, PhpResult, PhpString};

use super::body::{Body, Pieces};
use super::head;
use super::link::Link;
use super::response_head::notice;
use super::socket::{self, HttpOrigin};

/// Bytes of `write()` that may wait for the client before it suspends.
const HIGH_WATER: usize = 256 * 1024;

/// The request a response answers.
pub(super) struct Exchange {
    pub(super) connection: Link,
    /// In a box: the Request refers to the exchange weakly, and what it then keeps in place is to be small.
    pub(super) head: Box<http::request::Parts>,
}

/// How far an answer is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing was sent.
    Open,
    /// `write()` was used.
    Streaming,
    /// Complete, detached or upgraded.
    Ended,
}

/// What a Response keeps beside its properties.
pub struct ResponseState {
    /// Set for responses that a server made.
    pub(super) exchange: RefCell<Option<Rc<Exchange>>>,
    pub(super) phase: Cell<Phase>,
    pub(super) status: Cell<i64>,
    pub(super) reason: RefCell<Option<PhpString>>,
    pieces: RefCell<Option<Rc<Pieces>>>,
    pub(super) websocket: RefCell<Option<Rc<WebSocket>>>,
    pub(super) closed: Cell<bool>,
    /// `detach()` was called.
    pub(super) detached: Cell<bool>,
    /// Behind the socket object, once that was asked for.
    pub(super) origin: RefCell<Weak<HttpOrigin>>,
    /// What follows a streamed body.
    pub(super) trailers: RefCell<Option<Box<HeaderMap>>>,
}

impl Default for ResponseState {
    fn default() -> Self {
        Self {
            exchange: RefCell::new(None),
            phase: Cell::new(Phase::Open),
            status: Cell::new(200),
            reason: RefCell::new(None),
            pieces: RefCell::new(None),
            websocket: RefCell::new(None),
            closed: Cell::new(false),
            detached: Cell::new(false),
            origin: RefCell::new(Weak::new()),
            trailers: RefCell::new(None),
        }
    }
}

impl NativeState for ResponseState {
    fn class() -> &'static ClassSlot {
        &HTTP_RESPONSE
    }

    const LAZY: Option<&'static str> = Some("socket");

    fn make_lazy(&self, response: &Object) {
        response.fill_in(slot::SOCKET, socket::of(self));
    }
}

impl Drop for ResponseState {
    /// The script has let go of the response: what is open is finished.
    fn drop(&mut self) {
        if let Some(websocket) = self.websocket.take() {
            websocket.close(close::code::NORMAL, b"");
        }
        self.finish();
    }
}

impl ResponseState {
    pub(super) fn exchange(&self) -> Option<Rc<Exchange>> {
        self.exchange.borrow().clone()
    }

    /// Ends an answer that the handler has left open: 500 (or the status it had set) without a
    /// body, or the end of a streamed one.
    fn finish(&self) {
        let Some(exchange) = self.exchange.take() else {
            return;
        };
        match self.phase.replace(Phase::Ended) {
            // Nobody will answer any more.
            Phase::Ended if self.detached.get() => {
                // Else the socket decides.
                if self.origin.borrow().strong_count() == 0 {
                    exchange.connection.abort();
                }
            }
            Phase::Ended => {}
            Phase::Streaming => {
                if let Some(pieces) = self.pieces.take() {
                    pieces.end(self.trailers.take());
                    exchange.connection.end_stream();
                }
            }
            Phase::Open if self.closed.get() => {}
            Phase::Open => {
                let status = match self.status.get() {
                    200 => 500,
                    status => u16::try_from(status).unwrap_or(500),
                };
                let close = !head::keeps_alive(&exchange.head, exchange.connection.server());
                exchange.connection.respond(head::plain(
                    status,
                    close,
                    exchange.connection.server(),
                ));
            }
        }
    }

    /// A handler threw: whatever is open ends in an error the client can see.
    pub(super) fn fail(&self) {
        if let Some(websocket) = self.websocket.borrow().clone() {
            websocket.close(close::code::INTERNAL_ERROR, b"");
        }
        if self.phase.get() == Phase::Open {
            self.status.set(500);
        }
    }
}

/// Makes the Response object for a request.
pub(super) fn build(exchange: Rc<Exchange>) -> Object {
    let response = Object::new(&HTTP_RESPONSE);
    response.init(slot::FD, i64::from(exchange.connection.fd()));
    response.leave_out(slot::SOCKET);
    *response.state::<ResponseState>().exchange.borrow_mut() = Some(exchange);
    response
}

/// Makes the Response object for a request that nobody answers, over the socket it came from.
pub(super) fn answer(origin: &HttpOrigin, socket: Object) -> Option<Object> {
    let exchange = origin.adopt()?;
    let response = build(exchange);
    *response.state::<ResponseState>().origin.borrow_mut() = origin.this();
    response.fill_in(slot::SOCKET, socket);
    Some(response)
}

/// The exchange, if the response can still be written to; else the error is set.
pub(super) fn open_exchange(state: &ResponseState) -> Option<Rc<Exchange>> {
    let exchange = if state.phase.get() == Phase::Ended {
        None
    } else {
        state.exchange()
    };
    if exchange.is_none() {
        error::set_last(code::HTTP_CONTEXT_UNAVAILABLE);
    }
    exchange
}

/// False, with the reason why the client could not be written to.
pub(super) fn ret_gone(call: &mut Call, state: &ResponseState, exchange: &Exchange) -> PhpResult {
    error::set_last(if state.closed.get() {
        libc::EBADF
    } else {
        exchange.connection.errno()
    });
    call.ret(false)
}

fn ret_interrupted(call: &mut Call, interrupted: coroutine::Interrupted) -> PhpResult {
    error::set_last(match interrupted {
        coroutine::Interrupted::TimedOut => libc::ETIMEDOUT,
        _ => libc::ECANCELED,
    });
    if zend::globals::exception_pending() {
        Err(zend::Thrown)
    } else {
        call.ret(false)
    }
}

/// `isWritable(): bool`: false once ended, detached or upgraded.
pub fn is_writable(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    call.ret(state.phase.get() != Phase::Ended && state.exchange.borrow().is_some())
}

/// Sends the head of a streamed answer, once. False when it could not be sent.
fn start_streaming(
    response: &Object,
    state: &ResponseState,
    exchange: &Exchange,
) -> Result<bool, zend::Thrown> {
    if state.phase.get() == Phase::Streaming {
        return Ok(true);
    }
    let head = head::build(response, state, exchange, true)?;
    // A header's __toString() may have used this response meanwhile.
    if state.phase.get() != Phase::Open {
        return Ok(state.phase.get() == Phase::Streaming);
    }
    let pieces = Rc::new(Pieces::default());
    state.phase.set(Phase::Streaming);
    *state.pieces.borrow_mut() = Some(pieces.clone());
    Ok(exchange
        .connection
        .respond(head.map(|()| Body::Stream(pieces))))
}

/// `write(string $content): bool`: a piece of the body; suspends while the client is behind.
pub fn write(call: &mut Call) -> PhpResult {
    let content = call.string(0)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else {
        return call.ret(false);
    };
    if !start_streaming(&call.this(), state, &exchange)? {
        return ret_gone(call, state, &exchange);
    }
    if content.is_empty() {
        zend::warning("the data sent must not be empty");
        error::set_last(code::NO_PAYLOAD);
        return call.ret(false);
    }
    let Some(pieces) = state.pieces.borrow().clone() else {
        return call.ret(false);
    };
    if !exchange.connection.is_open() {
        return ret_gone(call, state, &exchange);
    }
    pieces.push(content);
    exchange.connection.pump();
    let room = std::future::poll_fn(|context| pieces.poll_below(HIGH_WATER, context));
    // How long the client may pause is the connection's time limit.
    match coroutine::wait(room) {
        Ok(()) if exchange.connection.is_open() => call.ret(true),
        // Where nothing can be suspended the queue grows instead.
        Err(coroutine::Interrupted::Blocked) => call.ret(true),
        Ok(()) => ret_gone(call, state, &exchange),
        Err(interrupted) => ret_interrupted(call, interrupted),
    }
}

/// Hands the rest of the answer over for sending. False when it could not be sent.
fn end_with(
    response: &Object,
    state: &ResponseState,
    exchange: &Exchange,
    content: Option<PhpString>,
) -> Result<bool, zend::Thrown> {
    let content = content.filter(|content| !content.is_empty());
    if state.phase.get() == Phase::Open {
        let length = content.as_ref().map_or(0, |content| content.len());
        let compression = &exchange.connection.server().settings.http.compression;
        let compression = compression
            .as_ref()
            .and_then(|rules| Some((rules, rules.coding(&exchange.head, length)?)));
        if compression.is_none()
            && let Some(connection) = exchange.connection.direct()
            && let Some(head) = connection.simple_head(response, state, length)
        {
            state.phase.set(Phase::Ended);
            return Ok(connection.send_past(head, content, false));
        }
        let mut head = head::build(response, state, exchange, false)?;
        // A header's __toString() may have used this response meanwhile.
        if state.phase.get() == Phase::Open {
            state.phase.set(Phase::Ended);
            let content = match compression {
                Some((rules, coding)) => content.map(|content| {
                    rules.apply(coding, &exchange.head, response, &mut head, content)
                }),
                None => content,
            };
            let body = whole(state, exchange, content);
            return Ok(exchange.connection.respond(head.map(|()| body)));
        }
    }
    state.phase.set(Phase::Ended);
    let Some(pieces) = state.pieces.take() else {
        return Ok(false);
    };
    if !exchange.connection.is_open() {
        return Ok(false);
    }
    if let Some(content) = content {
        pieces.push(content);
    }
    pieces.end(state.trailers.take());
    Ok(exchange.connection.end_stream())
}

/// A body of one piece. Over HTTP/2 trailers may follow it, without a `write()`: that is how gRPC says how it went.
fn whole(state: &ResponseState, exchange: &Exchange, content: Option<PhpString>) -> Body {
    if exchange.connection.http2().is_some()
        && let Some(trailers) = state.trailers.take()
    {
        let pieces = Rc::new(Pieces::default());
        if let Some(content) = content {
            pieces.push(content);
        }
        pieces.end(Some(trailers));
        return Body::Stream(pieces);
    }
    content.map_or(Body::Empty, |content| Body::Whole(Some(content)))
}

/// Ends the answer, and waits while the client does not take it.
fn send_end(call: &mut Call, exchange: &Exchange, content: Option<PhpString>) -> PhpResult {
    let state: &ResponseState = call.state();
    if !end_with(&call.this(), state, exchange, content)? {
        return ret_gone(call, state, exchange);
    }
    wait_until_sent(call, exchange)
}

/// True once the client has taken everything. How long it may pause is the connection's time limit; a large response may
/// take as long as it takes.
pub(super) fn wait_until_sent(call: &mut Call, exchange: &Exchange) -> PhpResult {
    let state: &ResponseState = call.state();
    let connection = &exchange.connection;
    if connection.is_blocked() {
        let sent = std::future::poll_fn(|context| connection.poll_unblocked(context));
        match coroutine::wait(sent) {
            Ok(()) if !connection.has_failed() => {}
            // Where nothing can be suspended the rest is sent behind the script's back.
            Err(coroutine::Interrupted::Blocked) => {}
            Ok(()) => return ret_gone(call, state, exchange),
            Err(interrupted) => {
                // Half a response cannot be followed by anything.
                connection.abort();
                return ret_interrupted(call, interrupted);
            }
        }
    }
    call.ret(true)
}

/// `end(?string $content = null): bool`.
pub fn end(call: &mut Call) -> PhpResult {
    let content = call.nullable_string(0)?;
    let Some(exchange) = open_exchange(call.state()) else {
        return call.ret(false);
    };
    send_end(call, &exchange, content)
}

/// `redirect(string $location, int $http_code = 302): bool`.
pub fn redirect(call: &mut Call) -> PhpResult {
    let location = call.string(0)?;
    let status = call.long_or(1, 302)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else {
        return call.ret(false);
    };
    if location
        .iter()
        .any(|byte| matches!(byte, b'\r' | b'\n' | 0))
    {
        return notice(
            call,
            "Header may not contain more than a single header, new line detected",
        );
    }
    state.status.set(status);
    call.this().with_array(slot::HEADER, |headers| {
        headers.set(&PhpString::new(b"Location"), location)
    });
    send_end(call, &exchange, None)
}
