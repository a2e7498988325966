//! `Swoole\Coroutine\Http2\Client`: construction, settings, connecting, and what it tells of itself. Requests are
//! `sending`'s, responses `receiving`'s.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::class::{COROUTINE_HTTP2_CLIENT, COROUTINE_HTTP2_CLIENT_EXCEPTION};
use crate::coroutine;
use crate::error::{self, code};
use crate::net::ConnectError;
use crate::slot::coroutine_http2_client as slot;
use crate::zend::object::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, Object, PhpResult, PhpString, Thrown, Value};

use super::super::base::{self, Base, Class, Manner};
use super::super::server::Server;
use super::connection::{self, Connection};
use super::io::Wire;
use super::{settings, wire};

/// A client's native state.
#[derive(Default)]
pub struct ClientState {
    pub(super) base: Base,
    pub(super) connection: RefCell<Option<Rc<Connection>>>,
    is_connecting: Cell<bool>,
}

impl NativeState for ClientState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_HTTP2_CLIENT
    }

    fn collect(&self, gc: &mut Gc) {
        self.base.collect(gc);
    }
}

impl Drop for ClientState {
    /// Also without its destructor, which a class that extends it may have replaced: the connection's task holds it too.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close();
        }
    }
}

impl ClientState {
    /// The connection, if it can be used; else the error is set.
    pub(super) fn connected(&self, this: &Object) -> Option<Rc<Connection>> {
        let connection = self.connection.borrow().clone();
        match connection.as_ref().map(|connection| connection.ending()) {
            Some(None) => return connection,
            Some(Some(ending)) => set_error_text(this, ending.code, &ending.text),
            None => self.refuse_unconnected(this),
        }
        None
    }

    pub(super) fn refuse_unconnected(&self, this: &Object) {
        set_error_text(
            this,
            i64::from(code::CLIENT_NO_CONNECTION),
            "client is not connected to server",
        );
    }

    /// Shows how far the server has come, if it goes away.
    pub(super) fn show_last_stream(&self, this: &Object, connection: &Connection) {
        if let Some(go_away) = connection.wire.incoming.borrow().go_away() {
            this.set(slot::SERVER_LAST_STREAM_ID, i64::from(go_away.last_stream));
        }
    }

    /// Ends the connection, if there is one.
    pub(super) fn disconnect(&self, this: &Object) -> bool {
        this.set(slot::CONNECTED, false);
        this.set(slot::SOCK, -1_i64);
        let connection = self.connection.take();
        connection.is_some_and(|connection| {
            connection.close();
            true
        })
    }

    fn connect(&self, server: &Server) -> Result<Rc<Connection>, i32> {
        let settings = self.base.settings();
        let local = settings::local(settings.given.as_array().as_ref());
        let manner = Manner {
            alpn: b"h2",
            tunnel: true,
        };
        let stream = self.base.open(server, &settings, manner)?;
        match coroutine::wait(connection::begin(stream, local)) {
            Ok(begun) => begun.map_err(|ConnectError(errno)| errno),
            Err(interrupted) => Err(base::errno_of(interrupted)),
        }
    }
}

/// Says in the properties why a call has failed.
pub(super) fn set_error(this: &Object, errno: i32) {
    let errno = i64::from(errno);
    set_error_text(this, errno, &error::text(errno));
}

/// The same, in other words. An error code of HTTP/2 is no last error.
pub(super) fn set_error_text(this: &Object, number: i64, text: &str) {
    error::set_last(i32::try_from(number).unwrap_or(0));
    this.set(slot::ERR_CODE, number);
    this.set(slot::ERR_MSG, text);
}

/// `__construct(string $host, int $port = 80, bool $open_ssl = false)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    state.base.construct(
        call,
        &Class {
            exception: &COROUTINE_HTTP2_CLIENT_EXCEPTION,
            default_port: 80,
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
    state.base.add_settings(&call.this(), slot::SETTING, &given);
    call.ret(true)
}

/// `connect(): bool`.
pub fn connect(call: &mut Call) -> PhpResult {
    let this = call.this();
    let state: &ClientState = call.state();
    let server = state.base.server()?;
    coroutine::require_coroutine()?;
    if state.is_connecting.get() {
        set_error(&this, libc::EALREADY);
        return call.ret(false);
    }
    let open = state.connection.borrow().clone();
    match open {
        Some(open) if !open.is_over() => {
            set_error(&this, libc::EISCONN);
            return call.ret(false);
        }
        _ => state.disconnect(&this),
    };
    state.is_connecting.set(true);
    let connected = state.connect(&server);
    state.is_connecting.set(false);
    match connected {
        Ok(connection) => {
            this.set(slot::SOCK, i64::from(connection.fd()));
            this.set(slot::CONNECTED, true);
            this.set(slot::ERR_CODE, 0_i64);
            this.set(slot::ERR_MSG, PhpString::empty());
            this.set(slot::SERVER_LAST_STREAM_ID, 0_i64);
            *state.connection.borrow_mut() = Some(connection);
            call.ret(true)
        }
        Err(errno) => {
            set_error(&this, errno);
            if zend::globals::exception_pending() {
                return Err(Thrown);
            }
            call.ret(false)
        }
    }
}

