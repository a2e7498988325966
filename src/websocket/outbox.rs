//! What a connection has to send: frames leave in the order they were put in, whole.
//!
//! A frame that the kernel takes at once is never copied or queued. What it does not take waits
//! here: small frames side by side in one buffer, large payloads as references to the string that
//! PHP pushed. Nothing here knows of PHP's classes or of WebSocket states.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::coroutine::scheduler::{self, External};
use crate::error::errno_of;
use crate::net::Metered;
use crate::zend::PhpString;

/// Payloads from this size on are queued by reference.
const SHARE_FROM: usize = 16 * 1024;
/// Small frames are gathered in buffers of about this size.
const GATHER: usize = 64 * 1024;
/// Pieces handed to the kernel in one call.
const PIECES: usize = 16;

enum Chunk {
    Gathered(Vec<u8>),
    Shared(PhpString),
    Compressed(Rc<Vec<u8>>),
}

impl Chunk {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Gathered(bytes) => bytes,
            Self::Shared(string) => string,
            Self::Compressed(bytes) => bytes,
        }
    }
}

/// The bytes that wait to be sent on one connection.
///
/// What is looked at when nothing waits comes first in memory.
#[derive(Default)]
#[repr(C)]
pub(super) struct Outbox {
    queued: Cell<usize>,
    /// Something of the queue was sent since this was last asked.
    moved: Cell<bool>,
    /// Whether a task sends what the kernel has not taken.
    flushing: Cell<bool>,
    /// The errno that ended sending; nothing can be sent any more.
    failed: Cell<Option<i32>>,
    /// Bytes of the first chunk that are sent already.
    sent: Cell<usize>,
    queue: RefCell<VecDeque<Chunk>>,
    /// Coroutines that wait for the queue to shrink.
    waiting: RefCell<Vec<Waker>>,
    /// Wakes the task that sends, which holds the descriptor.
    flusher: RefCell<Option<Waker>>,
}

impl Outbox {
    /// Bytes that wait to be sent.
    pub(super) fn queued(&self) -> usize {
        self.queued.get()
    }

    /// Whether the peer has made room for something that waited, since this was last asked.
    pub(super) fn has_moved(&self) -> bool {
        self.moved.replace(false)
    }

    /// The errno that ended sending.
    pub(super) fn failure(&self) -> Option<i32> {
        self.failed.get()
    }

    fn fail(&self, error: &io::Error) -> i32 {
        let errno = errno_of(error);
        self.failed.set(Some(errno));
        self.clear();
        errno
    }

    /// Drops what is queued and lets those go on who wait.
    pub(super) fn clear(&self) {
        let dropped = std::mem::take(&mut *self.queue.borrow_mut());
        drop(dropped);
        self.queued.set(0);
        self.sent.set(0);
        self.wake();
    }

    /// [`clear`](Self::clear) of a connection that is over: also the task that sends lets go of it.
    pub(super) fn abandon(&self) {
        self.clear();
        if let Some(flusher) = self.flusher.take() {
            flusher.wake();
        }
    }

    /// Lets those look again who wait for room.
    pub(super) fn wake(&self) {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Sends a frame: at once as far as the kernel takes it, unless others come first; the rest from
    /// the queue.
    pub(super) fn send(
        &self,
        stream: &Metered,
        head: &[u8],
        payload: &Payload<'_>,
    ) -> Result<(), i32> {
        if let Some(errno) = self.failed.get() {
            return Err(errno);
        }
        let bytes = payload.bytes();
        let mut done = 0;
        if self.queued.get() == 0 {
            done = match stream.try_send_vectored(&[IoSlice::new(head), IoSlice::new(bytes)]) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
                Err(error) => return Err(self.fail(&error)),
            };
            if done == head.len() + bytes.len() {
                return Ok(());
            }
        }
        self.enqueue(head, payload, done);
        Ok(())
    }

    fn enqueue(&self, head: &[u8], payload: &Payload<'_>, done: usize) {
        let head_left = head.get(done..).unwrap_or_default();
        let payload_done = done.saturating_sub(head.len());
        let left = &payload.bytes()[payload_done..];
        self.queued
            .set(self.queued.get() + head_left.len() + left.len());
        let mut queue = self.queue.borrow_mut();
        match payload {
            // By reference, unless a part is gone already: then only an empty queue can note it.
            Payload::String(_) | Payload::Shared(_)
                if left.len() >= SHARE_FROM && (payload_done == 0 || queue.is_empty()) =>
            {
                if !head_left.is_empty() {
                    gather(&mut queue, head_left, &[]);
                }
                if payload_done > 0 {
                    self.sent.set(payload_done);
                }
                queue.push_back(match payload {
                    Payload::String(string) => Chunk::Shared((*string).clone()),
                    Payload::Shared(bytes) => Chunk::Compressed(Rc::clone(bytes)),
                    Payload::Bytes(bytes) => Chunk::Gathered(bytes[payload_done..].to_vec()),
                });
            }
            _ => gather(&mut queue, head_left, left),
        }
    }

