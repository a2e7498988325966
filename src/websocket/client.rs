//! A client's WebSocket connection: receiving, and how it ends. Sending is in `send`.
//!
//! It shares the wire format, reassembly, compression and the queue of what is to be sent with a server's
//! [`Connection`](super::connection::Connection), but not its state: a client waits for its peer, masks what it sends,
//! and lets the server end TCP.

mod send;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::timeout;

use crate::coroutine::scheduler::{self, External};
use crate::coroutine::{self, Interrupted};
use crate::error::{code, errno_of};
use crate::log::{self, Level};
use crate::net::Metered;
use crate::zend::StringBuilder;

use super::ahead::Ahead;
use super::close;
use super::codec::{self, MAX_CONTROL_PAYLOAD, Violation};
use super::connection::compress::{self, Deflate};
use super::connection::{Incoming, RecvError};
use super::extension::Agreement;
use super::message::{ControlPayload, Event, Limits, Reader};
use super::outbox::Outbox;
use super::policy::Compression;
use super::scratch;
use crate::coroutine::deadline::Deadline;

/// How long a server may take to end TCP after the close frames.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);

/// What a client has decided for its connection.
#[derive(Clone, Debug)]
pub struct ClientPolicy {
    /// Limits on what is received.
    pub limits: Limits,
    /// How to compress; `None`: permessage-deflate is not offered.
    pub compression: Option<Compression>,
    /// Mask what is sent, as clients have to (RFC 6455 §5.1).
    pub mask: bool,
    /// Give close frames to the script, which answers them itself.
    pub deliver_close: bool,
    /// Give pings to the script, which answers them itself.
    pub deliver_ping: bool,
    /// Give pongs to the script.
    pub deliver_pong: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Both sides may send.
    Open,
    /// The peer's close frame was given to the script, which has not answered yet.
    PeerClosed,
    /// Our close frame is on its way: the peer ends TCP next.
    CloseSent,
    /// It is over.
    Ended,
}

/// A client's WebSocket connection.
pub struct WebSocket {
    fd: i32,
    stream: RefCell<Option<Rc<Metered>>>,
    policy: ClientPolicy,
    deflate: Option<Deflate>,
    /// The server wants a window that we cannot compress with.
    sends_plain: bool,
    phase: Cell<Phase>,
    reader: RefCell<Reader<StringBuilder>>,
    ahead: Ahead,
    outbox: Outbox,
    /// Whether an unfinished message has been pushed.
    fragment_open: Cell<bool>,
    /// The coroutine in `recv()`, -1 when none is.
    reading: Cell<i64>,
    deadline: Deadline,
    reader_waker: RefCell<Option<Waker>>,
}

impl WebSocket {
    /// A connection over `stream`, of which `ahead` was read already.
    pub fn new(
        stream: Rc<Metered>,
        ahead: Vec<u8>,
        mut policy: ClientPolicy,
        agreement: Option<Agreement>,
    ) -> Rc<Self> {
        policy.limits.allow_rsv1 = agreement.is_some();
        let deflate = agreement
            .zip(policy.compression)
            .map(|(agreement, how)| Deflate::new(&agreement.turned(), &how));
        Rc::new(Self {
            fd: stream.fd(),
            stream: RefCell::new(Some(stream)),
            deflate,
            sends_plain: agreement.is_some_and(|agreement| !agreement.client_can_compress()),
            policy,
            phase: Cell::new(Phase::Open),
            reader: RefCell::new(Reader::new()),
            ahead: Ahead::new(ahead),
            outbox: Outbox::default(),
            fragment_open: Cell::new(false),
            reading: Cell::new(-1),
            deadline: Deadline::default(),
            reader_waker: RefCell::default(),
        })
    }

    /// The descriptor it has (or had).
    pub fn fd(&self) -> i32 {
        self.fd
    }

    /// The coroutine that waits in `recv()`, -1 when none does.
    pub fn reader_id(&self) -> i64 {
        self.reading.get()
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.phase.get() == Phase::Ended
    }

    fn stream(&self) -> Option<Rc<Metered>> {
        self.stream.borrow().clone()
    }

