//! `Swoole\Coroutine\Socket`: receiving and sending.

use std::fs::File;
use std::io::IoSlice;

use crate::error;
use crate::zend::{self, Array, Call, Object, PhpResult, PhpString, Thrown, Value};

use super::class::{fail, handle, handle_of, name_of, note, result_of, ret, succeed};
use super::handle::{Failure, Handle};
use super::read::split;

/// How many bytes a call without a length asks for.
const DEFAULT_LENGTH: usize = 65_536;

/// The argument `$length`; what is not above 0 is the default.
fn length(call: &Call) -> Result<usize, Thrown> {
    let given = call.long_or(0, 0)?;
    Ok(usize::try_from(given)
        .ok()
        .filter(|length| *length > 0)
        .unwrap_or(DEFAULT_LENGTH))
}

/// What was received. As in Swoole it clears the last error.
fn ret_received<T: Into<Value>>(call: &mut Call, received: Result<T, Failure>) -> PhpResult {
    if received.is_ok() {
        error::set_last_and_errno(0);
    }
    ret(call, received)
}

/// What was done of a whole, with the reason why it was not all.
fn ret_part<T: Into<Value>>(call: &mut Call, done: Result<(T, Option<i32>), Failure>) -> PhpResult {
    match done {
        Ok((part, Some(reason))) => {
            note(&call.this(), Failure::Code(reason))?;
            call.ret(part)
        }
        Ok((whole, None)) => ret(call, Ok(whole)),
        Err(failure) => fail(call, failure),
    }
}

fn receive(
    call: &mut Call,
    how: impl FnOnce(&Handle, usize, f64) -> Result<PhpString, Failure>,
) -> PhpResult {
    let length = length(call)?;
    let timeout = call.double_or(1, 0.0)?;
    let received = how(handle(call)?, length, timeout);
    ret_received(call, received)
}

/// `recv(int $length = 65536, float $timeout = 0): string|false`.
pub fn recv(call: &mut Call) -> PhpResult {
    receive(call, Handle::recv)
}

/// `recvLine(int $length = 65536, float $timeout = 0): string|false`.
pub fn recv_line(call: &mut Call) -> PhpResult {
    receive(call, Handle::recv_line)
}

/// `recvWithBuffer(int $length = 65536, float $timeout = 0): string|false`.
pub fn recv_with_buffer(call: &mut Call) -> PhpResult {
    receive(call, Handle::recv_with_buffer)
}

/// `recvAll(int $length = 65536, float $timeout = 0): string|false`.
pub fn recv_all(call: &mut Call) -> PhpResult {
    let length = length(call)?;
    let timeout = call.double_or(1, 0.0)?;
    let received = handle(call)?.recv_all(length, timeout);
    ret_part(call, received)
}

/// `recvPacket(float $timeout = 0): string|false`.
pub fn recv_packet(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let received = handle(call)?.recv_packet(timeout);
    ret_received(call, received)
}

/// [`recv_packet`] of a socket for another object.
pub fn packet_of(socket: &Object, timeout: f64) -> Result<Value, Thrown> {
    let handle = handle_of(socket).ok_or(Failure::Code(libc::EBADF));
    let received = handle.and_then(|handle| handle.recv_packet(timeout));
    if received.is_ok() {
        error::set_last_and_errno(0);
    }
    result_of(socket, received)
}

/// `peek(int $length = 65536): string|false`.
pub fn peek(call: &mut Call) -> PhpResult {
    let length = length(call)?;
    let peeked = handle(call)?.peek(length);
    ret(call, peeked)
}

/// `recvfrom(mixed &$peername, float $timeout = 0): string|false`.
pub fn recvfrom(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(1, 0.0)?;
    let received = handle(call)?.recv_from(DEFAULT_LENGTH, timeout);
    let received = received.map(|(bytes, from)| {
        call.assign(0, name_of(&from));
        bytes
    });
    ret_received(call, received)
}

/// The lengths of `$io_vector`; `None` when one is no length (a warning was raised).
fn lengths(call: &Call) -> Result<Option<Vec<usize>>, Thrown> {
    let mut lengths = Vec::new();
    let mut total = 0_usize;
    for (_, value) in call.array(0)?.iter() {
        let length = value
            .as_long()
            .and_then(|length| usize::try_from(length).ok());
        let sum = length.and_then(|length| total.checked_add(length));
        let (Some(length @ 1..), Some(sum)) = (length, sum) else {
            zend::warning("the elements of io vector must be integers greater than 0");
            return Ok(None);
        };
        total = sum;
        lengths.push(length);
    }
    if lengths.is_empty() {
        zend::warning("the io vector must not be empty");
        return Ok(None);
    }
    Ok(Some(lengths))
}

fn list(pieces: Vec<Value>) -> Array {
    let mut list = Array::with_capacity(u32::try_from(pieces.len()).unwrap_or(0));
    for piece in pieces {
        list.push(piece);
    }
    list
}

