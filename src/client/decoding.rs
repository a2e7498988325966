//! Content codings undone as a body comes: gzip, deflate, br and zstd (RFC 9110 §8.4.1). Bytes in, bytes out.

use std::io::{self, Write};

use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// What a decoder's output is gathered in before it is handed on.
const BUFFER: usize = 16 * 1024;

/// The input is not what its coding says, or comes to more than was allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// It does not decode.
    Corrupt,
    /// More came out than the limit.
    TooLong,
}

/// Collects what comes out, up to a limit: a small body may stand for a very large one.
#[derive(Debug)]
struct Bounded {
    out: Vec<u8>,
    total: u64,
    limit: u64,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.total = self.total.saturating_add(bytes.len() as u64);
        if self.total > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Coder {
    Gzip(Box<MultiGzDecoder<Bounded>>),
    /// Nothing has come yet: with a zlib wrapper or without?
    Undecided(Bounded),
    Zlib(Box<ZlibDecoder<Bounded>>),
    Raw(Box<DeflateDecoder<Bounded>>),
    Brotli(Box<brotli::DecompressorWriter<Bounded>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Bounded>>),
    /// A step has failed.
    Failed,
}

/// One body being decoded.
pub struct Decoder {
    coder: Coder,
    /// Nothing has come: an empty body is good in every coding.
    is_empty: bool,
}

impl Decoder {
    /// The decoder for a `Content-Encoding`; `None`: one that is not known, or several, or none. At most `limit` bytes
    /// come out.
    pub fn new(coding: &[u8], limit: u64) -> Option<Self> {
        let sink = Bounded {
            out: Vec::new(),
            total: 0,
            limit,
        };
        let is = |name: &str| coding.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        let coder = if is("gzip") || is("x-gzip") {
            Coder::Gzip(Box::new(MultiGzDecoder::new(sink)))
        } else if is("deflate") {
            Coder::Undecided(sink)
        } else if is("br") {
            Coder::Brotli(Box::new(brotli::DecompressorWriter::new(sink, BUFFER)))
        } else if is("zstd") {
            Coder::Zstd(Box::new(zstd::stream::write::Decoder::new(sink).ok()?))
        } else {
            return None;
        };
        Some(Self {
            coder,
            is_empty: true,
        })
    }

    /// Decodes the next bytes and hands on what comes out.
    ///
    /// # Errors
    ///
    /// After one nothing more can be decoded.
    pub fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), DecodeError> {
        let Some(first) = bytes.first() else {
            return Ok(());
        };
        if let Coder::Undecided(_) = self.coder
            && let Coder::Undecided(sink) = std::mem::replace(&mut self.coder, Coder::Failed)
        {
            // The first byte of a zlib wrapper names method 8 and a window (RFC 1950 §2.2); a raw stream that begins
            // like it would be a stored block, which no compressor begins with.
            self.coder = if first & 0x0f == 8 && first >> 4 <= 7 {
                Coder::Zlib(Box::new(ZlibDecoder::new(sink)))
            } else {
                Coder::Raw(Box::new(DeflateDecoder::new(sink)))
            };
        }
        self.is_empty = false;
        let written = match &mut self.coder {
            Coder::Gzip(coder) => coder.write_all(bytes).and_then(|()| coder.flush()),
            Coder::Zlib(coder) => coder.write_all(bytes).and_then(|()| coder.flush()),
            Coder::Raw(coder) => coder.write_all(bytes).and_then(|()| coder.flush()),
            Coder::Brotli(coder) => coder.write_all(bytes),
            Coder::Zstd(coder) => coder.write_all(bytes).and_then(|()| coder.flush()),
            Coder::Undecided(_) | Coder::Failed => return Err(DecodeError::Corrupt),
        };
        self.judged(written)?;
        self.hand_on(&mut take);
        Ok(())
    }

    /// The body is complete.
    ///
    /// # Errors
    ///
    /// It is not, by its coding.
    pub fn finish(mut self, mut take: impl FnMut(&[u8])) -> Result<(), DecodeError> {
        if self.is_empty {
            return Ok(());
        }
        let ended = match &mut self.coder {
            Coder::Gzip(coder) => coder.try_finish(),
            Coder::Zlib(coder) => coder.try_finish(),
            Coder::Raw(coder) => coder.try_finish(),
            Coder::Brotli(coder) => coder.close(),
            Coder::Zstd(coder) => coder.flush(),
            Coder::Undecided(_) | Coder::Failed => return Err(DecodeError::Corrupt),
        };
        self.judged(ended)?;
        self.hand_on(&mut take);
        Ok(())
    }

    /// What came out so far does not count against the limit any more.
    pub fn restart_limit(&mut self) {
        if let Some(sink) = self.sink() {
            sink.total = 0;
        }
    }