    /// Waits for the next frame that is the script's business. `limit` holds for each frame on the wire; `None` is no
    /// limit.
    ///
    /// # Errors
    ///
    /// The connection ends or has ended, the time is over, another coroutine is reading.
    pub fn recv(self: &Rc<Self>, limit: Option<Duration>) -> Result<Incoming, RecvError> {
        if self.reading.get() >= 0 {
            return Err(RecvError::Code(code::CO_HAS_BEEN_BOUND));
        }
        self.reading.set(coroutine::task::current_id());
        let result = self.recv_exclusive(limit);
        self.reading.set(-1);
        result
    }

    fn recv_exclusive(self: &Rc<Self>, limit: Option<Duration>) -> Result<Incoming, RecvError> {
        loop {
            // A server that has our close frame is not waited for without end.
            let closing = self.phase.get() == Phase::CloseSent;
            let shortened = closing && limit.is_none_or(|limit| limit > CLOSE_TIMEOUT);
            self.deadline.start(if shortened {
                Some(CLOSE_TIMEOUT)
            } else {
                limit
            });
            let event = coroutine::wait(poll_fn(|context| match self.poll_event(context) {
                Poll::Ready(result) => Poll::Ready(result),
                Poll::Pending => {
                    self.remember_reader(context);
                    let timed_out = RecvError::Code(libc::ETIMEDOUT);
                    self.deadline.poll().map(|()| Err(timed_out))
                }
            }));
            match event {
                Ok(Ok(event)) => {
                    if let Some(incoming) = self.handle(event)? {
                        return Ok(incoming);
                    }
                }
                Ok(Err(RecvError::Code(libc::ETIMEDOUT))) if shortened => {
                    self.abandon();
                    return Err(RecvError::Closed);
                }
                Ok(Err(error)) => return Err(error),
                Err(Interrupted::TimedOut) => return Err(RecvError::Code(libc::ETIMEDOUT)),
                Err(Interrupted::Canceled | Interrupted::Blocked) => {
                    return Err(RecvError::Code(libc::ECANCELED));
                }
            }
        }
    }

    fn remember_reader(&self, context: &Context<'_>) {
        let mut waker = self.reader_waker.borrow_mut();
        if !waker
            .as_ref()
            .is_some_and(|waker| waker.will_wake(context.waker()))
        {
            *waker = Some(context.waker().clone());
        }
    }

    /// Deals with what is not for the script. `None`: nothing to return yet.
    fn handle(self: &Rc<Self>, event: Event<StringBuilder>) -> Result<Option<Incoming>, RecvError> {
        match event {
            Event::Message(message) => {
                let compressed = message.compressed;
                let data = if compressed {
                    let deflate = self.deflate.as_ref();
                    let limits = &self.policy.limits;
                    compress::message(deflate, message.opcode, &message.payload, limits)
                        .map_err(|violation| self.violated(violation))?
                } else {
                    message.payload.finish()
                };
                Ok(Some(Incoming::Message(message.opcode, data, compressed)))
            }
            Event::Ping(payload) if self.policy.deliver_ping => {
                Ok(Some(Incoming::Control(codec::OPCODE_PING, payload)))
            }
            Event::Ping(payload) => {
                // Only the latest ping must be answered (RFC 6455 §5.5.3): not one behind the other for a server that
                // does not read.
                if self.outbox.queued() == 0 {
                    let _ = self.send_frame(true, false, codec::OPCODE_PONG, &payload);
                }
                Ok(None)
            }
            Event::Pong(payload) if self.policy.deliver_pong => {
                Ok(Some(Incoming::Control(codec::OPCODE_PONG, payload)))
            }
            Event::Pong(_) => Ok(None),
            Event::Close(payload) => Ok(self.handle_close(&payload)),
        }
    }

