//! The examples of the RFC, contexts, limits, and noise.

use super::*;
use proptest::prelude::*;

/// One side: a deflater or an inflater, and its window if the context is kept.
struct Side<T>(T, Option<Window>);

fn sides(level: u32, bits: u8, keep: bool) -> (Side<Deflater>, Side<Inflater>) {
    let window = || keep.then(|| Window::new(bits));
    (
        Side(Deflater::new(level, bits), window()),
        Side(Inflater::new(), window()),
    )
}

impl Side<Deflater> {
    fn deflate(&mut self, payload: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        self.0.message(payload, self.1.as_mut(), &mut out);
        out
    }
}

impl Side<Inflater> {
    fn inflate(&mut self, compressed: &[u8]) -> Result<Vec<u8>, InflateError> {
        self.0.message(compressed, self.1.as_mut(), usize::MAX / 2)
    }
}

#[test]
fn the_rfc_example() {
    // §7.2.3.1: "Hello" in one block.
    let hello = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
    let (mut deflater, mut inflater) = sides(6, 15, false);
    assert_eq!(deflater.deflate(b"Hello"), hello);
    assert_eq!(deflater.deflate(b"Hello"), hello);
    assert_eq!(inflater.inflate(&hello).as_deref(), Ok(&b"Hello"[..]));
}

#[test]
fn the_rfc_example_with_a_shared_window() {
    // §7.2.3.2: the second "Hello" refers to the first.
    let second = [0xf2, 0x00, 0x11, 0x00, 0x00];
    let (mut deflater, mut inflater) = sides(6, 15, true);
    let first = deflater.deflate(b"Hello");
    assert_eq!(deflater.deflate(b"Hello"), second);
    assert_eq!(inflater.inflate(&first).as_deref(), Ok(&b"Hello"[..]));
    assert_eq!(inflater.inflate(&second).as_deref(), Ok(&b"Hello"[..]));
    // Without the window it makes no sense.
    assert_eq!(
        sides(6, 15, false).1.inflate(&second),
        Err(InflateError::Corrupt)
    );
    // What was forgotten is not referred to.
    deflater.1.as_mut().unwrap().forget();
    assert_eq!(deflater.deflate(b"Hello"), first);
}

#[test]
fn other_ways_to_say_hello() {
    // §7.2.3.3 without compression, §7.2.3.4 with a final block, §7.2.3.5 in two blocks.
    for compressed in [
        &[
            0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00,
        ][..],
        &[0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00],
        &[
            0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00,
        ],
    ] {
        let (mut deflater, mut inflater) = sides(6, 15, true);
        assert_eq!(inflater.inflate(compressed).as_deref(), Ok(&b"Hello"[..]));
        // And the next message finds a working decompressor.
        let next = deflater.deflate(b"again");
        assert_eq!(inflater.inflate(&next).as_deref(), Ok(&b"again"[..]));
    }
}

#[test]
fn empty_messages() {
    let (mut deflater, mut inflater) = sides(6, 15, false);
    let empty = deflater.deflate(b"");
    assert_eq!(inflater.inflate(&empty).as_deref(), Ok(&b""[..]));
    assert_eq!(inflater.inflate(&[0x00]).as_deref(), Ok(&b""[..]));
    // No block at all is no stream.
    assert_eq!(inflater.inflate(&[]), Err(InflateError::Corrupt));
}

#[test]
fn empty_messages_in_a_row_with_a_shared_window() {
    let (mut deflater, mut inflater) = sides(7, 14, true);
    for message in [&b""[..], b"", b"text", b"", b"", b"text"] {
        let compressed = deflater.deflate(message);
        assert_eq!(inflater.inflate(&compressed).as_deref(), Ok(message));
    }
}

