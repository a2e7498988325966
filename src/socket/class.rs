//! `Swoole\Coroutine\Socket` (spec/coroutine-runtime §7.1): how sockets are made, connected, closed, asked.
//! What goes through them is in `class_io`.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use crate::class::{COROUTINE_SOCKET, COROUTINE_SOCKET_EXCEPTION, ERROR};
use crate::error::{self, code};
use crate::event::watch::{READ, WRITE};
use crate::slot::coroutine_socket as slot;
use crate::zend::descriptor::{self, NoDescriptor};
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{
    self, Array, Call, NativeState, Object, PhpResult, PhpString, Thrown, Value, sys,
};

use super::address::Address;
use super::handle::{Failure, Handle, Kind};
use super::transport::Direction;
use super::{options, settings};

pub use super::class_io::{packet_of, send_all_of};
pub use super::class_io::{
    peek, read_vector, read_vector_all, recv, recv_all, recv_line, recv_packet, recv_with_buffer,
    recvfrom, send, send_all, send_file, sendto, write_vector, write_vector_all,
};

/// What a Socket keeps beside its properties.
#[derive(Default)]
pub struct SocketState {
    handle: OnceCell<Rc<Handle>>,
    /// Whether `errCode` tells of a failure.
    failed: Cell<bool>,
}

impl NativeState for SocketState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_SOCKET
    }

    fn collect(&self, gc: &mut Gc) {
        if let Some(handle) = self.handle.get() {
            handle.collect(gc);
        }
    }
}

/// The socket of the object a method was called on.
pub(super) fn handle<'a>(call: &Call) -> Result<&'a Handle, Thrown> {
    let state: &SocketState = call.state();
    let handle = state.handle.get();
    handle.map(Rc::as_ref).ok_or_else(error::unconstructed)
}

/// The descriptor of a Socket object: for `Event` and the like.
pub fn descriptor(object: &Object) -> Option<i32> {
    let state: &SocketState = object.state();
    let handle = state.handle.get()?;
    (!handle.is_closed()).then(|| handle.fd())
}

/// The socket of a Socket object.
pub fn handle_of(object: &Object) -> Option<Rc<Handle>> {
    let state: &SocketState = object.state();
    state.handle.get().cloned()
}

/// Says why a call has failed. An exception goes on.
pub(super) fn note(socket: &Object, failure: Failure) -> Result<(), Thrown> {
    let Failure::Code(code) = failure else {
        return Err(Thrown);
    };
    let state: &SocketState = socket.state();
    state.failed.set(true);
    socket.set(slot::ERR_CODE, i64::from(code));
    socket.set(slot::ERR_MSG, error::text(i64::from(code)).as_str());
    error::set_last_and_errno(code);
    Ok(())
}

/// False, with the reason.
pub(super) fn fail(call: &mut Call, failure: Failure) -> PhpResult {
    note(&call.this(), failure)?;
    call.ret(false)
}

/// The result of a call: when it was a success, no error is left over from an earlier one.
pub(super) fn ret<T: Into<Value>>(call: &mut Call, result: Result<T, Failure>) -> PhpResult {
    match result {
        Ok(value) => {
            succeed(call);
            call.ret(value)
        }
        Err(failure) => fail(call, failure),
    }
}

/// Nothing has failed.
#[inline]
pub(super) fn succeed(call: &Call) {
    forget(call.state(), || call.this());
}

/// An earlier failure of a socket's is over.
#[inline]
fn forget(state: &SocketState, socket: impl FnOnce() -> Object) {
    if state.failed.replace(false) {
        let socket = socket();
        socket.set(slot::ERR_CODE, 0_i64);
        socket.set(slot::ERR_MSG, PhpString::empty());
    }
}

/// What [`ret`] would return, of something that was done with a socket for another object.
pub(super) fn result_of<T: Into<Value>>(
    socket: &Object,
    result: Result<T, Failure>,
) -> Result<Value, Thrown> {
    match result {
        Ok(value) => {
            forget(socket.state(), || socket.clone());
            Ok(value.into())
        }
        Err(failure) => {
            note(socket, failure)?;
            Ok(Value::from(false))
        }
    }
}

/// [`close`] of a socket for another object.
pub fn close_of(socket: &Object) -> Result<Value, Thrown> {
    let closed = handle_of(socket).is_some_and(|handle| handle.close());
    if closed {
        return Ok(Value::from(true));
    }
    result_of::<bool>(socket, Err(Failure::Code(libc::EBADF)))
}

