//! Settings of HTTP/2: `http2_*` as Swoole's asynchronous server has them, and limits of ours.

use super::given::Given;

/// How HTTP/2 is spoken, and what a client may do.
#[derive(Debug)]
pub struct Http2 {
    /// Whether it is offered to clients that ask (`open_http2_protocol`); those that know speak it in any case.
    pub offered: bool,
    /// Streams a client may have open at once, and handlers that run for one connection
    /// (`http2_max_concurrent_streams`).
    pub max_streams: u32,
    /// Bytes of one request's body that may be under way (`http2_init_window_size`).
    pub window: u32,
    /// Bytes of a frame's payload, of those we receive (`http2_max_frame_size`).
    pub max_frame: u32,
    /// Bytes of a request's header fields, counted as RFC 9113 §6.5.2 does (`http2_max_header_list_size`).
    pub max_header_list: u32,
    /// Bytes of the table that header fields are compressed with (`http2_header_table_size`).
    pub header_table: u32,
    /// Pings, settings and the like that a client may send in a second (`http2_max_control_frames`).
    pub max_control_frames: u64,
    /// Streams may become WebSockets (`http2_websocket`).
    pub websocket: bool,
}

impl Http2 {
    pub(super) fn read(given: &Given<'_>) -> Self {
        Self {
            offered: given.flag("open_http2_protocol", false),
            max_streams: given.within("http2_max_concurrent_streams", 1..=1 << 20, 128),
            window: given.within("http2_init_window_size", 1..=0x7fff_ffff, 65_535),
            // RFC 9113 §4.2.
            max_frame: given.within("http2_max_frame_size", 16_384..=16_777_215, 16_384),
            max_header_list: given.within("http2_max_header_list_size", 1024..=1 << 24, 72 * 1024),
            header_table: given.within("http2_header_table_size", 0..=1 << 20, 4096),
            max_control_frames: given.within("http2_max_control_frames", 10..=1 << 32, 1000),
            websocket: given.flag("http2_websocket", false),
        }
    }
}
