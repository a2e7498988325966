//! How requests leave hyper and responses get there: a service that does nothing but hand over.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use hyper::body::Incoming;
use hyper::service::Service;

use super::body::Body;

/// A request that has come.
pub(super) enum Arrived {
    /// By way of hyper.
    Hyper(hyper::Request<Incoming>),
    /// Without a body, past hyper.
    Direct(http::request::Parts),
}

/// What hyper's service hands over and waits for.
#[derive(Default)]
pub(super) struct Mailbox {
    /// The request that is to be handled next.
    pub(super) request: RefCell<Option<Arrived>>,
    /// The response it is to send.
    pub(super) response: RefCell<Option<hyper::Response<Body>>>,
    /// Whether a response is waited for, or more of one.
    pub(super) unanswered: Cell<bool>,
    /// Whether the request that hyper reads next is handled already.
    pub(super) is_repeated: Cell<bool>,
    /// Whether hyper writes something of a response. What it writes else is its own.
    pub(super) is_written: Cell<bool>,
}

impl Mailbox {
    /// Everything that hyper had is with the kernel.
    pub(super) fn flushed(&self) {
        if !self.unanswered.get() {
            self.is_written.set(false);
        }
    }
}

/// hyper's service: puts the request into the mailbox and waits for the response there.
pub(super) struct Handler(pub(super) Rc<Mailbox>);

pub(super) struct Reply(Rc<Mailbox>);

impl Service<hyper::Request<Incoming>> for Handler {
    type Response = hyper::Response<Body>;
    type Error = Infallible;
    type Future = Reply;

    fn call(&self, request: hyper::Request<Incoming>) -> Reply {
        if !self.0.is_repeated.take() {
            *self.0.request.borrow_mut() = Some(Arrived::Hyper(request));
        }
        self.0.unanswered.set(true);
        Reply(self.0.clone())
    }
}

impl Future for Reply {
    type Output = Result<hyper::Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        // Whoever answers polls the connection: no waker is needed.
        match self.0.response.borrow_mut().take() {
            Some(response) => {
                self.0
                    .unanswered
                    .set(matches!(response.body(), Body::Stream(_)));
                self.0.is_written.set(true);
                Poll::Ready(Ok(response))
            }
            None => Poll::Pending,
        }
    }
}
