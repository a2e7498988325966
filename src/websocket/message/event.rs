//! What a reader is told to accept, and what it reports.

use super::ControlPayload;

/// What a connection accepts.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Payload bytes of a whole message, all fragments together (as received: a compressed message counts
    /// compressed).
    pub max_message: usize,
    /// Bytes of one data frame, head and mask included: Swoole's `package_max_length` counts that way.
    pub max_frame: usize,
    /// Frames one message may be cut into. A message of a single frame always passes.
    pub max_fragments: usize,
    /// Whether the peer's frames are masked.
    pub masking: Masking,
    /// permessage-deflate was negotiated: RSV1 may be set on the first frame of a message (RFC 7692 §6).
    pub allow_rsv1: bool,
    /// Refuse text messages and close reasons that are not UTF-8 (§8.1).
    pub validate_utf8: bool,
}

/// Whether frames have to be masked (§5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masking {
    /// A client's have to be.
    Required,
    /// A server's must not be.
    Forbidden,
    /// Both will do.
    Optional,
}

/// A complete data message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<P> {
    /// Opcode of its first frame: text or binary.
    pub opcode: u8,
    /// RSV1 was set: the payload is still deflated, and not validated as UTF-8 yet.
    pub compressed: bool,
    /// The unmasked bytes of all fragments.
    pub payload: P,
}

/// What a [`Reader`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<P> {
    /// A data message is complete.
    Message(Message<P>),
    /// A ping; the peer expects its payload back in a pong (§5.5.2).
    Ping(ControlPayload),
    /// A pong, solicited or not (§5.5.3).
    Pong(ControlPayload),
    /// A close frame (§5.5.1). The payload passes
    /// [`parse_close_payload`](crate::websocket::close::parse_close_payload), save that the reason is not checked without [`Limits::validate_utf8`].
    Close(ControlPayload),
}
