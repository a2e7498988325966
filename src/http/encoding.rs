//! Content codings: which one a client wants (RFC 9110 §12.5.3), and compressing a whole body with it.
//!
//! Bytes in, bytes out. Which responses are compressed at all is decided elsewhere.

use std::cell::RefCell;
use std::io::Write;

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `br` (RFC 7932).
    Brotli,
    /// `gzip` (RFC 1952).
    Gzip,
    /// `deflate`: DEFLATE in a zlib wrapper (RFC 9110 §8.4.1.2), which Swoole leaves out.
    Deflate,
    /// `zstd` (RFC 8878).
    Zstd,
}

impl Coding {
    /// Of codings that a client likes equally the first is taken. The order is Swoole's.
    const PREFERRED: [Self; 4] = [Self::Brotli, Self::Gzip, Self::Deflate, Self::Zstd];

    /// The name in Accept-Encoding and Content-Encoding.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Zstd => "zstd",
        }
    }

    fn is_named(self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(self.name().as_bytes())
            || (self == Self::Gzip && name.eq_ignore_ascii_case(b"x-gzip"))
    }
}

/// The coding for a client with these Accept-Encoding values; `None`: send the body as it is.
///
/// The one with the highest weight wins, and nothing is coded for a client that likes `identity` better. A member that
/// is malformed is passed over.
pub fn negotiate<'a>(accept: impl IntoIterator<Item = &'a [u8]>) -> Option<Coding> {
    // What is said of each coding, by the first member that says it.
    let (mut identity, mut any) = (None, None);
    let mut weights = [None; Coding::PREFERRED.len()];
    for value in accept {
        for member in value.split(|byte| *byte == b',') {
            let mut parts = member.split(|byte| *byte == b';');
            let name = parts.next().unwrap_or_default().trim_ascii();
            let said = if name == b"*" {
                &mut any
            } else if name.eq_ignore_ascii_case(b"identity") {
                &mut identity
            } else if let Some(at) = Coding::PREFERRED.iter().position(|it| it.is_named(name)) {
                &mut weights[at]
            } else {
                continue;
            };
            if said.is_none() {
                *said = weight(parts);
            }
        }
    }
    let mut best = None;
    // Not named, identity is acceptable, but less so than anything that is.
    let mut highest = identity.unwrap_or(0);
    for (coding, weight) in Coding::PREFERRED.into_iter().zip(weights) {
        let weight = weight.or(any).unwrap_or(0);
        if weight > highest || (weight == highest && weight > 0 && best.is_none()) {
            highest = weight;
            best = Some(coding);
        }
    }
    best
}

/// The weight among a member's parameters, in thousandths; `None` when it is malformed (RFC 9110 §12.4.2).
fn weight<'a>(mut parameters: impl Iterator<Item = &'a [u8]>) -> Option<u32> {
    let Some(parameter) = parameters.next() else {
        return Some(1000);
    };
    let (name, value) = parameter.split_at_checked(memchr::memchr(b'=', parameter)?)?;
    if !name.trim_ascii().eq_ignore_ascii_case(b"q") || parameters.next().is_some() {
        return None;
    }
    let value = value[1..].trim_ascii();
    let (whole, fraction) = match value {
        [whole] | [whole, b'.'] => (whole, &b""[..]),
        [whole, b'.', fraction @ ..] => (whole, fraction),
        _ => return None,
    };
    if fraction.len() > 3 || !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let thousandths = fraction
        .iter()
        .chain(b"000")
        .take(3)
        .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    match (whole, thousandths) {
        (b'0', _) => Some(thousandths),
        (b'1', 0) => Some(1000),
        _ => None,
    }
}

/// Compresses a whole body. `level` is brought into the coding's own range: 1 to 9 for gzip and deflate, 0 to 11 for br,
/// 1 to 19 for zstd. `None` when the coder fails, which a body in memory gives it no reason to.
pub fn compress(coding: Coding, level: u32, body: &[u8]) -> Option<Vec<u8>> {
    match coding {
        Coding::Gzip => gzip(level, body),
        Coding::Deflate => deflate(level, true, body, Vec::with_capacity(body.len() / 2 + 64)),
        Coding::Brotli => brotli(level, body),
        Coding::Zstd => zstd::bulk::compress(body, level.clamp(1, 19) as i32).ok(),
    }
}

/// A coder is larger than most bodies: the last one of a kind is used again.
struct Coder {
    level: u32,
    zlib: bool,
    compress: Compress,
}

thread_local! {
    static CODER: RefCell<Option<Coder>> = const { RefCell::new(None) };
}

/// Appends `body`, compressed, to `out`.
fn deflate(level: u32, zlib: bool, body: &[u8], mut out: Vec<u8>) -> Option<Vec<u8>> {
    let level = level.clamp(1, 9);
    let mut coder = CODER
        .take()
        .filter(|coder| coder.level == level && coder.zlib == zlib)
        .unwrap_or_else(|| Coder {
            level,
            zlib,
            compress: Compress::new(Compression::new(level), zlib),
        });
    coder.compress.reset();
    loop {
        let read = usize::try_from(coder.compress.total_in()).ok()?;
        if out.len() == out.capacity() {
            out.reserve(out.capacity().max(1024));
        }
        let status = coder
            .compress
            .compress_vec(body.get(read..)?, &mut out, FlushCompress::Finish)
            .ok()?;
        if status == Status::StreamEnd {
            CODER.set(Some(coder));
            return Some(out);
        }
    }
}

