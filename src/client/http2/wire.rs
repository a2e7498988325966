//! HTTP/2 frames in bytes, for what the crate h2 keeps to itself: the settings and the GOAWAY of the server as they come,
//! and where between the frames that h2 sends PING and GOAWAY of ours fit. Whether frames are right is for h2 to say.

use crate::http::http2::frame::{Head, Heads, PREFACE, kind};

/// Most bytes of a payload that are looked at.
const MOST_KEPT: usize = 1024;

const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// What a side has set (RFC 9113 §6.5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// SETTINGS_HEADER_TABLE_SIZE, in bytes.
    pub header_table: u32,
    /// SETTINGS_INITIAL_WINDOW_SIZE, in bytes.
    pub window: u32,
    /// SETTINGS_MAX_CONCURRENT_STREAMS.
    pub max_streams: u32,
    /// SETTINGS_MAX_FRAME_SIZE, in bytes.
    pub max_frame: u32,
    /// SETTINGS_MAX_HEADER_LIST_SIZE, in bytes.
    pub max_header_list: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            header_table: 4096,
            window: 65_535,
            max_streams: u32::MAX,
            max_frame: 16_384,
            max_header_list: u32::MAX,
        }
    }
}

/// A GOAWAY that has come (RFC 9113 §6.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoAway {
    /// The last stream that the server may have looked at.
    pub last_stream: u32,
    /// The error code.
    pub code: u32,
    /// What it says besides, or the beginning of it.
    pub debug: Vec<u8>,
}

/// Reads along with what the server sends.
#[derive(Debug, Default)]
pub struct Incoming {
    heads: Heads,
    /// The type of the frame whose payload is kept.
    kind: u8,
    /// Bytes of the payload that are still to be kept.
    keep: usize,
    payload: Vec<u8>,
    settings: Settings,
    go_away: Option<GoAway>,
}

impl Incoming {
    /// Takes the next bytes of the connection.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        loop {
            let (kept, rest) = bytes.split_at(self.keep.min(bytes.len()));
            if !kept.is_empty() {
                self.payload.extend_from_slice(kept);
                self.keep -= kept.len();
                if self.keep > 0 {
                    return;
                }
                self.complete();
            }
            bytes = rest;
            let Some(head) = self.heads.next(&mut bytes) else {
                return;
            };
            self.begin(head);
        }
    }

    fn begin(&mut self, head: Head) {
        let is_wanted = match head.kind {
            kind::SETTINGS => head.flags & ACK == 0,
            kind => kind == kind::GOAWAY,
        };
        if is_wanted {
            self.kind = head.kind;
            self.keep = head.length.min(MOST_KEPT);
            self.heads.leave(self.keep);
        }
    }

    fn complete(&mut self) {
        let number = |bytes: &[u8]| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        if self.kind == kind::GOAWAY {
            if self.payload.len() >= 8 {
                self.go_away = Some(GoAway {
                    last_stream: number(&self.payload) & 0x7fff_ffff,
                    code: number(&self.payload[4..]),
                    debug: self.payload[8..].to_vec(),
                });
            }
        } else {
            for pair in self.payload.chunks_exact(6) {
                let value = number(&pair[2..]);
                match (pair[0], pair[1]) {
                    (0, 1) => self.settings.header_table = value,
                    (0, 3) => self.settings.max_streams = value,
                    (0, 4) => self.settings.window = value,
                    (0, 5) => self.settings.max_frame = value,
                    (0, 6) => self.settings.max_header_list = value,
                    _ => {}
                }
            }
        }
        self.payload.clear();
    }

    /// What the server has set so far.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Its last GOAWAY.
    pub fn go_away(&self) -> Option<&GoAway> {
        self.go_away.as_ref()
    }
}

/// Reads along with what is sent, to know where a frame may be put in between.
#[derive(Debug)]
pub struct Outgoing {
    heads: Heads,
    /// A block of header fields goes on in the next frame, which nothing may come before (RFC 9113 §6.10).
    in_block: bool,
    /// The first frame, SETTINGS, was begun (RFC 9113 §3.4).
    is_begun: bool,
}

