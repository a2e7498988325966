//! A request's body on its way in: collected piece by piece, up to a limit. A multipart form is taken apart as it
//! comes; its files never are in memory.

use std::error::Error as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Buf;
use h2::RecvStream;
use http::{Method, header};
use http_body::Body as _;
use hyper::body::Incoming;

use super::multipart::boundary_of;
use super::settings::Http;
use super::upload::{Form, FormError, Receiver};

/// Most bytes of a multipart body that are kept for `rawContent()` beside its fields and files: as many as
/// `package_max_length` is by default.
const MAX_RAW_FORM: usize = 2 * 1024 * 1024;
/// Room made for a body before any of it has come: what a client says of its length is no reason to believe it.
const FIRST_ROOM: u64 = 64 * 1024;

/// A complete request.
pub struct Received {
    /// Its head.
    pub head: http::request::Parts,
    /// Its body.
    pub content: Content,
}

/// A complete body.
pub struct Content {
    /// As it came; `None` when it was a form too long to be kept beside what is in it.
    pub raw: Option<Vec<u8>>,
    /// The multipart form in it.
    pub form: Option<Form>,
}

impl Content {
    /// That of a request without a body.
    pub(super) fn empty() -> Self {
        Self {
            raw: Some(Vec::new()),
            form: None,
        }
    }

    /// Whether there is no body.
    pub(super) fn is_empty(&self) -> bool {
        self.form.is_none() && self.raw.as_ref().is_some_and(Vec::is_empty)
    }
}

impl Received {
    /// A request without a body.
    pub(super) fn bodiless(head: http::request::Parts) -> Self {
        Self {
            head,
            content: Content::empty(),
        }
    }
}

/// A request whose body is not complete.
pub(super) struct Collecting {
    head: http::request::Parts,
    incoming: Source,
    content: Collector,
    limit: usize,
}

/// Where a body comes from.
#[derive(Debug)]
pub(super) enum Source {
    /// hyper.
    Http1(Incoming),
    /// A stream of h2's.
    Http2(RecvStream),
}

impl From<Incoming> for Source {
    fn from(incoming: Incoming) -> Self {
        Self::Http1(incoming)
    }
}

impl From<RecvStream> for Source {
    fn from(incoming: RecvStream) -> Self {
        Self::Http2(incoming)
    }
}

/// Why a body will never be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyError {
    /// Longer than the server allows.
    TooLarge,
    /// Not chunked as RFC 9112 §7.1 wants it.
    Malformed,
    /// A form that is refused.
    Form(FormError),
    /// The client has gone, or has said that it sends no more.
    Gone,
}

impl BodyError {
    /// The status to refuse the request with; `None` when nobody is there to read it.
    pub(super) fn status(self) -> Option<u16> {
        match self {
            Self::TooLarge | Self::Form(FormError::TooManyFiles) => Some(413),
            Self::Malformed | Self::Form(FormError::Malformed(_)) => Some(400),
            Self::Gone => None,
        }
    }
}

/// Whether a request's body may be a form: methods as in Swoole.
pub(super) fn may_have_form(method: &Method) -> bool {
    matches!(
        *method,
        Method::POST | Method::PUT | Method::DELETE | Method::PATCH
    )
}

impl Collecting {
    /// # Errors
    ///
    /// Why no body of this head will be accepted.
    pub(super) fn new(
        head: http::request::Parts,
        incoming: Source,
        settings: &Http,
    ) -> Result<Self, BodyError> {
        let boundary = if settings.parse_post && may_have_form(&head.method) {
            head.headers
                .get(header::CONTENT_TYPE)
                .and_then(|kind| boundary_of(kind.as_bytes()))
                .transpose()
                .map_err(|reason| BodyError::Form(reason.into()))?
        } else {
            None
        };
        let announced = match &incoming {
            Source::Http1(incoming) => incoming.size_hint().lower(),
            Source::Http2(_) => announced(&head),
        };
        if announced > settings.max_length as u64 {
            return Err(BodyError::TooLarge);
        }
        let room = announced.min(FIRST_ROOM) as usize;
        Ok(Self {
            head,
            incoming,
            content: Collector {
                raw: Some(Vec::with_capacity(room)),
                length: 0,
                form: boundary.map(|boundary| Receiver::new(&boundary, settings.uploads.clone())),
            },
            limit: settings.max_length,
        })
    }

    /// Bytes of the body that have come.
    pub(super) fn length(&self) -> usize {
        self.content.length
    }

    /// Takes what has arrived. Ready when the body is complete or never will be.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BodyError>> {
        loop {
            let incoming = match &mut self.incoming {
                Source::Http1(incoming) => incoming,
                Source::Http2(incoming) => {
                    return poll_http2(incoming, &mut self.content, self.limit, context);
                }
            };
            match ready!(Pin::new(incoming).poll_frame(context)) {
                None => return Poll::Ready(Ok(())),
                Some(Err(reason)) => return Poll::Ready(Err(reason_of(&reason))),
                Some(Ok(frame)) => {
                    // Trailers are read and dropped, as RFC 9110 §6.5.1 allows.
                    let Ok(data) = frame.into_data() else {
                        continue;
                    };
                    self.content.add(data.chunk(), self.limit)?;
                }
            }
        }
    }

    /// The request, once its body is complete.
    pub(super) fn into_received(self) -> Result<Received, BodyError> {
        Ok(Received {
            head: self.head,
            content: self.content.finish()?,
        })
    }
}

/// What a head says of the length of its body.
fn announced(head: &http::request::Parts) -> u64 {
    head.headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// Takes what has come on an HTTP/2 stream, and lets the client send as much again.
fn poll_http2(
    incoming: &mut RecvStream,
    content: &mut Collector,
    limit: usize,
    context: &mut Context<'_>,
) -> Poll<Result<(), BodyError>> {
    loop {
        match ready!(incoming.poll_data(context)) {
            // Trailers are dropped.
            None => return Poll::Ready(Ok(())),
            Some(Err(_)) => return Poll::Ready(Err(BodyError::Gone)),
            Some(Ok(data)) => {
                content.add(&data, limit)?;
                let released = incoming.flow_control().release_capacity(data.len());
                released.map_err(|_| BodyError::Gone)?;
            }
        }
    }
}

/// A body as far as it has come.
pub(super) struct Collector {
    raw: Option<Vec<u8>>,
    length: usize,
    form: Option<Receiver>,
}

impl Collector {
    fn add(&mut self, bytes: &[u8], limit: usize) -> Result<(), BodyError> {
        self.length += bytes.len();
        if self.length > limit {
            return Err(BodyError::TooLarge);
        }
        if let Some(form) = &mut self.form {
            form.feed(bytes).map_err(BodyError::Form)?;
            if self.length > MAX_RAW_FORM {
                self.raw = None;
            }
        }
        if let Some(raw) = &mut self.raw {
            raw.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn finish(self) -> Result<Content, BodyError> {
        let form = self.form.map(Receiver::finish).transpose();
        Ok(Content {
            raw: self.raw,
            form: form.map_err(BodyError::Form)?,
        })
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
