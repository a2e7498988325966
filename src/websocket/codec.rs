//! The frame head on the wire (RFC 6455 §5.2): bytes to [`FrameHead`] and back, plus the masking of payloads.
//!
//! Stateless: only what can be judged from one head's length field is judged here. Which frames may follow
//! which, and every limit, belongs to `message`.

pub use super::mask::{apply_mask, copy_unmasked};
pub use super::violation::Violation;

/// Continuation of a fragmented message (§5.4).
pub const OPCODE_CONTINUATION: u8 = 0x0;
/// Text message, UTF-8 (§5.6).
pub const OPCODE_TEXT: u8 = 0x1;
/// Binary message (§5.6).
pub const OPCODE_BINARY: u8 = 0x2;
/// Close (§5.5.1).
pub const OPCODE_CLOSE: u8 = 0x8;
/// Ping (§5.5.2).
pub const OPCODE_PING: u8 = 0x9;
/// Pong (§5.5.3).
pub const OPCODE_PONG: u8 = 0xa;

/// The longest head: 2 bytes, 8 of extended length, 4 of mask.
pub const MAX_HEAD: usize = 14;

/// Bytes of payload a control frame may have (§5.5).
pub const MAX_CONTROL_PAYLOAD: usize = 125;

const FIN: u8 = 0x80;
const RSV1: u8 = 0x40;
const RSV2: u8 = 0x20;
const RSV3: u8 = 0x10;
const OPCODE_BITS: u8 = 0x0f;
/// In a head's second byte: the payload is masked.
pub(super) const MASKED: u8 = 0x80;
const LENGTH_BITS: u8 = 0x7f;
/// Value of the 7-bit length that announces 16 bits of length.
const LENGTH_16: u8 = 126;
/// Value of the 7-bit length that announces 64 bits of length.
const LENGTH_64: u8 = 127;

/// Whether `opcode` is one of the control frames', the reserved ones included (§5.5: the top bit says so).
#[inline]
pub fn is_control(opcode: u8) -> bool {
    opcode & 0x8 != 0
}

/// Whether `opcode` is one RFC 6455 leaves undefined: 3-7 and 11-15 (§5.2).
#[inline]
pub fn is_reserved(opcode: u8) -> bool {
    !matches!(
        opcode,
        OPCODE_CONTINUATION..=OPCODE_BINARY | OPCODE_CLOSE..=OPCODE_PONG
    )
}

/// Everything in a frame but its payload (§5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHead {
    /// Last fragment of its message.
    pub fin: bool,
    /// First extension bit: the message is compressed (RFC 7692 §6).
    pub rsv1: bool,
    /// Second extension bit.
    pub rsv2: bool,
    /// Third extension bit.
    pub rsv3: bool,
    /// The 4-bit opcode, reserved ones included.
    pub opcode: u8,
    /// The masking key, if the payload is masked.
    pub mask: Option<[u8; 4]>,
    /// Bytes of payload that follow.
    pub payload_len: u64,
    /// Bytes this head took.
    pub head_len: usize,
}

/// Reads the head at the start of `input`; `None` while it is not all there.
///
/// # Errors
///
/// A length that is not minimally encoded, or a 64-bit one with its top bit set (§5.2).
#[inline]
pub fn parse_head(input: &[u8]) -> Result<Option<FrameHead>, Violation> {
    let [first, second, rest @ ..] = input else {
        return Ok(None);
    };
    let (payload_len, rest) = match second & LENGTH_BITS {
        LENGTH_16 => {
            let Some((length, rest)) = rest.split_first_chunk() else {
                return Ok(None);
            };
            let length = u64::from(u16::from_be_bytes(*length));
            if length < u64::from(LENGTH_16) {
                return Err(Violation::NonMinimalLength { length });
            }
            (length, rest)
        }
        LENGTH_64 => {
            let Some((length, rest)) = rest.split_first_chunk() else {
                return Ok(None);
            };
            let length = u64::from_be_bytes(*length);
            if length <= u64::from(u16::MAX) {
                return Err(Violation::NonMinimalLength { length });
            }
            if length >> 63 != 0 {
                return Err(Violation::LengthOverflow { length });
            }
            (length, rest)
        }
        short => (u64::from(short), rest),
    };
    let (mask, rest) = if second & MASKED == 0 {
        (None, rest)
    } else {
        let Some((key, rest)) = rest.split_first_chunk() else {
            return Ok(None);
        };
        (Some(*key), rest)
    };
    Ok(Some(FrameHead {
        fin: first & FIN != 0,
        rsv1: first & RSV1 != 0,
        rsv2: first & RSV2 != 0,
        rsv3: first & RSV3 != 0,
        opcode: first & OPCODE_BITS,
        mask,
        payload_len,
        head_len: input.len() - rest.len(),
    }))
}

