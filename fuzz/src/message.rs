//! The message reader. Input: a byte of flags, one that chooses limits, two that choose the cuts, then the stream.
//!
//! - The stream means what `model` says it means, violations and their close codes included.
//! - How it is cut into reads changes nothing; nor does reading payloads straight into the storage.
//! - Storage is taken for what has arrived, not for what is announced.
//! - Looking for the peer's close frame depends on the cuts as little, wherever the looking begins.

use swoole::websocket::codec::Violation;
use swoole::websocket::message::feeding::{read, read_direct};
use swoole::websocket::message::{Limits, Masking, Reader};

use crate::input::{byte, cut, lengths, short};
use crate::model;

/// Bytes that a message or a frame may have.
const SIZES: [usize; 8] = [0, 5, 125, 126, 1000, 66_000, 1 << 20, usize::MAX];
/// Frames that a message may have.
const FRAGMENTS: [usize; 4] = [0, 2, 5, 1000];

/// See the module.
pub fn run(mut data: &[u8]) {
    let (flags, choice, seed) = (byte(&mut data), byte(&mut data), short(&mut data));
    let limits = Limits {
        max_message: SIZES[usize::from(choice & 7)],
        max_frame: SIZES[usize::from(choice >> 3 & 7)],
        max_fragments: FRAGMENTS[usize::from(choice >> 6)],
        masking: match flags & 9 {
            1 => Masking::Optional,
            9 => Masking::Forbidden,
            _ => Masking::Required,
        },
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
    let direct = read_direct(data, lengths(seed, most), &limits);
    assert_eq!(direct, whole, "directly");
    skip(data, seed, most, &limits);
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
