//! Counts the frames a client sends that ask for work and bring nothing: pings, settings, priorities, resets, window
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
const CONTINUATION: u8 = 9;

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
            base: (0, 0, 0),
        }
    }
}

impl Frames {
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
                let [a, b, c, kind, ..] = self.head;
                self.skip = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
                match kind {
                    HEADERS => self.requests += 1,
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

    /// Begins to count anew.
    pub fn look(&mut self, sent: u64) {
        self.base = (self.control, self.requests, sent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PING: u8 = 6;

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
}
