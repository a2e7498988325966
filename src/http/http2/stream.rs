//! One stream: a request and its response.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::{HeaderValue, StatusCode, Version, header};
use http_body::Body as _;

use crate::net::Metered;
use crate::zend::PhpString;

use super::super::body::Body;
use super::super::counters::Counted;
use super::super::head;
use super::super::incoming::BodyError;
use super::super::running::Running;
use super::connection::Http2;
use super::frame;
use super::limits::Patience;
use super::sending::{Chunk, Sending};
use super::tunnel::Tunnel;

/// How far the response is.
enum Answer {
    /// Nothing was sent.
    Open(SendResponse<Chunk>),
    /// The body is on its way.
    Sending(Box<Sending>),
    /// Complete, reset or lost.
    Over,
}

/// A stream whose request a handler answers.
pub(in super::super) struct Http2Stream {
    connection: Rc<Http2>,
    id: u32,
    answer: RefCell<Answer>,
    is_head: Cell<bool>,
    /// The client will not get (all of) the response.
    lost: Cell<bool>,
    /// Why, where it is not the connection's end: an errno.
    error: Cell<i32>,
    /// Who waits until the client has taken the response.
    waiting: RefCell<Vec<Waker>>,
    pub(super) patience: Patience,
    /// Until the response is complete.
    counted: Cell<Option<Counted>>,
    /// What the client sends for a WebSocket.
    incoming: Cell<Option<RecvStream>>,
}

impl Http2Stream {
    pub(super) fn new(connection: Rc<Http2>, respond: SendResponse<Chunk>) -> Self {
        let counted = Counted::new(&connection.server.counters, |counters| &counters.streams);
        Self {
            counted: Cell::new(Some(counted)),
            connection,
            id: respond.stream_id().as_u32(),
            answer: RefCell::new(Answer::Open(respond)),
            is_head: Cell::new(false),
            lost: Cell::new(false),
            error: Cell::new(0),
            waiting: RefCell::default(),
            patience: Patience::default(),
            incoming: Cell::new(None),
        }
    }

    /// Its number.
    pub(in super::super) fn id(&self) -> u32 {
        self.id
    }

    pub(in super::super) fn fd(&self) -> i32 {
        self.connection.fd
    }

    pub(in super::super) fn stream(&self) -> Option<Rc<Metered>> {
        self.connection.stream()
    }

    pub(in super::super) fn server(&self) -> &Rc<Running> {
        &self.connection.server
    }

    pub(in super::super) fn peer(&self) -> (PhpString, u16) {
        self.connection.peer.clone()
    }

    pub(in super::super) fn local(&self) -> (PhpString, u16) {
        self.connection.local.clone()
    }

    pub(in super::super) fn is_open(&self) -> bool {
        !self.lost.get() && self.connection.ended.get().is_none()
    }

    pub(in super::super) fn has_failed(&self) -> bool {
        self.lost.get() || self.connection.counters.error.get() != 0
    }

    pub(in super::super) fn errno(&self) -> i32 {
        let errors = [&self.error, &self.connection.counters.error];
        let mut errors = errors.into_iter().map(Cell::get);
        errors.find(|&errno| errno != 0).unwrap_or(libc::ECONNRESET)
    }

    /// Whether a body is on its way that the client does not take fast enough.
    pub(in super::super) fn is_blocked(&self) -> bool {
        matches!(&*self.answer.borrow(), Answer::Sending(_))
    }

