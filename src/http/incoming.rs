//! A request's body on its way in: collected piece by piece, up to a limit.

use std::error::Error as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Buf;
use http_body::Body as _;
use hyper::body::Incoming;

/// A complete request.
pub struct Received {
    /// Its head.
    pub head: http::request::Parts,
    /// Its body.
    pub body: Vec<u8>,
}

/// A request whose body is not complete.
pub(super) struct Collecting {
    head: http::request::Parts,
    incoming: Incoming,
    collected: Vec<u8>,
}

/// Why a body will never be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyError {
    /// Longer than the server allows.
    TooLarge,
    /// Not chunked as RFC 9112 §7.1 wants it.
    Malformed,
    /// The client has gone, or has said that it sends no more.
    Gone,
}

impl Collecting {
    pub(super) fn new(head: http::request::Parts, incoming: Incoming) -> Self {
        Self {
            head,
            incoming,
            collected: Vec::new(),
        }
    }

    /// Takes what has arrived. Ready when the body is complete or never will be.
    pub(super) fn poll(
        &mut self,
        limit: usize,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), BodyError>> {
        if self.incoming.size_hint().lower() > limit as u64 {
            return Poll::Ready(Err(BodyError::TooLarge));
        }
        loop {
            match ready!(Pin::new(&mut self.incoming).poll_frame(context)) {
                None => return Poll::Ready(Ok(())),
                Some(Err(reason)) => return Poll::Ready(Err(reason_of(&reason))),
                Some(Ok(frame)) => {
                    // Trailers are read and dropped, as RFC 9110 §6.5.1 allows.
                    let Ok(data) = frame.into_data() else {
                        continue;
                    };
                    if self.collected.len() + data.len() > limit {
                        return Poll::Ready(Err(BodyError::TooLarge));
                    }
                    self.collected.extend_from_slice(data.chunk());
                }
            }
        }
    }

    /// The request, once its body is complete.
    pub(super) fn into_received(self) -> Received {
        Received {
            head: self.head,
            body: self.collected,
        }
    }
}

fn reason_of(error: &hyper::Error) -> BodyError {
    match error
        .source()
        .and_then(|source| source.downcast_ref::<io::Error>())
        .map(io::Error::kind)
    {
        Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => BodyError::Malformed,
        _ => BodyError::Gone,
    }
}
