//! Inflating what anybody may send. Input: two bytes for the limit, then a compressed message.
//!
//! - miniz_oxide agrees about what it says, and whether it is a whole message.
//! - No result is longer than the limit, no message within it is refused, and a larger limit changes nothing.
//! - After an error the next message inflates.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::decompress;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use swoole::websocket::deflate::{Deflater, InflateError, Inflater};
use swoole::websocket::window::Window;

use crate::input::short;

/// More than any limit that an input can choose, and no more than is quickly made.
const UNLIMITED: usize = 256 * 1024;
/// The empty block a sender leaves off.
pub const TAIL: &[u8] = &[0, 0, 0xff, 0xff];
/// An empty final block, which ends the stream.
pub const FINAL: &[u8] = &[1, 0, 0, 0xff, 0xff];

/// See the module.
pub fn run(mut compressed: &[u8]) {
    let limit = usize::from(short(&mut compressed));
    let mut inflater = Inflater::new();
    let unlimited = inflater.message::<Vec<u8>>(compressed, None, UNLIMITED);
    let limited = Inflater::new().message::<Vec<u8>>(compressed, None, limit);
    match (&unlimited, &limited) {
        (Ok(all), Ok(within)) => {
            assert_eq!(all, within);
            assert!(within.len() <= limit);
        }
        (Ok(all), Err(error)) => {
            assert_eq!(*error, InflateError::TooBig { limit });
            assert!(all.len() > limit);
        }
        (Err(InflateError::Corrupt), Err(_)) => {}
        (Err(InflateError::TooBig { .. }), Err(error)) => {
            assert_eq!(*error, InflateError::TooBig { limit });
            return;
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(unlimited.as_ref().ok(), second_opinion(compressed).as_ref());

    // A window of which nothing is known changes nothing.
    let mut window = Window::new(15);
    let kept = inflater.message::<Vec<u8>>(compressed, Some(&mut window), UNLIMITED);
    assert_eq!(kept, unlimited);

    let mut good = Vec::new();
    Deflater::new(6, 15).message(b"still there", None, &mut good);
    let next = inflater.message::<Vec<u8>>(&good, Some(&mut window), 100);
    assert_eq!(next.as_deref(), Ok(&b"still there"[..]));
}

/// What miniz_oxide makes of a message: stream after stream, each up to its final block.
fn second_opinion(compressed: &[u8]) -> Option<Vec<u8>> {
    let closed = [compressed, TAIL, FINAL].concat();
    let mut text = Vec::new();
    let mut at = 0;
    while at < compressed.len() || at == 0 {
        // The tail may end the last stream but adds nothing to it.
        let (_, _, before) = stream(&compressed[at..]);
        let (ended, taken, made) = stream(&closed[at..]);
        if !ended || made.len() > before.len() {
            return None;
        }
        text.extend(made);
        at += taken;
    }
    Some(text)
}

/// Inflates one stream: whether it ended, the bytes it took and its text, as far as it goes.
fn stream(input: &[u8]) -> (bool, usize, Vec<u8>) {
    let mut room = vec![0; 64 * 1024];
    loop {
        let flags = TINFL_FLAG_HAS_MORE_INPUT | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, taken, made) = decompress(&mut Default::default(), input, &mut room, 0, flags);
        if status == TINFLStatus::HasMoreOutput {
            room.resize(room.len() * 8, 0);
            continue;
        }
        room.truncate(made);
        return (status == TINFLStatus::Done, taken, room);
    }
}
