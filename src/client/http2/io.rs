//! The socket as h2 reads and writes it, with frames of ours between those of h2.

use std::cell::{Cell, RefCell};
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::error::errno_of;
use crate::http::http2::frame;
use crate::http::http2::frames::Frames;
use crate::net::Metered;

use super::wire::{Incoming, Outgoing};

/// Reads in a row before others get their turn.
const READS: u32 = 32;
/// Pings, settings and the like, more than which in a second end the connection.
const MOST_CONTROL: u64 = 1000;

/// Most bytes of frames of ours that may wait.
const MOST_OWN: usize = 64 * 1024;

/// What goes over a connection, beside h2.
pub(super) struct Wire {
    pub(super) stream: Rc<Metered>,
    pub(super) incoming: RefCell<Incoming>,
    outgoing: RefCell<Outgoing>,
    /// Frames of ours that wait for a place.
    own: RefCell<Vec<u8>>,
    /// Bytes of them that were sent.
    own_sent: Cell<usize>,
    /// Over TLS bytes that were offered have to come first the next time: whether those are ours, or h2's.
    own_is_offered: Cell<bool>,
    h2_is_offered: Cell<bool>,
    /// They have waited long enough: they come before what h2 has next.
    is_urgent: Cell<bool>,
    /// What came, by kind, and when that was last looked at.
    frames: RefCell<Frames>,
    looked: Cell<Option<Instant>>,
    sent: Cell<u64>,
    /// Too many frames that ask for work and bring nothing: nothing is read any more.
    pub(super) is_flooded: Cell<bool>,
    /// The server takes nothing any more.
    is_refused: Cell<bool>,
    /// The errno of a read that has failed; 0: none has.
    pub(super) error: Cell<i32>,
    /// Reads since the last turn.
    reads: Cell<u32>,
}

impl Wire {
    pub(super) fn new(stream: Rc<Metered>) -> Self {
        Self {
            stream,
            incoming: RefCell::default(),
            outgoing: RefCell::default(),
            own: RefCell::default(),
            own_sent: Cell::new(0),
            own_is_offered: Cell::new(false),
            h2_is_offered: Cell::new(false),
            is_urgent: Cell::new(false),
            frames: RefCell::new(Frames::of_server()),
            looked: Cell::new(None),
            sent: Cell::new(0),
            is_flooded: Cell::new(false),
            is_refused: Cell::new(false),
            error: Cell::new(0),
            reads: Cell::new(0),
        }
    }

    /// The connection's turn begins.
    pub(super) fn turn(&self) {
        self.reads.set(0);
    }

    /// Sends a PING as soon as there is a place for it. False: too much waits already.
    pub(super) fn ping(&self) -> bool {
        self.send_own(&frame::ping(b"swoole!!"))
    }

    /// Sends a GOAWAY as soon as there is a place for it. Streams of the server's there are none. False as for a PING.
    pub(super) fn go_away(&self, code: u32, text: &[u8]) -> bool {
        self.send_own(&frame::go_away(0, code, text))
    }

    fn send_own(&self, frame: &[u8]) -> bool {
        let mut own = self.own.borrow_mut();
        let fits = own.len() + frame.len() <= MOST_OWN;
        if fits {
            own.extend_from_slice(frame);
        }
        fits
    }

    /// Sends frames of ours after what h2 had, or as soon as there is a place.
    pub(super) fn send_after(&self, context: &mut Context<'_>) {
        let _ = self.poll_own(context);
        self.is_urgent.set(self.has_own());
    }

    /// Sends frames of ours, if this is the place.
    fn poll_own(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut own = self.own.borrow_mut();
        let is_begun = self.own_sent.get() > 0 || self.own_is_offered.get();
        let is_place = !self.h2_is_offered.get() && self.outgoing.borrow().is_between();
        if own.is_empty() || !(is_begun || is_place) {
            return Poll::Ready(());
        }
        while self.own_sent.get() < own.len() {
            let sent = self.own_sent.get();
            self.own_is_offered.set(true);
            let bytes = &own[sent..];
            let send = |stream: &Metered| stream.try_send(bytes);
            let count = ready!(self.poll_send(bytes.len(), context, send));
            self.own_is_offered.set(false);
            self.own_sent.set(sent + count);
        }
        own.clear();
        self.own_sent.set(0);
        Poll::Ready(())
    }

