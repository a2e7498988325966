//! Where payloads live: growable storage for message bodies, inline bytes for control frames.
//!
//! [`Payload`] lets the reader receive straight into whatever its user hands on (a `Vec`, an engine string)
//! without knowing it. How much to reserve, and when, is the reader's decision.

use std::fmt;
use std::mem::MaybeUninit;
use std::ops::Deref;

use super::codec::{MAX_CONTROL_PAYLOAD, copy_unmasked};

/// Growable byte storage a message body is built in.
pub trait Payload: Sized {
    /// Empty storage with room for `capacity` bytes.
    fn with_capacity(capacity: usize) -> Self;

    /// Bytes written so far.
    fn len(&self) -> usize;

    /// Whether nothing was written yet.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for `additional` bytes after those written. The reader doubles by itself, so an
    /// implementation need not add slack.
    fn reserve(&mut self, additional: usize);

    /// The bytes written so far.
    fn as_slice(&self) -> &[u8];

    /// The bytes written so far.
    fn as_mut_slice(&mut self) -> &mut [u8];

    /// Appends `n` bytes and lets `fill` write them, which it does completely. There is room for them.
    fn append_with(&mut self, n: usize, fill: impl FnOnce(&mut [u8]));

    /// The room after the bytes written.
    fn spare(&mut self) -> &mut [MaybeUninit<u8>];

    /// Counts `n` bytes of [`spare`](Self::spare) as written.
    ///
    /// # Safety
    ///
    /// The first `n` bytes of `spare` are initialised.
    unsafe fn advance(&mut self, n: usize);
}

impl Payload for Vec<u8> {
    fn with_capacity(capacity: usize) -> Self {
        Vec::with_capacity(capacity)
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn reserve(&mut self, additional: usize) {
        self.reserve_exact(additional);
    }

    fn as_slice(&self) -> &[u8] {
        self
    }

    fn as_mut_slice(&mut self) -> &mut [u8] {
        self
    }

    fn append_with(&mut self, n: usize, fill: impl FnOnce(&mut [u8])) {
        let start = self.len();
        self.resize(start + n, 0);
        fill(&mut self[start..]);
    }

    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.spare_capacity_mut()
    }

    unsafe fn advance(&mut self, n: usize) {
        let len = self.len() + n;
        assert!(len <= self.capacity(), "advanced past the capacity");
        // SAFETY: within the capacity, and the caller initialised the bytes up to `len`.
        unsafe { self.set_len(len) }
    }
}

/// The payload of a control frame: at most 125 bytes (RFC 6455 §5.5).
///
/// On the heap: control frames are rare, and what carries one is moved about with every message.
#[derive(Clone, Default)]
pub struct ControlPayload(Vec<u8>);

impl ControlPayload {
    /// An empty payload.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// A copy of `bytes`; `None` when they are more than a control frame may carry.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= MAX_CONTROL_PAYLOAD).then(|| Self(bytes.to_vec()))
    }

    /// Appends `masked`, XORed with `key`, and leaves in `key` what applies to the byte after.
    pub(super) fn append_unmasked(&mut self, masked: &[u8], key: &mut [u8; 4]) {
        let start = self.0.len();
        debug_assert!(
            start + masked.len() <= MAX_CONTROL_PAYLOAD,
            "the reader refused the frame by then"
        );
        self.0.resize(start + masked.len(), 0);
        copy_unmasked(&mut self.0[start..], masked, *key, 0);
        key.rotate_left(masked.len() % 4);
    }
}

impl Deref for ControlPayload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for ControlPayload {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for ControlPayload {}

impl fmt::Debug for ControlPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ControlPayload(b\"{}\")", self.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_payload_holds_125_bytes() {
        assert_eq!(&*ControlPayload::new(), b"");
        assert_eq!(&*ControlPayload::from_slice(b"hi").unwrap(), b"hi");
        assert_eq!(ControlPayload::from_slice(&[7; 125]).unwrap().len(), 125);
        assert_eq!(ControlPayload::from_slice(&[7; 126]), None);
        assert_eq!(ControlPayload::from_slice(&[7; 300]), None);
    }

    #[test]
    fn control_payload_is_unmasked_in_pieces() {
        let mut key = [1, 2, 3, 4];
        let mut payload = ControlPayload::new();
        payload.append_unmasked(&[1, 2, 3], &mut key);
        payload.append_unmasked(&[], &mut key);
        payload.append_unmasked(&[4 ^ 9, 1, 2 ^ 9], &mut key);
        assert_eq!(&*payload, &[0, 0, 0, 9, 0, 9]);
        assert_eq!(key, [3, 4, 1, 2]);
    }

    #[test]
    fn vec_is_filled_and_advanced() {
        let mut body = <Vec<u8> as Payload>::with_capacity(2);
        body.append_with(2, |room| room.copy_from_slice(b"ab"));
        Payload::reserve(&mut body, 3);
        body.spare()[0].write(b'c');
        // SAFETY: the first byte was written above.
        unsafe { Payload::advance(&mut body, 1) };
        assert_eq!(Payload::as_slice(&body), b"abc");
    }
}
