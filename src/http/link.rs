//! What a response goes out on: an HTTP/1 connection, or one stream of an HTTP/2 connection.

use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use crate::net::Metered;
use crate::zend::PhpString;

use super::body::Body;
use super::connection::Connection;
use super::file::Files;
use super::http2::Http2Stream;
use super::running::Running;

/// Where a request came from and its response goes.
#[derive(Clone)]
pub(super) enum Link {
    /// HTTP/1: one request at a time.
    Http1(Rc<Connection>),
    /// HTTP/2: one of several requests.
    Http2(Rc<Http2Stream>),
}

/// A link that does not keep an HTTP/1 connection: its task does, as long as there is something to do on it.
pub(super) enum WeakLink {
    /// HTTP/1.
    Http1(Weak<Connection>),
    /// HTTP/2.
    Http2(Rc<Http2Stream>),
}

impl WeakLink {
    /// The link, unless its HTTP/1 connection has ended or was upgraded.
    pub(super) fn upgrade(self) -> Option<Link> {
        match self {
            Self::Http1(connection) => connection.upgrade().map(Link::Http1),
            Self::Http2(stream) => Some(Link::Http2(stream)),
        }
    }
}

/// Calls the same method of either.
macro_rules! either {
    ($link:expr, $it:ident => $call:expr) => {
        match $link {
            Link::Http1($it) => $call,
            Link::Http2($it) => $call,
        }
    };
}

impl Link {
    /// The link for who must not keep an upgraded connection.
    pub(super) fn downgrade(&self) -> WeakLink {
        match self {
            Self::Http1(connection) => WeakLink::Http1(connection.downgrade()),
            Self::Http2(stream) => WeakLink::Http2(stream.clone()),
        }
    }

    /// The connection's descriptor.
    pub(super) fn fd(&self) -> i32 {
        either!(self, it => it.fd())
    }

    /// The stream's number; 0 for HTTP/1.
    pub(super) fn stream_id(&self) -> u32 {
        match self {
            Self::Http1(_) => 0,
            Self::Http2(stream) => stream.id(),
        }
    }

    /// The stream, of HTTP/2.
    pub(super) fn http2(&self) -> Option<&Rc<Http2Stream>> {
        match self {
            Self::Http1(_) => None,
            Self::Http2(stream) => Some(stream),
        }
    }

    /// The connection's socket, if it is there.
    pub(super) fn stream(&self) -> Option<Rc<Metered>> {
        either!(self, it => it.stream())
    }

    /// The server it belongs to.
    pub(super) fn server(&self) -> &Rc<Running> {
        either!(self, it => it.server())
    }

    /// The client's address and port.
    pub(super) fn peer(&self) -> (PhpString, u16) {
        either!(self, it => it.peer())
    }

    /// Our address and port.
    pub(super) fn local(&self) -> (PhpString, u16) {
        either!(self, it => it.local())
    }

    /// Whether the client can still be answered.
    pub(super) fn is_open(&self) -> bool {
        either!(self, it => it.is_open())
    }

    /// Sends a response, or the beginning of one. False when the client is gone.
    pub(super) fn respond(&self, response: hyper::Response<Body>) -> bool {
        either!(self, it => it.respond(response))
    }

    /// The connection whose [`Connection::simple_head`] may be one for this response.
    pub(super) fn direct(&self) -> Option<&Connection> {
        match self {
            Self::Http1(connection) if connection.is_direct() => Some(connection),
            Self::Http1(_) | Self::Http2(_) => None,
        }
    }

    /// Answers without a handler.
    pub(super) fn refuse(&self, status: u16) {
        either!(self, it => it.refuse(status));
    }

    /// Sends what was added to a streamed body. False when the client is gone.
    pub(super) fn pump(&self) -> bool {
        either!(self, it => it.pump())
    }

    /// Sends the rest of a streamed body, to which nothing will be added. False when the client is gone.
    pub(super) fn end_stream(&self) -> bool {
        match self {
            Self::Http1(connection) => connection.end_stream(),
            Self::Http2(stream) => stream.pump(),
        }
    }

    /// The files that are being sent.
    pub(super) fn files(&self) -> Rc<Files> {
        match self {
            Self::Http1(connection) => connection.files(),
            // A stream reads its file itself.
            Self::Http2(_) => Rc::default(),
        }
    }

    /// Whether a write has failed.
    pub(super) fn has_failed(&self) -> bool {
        either!(self, it => it.has_failed())
    }

    /// Why nothing can be sent any more.
    pub(super) fn errno(&self) -> i32 {
        either!(self, it => it.errno())
    }

    /// Whether the client has not taken everything yet.
    pub(super) fn is_blocked(&self) -> bool {
        either!(self, it => it.is_blocked())
    }

    /// Ready when the client has taken everything, or is gone.
    pub(super) fn poll_unblocked(&self, context: &mut Context<'_>) -> Poll<()> {
        either!(self, it => it.poll_unblocked(context))
    }

    /// The handler has ended.
    pub(super) fn handler_ended(&self) {
        either!(self, it => it.handler_ended());
    }

    /// Ends it at once. False when it had ended before.
    pub(super) fn abort(&self) -> bool {
        either!(self, it => it.abort())
    }

    /// Takes the socket out of HTTP's hands, once all earlier responses are with the kernel. A stream has none.
    pub(super) fn poll_take_over(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Option<(Rc<Metered>, Vec<u8>)>> {
        match self {
            Self::Http1(connection) => connection.poll_take_over(context),
            Self::Http2(_) => Poll::Ready(None),
        }
    }
}
