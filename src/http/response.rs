//! `Swoole\Http\Response`: how a handler answers (spec §3). Its WebSocket side is in
//! `websocket_methods`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode, Version};

use crate::class::HTTP_RESPONSE;
use crate::coroutine;
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::slot::http_response as slot;
use crate::websocket::close;
use crate::websocket::connection::Connection as WebSocket;
use crate::zend::array::Key;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, NativeState, Object, PhpResult, PhpString, Value};

use super::body::{Body, Pieces};
use super::connection::Connection;
use super::cookie::SetCookie;
use super::status;

/// Bytes of `write()` that may wait for the client before it suspends.
const HIGH_WATER: usize = 256 * 1024;
/// Longest header name `header()` takes, exclusive.
const MAX_HEADER_NAME: usize = 128;

/// The request a response answers.
pub(super) struct Exchange {
    pub(super) connection: Rc<Connection>,
    pub(super) head: http::request::Parts,
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
    status: Cell<i64>,
    reason: RefCell<Option<PhpString>>,
    pieces: RefCell<Option<Rc<Pieces>>>,
    pub(super) websocket: RefCell<Option<Rc<WebSocket>>>,
    pub(super) closed: Cell<bool>,
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
        }
    }
}

impl NativeState for ResponseState {
    fn class() -> &'static ClassSlot {
        &HTTP_RESPONSE
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
        let Some(exchange) = self.exchange.take() else { return };
        match self.phase.replace(Phase::Ended) {
            Phase::Ended => {}
            Phase::Streaming => {
                if let Some(pieces) = self.pieces.take() {
                    pieces.end();
                    exchange.connection.pump();
                }
            }
            Phase::Open if self.closed.get() => {}
            Phase::Open => {
                let status = match self.status.get() {
                    200 => 500,
                    status => u16::try_from(status).unwrap_or(500),
                };
                exchange.connection.respond(plain(status, !keeps_alive(&exchange)));
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
    *response.state::<ResponseState>().exchange.borrow_mut() = Some(exchange);
    response
}

fn keeps_alive(exchange: &Exchange) -> bool {
    let listed = |token: &str| {
        exchange
            .head
            .headers
            .get_all(header::CONNECTION)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .any(|listed| listed.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
    };
    let wanted = if exchange.head.version == Version::HTTP_11 { !listed("close") } else { listed("keep-alive") };
    wanted && !exchange.connection.server().is_stopping()
}

thread_local! {
    static DATE: RefCell<(u64, HeaderValue)> = const { RefCell::new((0, HeaderValue::from_static(""))) };
}

/// The Date header of this second.
pub(super) fn date() -> HeaderValue {
    let now = SystemTime::now();
    let second = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    DATE.with_borrow_mut(|(cached, value)| {
        if *cached != second {
            *cached = second;
            let text = httpdate::fmt_http_date(now);
            *value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        }
        value.clone()
    })
}

/// Which of the default header lines the script has set, or suppressed.
#[derive(Default)]
struct Given {
    server: bool,
    date: bool,
    connection: bool,
    content_type: bool,
}

fn add_defaults(headers: &mut HeaderMap, given: &Given, close: bool) {
    if !given.server {
        headers.insert(header::SERVER, HeaderValue::from_static("swoole-http-server"));
    }
    if !given.date {
        headers.insert(header::DATE, date());
    }
    if close {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    } else if !given.connection {
        headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
    }
    if !given.content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    }
}

/// An answer that no handler made.
pub(super) fn plain(code: u16, close: bool) -> hyper::Response<Body> {
    let mut response = hyper::Response::new(Body::Empty);
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    add_defaults(response.headers_mut(), &Given::default(), close);
    response
}

/// The header lines a script has set, as (name, value): for hyper, or for a raw answer.
/// A value that is null suppresses the default line of that name, as does '' for those names.
pub(super) fn script_headers(response: &Object, mut line: impl FnMut(&PhpString, Option<&PhpString>)) {
    let Some(headers) = response.get(slot::HEADER).as_array() else { return };
    for (key, value) in headers.iter() {
        let name = match key {
            Key::Name(name) => name,
            Key::Index(index) => PhpString::new(index.to_string().as_bytes()),
        };
        if value.is_null() {
            line(&name, None);
        } else if let Some(list) = value.as_array() {
            for (_, each) in list.iter() {
                if let Some(text) = each.to_string() {
                    line(&name, Some(&text));
                }
            }
        } else if let Some(text) = value.to_string() {
            line(&name, Some(&text));
        }
    }
}

/// The Set-Cookie lines a script has set.
pub(super) fn script_cookies(response: &Object) -> Vec<PhpString> {
    let Some(cookies) = response.get(slot::COOKIE).as_array() else { return Vec::new() };
    cookies.iter().filter_map(|(_, line)| line.to_string()).collect()
}

fn response_head(response: &Object, state: &ResponseState, exchange: &Exchange, streaming: bool) -> hyper::Response<()> {
    let mut built = hyper::Response::new(());
    let code = match state.status.get() {
        0 => 200,
        code => u16::try_from(code).unwrap_or(500),
    };
    *built.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(reason) = &*state.reason.borrow() {
        if let Ok(reason) = hyper::ext::ReasonPhrase::try_from(reason.to_vec()) {
            built.extensions_mut().insert(reason);
        }
    } else if StatusCode::from_u16(code).is_ok_and(|code| code.canonical_reason().is_none()) {
        let reason = status::reason(code).unwrap_or("Unknown Status");
        built.extensions_mut().insert(hyper::ext::ReasonPhrase::from_static(reason.as_bytes()));
    }
    let mut given = Given::default();
    let mut close = !keeps_alive(exchange);
    let is_head = exchange.head.method == Method::HEAD;
    let headers = built.headers_mut();
    script_headers(response, |name, value| {
        let Ok(parsed) = HeaderName::from_bytes(name) else {
            log::write(Level::Warning, &format!("header name is not valid and was dropped: {}", name.to_text()));
            return;
        };
        let default = match parsed {
            header::SERVER => Some(&mut given.server),
            header::DATE => Some(&mut given.date),
            header::CONNECTION => Some(&mut given.connection),
            header::CONTENT_TYPE => Some(&mut given.content_type),
            // How a body is framed is decided by what is sent (RFC 9112 §6): a length that is not
            // the body's cannot pass. Of a HEAD's body only the script knows the length.
            header::CONTENT_LENGTH if !is_head || streaming => return,
            header::TRANSFER_ENCODING => return,
            _ => None,
        };
        let suppressed = value.is_none_or(|value| value.is_empty() && default.is_some());
        if let Some(default) = default {
            *default = true;
        }
        let Some(value) = value.filter(|_| !suppressed) else { return };
        let value = value.trim_ascii_end();
        match HeaderValue::from_bytes(value) {
            Ok(value) => {
                if parsed == header::CONNECTION && value.as_bytes().eq_ignore_ascii_case(b"close") {
                    close = true;
                }
                headers.append(parsed, value);
            }
            Err(_) => log::write(Level::Warning, &format!("the value of header {parsed} is not valid and was dropped")),
        }
    });
    for cookie in script_cookies(response) {
        if let Ok(value) = HeaderValue::from_bytes(&cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    add_defaults(headers, &given, close);
    built
}

/// The exchange, if the response can still be written to; else the error is set.
fn open_exchange(state: &ResponseState) -> Option<Rc<Exchange>> {
    let exchange = if state.phase.get() == Phase::Ended { None } else { state.exchange() };
    if exchange.is_none() {
        error::set_last(code::HTTP_CONTEXT_UNAVAILABLE);
    }
    exchange
}

fn ret_gone(call: &mut Call) -> PhpResult {
    error::set_last(libc::EPIPE);
    call.ret(false)
}

fn notice(call: &mut Call, text: &str) -> PhpResult {
    zend::warning(text);
    error::set_last(code::PHP_RUNTIME_NOTICE);
    call.ret(false)
}

/// `initHeader(): bool`: turns `header`, `cookie` and `trailer` into arrays.
pub fn init_header(call: &mut Call) -> PhpResult {
    if open_exchange(call.state()).is_none() {
        return call.ret(false);
    }
    let this = call.this();
    for index in [slot::HEADER, slot::COOKIE, slot::TRAILER] {
        this.with_array(index, |_| {});
    }
    call.ret(true)
}

/// `isWritable(): bool`: false once ended, detached or upgraded.
pub fn is_writable(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    call.ret(state.phase.get() != Phase::Ended && state.exchange.borrow().is_some())
}

/// `x-aBC-def` → `X-Abc-Def`.
fn format_name(name: &[u8]) -> PhpString {
    let mut first = true;
    let formatted: Vec<u8> = name
        .iter()
        .map(|&byte| {
            let out = if first { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
            first = byte == b'-';
            out
        })
        .collect();
    PhpString::new(&formatted)
}

/// `header(string $key, array|string $value, bool $format = true): bool`.
pub fn header(call: &mut Call) -> PhpResult {
    const SPLIT: &str = "Header may not contain more than a single header, new line detected";
    const NUL: &str = "Header may not contain NUL bytes";
    let name = call.string(0)?;
    let value = call.value(1).unwrap_or(Value::null());
    let format = call.bool_or(2, true)?;
    if open_exchange(call.state()).is_none() {
        return call.ret(false);
    }
    if name.len() >= MAX_HEADER_NAME {
        return notice(call, "header key is too long");
    }
    let mut texts = vec![name.clone()];
    if let Some(list) = value.as_array() {
        texts.extend(list.iter().filter_map(|(_, each)| each.as_string()));
    } else {
        texts.extend(value.as_string());
    }
    for text in texts {
        if text.iter().any(|byte| matches!(byte, b'\r' | b'\n')) {
            return notice(call, SPLIT);
        }
        if text.contains(&0) {
            return notice(call, NUL);
        }
    }
    let name = if format { format_name(&name) } else { name };
    call.this().with_array(slot::HEADER, |headers| headers.set(&name, value));
    call.ret(true)
}

/// `status(int $http_code, string $reason = ''): bool`.
pub fn status(call: &mut Call) -> PhpResult {
    let code = call.long(0)?;
    let reason = call.string(1)?;
    let state: &ResponseState = call.state();
    if open_exchange(state).is_none() {
        return call.ret(false);
    }
    if reason.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        return notice(call, "the reason may not contain line breaks or NUL bytes");
    }
    state.status.set(code);
    *state.reason.borrow_mut() = (!reason.is_empty()).then_some(reason);
    call.ret(true)
}

fn set_cookie(call: &mut Call, encode: bool) -> PhpResult {
    let first = call.value(0).unwrap_or(Value::null());
    if open_exchange(call.state()).is_none() {
        return call.ret(false);
    }
    let Some(name) = first.as_string() else {
        return notice(call, "The first argument must be a string or a Http\\Cookie object");
    };
    let strings = [call.string(1)?, call.string(3)?, call.string(4)?, call.string(7)?, call.string(8)?];
    let [value, path, domain, same_site, priority] = &strings;
    let rendered = SetCookie {
        encode,
        expires: call.long_or(2, 0)?,
        path,
        domain,
        secure: call.bool_or(5, false)?,
        http_only: call.bool_or(6, false)?,
        same_site,
        priority,
        partitioned: call.bool_or(9, false)?,
        ..SetCookie::new(&name, value)
    }
    .render(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() as i64);
    match rendered {
        Ok(line) => {
            let line = PhpString::new(&line);
            call.this().with_array(slot::COOKIE, |cookies| cookies.push(line));
            call.ret(true)
        }
        Err(reason) => notice(call, &reason.to_string()),
    }
}

/// `cookie(…): bool`: the value is URL-encoded.
pub fn cookie(call: &mut Call) -> PhpResult {
    set_cookie(call, true)
}

/// `rawcookie(…): bool`: the value goes out as it is.
pub fn rawcookie(call: &mut Call) -> PhpResult {
    set_cookie(call, false)
}

/// Sends the head of a streamed answer, once.
fn start_streaming(response: &Object, state: &ResponseState, exchange: &Exchange) -> bool {
    if state.phase.get() == Phase::Streaming {
        return true;
    }
    let pieces = Rc::new(Pieces::default());
    let head = response_head(response, state, exchange, true);
    state.phase.set(Phase::Streaming);
    *state.pieces.borrow_mut() = Some(pieces.clone());
    exchange.connection.respond(head.map(|()| Body::Stream(pieces)))
}

/// `write(string $content): bool`: a piece of the body; suspends while the client is behind.
pub fn write(call: &mut Call) -> PhpResult {
    let content = call.string(0)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else { return call.ret(false) };
    if !start_streaming(&call.this(), state, &exchange) {
        return ret_gone(call);
    }
    if content.is_empty() {
        zend::warning("the data sent must not be empty");
        error::set_last(code::NO_PAYLOAD);
        return call.ret(false);
    }
    let Some(pieces) = state.pieces.borrow().clone() else { return call.ret(false) };
    if !exchange.connection.is_open() {
        return ret_gone(call);
    }
    pieces.push(content);
    exchange.connection.pump();
    let room = std::future::poll_fn(|context| pieces.poll_below(HIGH_WATER, context));
    match coroutine::wait_timeout(room, coroutine::options::write_timeout()) {
        Ok(()) if exchange.connection.is_open() => call.ret(true),
        Ok(()) => ret_gone(call),
        Err(interrupted) => {
            error::set_last(match interrupted {
                coroutine::Interrupted::TimedOut => libc::ETIMEDOUT,
                _ => libc::ECANCELED,
            });
            call.ret(false)
        }
    }
}

/// Sends the rest of the answer. False when the client is gone.
fn end_with(response: &Object, state: &ResponseState, exchange: &Exchange, content: Option<PhpString>) -> bool {
    let content = content.filter(|content| !content.is_empty());
    if state.phase.replace(Phase::Ended) == Phase::Streaming {
        let Some(pieces) = state.pieces.take() else { return false };
        if let Some(content) = content {
            pieces.push(content);
        }
        pieces.end();
        let open = exchange.connection.is_open();
        exchange.connection.pump();
        return open;
    }
    let head = response_head(response, state, exchange, false);
    let body = content.map_or(Body::Empty, |content| Body::Whole(Some(content)));
    exchange.connection.respond(head.map(|()| body))
}

/// `end(?string $content = null): bool`.
pub fn end(call: &mut Call) -> PhpResult {
    let content = call.nullable_string(0)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else { return call.ret(false) };
    if state.closed.get() {
        error::set_last(libc::EBADF);
        return call.ret(false);
    }
    if end_with(&call.this(), state, &exchange, content) { call.ret(true) } else { ret_gone(call) }
}

/// `redirect(string $location, int $http_code = 302): bool`.
pub fn redirect(call: &mut Call) -> PhpResult {
    let location = call.string(0)?;
    let status = call.long_or(1, 302)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else { return call.ret(false) };
    if location.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        return notice(call, "Header may not contain more than a single header, new line detected");
    }
    state.status.set(status);
    let this = call.this();
    this.with_array(slot::HEADER, |headers| headers.set(&PhpString::new(b"Location"), location));
    if end_with(&this, state, &exchange, None) { call.ret(true) } else { ret_gone(call) }
}
