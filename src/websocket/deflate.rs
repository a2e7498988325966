//! Compressing and inflating messages (RFC 7692 §7.2): bytes in, bytes out, within limits.
//!
//! What was agreed on, and who keeps a compressor between messages, is decided elsewhere.

use std::fmt;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::message::Payload;

/// The empty block that ends a flush: taken off what is sent, put back onto what is received.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];
/// The same, and an empty final block: it ends the stream of a message that is whole.
const TAIL_AND_END: [u8; 9] = [0, 0, 0xff, 0xff, 1, 0, 0, 0xff, 0xff];
/// Inflated bytes appear in steps of this size: memory follows what really comes out.
const STEP: usize = 16 * 1024;

/// A compressor with its window.
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

    /// Appends the compressed form of a message to `out`. With `keep_context` the next message may
    /// refer to this one.
    pub fn message(&mut self, payload: &[u8], keep_context: bool, out: &mut Vec<u8>) {
        if payload.is_empty() {
            // An empty block (§7.2.3.6): a second flush in a row makes the library write nothing.
            out.push(0);
            return;
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
        if !keep_context {
            self.0.reset();
        }
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

/// A decompressor with its window.
pub struct Inflater(Decompress);

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
        Self(Decompress::new(false))
    }

    /// Inflates a whole message of at most `limit` bytes. With `keep_context` the next message may
    /// refer to this one. After an error the window is empty.
    ///
    /// # Errors
    ///
    /// Bytes that are no deflate stream; more than `limit` bytes of output: found out before more
    /// memory than that is taken.
    pub fn message<P: Payload>(
        &mut self,
        compressed: &[u8],
        keep_context: bool,
        limit: usize,
    ) -> Result<P, InflateError> {
        let mut out = P::with_capacity(
            compressed
                .len()
                .saturating_mul(3)
                .clamp(64, STEP)
                .min(limit.max(64)),
        );
        let whole = self.whole(compressed, keep_context, limit, &mut out);
        if whole.is_err() || !keep_context {
            self.0.reset(false);
        }
        whole.map(|()| out)
    }

    fn whole<P: Payload>(
        &mut self,
        mut compressed: &[u8],
        keep_context: bool,
        limit: usize,
        out: &mut P,
    ) -> Result<(), InflateError> {
        // A final block ends a stream, and with it what the next one could refer to (§7.2.3.4, §7.2.3.5).
        while self.pieces(&mut compressed, limit, out)? {
            self.0.reset(false);
            if compressed.is_empty() {
                return Ok(());
            }
        }
        // The tail is the sender's flush. To a message cut short it is no end but more data.
        let made = out.len();
        let mut tail = if keep_context {
            &TAIL[..]
        } else {
            &TAIL_AND_END
        };
        let ended = self.pieces(&mut tail, limit, out)?;
        if out.len() > made || !(ended || keep_context) {
            return Err(InflateError::Corrupt);
        }
        if ended {
            self.0.reset(false);
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
        let mut step = [0; STEP];
        loop {
            let (before_in, before_out) = (self.0.total_in(), self.0.total_out());
            let status = self
                .0
                .decompress(input, &mut step, FlushDecompress::Sync)
                .map_err(|_| InflateError::Corrupt)?;
            let taken = usize::try_from(self.0.total_in() - before_in).unwrap_or(0);
            let made = usize::try_from(self.0.total_out() - before_out).unwrap_or(0);
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

    fn deflated(deflater: &mut Deflater, payload: &[u8], keep: bool) -> Vec<u8> {
        let mut out = Vec::new();
        deflater.message(payload, keep, &mut out);
        out
    }

    fn inflated(
        inflater: &mut Inflater,
        compressed: &[u8],
        keep: bool,
    ) -> Result<Vec<u8>, InflateError> {
        inflater.message(compressed, keep, usize::MAX / 2)
    }

    #[test]
    fn the_rfc_example() {
        // §7.2.3.1: "Hello" in one block.
        let hello = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
        assert_eq!(deflated(&mut Deflater::new(6, 15), b"Hello", false), hello);
        assert_eq!(
            inflated(&mut Inflater::new(), &hello, false).as_deref(),
            Ok(&b"Hello"[..])
        );
    }

    #[test]
    fn the_rfc_example_with_a_shared_window() {
        // §7.2.3.2: the second "Hello" refers to the first.
        let second = [0xf2, 0x00, 0x11, 0x00, 0x00];
        let mut deflater = Deflater::new(6, 15);
        let first = deflated(&mut deflater, b"Hello", true);
        assert_eq!(deflated(&mut deflater, b"Hello", true), second);
        let mut inflater = Inflater::new();
        assert_eq!(
            inflated(&mut inflater, &first, true).as_deref(),
            Ok(&b"Hello"[..])
        );
        assert_eq!(
            inflated(&mut inflater, &second, true).as_deref(),
            Ok(&b"Hello"[..])
        );
        // Without the window it makes no sense.
        assert_eq!(
            inflated(&mut Inflater::new(), &second, false),
            Err(InflateError::Corrupt)
        );
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
            let mut inflater = Inflater::new();
            assert_eq!(
                inflated(&mut inflater, compressed, true).as_deref(),
                Ok(&b"Hello"[..])
            );
            // And the next message finds a working decompressor.
            let next = deflated(&mut Deflater::new(6, 15), b"again", false);
            assert_eq!(
                inflated(&mut inflater, &next, true).as_deref(),
                Ok(&b"again"[..])
            );
        }
    }

    #[test]
    fn empty_messages() {
        let empty = deflated(&mut Deflater::new(6, 15), b"", false);
        assert_eq!(
            inflated(&mut Inflater::new(), &empty, false).as_deref(),
            Ok(&b""[..])
        );
        assert_eq!(
            inflated(&mut Inflater::new(), &[0x00], false).as_deref(),
            Ok(&b""[..])
        );
    }

    #[test]
    fn empty_messages_in_a_row_with_a_shared_window() {
        let (mut deflater, mut inflater) = (Deflater::new(7, 14), Inflater::new());
        for message in [&b""[..], b"", b"text", b"", b"", b"text"] {
            let compressed = deflated(&mut deflater, message, true);
            assert_eq!(
                inflated(&mut inflater, &compressed, true).as_deref(),
                Ok(message)
            );
        }
    }

    #[test]
    fn a_bomb_costs_its_limit() {
        let zeros = vec![0; 64 * 1024 * 1024];
        let bomb = deflated(&mut Deflater::new(9, 15), &zeros, false);
        assert!(bomb.len() < 100_000);
        let mut inflater = Inflater::new();
        let limit = 1024 * 1024;
        let result: Result<Vec<u8>, _> = inflater.message(&bomb, false, limit);
        assert_eq!(result, Err(InflateError::TooBig { limit }));
        // Exactly the limit passes.
        let exact = deflated(&mut Deflater::new(9, 15), &zeros[..limit], false);
        assert_eq!(
            inflater
                .message::<Vec<u8>>(&exact, false, limit)
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
            let whole = deflated(&mut Deflater::new(level, 15), &text, false);
            for keep in [false, true] {
                // A first byte of 0 alone is an empty message.
                for end in 2..whole.len() {
                    let mut inflater = Inflater::new();
                    // With a window to keep the stream stays open: what ends between texts, inside the head of a
                    // block, is found out with the next message.
                    match inflated(&mut inflater, &whole[..end], keep) {
                        Err(error) => assert_eq!(error, InflateError::Corrupt),
                        Ok(part) => {
                            assert!(keep, "level {level}, {end} bytes");
                            assert!(text.starts_with(&part));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_follows_a_final_block_is_part_of_the_message() {
        let mut inflater = Inflater::new();
        let hello = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
        for keep in [false, true] {
            // Twice "Hello" in a final block each, then the empty block.
            let twice = [&hello[..], &hello, &[0x00]].concat();
            assert_eq!(
                inflated(&mut inflater, &twice, keep).as_deref(),
                Ok(&b"HelloHello"[..])
            );
            // The empty block may be a final one, or not be there.
            for end in [&[0x01][..], &[]] {
                assert_eq!(
                    inflated(&mut inflater, &[&hello, end].concat(), keep).as_deref(),
                    Ok(&b"Hello"[..])
                );
            }
            let broken = [&hello[..], &[0xff, 0xff]].concat();
            assert_eq!(
                inflated(&mut inflater, &broken, keep),
                Err(InflateError::Corrupt)
            );
        }
    }

    #[test]
    fn garbage_is_refused_and_forgotten() {
        let mut inflater = Inflater::new();
        for garbage in [
            &[0xff, 0xff, 0xff][..],
            &[0x07],
            &[0xf2, 0x48, 0xcd, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(
                inflated(&mut inflater, garbage, true),
                Err(InflateError::Corrupt),
                "{garbage:x?}"
            );
        }
        let good = deflated(&mut Deflater::new(6, 15), b"fine", false);
        assert_eq!(
            inflated(&mut inflater, &good, true).as_deref(),
            Ok(&b"fine"[..])
        );
    }

    proptest! {
        #[test]
        fn what_is_deflated_inflates(
            messages in prop::collection::vec(prop::collection::vec(0_u8..8, 0..5000), 1..6),
            level in 0_u32..10,
            bits in 9_u8..16,
            keep in any::<bool>(),
        ) {
            let mut deflater = Deflater::new(level, bits);
            let mut inflater = Inflater::new();
            for message in &messages {
                let compressed = deflated(&mut deflater, message, keep);
                let back = inflated(&mut inflater, &compressed, keep);
                prop_assert_eq!(back.as_ref(), Ok(message));
            }
        }

        #[test]
        fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Inflater::new().message::<Vec<u8>>(&noise, true, 10_000);
        }
    }
}
