//! The message reader. Input: a byte of flags, one that chooses limits, two that choose the cuts, then the stream.
//!
//! - The stream means what `model` says it means, violations and their close codes included.
//! - How it is cut into reads changes nothing; nor does reading payloads straight into the storage.
//! - Storage is taken for what has arrived, not for what is announced.
//! - Looking for the peer's close frame depends on the cuts as little, wherever the looking begins.

use swoole::websocket::codec::Violation;
use swoole::websocket::message::{Event, Limits, Reader};

use crate::input::{byte, cut, short};
use crate::model;

/// Bytes that a message or a frame may have.
const SIZES: [usize; 8] = [0, 5, 125, 126, 1000, 66_000, 1 << 20, usize::MAX];
/// Frames that a message may have.
const FRAGMENTS: [usize; 4] = [0, 2, 5, 1000];

/// Everything a stream led to.
#[derive(Debug, PartialEq)]
struct Outcome {
    events: Vec<Event<Vec<u8>>>,
    violation: Option<Violation>,
    mid_frame: bool,
    finished: bool,
}

/// See the module.
pub fn run(mut data: &[u8]) {
    let (flags, choice, seed) = (byte(&mut data), byte(&mut data), short(&mut data));
    let limits = Limits {
        max_message: SIZES[usize::from(choice & 7)],
        max_frame: SIZES[usize::from(choice >> 3 & 7)],
        max_fragments: FRAGMENTS[usize::from(choice >> 6)],
        require_mask: flags & 1 == 0,
        allow_rsv1: flags & 2 != 0,
        validate_utf8: flags & 4 == 0,
    };

    let whole = read([data], &limits);
    let (events, code) = model::read(data, &limits);
    assert_eq!(whole.events, events);
    assert_eq!(whole.violation.map(Violation::close_code), code);
    if let Some(violation) = whole.violation {
        assert!(!violation.to_string().is_empty());
    }

    let most = if seed & 1 == 0 { 7 } else { 300 };
    assert_eq!(read(data.chunks(1), &limits), whole, "byte by byte");
    assert_eq!(read(cut(data, seed, most), &limits), whole, "in pieces");
    assert_eq!(read_direct(data, seed, most, &limits), whole, "directly");
    skip(data, seed, most, &limits);
}

/// Feeds the pieces one after the other.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limits: &Limits) -> Outcome {
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
                    violation = Some(error);
                    break 'pieces;
                }
            }
        }
    }
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
        finished: reader.is_finished(),
    }
}

/// As `read`, but whatever part of a payload is still missing after a piece goes through the direct buffer.
fn read_direct(stream: &[u8], seed: u16, most: usize, limits: &Limits) -> Outcome {
    let mut reader = Reader::<Vec<u8>>::new();
    let mut events = Vec::new();
    let mut violation = None;
    let mut rest = stream;
    for piece in cut(stream, seed, most) {
        if rest.is_empty() {
            break;
        }
        let result = match reader.direct_buffer() {
            Some(room) => {
                assert!(!room.is_empty(), "nowhere to read to");
                let arrived = stream.len() - rest.len();
                assert!(room.len() <= arrived.max(64 * 1024), "room for promises");
                let n = room.len().min(piece.len()).min(rest.len());
                for (slot, byte) in room.iter_mut().zip(&rest[..n]) {
                    slot.write(*byte);
                }
                rest = &rest[n..];
                // SAFETY: the first `n` bytes were written above.
                unsafe { reader.direct_filled(n, limits) }
            }
            None => {
                let piece = &rest[..rest.len().min(piece.len())];
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
    // Pieces that ended with an event or with the frame may have left some.
    while !rest.is_empty() && violation.is_none() {
        match reader.feed(rest, limits) {
            Ok((consumed, event)) => {
                rest = &rest[consumed..];
                events.extend(event);
            }
            Err(error) => violation = Some(error),
        }
    }
    outcome(&reader, events, violation)
}

/// Reads a part of the stream and looks for the close frame in the rest.
fn skip(stream: &[u8], seed: u16, most: usize, limits: &Limits) {
    let at = usize::from(seed) % (stream.len() + 1);
    let skipper = || {
        let mut reader = Reader::<Vec<u8>>::new();
        let mut front = &stream[..at];
        while !front.is_empty() {
            match reader.feed(front, limits) {
                Ok((consumed, _)) => front = &front[consumed..],
                Err(_) => break,
            }
        }
        reader.skip_rest()
    };
    let mut whole = skipper();
    whole.feed(&stream[at..]);
    let mut pieces = skipper();
    for piece in cut(&stream[at..], seed, most) {
        pieces.feed(piece);
    }
    assert_eq!(whole.end(), pieces.end(), "from {at} on");
}
