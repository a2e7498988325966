//! What still comes after we have sent our close frame: nothing of it is delivered, only the peer's own close frame
//! is looked for. Keeps no payload, whatever the peer sends.

use super::codec::{MAX_HEAD, OPCODE_CLOSE, parse_head};

/// Passes over frames until a close frame has gone by.
///
/// Input that is no WebSocket ends the search as well: nothing sensible can follow.
#[derive(Debug)]
pub struct Skipper {
    seen: [u8; MAX_HEAD],
    len: u8,
    /// Payload bytes of the frame in progress that are still to come.
    left: u64,
    /// Whether that frame is the peer's close frame.
    closing: bool,
    end: Option<End>,
}

/// Why a [`Skipper`] is not looking any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The peer's close frame has gone by: it sends nothing after it (RFC 6455 §5.5.1).
    Close,
    /// The peer does not keep to the protocol, and may go on sending.
    Broken,
}

impl Skipper {
    /// Begins in a head of which `seen` was received.
    pub(super) fn in_head(seen: &[u8]) -> Self {
        let mut skipper = Self {
            seen: [0; MAX_HEAD],
            len: seen.len() as u8,
            left: 0,
            closing: false,
            end: None,
        };
        skipper.seen[..seen.len()].copy_from_slice(seen);
        skipper
    }

    /// Begins in a payload of which `left` bytes are still to come.
    pub(super) fn in_payload(left: usize, closing: bool) -> Self {
        Self {
            left: left as u64,
            closing,
            ..Self::in_head(&[])
        }
    }

    /// Nothing is looked for any more.
    pub(super) fn ended(end: End) -> Self {
        Self {
            end: Some(end),
            ..Self::in_head(&[])
        }
    }

    /// What has ended the search; `None`: the peer's close frame may still come.
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// Passes over `input`.
    pub fn feed(&mut self, mut input: &[u8]) {
        while self.end.is_none() {
            if self.left > 0 {
                let passed = input
                    .len()
                    .min(usize::try_from(self.left).unwrap_or(usize::MAX));
                input = &input[passed..];
                self.left -= passed as u64;
                if self.left > 0 {
                    return;
                }
                self.end = self.closing.then_some(End::Close);
                continue;
            }
            let Some((&byte, rest)) = input.split_first() else {
                return;
            };
            input = rest;
            self.seen[usize::from(self.len)] = byte;
            self.len += 1;
            match parse_head(&self.seen[..usize::from(self.len)]) {
                Ok(None) => {}
                Ok(Some(head)) => {
                    self.len = 0;
                    self.left = head.payload_len;
                    self.closing = head.opcode == OPCODE_CLOSE;
                    self.end = (self.closing && self.left == 0).then_some(End::Close);
                }
                Err(_) => self.end = Some(End::Broken),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"\x81\x85\x01\x02\x03\x04\x88\x00\x88\x00\x88";
    const CLOSE: &[u8] = b"\x88\x82\x01\x02\x03\x04\x02\xea";

    /// The number of bytes after which the search was over.
    fn finished_after(mut skipper: Skipper, input: &[u8]) -> Option<usize> {
        if skipper.end().is_some() {
            return Some(0);
        }
        input
            .iter()
            .position(|byte| {
                skipper.feed(std::slice::from_ref(byte));
                skipper.end().is_some()
            })
            .map(|at| at + 1)
    }

    #[test]
    fn only_a_close_frame_ends_the_search() {
        let input = [TEXT, TEXT, CLOSE, TEXT].concat();
        let expected = TEXT.len() * 2 + CLOSE.len();
        assert_eq!(
            finished_after(Skipper::in_head(b""), &input),
            Some(expected)
        );
        let mut at_once = Skipper::in_head(b"");
        at_once.feed(&input[..expected - 1]);
        assert!(at_once.end().is_none());
        at_once.feed(&input[expected - 1..]);
        assert!(at_once.end().is_some());
        assert_eq!(finished_after(Skipper::in_head(b""), TEXT), None);
    }

    #[test]
    fn it_may_begin_anywhere() {
        assert_eq!(
            finished_after(Skipper::in_head(&CLOSE[..3]), &CLOSE[3..]),
            Some(5)
        );
        assert_eq!(
            finished_after(Skipper::in_payload(5, false), &[&TEXT[6..], CLOSE].concat()),
            Some(13)
        );
        assert_eq!(
            finished_after(Skipper::in_payload(2, true), b"\x02\xea"),
            Some(2)
        );
        assert_eq!(finished_after(Skipper::ended(End::Broken), b""), Some(0));
    }

    #[test]
    fn an_empty_close_frame_and_nonsense_end_it_too() {
        assert_eq!(
            finished_after(Skipper::in_head(b""), b"\x88\x80\0\0\0\0\x81"),
            Some(6)
        );
        assert_eq!(
            finished_after(Skipper::in_head(b""), b"\x81\xff\xff\0\0\0\0\0\0\x01"),
            Some(10)
        );
        assert_eq!(
            finished_after(
                Skipper::in_head(b""),
                b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"
            ),
            None
        );
    }
}
