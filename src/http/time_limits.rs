//! How long a client may take: for the next request, for the rest of one, for reading a response.
//!
//! One timer looks at all connections of a server a few times within the limit and compares what it sees with what it
//! saw before. A request costs two stores this way, no timer.

use std::cell::Cell;
use std::mem::discriminant;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::coroutine::{options, scheduler};

use super::connection::Connection;
use super::io::Traffic;
use super::running::Running;
use super::settings::Connections;

/// The longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// How often a limit is looked at while it runs.
const LOOKS: u32 = 10;
/// Time for a client to take the last answer and close.
const LINGER: Duration = Duration::from_secs(2);

/// What a connection waits for. As long as the value stays the same, the time goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Waits {
    /// Nothing that has a limit: a handler works.
    #[default]
    Nothing,
    /// The first request's head, counted from the beginning of the connection. Whether something of it has come does not
    /// matter.
    First,
    /// The next request, of which nothing has come. The number of requests before it.
    Request(u32),
    /// The rest of a request's head. The number of requests before it: the head as a whole has a limit, so that one
    /// byte now and then does not hold a connection for ever.
    Head(u32),
    /// The rest of a request's body. The number of bytes received: a large one may take long, but not pause, and not drip
    /// ([`Clock::drips`]).
    Body(u64),
    /// The client's taking what is sent. The number of bytes it has taken: it may be slow, but neither pause nor drip.
    Write(u64),
    /// The client's closing after the last answer.
    End,
}

impl Waits {
    fn limit(self, settings: &Connections) -> Option<Duration> {
        match self {
            Self::Nothing => None,
            Self::First => settings.handshake.unwrap_or_else(options::read_timeout),
            Self::Request(_) | Self::Head(_) | Self::Body(_) => options::read_timeout(),
            Self::Write(_) => options::write_timeout(),
            Self::End => Some(LINGER),
        }
    }
}

/// What one connection waits for, and since when.
#[derive(Default)]
pub(super) struct Clock {
    seen: Cell<Waits>,
    since: Cell<Option<Instant>>,
    requests: Cell<u32>,
    /// Bytes received when the last request was complete.
    received: Cell<u64>,
    /// Since when the body under way has been seen, of a request or of a response, and its bytes until then.
    body: Cell<Option<(Instant, u64)>>,
}

impl Clock {
    /// A request's head, or its body, is complete.
    #[inline]
    pub(super) fn next(&self, traffic: &Traffic) {
        self.requests.set(self.requests.get().wrapping_add(1));
        self.received.set(traffic.received.get());
    }

    /// How many requests there were.
    pub(super) fn requests(&self) -> u32 {
        self.requests.get()
    }

    /// What a connection waits for between two requests.
    pub(super) fn head(&self, traffic: &Traffic) -> Waits {
        let requests = self.requests.get();
        if requests == 0 {
            Waits::First
        } else if self.received.get() == traffic.received.get() {
            Waits::Request(requests)
        } else {
            Waits::Head(requests)
        }
    }

    /// Whether the same is waited for, and has been for longer than its limit.
    fn is_over(&self, waits: Waits, now: Instant, settings: &Connections) -> bool {
        if self.drips(waits, now, settings) {
            return true;
        }
        if self.seen.replace(waits) != waits {
            self.since.set(Some(now));
            return false;
        }
        let (Some(limit), Some(since)) = (waits.limit(settings), self.since.get()) else {
            return false;
        };
        now.duration_since(since) >= limit
    }

    /// Whether a body comes, or is taken, so slowly that it is meant to keep the connection (`body_min_rate`,
    /// `response_min_rate`). For as long as a pause may take nobody asks: a small body has all that time.
    fn drips(&self, waits: Waits, now: Instant, settings: &Connections) -> bool {
        let (bytes, rate) = match waits {
            Waits::Body(received) => (received, settings.body_min_rate),
            Waits::Write(taken) => (taken, settings.response_min_rate),
            _ => (0, None),
        };
        let Some(rate) = rate else {
            self.body.set(None);
            return false;
        };
        let same = discriminant(&self.seen.get()) == discriminant(&waits);
        let begun = self.body.get().filter(|_| same);
        let (since, before) = begun.unwrap_or((now, bytes));
        self.body.set(Some((since, before)));
        let took = now.duration_since(since);
        waits.limit(settings).is_some_and(|free| took >= free)
            && (bytes.saturating_sub(before) as f64) < took.as_secs_f64() * rate
    }
}

fn pause(settings: &Connections) -> Duration {
    let limits = [
        options::read_timeout(),
        options::write_timeout(),
        Waits::First.limit(settings),
    ];
    let shortest = limits.into_iter().flatten().min().unwrap_or(LONGEST_PAUSE);
    (shortest / LOOKS).clamp(Duration::from_millis(10), LONGEST_PAUSE)
}

/// Keeps the time limits of a server's connections, until the server and the last of them are gone.
pub(super) fn keep(server: &Rc<Running>) {
    let mut next = pause(&server.settings.connections);
    let server = Rc::downgrade(server);
    scheduler::spawn_task(async move {
        loop {
            tokio::time::sleep(next).await;
            let Some(server) = server.upgrade() else {
                return;
            };
            let settings = &server.settings.connections;
            next = pause(settings);
            let now = Instant::now();
            let check = |connection: &Rc<Connection>| {
                let waits = connection.waits();
                connection
                    .clock()
                    .is_over(waits, now, settings)
                    .then_some(waits)
            };
            for (connection, waits) in server.select(check) {
                connection.expire(waits);
            }
            for connection in server.http2() {
                connection.look(now);
            }
        }
    });
}
