//! `Swoole\Coroutine\Client` (spec/coroutine-runtime §7.2): a connection with settings. What goes through
//! it is in `client_io`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::class::{COROUTINE_CLIENT, ERROR, EXCEPTION};
use crate::client::opening::{self, Opening, Way};
use crate::client::settings::Settings;
use crate::client::{encode, tls_settings};
use crate::coroutine::wait::seconds;
use crate::coroutine::{Interrupted, require_coroutine};
use crate::error::{self, code};
use crate::net::Peer;
use crate::slot::coroutine_client as slot;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, PhpResult, PhpString, Thrown, Value, globals};

use super::address::Address;
use super::handle::{Failure, Handle, Kind};
use super::transport::Direction;
use super::{class, settings};

pub use super::client_io::{peek, recv, recvfrom, send, sendfile, sendto};

/// `SWOOLE_SSL`.
const SSL: i64 = 512;
/// The bits of a type that say which kind of socket: `SWOOLE_SOCK_*`.
const SOCK: i64 = 0xFF;

/// What a Client keeps beside its properties.
#[derive(Default)]
pub struct ClientState {
    handle: RefCell<Option<Rc<Handle>>>,
    /// What it was made as; `None`: the constructor was not called.
    kind: Cell<Option<Kind>>,
    ssl: Cell<bool>,
    /// Whether a coroutine connects at the moment.
    connecting: Cell<bool>,
    /// The connection it makes.
    opening: Opening,
}

impl NativeState for ClientState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_CLIENT
    }

    fn collect(&self, gc: &mut Gc) {
        if let Ok(handle) = self.handle.try_borrow()
            && let Some(handle) = &*handle
        {
            handle.collect(gc);
        }
    }
}

/// What kind of socket a type is.
fn kind_of(ty: i64) -> Option<Kind> {
    let (domain, ty) = match ty & SOCK {
        1 => (libc::AF_INET, libc::SOCK_STREAM),
        2 => (libc::AF_INET, libc::SOCK_DGRAM),
        3 => (libc::AF_INET6, libc::SOCK_STREAM),
        4 => (libc::AF_INET6, libc::SOCK_DGRAM),
        5 => (libc::AF_UNIX, libc::SOCK_STREAM),
        6 => (libc::AF_UNIX, libc::SOCK_DGRAM),
        _ => return None,
    };
    let protocol = 0;
    Some(Kind {
        domain,
        ty,
        protocol,
    })
}

fn kind(state: &ClientState) -> Result<Kind, Thrown> {
    state.kind.get().ok_or_else(error::unconstructed)
}

/// Says why a call has failed. An exception goes on.
pub(super) fn note(call: &Call, failure: Failure) -> Result<(), Thrown> {
    let Failure::Code(code) = failure else {
        return Err(Thrown);
    };
    let this = call.this();
    this.set(slot::ERR_CODE, i64::from(code));
    this.set(slot::ERR_MSG, error::text(i64::from(code)).as_str());
    error::set_last_and_errno(code);
    Ok(())
}

/// False, with the reason.
pub(super) fn fail(call: &mut Call, failure: Failure) -> PhpResult {
    note(call, failure)?;
    call.ret(false)
}

/// The result of a call. A success leaves an earlier error as it is.
pub(super) fn ret<T: Into<Value>>(call: &mut Call, result: Result<T, Failure>) -> PhpResult {
    match result {
        Ok(value) => call.ret(value),
        Err(failure) => fail(call, failure),
    }
}

