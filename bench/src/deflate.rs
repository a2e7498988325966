//! permessage-deflate (RFC 7692) without context takeover, for the load generator and `ref-deflate`: the library and
//! the level that the extension uses.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::error::{Error, Result};

/// What a client offers here, and what a server answers: no window is kept from one message to the next.
pub const OFFER: &str =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

/// zlib's default level.
const LEVEL: u32 = 6;
/// What ends a flush, and is not sent (§7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// A compressor and a decompressor for any number of messages.
pub struct Deflate {
    compress: Compress,
    decompress: Decompress,
}

impl Default for Deflate {
    fn default() -> Deflate {
        Deflate {
            compress: Compress::new(Compression::new(LEVEL), false),
            decompress: Decompress::new(false),
        }
    }
}

impl Deflate {
    /// Puts the compressed form of `message` into `out`.
    pub fn compress(&mut self, message: &[u8], out: &mut Vec<u8>) -> Result<()> {
        out.clear();
        // Room enough for what does not compress: deflate adds 5 bytes per 16 KiB, and the flush.
        out.reserve(message.len() + message.len() / 1024 + 64);
        self.compress
            .compress_vec(message, out, FlushCompress::Sync)
            .map_err(|error| Error::Wrong(format!("compressing: {error}")))?;
        if out.ends_with(&TAIL) {
            out.truncate(out.len() - TAIL.len());
        }
        self.compress.reset();
        Ok(())
    }

    /// Puts the message that was compressed into `out`.
    pub fn inflate(&mut self, compressed: &[u8], out: &mut Vec<u8>) -> Result<()> {
        out.clear();
        out.reserve((compressed.len() * 4).max(1024));
        for piece in [compressed, &TAIL] {
            let before = self.decompress.total_in();
            loop {
                let taken = (self.decompress.total_in() - before) as usize;
                let status = self
                    .decompress
                    .decompress_vec(&piece[taken..], out, FlushDecompress::Sync)
                    .map_err(|error| Error::Wrong(format!("inflating: {error}")))?;
                if status == Status::StreamEnd || out.len() < out.capacity() {
                    break;
                }
                out.reserve(out.len());
            }
        }
        self.decompress.reset(false);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Deflate;

    #[test]
    fn what_was_compressed_comes_back() {
        let mut deflate = Deflate::default();
        let (mut compressed, mut message) = (Vec::new(), Vec::new());
        for length in [0, 1, 1000, 100_000] {
            let text = b"a sentence. ".repeat(length / 12 + 1)[..length].to_vec();
            deflate.compress(&text, &mut compressed).unwrap();
            deflate.inflate(&compressed, &mut message).unwrap();
            assert_eq!(message, text);
        }
        assert!(deflate.inflate(b"no deflate stream", &mut message).is_err());
    }
}
