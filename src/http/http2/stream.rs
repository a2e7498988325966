//! One stream: a request and its response.

use std::cell::{Cell, RefCell};
use std::os::unix::fs::FileExt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use h2::server::SendResponse;
use h2::{Reason, SendStream};
use http::{HeaderValue, StatusCode, Version, header};
use http_body::Body as _;

use crate::zend::PhpString;

use super::super::body::{Body, Data};
use super::super::file::Part;
use super::super::head;
use super::super::incoming::BodyError;
use super::super::running::Running;
use super::Http2;

/// Bytes of a file that are read at once.
const READ: u64 = 64 * 1024;

/// What h2 sends.
pub(super) enum Chunk {
    /// A PHP string.
    Data(Data),
    /// Bytes of a file, or none.
    Bytes(Bytes),
}

impl Buf for Chunk {
    fn remaining(&self) -> usize {
        match self {
            Self::Data(data) => data.remaining(),
            Self::Bytes(bytes) => bytes.remaining(),
        }
    }

    fn chunk(&self) -> &[u8] {
        match self {
            Self::Data(data) => data.chunk(),
            Self::Bytes(bytes) => bytes.chunk(),
        }
    }

    fn advance(&mut self, count: usize) {
        match self {
            Self::Data(data) => data.advance(count),
            Self::Bytes(bytes) => bytes.advance(count),
        }
    }
}

/// How far the response is.
enum Answer {
    /// Nothing was sent.
    Open(SendResponse<Chunk>),
    /// The body is on its way.
    Sending(SendStream<Chunk>, Body),
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
}

impl Http2Stream {
    pub(super) fn new(connection: Rc<Http2>, respond: SendResponse<Chunk>) -> Self {
        Self {
            connection,
            id: respond.stream_id().as_u32(),
            answer: RefCell::new(Answer::Open(respond)),
            is_head: Cell::new(false),
            lost: Cell::new(false),
        }
    }

    /// Its number.
    pub(in super::super) fn id(&self) -> u32 {
        self.id
    }

    pub(in super::super) fn fd(&self) -> i32 {
        self.connection.fd
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
        match self.connection.counters.error.get() {
            0 => libc::ECONNRESET,
            errno => errno,
        }
    }

    /// Whether a body is on its way that the client does not take fast enough.
    pub(in super::super) fn is_blocked(&self) -> bool {
        false
    }

    pub(in super::super) fn poll_unblocked(&self, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// The request's method is HEAD: the response has no body.
    pub(super) fn answers_head(&self) {
        self.is_head.set(true);
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
            Err(_) => self.lost.set(true),
            Ok(_) if over => {}
            Ok(stream) => {
                *self.answer.borrow_mut() = Answer::Sending(stream, body);
                self.connection.sending.borrow_mut().push(self.clone());
            }
        }
        self.pump()
    }

    /// Sends what there is of the body. False when the client is gone.
    pub(in super::super) fn pump(&self) -> bool {
        let waker = self.connection.waker.borrow().clone();
        if let Some(waker) = waker {
            self.advance(&mut Context::from_waker(&waker));
        }
        self.connection.pump();
        !self.has_failed()
    }

    /// Gives h2 as much of the body as the client's windows allow, and a piece more. True when there is nothing left to
    /// do.
    pub(super) fn advance(&self, context: &mut Context<'_>) -> bool {
        let Ok(mut answer) = self.answer.try_borrow_mut() else {
            return false;
        };
        let result = match &mut *answer {
            Answer::Open(_) => return false,
            Answer::Over => return true,
            Answer::Sending(stream, body) => advance(stream, body, context),
        };
        match result {
            Poll::Pending => false,
            Poll::Ready(result) => {
                let over = std::mem::replace(&mut *answer, Answer::Over);
                if result.is_err() {
                    self.lost.set(true);
                }
                drop(answer);
                // Whoever waits to add more learns it.
                drop(over);
                true
            }
        }
    }

    /// The client will not get the response.
    pub(super) fn lost(&self) {
        self.lost.set(true);
        let over = self.answer.replace(Answer::Over);
        drop(over);
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
        let over = self.answer.replace(Answer::Over);
        let open = match over {
            Answer::Open(mut respond) => {
                respond.send_reset(Reason::CANCEL);
                true
            }
            Answer::Sending(mut stream, _) => {
                stream.send_reset(Reason::CANCEL);
                true
            }
            Answer::Over => false,
        };
        self.lost.set(true);
        self.connection.pump();
        open
    }

    /// Another handler may start in its place.
    pub(in super::super) fn handler_ended(&self) {
        let handlers = &self.connection.handlers;
        handlers.set(handlers.get().saturating_sub(1));
        self.connection.wake_task();
    }

    /// Sends a ping. False when the last one was not answered, or the connection has ended.
    pub(in super::super) fn ping(&self) -> bool {
        let sent = match &mut *self.connection.ping.borrow_mut() {
            Some(ping) => ping.send_ping(h2::Ping::opaque()).is_ok(),
            None => false,
        };
        self.connection.pump();
        sent
    }

    /// Tells the client that no further streams are served. Code 0 lets those that there are end.
    pub(in super::super) fn go_away(&self, code: u32) -> bool {
        let open = self.connection.ended.get().is_none();
        self.connection
            .go_away((code != 0).then(|| Reason::from(code)));
        open
    }
}

fn advance(
    stream: &mut SendStream<Chunk>,
    body: &mut Body,
    context: &mut Context<'_>,
) -> Poll<Result<(), h2::Error>> {
    loop {
        if let Poll::Ready(reset) = stream.poll_reset(context) {
            return Poll::Ready(Err(reset.map_or_else(|error| error, h2::Error::from)));
        }
        stream.reserve_capacity(1);
        while stream.capacity() == 0 {
            match stream.poll_capacity(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                Poll::Ready(None) => {
                    return Poll::Ready(Err(h2::Error::from(Reason::STREAM_CLOSED)));
                }
            }
        }
        if let Body::File(Some(part), _) = body {
            let bytes = match read(part) {
                Some(bytes) => bytes,
                None => {
                    // It has become shorter than was said.
                    stream.send_reset(Reason::INTERNAL_ERROR);
                    return Poll::Ready(Err(h2::Error::from(Reason::INTERNAL_ERROR)));
                }
            };
            let last = part.length == 0;
            stream.send_data(Chunk::Bytes(bytes), last)?;
            if last {
                return Poll::Ready(Ok(()));
            }
            continue;
        }
        let frame = match Pin::new(&mut *body).poll_frame(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => {
                stream.send_data(Chunk::Bytes(Bytes::new()), true)?;
                return Poll::Ready(Ok(()));
            }
            Poll::Ready(Some(Err(never))) => match never {},
            Poll::Ready(Some(Ok(frame))) => frame,
        };
        match frame.into_data() {
            Ok(data) => {
                let last = body.is_end_stream();
                stream.send_data(Chunk::Data(data), last)?;
                if last {
                    return Poll::Ready(Ok(()));
                }
            }
            Err(frame) => {
                if let Ok(trailers) = frame.into_trailers() {
                    stream.send_trailers(trailers)?;
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

/// The next bytes of a file.
fn read(part: &mut Part) -> Option<Bytes> {
    let mut bytes = vec![0; usize::try_from(part.length.min(READ)).unwrap_or(0)];
    let count = part.file.read_at(&mut bytes, part.offset).ok()?;
    if count == 0 {
        return None;
    }
    bytes.truncate(count);
    part.offset += count as u64;
    part.length -= count as u64;
    Some(Bytes::from(bytes))
}
