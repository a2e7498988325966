//! A WebSocket over HTTP/2 (RFC 8441): a stream that carries bytes both ways, as a socket does for a WebSocket over HTTP/1.
//!
//! What is received waits in h2, within the stream's window; what is sent counts as sent once it fits into the client's.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, IoSlice};
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use h2::{RecvStream, SendStream};

use crate::net::stream::Tunnel as Transport;
use crate::net::{Meter, Metered, Seat, Stream};

use super::connection::Http2;
use super::sending::Chunk;

/// Most bytes that are given to h2 at once.
const MOST: usize = 64 * 1024;

/// One stream as a transport.
pub(super) struct Tunnel {
    connection: Rc<Http2>,
    socket: Rc<Metered>,
    receiving: RefCell<RecvStream>,
    /// Taken from h2, and more than the reader had room for.
    rest: RefCell<Bytes>,
    sending: RefCell<SendStream<Chunk>>,
    is_shut: Cell<bool>,
    meter: Rc<Meter>,
}

impl Tunnel {
    /// The stream as a WebSocket's: counted as one, while its bytes count with the connection's.
    pub(super) fn open(
        connection: Rc<Http2>,
        socket: Rc<Metered>,
        receiving: RecvStream,
        sending: SendStream<Chunk>,
    ) -> Rc<Metered> {
        let meter = connection.server.counters.meter.clone();
        meter.websockets.set(meter.websockets.get() + 1);
        let tunnel = Self {
            connection,
            socket,
            receiving: RefCell::new(receiving),
            rest: RefCell::default(),
            sending: RefCell::new(sending),
            is_shut: Cell::new(false),
            meter,
        };
        // A place of its own: the connection has one already.
        let seat = Seat::take(Rc::default());
        Rc::new(Metered::new(Stream::Tunnel(Box::new(tunnel)), seat))
    }
}

impl Drop for Tunnel {
    /// A client that has ended its side gets the end of ours; else h2 resets the stream, unless that was said already.
    fn drop(&mut self) {
        if self.receiving.borrow().is_end_stream() {
            self.shutdown_write();
        }
        let websockets = &self.meter.websockets;
        websockets.set(websockets.get().saturating_sub(1));
    }
}

impl fmt::Debug for Tunnel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tunnel").finish_non_exhaustive()
    }
}

fn reset() -> io::Error {
    io::Error::from_raw_os_error(libc::ECONNRESET)
}

impl Transport for Tunnel {
    fn socket(&self) -> &Stream {
        &self.socket
    }

    fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffer: &mut dyn BufMut,
    ) -> Poll<io::Result<usize>> {
        let mut rest = self.rest.borrow_mut();
        let mut receiving = self.receiving.borrow_mut();
        while rest.is_empty() {
            *rest = match ready!(receiving.poll_data(context)) {
                Some(Ok(bytes)) => bytes,
                // The end of the stream, or of the whole connection.
                None => return Poll::Ready(Ok(0)),
                Some(Err(error)) if error.is_io() => return Poll::Ready(Ok(0)),
                Some(Err(_)) => return Poll::Ready(Err(reset())),
            };
        }
        let count = rest.len().min(buffer.remaining_mut());
        buffer.put_slice(&rest[..count]);
        rest.advance(count);
        // Room for as much again. Of a stream that is over nobody needs to know.
        let _ = receiving.flow_control().release_capacity(count);
        Poll::Ready(Ok(count))
    }

    fn try_send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let total: usize = pieces.iter().map(|piece| piece.len()).sum();
        if self.connection.ended.get().is_some() || self.is_shut.get() {
            return Err(reset());
        }
        let count = {
            let mut sending = self.sending.borrow_mut();
            sending.reserve_capacity(total.min(MOST));
            let count = sending.capacity().min(total);
            if count == 0 && total > 0 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let mut bytes = BytesMut::with_capacity(count);
            for piece in pieces {
                let room = count - bytes.len();
                bytes.extend_from_slice(&piece[..piece.len().min(room)]);
            }
            let sent = sending.send_data(Chunk::Bytes(bytes.freeze()), false);
            sent.map_err(|_| reset())?;
            count
        };
        self.connection.pump();
        Ok(count)
    }

    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut sending = self.sending.borrow_mut();
        sending.reserve_capacity(MOST);
        loop {
            if sending.capacity() > 0 {
                return Poll::Ready(Ok(()));
            }
            match ready!(sending.poll_capacity(context)) {
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Poll::Ready(Err(reset())),
            }
        }
    }

    fn shutdown_write(&self) {
        if !self.is_shut.replace(true) {
            let end = Chunk::Bytes(Bytes::new());
            // A stream that is reset has ended.
            let _ = self.sending.borrow_mut().send_data(end, true);
            self.connection.pump();
        }
    }

    fn unread(&self) -> usize {
        let mut receiving = self.receiving.borrow_mut();
        receiving.flow_control().used_capacity()
    }
}
