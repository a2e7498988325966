//! How a connection ends: close frames, the end of TCP, and peers that are gone.

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::coroutine::options;
use crate::coroutine::scheduler::{self, External};
use crate::error::errno_of;
use crate::log::{self, Level};
use crate::net::Metered;
use crate::zend::PhpString;

use super::super::close;
use super::super::codec::{self, Violation};
use super::super::held;
use super::super::message::Reader;
use super::super::outbox::Payload;
use super::super::scratch;
use super::super::skip::{End, Skipper};
use super::{Connection, Phase, RecvError};

/// How long a peer may take for its part of the closing handshake, and how long it may pause in taking what was
/// pushed before.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long it may take for all of that when there is no write timeout.
const LONGEST_DRAIN: Duration = Duration::from_secs(60);

impl Connection {
    /// Sends a close frame, if none was sent yet, and ends the connection in the background.
    /// False when the script had ended it before.
    pub fn close(self: &Rc<Self>, code: u16, reason: &[u8]) -> bool {
        match self.phase.get() {
            Phase::Closed => return false,
            Phase::CloseSent | Phase::Lost(_) => self.phase.set(Phase::Closed),
            Phase::Open | Phase::PeerClosed => {
                let mut payload = [0; codec::MAX_CONTROL_PAYLOAD];
                let length = close::encode_close_payload(code, reason, &mut payload).unwrap_or(0);
                let _ = self.send_frame(
                    true,
                    false,
                    codec::OPCODE_CLOSE,
                    &Payload::Bytes(&payload[..length]),
                );
                self.end(Phase::Closed);
            }
        }
        true
    }

    /// The script has pushed a close frame: `recv()` tells the end, `close()` may still be called.
    ///
    /// # Errors
    ///
    /// An errno when the connection has ended before.
    pub fn push_close(self: &Rc<Self>, payload: &PhpString) -> Result<(), i32> {
        self.end_with_frame(payload, Phase::CloseSent)
    }

    /// The script has called `disconnect()`.
    ///
    /// # Errors
    ///
    /// An errno when the connection has ended before.
    pub fn disconnect(self: &Rc<Self>, payload: &PhpString) -> Result<(), i32> {
        if self.phase.get() == Phase::CloseSent {
            self.phase.set(Phase::Closed);
            return Ok(());
        }
        self.end_with_frame(payload, Phase::Closed)
    }

    fn end_with_frame(self: &Rc<Self>, payload: &PhpString, phase: Phase) -> Result<(), i32> {
        self.writable()?;
        self.send_frame(true, false, codec::OPCODE_CLOSE, &Payload::String(payload))?;
        self.end(phase);
        Ok(())
    }

    /// Nothing more goes out, reader and waiting pushers wake, TCP ends in the background.
    pub(super) fn end(self: &Rc<Self>, phase: Phase) {
        // While there is a stream to send it on.
        held::flush_of(self);
        self.phase.set(phase);
        self.deadline.drop_timer();
        let rest = self.stop_reading();
        let stream = self.stream.take();
        if let Some(waker) = self.reader_waker.take() {
            waker.wake();
        }
        self.outbox.wake();
        let Some(stream) = stream else { return };
        let _ = self.outbox.flush(&stream);
        if !scheduler::in_loop() || self.outbox.failure().is_some() {
            self.outbox.abandon();
            return;
        }
        let connection = self.clone();
        let external = External::new();
        scheduler::spawn_task(async move {
            connection.linger(&stream, rest).await;
            connection.outbox.abandon();
            drop(external);
            scheduler::control_returned();
        });
    }

    /// Gives back what only reading needs. What is left is to look for the peer's close frame.
    fn stop_reading(&self) -> Skipper {
        let mut rest = self.reader.replace(Reader::new()).skip_rest();
        rest.feed(&self.ahead.take());
        rest
    }

