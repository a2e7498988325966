//! What a connection waits for, and what becomes of it when the time for that is over. `time_limits` keeps the time.

use crate::http::head;
use crate::http::time_limits::{Clock, Waits};

use super::{Connection, Phase};

impl Connection {
    /// What the connection waits for, as far as there is a limit to it.
    pub(in crate::http) fn waits(&self) -> Waits {
        let traffic = &self.traffic;
        if !self.is_open() {
            return if self.stream.borrow().is_some() {
                Waits::End
            } else {
                Waits::Nothing
            };
        }
        if traffic.is_blocked() {
            // What waits with the kernel was not taken; of what it has room for again it tells late.
            let stream = self.stream.borrow();
            let untaken = stream.as_ref().map_or(0, |stream| stream.untaken());
            return Waits::Write(traffic.sent.get().wrapping_sub(untaken));
        }
        match &*self.phase.borrow() {
            Phase::Body(_) => Waits::Body(traffic.received.get()),
            Phase::Idle if !self.mailbox.unanswered.get() => self.clock.head(traffic),
            Phase::Idle | Phase::Handler => Waits::Nothing,
        }
    }

    /// The clock of the time limits.
    pub(in crate::http) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The time for what the connection waits for is over.
    pub(in crate::http) fn expire(&self, waits: Waits) {
        match waits {
            Waits::Nothing => {}
            Waits::First if self.traffic.received.get() == 0 => {
                self.note("no request came in time");
                self.abort();
            }
            Waits::First | Waits::Head(_) => {
                self.note("408, the head of a request took too long");
                if let Some(stream) = &*self.stream.borrow() {
                    // What cannot be sent at once to a client that says nothing is not worth a wait.
                    let _ = stream.try_send(&head::raw(408, &self.server));
                }
                self.abort();
            }
            Waits::Body(_) => {
                self.note("408, the body of a request paused for too long or came too slowly");
                *self.phase.borrow_mut() = Phase::Handler;
                self.refuse(408);
            }
            Waits::Write(_) => {
                self.note("the answer was not taken in time, or too slowly");
                self.traffic.error.set(libc::ETIMEDOUT);
                self.abort();
            }
            Waits::Request(_) | Waits::End => {
                self.abort();
            }
        }
    }
}
