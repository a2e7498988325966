//! `Swoole\Coroutine\Http\Client`: construction, settings, and the methods that only read or write properties
//! (spec/coroutine-runtime §6). Requests are `exchange`'s, WebSockets `websocket_methods`'.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::class::{COROUTINE_HTTP_CLIENT, COROUTINE_HTTP_CLIENT_EXCEPTION};
use crate::error::{self, code};
use crate::net::stream::Endpoint;
use crate::slot::coroutine_http_client as slot;
use crate::websocket::client::WebSocket;
use crate::websocket::close;
use crate::zend::array::Key;
use crate::zend::object::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, Object, PhpResult, PhpString, Thrown, Value};

use super::base::{Base, Class, Occupied};
use super::connection::Connection;
use super::encode;
use super::exchange::Pending;
use super::socket;

/// `statusCode` when there is no response (`SWOOLE_HTTP_CLIENT_ESTATUS_*`).
pub(super) mod status {
    pub const CONNECT_FAILED: i64 = -1;
    pub const REQUEST_TIMEOUT: i64 = -2;
    pub const SERVER_RESET: i64 = -3;
    pub const SEND_FAILED: i64 = -4;
}

/// A client's native state.
#[derive(Default)]
pub struct ClientState {
    pub(super) base: Base,
    pub(super) connection: RefCell<Option<Rc<Connection>>>,
    pub(super) websocket: RefCell<Option<Rc<WebSocket>>>,
    /// The value of the Authorization header.
    pub(super) authorization: RefCell<Option<String>>,
    /// The head of the last request.
    pub(super) sent_head: RefCell<Vec<u8>>,
    /// A response that is still to be received.
    pub(super) pending: RefCell<Option<Pending>>,
    pub(super) defer: Cell<bool>,
    /// A user's `Connection: close` turns keep-alive off for good.
    pub(super) never_keep_alive: Cell<bool>,
}

impl NativeState for ClientState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_HTTP_CLIENT
    }

    const LAZY: Option<&'static str> = Some("socket");

    fn make_lazy(&self, client: &Object) {
        if client.is_left_out(slot::SOCKET) {
            let connection = self.connection.borrow().clone();
            let socket = connection.as_ref().map_or(Value::null(), socket::of);
            client.fill_in(slot::SOCKET, socket);
        }
    }

    fn collect(&self, gc: &mut Gc) {
        self.base.collect(gc);
    }
}

impl ClientState {
    /// Takes the connection for the running coroutine, until the guard is dropped.
    ///
    /// # Errors
    ///
    /// Another coroutine has it.
    pub(super) fn occupy(&self) -> Result<Occupied<'_>, Thrown> {
        self.base.occupy(|| {
            let connection = self.connection.borrow();
            connection.as_ref().map_or(-1, |open| open.fd())
        })
    }

    /// Whether this is (still) the client's.
    pub(super) fn is_websocket(&self, websocket: &Rc<WebSocket>) -> bool {
        let own = self.websocket.borrow();
        own.as_ref().is_some_and(|own| Rc::ptr_eq(own, websocket))
    }

    /// There is a connection: scripts see it as a socket.
    pub(super) fn connected(&self, this: &Object, connection: &Rc<Connection>) {
        *self.connection.borrow_mut() = Some(connection.clone());
        this.leave_out_again(slot::SOCKET);
        this.set(slot::CONNECTED, true);
    }

    /// Ends the connection, if there is one: a WebSocket without another word.
    pub(super) fn disconnect(&self, this: &Object) -> bool {
        this.set(slot::CONNECTED, false);
        this.fill_in(slot::SOCKET, Value::null());
        this.set(slot::SOCKET, Value::null());
        drop(self.pending.take());
        let connection = self.connection.take();
        match (self.websocket.take(), &connection) {
            // A close frame may still be on its way.
            (Some(websocket), _) if websocket.is_over() => {}
            (Some(websocket), _) => websocket.abandon(),
            (None, Some(connection)) => connection.close(),
            (None, None) => return false,
        }
        true
    }
}

/// Says in the properties why a call has failed.
pub(super) fn set_error(this: &Object, errno: i32) {
    error::set_last(errno);
    this.set(slot::ERR_CODE, i64::from(errno));
    this.set(slot::ERR_MSG, error::text(i64::from(errno)).as_str());
}

/// [`set_error`] when there is no response.
pub(super) fn set_failure(this: &Object, status: i64, errno: i32) {
    set_error(this, errno);
    this.set(slot::STATUS_CODE, status);
}

/// `__construct(string $host, int $port = 0, bool $ssl = false)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    state.base.construct(
        call,
        &Class {
            exception: &COROUTINE_HTTP_CLIENT_EXCEPTION,
            default_port: 0,
            host: slot::HOST,
            port: slot::PORT,
            ssl: slot::SSL,
        },
    )
}

/// `__destruct()`: the connection ends.
pub fn destruct(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    state.disconnect(&call.this());
    Ok(())
}

