//! What hyper needs of us: a stream to read and write, and timers.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{ready, Context, Poll};
use std::time::{Duration, Instant};

use bytes::BufMut;
use hyper::rt::{Read, ReadBufCursor, Sleep, Timer, Write};

use crate::net::Stream;

/// Our stream, as hyper reads and writes it.
pub(super) struct HttpIo {
    pub(super) stream: Rc<Stream>,
    /// Whether hyper has bytes that the kernel would not take.
    pub(super) blocked: Rc<Cell<bool>>,
}

impl HttpIo {
    pub(super) fn new(stream: Rc<Stream>) -> Self {
        Self { stream, blocked: Rc::default() }
    }

    fn poll_write_with(
        &self,
        context: &mut Context<'_>,
        mut write: impl FnMut(&Stream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.blocked.set(true);
                    ready!(self.stream.poll_writable_again(context))?;
                }
                result => {
                    self.blocked.set(false);
                    return Poll::Ready(result);
                }
            }
        }
    }
}

thread_local! {
    /// Bytes pass through here on their way into hyper's buffer, which safe code cannot fill in place.
    static PASSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Most bytes of one read.
const READ_SIZE: usize = 64 * 1024;

impl Read for HttpIo {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, mut cursor: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        PASSAGE.with_borrow_mut(|passage| {
            passage.clear();
            passage.reserve(READ_SIZE);
            let room = cursor.remaining().min(READ_SIZE);
            ready!(self.stream.poll_recv(context, &mut (&mut *passage).limit(room)))?;
            cursor.put_slice(passage);
            Poll::Ready(Ok(()))
        })
    }
}

impl Write for HttpIo {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_with(context, |stream| stream.try_send(bytes))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_with(context, |stream| stream.try_send_vectored(pieces))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.shutdown_write();
        Poll::Ready(Ok(()))
    }
}

/// Tokio's timers for hyper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timers;

struct TokioSleep(Pin<Box<tokio::time::Sleep>>);

impl Future for TokioSleep {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(context)
    }
}

impl Sleep for TokioSleep {}

impl Timer for Timers {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(TokioSleep(Box::pin(tokio::time::sleep(duration))))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(TokioSleep(Box::pin(tokio::time::sleep_until(deadline.into()))))
    }

    fn reset(&self, sleep: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        if let Some(sleep) = sleep.as_mut().downcast_mut_pin::<TokioSleep>() {
            sleep.get_mut().0.as_mut().reset(deadline.into());
        } else {
            *sleep = self.sleep_until(deadline);
        }
    }
}
