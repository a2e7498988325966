//! Sending: frames leave whole and in order, and a peer that does not read makes the pusher wait.

use std::rc::Rc;
use std::time::Duration;

use crate::coroutine::{self, Interrupted};
use crate::error::code;
use crate::net::Metered;
use crate::zend::PhpString;

use super::super::codec;
use super::super::held;
use super::super::outbox::{self, Payload};
use super::compress::{Compress, Form};
use super::{Connection, Phase, successor};

/// Why a frame was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushError {
    /// The state of the connection: an errno.
    Errno(i32),
    /// The frame may not follow those pushed before (RFC 6455 §5.4). The text is for the script.
    Sequence(&'static str),
}

impl From<i32> for PushError {
    fn from(errno: i32) -> Self {
        Self::Errno(errno)
    }
}

impl Connection {
    /// Sends bytes that are not a frame: the end of the handshake.
    ///
    /// # Errors
    ///
    /// An errno when the peer is gone.
    pub fn send_raw(self: &Rc<Self>, bytes: &[u8]) -> Result<(), i32> {
        let Some(stream) = self.stream() else {
            return Err(libc::EBADF);
        };
        self.outbox.send(&stream, bytes, &Payload::Bytes(&[]))?;
        self.flush_in_background(stream);
        Ok(())
    }

    /// Sends a frame, after waiting for room if the peer is behind: as long as the policy allows.
    /// `owner` is memory that the caller touches before this.
    ///
    /// # Errors
    ///
    /// Either the whole frame is on its way or none of it.
    pub fn push(
        self: &Rc<Self>,
        fin: bool,
        opcode: u8,
        payload: &PhpString,
        compress: Compress,
        owner: (*const u8, usize),
    ) -> Result<(), PushError> {
        if self.last_reader.get() != coroutine::task::current_id() {
            self.successor.prefetch();
            successor::follows(self, owner);
        }
        self.writable()?;
        let length = payload.len() + codec::MAX_HEAD;
        if self.waiting.get() > 0 || !self.has_room(length) {
            // Who pushes the same to many must not wait for one of them, if the server is set so.
            let limit = self.policy.patience.limit();
            let limit = limit.map_err(|_| code::OUTPUT_BUFFER_OVERFLOW)?;
            self.waiting.set(self.waiting.get() + 1);
            let waited = self.wait_for_room(length, limit);
            self.waiting.set(self.waiting.get() - 1);
            waited?;
        }
        // Judged only now: while this frame waited for room, others may have been pushed.
        self.send_data(fin, opcode, payload, compress, false)
    }

    /// Sends a frame if there is room for it now. Compressed it refers to no message before, and is thus the same for
    /// all who have agreed on the same.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push); `OUTPUT_BUFFER_OVERFLOW` when the peer is behind.
    pub fn offer(
        self: &Rc<Self>,
        fin: bool,
        opcode: u8,
        payload: &PhpString,
        compress: Compress,
    ) -> Result<(), PushError> {
        self.writable()?;
        if self.waiting.get() > 0 || !self.has_room(payload.len() + codec::MAX_HEAD) {
            return Err(code::OUTPUT_BUFFER_OVERFLOW.into());
        }
        self.send_data(fin, opcode, payload, compress, true)
    }

    /// Sends the next frame, compressed where that was agreed on. `alone`: it refers to no message before.
    fn send_data(
        self: &Rc<Self>,
        fin: bool,
        opcode: u8,
        payload: &PhpString,
        compress: Compress,
        alone: bool,
    ) -> Result<(), PushError> {
        check_sequence(self.fragment_open.get(), opcode)?;
        let form = match &self.deflate {
            Some(deflate) if matches!(opcode, codec::OPCODE_TEXT | codec::OPCODE_BINARY) => {
                deflate.form(fin, payload, compress, alone)
            }
            _ => Form::Plain,
        };
        let (payload, rsv1) = form.payload(payload);
        self.send_frame(fin, rsv1, opcode, &payload)?;
        if !codec::is_control(opcode) {
            self.fragment_open.set(!fin);
        }
        Ok(())
    }

    /// Whether so many more bytes may wait for the peer. What is larger than the limit may wait alone.
    pub(super) fn has_room(&self, length: usize) -> bool {
        let queued = self.outbox.queued();
        queued == 0 || queued.saturating_add(length) <= self.policy.output_limit
    }