impl Default for Outgoing {
    fn default() -> Self {
        Self {
            heads: Heads::after(PREFACE),
            in_block: false,
            is_begun: false,
        }
    }
}

impl Outgoing {
    /// These were sent.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(head) = self.heads.next(&mut bytes) {
            self.is_begun = true;
            if let kind::HEADERS | kind::PUSH_PROMISE | kind::CONTINUATION = head.kind {
                self.in_block = head.flags & END_HEADERS == 0;
            }
        }
    }

    /// Whether another frame may be put here.
    pub fn is_between(&self) -> bool {
        self.heads.is_between() && !self.in_block && self.is_begun
    }

    /// As many bytes may be sent before the question whether this is a place for another frame is asked again.
    pub fn step(&self) -> usize {
        self.heads.missing()
    }
}

#[cfg(test)]
mod tests {
    use crate::http::http2::frame;
    use crate::http::http2::frame::kind::{CONTINUATION, GOAWAY, HEADERS, SETTINGS};

    use super::*;

    fn raw(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
        let mut out = (payload.len() as u32).to_be_bytes()[1..].to_vec();
        out.extend_from_slice(&[kind, flags, 0, 0, 0, 0]);
        out.extend_from_slice(payload);
        out
    }

    #[test]
    fn settings_and_goaway_in_pieces_of_any_size() {
        let mut bytes = raw(
            SETTINGS,
            0,
            &[0, 1, 0, 0, 0, 7, 0, 3, 0, 0, 0, 9, 0, 99, 1, 1, 1, 1],
        );
        bytes.extend(raw(SETTINGS, ACK, b""));
        bytes.extend(raw(0, 0, &[SETTINGS; 300]));
        bytes.extend(raw(SETTINGS, 0, &[0, 4, 0, 1, 0, 0, 0, 3, 0, 0, 0, 8]));
        bytes.extend(frame::go_away(5, 11, b"calm"));
        for piece in 1..=bytes.len() {
            let mut incoming = Incoming::default();
            bytes.chunks(piece).for_each(|bytes| incoming.feed(bytes));
            let expected = Settings {
                header_table: 7,
                max_streams: 8,
                window: 65_536,
                ..Settings::default()
            };
            assert_eq!(incoming.settings(), expected, "pieces of {piece}");
            let expected = GoAway {
                last_stream: 5,
                code: 11,
                debug: b"calm".to_vec(),
            };
            assert_eq!(incoming.go_away(), Some(&expected), "pieces of {piece}");
        }
    }

    #[test]
    fn long_and_short_payloads_do_not_lose_the_frames_that_follow() {
        let mut bytes = Vec::new();
        bytes.extend(raw(GOAWAY, 0, &[1; 5000]));
        bytes.extend(raw(SETTINGS, 0, b""));
        bytes.extend(raw(GOAWAY, 0, &[1; 3]));
        bytes.extend(raw(SETTINGS, 0, &[0, 5, 0, 1, 0, 0]));
        let mut incoming = Incoming::default();
        incoming.feed(&bytes);
        assert_eq!(incoming.settings().max_frame, 65_536);
        assert_eq!(incoming.go_away().unwrap().debug.len(), MOST_KEPT - 8);
    }

    #[test]
    fn places_between_frames() {
        let mut bytes = vec![b'x'; PREFACE];
        bytes.extend(raw(SETTINGS, 0, b""));
        bytes.extend(raw(HEADERS, 0, b"abc"));
        bytes.extend(raw(CONTINUATION, 0, b"def"));
        bytes.extend(raw(CONTINUATION, END_HEADERS, b""));
        bytes.extend(raw(0, 1, b"data"));
        let mut outgoing = Outgoing::default();
        let mut places = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let step = outgoing.step();
            outgoing.feed(&bytes[at..at + step]);
            at += step;
            if outgoing.is_between() {
                places.push(at);
            }
        }
        // A step may end within a head, never beyond a place.
        assert_eq!(places, [33, 33 + 12 + 12 + 9, bytes.len()]);
        for piece in 1..bytes.len() {
            let mut outgoing = Outgoing::default();
            bytes.chunks(piece).for_each(|bytes| outgoing.feed(bytes));
            assert!(outgoing.is_between());
        }
    }
}
