//! Where a reader stands in the stream, and the message it is putting together.

use super::super::codec::{MAX_HEAD, OPCODE_TEXT, Violation};
use super::{ControlPayload, Limits, Payload};

/// Storage reserved for a body of which nothing arrived yet. From there it grows with what arrives, never with
/// what is only announced.
pub(super) const FIRST_ROOM: usize = 64 * 1024;

/// Where in the stream the reader stands. Kept small: idle connections hold one each.
#[derive(Debug)]
pub(super) enum Phase {
    /// Between frames (`len` is 0), or inside a head of which `len` bytes were seen.
    Head { seen: [u8; MAX_HEAD], len: u8 },
    /// Inside the payload of a data frame.
    Data(DataFrame),
    /// Inside the payload of a control frame; boxed, since those seldom arrive in pieces.
    Control(Box<ControlFrame>),
    /// A close frame was received.
    Closed,
    /// The peer broke the protocol.
    Failed(Box<Violation>),
}

impl Phase {
    pub(super) const BETWEEN_FRAMES: Self = Self::Head {
        seen: [0; MAX_HEAD],
        len: 0,
    };
}

#[derive(Debug)]
pub(super) struct DataFrame {
    /// Payload bytes still to come.
    pub(super) left: usize,
    /// The mask as it applies to the next byte; zeros when there is none.
    pub(super) key: [u8; 4],
    /// Whether the message ends with this frame.
    pub(super) fin: bool,
}

impl DataFrame {
    pub(super) fn advance(&mut self, n: usize) {
        self.left -= n;
        self.key.rotate_left(n % 4);
    }
}

#[derive(Debug)]
pub(super) struct ControlFrame {
    pub(super) opcode: u8,
    /// Payload bytes still to come.
    pub(super) left: usize,
    /// The mask as it applies to the next byte; zeros when there is none.
    pub(super) key: [u8; 4],
    pub(super) payload: ControlPayload,
}

#[derive(Debug)]
pub(super) struct Unfinished<P> {
    pub(super) payload: P,
    /// How far the payload is known to be UTF-8.
    pub(super) valid: usize,
    /// Frames begun so far.
    pub(super) frames: u32,
    pub(super) opcode: u8,
    pub(super) compressed: bool,
}

impl<P: Payload> Unfinished<P> {
    pub(super) fn is_checked_text(&self, limits: &Limits) -> bool {
        limits.validate_utf8 && self.opcode == OPCODE_TEXT && !self.compressed
    }

    /// Makes room for `n` bytes of `frame`, and for more if more is to come: the storage doubles, but never
    /// beyond what is known to follow.
    pub(super) fn make_room(&mut self, n: usize, frame: &DataFrame) {
        if self.payload.spare().len() >= n {
            return;
        }
        let len = self.payload.len();
        // Other frames follow one that is not the last: leave room for them, or many small ones would each
        // cost a copy of everything before.
        let follows = if frame.fin {
            frame.left
        } else {
            frame.left.max(len)
        };
        self.payload
            .reserve(len.max(FIRST_ROOM).min(follows).max(n));
    }
}
