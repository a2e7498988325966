//! One WebSocket connection: who reads, who writes, and how it ends.
//!
//! State is shared: one coroutine may wait for a frame while any number of others push and one
//! closes. No borrow is held while a coroutine is suspended.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::coroutine::scheduler::{self, External};
use crate::coroutine::{self, Interrupted};
use crate::error::{code, errno_of};
use crate::log::{self, Level};
use crate::net::Stream;
use crate::zend::{PhpString, StringBuilder};

use super::close::{self, parse_close_payload};
use super::codec::{self, Violation};
use super::deadline::Deadline;
use super::held;
use super::message::{ControlPayload, Event, Limits, Reader};
use super::outbox::{Outbox, Payload};
use super::scratch;

/// Bytes that may wait for a peer before pushing to it suspends.
pub const HIGH_WATER: usize = 256 * 1024;
/// How long a closing handshake may take before the connection is dropped.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);

/// What a connection's server has decided for all of its connections.
#[derive(Debug)]
pub struct Policy {
    /// Limits on what is received.
    pub limits: Limits,
    /// Give close frames to the script, which answers them itself.
    pub deliver_close: bool,
    /// Give pings to the script, which answers them itself.
    pub deliver_ping: bool,
    /// Give pongs to the script.
    pub deliver_pong: bool,
}

/// A frame for the script.
pub enum Incoming {
    /// A data message: opcode, payload.
    Message(u8, PhpString),
    /// A ping or pong: opcode, payload.
    Control(u8, ControlPayload),
    /// A close frame: code and reason (1000 and empty when it has none).
    Close(u16, PhpString),
}

/// Why no frame came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecvError {
    /// The connection has ended: `recv()` returns the empty string.
    Closed,
    /// Anything else: `recv()` returns false with this code.
    Code(i32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Both sides may send.
    Open,
    /// The peer's close frame was given to the script, which has not answered yet.
    PeerClosed,
    /// We have closed; what is left happens in the background.
    Closed,
}

/// A WebSocket connection.
pub struct Connection {
    stream: RefCell<Option<Rc<Stream>>>,
    fd: i32,
    policy: Rc<Policy>,
    reader: RefCell<Reader<StringBuilder>>,
    /// Bytes received beyond the last frame that was returned, from `parsed` on.
    ahead: RefCell<Vec<u8>>,
    parsed: Cell<usize>,
    outbox: Outbox,
    phase: Cell<Phase>,
    /// The coroutine in `recv()`, -1 when none is.
    reading: Cell<i64>,
    flushing: Cell<bool>,
    /// Frames pushed since the last one was received; several make it talkative.
    pushed: Cell<u32>,
    talkative: Cell<bool>,
    last_reader: Cell<i64>,
    peer_closed: Cell<bool>,
    fragment_open: Cell<bool>,
    deadline: Deadline,
    reader_waker: RefCell<Option<Waker>>,
}

impl Connection {
    /// A connection over `stream`, of which `ahead` was read already.
    pub fn new(stream: Rc<Stream>, ahead: Vec<u8>, policy: Rc<Policy>) -> Rc<Self> {
        Rc::new(Self {
            fd: stream.fd(),
            stream: RefCell::new(Some(stream)),
            policy,
            reader: RefCell::new(Reader::new()),
            ahead: RefCell::new(ahead),
            parsed: Cell::new(0),
            outbox: Outbox::default(),
            phase: Cell::new(Phase::Open),
            reading: Cell::new(-1),
            flushing: Cell::new(false),
            pushed: Cell::new(0),
            talkative: Cell::new(false),
            last_reader: Cell::new(-1),
            peer_closed: Cell::new(false),
            fragment_open: Cell::new(false),
            deadline: Deadline::default(),
            reader_waker: RefCell::new(None),
        })
    }

    /// The descriptor it has (or had).
    pub fn fd(&self) -> i32 {
        self.fd
    }

    /// Whether it can still be used.
    pub fn is_open(&self) -> bool {
        self.phase.get() != Phase::Closed
    }

