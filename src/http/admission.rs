//! Who is let in: at `max_connection` a connection is answered 503 (over TLS with an alert) and closed.

use std::cell::Cell;

use crate::log::{self, Level};
use crate::net::Stream;

use super::counters::Counters;
use super::head;
use super::running::Running;

/// What a server remembers of those it has refused.
#[derive(Default)]
pub(super) struct Admission {
    /// The limit is reached, and that was said.
    full: Cell<bool>,
}

/// TLS's fatal alert `internal_error` (RFC 8446 §6.2): clients take it for what it is, and nothing has been agreed on
/// before.
const ALERT: [u8; 7] = [21, 3, 3, 0, 2, 2, 80];

/// Whether `stream` may be served. If not, it has its answer, as far as it took that at once.
pub(super) fn admits(server: &Running, stream: &Stream) -> bool {
    let most = server.settings.connections.most;
    if server.counters.meter.open.get() < most {
        server.admission.full.set(false);
        return true;
    }
    refuse(server, stream, most);
    false
}

#[cold]
fn refuse(server: &Running, stream: &Stream, most: usize) {
    Counters::count(&server.counters.refused);
    if !server.admission.full.replace(true) {
        log::write(
            Level::Warning,
            &format!("max_connection {most} is reached: further connections are refused"),
        );
    }
    // A client that does not take it at once has lost nothing by it.
    let _ = if server.tls.is_some() {
        stream.try_send(&ALERT)
    } else {
        stream.try_send(&head::raw(503, server))
    };
    stream.shutdown_write();
}
