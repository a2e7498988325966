//! Compressing. Input: a byte of flags, the level and window, two that choose cuts, then the text of several messages.
//!
//! - What is deflated inflates to itself, with and without context, with any level and window.
//! - miniz_oxide inflates it too.

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use swoole::websocket::deflate::{Deflater, Inflater};
use swoole::websocket::window::Window;

use crate::inflate::{FINAL, TAIL};
use crate::input::{byte, cut, short};

/// See the module.
pub fn run(mut text: &[u8]) {
    let (flags, choice, seed) = (byte(&mut text), byte(&mut text), short(&mut text));
    let keep = flags & 1 != 0;
    let (level, bits) = (u32::from(choice & 0xf) % 10, 9 + choice / 16 % 7);
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
        let inflated = inflater.message::<Vec<u8>>(&compressed, heard.as_mut(), message.len());
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

fn other(stream: &[u8], limit: usize) -> Option<Vec<u8>> {
    decompress_to_vec_with_limit(stream, limit).ok()
}
