//! Bytes in, messages and control frames out: reassembly and the rules of RFC 6455 §5 for received frames.
//!
//! [`Reader`] holds one connection's receiving state and nothing else: no socket, no buffer of unparsed bytes.
//! Inflating, answering pings and closes, and deciding what a violation does to the connection belong to others.

mod event;
#[cfg(any(test, feature = "test-support"))]
pub mod feeding;
mod state;

use std::mem::MaybeUninit;

use super::close::parse_close_payload;
use super::codec::{
    FrameHead, MAX_CONTROL_PAYLOAD, MAX_HEAD, OPCODE_CLOSE, OPCODE_CONTINUATION, OPCODE_PING,
    OPCODE_PONG, OPCODE_TEXT, Violation, apply_mask, copy_unmasked, is_control, is_reserved,
    parse_head,
};
pub use super::payload::{ControlPayload, Payload};
use super::skip::{End, Skipper};
use super::utf8;
pub use event::{Event, Limits, Masking, Message};
use state::{ControlFrame, DataFrame, FIRST_ROOM, Phase, Unfinished};

/// The least worth offering for a read straight into the storage, unless the frame ends before.
const LEAST_DIRECT: usize = 4 * 1024;

/// The receiving side of one connection: turns the byte stream into [`Event`]s.
///
/// How the stream is cut into calls changes neither the events nor the violation that ends it.
///
/// After [`Event::Close`] the reader discards all input: the peer may not send anything more (§5.5.1). After a
/// violation it keeps returning that violation, since the stream has no known frame boundary any more.
#[derive(Debug)]
pub struct Reader<P> {
    phase: Phase,
    /// The message of which at least one frame has begun. Always there in [`Phase::Data`].
    message: Option<Unfinished<P>>,
}

impl<P: Payload> Reader<P> {
    /// A reader at the start of a connection's first frame.
    pub fn new() -> Self {
        Self {
            phase: Phase::BETWEEN_FRAMES,
            message: None,
        }
    }

    /// Consumes `input` until one event is complete or the input ends, and returns the bytes consumed and that
    /// event. Without an event everything was consumed.
    ///
    /// # Errors
    ///
    /// The first rule the peer broke, as soon as it can be known; see the type about what follows.
    pub fn feed(
        &mut self,
        input: &[u8],
        limits: &Limits,
    ) -> Result<(usize, Option<Event<P>>), Violation> {
        let mut rest = input;
        match self.take(&mut rest, limits) {
            Ok(event) => Ok((input.len() - rest.len(), event)),
            Err(violation) => Err(self.fail(violation)),
        }
    }

    /// While a data frame's payload is being received: where the rest of it may be read to, straight from the
    /// socket. Bounded by the frame's end, so nothing of the next frame lands here. `None` at any other time.
    ///
    /// May reserve storage: best asked for when there is something to read.
    pub fn direct_buffer(&mut self) -> Option<&mut [MaybeUninit<u8>]> {
        let (Phase::Data(frame), Some(message)) = (&self.phase, &mut self.message) else {
            return None;
        };
        message.make_room(frame.left.min(LEAST_DIRECT), frame);
        let spare = message.payload.spare();
        let room = spare.len().min(frame.left);
        Some(&mut spare[..room])
    }

    /// Takes note of `n` bytes read into [`direct_buffer`](Self::direct_buffer): the same as
    /// [`feed`](Self::feed) with these bytes, without copying them.
    ///
    /// # Errors
    ///
    /// As for [`feed`](Self::feed).
    ///
    /// # Panics
    ///
    /// When `n` is more than is left of the frame.
    ///
    /// # Safety
    ///
    /// The first `n` bytes of the buffer that `direct_buffer` returned are initialised, and the reader was not
    /// used in between.
    pub unsafe fn direct_filled(
        &mut self,
        n: usize,
        limits: &Limits,
    ) -> Result<Option<Event<P>>, Violation> {
        let (Phase::Data(frame), Some(message)) = (&mut self.phase, &mut self.message) else {
            assert_eq!(n, 0, "bytes read without a direct buffer");
            return Ok(None);
        };
        assert!(n <= frame.left, "read past the end of the frame");
        let start = message.payload.len();
        // SAFETY: `direct_buffer` returned the start of `spare`, of which the caller initialised `n` bytes.
        unsafe { message.payload.advance(n) };
        apply_mask(&mut message.payload.as_mut_slice()[start..], frame.key, 0);
        frame.advance(n);
        self.settle(limits)
            .map_err(|violation| self.fail(violation))
    }

