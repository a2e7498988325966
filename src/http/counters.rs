//! What a server counts: `stats()`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::coroutine::scheduler;
use crate::net::Meter;
use crate::websocket::held;
use crate::zend::{Array, Call, PhpResult, PhpString};

use super::server::ServerState;

/// The counters of a Server object: they go on from one `start()` to the next.
#[derive(Default)]
pub(super) struct Counters {
    /// Connections and their bytes.
    pub(super) meter: Rc<Meter>,
    /// Requests that came in full.
    pub(super) requests: Cell<u64>,
    /// Connections that speak HTTP/2.
    pub(super) http2: Cell<usize>,
    /// Streams on them whose responses are not complete.
    pub(super) streams: Cell<usize>,
    /// Connections refused at `max_connection`.
    pub(super) refused: Cell<u64>,
    /// When the server was last started, seconds since 1970.
    started: Cell<i64>,
}

impl Counters {
    /// The server starts.
    pub(super) fn start(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default().as_secs();
        self.started.set(i64::try_from(now).unwrap_or(i64::MAX));
    }

    /// One more.
    #[inline]
    pub(super) fn count(sum: &Cell<u64>) {
        sum.set(sum.get().wrapping_add(1));
    }
}

/// One more in a sum of the server's, for as long as this lives.
pub(super) struct Counted(Rc<Counters>, fn(&Counters) -> &Cell<usize>);

impl Counted {
    /// Counts one more in `sum`.
    pub(super) fn new(counters: &Rc<Counters>, sum: fn(&Counters) -> &Cell<usize>) -> Self {
        let cell = sum(counters);
        cell.set(cell.get() + 1);
        Self(counters.clone(), sum)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let cell = self.1(&self.0);
        cell.set(cell.get().saturating_sub(1));
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// `stats(): array`: not in Swoole's coroutine server. The names are those of its asynchronous one, where it has them.
pub fn stats(call: &mut Call) -> PhpResult {
    let counters = call.state::<ServerState>().counters();
    let meter = &counters.meter;
    // What waits for company is as good as sent, and a part of it may be.
    held::flush();
    let open = meter.open.get() as u64;
    let accepted = meter.accepted.get();
    let mut stats = Array::with_capacity(12);
    for (name, value) in [
        ("start_time", counters.started.get()),
        ("connection_num", whole(open)),
        ("websocket_num", whole(meter.websockets.get() as u64)),
        ("http2_num", whole(counters.http2.get() as u64)),
        ("http2_stream_num", whole(counters.streams.get() as u64)),
        ("accept_count", whole(accepted)),
        ("close_count", whole(accepted.saturating_sub(open))),
        ("refuse_count", whole(counters.refused.get())),
        ("request_count", whole(counters.requests.get())),
        ("total_recv_bytes", whole(meter.received.get())),
        ("total_send_bytes", whole(meter.sent.get())),
        ("coroutine_num", whole(scheduler::count() as u64)),
    ] {
        stats.set(&PhpString::new(name.as_bytes()), value);
    }
    call.ret(stats)
}
