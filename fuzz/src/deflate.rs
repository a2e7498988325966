//! Compressing and inflating. Input: a byte of flags, the level and window, two that choose cuts and the limit, then
//! the text of several messages and, as it stands, a compressed message to be inflated.
//!
//! - What is deflated inflates to itself, with and without context, with any level and window.
//! - miniz_oxide inflates it too, and agrees about noise: what it says, and whether it is a whole message.
//! - No result is longer than the limit, no message within it is refused, and a larger limit changes nothing.
//! - After an error the next message inflates.

use miniz_oxide::inflate::core::decompress;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use swoole::websocket::deflate::{Deflater, InflateError, Inflater};
use swoole::websocket::window::Window;

use crate::input::{byte, cut, short};

/// More than any input inflates to: deflate gains at most 1032 to 1.
const UNLIMITED: usize = 64 << 20;
/// The empty block a sender leaves off, and an empty final block that ends the stream.
const TAIL: &[u8] = &[0, 0, 0xff, 0xff];
const FINAL: &[u8] = &[1, 0, 0, 0xff, 0xff];

/// See the module.
pub fn run(mut data: &[u8]) {
    let (flags, choice, seed) = (byte(&mut data), byte(&mut data), short(&mut data));
    let keep = flags & 1 != 0;
    let (level, bits) = (u32::from(choice & 0xf) % 10, 9 + choice / 16 % 7);
    round_trip(data, level, bits, keep, seed);
    noise(data, usize::from(seed));
}

fn round_trip(text: &[u8], level: u32, bits: u8, keep: bool, seed: u16) {
    let mut deflater = Deflater::new(level, bits);
    let mut inflater = Inflater::new();
    let mut said = keep.then(|| Window::new(bits));
    let mut heard = keep.then(|| Window::new(bits));
    let mut stream = Vec::new();
    let mut sent = Vec::new();
    for message in cut(text, seed, 2000).chain([&b""[..], text]) {
        let mut compressed = Vec::new();
        deflater.message(message, said.as_mut(), &mut compressed);
        assert!(!compressed.ends_with(TAIL) || message.is_empty());
        let inflated =
            inflater.message::<Vec<u8>>(&compressed, heard.as_mut(), message.len());
        assert_eq!(
            inflated.as_deref(),
            Ok(message),
            "level {level}, {bits} bits"
        );
        if keep {
            stream.extend(compressed.iter().chain(TAIL));
            sent.extend(message);
        } else {
            let alone = [&compressed, TAIL, FINAL].concat();
            assert_eq!(other(&alone, message.len()).as_deref(), Some(message));
        }
    }
    stream.extend(FINAL);
    assert_eq!(other(&stream, sent.len()), Some(sent));
}

fn noise(compressed: &[u8], limit: usize) {
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

fn other(stream: &[u8], limit: usize) -> Option<Vec<u8>> {
    decompress_to_vec_with_limit(stream, limit).ok()
}