fn settings_array(settings: &wire::Settings) -> Array {
    let mut array = Array::with_capacity(5);
    for (name, value) in [
        ("header_table_size", settings.header_table),
        ("window_size", settings.window),
        ("max_concurrent_streams", settings.max_streams),
        ("max_frame_size", settings.max_frame),
        ("max_header_list_size", settings.max_header_list),
    ] {
        array.set(&PhpString::new(name.as_bytes()), i64::from(value));
    }
    array
}

/// `stats(string $key = ''): array|int`: the connection's figures, or one of them.
pub fn stats(call: &mut Call) -> PhpResult {
    let key = if call.len() > 0 {
        call.string(0)?
    } else {
        PhpString::empty()
    };
    let this = call.this();
    let state: &ClientState = call.state();
    state.base.server()?;
    let connection = state.connection.borrow().clone();
    let (current, active, local, remote) = match &connection {
        Some(open) => (
            i64::from(open.last_stream()),
            open.active_streams() as i64,
            open.local,
            open.wire.incoming.borrow().settings(),
        ),
        None => {
            let given = state.base.settings().given.as_array();
            let local = settings::local(given.as_ref());
            (0, 0, local, wire::Settings::default())
        }
    };
    if let Some(open) = &connection {
        state.show_last_stream(&this, open);
    }
    let mut array = Array::with_capacity(5);
    let mut set = |name: &str, value: Value| array.set(&PhpString::new(name.as_bytes()), value);
    set("current_stream_id", current.into());
    set("last_stream_id", this.get(slot::SERVER_LAST_STREAM_ID));
    set("local_settings", settings_array(&local).into());
    set("remote_settings", settings_array(&remote).into());
    set("active_stream_num", active.into());
    if key.is_empty() {
        return call.ret(array);
    }
    match array.get(&key) {
        Some(value) => call.ret(value),
        // Nothing else is an int or an array.
        None => call.ret(0_i64),
    }
}

/// `isStreamExist(int $stream_id): bool`: whether its response is still to be received.
pub fn is_stream_exist(call: &mut Call) -> PhpResult {
    let id = call.long(0)?;
    let state: &ClientState = call.state();
    state.base.server()?;
    let connection = state.connection.borrow().clone();
    let exists = connection.is_some_and(|connection| match u32::try_from(id) {
        // The connection itself.
        Ok(0) => !connection.is_over(),
        Ok(id) => connection.with(id, |_| ()).is_some(),
        Err(_) => false,
    });
    call.ret(exists)
}

/// `goaway(int $error_code = SWOOLE_HTTP2_ERROR_NO_ERROR, string $debug_data = ''): bool`.
pub fn goaway(call: &mut Call) -> PhpResult {
    let reason = call.long_or(0, 0)?;
    let debug = if call.len() > 1 {
        call.string(1)?
    } else {
        PhpString::empty()
    };
    send_own(call, |wire| {
        let reason = u32::try_from(reason).map_err(|_| code::INVALID_PARAMS)?;
        Ok(wire.go_away(reason, &debug))
    })
}

/// `ping(): bool`. The answer is not waited for.
pub fn ping(call: &mut Call) -> PhpResult {
    send_own(call, |wire| Ok(wire.ping()))
}

/// Sends a frame of ours, unless it is refused, or too many wait already.
fn send_own(call: &mut Call, send: impl FnOnce(&Wire) -> Result<bool, i32>) -> PhpResult {
    let this = call.this();
    let state: &ClientState = call.state();
    state.base.server()?;
    coroutine::require_coroutine()?;
    let Some(connection) = state.connected(&this) else {
        return call.ret(false);
    };
    let sent = match send(&connection.wire) {
        Ok(true) => Ok(()),
        Ok(false) => Err(libc::ENOBUFS),
        Err(errno) => Err(errno),
    };
    connection.pump();
    if let Err(errno) = sent {
        set_error(&this, errno);
    }
    call.ret(sent.is_ok())
}

/// `close(): bool`: false when there is no connection, and none is being made. Streams end with it.
pub fn close(call: &mut Call) -> PhpResult {
    let this = call.this();
    let state: &ClientState = call.state();
    state.base.server()?;
    let gave_up = state.base.give_up();
    if state.disconnect(&this) || gave_up {
        return call.ret(true);
    }
    state.refuse_unconnected(&this);
    call.ret(false)
}