/// False with a warning.
pub(super) fn refuse(call: &mut Call, message: &str) -> PhpResult {
    zend::warning(message);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// The socket, if there is a connection.
pub(super) fn connected(call: &Call) -> Result<Rc<Handle>, Failure> {
    let state: &ClientState = call.state();
    kind(state)?;
    match &*state.handle.borrow() {
        Some(handle) if !handle.is_closed() => Ok(handle.clone()),
        _ => Err(Failure::Code(code::CLIENT_NO_CONNECTION)),
    }
}

/// The socket; a client of datagrams needs no connection to have one.
pub(super) fn socket(call: &Call) -> Result<Rc<Handle>, Failure> {
    let state: &ClientState = call.state();
    match connected(call) {
        Err(Failure::Code(_)) if !kind(state)?.is_stream() => {
            let handle = Rc::new(datagrams(kind(state)?, &given(call))?);
            adopt(call, &handle);
            Ok(handle)
        }
        result => result,
    }
}

/// The settings as the script has given them.
fn given(call: &Call) -> Option<Array> {
    call.this().get(slot::SETTING).as_array()
}

fn adopt(call: &Call, handle: &Rc<Handle>) {
    let state: &ClientState = call.state();
    let this = call.this();
    let old = state.handle.replace(Some(handle.clone()));
    drop(old);
    this.set(slot::FD, i64::from(handle.fd()));
    this.set(slot::SOCKET, class::object_of(handle.clone()));
}

/// `__construct(int $type)`: `SWOOLE_SOCK_*`, with `SWOOLE_SSL`.
pub fn construct(call: &mut Call) -> PhpResult {
    let ty = call.long(0)?;
    let state: &ClientState = call.state();
    if state.kind.get().is_some() {
        return Err(zend::throw(
            &ERROR,
            "client has already been constructed",
            i64::from(code::UNDEFINED_BEHAVIOR),
        ));
    }
    let Some(kind) = kind_of(ty) else {
        return Err(zend::throw(
            &EXCEPTION,
            &format!("unknown type of socket: {ty}"),
            i64::from(code::BAD_SOCKET_TYPE),
        ));
    };
    state.kind.set(Some(kind));
    state.ssl.set(ty & SSL != 0);
    call.this().set(slot::TYPE, ty);
    Ok(())
}

/// `__destruct()`: what `exportSocket()` has given to somebody stays open.
pub fn destruct(call: &mut Call) -> PhpResult {
    /// The property's, and the one it is counted with.
    const OWN: u32 = 2;
    let socket = call.this().get(slot::SOCKET).as_object();
    if socket.is_none_or(|socket| socket.references() <= OWN) {
        disconnect(call);
    }
    Ok(())
}

/// `set(array $settings): bool`: what is given is added to what was.
pub fn set(call: &mut Call) -> PhpResult {
    let settings = call.array(0)?;
    let state: &ClientState = call.state();
    kind(state)?;
    if settings.is_empty() {
        return call.ret(false);
    }
    call.this().with_array(slot::SETTING, |all| {
        for (key, value) in settings.iter() {
            all.set_key(&key, value);
        }
    });
    let handle = state.handle.borrow().clone();
    match handle.map(|handle| configure(&handle, &given(call))) {
        Some(Err(refused)) => refuse(call, &refused),
        _ => call.ret(true),
    }
}

/// Time limits, packages and TLS as the settings have them.
fn configure(handle: &Handle, given: &Option<Array>) -> Result<(), String> {
    let Some(given) = given else {
        return Ok(());
    };
    let number = |name: &str| {
        given
            .get(name.as_bytes())
            .map_or(0.0, |value| value.to_double())
    };
    for (direction, name) in [
        (Direction::Read, "read_timeout"),
        (Direction::Write, "write_timeout"),
    ] {
        let own = number(name);
        let limit = if own == 0.0 { number("timeout") } else { own };
        handle.limit(direction).set(limit);
    }
    handle.set_tls(given);
    settings::apply(&handle.framing, given)
}

/// A socket for datagrams, bound as the settings say.
fn datagrams(kind: Kind, given: &Option<Array>) -> Result<Handle, Failure> {
    let handle = Handle::open(kind)?;
    let value = |name: &str| given.as_ref().and_then(|given| given.get(name.as_bytes()));
    let address = value("bind_address").and_then(|value| value.to_string());
    let port = value("bind_port").map_or(0, |port| port.to_long());
    if address.is_some() || port != 0 {
        let any: &[u8] = if kind.domain == libc::AF_INET6 {
            b"::"
        } else {
            b"0.0.0.0"
        };
        handle.bind_to(address.as_deref().unwrap_or(any), port)?;
    }
    configure(&handle, given).map_err(|_| Failure::Code(code::INVALID_PARAMS))?;
    Ok(handle)
}

/// `connect(string $host, int $port = 0, float $timeout = 0, int $sock_flag = 0): bool`.
pub fn connect(call: &mut Call) -> PhpResult {
    let host = call.string(0)?;
    let port = call.long_or(1, 0)?;
    let timeout = call.double_or(2, 0.0)?;
    call.long_or(3, 0)?;
    let state: &ClientState = call.state();
    let kind = kind(state)?;
    require_coroutine()?;
    if connected(call).is_ok_and(|handle| handle.kind.is_stream()) || state.connecting.get() {
        return fail(call, Failure::Code(libc::EISCONN));
    }
    if host.is_empty() {
        return refuse(call, "The host is empty.");
    }
    let is_ip = kind.domain != libc::AF_UNIX;
    if is_ip && !(1..=65535).contains(&port) {
        return refuse(call, &format!("Invalid port [{port}]"));
    }
    state.connecting.set(true);
    let connected = if kind.is_stream() {
        open(call, &host, port, timeout).map(|handle| adopt(call, &Rc::new(handle)))
    } else {
        datagrams(kind, &given(call)).and_then(|handle| {
            // Who closes the client while the name is looked up ends that.
            let handle = Rc::new(handle);
            adopt(call, &handle);
            handle.connect(&host, port, timeout).inspect_err(|_| {
                disconnect(call);
            })
        })
    };
    state.connecting.set(false);
    match connected {
        Ok(()) => {
            call.this().set(slot::CONNECTED, true);
            call.ret(true)
        }
        Err(failure) => fail(call, failure),
    }
}

/// A connection, through a proxy and with TLS where the settings say so.
fn open(call: &Call, host: &[u8], port: i64, timeout: f64) -> Result<Handle, Failure> {
    let state: &ClientState = call.state();
    let given = given(call);
    let settings = Settings::of(given.as_ref());
    let host = String::from_utf8_lossy(host).into_owned();
    let peer = if kind(state)?.domain == libc::AF_UNIX {
        Peer::Unix(host.clone().into())
    } else {
        Peer::new(&host, u16::try_from(port).unwrap_or(0))
    };
    let tls = if state.ssl.get() {
        Some(opening::Tls {
            config: tls_settings::config(given.as_ref(), &[])
                .map_err(|reason| Failure::Code(reason.errno))?,
            name: tls_settings::host_name(given.as_ref()),
        })
    } else {
        None
    };
    let way = Way {
        peer: &peer,
        proxy: settings.proxy.as_ref(),
        tunnel: true,
        tls,
        options: settings.connect(),
    };
    let limit = if timeout == 0.0 {
        settings.connect_timeout()
    } else {
        seconds(timeout)
    };
    let stream = match state.opening.open(way, limit) {
        Ok(Ok(stream)) => stream,
        Ok(Err(reason)) => return Err(Failure::Code(reason.0)),
        Err(_) if globals::exception_pending() => return Err(Failure::Thrown),
        Err(Interrupted::TimedOut) => return Err(Failure::Code(libc::ETIMEDOUT)),
        Err(Interrupted::Canceled) => return Err(Failure::Code(libc::ECANCELED)),
        Err(Interrupted::Blocked) => return Err(Failure::Code(libc::EAGAIN)),
    };
    let handle = Handle::of_stream(stream)?;
    *handle.host.borrow_mut() = host;
    configure(&handle, &given).map_err(|refused| {
        zend::warning(&refused);
        Failure::Code(code::INVALID_PARAMS)
    })?;
    Ok(handle)
}

/// `enableSSL(): bool`: encrypts a connection that is there.
pub fn enable_ssl(call: &mut Call) -> PhpResult {
    let handle = match connected(call) {
        Ok(handle) => handle,
        Err(failure) => return fail(call, failure),
    };
    if handle.is_tls() || !handle.kind.is_stream() {
        return fail(call, Failure::Code(libc::EINVAL));
    }
    let done = handle.ssl_handshake(0.0);
    ret(call, done.map(|()| true))
}

/// `getPeerCert(): string|false`: in PEM.
pub fn get_peer_cert(call: &mut Call) -> PhpResult {
    let certificate = connected(call).and_then(|handle| {
        if !handle.is_tls() {
            return Err(Failure::Code(code::SSL_NOT_READY));
        }
        let all = handle.peer_certificates();
        all.first()
            .map(|own| encode::pem("CERTIFICATE", own))
            .ok_or(Failure::Code(code::SSL_EMPTY_PEER_CERTIFICATE))
    });
    match certificate {
        Ok(pem) => call.ret(pem.as_str()),
        Err(failure) => fail(call, failure),
    }
}

/// `verifyPeerCert(bool $allow_self_signed = false): bool`: as `ssl_verify_peer` would have.
pub fn verify_peer_cert(call: &mut Call) -> PhpResult {
    let allow_self_signed = call.bool_or(0, false)?;
    let verified = connected(call).and_then(|handle| handle.verify_peer(allow_self_signed));
    ret(call, verified.map(|()| true))
}

/// `isConnected(): bool`.
pub fn is_connected(call: &mut Call) -> PhpResult {
    let is_connected = connected(call).is_ok() && call.this().get(slot::CONNECTED).is_truthy();
    call.ret(is_connected)
}

/// `['host' => …, 'address' => …, 'port' => …]`.
fn name_of(address: &Address) -> Array {
    let mut name = Array::with_capacity(3);
    let host = PhpString::new(&address.host());
    name.add(&PhpString::new(b"host"), host.clone());
    name.add(&PhpString::new(b"address"), host);
    name.add(&PhpString::new(b"port"), i64::from(address.port()));
    name
}

/// `getsockname(): array|false`.
pub fn getsockname(call: &mut Call) -> PhpResult {
    let local = connected(call).and_then(|handle| handle.local());
    ret(call, local.map(|address| name_of(&address)))
}

/// `getpeername(): array|false`.
pub fn getpeername(call: &mut Call) -> PhpResult {
    let peer = connected(call).and_then(|handle| handle.peer());
    ret(call, peer.map(|address| name_of(&address)))
}

/// False when there was no connection.
fn disconnect(call: &Call) -> bool {
    let state: &ClientState = call.state();
    let this = call.this();
    let Some(handle) = state.handle.take() else {
        return false;
    };
    this.set(slot::CONNECTED, false);
    this.set(slot::FD, -1_i64);
    this.set(slot::SOCKET, Value::null());
    handle.close()
}

/// `close(): bool`: false when there is no connection, and none is being made.
pub fn close(call: &mut Call) -> PhpResult {
    let state: &ClientState = call.state();
    kind(state)?;
    if state.opening.give_up() || disconnect(call) {
        return call.ret(true);
    }
    fail(call, Failure::Code(code::CLIENT_NO_CONNECTION))
}

/// `exportSocket(): Coroutine\Socket|false`: the same connection.
pub fn export_socket(call: &mut Call) -> PhpResult {
    match connected(call) {
        Ok(_) => {
            let socket = call.this().get(slot::SOCKET);
            call.ret(socket)
        }
        Err(failure) => fail(call, failure),
    }
}
