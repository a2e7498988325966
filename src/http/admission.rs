//! Who is let in: at `max_connection` a connection is answered 503 (over TLS with an alert) and closed.

use crate::net::Stream;
use crate::server::admission::ALERT;

use super::counters::Counters;
use super::head;
use super::running::Running;

/// Whether `stream` may be served. If not, it has its answer, as far as it took that at once.
pub(super) fn admits(server: &Running, stream: &Stream) -> bool {
    let most = server.settings.connections.limits.most;
    let admits = (server.admission).admits(server.counters.meter.open.get(), most);
    if !admits {
        refuse(server, stream);
    }
    admits
}

#[cold]
fn refuse(server: &Running, stream: &Stream) {
    Counters::count(&server.counters.refused);
    // A client that does not take it at once has lost nothing by it.
    let _ = if server.tls.is_some() {
        stream.try_send(&ALERT)
    } else {
        stream.try_send(&head::raw(503, server))
    };
    stream.shutdown_write();
}