    /// Whether the stream stands inside a frame, so that its end now would cut one short.
    pub fn is_mid_frame(&self) -> bool {
        match &self.phase {
            Phase::Head { len, .. } => *len > 0,
            Phase::Data(_) | Phase::Control(_) => true,
            Phase::Closed | Phase::Failed(_) => false,
        }
    }

    /// Complete frames of the message in progress; 0 when there is none.
    pub fn fragments(&self) -> u32 {
        let begun = self.message.as_ref().map_or(0, |message| message.frames);
        begun - u32::from(matches!(self.phase, Phase::Data(_)))
    }

    /// Whether nothing more will come of this reader: a close frame was received, or the peer broke the protocol.
    pub fn is_finished(&self) -> bool {
        matches!(self.phase, Phase::Closed | Phase::Failed(_))
    }

    /// What is left to do when nothing more is to be delivered: looking for the peer's close frame.
    pub fn skip_rest(self) -> Skipper {
        match self.phase {
            Phase::Head { seen, len } => Skipper::in_head(&seen[..usize::from(len)]),
            Phase::Data(frame) if frame.left > 0 => Skipper::in_payload(frame.left, false),
            Phase::Data(_) => Skipper::in_head(&[]),
            Phase::Control(frame) => Skipper::in_payload(frame.left, frame.opcode == OPCODE_CLOSE),
            Phase::Closed => Skipper::ended(End::Close),
            Phase::Failed(_) => Skipper::ended(End::Broken),
        }
    }

    /// Remembers `violation` and lets go of what was received of an unfinished message.
    #[cold]
    fn fail(&mut self, violation: Violation) -> Violation {
        self.phase = Phase::Failed(Box::new(violation));
        self.message = None;
        violation
    }

    /// `feed`, with `input` left at what was not consumed.
    #[inline]
    fn take(&mut self, input: &mut &[u8], limits: &Limits) -> Result<Option<Event<P>>, Violation> {
        loop {
            match &mut self.phase {
                Phase::Head { seen, len } => {
                    let Some(head) = take_head(seen, len, input)? else {
                        return Ok(None);
                    };
                    if let Some(event) = self.begin(&head, input, limits)? {
                        return Ok(Some(event));
                    }
                }
                Phase::Data(frame) => {
                    let Some(message) = &mut self.message else {
                        unreachable!("a data frame is part of a message");
                    };
                    let arrived = split_off(input, frame.left);
                    message.make_room(arrived.len(), frame);
                    let key = frame.key;
                    message
                        .payload
                        .append_with(arrived.len(), |room| copy_unmasked(room, arrived, key, 0));
                    frame.advance(arrived.len());
                    let event = self.settle(limits)?;
                    if event.is_some() || self.is_mid_frame() {
                        return Ok(event);
                    }
                }
                Phase::Control(frame) => {
                    let arrived = split_off(input, frame.left);
                    frame.payload.append_unmasked(arrived, &mut frame.key);
                    frame.left -= arrived.len();
                    if frame.left > 0 {
                        return Ok(None);
                    }
                    let opcode = frame.opcode;
                    let payload = std::mem::take(&mut frame.payload);
                    self.phase = Phase::BETWEEN_FRAMES;
                    return self.control(opcode, payload, limits).map(Some);
                }
                Phase::Closed => {
                    *input = &[];
                    return Ok(None);
                }
                Phase::Failed(violation) => return Err(**violation),
            }
        }
    }