/// `set(array $settings): bool`: merged with what was set before; false for an empty array.
pub fn set(call: &mut Call) -> PhpResult {
    let given = call.array(0)?;
    let state: &ClientState = call.state();
    state.base.server()?;
    if given.is_empty() {
        return call.ret(false);
    }
    if let Some(retries) = given.get(b"max_retries").map(|value| value.to_long())
        && retries < 0
    {
        zend::warning(&format!(
            "max_retries must be greater than or equal to 0, got {retries}"
        ));
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    if let Some(defer) = given.get(b"defer") {
        state.defer.set(defer.is_truthy());
    }
    state.base.add_settings(&call.this(), slot::SETTING, &given);
    call.ret(true)
}

/// `setDefer(bool $defer = true): bool`.
pub fn set_defer(call: &mut Call) -> PhpResult {
    let defer = call.bool_or(0, true)?;
    let state: &ClientState = call.state();
    state.base.server()?;
    state.defer.set(defer);
    call.ret(true)
}

/// `getDefer(): bool`.
pub fn get_defer(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    state.base.server()?;
    call.ret(state.defer.get())
}

/// `setMethod(string $method): bool`.
pub fn set_method(call: &mut Call) -> PhpResult {
    let method = call.string(0)?;
    call.this().set(slot::REQUEST_METHOD, method);
    call.ret(true)
}

/// `setHeaders(array $headers): bool`.
pub fn set_headers(call: &mut Call) -> PhpResult {
    let headers = call.array(0)?;
    call.this().set(slot::REQUEST_HEADERS, headers);
    call.ret(true)
}

/// `setCookies(array $cookies): bool`.
pub fn set_cookies(call: &mut Call) -> PhpResult {
    let cookies = call.array(0)?;
    call.this().set(slot::COOKIES, cookies);
    call.ret(true)
}

/// `setData(array|string $data): bool`.
pub fn set_data(call: &mut Call) -> PhpResult {
    let data = call.value(0).unwrap_or(Value::null());
    let data = match data.as_array() {
        Some(array) => Value::from(array),
        None => Value::from(call.string(0)?),
    };
    call.this().set(slot::REQUEST_BODY, data);
    call.ret(true)
}

/// `setBasicAuth(string $username, string $password): void`.
pub fn set_basic_auth(call: &mut Call) -> PhpResult {
    let user = call.string(0)?;
    let password = call.string(1)?;
    let state: &ClientState = call.state();
    *state.authorization.borrow_mut() = Some(encode::basic(&user, &password));
    Ok(())
}

/// Returns a property as it is.
pub(super) fn property(call: &mut Call, index: usize) -> PhpResult {
    let value = call.this().get(index);
    call.ret(value)
}

/// `getBody(): string|false`.
pub fn get_body(call: &mut Call) -> PhpResult {
    property(call, slot::BODY)
}

/// `getHeaders(): array|false|null`.
pub fn get_headers(call: &mut Call) -> PhpResult {
    property(call, slot::HEADERS)
}

/// `getCookies(): array|false|null`.
pub fn get_cookies(call: &mut Call) -> PhpResult {
    property(call, slot::COOKIES)
}

/// `getStatusCode(): int|false`.
pub fn get_status_code(call: &mut Call) -> PhpResult {
    property(call, slot::STATUS_CODE)
}

/// `getHeaderOut(): string|false`: the head of the last request, without the empty line that ends it.
pub fn get_header_out(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    let head = state.sent_head.borrow();
    match head.strip_suffix(b"\r\n\r\n") {
        Some(head) => call.ret(PhpString::new(head)),
        None => call.ret(false),
    }
}

/// The open connection; else the error is set.
fn connected(call: &Call) -> Option<Rc<Connection>> {
    let state: &ClientState = call.state();
    let connection = state.connection.borrow().clone();
    if connection.is_none() {
        set_error(&call.this(), code::CLIENT_NO_CONNECTION);
    }
    connection
}

fn endpoint(call: &mut Call, end: impl FnOnce(&Connection) -> Endpoint) -> PhpResult {
    let Some(connection) = connected(call) else {
        return call.ret(false);
    };
    let end = end(&connection);
    let mut result = Array::with_capacity(2);
    result.add(&PhpString::new(b"address"), end.address.as_str());
    result.add(&PhpString::new(b"port"), i64::from(end.port));
    call.ret(result)
}

/// `getpeername(): array|false`.
pub fn getpeername(call: &mut Call) -> PhpResult {
    endpoint(call, |connection| connection.stream().peer())
}

/// `getsockname(): array|false`.
pub fn getsockname(call: &mut Call) -> PhpResult {
    endpoint(call, |connection| connection.stream().local())
}

/// `getPeerCert(): string|false`: the server's certificate, in PEM.
pub fn get_peer_cert(call: &mut Call) -> PhpResult {
    let Some(connection) = connected(call) else {
        return call.ret(false);
    };
    let certificates = connection.stream().peer_certificates();
    match certificates.first() {
        Some(own) => call.ret(encode::pem("CERTIFICATE", own).as_str()),
        None => {
            set_error(&call.this(), code::SSL_EMPTY_PEER_CERTIFICATE);
            call.ret(false)
        }
    }
}

/// `close(): bool`: false when there is no connection, and none is being made. A WebSocket's server is told with a close
/// frame.
pub fn close(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    state.base.server()?;
    let this = call.this();
    let websocket = state.websocket.borrow().clone();
    if let Some(websocket) = websocket {
        websocket.close(close::code::NORMAL, b"");
    }
    let gave_up = state.base.give_up();
    if state.disconnect(&this) || gave_up {
        return call.ret(true);
    }
    set_error(&this, code::CLIENT_NO_CONNECTION);
    call.ret(false)
}

/// The text of a header's name; `None` for what has no name.
pub(super) fn key_name(key: &Key) -> Option<&PhpString> {
    match key {
        Key::Name(name) => Some(name),
        Key::Index(_) => None,
    }
}
