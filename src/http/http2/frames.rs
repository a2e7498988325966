//! Counts the frames a peer sends that ask for work and bring nothing: pings, settings, priorities, resets, window
//! updates, frames of no known type (RFC 9113 §10.5). Answering them costs little each, and nothing else stops a client
//! that sends nothing but them.
//!
//! Only types and lengths are looked at; whether frames are right is for h2 to say.

/// Bytes of the client's preface, before the first frame (RFC 9113 §3.4).
const PREFACE: usize = 24;
/// Bytes of a frame's head (RFC 9113 §4.1).
const HEAD: usize = 9;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

/// Bytes that a PING carries (RFC 9113 §6.7).
const PING_DATA: usize = 8;
/// Bytes of text that fit into a GOAWAY whatever the client's settings are (RFC 9113 §4.2, §6.8).
const GOAWAY_TEXT: usize = 16_384 - 8;
/// The stream of a GOAWAY after which streams may still be opened (RFC 9113 §6.8).
pub const ANY_STREAM: u32 = 0x7fff_ffff;

/// Frames that a request may bring along: its priority, its reset, the windows of its response.
const FOR_A_REQUEST: u64 = 4;
/// One more window update for as many bytes of responses.
const BYTES_FOR_ONE: u64 = 256;

/// What a client has sent, by kind.
#[derive(Debug)]
pub struct Frames {
    head: [u8; HEAD],
    /// Bytes of the head that have come.
    have: usize,
    /// Bytes to pass over until the next head.
    skip: usize,
    control: u64,
    requests: u64,
    /// The highest number of a stream that was opened.
    last_stream: u32,
    /// What the counts were when they were last looked at.
    base: (u64, u64, u64),
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            head: [0; HEAD],
            have: 0,
            skip: PREFACE,
            control: 0,
            requests: 0,
            last_stream: 0,
            base: (0, 0, 0),
        }
    }
}

impl Frames {
    /// For what a server sends, which begins with a frame.
    pub fn of_server() -> Self {
        Self {
            skip: 0,
            ..Self::default()
        }
    }

    /// Takes the next bytes of the connection.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        loop {
            let passed = self.skip.min(bytes.len());
            self.skip -= passed;
            bytes = &bytes[passed..];
            let taken = (HEAD - self.have).min(bytes.len());
            if taken == 0 {
                return;
            }
            self.head[self.have..self.have + taken].copy_from_slice(&bytes[..taken]);
            self.have += taken;
            bytes = &bytes[taken..];
            if self.have == HEAD {
                self.have = 0;
                let [a, b, c, kind, _, s0, s1, s2, s3] = self.head;
                self.skip = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
                match kind {
                    HEADERS => {
                        self.requests += 1;
                        let stream = u32::from_be_bytes([s0 & 0x7f, s1, s2, s3]);
                        self.last_stream = self.last_stream.max(stream);
                    }
                    // h2 limits those without content itself.
                    DATA | CONTINUATION => {}
                    _ => self.control += 1,
                }
            }
        }
    }

    /// Whether more came since the last look than `most` and what requests, and `sent` bytes of responses, account for.
    pub fn are_too_many(&self, most: u64, sent: u64) -> bool {
        let (control, requests, sent_before) = self.base;
        let allowed = most
            + (self.requests - requests) * FOR_A_REQUEST
            + sent.saturating_sub(sent_before) / BYTES_FOR_ONE;
        self.control - control > allowed
    }

    /// The highest number of a stream that the client has opened; 0: none.
    pub fn last_stream(&self) -> u32 {
        self.last_stream
    }

    /// Begins to count anew.
    pub fn look(&mut self, sent: u64) {
        self.base = (self.control, self.requests, sent);
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
    frame(PING, &payload)
}

/// A GOAWAY with as much of `text` as fits.
pub fn go_away(last_stream: u32, code: u32, text: &[u8]) -> Vec<u8> {
    let text = &text[..text.len().min(GOAWAY_TEXT)];
    let payload = [&last_stream.to_be_bytes(), &code.to_be_bytes(), text].concat();
    frame(GOAWAY, &payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, length: usize) -> Vec<u8> {
        let mut frame = vec![0, (length >> 8) as u8, length as u8, kind, 0, 0, 0, 0, 0];
        frame.resize(HEAD + length, 7);
        frame
    }

    fn fed(stream: &[u8], piece: usize) -> Frames {
        let mut frames = Frames::default();
        stream.chunks(piece).for_each(|bytes| frames.feed(bytes));
        frames
    }

    fn stream(frames: &[(u8, usize)]) -> Vec<u8> {
        let mut stream = vec![b'x'; PREFACE];
        for &(kind, length) in frames {
            stream.extend(frame(kind, length));
        }
        stream
    }

    #[test]
    fn in_pieces_of_any_size() {
        let stream = stream(&[
            (4, 18),
            (PING, 8),
            (HEADERS, 300),
            (DATA, 0),
            (99, 1),
            (PING, 8),
        ]);
        for piece in 1..=stream.len() {
            let frames = fed(&stream, piece);
            assert_eq!(
                (frames.control, frames.requests),
                (4, 1),
                "pieces of {piece}"
            );
        }
    }

    #[test]
    fn what_is_too_many() {
        let frames = fed(&stream(&[(PING, 8); 11]), 100);
        assert!(frames.are_too_many(10, 0));
        assert!(!frames.are_too_many(11, 0));
        // A response accounts for window updates.
        assert!(!frames.are_too_many(10, BYTES_FOR_ONE));
    }

    #[test]
    fn requests_bring_some_along() {
        let frames = fed(
            &stream(&[(HEADERS, 5), (2, 5), (8, 4), (8, 4), (3, 4)]),
            100,
        );
        assert!(!frames.are_too_many(0, 0));
    }

    #[test]
    fn counted_anew() {
        let mut frames = fed(&stream(&[(PING, 8); 11]), 100);
        frames.look(0);
        assert!(!frames.are_too_many(0, 0));
        frames.feed(&frame(PING, 8));
        assert!(frames.are_too_many(0, 0));
    }

    #[test]
    fn the_last_stream() {
        let mut frames = fed(&stream(&[]), 100);
        assert_eq!(frames.last_stream(), 0);
        // Its top bit means nothing (RFC 9113 §4.1).
        for (number, highest) in [(3_u32, 3), (0x8000_0007, 7), (5, 7)] {
            let mut opened = frame(HEADERS, 0);
            opened[5..9].copy_from_slice(&number.to_be_bytes());
            frames.feed(&opened);
            assert_eq!(frames.last_stream(), highest);
        }
    }

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