    /// Judges a new frame and starts it; completes it at once if all of it is in `input` and it is not a
    /// fragment.
    #[inline]
    fn begin(
        &mut self,
        head: &FrameHead,
        input: &mut &[u8],
        limits: &Limits,
    ) -> Result<Option<Event<P>>, Violation> {
        check_head(head, limits)?;
        let key = head.mask.unwrap_or_default();
        if is_control(head.opcode) {
            return self.begin_control(head, key, input, limits);
        }

        match (&self.message, head.opcode) {
            (None, OPCODE_CONTINUATION) => return Err(Violation::UnexpectedContinuation),
            (Some(_), OPCODE_TEXT..) => {
                return Err(Violation::InterleavedMessage {
                    opcode: head.opcode,
                });
            }
            _ => {}
        }
        let total = head.payload_len.saturating_add(head.head_len as u64);
        if total > limits.max_frame as u64 {
            return Err(Violation::FrameTooBig {
                total,
                limit: limits.max_frame,
            });
        }
        let before = self
            .message
            .as_ref()
            .map_or(0, |message| message.payload.len());
        let length = head.payload_len.saturating_add(before as u64);
        if length > limits.max_message as u64 {
            return Err(Violation::MessageTooBig {
                length,
                limit: limits.max_message,
            });
        }
        // Fits: it is within a limit that is a usize.
        let payload_len = head.payload_len as usize;

        if head.fin
            && self.message.is_none()
            && let Some((masked, rest)) = input.split_at_checked(payload_len)
        {
            *input = rest;
            let mut payload = P::with_capacity(payload_len);
            payload.append_with(payload_len, |room| copy_unmasked(room, masked, key, 0));
            if limits.validate_utf8 && head.opcode == OPCODE_TEXT && !head.rsv1 {
                utf8::check(payload.as_slice())?;
            }
            let message = Message {
                opcode: head.opcode,
                compressed: head.rsv1,
                payload,
            };
            return Ok(Some(Event::Message(message)));
        }

        let message = self.message.get_or_insert_with(|| Unfinished {
            payload: P::with_capacity(payload_len.min(FIRST_ROOM)),
            valid: 0,
            frames: 0,
            opcode: head.opcode,
            compressed: head.rsv1,
        });
        message.frames = message.frames.saturating_add(1);
        if message.frames > 1 && message.frames as usize > limits.max_fragments {
            return Err(Violation::TooManyFragments {
                limit: limits.max_fragments,
            });
        }
        self.phase = Phase::Data(DataFrame {
            left: payload_len,
            key,
            fin: head.fin,
        });
        Ok(None)
    }

    fn begin_control(
        &mut self,
        head: &FrameHead,
        mut key: [u8; 4],
        input: &mut &[u8],
        limits: &Limits,
    ) -> Result<Option<Event<P>>, Violation> {
        // Fits: `check_head` refused anything above 125.
        let payload_len = head.payload_len as usize;
        let mut payload = ControlPayload::new();
        let arrived = split_off(input, payload_len);
        payload.append_unmasked(arrived, &mut key);
        let left = payload_len - arrived.len();
        if left == 0 {
            return self.control(head.opcode, payload, limits).map(Some);
        }
        let frame = ControlFrame {
            opcode: head.opcode,
            left,
            key,
            payload,
        };
        self.phase = Phase::Control(Box::new(frame));
        Ok(None)
    }

    /// A control frame is complete.
    fn control(
        &mut self,
        opcode: u8,
        payload: ControlPayload,
        limits: &Limits,
    ) -> Result<Event<P>, Violation> {
        match opcode {
            OPCODE_PING => Ok(Event::Ping(payload)),
            OPCODE_PONG => Ok(Event::Pong(payload)),
            _ => {
                match parse_close_payload(&payload) {
                    Err(Violation::InvalidCloseReason) if !limits.validate_utf8 => {}
                    checked => drop(checked?),
                }
                self.phase = Phase::Closed;
                self.message = None;
                Ok(Event::Close(payload))
            }
        }
    }

