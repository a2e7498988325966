//! What PHP does with the pipe of a `Swoole\Process`.

use std::io;
use std::rc::Rc;

use rustix::net::Shutdown;

use crate::coroutine::wait::seconds;
use crate::error::{self, code};
use crate::socket::class::object_of;
use crate::socket::handle::Handle;
use crate::zend::{self, Call, PhpResult, PhpString, Value};

use super::class::{inner, refuse};
use super::pipe::{End, Pipe};

/// `Process::PIPE_*`: what `close()` closes.
const MASTER: i64 = 1;
const WORKER: i64 = 2;
const READ: i64 = 3;
const WRITE: i64 = 4;
/// Most bytes that one `read()` takes; no message is longer.
const MOST: usize = 8 * 1024 * 1024;

fn no_pipe(call: &mut Call, message: &str) -> PhpResult {
    zend::warning(message);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// A pipe that was not closed.
fn open(pipe: &Option<Pipe>) -> Option<&Pipe> {
    pipe.as_ref().filter(|pipe| pipe.descriptor().is_some())
}

/// `read(int $size = 8192): string|false`: blocks the process.
pub fn read(call: &mut Call) -> PhpResult {
    let size = call.long_or(0, 8192)?;
    let inner = inner(call)?;
    let Some(pipe) = open(&inner.pipe) else {
        return no_pipe(call, "no pipe, cannot read from pipe");
    };
    let size = usize::try_from(size).map_or(8192, |size| size.clamp(1, MOST));
    let mut room = vec![0; size];
    let pid = inner.pid.get();
    let partner = (pid > 0 && pid != std::process::id().cast_signed()).then_some(pid);
    match pipe.read(&mut room, partner) {
        Ok(count) => call.ret(PhpString::new(&room[..count])),
        Err(reason) => {
            let fd = pipe.descriptor().unwrap_or(-1);
            refuse(call, &format!("read({fd}, {size})"), &reason)
        }
    }
}

/// `write(string $data): int|false`: blocks the process.
pub fn write(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let inner = inner(call)?;
    let Some(pipe) = open(&inner.pipe) else {
        return no_pipe(call, "no pipe, cannot write into pipe");
    };
    if data.is_empty() {
        return no_pipe(call, "the data to be sent is empty");
    }
    match pipe.write(&data) {
        Ok(count) => call.ret(i64::try_from(count).unwrap_or(i64::MAX)),
        Err(reason) => {
            let fd = pipe.descriptor().unwrap_or(-1);
            refuse(call, &format!("write({fd}, {} bytes)", data.len()), &reason)
        }
    }
}

/// `close(int $which = 0): bool`.
pub fn close(call: &mut Call) -> PhpResult {
    let which = call.long_or(0, 0)?;
    let inner = inner(call)?;
    let Some(pipe) = open(&inner.pipe) else {
        return no_pipe(call, "no pipe, cannot close the pipe");
    };
    let closed = match which {
        MASTER => Ok(pipe.close(End::Master)),
        WORKER => Ok(pipe.close(End::Worker)),
        READ => pipe.shut_down(Shutdown::Read).map(|()| true),
        WRITE => pipe.shut_down(Shutdown::Write).map(|()| true),
        _ => Ok(pipe.close_all()),
    };
    match closed {
        Ok(closed) => call.ret(closed),
        Err(reason) => refuse(call, "shutdown()", &reason),
    }
}

/// `setTimeout(float $seconds): bool`.
pub fn set_timeout(call: &mut Call) -> PhpResult {
    let limit = seconds(call.double_or(0, -1.0)?);
    let inner = inner(call)?;
    let Some(pipe) = open(&inner.pipe) else {
        return no_pipe(call, "no pipe, cannot set timeout");
    };
    pipe.set_limit(limit);
    call.ret(true)
}

/// `setBlocking(bool $blocking): bool`.
pub fn set_blocking(call: &mut Call) -> PhpResult {
    let blocking = call.bool_or(0, true)?;
    let inner = inner(call)?;
    let Some(pipe) = open(&inner.pipe) else {
        return no_pipe(call, "no pipe, cannot set blocking");
    };
    match pipe.set_blocking(blocking) {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, "fcntl()", &reason),
    }
}

/// `exportSocket(): Swoole\Coroutine\Socket|false`: the same object each time, with a descriptor of its own.
pub fn export_socket(call: &mut Call) -> PhpResult {
    let inner = inner(call)?;
    if let Some(socket) = inner.socket.borrow().clone() {
        return call.ret(socket);
    }
    let Some(pipe) = open(&inner.pipe) else {
        return no_pipe(call, "no pipe, cannot export stream");
    };
    let handle: io::Result<Handle> = pipe.copy().and_then(Handle::import);
    match handle {
        Ok(handle) => {
            let socket = Value::from(object_of(Rc::new(handle)));
            *inner.socket.borrow_mut() = Some(socket.clone());
            call.ret(socket)
        }
        Err(reason) => refuse(call, "dup()", &reason),
    }
}