    fn judged(&mut self, result: io::Result<()>) -> Result<(), DecodeError> {
        result.map_err(|error| {
            let too_long = self.sink().is_some_and(|sink| sink.total > sink.limit);
            self.coder = Coder::Failed;
            if too_long || error.kind() == io::ErrorKind::FileTooLarge {
                DecodeError::TooLong
            } else {
                DecodeError::Corrupt
            }
        })
    }

    fn sink(&mut self) -> Option<&mut Bounded> {
        match &mut self.coder {
            Coder::Gzip(coder) => Some(coder.get_mut()),
            Coder::Zlib(coder) => Some(coder.get_mut()),
            Coder::Raw(coder) => Some(coder.get_mut()),
            Coder::Brotli(coder) => Some(coder.get_mut()),
            Coder::Zstd(coder) => Some(coder.get_mut()),
            Coder::Undecided(sink) => Some(sink),
            Coder::Failed => None,
        }
    }

    fn hand_on(&mut self, take: &mut impl FnMut(&[u8])) {
        if let Some(sink) = self.sink()
            && !sink.out.is_empty()
        {
            take(&sink.out);
            sink.out.clear();
        }
    }
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use crate::http::encoding::{Coding, compress};

    use super::*;

    fn decode(coding: &str, body: &[u8], step: usize, limit: u64) -> Result<Vec<u8>, DecodeError> {
        let mut out = Vec::new();
        let mut decoder = Decoder::new(coding.as_bytes(), limit).unwrap();
        for piece in body.chunks(step) {
            decoder.feed(piece, |bytes| out.extend_from_slice(bytes))?;
        }
        decoder.finish(|bytes| out.extend_from_slice(bytes))?;
        Ok(out)
    }

    fn text() -> Vec<u8> {
        (0..5000)
            .flat_map(|n: u32| format!("{n}, ").into_bytes())
            .collect()
    }

    fn raw(body: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        flate2::read::DeflateEncoder::new(body, flate2::Compression::default())
            .read_to_end(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn every_coding_in_pieces() {
        let plain = text();
        for (name, coding) in [
            ("gzip", Coding::Gzip),
            ("x-gzip", Coding::Gzip),
            ("Deflate", Coding::Deflate),
            ("br", Coding::Brotli),
            ("zstd", Coding::Zstd),
        ] {
            let coded = compress(coding, 5, &plain).unwrap();
            for step in [1, 7, 1000, coded.len()] {
                assert_eq!(
                    decode(name, &coded, step, u64::MAX).unwrap(),
                    plain,
                    "{name} {step}"
                );
            }
        }
        assert_eq!(decode("deflate", &raw(&plain), 3, u64::MAX).unwrap(), plain);
    }

    #[test]
    fn small_raw_deflate_streams_are_told_from_zlib() {
        for length in 0..200 {
            let plain = vec![b'a' + (length % 7) as u8; length];
            if length > 0 {
                assert_eq!(decode("deflate", &raw(&plain), 1, u64::MAX).unwrap(), plain);
            }
        }
    }

    #[test]
    fn an_empty_body_is_good() {
        for name in ["gzip", "deflate", "br", "zstd"] {
            assert_eq!(decode(name, b"", 1, 0).unwrap(), b"");
        }
    }

    #[test]
    fn limits_hold_before_memory_is_taken() {
        let plain = vec![0; 4 << 20];
        for (name, coding) in [
            ("gzip", Coding::Gzip),
            ("deflate", Coding::Deflate),
            ("br", Coding::Brotli),
            ("zstd", Coding::Zstd),
        ] {
            let coded = compress(coding, 5, &plain).unwrap();
            assert!(coded.len() < 20_000);
            assert_eq!(
                decode(name, &coded, coded.len(), 1 << 20),
                Err(DecodeError::TooLong),
                "{name}"
            );
            assert_eq!(
                decode(name, &coded, 100, 4 << 20).map(|out| out.len()),
                Ok(4 << 20),
                "{name}"
            );
        }
    }

    #[test]
    fn garbage_is_refused() {
        for name in ["gzip", "deflate", "br", "zstd"] {
            assert_eq!(
                decode(name, &[0xff; 300], 300, 1 << 20),
                Err(DecodeError::Corrupt),
                "{name}"
            );
        }
        let whole = compress(Coding::Gzip, 5, &text()).unwrap();
        assert_eq!(
            decode("gzip", &whole[..whole.len() - 9], 100, 1 << 20),
            Err(DecodeError::Corrupt)
        );
        assert!(Decoder::new(b"identity", 1).is_none());
        assert!(Decoder::new(b"gzip, br", 1).is_none());
    }
}