    /// Writes as much of the queue as the kernel takes.
    pub(super) fn flush(&self, stream: &Metered) -> Result<(), i32> {
        while self.queued.get() > 0 {
            let written = {
                let queue = self.queue.borrow();
                let mut pieces = [IoSlice::new(&[]); PIECES];
                let mut used = 0;
                for (slot, chunk) in pieces.iter_mut().zip(queue.iter()) {
                    let skip = if used == 0 { self.sent.get() } else { 0 };
                    *slot = IoSlice::new(&chunk.bytes()[skip..]);
                    used += 1;
                }
                match &pieces[..used] {
                    [only] => stream.try_send(only),
                    several => stream.try_send_vectored(several),
                }
            };
            match written {
                Ok(count) => self.forget(count),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(self.fail(&error)),
            }
        }
        Ok(())
    }

    /// Notes that `count` bytes from the front of the queue were sent.
    fn forget(&self, mut count: usize) {
        self.moved.set(true);
        self.queued.set(self.queued.get() - count);
        let mut queue = self.queue.borrow_mut();
        while count > 0 {
            let Some(first) = queue.front() else { break };
            let left = first.bytes().len() - self.sent.get();
            if count < left {
                self.sent.set(self.sent.get() + count);
                break;
            }
            count -= left;
            self.sent.set(0);
            drop(queue.pop_front());
        }
    }

    /// Writes until the queue is empty or sending has failed.
    pub(super) fn poll_flush(
        &self,
        stream: &Metered,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), i32>> {
        loop {
            if let Err(errno) = self.flush(stream) {
                return Poll::Ready(Err(errno));
            }
            self.wake();
            if self.queued.get() == 0 {
                return Poll::Ready(self.failed.get().map_or(Ok(()), Err));
            }
            match stream.poll_writable_again(context) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(self.fail(&error))),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Ready when at most `mark` bytes wait (or sending has failed).
    pub(super) fn poll_below(&self, mark: usize, context: &mut Context<'_>) -> Poll<()> {
        if self.queued.get() <= mark || self.failed.get().is_some() {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting.borrow_mut();
        if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}

/// Sends over `stream` what the kernel has not taken yet of `connection`'s `outbox`, as the peer reads it.
pub(super) fn flush_in_background<C: 'static>(
    connection: &Rc<C>,
    outbox: fn(&C) -> &Outbox,
    stream: Rc<Metered>,
) {
    let own = outbox(connection);
    if own.queued() == 0 || own.flushing.replace(true) {
        return;
    }
    let connection = connection.clone();
    let external = External::new();
    scheduler::spawn_task(async move {
        let outbox = outbox(&connection);
        let _ = poll_fn(|context| {
            let polled = outbox.poll_flush(&stream, context);
            *outbox.flusher.borrow_mut() = polled.is_pending().then(|| context.waker().clone());
            polled
        })
        .await;
        outbox.flushing.set(false);
        drop(external);
        scheduler::control_returned();
    });
}

/// A payload as it was given. A PHP string can be queued by reference, and bytes that many connections send.
pub(super) enum Payload<'a> {
    String(&'a PhpString),
    Shared(&'a Rc<Vec<u8>>),
    Bytes(&'a [u8]),
}

impl Payload<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::String(string) => string,
            Self::Shared(bytes) => bytes,
            Self::Bytes(bytes) => bytes,
        }
    }
}

fn gather(queue: &mut VecDeque<Chunk>, head: &[u8], payload: &[u8]) {
    let added = head.len() + payload.len();
    match queue.back_mut() {
        Some(Chunk::Gathered(bytes)) if bytes.len() + added <= GATHER => {
            bytes.extend_from_slice(head);
            bytes.extend_from_slice(payload);
        }
        _ => {
            let mut bytes = Vec::with_capacity(added);
            bytes.extend_from_slice(head);
            bytes.extend_from_slice(payload);
            queue.push_back(Chunk::Gathered(bytes));
        }
    }
}
