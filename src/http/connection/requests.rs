//! The next request of a connection: its head, the body that is waited for, and what is refused before a handler sees it.

use std::task::{Context, Poll};

use http_body::Body as _;

use crate::log::{self, Level};

use super::super::check::{check, host_of_target, reason_of};
use super::super::head;
use super::super::http2::Upgrade;
use super::super::incoming::{BodyError, Collecting, Received};
use super::super::mailbox::Arrived;
use super::Connection;

/// How far a connection is with its request.
pub(super) enum Phase {
    /// Waits for a request's head.
    Idle,
    /// Collects the body of a request.
    Body(Box<Collecting>),
    /// A handler runs.
    Handler,
}

/// What a connection's task has to do next.
#[expect(
    clippy::large_enum_variant,
    reason = "it is handed over once, on the stack; a box would cost every request"
)]
pub(super) enum Next {
    /// Handle this request.
    Request(Received),
    /// Go on as HTTP/2 with this request.
    Upgrade(Box<Upgrade>),
    /// Answer with this status, and end the connection.
    Refuse(u16),
    /// End the connection.
    Drop,
    /// Poll hyper: a body is on its way.
    Drive,
    /// Wait for the socket or for the handler.
    Wait,
}

impl Connection {
    /// What there is to be done: with the next request, or until it has come.
    pub(super) fn next_request(&self, context: &mut Context<'_>) -> Next {
        let mut phase = self.phase.borrow_mut();
        loop {
            match &mut *phase {
                Phase::Handler => return Next::Wait,
                Phase::Idle => {
                    let Some(request) = self.mailbox.request.borrow_mut().take() else {
                        // A request that has not come in full before shutdown() is not served any more.
                        let unheard = self.server.is_stopping() && !self.mailbox.unanswered.get();
                        return if unheard && !self.traffic.is_blocked() {
                            Next::Drop
                        } else {
                            Next::Wait
                        };
                    };
                    self.clock.next(&self.traffic);
                    let (mut head, incoming) = match request {
                        Arrived::Direct(head) => (head, None),
                        Arrived::Hyper(request) => {
                            let (head, incoming) = request.into_parts();
                            (head, Some(incoming).filter(|body| !body.is_end_stream()))
                        }
                    };
                    if let Err(status) = check(&head.method, &head.uri, head.version, &head.headers)
                    {
                        *phase = Phase::Handler;
                        self.note(&format!("{status}, {}", reason_of(status)));
                        return Next::Refuse(status);
                    }
                    if let Some(host) = host_of_target(&head.uri) {
                        head.headers.insert(http::header::HOST, host);
                    }
                    let Some(incoming) = incoming else {
                        *phase = Phase::Handler;
                        if self.server.settings.http2.offered
                            && head.headers.contains_key(http::header::UPGRADE)
                            && let Some(settings) = self.h2c_settings(&head)
                        {
                            return Next::Upgrade(Box::new(Upgrade { head, settings }));
                        }
                        return Next::Request(Received::bodiless(head));
                    };
                    match Collecting::new(head, incoming.into(), &self.server.settings.http) {
                        Ok(collecting) => *phase = Phase::Body(Box::new(collecting)),
                        Err(reason) => {
                            *phase = Phase::Handler;
                            return self.refusal(reason);
                        }
                    }
                }
                Phase::Body(_) if self.server.is_stopping() => return Next::Drop,
                Phase::Body(collecting) => {
                    let Poll::Ready(complete) = collecting.poll(context) else {
                        return Next::Drive;
                    };
                    let Phase::Body(collected) = std::mem::replace(&mut *phase, Phase::Handler)
                    else {
                        return Next::Wait;
                    };
                    self.clock.next(&self.traffic);
                    return match complete.and_then(|()| collected.into_received()) {
                        Ok(received) => Next::Request(received),
                        Err(reason) => self.refusal(reason),
                    };
                }
            }
        }
    }

    /// What to do with a request whose body will never be complete.
    #[cold]
    fn refusal(&self, reason: BodyError) -> Next {
        let Some(status) = reason.status() else {
            return Next::Drop;
        };
        match reason {
            BodyError::Form(form) => log::write(
                Level::Warning,
                &format!("form refused on {}: {form}", self.name()),
            ),
            BodyError::TooLarge => {
                self.note("413, the body is longer than package_max_length");
            }
            BodyError::Malformed => self.note("400, the body is not chunked as it should be"),
            BodyError::Gone => {}
        }
        Next::Refuse(status)
    }

    /// Answers without a handler, and ends the connection.
    pub(in crate::http) fn refuse(&self, status: u16) {
        self.lingers.set(true);
        self.respond(head::plain(status, true, &self.server));
    }
}