    pub(in super::super) fn poll_unblocked(&self, context: &mut Context<'_>) -> Poll<()> {
        if !self.is_blocked() {
            return Poll::Ready(());
        }
        self.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// The response is over, one way or the other.
    fn over(&self) -> Answer {
        let before = self.answer.replace(Answer::Over);
        self.counted.take();
        let waiting = self.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
        before
    }

    /// Bytes of the response that h2 has, if a body is on its way and the script has no part in its not going on.
    pub(super) fn stands_at(&self) -> Option<u64> {
        match &*self.answer.borrow() {
            Answer::Sending(sending) if !sending.waits_for_script() => Some(sending.given()),
            _ => None,
        }
    }

    /// The request's method is HEAD: the response has no body.
    pub(super) fn answers_head(&self) {
        self.is_head.set(true);
    }

    /// It may become a WebSocket: `incoming` is for that.
    pub(super) fn receive_later(&self, incoming: RecvStream) {
        self.incoming.set(Some(incoming));
    }

    /// Whether it may become a WebSocket (RFC 8441).
    pub(in super::super) fn may_tunnel(&self) -> bool {
        let incoming = self.incoming.take();
        let may = incoming.is_some();
        self.incoming.set(incoming);
        may
    }

    /// Answers with `head`, and makes a transport of the stream. `None`: the client is gone.
    pub(in super::super) fn tunnel(&self, head: http::Response<()>) -> Option<Rc<Metered>> {
        let receiving = self.incoming.take()?;
        let socket = self.connection.stream.borrow().clone()?;
        let Answer::Open(mut respond) = self.over() else {
            return None;
        };
        let sending = respond.send_response(head, false).ok()?;
        self.connection.pump();
        let connection = self.connection.clone();
        Some(Tunnel::open(connection, socket, receiving, sending))
    }

    /// Sends a response, or the beginning of one. False when the client is gone.
    pub(in super::super) fn respond(self: &Rc<Self>, response: http::Response<Body>) -> bool {
        let Answer::Open(mut respond) = self.answer.replace(Answer::Over) else {
            return false;
        };
        let (mut parts, body) = response.into_parts();
        for name in [
            header::CONNECTION,
            header::TRANSFER_ENCODING,
            header::UPGRADE,
        ] {
            parts.headers.remove(name);
        }
        parts.version = Version::HTTP_2;
        parts.extensions.clear();
        let bodiless = matches!(
            parts.status,
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
        );
        if let Some(length) = body.size_hint().exact()
            && !bodiless
            && !parts.headers.contains_key(header::CONTENT_LENGTH)
        {
            parts
                .headers
                .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        let over = bodiless || self.is_head.get() || body.is_end_stream();
        let sent = respond.send_response(http::Response::from_parts(parts, ()), over);
        match sent {
            Err(_) => {
                self.lost.set(true);
                self.counted.take();
            }
            Ok(_) if over => drop(self.counted.take()),
            Ok(stream) => {
                let sending = Box::new(Sending::new(stream, body));
                *self.answer.borrow_mut() = Answer::Sending(sending);
                if !self.advance_now() {
                    // It has waited for the request's body until now.
                    self.patience.rest();
                    self.connection.sending.borrow_mut().push(self.clone());
                }
            }
        }
        if self.is_blocked() {
            self.connection.pump();
        } else {
            self.connection.pump_complete();
        }
        !self.has_failed()
    }

    /// Sends what there is of the body. False when the client is gone.
    pub(in super::super) fn pump(&self) -> bool {
        self.advance_now();
        self.connection.pump();
        !self.has_failed()
    }

    fn advance_now(&self) -> bool {
        let waker = self.connection.waker();
        waker.is_some_and(|waker| self.advance(&mut Context::from_waker(&waker)))
    }

    /// Gives h2 as much of the body as the client's windows allow. True when there is nothing left to do.
    pub(super) fn advance(&self, context: &mut Context<'_>) -> bool {
        let polled = match self.answer.try_borrow_mut() {
            Ok(mut answer) => match &mut *answer {
                Answer::Open(_) => return false,
                Answer::Over => return true,
                Answer::Sending(sending) => sending.poll(context),
            },
            Err(_) => return false,
        };
        let Poll::Ready(result) = polled else {
            return false;
        };
        if result.is_err() {
            self.lost.set(true);
        }
        // Dropped here: whoever waits to add more learns it.
        self.over();
        true
    }

    /// The client will not get the response, unless h2 has all of it.
    pub(super) fn lost(&self) {
        if !matches!(self.over(), Answer::Over) {
            self.lost.set(true);
        }
    }

    /// The client makes no room for the response: it has had its time.
    pub(super) fn give_up(&self) {
        self.error.set(libc::ETIMEDOUT);
        self.abort();
    }

    /// Answers without a handler.
    pub(in super::super) fn refuse(self: &Rc<Self>, status: u16) {
        self.respond(head::plain(status, false, self.server()));
    }

    /// Answers a request whose body will never be complete.
    pub(super) fn refuse_body(self: &Rc<Self>, reason: BodyError) {
        match reason.status() {
            Some(status) => self.refuse(status),
            None => self.lost(),
        }
    }

    /// Ends the stream at once. False when it had ended before.
    pub(in super::super) fn abort(&self) -> bool {
        self.lost.set(true);
        let open = match self.over() {
            Answer::Open(mut respond) => {
                respond.send_reset(Reason::CANCEL);
                true
            }
            Answer::Sending(mut sending) => {
                sending.reset(Reason::CANCEL);
                true
            }
            Answer::Over => false,
        };
        self.connection.pump();
        open
    }

    /// Another handler may start in its place.
    pub(in super::super) fn handler_ended(&self) {
        let handlers = &self.connection.handlers;
        handlers.set(handlers.get().saturating_sub(1));
        self.connection.wake_task();
    }

    /// Sends a ping. False when the last one was not answered, or the connection has ended. With data of the script's, eight
    /// bytes at most, nobody waits for the answer.
    pub(in super::super) fn ping(&self, data: &[u8]) -> bool {
        if !data.is_empty() {
            let open = self.connection.ended.get().is_none();
            return open && self.connection.send_beside(&frame::ping(data));
        }
        let sent = match (
            &mut *self.connection.ping.borrow_mut(),
            self.connection.waker(),
        ) {
            (Some(ping), Some(waker)) => {
                // What has been answered makes room for the next.
                let _ = ping.poll_pong(&mut Context::from_waker(&waker));
                ping.send_ping(h2::Ping::opaque()).is_ok()
            }
            _ => false,
        };
        self.connection.pump();
        sent
    }

    /// Tells the client that no further streams are served. Code 0 lets those that there are end.
    pub(in super::super) fn go_away(&self, code: u32, text: &[u8]) -> bool {
        let open = self.connection.ended.get().is_none();
        self.connection
            .go_away((code != 0).then(|| Reason::from(code)), text);
        open
    }
}