fn gzip(level: u32, body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len() / 2 + 64);
    // Method 8, no flags, no time, no hints, Unix.
    out.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    let mut out = deflate(level, false, body, out)?;
    let mut crc = Crc::new();
    crc.update(body);
    out.extend_from_slice(&crc.sum().to_le_bytes());
    out.extend_from_slice(&(body.len() as u32).to_le_bytes());
    Some(out)
}

fn brotli(level: u32, body: &[u8]) -> Option<Vec<u8>> {
    const BUFFER: usize = 4096;
    const WINDOW: u32 = 22;
    let mut writer = brotli::CompressorWriter::new(
        Vec::with_capacity(body.len() / 2 + 64),
        BUFFER,
        level.min(11),
        WINDOW,
    );
    writer.write_all(body).ok()?;
    Some(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    fn wanted(accept: &[&str]) -> Option<Coding> {
        let accept: Vec<_> = accept.iter().map(|value| value.as_bytes()).collect();
        negotiate(accept)
    }

    #[test]
    fn the_preferred_of_equals() {
        assert_eq!(wanted(&["gzip, deflate, br, zstd"]), Some(Coding::Brotli));
        assert_eq!(wanted(&["zstd, deflate, gzip"]), Some(Coding::Gzip));
        assert_eq!(wanted(&["zstd,deflate"]), Some(Coding::Deflate));
        assert_eq!(wanted(&["zstd"]), Some(Coding::Zstd));
        assert_eq!(wanted(&["deflate", "gzip"]), Some(Coding::Gzip));
        assert_eq!(wanted(&["*"]), Some(Coding::Brotli));
        assert_eq!(wanted(&["GZIP"]), Some(Coding::Gzip));
        assert_eq!(wanted(&["x-gzip"]), Some(Coding::Gzip));
    }

    #[test]
    fn weights_decide() {
        assert_eq!(wanted(&["br;q=0.5, gzip;q=0.8"]), Some(Coding::Gzip));
        assert_eq!(wanted(&["br ; Q=0.123 ,gzip;q=0.12"]), Some(Coding::Brotli));
        assert_eq!(wanted(&["br;q=0, gzip;q=0.001"]), Some(Coding::Gzip));
        assert_eq!(wanted(&["br;q=1.000, zstd;q=1."]), Some(Coding::Brotli));
        assert_eq!(wanted(&["*;q=0.5, br;q=0"]), Some(Coding::Gzip));
        assert_eq!(
            wanted(&["gzip;q=0.5, *;q=0.6, br;q=0"]),
            Some(Coding::Deflate)
        );
        assert_eq!(wanted(&["identity;q=0.5, gzip;q=0.8"]), Some(Coding::Gzip));
        assert_eq!(wanted(&["identity, gzip"]), Some(Coding::Gzip));
    }

    #[test]
    fn nothing_fits() {
        for accept in [
            "",
            "identity",
            "abrx",
            "brotli",
            "gzip;q=0",
            "*;q=0",
            "gzip;q=0.000",
            "identity;q=0.9, gzip;q=0.8",
            "gzip;q=2",
            "gzip;q=0.1234",
            "gzip;q=x",
            "gzip;q",
            "gzip;x=1",
            "gzip;q=1;x",
            "gzip;q=1.5",
            "gzip;q=",
            ",,;",
        ] {
            assert_eq!(wanted(&[accept]), None, "{accept}");
        }
        assert_eq!(wanted(&[]), None);
    }

    fn plain(coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match coding {
            Coding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut out),
            Coding::Deflate => flate2::read::ZlibDecoder::new(bytes).read_to_end(&mut out),
            Coding::Brotli => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut out),
            Coding::Zstd => zstd::stream::read::Decoder::new(bytes)
                .unwrap()
                .read_to_end(&mut out),
        }
        .unwrap();
        out
    }

    #[test]
    fn every_coding_at_every_level_comes_back() {
        let body: Vec<u8> = (0..20_000u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes())
            .collect();
        for body in [&b""[..], b"hello", &b"hello ".repeat(10_000), &body] {
            for coding in Coding::PREFERRED {
                for level in [0, 1, 6, 9, 255] {
                    // The slowest levels on the largest body would take seconds and show nothing new.
                    if level > 9 && body.len() > 20_000 {
                        continue;
                    }
                    let coded = compress(coding, level, body).unwrap();
                    assert_eq!(plain(coding, &coded), body, "{coding:?} {level}");
                }
            }
        }
    }

    #[test]
    fn gzip_has_swooles_head() {
        let coded = compress(Coding::Gzip, 1, b"hello").unwrap();
        assert_eq!(coded[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    }

    proptest! {
        #[test]
        fn noise_never_panics(accept: Vec<Vec<u8>>) {
            let accept: Vec<_> = accept.iter().map(Vec::as_slice).collect();
            negotiate(accept);
        }

        #[test]
        fn one_coder_after_another(bodies in proptest::collection::vec((any::<Vec<u8>>(), 0..4usize, 0..3u32), 1..8)) {
            for (body, coding, level) in bodies {
                let coding = Coding::PREFERRED[coding];
                prop_assert_eq!(plain(coding, &compress(coding, level, &body).unwrap()), body);
            }
        }
    }
}
