//! A stream that its server counts: how many there are, how many bytes go over them.

use std::cell::Cell;
use std::io::{self, IoSlice};
use std::ops::Deref;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::BufMut;

use super::Stream;

/// The sums over all streams of a server, those that are closed included.
#[derive(Debug, Default)]
pub struct Meter {
    /// Connections that are open, those in a TLS handshake included.
    pub open: Cell<usize>,
    /// Connections there have been.
    pub accepted: Cell<u64>,
    /// Bytes received.
    pub received: Cell<u64>,
    /// Bytes sent.
    pub sent: Cell<u64>,
    /// Open streams that are WebSockets.
    pub websockets: Cell<usize>,
}

fn add(sum: &Cell<u64>, count: usize) {
    sum.set(sum.get().wrapping_add(count as u64));
}

/// A connection's place in the sums: it is taken when the connection is accepted, before it has become a stream of the
/// kind that is served, and given back when this is dropped.
#[derive(Debug)]
pub struct Seat(Rc<Meter>);

impl Seat {
    /// Counts one more.
    pub fn take(meter: Rc<Meter>) -> Self {
        meter.open.set(meter.open.get() + 1);
        add(&meter.accepted, 1);
        Self(meter)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        one_less(&self.0.open);
    }
}

fn one_less(sum: &Cell<usize>) {
    sum.set(sum.get().saturating_sub(1));
}

/// A stream with its server's meter.
#[derive(Debug)]
pub struct Metered {
    stream: Stream,
    seat: Seat,
    is_websocket: Cell<bool>,
}

impl Metered {
    /// Counts what goes over `stream` from now on.
    pub fn new(stream: Stream, seat: Seat) -> Self {
        Self {
            stream,
            seat,
            is_websocket: Cell::new(false),
        }
    }

    fn meter(&self) -> &Meter {
        &self.seat.0
    }

    /// [`Stream::poll_recv`], counted.
    #[inline]
    pub fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffer: &mut impl BufMut,
    ) -> Poll<io::Result<usize>> {
        let polled = self.stream.poll_recv(context, buffer);
        if let Poll::Ready(Ok(count)) = polled {
            add(&self.meter().received, count);
        }
        polled
    }

    /// [`Stream::try_send`], counted.
    #[inline]
    pub fn try_send(&self, bytes: &[u8]) -> io::Result<usize> {
        self.counted(self.stream.try_send(bytes))
    }

    /// [`Stream::try_send_vectored`], counted.
    #[inline]
    pub fn try_send_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.counted(self.stream.try_send_vectored(pieces))
    }

    /// Counts what was sent past this type.
    #[inline]
    pub fn counted(&self, sent: io::Result<usize>) -> io::Result<usize> {
        if let Ok(count) = sent {
            add(&self.meter().sent, count);
        }
        sent
    }

    /// It has become a WebSocket.
    pub fn upgraded(&self) {
        if !self.is_websocket.replace(true) {
            let websockets = &self.meter().websockets;
            websockets.set(websockets.get() + 1);
        }
    }
}

impl Deref for Metered {
    type Target = Stream;

    fn deref(&self) -> &Stream {
        &self.stream
    }
}

impl Drop for Metered {
    fn drop(&mut self) {
        if self.is_websocket.get() {
            one_less(&self.meter().websockets);
        }
    }
}
