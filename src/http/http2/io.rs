//! The socket as h2 reads and writes it.

use std::cell::{Cell, RefCell};
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::error::errno_of;
use crate::net::Metered;

use super::frames::Frames;

/// Reads in a row before others get their turn.
const READS: u32 = 32;

/// Bytes of frames of ours that may wait for the client.
const MOST_BESIDE: usize = 32 * 1024;

/// What is known of a connection's traffic beside h2.
#[derive(Default)]
pub(super) struct Counters {
    pub(super) received: Cell<u64>,
    pub(super) sent: Cell<u64>,
    /// The errno of the first write that failed; 0: none did.
    pub(super) error: Cell<i32>,
    /// The kernel has refused something that is still to be sent.
    pub(super) is_blocked: Cell<bool>,
    /// What came, by kind.
    pub(super) frames: RefCell<Frames>,
    /// Frames that ask for work and bring nothing, more than which end the connection.
    most_control: u64,
    /// More than that came: nothing is read any more.
    pub(super) is_flooded: Cell<bool>,
    /// Frames of ours that go out when h2 has nothing more to write, that is between two of its own.
    beside: RefCell<Vec<u8>>,
    /// One of them may have gone out in part: nothing of h2's comes before its rest.
    is_beside: Cell<bool>,
    /// Reads since the last turn.
    reads: Cell<u32>,
}

impl Counters {
    pub(super) fn new(most_control: u64) -> Self {
        Self {
            most_control,
            ..Self::default()
        }
    }

    /// The connection's turn begins.
    pub(super) fn turn(&self) {
        self.reads.set(0);
    }

    /// Has `frame` sent when h2 has nothing more to write. False: too many wait already.
    pub(super) fn send_beside(&self, frame: &[u8]) -> bool {
        let mut beside = self.beside.borrow_mut();
        let fits = beside.len() + frame.len() <= MOST_BESIDE;
        if fits {
            beside.extend_from_slice(frame);
        }
        fits
    }

    /// Nothing of what waits is worth sending any more, unless it has begun.
    pub(super) fn forget_beside(&self) {
        if !self.is_beside.get() {
            self.beside.borrow_mut().clear();
        }
    }

    fn received(&self, bytes: &[u8]) {
        self.received.set(self.received.get() + bytes.len() as u64);
        let mut frames = self.frames.borrow_mut();
        frames.feed(bytes);
        if frames.are_too_many(self.most_control, self.sent.get()) {
            self.is_flooded.set(true);
        }
    }
}

/// Our stream, as h2 sees it.
pub(super) struct Io {
    stream: Rc<Metered>,
    /// Read before h2 came, from `taken` on.
    ahead: Vec<u8>,
    taken: usize,
    counters: Rc<Counters>,
}

impl Io {
    pub(super) fn new(stream: Rc<Metered>, ahead: Vec<u8>, counters: Rc<Counters>) -> Self {
        Self {
            stream,
            ahead,
            taken: 0,
            counters,
        }
    }
}

impl AsyncRead for Io {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.taken < this.ahead.len() {
            let count = (this.ahead.len() - this.taken).min(buffer.remaining());
            let bytes = &this.ahead[this.taken..this.taken + count];
            buffer.put_slice(bytes);
            this.counters.received(bytes);
            this.taken += count;
            if this.taken == this.ahead.len() {
                this.ahead = Vec::new();
                this.taken = 0;
            }
            return Poll::Ready(Ok(()));
        }
        let counters = &this.counters;
        let reads = counters.reads.get();
        if reads >= READS || counters.is_flooded.get() {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        ready!(this.stream.poll_recv(context, buffer))?;
        counters.reads.set(reads + 1);
        counters.received(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl Io {
    /// Sends the frames that are not h2's.
    #[cold]
    fn poll_beside(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let counters = &self.counters;
        while !counters.beside.borrow().is_empty() {
            // Over TLS bytes are bound to come once they were offered.
            counters.is_beside.set(true);
            let sent = ready!(self.poll_write_with(context, |stream| {
                stream.try_send(&counters.beside.borrow())
            }))?;
            counters.beside.borrow_mut().drain(..sent);
        }
        counters.is_beside.set(false);
        Poll::Ready(Ok(()))
    }

    fn poll_write_with(
        &self,
        context: &mut Context<'_>,
        write: impl Fn(&Metered) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let counters = &self.counters;
        loop {
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    counters.is_blocked.set(true);
                    ready!(self.stream.poll_writable_again(context))?;
                }
                Ok(count) => {
                    counters.is_blocked.set(false);
                    counters.sent.set(counters.sent.get() + count as u64);
                    return Poll::Ready(Ok(count));
                }
                Err(error) => {
                    counters.error.set(errno_of(&error));
                    return Poll::Ready(Err(error));
                }
            }
        }
    }
}

impl AsyncWrite for Io {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.counters.is_beside.get() {
            ready!(self.poll_beside(context))?;
        }
        self.poll_write_with(context, |stream| stream.try_send(bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.counters.is_beside.get() {
            ready!(self.poll_beside(context))?;
        }
        self.poll_write_with(context, |stream| stream.try_send_vectored(pieces))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.counters.beside.borrow().is_empty() {
            return Poll::Ready(Ok(()));
        }
        self.poll_beside(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.shutdown_write();
        Poll::Ready(Ok(()))
    }
}
