//! Settings of WebSocket connections.

use std::cell::Cell;

use crate::coroutine::wait::seconds;
use crate::log::{self, Level};
use crate::websocket::compressors::DEFAULT_LEVEL;
use crate::websocket::extension::Preferences;
use crate::websocket::heartbeat::Rhythm;
use crate::websocket::message::{Limits, Masking};
use crate::websocket::origin::AllowedOrigins;
use crate::websocket::policy::{Compression, Patience, Policy};
use crate::websocket::subprotocol;

use super::given::Given;

const ORIGINS: &str = "websocket_allowed_origins";
const SUBPROTOCOL: &str = "websocket_subprotocol";
/// `websocket_max_fragments` when it is not set.
const MAX_FRAGMENTS: usize = 65_536;
/// `socket_buffer_size` when it is not set.
const OUTPUT_LIMIT: usize = 256 * 1024;
/// log2 of the windows that connections keep: 4 KiB hold most of what similar messages have in common.
const DEFAULT_WINDOW: u8 = 12;

/// `max_length`: `package_max_length`, the most bytes of one frame and of one message.
pub(super) fn read(given: &Given<'_>, max_length: usize) -> Policy {
    let limits = Limits {
        max_message: max_length,
        max_frame: max_length,
        max_fragments: given.count("websocket_max_fragments", MAX_FRAGMENTS),
        masking: if given.flag("websocket_require_mask", true) {
            Masking::Required
        } else {
            Masking::Optional
        },
        allow_rsv1: false,
        validate_utf8: given.flag("websocket_validate_utf8", true),
    };
    // A server never masks (RFC 6455 §5.1): Swoole's is a client's setting.
    if given.flag("websocket_mask", false) {
        log::write(
            Level::Warning,
            "websocket_mask has no effect: a server never masks (RFC 6455 §5.1)",
        );
    }
    Policy {
        compression: compression(given),
        compressed_limits: Limits {
            allow_rsv1: true,
            ..limits.clone()
        },
        limits,
        origins: origins(given),
        subprotocols: subprotocols(given),
        deliver_close: given.flag("open_websocket_close_frame", false),
        deliver_ping: given.flag("open_websocket_ping_frame", false),
        deliver_pong: given.flag("open_websocket_pong_frame", false),
        output_limit: given.size("socket_buffer_size", OUTPUT_LIMIT),
        patience: patience(given),
        heartbeat: heartbeat(given),
        end_with_server: given.flag("websocket_close_on_shutdown", true),
        give_up: Cell::new(None),
    }
}

/// `websocket_allowed_origins`. An entry that is no origin lets nobody in: it is not as if there was none.
fn origins(given: &Given<'_>) -> Option<AllowedOrigins> {
    let entries = given.texts(ORIGINS)?;
    let (allowed, unusable) = AllowedOrigins::parse(entries.iter().map(String::as_str));
    for entry in unusable {
        log::write(
            Level::Warning,
            &format!(
                "the setting {ORIGINS} has an entry that is no origin (https://example.com): {entry}"
            ),
        );
    }
    Some(allowed)
}

/// `websocket_subprotocol`: one, several with commas, or an array.
fn subprotocols(given: &Given<'_>) -> Vec<String> {
    let names = given.texts(SUBPROTOCOL).unwrap_or_default();
    let (names, unusable): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|name| subprotocol::is_name(name.as_bytes()));
    for name in unusable {
        log::write(
            Level::Warning,
            &format!(
                "the setting {SUBPROTOCOL} has an entry that is no name of a protocol: {name}"
            ),
        );
    }
    names
}

/// `heartbeat_idle_time` and `heartbeat_check_interval`: of two that belong together one may be left out.
fn heartbeat(given: &Given<'_>) -> Option<Rhythm> {
    let idle = given.number("heartbeat_idle_time").and_then(seconds);
    let interval = given.number("heartbeat_check_interval").and_then(seconds);
    let (idle, interval) = match (idle, interval) {
        (None, None) => return None,
        (Some(idle), Some(interval)) => (idle, interval),
        (Some(idle), None) => (idle, idle / 2),
        (None, Some(interval)) => (interval.saturating_mul(2), interval),
    };
    Some(Rhythm::new(idle, interval))
}

/// `websocket_push_timeout`: 0 is not to wait at all, less is to wait for ever.
fn patience(given: &Given<'_>) -> Patience {
    match given.number("websocket_push_timeout") {
        None => Patience::Global,
        Some(0.0) => Patience::None,
        Some(limit) => Patience::Within(seconds(limit)),
    }
}

/// Read also when compression is off, so that no value that cannot be used goes unsaid.
fn compression(given: &Given<'_>) -> Option<Compression> {
    let context = given.flag("websocket_compression_context_takeover", false);
    let compression = Compression {
        level: given.within("websocket_compression_level", 1..=9, DEFAULT_LEVEL),
        min_length: given.within("websocket_compression_min_length", 0..=usize::MAX >> 1, 0),
        preferences: Preferences {
            server_context: context,
            client_context: context,
            window_bits: given.within("websocket_compression_window_bits", 9..=15, DEFAULT_WINDOW),
        },
    };
    given
        .flag("websocket_compression", false)
        .then_some(compression)
}