    /// The end of the closing handshake: our frames leave, the peer's close frame comes, we end TCP
    /// first, the peer follows (RFC 6455 §7.1.1). Input that is still in flight is read, lest the kernel
    /// answers it with a reset that overtakes our close frame.
    async fn linger(self: &Rc<Self>, stream: &Rc<Metered>, mut rest: Skipper) {
        let mut input_over = false;
        {
            let mut drained = pin!(self.drained(stream));
            loop {
                // Reading meanwhile: a peer that is still sending may not take anything before it is done.
                let drained = tokio::select! {
                    biased;
                    drained = &mut drained => drained,
                    more = pass_over(stream, &mut rest), if !input_over => {
                        input_over = !more;
                        continue;
                    }
                };
                if drained && !input_over {
                    break;
                }
                return;
            }
        }
        let goodbye = async {
            while rest.end().is_none() {
                if !pass_over(stream, &mut rest).await {
                    return;
                }
            }
            stream.shutdown_write();
            // After its close frame the peer sends nothing: there is nothing left to wait for.
            let over = rest.end() == Some(End::Close);
            loop {
                tokio::select! {
                    biased;
                    more = pass_over(stream, &mut rest) => if !more { return },
                    () = std::future::ready(()), if over => return,
                }
            }
        };
        let _ = timeout(CLOSE_TIMEOUT, goodbye).await;
    }

    /// Waits until everything is with the kernel, as long as the peer takes something now and then.
    async fn drained(self: &Rc<Self>, stream: &Rc<Metered>) -> bool {
        let longest = Instant::now() + options::write_timeout().unwrap_or(LONGEST_DRAIN);
        loop {
            let give_up = self
                .policy
                .give_up
                .get()
                .map_or(longest, |end| end.min(longest));
            let pause = CLOSE_TIMEOUT.min(give_up.saturating_duration_since(Instant::now()));
            let before = self.outbox.queued();
            if before > 0 {
                // One task writes, whoever waits: a socket remembers one waker.
                self.flush_in_background(stream.clone());
            }
            let empty = std::future::poll_fn(|context| self.outbox.poll_below(0, context));
            if timeout(pause, empty).await.is_ok() {
                return self.outbox.failure().is_none();
            }
            if self.outbox.queued() >= before || Instant::now() >= give_up {
                return false;
            }
        }
    }

    /// Drops the connection without another word.
    pub fn abandon(self: &Rc<Self>) {
        if self.phase.get() != Phase::Closed {
            self.free(Phase::Closed);
            if let Some(waker) = self.reader_waker.take() {
                waker.wake();
            }
        }
    }

    /// The peer broke the protocol: it is told why, and the connection ends.
    pub(super) fn violated(self: &Rc<Self>, violation: Violation) -> RecvError {
        if log::enabled(Level::Notice) {
            log::write(
                Level::Notice,
                &format!("websocket connection {} failed: {violation}", self.name()),
            );
        }
        self.close(violation.close_code(), b"");
        RecvError::violated(violation)
    }

    /// The peer's TCP ended. What was pushed before may still reach it: it may have closed one way only.
    pub(super) fn eof(self: &Rc<Self>) -> RecvError {
        held::flush_of(self);
        if self.outbox.queued() > 0 {
            self.end(Phase::Closed);
        } else {
            self.free(Phase::Closed);
        }
        RecvError::Closed
    }

    /// Reading failed: the peer is gone.
    pub(super) fn lost(self: &Rc<Self>, error: &std::io::Error) -> RecvError {
        let errno = errno_of(error);
        if log::enabled(Level::Notice) {
            let reason = crate::error::text(i64::from(errno));
            log::write(
                Level::Notice,
                &format!("websocket connection {} lost: {reason}", self.name()),
            );
        }
        self.free(Phase::Lost(errno));
        RecvError::Code(errno)
    }

    /// Gives back everything that only an open connection needs.
    fn free(self: &Rc<Self>, phase: Phase) {
        // Bytes held for this descriptor must not be sent to whoever gets it next.
        held::flush_of(self);
        self.phase.set(phase);
        self.deadline.drop_timer();
        self.stop_reading();
        self.stream.take();
        self.outbox.abandon();
    }
}

/// Reads once and passes over it. False when nothing more will come.
async fn pass_over(stream: &Metered, rest: &mut Skipper) -> bool {
    let received =
        std::future::poll_fn(|context| scratch::receive(stream, context, |bytes| rest.feed(bytes)))
            .await;
    if matches!(received, Ok(scratch::SIZE..)) {
        // A peer that sends faster than we read must not keep the loop to itself.
        tokio::task::yield_now().await;
    }
    matches!(received, Ok(1..))
}
