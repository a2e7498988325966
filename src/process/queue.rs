//! The System V message queue of a `Swoole\Process`. It blocks the process, unless it is opened with `IPC_NOWAIT`.

use std::io;

use crate::error::{self, code};
use crate::slot::process as slot;
use crate::zend::message_queue::{MessageQueue, key_of};
use crate::zend::{self, Array, Call, PhpResult, PhpString, globals};

use super::class::{Inner, inner, refuse};

/// `SWOOLE_MSGQUEUE_ORIENT`: each process takes its own messages; else whoever comes first.
const ORIENT: i64 = 1;
const BALANCE: i64 = 2;
/// `Process::IPC_NOWAIT`.
const NOWAIT: i64 = 256;
/// Most bytes of a message that `pop()` takes.
const MOST: usize = 64 * 1024 * 1024;

/// A queue, and how it is used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Queue {
    queue: MessageQueue,
    is_oriented: bool,
    waits: bool,
}

/// `useQueue(int $key = 0, int $mode = 2, int $capacity = -1): bool`.
pub fn use_queue(call: &mut Call) -> PhpResult {
    let key = call.long_or(0, 0)?;
    let mode = call.long_or(1, BALANCE)?;
    let capacity = call.long_or(2, -1)?;
    let inner = inner(call)?;
    let key = match i32::try_from(key) {
        Ok(key) if key > 0 => Ok(key),
        _ => key_of(globals::executed_file().as_ref()),
    };
    let opened = key.and_then(|key| {
        let queue = MessageQueue::open(key)?;
        if let Ok(capacity @ 1..) = u64::try_from(capacity) {
            queue.set_capacity(capacity)?;
        }
        Ok(queue)
    });
    match opened {
        Err(reason) => refuse(call, "msgget()", &reason),
        Ok(queue) => {
            *inner.queue.borrow_mut() = Some(Queue {
                queue,
                is_oriented: mode & !NOWAIT == ORIENT,
                waits: mode & NOWAIT == 0,
            });
            let this = call.this();
            this.set(slot::MSG_QUEUE_ID, i64::from(queue.id()));
            this.set(slot::MSG_QUEUE_KEY, i64::from(queue.key()));
            call.ret(true)
        }
    }
}

fn queue_of(inner: &Inner, method: &str) -> Option<Queue> {
    let queue = *inner.queue.borrow();
    if queue.is_none() {
        zend::warning(&format!("no msgqueue, cannot use {method}()"));
        error::set_last(code::PHP_FATAL_ERROR);
    }
    queue
}

/// False: without a warning where there was only nothing to do, or it was not to be waited for.
fn fail(call: &mut Call, what: &str, reason: &io::Error) -> PhpResult {
    match error::errno_of(reason) {
        number @ (libc::ENOMSG | libc::EAGAIN | libc::EINTR) => {
            error::set_last_and_errno(number);
            call.ret(false)
        }
        _ => refuse(call, what, reason),
    }
}

/// `push(string $data): bool`.
pub fn push(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let inner = inner(call)?;
    let Some(queue) = queue_of(inner, "push") else {
        return call.ret(false);
    };
    if data.is_empty() {
        zend::warning("the data to be sent is empty");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    // Types begin at 1.
    let kind = if queue.is_oriented {
        inner.number + 1
    } else {
        1
    };
    match queue.queue.send(kind, &data, queue.waits) {
        Ok(()) => call.ret(true),
        Err(reason) => fail(call, &format!("msgsnd({} bytes)", data.len()), &reason),
    }
}

/// `pop(int $size = 65536): string|false`.
pub fn pop(call: &mut Call) -> PhpResult {
    let size = call.long_or(0, 65_536)?;
    let inner = inner(call)?;
    let Some(queue) = queue_of(inner, "pop") else {
        return call.ret(false);
    };
    let size = usize::try_from(size).map_or(65_536, |size| size.clamp(1, MOST));
    let kind = if queue.is_oriented {
        inner.number + 1
    } else {
        0
    };
    match queue.queue.receive(kind, size, queue.waits) {
        Ok(message) => call.ret(PhpString::new(&message)),
        Err(reason) => fail(call, "msgrcv()", &reason),
    }
}

/// `statQueue(): array|false`.
pub fn stat_queue(call: &mut Call) -> PhpResult {
    let Some(queue) = queue_of(inner(call)?, "statQueue") else {
        return call.ret(false);
    };
    match queue.queue.figures() {
        Err(reason) => refuse(call, "msgctl()", &reason),
        Ok(found) => {
            let mut fields = Array::with_capacity(2);
            for (name, number) in [("queue_num", found.messages), ("queue_bytes", found.bytes)] {
                let number = i64::try_from(number).unwrap_or(i64::MAX);
                fields.add(&PhpString::new(name.as_bytes()), number);
            }
            call.ret(fields)
        }
    }
}

/// `freeQueue(): bool`: removes it, for everybody.
pub fn free_queue(call: &mut Call) -> PhpResult {
    let inner = inner(call)?;
    let Some(queue) = queue_of(inner, "freeQueue") else {
        return call.ret(false);
    };
    match queue.queue.remove() {
        Err(reason) => refuse(call, "msgctl()", &reason),
        Ok(()) => {
            inner.queue.take();
            call.ret(true)
        }
    }
}
