//! A stream put through a [`Reader`] in each way a connection does it: what the room's tests and its fuzz target share.
//! No part of the extension (feature `test-support`).

use super::{Event, FIRST_ROOM, Limits, Reader, Violation};

/// Everything a stream led to.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What came before the end or the violation.
    pub events: Vec<Event<Vec<u8>>>,
    /// The rule that was broken.
    pub violation: Option<Violation>,
    /// Whether a frame has begun and not ended.
    pub mid_frame: bool,
}

/// Feeds the pieces one after the other.
///
/// # Panics
///
/// The reader does not take what it is given, or forgets a violation.
pub fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limits: &Limits) -> Outcome {
    let mut reader = Reader::new();
    let mut events = Vec::new();
    let mut violation = None;
    'pieces: for mut piece in pieces {
        while !piece.is_empty() {
            match reader.feed(piece, limits) {
                Ok((consumed, event)) => {
                    assert!(consumed > 0, "no progress");
                    assert!(event.is_some() || consumed == piece.len(), "input is left");
                    piece = &piece[consumed..];
                    events.extend(event);
                }
                Err(error) => {
                    assert_eq!(reader.feed(piece, limits), Err(error), "it is forgotten");
                    let ping = b"\x89\x80\0\0\0\0";
                    assert_eq!(reader.feed(ping, limits), Err(error), "it is forgotten");
                    violation = Some(error);
                    break 'pieces;
                }
            }
        }
    }
    outcome(&reader, events, violation)
}

/// As [`read`], but whatever part of a payload is still missing after a piece goes through the direct buffer. Each read
/// has at most the next of `lengths`, which are to have no end.
///
/// # Panics
///
/// The reader makes room for what was only announced.
pub fn read_direct(
    stream: &[u8],
    lengths: impl IntoIterator<Item = usize>,
    limits: &Limits,
) -> Outcome {
    let mut reader = Reader::<Vec<u8>>::new();
    let mut events = Vec::new();
    let mut violation = None;
    let mut rest = stream;
    for length in lengths {
        if rest.is_empty() {
            break;
        }
        let result = match reader.direct_buffer() {
            Some(room) => {
                assert!(!room.is_empty(), "nowhere to read to");
                let arrived = stream.len() - rest.len();
                assert!(room.len() <= arrived.max(FIRST_ROOM), "room for promises");
                let n = room.len().min(length).min(rest.len());
                for (slot, byte) in room.iter_mut().zip(&rest[..n]) {
                    slot.write(*byte);
                }
                rest = &rest[n..];
                // SAFETY: the first `n` bytes were written above.
                unsafe { reader.direct_filled(n, limits) }
            }
            None => {
                let piece = &rest[..rest.len().min(length)];
                reader.feed(piece, limits).map(|(consumed, event)| {
                    rest = &rest[consumed..];
                    event
                })
            }
        };
        match result {
            Ok(event) => events.extend(event),
            Err(error) => {
                violation = Some(error);
                break;
            }
        }
    }
    assert!(rest.is_empty() || violation.is_some(), "lengths have ended");
    outcome(&reader, events, violation)
}

fn outcome(
    reader: &Reader<Vec<u8>>,
    events: Vec<Event<Vec<u8>>>,
    violation: Option<Violation>,
) -> Outcome {
    let closed = matches!(events.last(), Some(Event::Close(_)));
    assert_eq!(reader.is_finished(), violation.is_some() || closed);
    Outcome {
        events,
        violation,
        mid_frame: reader.is_mid_frame(),
    }
}