/// The object for a socket.
pub fn object_of(handle: Rc<Handle>) -> Object {
    let object = Object::new(&COROUTINE_SOCKET);
    adopt(&object, handle);
    object
}

fn adopt(object: &Object, handle: Rc<Handle>) {
    let kind = handle.kind;
    object.set(slot::FD, i64::from(handle.fd()));
    object.set(slot::DOMAIN, i64::from(kind.domain));
    object.set(slot::TYPE, i64::from(kind.ty));
    object.set(slot::PROTOCOL, i64::from(kind.protocol));
    let state: &SocketState = object.state();
    let _ = state.handle.set(handle);
}

/// `__construct(int $domain, int $type, int $protocol = IPPROTO_IP)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let (domain, ty) = (call.long(0)?, call.long(1)?);
    let protocol = call.long_or(2, 0)?;
    let state: &SocketState = call.state();
    if state.handle.get().is_some() {
        return Err(zend::throw(
            &ERROR,
            "socket has already been constructed",
            i64::from(code::UNDEFINED_BEHAVIOR),
        ));
    }
    match Kind::new(domain, ty, protocol).and_then(Handle::open) {
        Ok(handle) => {
            adopt(&call.this(), Rc::new(handle));
            Ok(())
        }
        Err(Failure::Thrown) => Err(Thrown),
        Err(Failure::Code(code)) => {
            error::set_last_and_errno(code);
            Err(zend::throw(
                &COROUTINE_SOCKET_EXCEPTION,
                &format!(
                    "new Socket() failed. Error: {} [{code}]",
                    error::text(i64::from(code))
                ),
                i64::from(code),
            ))
        }
    }
}

/// `bind(string $address, int $port = 0): bool`.
pub fn bind(call: &mut Call) -> PhpResult {
    let address = call.string(0)?;
    let port = call.long_or(1, 0)?;
    let bound = handle(call)?.bind_to(&address, port);
    ret(call, bound.map(|()| true))
}

/// `listen(int $backlog = 512): bool`.
pub fn listen(call: &mut Call) -> PhpResult {
    let backlog = call.long_or(0, 512)?;
    let listening = handle(call)?.listen(i32::try_from(backlog).unwrap_or(i32::MAX));
    ret(call, listening.map(|()| true))
}

/// `accept(float $timeout = 0): Socket|false`.
pub fn accept(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let accepted = handle(call)?.accept(timeout);
    ret(call, accepted.map(|handle| object_of(Rc::new(handle))))
}

/// `connect(string $host, int $port = 0, float $timeout = 0): bool`.
pub fn connect(call: &mut Call) -> PhpResult {
    let host = call.string(0)?;
    let port = call.long_or(1, 0)?;
    let timeout = call.double_or(2, 0.0)?;
    let connected = handle(call)?.connect(&host, port, timeout);
    ret(call, connected.map(|()| true))
}

/// `checkLiveness(): bool`.
pub fn check_liveness(call: &mut Call) -> PhpResult {
    let alive = handle(call)?.check_liveness();
    ret(call, alive.map(|()| true))
}

fn direction(event: i64) -> Option<Direction> {
    match event {
        READ => Some(Direction::Read),
        WRITE => Some(Direction::Write),
        _ => None,
    }
}

/// `getBoundCid(int $event): int`: 0 when no coroutine waits.
pub fn get_bound_cid(call: &mut Call) -> PhpResult {
    let event = call.long(0)?;
    let handle = handle(call)?;
    call.ret(direction(event).map_or(0, |direction| handle.bound(direction)))
}

/// `cancel(int $event = SWOOLE_EVENT_READ): bool`.
pub fn cancel(call: &mut Call) -> PhpResult {
    let event = call.long_or(0, READ)?;
    let handle = handle(call)?;
    match direction(event) {
        None => fail(call, Failure::Code(libc::EINVAL)),
        Some(direction) => call.ret(handle.interrupt(direction, libc::ECANCELED)),
    }
}

/// `getOption(int $level, int $opt_name): mixed`.
pub fn get_option(call: &mut Call) -> PhpResult {
    let (level, name) = option(call)?;
    let value = options::get(handle(call)?, level, name);
    ret(call, value)
}

