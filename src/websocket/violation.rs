//! What a peer can do wrong: every breach of the WebSocket protocol (and of our limits) by name.
//!
//! Each variant knows the close code RFC 6455 §7.4.1 wants for it and prints the values a log line needs.
//! Sending the close frame and mapping to what PHP sees is the connection's business, not this file's.

use std::fmt;

/// A breach of RFC 6455 (or of a configured limit) by the peer. The connection has to be failed (§7.1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A client frame without a mask (§5.1).
    UnmaskedFrame,
    /// A server frame with a mask (§5.1).
    MaskedFrame,
    /// RSV2 or RSV3 set: no extension we negotiate defines them (§5.2).
    ReservedBits {
        /// RSV2 as received.
        rsv2: bool,
        /// RSV3 as received.
        rsv3: bool,
    },
    /// RSV1 set where no compressed message can begin: compression was not negotiated, or the frame is a
    /// control or continuation frame (§5.2, RFC 7692 §6).
    UnexpectedCompression {
        /// Opcode of the frame.
        opcode: u8,
    },
    /// Opcode 3-7 or 11-15 (§5.2).
    ReservedOpcode {
        /// Opcode of the frame.
        opcode: u8,
    },
    /// A control frame without FIN (§5.5).
    FragmentedControl {
        /// Opcode of the frame.
        opcode: u8,
    },
    /// A control frame with more than 125 bytes of payload (§5.5).
    ControlTooLong {
        /// Opcode of the frame.
        opcode: u8,
        /// Announced payload bytes.
        length: u64,
    },
    /// A length that would have fitted a shorter length field (§5.2).
    NonMinimalLength {
        /// The length as announced.
        length: u64,
    },
    /// A 64-bit length with its most significant bit set (§5.2).
    LengthOverflow {
        /// The length as announced.
        length: u64,
    },
    /// A continuation frame, but no message to continue (§5.4).
    UnexpectedContinuation,
    /// A new data frame before the last fragment of the message in progress (§5.4).
    InterleavedMessage {
        /// Opcode of the frame.
        opcode: u8,
    },
    /// A frame, head included, above the configured limit.
    FrameTooBig {
        /// Bytes of head and payload.
        total: u64,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A message whose fragments together are above the configured limit.
    MessageTooBig {
        /// Payload bytes of the message so far, the announced frame included.
        length: u64,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A message cut into more frames than the configured limit.
    TooManyFragments {
        /// The limit, in frames.
        limit: usize,
    },
    /// A text message that is not UTF-8 (§8.1).
    InvalidUtf8 {
        /// Offset in the message of the first byte of the sequence that is wrong or unfinished.
        offset: usize,
    },
    /// A compressed message that is no deflate stream (RFC 7692 §7.2.2).
    CorruptCompression,
    /// A close frame with one byte of payload: half a code (§5.5.1).
    TruncatedCloseCode,
    /// A close code that must not appear on the wire (§7.4).
    InvalidCloseCode {
        /// The code as received.
        code: u16,
    },
    /// A close reason that is not UTF-8 (§5.5.1).
    InvalidCloseReason,
}

impl Violation {
    /// The code of the close frame that answers this violation (§7.4.1).
    pub fn close_code(self) -> u16 {
        match self {
            Self::InvalidUtf8 { .. } | Self::CorruptCompression | Self::InvalidCloseReason => 1007,
            Self::TooManyFragments { .. } => 1008,
            Self::FrameTooBig { .. } | Self::MessageTooBig { .. } => 1009,
            _ => 1002,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UnmaskedFrame => f.write_str("client frame is not masked"),
            Self::MaskedFrame => f.write_str("server frame is masked"),
            Self::CorruptCompression => f.write_str("compressed message is not a deflate stream"),
            Self::ReservedBits { rsv2, rsv3 } => {
                write!(
                    f,
                    "reserved bits set: rsv2={}, rsv3={}",
                    u8::from(rsv2),
                    u8::from(rsv3)
                )
            }
            Self::UnexpectedCompression { opcode } => {
                write!(
                    f,
                    "rsv1 set on a frame that cannot begin a compressed message: opcode={opcode}"
                )
            }
            Self::ReservedOpcode { opcode } => write!(f, "reserved opcode: opcode={opcode}"),
            Self::FragmentedControl { opcode } => {
                write!(f, "fragmented control frame: opcode={opcode}")
            }
            Self::ControlTooLong { opcode, length } => {
                write!(
                    f,
                    "control frame payload is too long: opcode={opcode}, length={length}, limit=125"
                )
            }
            Self::NonMinimalLength { length } => {
                write!(
                    f,
                    "payload length is not minimally encoded: length={length}"
                )
            }
            Self::LengthOverflow { length } => {
                write!(f, "payload length has its top bit set: length={length:#x}")
            }
            Self::UnexpectedContinuation => {
                f.write_str("continuation frame without a message to continue")
            }
            Self::InterleavedMessage { opcode } => {
                write!(
                    f,
                    "new data frame inside a fragmented message: opcode={opcode}"
                )
            }
            Self::FrameTooBig { total, limit } => {
                write!(f, "frame is too big: length={total}, limit={limit}")
            }
            Self::MessageTooBig { length, limit } => {
                write!(f, "message is too big: length={length}, limit={limit}")
            }
            Self::TooManyFragments { limit } => {
                write!(f, "message has too many fragments: limit={limit}")
            }
            Self::InvalidUtf8 { offset } => {
                write!(f, "text message is not valid UTF-8: offset={offset}")
            }
            Self::TruncatedCloseCode => f.write_str("close frame payload is a single byte"),
            Self::InvalidCloseCode { code } => write!(f, "invalid close code: code={code}"),
            Self::InvalidCloseReason => f.write_str("close reason is not valid UTF-8"),
        }
    }
}

impl std::error::Error for Violation {}

#[cfg(test)]
mod tests {
    use super::Violation;

    #[test]
    fn close_codes_follow_the_kind_of_violation() {
        assert_eq!(Violation::UnmaskedFrame.close_code(), 1002);
        assert_eq!(Violation::MaskedFrame.close_code(), 1002);
        assert_eq!(Violation::InvalidCloseCode { code: 5 }.close_code(), 1002);
        assert_eq!(Violation::InvalidUtf8 { offset: 0 }.close_code(), 1007);
        assert_eq!(Violation::InvalidCloseReason.close_code(), 1007);
        assert_eq!(Violation::TooManyFragments { limit: 1 }.close_code(), 1008);
        assert_eq!(
            Violation::FrameTooBig { total: 2, limit: 1 }.close_code(),
            1009
        );
        assert_eq!(
            Violation::MessageTooBig {
                length: 2,
                limit: 1
            }
            .close_code(),
            1009
        );
    }

    #[test]
    fn display_names_values_and_limits() {
        assert_eq!(
            Violation::FrameTooBig {
                total: 2_000_000,
                limit: 65_536
            }
            .to_string(),
            "frame is too big: length=2000000, limit=65536"
        );
        assert_eq!(
            Violation::ControlTooLong {
                opcode: 9,
                length: 126
            }
            .to_string(),
            "control frame payload is too long: opcode=9, length=126, limit=125"
        );
        assert_eq!(
            Violation::ReservedBits {
                rsv2: false,
                rsv3: true
            }
            .to_string(),
            "reserved bits set: rsv2=0, rsv3=1"
        );
    }
}
