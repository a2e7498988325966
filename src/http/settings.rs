//! A server's settings, read from its `settings` property when it starts (spec §1.4).

use std::rc::Rc;

use crate::coroutine::options::size_of;
use crate::websocket::connection::Policy;
use crate::websocket::message::Limits;
use crate::zend::Array;

/// `package_max_length` when it is not set: 2 MiB.
const DEFAULT_MAX_LENGTH: usize = 2 * 1024 * 1024;
/// Frames one message may be cut into.
const MAX_FRAGMENTS: usize = 65_536;

/// Settings of a running server.
#[derive(Debug)]
pub struct Settings {
    /// Most bytes of a request's body, of one frame, of one message (`package_max_length`).
    pub max_length: usize,
    /// `http_parse_cookie`.
    pub parse_cookie: bool,
    /// `http_parse_post`.
    pub parse_post: bool,
    /// What WebSocket connections of this server accept and deliver.
    pub websocket: Rc<Policy>,
}

impl Settings {
    /// Reads the settings; what is missing has Swoole's default.
    pub fn read(settings: Option<&Array>) -> Self {
        let get = |name: &str| settings.and_then(|settings| settings.get(name.as_bytes()));
        let flag = |name: &str, default: bool| get(name).map_or(default, |value| value.is_truthy());
        let max_length = get("package_max_length")
            .and_then(|value| usize::try_from(size_of(&value)).ok())
            .filter(|&size| size > 0)
            .unwrap_or(DEFAULT_MAX_LENGTH);
        let limits = Limits {
            max_message: max_length,
            max_frame: max_length,
            max_fragments: MAX_FRAGMENTS,
            require_mask: true,
            allow_rsv1: false,
            validate_utf8: true,
        };
        Self {
            max_length,
            parse_cookie: flag("http_parse_cookie", true),
            parse_post: flag("http_parse_post", true),
            websocket: Rc::new(Policy {
                compression: flag("websocket_compression", false),
                compressed_limits: Limits {
                    allow_rsv1: true,
                    ..limits.clone()
                },
                limits,
                deliver_close: flag("open_websocket_close_frame", false),
                deliver_ping: flag("open_websocket_ping_frame", false),
                deliver_pong: flag("open_websocket_pong_frame", false),
            }),
        }
    }
}
