//! Sending as a client: frames are masked, leave whole and in order, and whoever pushes waits until the kernel has them.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::time::Duration;

use crate::coroutine::{self, Interrupted};

use super::super::codec;
use super::super::connection::{Compress, PushError, check_sequence};
use super::super::frame::masking_key;
use super::super::outbox::{Payload, flush_in_background};
use super::super::outgoing::Outgoing;
use super::{Phase, WebSocket};

/// Frames up to this size are put together in a buffer that all connections share.
const SMALL: usize = 64 * 1024;

thread_local! {
    static FRAME: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl WebSocket {
    /// Sends a frame, and waits until the kernel has all of it: at most `limit` long.
    ///
    /// # Errors
    ///
    /// The connection is over, or the frame may not follow those before. `ETIMEDOUT`: the frame is on its way, but the
    /// server takes nothing.
    pub fn push(
        self: &Rc<Self>,
        outgoing: &Outgoing,
        limit: Option<Duration>,
    ) -> Result<(), PushError> {
        self.writable()?;
        let opcode = outgoing.opcode;
        check_sequence(self.fragment_open.get(), opcode)?;
        let payload = &outgoing.payload;
        let form = match &self.deflate {
            Some(deflate) if matches!(opcode, codec::OPCODE_TEXT | codec::OPCODE_BINARY) => {
                let wish = match outgoing.compress() {
                    Compress::Default | Compress::Yes if self.sends_plain => Compress::No,
                    wish => wish,
                };
                Some(deflate.form(outgoing.fin(), payload, wish, false))
            }
            _ => None,
        };
        let (payload, rsv1) = match &form {
            Some(form) => form.payload(payload),
            None => (Payload::String(payload), false),
        };
        self.send(outgoing.fin(), rsv1, opcode, &payload)?;
        if opcode == codec::OPCODE_CLOSE {
            self.phase.set(Phase::CloseSent);
        } else if !codec::is_control(opcode) {
            self.fragment_open.set(!outgoing.fin());
        }
        if self.outbox.queued() == 0 {
            return Ok(());
        }
        let drained = poll_fn(|context| self.outbox.poll_below(0, context));
        match coroutine::wait_timeout(drained, limit) {
            Ok(()) => self
                .outbox
                .failure()
                .map_or(Ok(()), |errno| Err(errno.into())),
            Err(Interrupted::TimedOut) => Err(libc::ETIMEDOUT.into()),
            Err(Interrupted::Canceled) => Err(libc::ECANCELED.into()),
            // In a destructor nobody can wait; the frame is on its way.
            Err(Interrupted::Blocked) => Ok(()),
        }
    }

    /// Whether frames may be sent.
    fn writable(&self) -> Result<(), i32> {
        match self.phase.get() {
            Phase::Open | Phase::PeerClosed => self.outbox.failure().map_or(Ok(()), Err),
            Phase::CloseSent | Phase::Ended => Err(libc::EPIPE),
        }
    }

    /// Sends a control frame at once, or behind what waits.
    pub(super) fn send_frame(
        self: &Rc<Self>,
        fin: bool,
        rsv1: bool,
        opcode: u8,
        payload: &[u8],
    ) -> Result<(), i32> {
        self.send(fin, rsv1, opcode, &Payload::Bytes(payload))
    }

    fn send(
        self: &Rc<Self>,
        fin: bool,
        rsv1: bool,
        opcode: u8,
        payload: &Payload<'_>,
    ) -> Result<(), i32> {
        let Some(stream) = self.stream() else {
            return Err(libc::EPIPE);
        };
        let bytes = payload.bytes();
        let mut head = [0; 10];
        let head_len = codec::encode_head(&mut head, fin, rsv1, opcode, bytes.len() as u64);
        if !self.policy.mask {
            self.outbox.send(&stream, &head[..head_len], payload)?;
        } else if bytes.len() <= SMALL {
            FRAME.with_borrow_mut(|frame| {
                mask_into(frame, &mut head[..head_len], bytes);
                self.outbox.send(&stream, frame, &Payload::Bytes(&[]))
            })?;
        } else {
            let mut frame = Vec::new();
            mask_into(&mut frame, &mut head[..head_len], bytes);
            self.outbox
                .send(&stream, &[], &Payload::Shared(&Rc::new(frame)))?;
        }
        flush_in_background(self, |websocket| &websocket.outbox, stream);
        Ok(())
    }
}

/// Writes a whole masked frame (RFC 6455 §5.3).
fn mask_into(frame: &mut Vec<u8>, head: &mut [u8], payload: &[u8]) {
    let key = masking_key();
    if let Some(second) = head.get_mut(1) {
        *second |= codec::MASKED;
    }
    frame.clear();
    frame.reserve(head.len() + key.len() + payload.len());
    frame.extend_from_slice(head);
    frame.extend_from_slice(&key);
    let start = frame.len();
    frame.extend_from_slice(payload);
    codec::apply_mask(&mut frame[start..], key, 0);
}
