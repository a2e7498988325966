//! What is particular to HTTP/2 among the settings of `Swoole\Coroutine\Http2\Client`; the others are those of the HTTP
//! client. Names and ranges are the server's.

use std::ops::RangeInclusive;

use crate::coroutine::options::size_of;
use crate::zend::Array;

use super::wire;

/// The largest window there can be (RFC 9113 §6.9.1).
pub(super) const MAX_WINDOW: u32 = 0x7fff_ffff;
/// Bytes of one response that may be under way, or wait to be read in parts.
const WINDOW: u32 = 1024 * 1024;
/// Bytes of a response's header fields, counted as RFC 9113 §6.5.2 does.
const MAX_HEADER_LIST: u32 = 72 * 1024;
/// Streams that a server might open, if we let it.
const MAX_STREAMS: u32 = 128;

/// What we tell the server.
pub(super) fn local(given: Option<&Array>) -> wire::Settings {
    let number = |name: &str, range: RangeInclusive<i64>, default: u32| {
        given
            .and_then(|given| given.get(name.as_bytes()))
            .map(|value| size_of(&value))
            .filter(|number| range.contains(number))
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(default)
    };
    wire::Settings {
        header_table: number("http2_header_table_size", 0..=1 << 20, 4096),
        window: number("http2_init_window_size", 1..=i64::from(MAX_WINDOW), WINDOW),
        max_streams: number("http2_max_concurrent_streams", 0..=1 << 20, MAX_STREAMS),
        max_frame: number("http2_max_frame_size", 16_384..=16_777_215, 16_384),
        max_header_list: number(
            "http2_max_header_list_size",
            1024..=1 << 24,
            MAX_HEADER_LIST,
        ),
    }
}