#[test]
fn a_context_makes_similar_messages_smaller() {
    let message = |n: u32| format!(r#"{{"id":{n},"from":"somebody","text":"hello, number {n}"}}"#);
    let total = |keep: bool| -> usize {
        let (mut deflater, mut inflater) = sides(6, 12, keep);
        (0..100)
            .map(|n| {
                let compressed = deflater.deflate(message(n).as_bytes());
                assert_eq!(
                    inflater.inflate(&compressed).as_deref(),
                    Ok(message(n).as_bytes())
                );
                compressed.len()
            })
            .sum()
    };
    assert!(
        total(true) * 2 < total(false),
        "{} {}",
        total(true),
        total(false)
    );
}

#[test]
fn a_window_of_512_bytes_is_never_looked_beyond() {
    // The library's own inflater with that window refuses distances that are too far.
    let mut deflater = Side(Deflater::new(9, 9), Some(Window::new(9)));
    let mut strict = Decompress::new_with_window_bits(false, 9);
    for n in 0..200_u32 {
        let message = format!(
            "{} and once more {}",
            n % 7,
            "lorem ipsum ".repeat(n as usize % 90)
        );
        let mut compressed = deflater.deflate(message.as_bytes());
        compressed.extend_from_slice(&TAIL);
        let mut out = Vec::with_capacity(4096);
        strict
            .decompress_vec(&compressed, &mut out, FlushDecompress::Sync)
            .unwrap();
        assert_eq!(out, message.as_bytes());
    }
}

#[test]
fn a_bomb_costs_its_limit() {
    let zeros = vec![0; 8 * 1024 * 1024];
    let (mut deflater, mut inflater) = sides(9, 15, false);
    let bomb = deflater.deflate(&zeros);
    assert!(bomb.len() < 20_000);
    let limit = 1024 * 1024;
    let result: Result<Vec<u8>, _> = inflater.0.message(&bomb, None, limit);
    assert_eq!(result, Err(InflateError::TooBig { limit }));
    // Exactly the limit passes.
    let exact = deflater.deflate(&zeros[..limit]);
    assert_eq!(
        inflater
            .0
            .message::<Vec<u8>>(&exact, None, limit)
            .map(|out| out.len()),
        Ok(limit)
    );
}

#[test]
fn a_message_cut_short_is_corrupt() {
    let text: Vec<u8> = (0..200)
        .flat_map(|n: u32| n.to_string().into_bytes())
        .collect();
    for level in [0, 1, 9] {
        for keep in [false, true] {
            let (mut deflater, mut inflater) = sides(level, 15, keep);
            let whole = deflater.deflate(&text);
            // A first byte of 0 alone is an empty message.
            for end in 2..whole.len() {
                assert_eq!(
                    inflater.inflate(&whole[..end]),
                    Err(InflateError::Corrupt),
                    "level {level}, {end} bytes"
                );
            }
        }
    }
}

#[test]
fn what_follows_a_final_block_is_part_of_the_message() {
    let hello = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
    for keep in [false, true] {
        let (_, mut inflater) = sides(6, 15, keep);
        // Twice "Hello" in a final block each, then the empty block.
        let twice = [&hello[..], &hello, &[0x00]].concat();
        assert_eq!(inflater.inflate(&twice).as_deref(), Ok(&b"HelloHello"[..]));
        // The empty block may be a final one, or not be there.
        for end in [&[0x01][..], &[]] {
            assert_eq!(
                inflater.inflate(&[&hello, end].concat()).as_deref(),
                Ok(&b"Hello"[..])
            );
        }
        let broken = [&hello[..], &[0xff, 0xff]].concat();
        assert_eq!(inflater.inflate(&broken), Err(InflateError::Corrupt));
    }
}

#[test]
fn garbage_is_refused_and_forgotten() {
    let (mut deflater, mut inflater) = sides(6, 15, true);
    for garbage in [
        &[0xff, 0xff, 0xff][..],
        &[0x07],
        &[0xf2, 0x48, 0xcd, 0xff, 0xff, 0xff, 0xff, 0xff],
    ] {
        assert_eq!(
            inflater.inflate(garbage),
            Err(InflateError::Corrupt),
            "{garbage:x?}"
        );
    }
    let good = deflater.deflate(b"fine");
    assert_eq!(inflater.inflate(&good).as_deref(), Ok(&b"fine"[..]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_deflated_inflates(
        messages in prop::collection::vec(prop::collection::vec(0_u8..8, 0..5000), 1..6),
        level in 0_u32..10,
        bits in 9_u8..16,
        keep in any::<bool>(),
    ) {
        let (mut deflater, mut inflater) = sides(level, bits, keep);
        for message in &messages {
            let compressed = deflater.deflate(message);
            let back = inflater.inflate(&compressed);
            prop_assert_eq!(back.as_ref(), Ok(message));
        }
    }

    /// A compressor that is kept, as most clients have it, is followed by text alone.
    #[test]
    fn a_live_compressor_is_followed(
        messages in prop::collection::vec(prop::collection::vec(0_u8..8, 0..2000), 1..10),
        bits in 9_u8..16,
    ) {
        let mut live = Compress::new_with_window_bits(Compression::new(6), false, bits);
        let mut inflater = Side(Inflater::new(), Some(Window::new(bits)));
        for message in messages.iter().filter(|message| !message.is_empty()) {
            let mut compressed = Vec::with_capacity(message.len() + 100);
            live.compress_vec(message, &mut compressed, FlushCompress::Sync).unwrap();
            prop_assert!(compressed.ends_with(&TAIL));
            compressed.truncate(compressed.len() - TAIL.len());
            let back = inflater.inflate(&compressed);
            prop_assert_eq!(back.as_ref(), Ok(message));
        }
    }

    #[test]
    fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Inflater::new().message::<Vec<u8>>(&noise, Some(&mut Window::new(15)), 10_000);
    }
}