/// `readVector(array $io_vector, float $timeout = 0): array|false`.
pub fn read_vector(call: &mut Call) -> PhpResult {
    let Some(lengths) = lengths(call)? else {
        return fail(call, Failure::Code(libc::EINVAL));
    };
    let timeout = call.double_or(1, 0.0)?;
    let pieces = handle(call)?.read_vector(&lengths, timeout);
    ret_received(call, pieces.map(list))
}

/// `readVectorAll(array $io_vector, float $timeout = 0): array|false`.
pub fn read_vector_all(call: &mut Call) -> PhpResult {
    let Some(lengths) = lengths(call)? else {
        return fail(call, Failure::Code(libc::EINVAL));
    };
    let timeout = call.double_or(1, 0.0)?;
    let received = handle(call)?.recv_all(lengths.iter().sum(), timeout);
    let pieces = received.map(|(bytes, reason)| (list(split(&bytes, &lengths)), reason));
    ret_part(call, pieces)
}

/// `send(string $data, float $timeout = 0): int|false`.
pub fn send(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let timeout = call.double_or(1, 0.0)?;
    let sent = handle(call)?.send(&data, timeout);
    ret(call, sent.map(count))
}

/// `sendAll(string $data, float $timeout = 0): int|false`.
pub fn send_all(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let timeout = call.double_or(1, 0.0)?;
    let sent = handle(call)?.send_all(&data, timeout);
    ret_part(call, sent.map(|(sent, reason)| (count(sent), reason)))
}

/// [`send_all`] of a socket for another object.
pub fn send_all_of(socket: &Object, data: &PhpString) -> Result<Value, Thrown> {
    let handle = handle_of(socket).ok_or(Failure::Code(libc::EBADF));
    match handle.and_then(|handle| handle.send_all(data, 0.0)) {
        Ok((sent, Some(reason))) => {
            note(socket, Failure::Code(reason))?;
            Ok(Value::from(count(sent)))
        }
        sent => result_of(socket, sent.map(|(sent, _)| count(sent))),
    }
}

fn count(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The strings of `$io_vector`.
fn strings(call: &Call) -> Result<Vec<PhpString>, Thrown> {
    call.array(0)?
        .iter()
        .map(|(_, value)| value.to_string().ok_or(Thrown))
        .collect()
}

/// `writeVector(array $io_vector, float $timeout = 0): int|false`.
pub fn write_vector(call: &mut Call) -> PhpResult {
    let strings = strings(call)?;
    let timeout = call.double_or(1, 0.0)?;
    let pieces: Vec<_> = strings.iter().map(|string| IoSlice::new(string)).collect();
    let sent = handle(call)?.write_vector(&pieces, timeout);
    ret(call, sent.map(count))
}

/// `writeVectorAll(array $io_vector, float $timeout = 0): int|false`.
pub fn write_vector_all(call: &mut Call) -> PhpResult {
    let strings = strings(call)?;
    let timeout = call.double_or(1, 0.0)?;
    let mut pieces: Vec<_> = strings.iter().map(|string| IoSlice::new(string)).collect();
    let sent = handle(call)?.send_pieces(&mut pieces, timeout);
    ret_part(call, sent.map(|(sent, reason)| (count(sent), reason)))
}

/// `sendto(string $addr, int $port, string $data): int|false`.
pub fn sendto(call: &mut Call) -> PhpResult {
    let host = call.string(0)?;
    let port = call.long(1)?;
    let data = call.string(2)?;
    let sent = handle(call)?.send_to(&data, &host, port);
    ret(call, sent.map(count))
}

/// `sendFile(string $file, int $offset = 0, int $length = 0): bool`.
pub fn send_file(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let offset = call.long_or(1, 0)?;
    let length = call.long_or(2, 0)?;
    let handle = handle(call)?;
    match part(&name, offset, length) {
        Ok(Some((file, offset, length))) => {
            let sent = handle.send_file(&file, offset, length, 0.0);
            if sent.is_ok() {
                succeed(call);
            }
            ret(call, sent.map(|()| true))
        }
        Ok(None) => fail(call, Failure::Code(libc::EPERM)),
        Err(failure) => fail(call, failure),
    }
}

/// A part of a file: where it begins and how many bytes it has. `None` when `open_basedir` forbids the file (a warning
/// was raised).
pub(super) fn part(
    name: &PhpString,
    offset: i64,
    length: i64,
) -> Result<Option<(File, u64, u64)>, Failure> {
    if name.contains(&0) {
        return Err(Failure::Code(libc::ENOENT));
    }
    if !zend::ini::path_is_allowed(name) {
        return Ok(None);
    }
    let file = File::open(name.to_path())?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Failure::Code(error::code::SERVER_IS_NOT_REGULAR_FILE));
    }
    let range = u64::try_from(offset).ok().and_then(|offset| {
        let rest = about.len().checked_sub(offset)?;
        match u64::try_from(length).ok()? {
            0 => Some((offset, rest)),
            length => (length <= rest).then_some((offset, length)),
        }
    });
    let (offset, length) = range.ok_or(Failure::Code(libc::EINVAL))?;
    Ok(Some((file, offset, length)))
}