    /// Whether frames of ours come before what h2 has.
    fn is_own_turn(&self) -> bool {
        self.is_urgent.get() && !self.h2_is_offered.get() && self.has_own()
    }

    /// Sends for h2.
    fn poll_send_h2(
        &self,
        total: usize,
        context: &mut Context<'_>,
        send: impl Fn(&Metered) -> io::Result<usize>,
    ) -> Poll<usize> {
        self.h2_is_offered.set(true);
        let count = ready!(self.poll_send(total, context, send));
        self.h2_is_offered.set(false);
        Poll::Ready(count)
    }

    fn has_own(&self) -> bool {
        !self.own.borrow().is_empty()
    }

    fn received(&self, bytes: &[u8]) {
        self.incoming.borrow_mut().feed(bytes);
        let mut frames = self.frames.borrow_mut();
        frames.feed(bytes);
        if frames.are_too_many(MOST_CONTROL, self.sent.get()) {
            let now = Instant::now();
            let before = self.looked.replace(Some(now));
            let is_soon = before.is_some_and(|before| now - before < Duration::from_secs(1));
            self.is_flooded.set(is_soon);
            frames.look(self.sent.get());
        }
    }

    /// Sends some of `total` bytes. A server that takes nothing any more may have said why, in what is still to be read:
    /// it is reading that ends the connection.
    fn poll_send(
        &self,
        total: usize,
        context: &mut Context<'_>,
        send: impl Fn(&Metered) -> io::Result<usize>,
    ) -> Poll<usize> {
        while !self.is_refused.get() {
            match send(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    match ready!(self.stream.poll_writable_again(context)) {
                        Ok(()) => {}
                        Err(_) => self.is_refused.set(true),
                    }
                }
                Ok(count) => {
                    self.sent.set(self.sent.get() + count as u64);
                    return Poll::Ready(count);
                }
                Err(_) => self.is_refused.set(true),
            }
        }
        Poll::Ready(total)
    }

    fn failed(&self, error: io::Error) -> io::Error {
        if self.error.get() == 0 {
            self.error.set(errno_of(&error));
        }
        error
    }
}

/// A connection's stream, as h2 sees it.
pub(super) struct Io(pub(super) Rc<Wire>);

impl AsyncRead for Io {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let wire = &self.0;
        let reads = wire.reads.get();
        if reads >= READS || wire.is_flooded.get() {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        ready!(wire.stream.poll_recv(context, buffer)).map_err(|error| wire.failed(error))?;
        wire.reads.set(reads + 1);
        wire.received(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Io {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wire = &self.0;
        let mut most = bytes.len();
        if wire.is_own_turn() {
            ready!(wire.poll_own(context));
            if wire.has_own() {
                most = most.min(wire.outgoing.borrow().step());
            }
        }
        let count =
            ready!(wire.poll_send_h2(most, context, |stream| stream.try_send(&bytes[..most])));
        wire.outgoing.borrow_mut().feed(&bytes[..count]);
        Poll::Ready(Ok(count))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wire = &self.0;
        if wire.is_own_turn() {
            let first = pieces.iter().find(|piece| !piece.is_empty());
            return self.poll_write(context, first.map_or(&[], |piece| piece));
        }
        let total = pieces.iter().map(|piece| piece.len()).sum();
        let send = |stream: &Metered| stream.try_send_vectored(pieces);
        let count = ready!(wire.poll_send_h2(total, context, send));
        let mut left = count;
        for piece in pieces {
            let sent = left.min(piece.len());
            wire.outgoing.borrow_mut().feed(&piece[..sent]);
            left -= sent;
        }
        Poll::Ready(Ok(count))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.stream.shutdown_write();
        Poll::Ready(Ok(()))
    }
}