/// `setOption(int $level, int $opt_name, mixed $opt_value): bool`.
pub fn set_option(call: &mut Call) -> PhpResult {
    let (level, name) = option(call)?;
    let value = call.value(2).unwrap_or(Value::null());
    let set = options::set(handle(call)?, level, name, &value);
    ret(call, set.map(|()| true))
}

fn option(call: &Call) -> Result<(i32, i32), Thrown> {
    let number = |index| Ok(i32::try_from(call.long(index)?).unwrap_or(-1));
    Ok((number(0)?, number(1)?))
}

/// `setProtocol(array $settings): bool`.
pub fn set_protocol(call: &mut Call) -> PhpResult {
    let given = call.array(0)?;
    let handle = handle(call)?;
    handle.set_tls(&given);
    if let Err(refused) = settings::apply(&handle.framing, &given) {
        zend::warning(&refused);
        return fail(call, Failure::Code(code::INVALID_PARAMS));
    }
    call.ret(true)
}

/// `sslHandshake(): bool`.
pub fn ssl_handshake(call: &mut Call) -> PhpResult {
    let done = handle(call)?.ssl_handshake(0.0);
    ret(call, done.map(|()| true))
}

/// `shutdown(int $how = 2): bool`.
pub fn shutdown(call: &mut Call) -> PhpResult {
    let how = call.long_or(0, 2)?;
    let ended = handle(call)?.shutdown(how);
    ret(call, ended.map(|()| true))
}

/// `close(): bool`: false when it was closed before.
pub fn close(call: &mut Call) -> PhpResult {
    if handle(call)?.close() {
        return call.ret(true);
    }
    fail(call, Failure::Code(libc::EBADF))
}

/// `isClosed(): bool`.
pub fn is_closed(call: &mut Call) -> PhpResult {
    let closed = handle(call)?.is_closed();
    call.ret(closed)
}

/// `['address' => …, 'port' => …]`.
pub(super) fn name_of(address: &Address) -> Array {
    let mut name = Array::with_capacity(2);
    name.add(&PhpString::new(b"address"), &*address.host());
    name.add(&PhpString::new(b"port"), i64::from(address.port()));
    name
}

/// `getpeername(): array|false`.
pub fn getpeername(call: &mut Call) -> PhpResult {
    let peer = handle(call)?.peer();
    ret(call, peer.as_ref().map(name_of).map_err(|failure| *failure))
}

/// `getsockname(): array|false`.
pub fn getsockname(call: &mut Call) -> PhpResult {
    let local = handle(call)?.local();
    ret(
        call,
        local.as_ref().map(name_of).map_err(|failure| *failure),
    )
}

/// `import($stream): Socket|false`.
pub fn import(call: &mut Call) -> PhpResult {
    let stream = call.value(0).unwrap_or(Value::null());
    let refuse = |call: &mut Call| {
        let label = descriptor::stream_label(&stream).unwrap_or_default();
        zend::warning(&format!(
            "Cannot represent a stream of type {label} as a Socket Descriptor"
        ));
        error::set_last(code::PHP_FATAL_ERROR);
        call.ret(false)
    };
    let fd = match descriptor::of(&stream) {
        Ok(fd) if stream.is_resource() || stream.as_object().is_some() => fd,
        Err(NoDescriptor::Stream) if descriptor::stream_label(&stream).is_some() => {
            return refuse(call);
        }
        _ => {
            return Err(zend::error::throw_argument_type(
                1,
                "must be a valid stream resource",
            ));
        }
    };
    match sys::duplicate(fd).and_then(Handle::import) {
        Ok(handle) => call.ret(object_of(Rc::new(handle))),
        Err(_) => refuse(call),
    }
}

/// `swoole_coroutine_socketpair(int $domain, int $type, int $protocol): array|false`.
pub fn swoole_coroutine_socketpair(call: &mut Call) -> PhpResult {
    let (domain, ty, protocol) = (call.long(0)?, call.long(1)?, call.long(2)?);
    match Kind::new(domain, ty, protocol).and_then(Handle::pair) {
        Ok((one, other)) => {
            let mut pair = Array::with_capacity(2);
            for handle in [one, other] {
                pair.push(object_of(Rc::new(handle)));
            }
            call.ret(pair)
        }
        Err(Failure::Thrown) => Err(Thrown),
        Err(Failure::Code(code)) => {
            let text = error::text(i64::from(code));
            zend::warning(&format!(
                "failed to create a pair of sockets, Error: {text}[{code}]"
            ));
            error::set_last_and_errno(code);
            call.ret(false)
        }
    }
}
