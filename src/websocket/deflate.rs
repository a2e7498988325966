//! Compressing and inflating messages (RFC 7692 §7.2): bytes in, bytes out, within limits.
//!
//! Every message starts with an empty compressor, or with the text that went before it (see `window`): no compressor
//! belongs to a connection. What was agreed on is decided elsewhere.

use std::fmt;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::message::Payload;
use super::window::Window;

/// The empty block that ends a flush: taken off what is sent.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];
/// The same, put back onto what is received, and an empty final block: it ends the stream of a message that is whole.
const TAIL_AND_END: [u8; 9] = [0, 0, 0xff, 0xff, 1, 0, 0, 0xff, 0xff];
/// Inflated bytes appear in steps of this size: memory follows what really comes out.
const STEP: usize = 16 * 1024;

/// A compressor, for one message after the other.
pub struct Deflater(Compress);

impl fmt::Debug for Deflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deflater")
    }
}

impl Deflater {
    /// A compressor of `level` 0–9 with a window of 2^`window_bits` bytes (9–15).
    pub fn new(level: u32, window_bits: u8) -> Self {
        Self(Compress::new_with_window_bits(
            Compression::new(level.min(9)),
            false,
            window_bits.clamp(9, 15),
        ))
    }

    /// Appends the compressed form of a message to `out`. With a `window` it may refer to the messages before,
    /// which were compressed with the same one, and is remembered there.
    pub fn message(&mut self, payload: &[u8], window: Option<&mut Window>, out: &mut Vec<u8>) {
        if payload.is_empty() {
            // An empty block (§7.2.3.6): a flush of nothing makes the library write nothing.
            out.push(0);
            return;
        }
        if let Some(window) = window {
            if !window.text().is_empty() {
                // Fails on misuse only; then the message refers to nothing, which is right as well.
                let _ = self.0.set_dictionary(window.text());
            }
            window.remember(payload);
        }
        let mut rest = payload;
        // Deflate adds at most 5 bytes per 16 KiB block, and the flush.
        out.reserve(payload.len() / 2 + 64);
        loop {
            let before = self.0.total_in();
            // Compressing in memory fails only on misuse of the library.
            let status = self.0.compress_vec(rest, out, FlushCompress::Sync);
            let taken = usize::try_from(self.0.total_in() - before).unwrap_or(rest.len());
            rest = &rest[taken..];
            let flushed = rest.is_empty() && out.len() < out.capacity();
            if status.is_err() || flushed {
                break;
            }
            out.reserve(rest.len().max(64));
        }
        if out.ends_with(&TAIL) {
            out.truncate(out.len() - TAIL.len());
        }
        self.0.reset();
    }
}

/// Why a message could not be inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateError {
    /// It is not a deflate stream.
    Corrupt,
    /// It inflates to more than the limit.
    TooBig {
        /// The limit in bytes.
        limit: usize,
    },
}

impl fmt::Display for InflateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt => f.write_str("compressed data is corrupt"),
            Self::TooBig { limit } => {
                write!(f, "compressed message inflates to more than {limit} bytes")
            }
        }
    }
}

impl std::error::Error for InflateError {}

/// A decompressor, for one message after the other.
pub struct Inflater {
    stream: Decompress,
    /// Where bytes appear. Not on the stack: that may be a coroutine's, whose every page stays.
    step: Box<[u8]>,
}

impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inflater")
    }
}

impl Default for Inflater {
    fn default() -> Self {
        Self::new()
    }
}

impl Inflater {
    /// A decompressor that follows any window the peer may use.
    pub fn new() -> Self {
        Self {
            stream: Decompress::new(false),
            step: vec![0; STEP].into_boxed_slice(),
        }
    }

    /// Inflates a whole message of at most `limit` bytes. With a `window` it may refer to the messages before,
    /// which were inflated with the same one, and is remembered there.
    ///
    /// # Errors
    ///
    /// Bytes that are no deflate stream; more than `limit` bytes of output: found out before more
    /// memory than that is taken.
    pub fn message<P: Payload>(
        &mut self,
        compressed: &[u8],
        window: Option<&mut Window>,
        limit: usize,
    ) -> Result<P, InflateError> {
        // Reset before: an attempt may have been cut short, by the engine's jump out of memory.
        self.stream.reset(false);
        if let Some(window) = &window
            && !window.text().is_empty()
        {
            self.stream
                .set_dictionary(window.text())
                .map_err(|_| InflateError::Corrupt)?;
        }
        let mut out = P::with_capacity(
            compressed
                .len()
                .saturating_mul(3)
                .clamp(64, STEP)
                .min(limit.max(64)),
        );
        self.whole(compressed, limit, &mut out)?;
        if let Some(window) = window {
            window.remember(out.as_slice());
        }
        Ok(out)
    }

    fn whole<P: Payload>(
        &mut self,
        mut compressed: &[u8],
        limit: usize,
        out: &mut P,
    ) -> Result<(), InflateError> {
        // A final block ends a stream, and with it what the next one could refer to (§7.2.3.4, §7.2.3.5).
        while self.pieces(&mut compressed, limit, out)? {
            self.stream.reset(false);
            if compressed.is_empty() {
                return Ok(());
            }
        }
        // The tail is the sender's flush. To a message cut short it is no end but more data.
        let made = out.len();
        let ended = self.pieces(&mut &TAIL_AND_END[..], limit, out)?;
        if out.len() > made || !ended {
            return Err(InflateError::Corrupt);
        }
        Ok(())
    }

    /// Inflates `input`, and leaves in it what follows the end of the stream. True: the stream has ended in it.
    fn pieces<P: Payload>(
        &mut self,
        input: &mut &[u8],
        limit: usize,
        out: &mut P,
    ) -> Result<bool, InflateError> {
        let Self { stream, step } = self;
        loop {
            let (before_in, before_out) = (stream.total_in(), stream.total_out());
            let status = stream
                .decompress(input, step, FlushDecompress::Sync)
                .map_err(|_| InflateError::Corrupt)?;
            let taken = usize::try_from(stream.total_in() - before_in).unwrap_or(0);
            let made = usize::try_from(stream.total_out() - before_out).unwrap_or(0);
            *input = &input[taken..];
            if out.len() + made > limit {
                return Err(InflateError::TooBig { limit });
            }
            if made > 0 {
                let doubled = out.len().min(limit - out.len());
                out.reserve(made.max(doubled));
                out.append_with(made, |room| room.copy_from_slice(&step[..made]));
            }
            match status {
                Status::StreamEnd => return Ok(true),
                // Room was left: all that could be made of the input was.
                Status::Ok | Status::BufError if made < step.len() => {
                    return if input.is_empty() {
                        Ok(false)
                    } else if taken == 0 {
                        Err(InflateError::Corrupt)
                    } else {
                        continue;
                    };
                }
                Status::Ok | Status::BufError => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
        let message =
            |n: u32| format!(r#"{{"id":{n},"from":"somebody","text":"hello, number {n}"}}"#);
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
}
