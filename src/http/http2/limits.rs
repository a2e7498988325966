//! How long a client may take for what: to send a body, to make room for a response, to use the connection at all.
//!
//! The server's timer looks at each connection a few times within the limits (`http::time_limits`); a stream costs no
//! timer, and no clock is read for a request.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use h2::Reason;

use crate::coroutine::options;

use super::connection::Http2;

/// What counts of control frames is for.
const SECOND: Duration = Duration::from_secs(1);

/// Since when something has not moved.
#[derive(Default)]
pub(super) struct Patience {
    seen: Cell<Option<(u64, Instant)>>,
    /// When it was first looked at, and where it stood then.
    begun: Cell<Option<(u64, Instant)>>,
}

impl Patience {
    /// Whether it has stood at the same for as long as `limit`.
    fn is_over(&self, stands_at: u64, now: Instant, limit: Option<Duration>) -> bool {
        match self.seen.get() {
            Some((before, since)) if before == stands_at => {
                limit.is_some_and(|limit| now.duration_since(since) >= limit)
            }
            _ => {
                self.seen.set(Some((stands_at, now)));
                false
            }
        }
    }

    /// Whether it stands still for as long as `limit`, or [drips](Self::drips).
    fn is_late(
        &self,
        stands_at: u64,
        now: Instant,
        limit: Option<Duration>,
        rate: Option<f64>,
    ) -> bool {
        let over = self.is_over(stands_at, now, limit);
        over || self.drips(stands_at, now, limit, rate)
    }

    /// Whether it comes too slowly: after as long as a pause may take, with fewer than `rate` bytes a second.
    fn drips(
        &self,
        stands_at: u64,
        now: Instant,
        free: Option<Duration>,
        rate: Option<f64>,
    ) -> bool {
        let (before, since) = self.begun.get().unwrap_or((stands_at, now));
        self.begun.set(Some((before, since)));
        let took = now.duration_since(since);
        let slow = rate.is_some_and(|rate| {
            (stands_at.saturating_sub(before) as f64) < took.as_secs_f64() * rate
        });
        slow && free.is_some_and(|free| took >= free)
    }

    /// Nothing is waited for, or something else from now on.
    pub(super) fn rest(&self) {
        self.seen.set(None);
        self.begun.set(None);
    }
}

/// What the looks at a connection remember.
#[derive(Default)]
pub(super) struct Limits {
    /// Without streams.
    idle: Patience,
    /// With output that the kernel does not take.
    blocked: Patience,
    /// With streams of which nothing is known here.
    other: Patience,
    /// When the counting of control frames began.
    counting: Cell<Option<Instant>>,
}

impl Http2 {
    /// Looks what the client does.
    pub(in crate::http) fn look(self: &Rc<Self>, now: Instant) {
        self.count_anew(now);
        self.look_at_bodies(now);
        self.look_at_responses(now);
        self.look_at_connection(now);
    }

    fn count_anew(&self, now: Instant) {
        let counting = &self.limits.counting;
        let since = counting.get();
        if since.is_none_or(|since| now.duration_since(since) >= SECOND) {
            counting.set(Some(now));
            let mut frames = self.counters.frames.borrow_mut();
            frames.look(self.counters.sent.get());
        }
    }

    /// A body may take long, but neither pause nor drip: 408.
    fn look_at_bodies(self: &Rc<Self>, now: Instant) {
        let limit = options::read_timeout();
        let rate = self.server.settings.connections.body_min_rate;
        let mut late = Vec::new();
        self.collecting.borrow_mut().retain(|(stream, body)| {
            let length = body.length() as u64;
            let over = stream.patience.is_late(length, now, limit, rate);
            if over {
                late.push(stream.clone());
            }
            !over
        });
        for stream in late {
            stream.refuse(408);
        }
    }

    /// A client that makes no room for a response, or too little, holds it and what it comes from for so long.
    fn look_at_responses(&self, now: Instant) {
        let limit = options::write_timeout();
        let rate = self.server.settings.connections.response_min_rate;
        let streams = self.sending.borrow().clone();
        for stream in streams {
            match stream.stands_at() {
                None => stream.patience.rest(),
                Some(given) => {
                    if stream.patience.is_late(given, now, limit, rate) {
                        stream.give_up();
                    }
                }
            }
        }
    }

    fn look_at_connection(&self, now: Instant) {
        let (limits, counters) = (&self.limits, &self.counters);
        let (read, write) = (options::read_timeout(), options::write_timeout());
        let longer = read.zip(write).map(|(read, write)| read.max(write));
        let known = self.handlers.get() > 0
            || !self.sending.borrow().is_empty()
            || !self.collecting.borrow().is_empty();
        let has_streams = self.has_streams();
        let rate = self.server.settings.connections.response_min_rate;
        let taken = || {
            let untaken = self.stream().map_or(0, |stream| stream.untaken());
            counters.sent.get().wrapping_sub(untaken)
        };
        if !counters.is_blocked.get() {
            limits.blocked.rest();
        } else if limits.blocked.is_late(taken(), now, write, rate) {
            counters.error.set(libc::ETIMEDOUT);
            return self.abort();
        }
        let moved = counters.sent.get().wrapping_add(counters.received.get());
        if known || has_streams {
            limits.idle.rest();
        } else {
            self.shrink();
            if limits.idle.is_over(0, now, read) {
                // Pings and settings do not keep a connection that is not used.
                return self.conclude(Reason::NO_ERROR, "it was not used for too long");
            }
        }
        if known || !has_streams {
            limits.other.rest();
        } else if limits.other.is_over(moved, now, longer) {
            self.conclude(Reason::NO_ERROR, "its streams do not go on");
        }
    }
}
