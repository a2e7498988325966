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
mod tests;
