//! Counts the frames a peer sends that ask for work and bring nothing: pings, settings, priorities, resets, window
//! updates, frames of no known type (RFC 9113 §10.5). Answering them costs little each, and nothing else stops a client
//! that sends nothing but them.
//!
//! Only types and lengths are looked at; whether frames are right is for h2 to say.

use super::frame::{Heads, PREFACE, kind};

/// Frames that a request may bring along: its priority, its reset, the windows of its response.
const FOR_A_REQUEST: u64 = 4;
/// One more window update for as many bytes of responses.
const BYTES_FOR_ONE: u64 = 256;

/// What a client has sent, by kind.
#[derive(Debug)]
pub struct Frames {
    heads: Heads,
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
            heads: Heads::after(PREFACE),
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
            heads: Heads::after(0),
            ..Self::default()
        }
    }

    /// Takes the next bytes of the connection.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(head) = self.heads.next(&mut bytes) {
            match head.kind {
                kind::HEADERS => {
                    self.requests += 1;
                    self.last_stream = self.last_stream.max(head.stream);
                }
                // h2 limits those without content itself.
                kind::DATA | kind::CONTINUATION => {}
                _ => self.control += 1,
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

#[cfg(test)]
mod tests {
    use super::super::frame::HEAD;
    use super::super::frame::kind::{DATA, HEADERS, PING};
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
}
