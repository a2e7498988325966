//! The payload of a close frame (RFC 6455 §5.5.1, §7.4): a 2-byte code and a reason, or nothing.
//!
//! Parsing, checking and writing that payload. When to close, and who closes TCP first, is not decided here.

use super::codec::MAX_CONTROL_PAYLOAD;
use super::violation::Violation;

/// The close codes of §7.4.1 and of the IANA registry it founded.
pub mod code {
    /// The purpose of the connection is fulfilled.
    pub const NORMAL: u16 = 1000;
    /// The endpoint goes away: a server shuts down, a page is left.
    pub const GOING_AWAY: u16 = 1001;
    /// The peer broke the protocol.
    pub const PROTOCOL_ERROR: u16 = 1002;
    /// A kind of data the endpoint cannot accept.
    pub const UNSUPPORTED_DATA: u16 = 1003;
    /// Stands for a close frame without a code. Never on the wire.
    pub const NO_STATUS: u16 = 1005;
    /// Stands for a connection lost without a close frame. Never on the wire.
    pub const ABNORMAL: u16 = 1006;
    /// Data inconsistent with its type, such as text that is not UTF-8.
    pub const INVALID_PAYLOAD: u16 = 1007;
    /// A message against the endpoint's policy.
    pub const POLICY_VIOLATION: u16 = 1008;
    /// A message too big to process.
    pub const MESSAGE_TOO_BIG: u16 = 1009;
    /// A client missed an extension in the handshake.
    pub const EXTENSION_REQUIRED: u16 = 1010;
    /// The server met an unexpected condition.
    pub const INTERNAL_ERROR: u16 = 1011;
    /// The service restarts.
    pub const SERVICE_RESTART: u16 = 1012;
    /// The service is overloaded.
    pub const TRY_AGAIN_LATER: u16 = 1013;
    /// A gateway got an invalid answer from upstream.
    pub const BAD_GATEWAY: u16 = 1014;
    /// Stands for a failed TLS handshake. Never on the wire.
    pub const TLS_HANDSHAKE: u16 = 1015;
}

/// The longest reason, in bytes: what a control frame holds less the code.
pub const MAX_REASON: usize = MAX_CONTROL_PAYLOAD - 2;

/// Whether a close frame may carry `code` (§7.4).
///
/// 1000-1003 and 1007-1014 are defined, 3000-4999 are for libraries and applications. Codes that only stand
/// for something (1004-1006, 1015) and unassigned ranges may not be sent.
#[inline]
pub fn is_valid_on_wire(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}

/// Reads and checks the payload of a received close frame; `None` when it is empty.
///
/// # Errors
///
/// Half a code or a code that must not be on the wire (1002), a reason that is not UTF-8 (1007).
pub fn parse_close_payload(payload: &[u8]) -> Result<Option<(u16, &str)>, Violation> {
    let (code, reason) = match payload {
        [] => return Ok(None),
        [_] => return Err(Violation::TruncatedCloseCode),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    if !is_valid_on_wire(code) {
        return Err(Violation::InvalidCloseCode { code });
    }
    match std::str::from_utf8(reason) {
        Ok(reason) => Ok(Some((code, reason))),
        Err(_) => Err(Violation::InvalidCloseReason),
    }
}

/// Why a close frame cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseError {
    /// The code must not be on the wire (§7.4).
    Code(u16),
    /// The reason is longer than [`MAX_REASON`]; its length in bytes.
    ReasonTooLong(usize),
}

impl std::fmt::Display for CloseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "the close code {code} must not be sent"),
            Self::ReasonTooLong(_) => write!(f, "the max length of close reason is {MAX_REASON}"),
        }
    }
}

impl std::error::Error for CloseError {}

/// Writes the payload of a close frame to `out` and returns its length.
///
/// [`code::NO_STATUS`] (1005) gives the empty payload it stands for; `reason` is then dropped, since a reason
/// cannot be sent without a code. That `reason` is UTF-8 is the caller's affair.
///
/// # Errors
///
/// A code that must not be on the wire, a reason above [`MAX_REASON`] bytes; `out` is left untouched.
pub fn encode_close_payload(
    code: u16,
    reason: &[u8],
    out: &mut [u8; MAX_CONTROL_PAYLOAD],
) -> Result<usize, CloseError> {
    if reason.len() > MAX_REASON {
        return Err(CloseError::ReasonTooLong(reason.len()));
    }
    if code == code::NO_STATUS {
        return Ok(0);
    }
    if !is_valid_on_wire(code) {
        return Err(CloseError::Code(code));
    }
    out[..2].copy_from_slice(&code.to_be_bytes());
    out[2..2 + reason.len()].copy_from_slice(reason);
    Ok(2 + reason.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_judged_as_the_rfc_says() {
        for code in 0..=u16::MAX {
            let expected = match code {
                1004 | 1005 | 1006 | 1015 => false,
                1000..=1014 | 3000..=4999 => true,
                _ => false,
            };
            assert_eq!(is_valid_on_wire(code), expected, "{code}");
        }
    }

    #[test]
    fn payloads_are_parsed() {
        assert_eq!(parse_close_payload(b""), Ok(None));
        assert_eq!(parse_close_payload(&[0x03, 0xe8]), Ok(Some((1000, ""))));
        assert_eq!(parse_close_payload(b"\x10\xe1why"), Ok(Some((4321, "why"))));
        let longest = [&[0x03, 0xe8][..], &[b'x'; MAX_REASON]].concat();
        assert_eq!(parse_close_payload(&longest).unwrap().unwrap().1.len(), 123);
    }

    #[test]
    fn bad_payloads_are_violations() {
        assert_eq!(
            parse_close_payload(&[3]),
            Err(Violation::TruncatedCloseCode)
        );
        for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535u16] {
            assert_eq!(
                parse_close_payload(&code.to_be_bytes()),
                Err(Violation::InvalidCloseCode { code })
            );
        }
        assert_eq!(
            parse_close_payload(b"\x03\xe8\xff"),
            Err(Violation::InvalidCloseReason)
        );
        assert_eq!(
            parse_close_payload(b"\x03\xe8\xe4\xbd"),
            Err(Violation::InvalidCloseReason),
            "a sequence cut short"
        );
    }

    #[test]
    fn payloads_are_written() {
        let mut out = [0xee; MAX_CONTROL_PAYLOAD];
        assert_eq!(encode_close_payload(1000, b"", &mut out), Ok(2));
        assert_eq!(out[..3], [0x03, 0xe8, 0xee]);
        assert_eq!(encode_close_payload(4321, b"why", &mut out), Ok(5));
        assert_eq!(&out[..5], b"\x10\xe1why");
        assert_eq!(encode_close_payload(1000, &[b'x'; 123], &mut out), Ok(125));
        assert_eq!(encode_close_payload(1005, b"dropped", &mut out), Ok(0));
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        let mut out = [0; MAX_CONTROL_PAYLOAD];
        for code in [0, 999, 1004, 1006, 1015, 1016, 2999, 5000, u16::MAX] {
            assert_eq!(
                encode_close_payload(code, b"", &mut out),
                Err(CloseError::Code(code))
            );
        }
        assert_eq!(
            encode_close_payload(1000, &[b'x'; 124], &mut out),
            Err(CloseError::ReasonTooLong(124))
        );
        assert_eq!(
            CloseError::ReasonTooLong(124).to_string(),
            "the max length of close reason is 123"
        );
        assert_eq!(out, [0; MAX_CONTROL_PAYLOAD]);
    }
}