/// Writes the head of an unmasked frame, as a server sends them, and returns how many bytes of `out` it took.
///
/// The length is encoded minimally (§5.2). Only the low four bits of `opcode` are used.
#[inline]
pub fn encode_head(
    out: &mut [u8; 10],
    fin: bool,
    rsv1: bool,
    opcode: u8,
    payload_len: u64,
) -> usize {
    debug_assert!(payload_len >> 63 == 0, "no payload is that long");
    let mut first = opcode & OPCODE_BITS;
    if fin {
        first |= FIN;
    }
    if rsv1 {
        first |= RSV1;
    }
    out[0] = first;
    if payload_len < u64::from(LENGTH_16) {
        out[1] = payload_len as u8;
        2
    } else if let Ok(length) = u16::try_from(payload_len) {
        out[1] = LENGTH_16;
        out[2..4].copy_from_slice(&length.to_be_bytes());
        4
    } else {
        out[1] = LENGTH_64;
        out[2..10].copy_from_slice(&payload_len.to_be_bytes());
        10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(input: &[u8]) -> FrameHead {
        parse_head(input).unwrap().unwrap()
    }

    #[test]
    fn rfc_examples() {
        // §5.7: a masked "Hello" in one frame.
        let head = parse(&[
            0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58,
        ]);
        assert_eq!(
            head,
            FrameHead {
                fin: true,
                rsv1: false,
                rsv2: false,
                rsv3: false,
                opcode: OPCODE_TEXT,
                mask: Some([0x37, 0xfa, 0x21, 0x3d]),
                payload_len: 5,
                head_len: 6,
            }
        );
        // 256 and 65,536 bytes, unmasked.
        let head = parse(&[0x82, 0x7e, 0x01, 0x00]);
        assert_eq!((head.payload_len, head.head_len, head.mask), (256, 4, None));
        let head = parse(&[0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!((head.payload_len, head.head_len), (65_536, 10));
    }

    #[test]
    fn every_first_byte_keeps_its_bits() {
        for first in 0..=255u8 {
            let head = parse(&[first, 0]);
            assert_eq!(head.fin, first & 0x80 != 0);
            assert_eq!(head.rsv1, first & 0x40 != 0);
            assert_eq!(head.rsv2, first & 0x20 != 0);
            assert_eq!(head.rsv3, first & 0x10 != 0);
            assert_eq!(head.opcode, first & 0x0f);
        }
    }

    #[test]
    fn heads_survive_the_round_trip_and_every_prefix_is_unfinished() {
        let lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 1 << 40, u64::MAX >> 1];
        for length in lengths {
            for (fin, rsv1) in [(false, false), (false, true), (true, false), (true, true)] {
                let mut out = [0; 10];
                let taken = encode_head(&mut out, fin, rsv1, OPCODE_BINARY, length);
                assert_eq!(
                    taken,
                    if length < 126 {
                        2
                    } else if length < 65_536 {
                        4
                    } else {
                        10
                    }
                );
                let head = parse(&out[..taken]);
                assert_eq!(
                    (head.fin, head.rsv1, head.opcode),
                    (fin, rsv1, OPCODE_BINARY)
                );
                assert_eq!(
                    (head.payload_len, head.head_len, head.mask),
                    (length, taken, None)
                );

                let mut masked = out[..taken].to_vec();
                masked[1] |= 0x80;
                masked.extend([1, 2, 3, 4]);
                assert!(masked.len() <= MAX_HEAD);
                for end in 0..masked.len() {
                    assert_eq!(parse_head(&masked[..end]), Ok(None), "{end} of {masked:?}");
                }
                let head = parse(&masked);
                assert_eq!((head.mask, head.head_len), (Some([1, 2, 3, 4]), taken + 4));
            }
        }
    }

    #[test]
    fn lengths_must_be_minimal() {
        assert_eq!(
            parse_head(&[0x81, 126, 0, 125]),
            Err(Violation::NonMinimalLength { length: 125 })
        );
        assert_eq!(parse(&[0x81, 126, 0, 126]).payload_len, 126);
        assert_eq!(
            parse_head(&[0x81, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff]),
            Err(Violation::NonMinimalLength { length: 65_535 })
        );
        assert_eq!(
            parse(&[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]).payload_len,
            65_536
        );
    }

    #[test]
    fn a_length_with_the_top_bit_is_refused() {
        assert_eq!(
            parse_head(&[0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 1]),
            Err(Violation::LengthOverflow {
                length: 0x8000_0000_0000_0001
            })
        );
    }

    #[test]
    fn opcodes_are_sorted_into_kinds() {
        for opcode in 0..16 {
            assert_eq!(is_reserved(opcode), matches!(opcode, 3..=7 | 11..=15));
            assert_eq!(is_control(opcode), opcode >= 8);
        }
    }
}