    fn handle_close(self: &Rc<Self>, payload: &ControlPayload) -> Option<Incoming> {
        if self.phase.get() == Phase::CloseSent {
            // The answer to ours.
            return None;
        }
        if self.policy.deliver_close {
            self.phase.set(Phase::PeerClosed);
            return Some(Incoming::close(payload));
        }
        // The answer carries the same payload (§5.5.1); then the server ends TCP (§7.1.1).
        let _ = self.send_frame(true, false, codec::OPCODE_CLOSE, payload);
        self.phase.set(Phase::CloseSent);
        None
    }

    fn poll_event(
        self: &Rc<Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Event<StringBuilder>, RecvError>> {
        loop {
            if let Some(result) = self.ahead.next(&self.reader, &self.policy.limits) {
                return Poll::Ready(result.map_err(|violation| self.violated(violation)));
            }
            let Some(stream) = self.stream() else {
                return Poll::Ready(Err(RecvError::Closed));
            };
            let mut outcome = Ok(None);
            let polled = scratch::receive(&stream, context, |bytes| {
                outcome = self.ahead.receive(&self.reader, bytes, &self.policy.limits);
            });
            match polled {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => {
                    self.abandon();
                    return Poll::Ready(Err(RecvError::Code(errno_of(&error))));
                }
                Poll::Ready(Ok(0)) => {
                    self.abandon();
                    return Poll::Ready(Err(RecvError::Closed));
                }
                Poll::Ready(Ok(_)) => match outcome {
                    Ok(None) => {}
                    Ok(Some(event)) => return Poll::Ready(Ok(event)),
                    Err(violation) => return Poll::Ready(Err(self.violated(violation))),
                },
            }
        }
    }

    /// The server broke the protocol: it is told why, and the connection ends.
    fn violated(self: &Rc<Self>, violation: Violation) -> RecvError {
        if log::enabled(Level::Notice) {
            let fd = self.fd;
            log::write(
                Level::Notice,
                &format!("websocket connection fd#{fd} failed: {violation}"),
            );
        }
        self.close(violation.close_code(), b"");
        RecvError::violated(violation)
    }

    /// Sends a close frame, if none was sent yet, and ends the connection in the background.
    pub fn close(self: &Rc<Self>, code: u16, reason: &[u8]) {
        let mut payload = [0; MAX_CONTROL_PAYLOAD];
        let length = close::encode_close_payload(code, reason, &mut payload).unwrap_or(0);
        self.end(&payload[..length]);
    }

    /// The same with a complete payload.
    pub fn end(self: &Rc<Self>, payload: &[u8]) {
        if matches!(self.phase.get(), Phase::Open | Phase::PeerClosed) {
            let _ = self.send_frame(true, false, codec::OPCODE_CLOSE, payload);
        }
        let stream = self.stream.take();
        self.forget();
        let Some(stream) = stream else { return };
        if !scheduler::in_loop() || self.outbox.failure().is_some() {
            self.outbox.abandon();
            return;
        }
        let websocket = self.clone();
        let external = External::new();
        scheduler::spawn_task(async move {
            let _ = timeout(CLOSE_TIMEOUT, websocket.farewell(&stream)).await;
            websocket.outbox.abandon();
            drop(stream);
            drop(external);
            scheduler::control_returned();
        });
    }

    /// Our frames leave, and the server ends TCP. What it still sends is read: unread it would make the kernel reset the
    /// connection, and our close frame be lost.
    async fn farewell(&self, stream: &Rc<Metered>) {
        let rest = async {
            loop {
                let received = poll_fn(|context| scratch::receive(stream, context, |_| {})).await;
                match received {
                    Ok(1..) => tokio::task::yield_now().await,
                    _ => break,
                }
            }
        };
        rest.await;
        poll_fn(|context| self.outbox.poll_below(0, context)).await;
    }

    /// Drops the connection without another word.
    pub fn abandon(&self) {
        self.stream.take();
        self.forget();
        self.outbox.abandon();
    }

    /// Gives back what only an open connection needs, and wakes its reader.
    fn forget(&self) {
        self.phase.set(Phase::Ended);
        self.deadline.drop_timer();
        self.reader.replace(Reader::new());
        self.ahead.take();
        if let Some(waker) = self.reader_waker.take() {
            waker.wake();
        }
    }
}
