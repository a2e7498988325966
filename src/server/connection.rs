//! `Swoole\Coroutine\Server\Connection`: a connection as its handler has it, which is a `Coroutine\Socket` with fewer
//! methods.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::class::{COROUTINE_SERVER_CONNECTION, COROUTINE_SOCKET};
use crate::socket::class;
use crate::socket::handle::Handle;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{Call, NativeState, Object, PhpResult, Thrown, Value, throw_error};

/// What a Connection keeps.
#[derive(Default)]
pub struct ConnectionState {
    socket: OnceCell<Value>,
}

impl NativeState for ConnectionState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_SERVER_CONNECTION
    }

    fn collect(&self, gc: &mut Gc) {
        if let Some(socket) = self.socket.get() {
            gc.add(socket);
        }
    }
}

/// The object for a connection.
pub(super) fn of(handle: Handle) -> Object {
    let connection = Object::new(&COROUTINE_SERVER_CONNECTION);
    let state: &ConnectionState = connection.state();
    let _ = state
        .socket
        .set(Value::from(class::object_of(Rc::new(handle))));
    connection
}

/// `__construct(Swoole\Coroutine\Socket $conn)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let socket = call.object(0, &COROUTINE_SOCKET)?;
    let state: &ConnectionState = call.state();
    state
        .socket
        .set(Value::from(socket))
        .map_err(|_| throw_error("connection has already been constructed"))
}

/// Its socket.
fn socket(call: &Call) -> Result<Object, Thrown> {
    let state: &ConnectionState = call.state();
    let socket = state.socket.get().and_then(Value::as_object);
    socket.ok_or_else(|| throw_error("must call constructor first"))
}

/// `recv(float $timeout = 0): string|false`: a package, if the settings say what that is.
pub fn recv(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let received = class::packet_of(&socket(call)?, timeout)?;
    call.ret(received)
}

/// `send(string $data): int|false`: all of it.
pub fn send(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let sent = class::send_all_of(&socket(call)?, &data)?;
    call.ret(sent)
}

/// `close(): bool`: false when it was closed before.
pub fn close(call: &mut Call) -> PhpResult {
    let closed = class::close_of(&socket(call)?)?;
    call.ret(closed)
}

/// `exportSocket(): Swoole\Coroutine\Socket`.
pub fn export_socket(call: &mut Call) -> PhpResult {
    let socket = socket(call)?;
    call.ret(socket)
}
