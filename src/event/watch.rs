//! Descriptors whose readiness calls back, for as long as they are ready: what a callback leaves
//! unread calls it again (the kernel's level trigger, made of tokio's edges and one `poll(2)`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io;
use std::os::fd::RawFd;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use tokio::io::unix::AsyncFd;

use crate::coroutine::functions;
use crate::coroutine::scheduler::{self, External};
use crate::zend::{Callable, Value, sys};

/// `SWOOLE_EVENT_READ`.
pub const READ: i64 = 512;
/// `SWOOLE_EVENT_WRITE`.
pub const WRITE: i64 = 1024;

/// One watched descriptor.
pub(super) struct Watch {
    fd: RawFd,
    /// What PHP gave: passed to the callbacks, and kept from being freed.
    source: Value,
    pub(super) events: Cell<i64>,
    pub(super) on_read: RefCell<Option<Callable>>,
    pub(super) on_write: RefCell<Option<Callable>>,
    /// Taken out when the descriptor is removed, on the spot: its number may be used anew at once.
    io: RefCell<Option<AsyncFd<sys::Borrowed>>>,
    /// Bytes of [`write`] that the descriptor has not taken yet.
    outbox: RefCell<Vec<u8>>,
    waker: RefCell<Option<Waker>>,
    external: RefCell<Option<External>>,
}

thread_local! {
    static WATCHES: RefCell<HashMap<RawFd, Rc<Watch>>> = RefCell::default();
}

/// The watch of a descriptor.
pub(super) fn find(fd: RawFd) -> Option<Rc<Watch>> {
    WATCHES.with_borrow(|all| all.get(&fd).cloned())
}

/// Starts watching. The error is the kernel's: a regular file cannot be watched.
pub(super) fn add(
    fd: RawFd,
    source: Value,
    events: i64,
    on_read: Option<Callable>,
    on_write: Option<Callable>,
) -> io::Result<()> {
    sys::set_nonblocking(fd)?;
    let watch = Rc::new(Watch {
        fd,
        source,
        events: Cell::new(events),
        on_read: RefCell::new(on_read),
        on_write: RefCell::new(on_write),
        io: RefCell::new(Some(sys::watch_beside(fd)?)),
        outbox: RefCell::default(),
        waker: RefCell::default(),
        external: RefCell::new(Some(External::new())),
    });
    WATCHES.with_borrow_mut(|all| all.insert(fd, watch.clone()));
    scheduler::spawn_task(std::future::poll_fn(move |context| {
        let over = watch.step(context);
        scheduler::control_returned();
        over
    }));
    Ok(())
}

/// Stops watching. False when the descriptor was not watched.
pub(super) fn remove(fd: RawFd) -> bool {
    let Some(watch) = WATCHES.with_borrow_mut(|all| all.remove(&fd)) else {
        return false;
    };
    watch.io.take();
    watch.external.take();
    watch.wake();
    // The task may hold the watch for a while longer: the callbacks go now.
    let callbacks = (watch.on_read.take(), watch.on_write.take());
    drop(callbacks);
    true
}

/// Stops watching all: the loop has ended, or the request.
pub fn reset() {
    let all: Vec<RawFd> = WATCHES.with_borrow(|all| all.keys().copied().collect());
    for fd in all {
        remove(fd);
    }
}

impl Watch {
    /// Something about it has changed: its task looks again.
    pub(super) fn wake(&self) {
        let waker = self.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Writes, or keeps what the descriptor does not take for later, at most `limit` bytes. False
    /// when that is too much.
    pub(super) fn write(&self, bytes: &[u8], limit: usize) -> io::Result<bool> {
        let mut outbox = self.outbox.borrow_mut();
        let written = if outbox.is_empty() {
            match sys::write(self.fd, bytes) {
                Ok(written) => written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
                Err(error) => return Err(error),
            }
        } else {
            0
        };
        let rest = &bytes[written..];
        if outbox.len() + rest.len() > limit {
            return Ok(false);
        }
        outbox.extend_from_slice(rest);
        drop(outbox);
        self.wake();
        Ok(true)
    }

    /// Whether the descriptor is ready in a direction; if not, the task is woken when it is.
    fn poll_ready(&self, direction: i64, context: &mut Context<'_>) -> bool {
        let io = self.io.borrow();
        let Some(io) = &*io else {
            return false;
        };
        let wanted = if direction == READ {
            libc::POLLIN
        } else {
            libc::POLLOUT
        };
        loop {
            let polled = if direction == READ {
                io.poll_read_ready(context)
            } else {
                io.poll_write_ready(context)
            };
            match polled {
                Poll::Pending => return false,
                Poll::Ready(Err(_)) => return true,
                Poll::Ready(Ok(mut guard)) => {
                    if sys::poll_now(self.fd, wanted) != 0 {
                        return true;
                    }
                    guard.clear_ready();
                }
            }
        }
    }

    fn step(&self, context: &mut Context<'_>) -> Poll<()> {
        *self.waker.borrow_mut() = Some(context.waker().clone());
        let mut called = false;
        if self.events.get() & READ != 0 && self.poll_ready(READ, context) {
            called |= self.call(&self.on_read);
        }
        let writes = self.events.get() & WRITE != 0 || !self.outbox.borrow().is_empty();
        if !scheduler::is_stopping() && writes && self.poll_ready(WRITE, context) {
            if self.outbox.borrow().is_empty() {
                called |= self.call(&self.on_write);
            } else {
                self.flush();
                called = true;
            }
        }
        if self.io.borrow().is_none() {
            return Poll::Ready(());
        }
        if called && !scheduler::is_stopping() {
            // Perhaps it is still ready: looked at again after the others had their turn.
            scheduler::next_turn(context);
        }
        Poll::Pending
    }

    fn call(&self, callback: &RefCell<Option<Callable>>) -> bool {
        let callable = callback.borrow().clone();
        let Some(callable) = callable else {
            return false;
        };
        functions::call_back(callable, vec![self.source.clone()]);
        true
    }

    fn flush(&self) {
        let mut outbox = self.outbox.borrow_mut();
        match sys::write(self.fd, &outbox) {
            Ok(written) => {
                outbox.drain(..written);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            // The peer is gone: a read tells the script.
            Err(_) => outbox.clear(),
        }
    }
}