    /// Bytes that wait for the peer.
    pub fn queued(&self) -> usize {
        self.outbox.queued()
    }

    /// Whether an unfinished message has been pushed (a text or binary frame without FIN).
    pub fn fragment_open(&self) -> bool {
        self.fragment_open.get()
    }

    fn stream(&self) -> Option<Rc<Stream>> {
        self.stream.borrow().clone()
    }

    /// Sends bytes that are not a frame: the end of the handshake.
    pub fn send_raw(self: &Rc<Self>, bytes: &[u8]) -> Result<(), i32> {
        let Some(stream) = self.stream() else { return Err(libc::EBADF) };
        self.outbox.send(&stream, bytes, &Payload::Bytes(&[]))?;
        if self.outbox.queued() > 0 {
            self.flush_in_background(stream);
        }
        Ok(())
    }

    /// The coroutine that waits in `recv()`, -1 when none does.
    pub fn reader_id(&self) -> i64 {
        self.reading.get()
    }

    // ---- receiving ------------------------------------------------------------------------

    /// Waits for the next frame that is the script's business. `limit` holds for each frame on the
    /// wire; `None` is no limit.
    /// `owner` is memory that the caller touches afterwards.
    pub fn recv(self: &Rc<Self>, limit: Option<Duration>, owner: (*const u8, usize)) -> Result<Incoming, RecvError> {
        if self.phase.get() == Phase::Closed {
            return Err(RecvError::Code(libc::EBADF));
        }
        if self.reading.get() >= 0 {
            return Err(RecvError::Code(code::CO_HAS_BEEN_BOUND));
        }
        let reader = coroutine::task::current_id();
        self.reading.set(reader);
        self.last_reader.set(reader);
        self.talkative.set(self.pushed.replace(0) > 1);
        if let Some(coroutine) = coroutine::task::current() {
            let connection = Rc::as_ptr(self);
            coroutine.will_touch([(connection.cast(), std::mem::size_of::<Self>()), owner]);
        }
        let result = self.recv_exclusive(limit);
        self.reading.set(-1);
        result
    }

    fn recv_exclusive(self: &Rc<Self>, limit: Option<Duration>) -> Result<Incoming, RecvError> {
        loop {
            self.deadline.start(limit);
            let event = coroutine::wait(std::future::poll_fn(|context| self.poll_event_or_deadline(context)))
                .map_err(|interrupted| match interrupted {
                    Interrupted::TimedOut => RecvError::Code(libc::ETIMEDOUT),
                    Interrupted::Canceled | Interrupted::Blocked => RecvError::Code(libc::ECANCELED),
                })??;
            if let Some(incoming) = self.handle(event)? {
                return Ok(incoming);
            }
        }
    }

    /// Deals with what is not for the script. `None`: nothing to return yet.
    fn handle(self: &Rc<Self>, event: Event<StringBuilder>) -> Result<Option<Incoming>, RecvError> {
        match event {
            Event::Message(message) => Ok(Some(Incoming::Message(message.opcode, message.payload.finish()))),
            Event::Ping(payload) if self.policy.deliver_ping => {
                Ok(Some(Incoming::Control(codec::OPCODE_PING, payload)))
            }
            Event::Ping(payload) => {
                // Pongs are not queued without bound behind a peer that pings but does not read:
                // only the latest ping must be answered (RFC 6455 §5.5.3).
                if self.outbox.queued() <= HIGH_WATER {
                    let _ = self.send_frame(true, codec::OPCODE_PONG, &Payload::Bytes(&payload));
                }
                Ok(None)
            }
            Event::Pong(payload) if self.policy.deliver_pong => {
                Ok(Some(Incoming::Control(codec::OPCODE_PONG, payload)))
            }
            Event::Pong(_) => Ok(None),
            Event::Close(payload) => self.handle_close(&payload),
        }
    }