    /// Waits until there is room for `length` bytes, and the peer has taken half of what it may be behind with.
    fn wait_for_room(&self, length: usize, limit: Option<Duration>) -> Result<(), i32> {
        let most = self.policy.output_limit;
        let mark = most.saturating_sub(length).min(most / 2);
        let room = std::future::poll_fn(|context| {
            if self.writable().is_err() {
                return std::task::Poll::Ready(());
            }
            self.outbox.poll_below(mark, context)
        });
        match coroutine::wait_timeout(room, limit) {
            // Closed by another coroutine, as Swoole tells it.
            Ok(()) if matches!(self.phase.get(), Phase::Closed | Phase::CloseSent) => {
                Err(libc::ECANCELED)
            }
            Ok(()) => self.writable(),
            Err(Interrupted::TimedOut) => Err(libc::ETIMEDOUT),
            Err(Interrupted::Canceled) => Err(libc::ECANCELED),
            // In a destructor nobody can wait: the frame is refused, not the memory bound.
            Err(Interrupted::Blocked) => Err(libc::EAGAIN),
        }
    }

    /// Whether frames may still be sent.
    pub fn takes_frames(&self) -> bool {
        self.writable().is_ok()
    }

    /// Whether frames may be sent at all.
    pub(super) fn writable(&self) -> Result<(), i32> {
        match self.phase.get() {
            Phase::Open | Phase::PeerClosed => self.outbox.failure().map_or(Ok(()), Err),
            Phase::Lost(errno) => Err(errno),
            Phase::CloseSent | Phase::Closed => Err(libc::EBADF),
        }
    }

    /// Sends a frame at once, or behind those that wait.
    pub(super) fn send_frame(
        self: &Rc<Self>,
        fin: bool,
        rsv1: bool,
        opcode: u8,
        payload: &Payload<'_>,
    ) -> Result<(), i32> {
        let Some(stream) = self.stream() else {
            return Err(libc::EBADF);
        };
        let length = payload.bytes().len();
        let mut head = [0; 10];
        let head_len = codec::encode_head(&mut head, fin, rsv1, opcode, length as u64);
        self.pushed.set(self.pushed.get().saturating_add(1));
        if length <= held::LIMIT / 4
            && self.expects_more()
            && !stream.is_tunnel()
            && held::hold(self, &stream, &head[..head_len], payload.bytes())
        {
            return Ok(());
        }
        held::flush_of(self);
        self.outbox.send(&stream, &head[..head_len], payload)?;
        self.flush_in_background(stream);
        Ok(())
    }

    /// More frames of this connection are to be expected at once: its reader is the one that pushes,
    /// and has more input to answer, or answered the last message with several frames.
    fn expects_more(&self) -> bool {
        self.last_reader.get() == coroutine::task::current_id()
            && (self.talkative.get() || !self.ahead.is_empty())
            && self.outbox.queued() == 0
    }

    /// Sends what was held back; `sent` bytes before it have left already and are only counted.
    pub(in super::super) fn send_held(self: &Rc<Self>, bytes: &[u8], sent: usize) {
        let Some(stream) = self.stream() else { return };
        let _ = stream.counted(Ok(sent));
        // A failure is noted in the outbox: the next push tells.
        let _ = self.outbox.send(&stream, bytes, &Payload::Bytes(&[]));
        self.flush_in_background(stream);
    }

    /// Sends what the kernel has not taken yet, as the peer reads it.
    pub(super) fn flush_in_background(self: &Rc<Self>, stream: Rc<Metered>) {
        outbox::flush_in_background(self, |connection| &connection.outbox, stream);
    }
}

/// The frames of a message follow each other (RFC 6455 §5.4); control frames may come between. `fragment_open`: the last
/// message is unfinished.
///
/// # Errors
///
/// [`PushError::Sequence`].
#[inline]
pub fn check_sequence(fragment_open: bool, opcode: u8) -> Result<(), PushError> {
    if codec::is_control(opcode) {
        return Ok(());
    }
    match (fragment_open, opcode == codec::OPCODE_CONTINUATION) {
        (true, false) => Err(PushError::Sequence(
            "the last message is unfinished, only a continuation frame may follow",
        )),
        (false, true) => Err(PushError::Sequence(
            "there is no unfinished message to continue",
        )),
        _ => Ok(()),
    }
}
