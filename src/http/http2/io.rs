//! The socket as h2 reads and writes it.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::error::errno_of;
use crate::net::Metered;

/// What is known of a connection's traffic beside h2.
#[derive(Default)]
pub(super) struct Counters {
    pub(super) received: Cell<u64>,
    pub(super) sent: Cell<u64>,
    /// The errno of the first write that failed; 0: none did.
    pub(super) error: Cell<i32>,
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
            buffer.put_slice(&this.ahead[this.taken..this.taken + count]);
            this.taken += count;
            if this.taken == this.ahead.len() {
                this.ahead = Vec::new();
                this.taken = 0;
            }
            return Poll::Ready(Ok(()));
        }
        let count = ready!(this.stream.poll_recv(context, buffer))?;
        let received = &this.counters.received;
        received.set(received.get() + count as u64);
        Poll::Ready(Ok(()))
    }
}

impl Io {
    fn poll_write_with(
        &self,
        context: &mut Context<'_>,
        write: impl Fn(&Metered) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(self.stream.poll_writable_again(context))?;
                }
                Ok(count) => {
                    let sent = &self.counters.sent;
                    sent.set(sent.get() + count as u64);
                    return Poll::Ready(Ok(count));
                }
                Err(error) => {
                    self.counters.error.set(errno_of(&error));
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
        self.poll_write_with(context, |stream| stream.try_send(bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_with(context, |stream| stream.try_send_vectored(pieces))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.shutdown_write();
        Poll::Ready(Ok(()))
    }
}