    fn handle_close(self: &Rc<Self>, payload: &ControlPayload) -> Result<Option<Incoming>, RecvError> {
        self.peer_closed.set(true);
        if self.policy.deliver_close {
            self.phase.set(Phase::PeerClosed);
            let parsed = parse_close_payload(payload).unwrap_or(None);
            let (code, reason) = parsed.unwrap_or((close::code::NORMAL, ""));
            return Ok(Some(Incoming::Close(code, PhpString::new(reason.as_bytes()))));
        }
        // The reply carries the same payload (§5.5.1), then TCP ends from our side first (§7.1.1).
        let _ = self.send_frame(true, codec::OPCODE_CLOSE, &Payload::Bytes(payload));
        self.end();
        Err(RecvError::Closed)
    }

    fn poll_event_or_deadline(
        self: &Rc<Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Event<StringBuilder>, RecvError>> {
        match self.poll_event(context) {
            Poll::Ready(result) => Poll::Ready(result),
            Poll::Pending => {
                let mut waker = self.reader_waker.borrow_mut();
                if !waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
                    *waker = Some(context.waker().clone());
                }
                match self.deadline.poll(context) {
                    Poll::Ready(()) => Poll::Ready(Err(RecvError::Code(libc::ETIMEDOUT))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }

    fn poll_event(self: &Rc<Self>, context: &mut Context<'_>) -> Poll<Result<Event<StringBuilder>, RecvError>> {
        loop {
            if let Some(result) = self.next_from_ahead() {
                return Poll::Ready(result.map_err(|violation| self.violated(violation)));
            }
            let Some(stream) = self.stream() else { return Poll::Ready(Err(RecvError::Closed)) };
            match self.poll_read(&stream, context) {
                Poll::Ready(Ok(Some(event))) => return Poll::Ready(Ok(event)),
                Poll::Ready(Ok(None)) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// The next frame of what was read before.
    fn next_from_ahead(&self) -> Option<Result<Event<StringBuilder>, Violation>> {
        let mut ahead = self.ahead.borrow_mut();
        let parsed = self.parsed.get();
        if ahead.is_empty() {
            return None;
        }
        let fed = self.reader.borrow_mut().feed(&ahead[parsed..], &self.policy.limits);
        let (result, parsed) = match fed {
            Ok((used, event)) => (event.map(Ok), parsed + used),
            Err(violation) => (Some(Err(violation)), ahead.len()),
        };
        if parsed >= ahead.len() {
            // Given back: an idle connection holds no buffer.
            *ahead = Vec::new();
            self.parsed.set(0);
        } else {
            self.parsed.set(parsed);
        }
        result
    }

    fn poll_read(
        self: &Rc<Self>,
        stream: &Stream,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Event<StringBuilder>>, RecvError>> {
        let direct = {
            let mut reader = self.reader.borrow_mut();
            match reader.direct_buffer() {
                Some(mut buffer) if buffer.len() >= scratch::SIZE / 4 => Some(stream.poll_recv(context, &mut buffer)),
                _ => None,
            }
        };
        if let Some(polled) = direct {
            return match polled {
                Poll::Pending => Poll::Pending,
                Poll::Ready(Err(error)) => Poll::Ready(Err(self.lost(&error))),
                Poll::Ready(Ok(0)) => Poll::Ready(Err(self.eof())),
                // SAFETY: poll_recv initialised that many bytes of the reader's direct buffer.
                Poll::Ready(Ok(count)) => Poll::Ready(
                    unsafe { self.reader.borrow_mut().direct_filled(count, &self.policy.limits) }
                        .map_err(|violation| self.violated(violation)),
                ),
            };
        }
        let mut outcome = Ok(None);
        let polled = scratch::receive(stream, context, |bytes| {
            let fed = self.reader.borrow_mut().feed(bytes, &self.policy.limits);
            outcome = fed.map(|(used, event)| {
                if used < bytes.len() {
                    self.ahead.borrow_mut().extend_from_slice(&bytes[used..]);
                }
                event
            });
        });
        match polled {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Err(self.lost(&error))),
            Poll::Ready(Ok(0)) => Poll::Ready(Err(self.eof())),
            Poll::Ready(Ok(_)) => Poll::Ready(outcome.map_err(|violation| self.violated(violation))),
        }
    }

    // ---- sending --------------------------------------------------------------------------

    /// Sends a frame, after waiting for room if the peer is behind: at most for `limit`.
    ///
    /// Either the whole frame is on its way or none of it: the error is an errno.
    pub fn push(
        self: &Rc<Self>,
        fin: bool,
        opcode: u8,
        payload: &PhpString,
        limit: Option<Duration>,
    ) -> Result<(), i32> {
        self.writable()?;
        if self.outbox.queued() > HIGH_WATER {
            let room = std::future::poll_fn(|context| self.outbox.poll_below(HIGH_WATER / 2, context));
            match coroutine::wait_timeout(room, limit) {
                Ok(()) => {}
                Err(Interrupted::TimedOut) => return Err(libc::ETIMEDOUT),
                Err(Interrupted::Canceled) => return Err(libc::ECANCELED),
                // In a destructor nobody can wait: the frame is refused, not the memory bound.
                Err(Interrupted::Blocked) => return Err(libc::EAGAIN),
            }
            self.writable()?;
        }
        self.send_frame(fin, opcode, &Payload::String(payload))?;
        if !codec::is_control(opcode) {
            self.fragment_open.set(!fin);
        }
        Ok(())
    }

    fn writable(&self) -> Result<(), i32> {
        if let Some(errno) = self.outbox.failure() {
            return Err(errno);
        }
        if self.phase.get() == Phase::Closed { Err(libc::EBADF) } else { Ok(()) }
    }

    fn send_frame(self: &Rc<Self>, fin: bool, opcode: u8, payload: &Payload<'_>) -> Result<(), i32> {
        let Some(stream) = self.stream() else { return Err(libc::EBADF) };
        let length = match payload {
            Payload::String(string) => string.len(),
            Payload::Bytes(bytes) => bytes.len(),
        };
        let mut head = [0; 10];
        let head_len = codec::encode_head(&mut head, fin, false, opcode, length as u64);
        self.pushed.set(self.pushed.get().saturating_add(1));
        if length <= held::LIMIT / 4 && self.expects_more() && held::hold(self, &head[..head_len], payload.bytes()) {
            return Ok(());
        }
        held::flush_of(self);
        self.outbox.send(&stream, &head[..head_len], payload)?;
        if self.outbox.queued() > 0 {
            self.flush_in_background(stream);
        }
        Ok(())
    }

    /// More frames of this connection are to be expected at once: its reader is the one that pushes,
    /// and has more input to answer, or answered the last message with several frames.
    fn expects_more(&self) -> bool {
        self.last_reader.get() == coroutine::task::current_id()
            && (self.talkative.get() || !self.ahead.borrow().is_empty())
            && self.outbox.queued() == 0
    }

    /// Sends what was held back.
    pub(super) fn send_held(self: &Rc<Self>, bytes: &[u8]) {
        let Some(stream) = self.stream() else { return };
        // A failure is noted in the outbox: the next push tells.
        let _ = self.outbox.send(&stream, bytes, &Payload::Bytes(&[]));
        if self.outbox.queued() > 0 {
            self.flush_in_background(stream);
        }
    }

    /// Sends the rest as the peer reads it.
    fn flush_in_background(self: &Rc<Self>, stream: Rc<Stream>) {
        if self.flushing.replace(true) {
            return;
        }
        let connection = self.clone();
        let external = External::new();
        scheduler::spawn_task(async move {
            let _ = std::future::poll_fn(|context| connection.outbox.poll_flush(&stream, context)).await;
            connection.flushing.set(false);
            drop(external);
            scheduler::control_returned();
        });
    }

    // ---- ending ---------------------------------------------------------------------------

    /// Sends a close frame, if none was sent yet, and ends the connection in the background.
    /// False when it has ended before.
    pub fn close(self: &Rc<Self>, code: u16, reason: &[u8]) -> bool {
        if self.phase.get() == Phase::Closed {
            return false;
        }
        let mut payload = [0; codec::MAX_CONTROL_PAYLOAD];
        let length = close::encode_close_payload(code, reason, &mut payload).unwrap_or(0);
        let _ = self.send_frame(true, codec::OPCODE_CLOSE, &Payload::Bytes(&payload[..length]));
        self.end();
        true
    }

    /// The script has pushed a close frame itself.
    pub fn close_with_payload(self: &Rc<Self>, payload: &PhpString) -> Result<(), i32> {
        self.writable()?;
        self.send_frame(true, codec::OPCODE_CLOSE, &Payload::String(payload))?;
        self.end();
        Ok(())
    }

    /// A close frame is sent: no more frames go out, the reader wakes, TCP ends in the background.
    fn end(self: &Rc<Self>) {
        self.phase.set(Phase::Closed);
        self.deadline.drop_timer();
        if let Some(waker) = self.reader_waker.take() {
            waker.wake();
        }
        let Some(stream) = self.stream.take() else { return };
        held::flush_of(self);
        let _ = self.outbox.flush(&stream);
        if !scheduler::in_loop() || self.outbox.failure().is_some() {
            return;
        }
        let connection = self.clone();
        let external = External::new();
        scheduler::spawn_task(async move {
            let _ = tokio::time::timeout(CLOSE_TIMEOUT, connection.linger(&stream)).await;
            connection.outbox.clear();
            drop(external);
            scheduler::control_returned();
        });
    }

    /// The end of the closing handshake: our frames leave, the peer's close frame comes, we end TCP
    /// first, the peer follows (§7.1.1). Input that is still in flight is read, lest the kernel
    /// answers it with a reset that overtakes our close frame.
    async fn linger(&self, stream: &Stream) {
        if std::future::poll_fn(|context| self.outbox.poll_flush(stream, context)).await.is_err() {
            return;
        }
        let mut told = false;
        if self.peer_closed.get() {
            stream.shutdown_write();
            told = true;
        }
        loop {
            if let Some(Ok(Event::Close(_)) | Err(_)) = self.next_from_ahead() {
                self.peer_closed.set(true);
            } else if self.ahead.borrow().is_empty() {
                let mut closed = self.peer_closed.get();
                let received = std::future::poll_fn(|context| {
                    scratch::receive(stream, context, |bytes| {
                        let mut reader = self.reader.borrow_mut();
                        let mut rest = bytes;
                        while !closed && !rest.is_empty() {
                            match reader.feed(rest, &self.policy.limits) {
                                Ok((used, event)) => {
                                    closed = matches!(event, Some(Event::Close(_)));
                                    rest = &rest[used..];
                                }
                                Err(_) => closed = true,
                            }
                        }
                    })
                })
                .await;
                self.peer_closed.set(closed);
                if !matches!(received, Ok(1..)) {
                    return;
                }
            }
            if self.peer_closed.get() && !told {
                stream.shutdown_write();
                told = true;
            }
        }
    }

    /// The peer broke the protocol: it is told why, and the connection ends.
    fn violated(self: &Rc<Self>, violation: Violation) -> RecvError {
        if log::enabled(Level::Notice) {
            log::write(Level::Notice, &format!("websocket connection fd#{} failed: {violation}", self.fd));
        }
        self.peer_closed.set(true);
        self.close(violation.close_code(), b"");
        RecvError::Code(match violation.close_code() {
            close::code::MESSAGE_TOO_BIG => code::PACKAGE_LENGTH_TOO_LARGE,
            _ => code::PROTOCOL_ERROR,
        })
    }

    /// The peer's TCP ended.
    fn eof(&self) -> RecvError {
        self.drop_stream();
        RecvError::Closed
    }

    /// Reading failed: the peer is gone.
    fn lost(&self, error: &std::io::Error) -> RecvError {
        self.drop_stream();
        RecvError::Code(errno_of(error))
    }

    /// Frees everything that only an open connection needs.
    fn drop_stream(&self) {
        self.phase.set(Phase::Closed);
        self.deadline.drop_timer();
        self.stream.take();
        self.outbox.clear();
        *self.ahead.borrow_mut() = Vec::new();
        *self.reader.borrow_mut() = Reader::new();
    }
}
