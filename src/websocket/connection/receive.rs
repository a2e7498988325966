//! Receiving: from the socket to the frames that are the script's business.

use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::coroutine::{self, Interrupted, scheduler};
use crate::error::code;
use crate::net::Metered;
use crate::zend::StringBuilder;

use super::super::codec;
use super::super::message::{ControlPayload, Event};
use super::super::outbox::Payload;
use super::super::scratch;
use super::{Connection, Incoming, Phase, RecvError, compress};

/// Reads of one connection in a row, after which the others get their turn.
const ROUND: u8 = 16;

impl Connection {
    /// Waits for the next frame that is the script's business. `limit` holds for each frame on the
    /// wire; `None` is no limit. `owner` is memory that the caller touches afterwards.
    ///
    /// # Errors
    ///
    /// The connection ends or has ended, the time is over, another coroutine is reading.
    pub fn recv(
        self: &Rc<Self>,
        limit: Option<Duration>,
        owner: (*const u8, usize),
    ) -> Result<Incoming, RecvError> {
        match self.phase.get() {
            Phase::Open | Phase::PeerClosed => {}
            Phase::CloseSent => {
                self.phase.set(Phase::Closed);
                return Err(RecvError::Closed);
            }
            Phase::Lost(errno) => return Err(RecvError::Code(errno)),
            Phase::Closed => return Err(RecvError::Code(libc::EBADF)),
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
            let mut fragments = 0;
            let event = coroutine::wait(std::future::poll_fn(|context| {
                self.poll_event_or_deadline(context, limit, &mut fragments)
            }))
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
            Event::Message(message) if message.compressed => {
                let deflate = self.deflate.as_deref();
                let data =
                    compress::message(deflate, message.opcode, &message.payload, self.limits())
                        .map_err(|violation| self.violated(violation))?;
                Ok(Some(Incoming::Message(message.opcode, data, true)))
            }
            Event::Message(message) => Ok(Some(Incoming::Message(
                message.opcode,
                message.payload.finish(),
                false,
            ))),
            Event::Ping(payload) if self.policy.deliver_ping => {
                Ok(Some(Incoming::Control(codec::OPCODE_PING, payload)))
            }
            Event::Ping(payload) => {
                // Pongs are not queued without bound behind a peer that pings but does not read:
                // only the latest ping must be answered (RFC 6455 §5.5.3).
                if self.has_room(payload.len() + codec::MAX_HEAD) {
                    let _ =
                        self.send_frame(true, false, codec::OPCODE_PONG, &Payload::Bytes(&payload));
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

    fn handle_close(
        self: &Rc<Self>,
        payload: &ControlPayload,
    ) -> Result<Option<Incoming>, RecvError> {
        if self.policy.deliver_close {
            self.phase.set(Phase::PeerClosed);
            return Ok(Some(Incoming::close(payload)));
        }
        // The reply carries the same payload (§5.5.1), then TCP ends from our side first (§7.1.1).
        let _ = self.send_frame(true, false, codec::OPCODE_CLOSE, &Payload::Bytes(payload));
        self.end(Phase::Closed);
        Err(RecvError::Closed)
    }

    fn poll_event_or_deadline(
        self: &Rc<Self>,
        context: &mut Context<'_>,
        limit: Option<Duration>,
        fragments: &mut u32,
    ) -> Poll<Result<Event<StringBuilder>, RecvError>> {
        match self.poll_event(context) {
            Poll::Ready(result) => Poll::Ready(result),
            Poll::Pending => {
                let complete = self.reader.borrow().fragments();
                if std::mem::replace(fragments, complete) != complete {
                    self.deadline.start(limit);
                }
                let mut waker = self.reader_waker.borrow_mut();
                if !waker
                    .as_ref()
                    .is_some_and(|waker| waker.will_wake(context.waker()))
                {
                    *waker = Some(context.waker().clone());
                }
                match self.deadline.poll() {
                    Poll::Ready(()) => Poll::Ready(Err(RecvError::Code(libc::ETIMEDOUT))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }

    fn poll_event(
        self: &Rc<Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Event<StringBuilder>, RecvError>> {
        loop {
            if let Some(result) = self.ahead.next(&self.reader, self.limits()) {
                return Poll::Ready(result.map_err(|violation| self.violated(violation)));
            }
            let Some(stream) = self.stream() else {
                return Poll::Ready(Err(RecvError::Closed));
            };
            if self.reads.get() >= ROUND {
                // A peer that sends faster than we handle it must not keep the others waiting.
                self.reads.set(0);
                wake_after_others(context.waker().clone());
                return Poll::Pending;
            }
            match self.poll_read(&stream, context) {
                Poll::Ready(Ok(None)) => self.reads.set(self.reads.get() + 1),
                Poll::Ready(Ok(Some(event))) => {
                    self.reads.set(self.reads.get() + 1);
                    return Poll::Ready(Ok(event));
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.reads.set(0);
                    return Poll::Pending;
                }
            }
        }
    }

    fn poll_read(
        self: &Rc<Self>,
        stream: &Metered,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Event<StringBuilder>>, RecvError>> {
        let direct = {
            let mut reader = self.reader.borrow_mut();
            match reader.direct_buffer() {
                Some(mut buffer) if buffer.len() >= scratch::SIZE / 4 => {
                    Some(stream.poll_recv(context, &mut buffer))
                }
                _ => None,
            }
        };
        if let Some(polled) = direct {
            let count = match polled {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(self.lost(&error))),
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(self.eof())),
                Poll::Ready(Ok(count)) => count,
            };
            self.life.heard();
            // SAFETY: poll_recv initialised that many bytes of the reader's direct buffer.
            let filled = unsafe { self.reader.borrow_mut().direct_filled(count, self.limits()) };
            return Poll::Ready(filled.map_err(|violation| self.violated(violation)));
        }
        let mut outcome = Ok(None);
        let polled = scratch::receive(stream, context, |bytes| {
            outcome = self.ahead.receive(&self.reader, bytes, self.limits());
        });
        match polled {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Err(self.lost(&error))),
            Poll::Ready(Ok(0)) => Poll::Ready(Err(self.eof())),
            Poll::Ready(Ok(_)) => {
                self.life.heard();
                Poll::Ready(outcome.map_err(|violation| self.violated(violation)))
            }
        }
    }
}

/// Wakes after the loop has looked at all sockets: a coroutine that only queued up again would be resumed many times
/// before the next look.
fn wake_after_others(waker: Waker) {
    scheduler::spawn_task(async move {
        tokio::task::yield_now().await;
        waker.wake();
    });
}
