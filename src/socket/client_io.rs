//! `Swoole\Coroutine\Client`: receiving and sending.

use crate::error;
use crate::zend::{Call, PhpResult, PhpString, Value};

use super::class_io::part;
use super::client::{connected, fail, note, refuse, ret, socket};
use super::handle::Failure;

/// How many bytes `peek()` asks for.
const PEEK: i64 = 65_535;

/// What was received. As in Swoole it clears the last error.
fn ret_received(call: &mut Call, received: Result<PhpString, Failure>) -> PhpResult {
    if received.is_ok() {
        error::set_last_and_errno(0);
    }
    ret(call, received)
}

/// `recv(float $timeout = 0): string|false`: a package, if the settings say what that is.
pub fn recv(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let received = connected(call).and_then(|handle| handle.recv_packet(timeout));
    ret_received(call, received)
}

/// `peek(int $length = 65535): string|false`.
pub fn peek(call: &mut Call) -> PhpResult {
    let length = call.long_or(0, PEEK)?;
    let length = usize::try_from(length).unwrap_or(0).max(1);
    let peeked = connected(call).and_then(|handle| handle.peek(length));
    ret(call, peeked)
}

/// `send(string $data, float $timeout = 0): int|false`: all of it.
pub fn send(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let timeout = call.double_or(1, 0.0)?;
    if data.is_empty() {
        return refuse(call, "data to send is empty");
    }
    match connected(call).and_then(|handle| handle.send_all(&data, timeout)) {
        Ok((sent, reason)) => {
            if let Some(reason) = reason {
                note(call, Failure::Code(reason))?;
            }
            call.ret(i64::try_from(sent).unwrap_or(i64::MAX))
        }
        Err(failure) => fail(call, failure),
    }
}

/// `sendfile(string $filename, int $offset = 0, int $length = 0): bool`.
pub fn sendfile(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let offset = call.long_or(1, 0)?;
    let length = call.long_or(2, 0)?;
    if name.is_empty() {
        return refuse(call, "file to send is empty");
    }
    let sent = connected(call).and_then(|handle| match part(&name, offset, length)? {
        Some((file, offset, length)) => handle.send_file(&file, offset, length, 0.0),
        None => Err(Failure::Code(libc::EPERM)),
    });
    ret(call, sent.map(|()| true))
}

/// `sendto(string $address, int $port, string $data): bool`.
pub fn sendto(call: &mut Call) -> PhpResult {
    let host = call.string(0)?;
    let port = call.long(1)?;
    let data = call.string(2)?;
    if data.is_empty() {
        return call.ret(false);
    }
    let sent = socket(call).and_then(|handle| handle.send_to(&data, &host, port));
    ret(call, sent.map(|_| true))
}

/// `recvfrom(int $length, mixed &$address, mixed &$port = 0): string|false`.
pub fn recvfrom(call: &mut Call) -> PhpResult {
    let length = call.long(0)?;
    let Ok(length @ 1..) = usize::try_from(length) else {
        return call.ret(false);
    };
    let received = socket(call).and_then(|handle| handle.recv_from(length, 0.0));
    let received = received.map(|(bytes, from)| {
        call.assign(1, Value::from(&*from.host()));
        call.assign(2, i64::from(from.port()));
        bytes
    });
    ret_received(call, received)
}
