//! HTTP/2 frames in bytes, as far as that is not done by h2: the heads of those that pass by, and frames of ours.
//! Whether frames are right is for h2 to say.

/// Bytes of the client's preface, before the first frame (RFC 9113 §3.4).
pub const PREFACE: usize = 24;
/// Bytes of a frame's head (RFC 9113 §4.1).
pub const HEAD: usize = 9;

/// Types of frames (RFC 9113 §6).
#[expect(missing_docs, reason = "the names are the documentation")]
pub mod kind {
    pub const DATA: u8 = 0;
    pub const HEADERS: u8 = 1;
    pub const SETTINGS: u8 = 4;
    pub const PUSH_PROMISE: u8 = 5;
    pub const PING: u8 = 6;
    pub const GOAWAY: u8 = 7;
    pub const CONTINUATION: u8 = 9;
}

/// Bytes that a PING carries (RFC 9113 §6.7).
const PING_DATA: usize = 8;
/// Bytes of text that fit into a GOAWAY whatever the client's settings are (RFC 9113 §4.2, §6.8).
const GOAWAY_TEXT: usize = 16_384 - 8;
/// The stream of a GOAWAY after which streams may still be opened (RFC 9113 §6.8).
pub const ANY_STREAM: u32 = 0x7fff_ffff;

/// A frame's head (RFC 9113 §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Bytes of the payload, which follows.
    pub length: usize,
    /// One of [`kind`], or another.
    pub kind: u8,
    /// What they mean depends on the type.
    pub flags: u8,
    /// The stream it belongs to; 0: the connection.
    pub stream: u32,
}

/// Finds the heads in the bytes of one direction of a connection, which come in pieces of any size.
#[derive(Debug, Default)]
pub struct Heads {
    bytes: [u8; HEAD],
    /// Bytes of the head that have come.
    have: usize,
    /// Bytes to pass over until the next head.
    skip: usize,
}

impl Heads {
    /// The first head comes after so many bytes.
    pub fn after(skip: usize) -> Self {
        Self {
            skip,
            ..Self::default()
        }
    }

    /// Takes bytes up to the next head. `None`: all were taken, and it is not complete.
    #[inline]
    pub fn next(&mut self, bytes: &mut &[u8]) -> Option<Head> {
        let (_, rest) = bytes.split_at(self.skip.min(bytes.len()));
        self.skip -= bytes.len() - rest.len();
        let (taken, rest) = rest.split_at((HEAD - self.have).min(rest.len()));
        self.bytes[self.have..self.have + taken.len()].copy_from_slice(taken);
        self.have += taken.len();
        *bytes = rest;
        if self.have < HEAD {
            return None;
        }
        self.have = 0;
        let [a, b, c, kind, flags, s0, s1, s2, s3] = self.bytes;
        self.skip = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
        Some(Head {
            length: self.skip,
            kind,
            flags,
            stream: u32::from_be_bytes([s0 & 0x7f, s1, s2, s3]),
        })
    }

    /// Whoever asked for the last head takes the first `count` bytes of its payload itself.
    pub fn leave(&mut self, count: usize) {
        self.skip -= count;
    }

    /// Whether the last frame is complete, and nothing of the next has come.
    pub fn is_between(&self) -> bool {
        self.skip == 0 && self.have == 0
    }

    /// Bytes that are missing to the end of the payload, or of the head.
    pub fn missing(&self) -> usize {
        match self.skip {
            0 => HEAD - self.have,
            payload => payload,
        }
    }
}

fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(HEAD + payload.len());
    frame.extend_from_slice(&(payload.len() as u32).to_be_bytes()[1..]);
    frame.extend_from_slice(&[kind, 0, 0, 0, 0, 0]);
    frame.extend_from_slice(payload);
    frame
}

/// A PING with `data`: the first eight bytes, what is missing is NUL.
pub fn ping(data: &[u8]) -> Vec<u8> {
    let mut payload = [0; PING_DATA];
    let used = data.len().min(PING_DATA);
    payload[..used].copy_from_slice(&data[..used]);
    frame(kind::PING, &payload)
}

/// A GOAWAY with as much of `text` as fits.
pub fn go_away(last_stream: u32, code: u32, text: &[u8]) -> Vec<u8> {
    let text = &text[..text.len().min(GOAWAY_TEXT)];
    let payload = [&last_stream.to_be_bytes(), &code.to_be_bytes(), text].concat();
    frame(kind::GOAWAY, &payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_our_own() {
        assert_eq!(ping(b"abc"), b"\0\0\x08\x06\0\0\0\0\0abc\0\0\0\0\0");
        assert_eq!(ping(b"123456789")[HEAD..], *b"12345678");
        assert_eq!(
            go_away(5, 11, b"calm"),
            b"\0\0\x0c\x07\0\0\0\0\0\0\0\0\x05\0\0\0\x0bcalm"
        );
        assert_eq!(go_away(5, 11, &[b'x'; 20_000]).len(), HEAD + 16_384);
    }
}
