//! Settings of WebSocket connections.

use crate::websocket::connection::Policy;
use crate::websocket::message::Limits;

use super::given::Given;

/// Frames one message may be cut into.
const MAX_FRAGMENTS: usize = 65_536;

/// `max_length`: `package_max_length`, the most bytes of one frame and of one message.
pub(super) fn read(given: &Given<'_>, max_length: usize) -> Policy {
    let limits = Limits {
        max_message: max_length,
        max_frame: max_length,
        max_fragments: MAX_FRAGMENTS,
        require_mask: true,
        allow_rsv1: false,
        validate_utf8: true,
    };
    Policy {
        compression: given.flag("websocket_compression", false),
        compressed_limits: Limits {
            allow_rsv1: true,
            ..limits.clone()
        },
        limits,
        deliver_close: given.flag("open_websocket_close_frame", false),
        deliver_ping: given.flag("open_websocket_ping_frame", false),
        deliver_pong: given.flag("open_websocket_pong_frame", false),
    }
}