    /// Payload of a data frame arrived: validates it, and ends the frame and the message if it was the last.
    fn settle(&mut self, limits: &Limits) -> Result<Option<Event<P>>, Violation> {
        let (Phase::Data(frame), Some(message)) = (&self.phase, &mut self.message) else {
            unreachable!("a data frame is part of a message");
        };
        let is_text = message.is_checked_text(limits);
        if is_text {
            message.valid = utf8::check_more(message.payload.as_slice(), message.valid)?;
        }
        if frame.left > 0 {
            return Ok(None);
        }
        let fin = frame.fin;
        self.phase = Phase::BETWEEN_FRAMES;
        if !fin {
            return Ok(None);
        }
        if is_text && message.valid < message.payload.len() {
            return Err(Violation::InvalidUtf8 {
                offset: message.valid,
            });
        }
        Ok(self.message.take().map(|message| {
            let Unfinished {
                opcode,
                compressed,
                payload,
                ..
            } = message;
            Event::Message(Message {
                opcode,
                compressed,
                payload,
            })
        }))
    }
}

impl<P: Payload> Default for Reader<P> {
    fn default() -> Self {
        Self::new()
    }
}

/// Takes a head from the start of `input`, or the rest of one from it and what was `seen` before. What there is
/// of an unfinished head is kept in `seen`.
#[inline]
fn take_head(
    seen: &mut [u8; MAX_HEAD],
    len: &mut u8,
    input: &mut &[u8],
) -> Result<Option<FrameHead>, Violation> {
    let before = usize::from(*len);
    if before == 0
        && let Some(head) = parse_head(input)?
    {
        *input = &input[head.head_len..];
        return Ok(Some(head));
    }
    let fresh = &input[..input.len().min(MAX_HEAD - before)];
    let together = before + fresh.len();
    seen[before..together].copy_from_slice(fresh);
    match parse_head(&seen[..together])? {
        Some(head) => {
            *input = &input[head.head_len - before..];
            *len = 0;
            Ok(Some(head))
        }
        None => {
            // No head is longer than `MAX_HEAD`, so an unfinished one took all the input.
            *input = &[];
            *len = together as u8;
            Ok(None)
        }
    }
}

/// The rules a frame has to keep by itself, whatever came before it.
#[inline]
fn check_head(head: &FrameHead, limits: &Limits) -> Result<(), Violation> {
    let opcode = head.opcode;
    if head.rsv2 || head.rsv3 {
        return Err(Violation::ReservedBits {
            rsv2: head.rsv2,
            rsv3: head.rsv3,
        });
    }
    if is_reserved(opcode) {
        return Err(Violation::ReservedOpcode { opcode });
    }
    if head.rsv1 && (!limits.allow_rsv1 || is_control(opcode) || opcode == OPCODE_CONTINUATION) {
        return Err(Violation::UnexpectedCompression { opcode });
    }
    match (head.mask, limits.masking) {
        (None, Masking::Required) => return Err(Violation::UnmaskedFrame),
        (Some(_), Masking::Forbidden) => return Err(Violation::MaskedFrame),
        _ => {}
    }
    if is_control(opcode) {
        if !head.fin {
            return Err(Violation::FragmentedControl { opcode });
        }
        if head.payload_len > MAX_CONTROL_PAYLOAD as u64 {
            return Err(Violation::ControlTooLong {
                opcode,
                length: head.payload_len,
            });
        }
    }
    Ok(())
}

/// Splits at most `n` bytes off the front of `input`.
#[inline]
fn split_off<'a>(input: &mut &'a [u8], n: usize) -> &'a [u8] {
    let (front, rest) = input.split_at(n.min(input.len()));
    *input = rest;
    front
}

#[cfg(test)]
mod tests;
