//! A response as far as it has come, and what the script gets of it.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use h2::{FlowControl, Reason, SendStream};
use http::HeaderMap;

use crate::class::HTTP2_RESPONSE;
use crate::http::http2::Chunk;
use crate::slot::http2_response as slot;
use crate::websocket::message::Payload as _;
use crate::zend::globals::memory_left;
use crate::zend::{Array, Object, Value};

use super::super::body::{Received, Target};
use super::super::class::status;
use super::super::response::Sink as _;
use super::super::settings::Settings;

/// From this length on a body without a limit of its own is measured against what memory there is.
const WATCHED: usize = 64 * 1024;

/// What receives a response, step by step.
pub(super) type Collecting = Pin<Box<dyn Future<Output = ()>>>;

/// How a response has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All of it is there.
    Complete,
    /// No more will come: the error code of HTTP/2, or one of `SWOOLE_ERROR_*`.
    Failed(i64),
}

/// A stream: a request, and its response.
pub(super) struct Stream {
    pub(super) id: u32,
    /// Its response may be taken in parts.
    pub(super) in_parts: bool,
    /// `write()` may send more.
    pub(super) pipeline: bool,
    /// For the request's body; `None` while it is sent, and after its end.
    pub(super) sender: Option<SendStream<Chunk>>,
    /// The coroutine that sends it.
    pub(super) sending: Option<i64>,
    /// Dropped with the stream.
    pub(super) collecting: Option<Collecting>,
    pub(super) outcome: Option<Outcome>,
    /// Something has come that `read()` has not taken.
    pub(super) has_news: bool,
    received: Received,
    /// Kept for the parts to come.
    headers: Value,
    /// The longest body, where the settings name none: several at once may come to more than there is.
    limit: Option<usize>,
    flow: Option<FlowControl>,
    /// Bytes for which the window is still closed.
    held: usize,
}

impl Stream {
    pub(super) fn new(id: u32, settings: &Settings, in_parts: bool, pipeline: bool) -> Self {
        let received = Received::new(settings, false);
        Self {
            id,
            in_parts,
            pipeline,
            sender: None,
            sending: None,
            collecting: None,
            outcome: None,
            has_news: false,
            limit: settings.max_length.is_none().then(|| received.limit()),
            received,
            headers: Value::null(),
            flow: None,
            held: 0,
        }
    }

    /// The head has come.
    pub(super) fn head(&mut self, status: u16, headers: &HeaderMap, flow: FlowControl) {
        self.received.head(status, &lines(headers));
        self.flow = Some(flow);
        self.has_news = true;
    }

    /// A piece of the body has come. With `take` the window opens again at once.
    ///
    /// # Errors
    ///
    /// It is too long, or does not decode: a `SWOOLE_ERROR_*` code.
    pub(super) fn data(&mut self, bytes: &Bytes, take: bool) -> Result<(), i32> {
        self.held += bytes.len();
        if let Some(limit) = self.limit
            && let Target::Memory(body) = &self.received.target
            && body.len() >= WATCHED
        {
            // Growing takes room for the old and the new; others have grown meanwhile.
            let room = memory_left().saturating_mul(2).max(body.capacity());
            self.received.set_limit(limit.min(room));
        }
        if self.received.body(bytes).is_err() {
            return Err(self.received.refused.unwrap_or(libc::EIO));
        }
        self.has_news = true;
        if take || !self.in_parts {
            self.release();
        }
        Ok(())
    }

    /// Lets the server send more.
    pub(super) fn release(&mut self) {
        if let Some(flow) = &mut self.flow {
            // Of a stream that is over there is nothing to open.
            let _ = flow.release_capacity(std::mem::take(&mut self.held));
        }
    }

    /// Fields after the body: with those before it, as Swoole has them.
    pub(super) fn trailers(&mut self, trailers: &HeaderMap) {
        if let Some(headers) = self.headers.as_array() {
            self.headers = Value::null();
            self.received.headers = headers;
        }
        for header in lines(trailers) {
            self.received.note(&header);
        }
        self.has_news = true;
    }

    /// Nothing more will come.
    pub(super) fn end(&mut self, outcome: Outcome) {
        if outcome == Outcome::Complete {
            self.received.finish();
        }
        let refused = self.received.refused;
        self.outcome = Some(refused.map_or(outcome, |code| Outcome::Failed(i64::from(code))));
        self.has_news = true;
        self.flow = None;
        // A request whose answer is complete goes on as long as the script and the server like.
        if self.outcome != Some(Outcome::Complete) {
            self.reset();
        }
    }

    /// Tells the server that nobody wants the rest.
    pub(super) fn reset(&mut self) {
        if let Some(sender) = &mut self.sender {
            sender.send_reset(Reason::CANCEL);
        }
        self.sender = None;
    }

    /// Whether `read()`, or else `recv()`, has something to take.
    pub(super) fn is_ready(&self, parts: bool) -> bool {
        self.outcome.is_some() || (parts && self.in_parts && self.has_news)
    }

    /// What there is, for the script.
    pub(super) fn take(&mut self) -> Object {
        self.release();
        self.has_news = false;
        let response = Object::new(&HTTP2_RESPONSE);
        response.set(slot::STREAM_ID, i64::from(self.id));
        let received = &mut self.received;
        if self.headers.is_null() && received.status.is_some() {
            self.headers = std::mem::replace(&mut received.headers, Array::empty()).into();
        }
        let status = received.status.map_or(0, i64::from);
        match self.outcome {
            Some(Outcome::Failed(code)) => {
                response.set(slot::ERR_CODE, code);
                response.set(slot::STATUS_CODE, status::SERVER_RESET);
            }
            outcome => {
                response.set(slot::STATUS_CODE, status);
                response.set(slot::PIPELINE, outcome.is_none());
            }
        }
        response.set(slot::HEADERS, self.headers.clone());
        if !received.cookie_lines.is_empty() {
            let lines = std::mem::replace(&mut received.cookie_lines, Array::empty());
            response.set(slot::SET_COOKIE_HEADERS, lines);
            let mut cookies = Array::empty();
            for (name, value) in std::mem::take(&mut received.cookies) {
                cookies.set(&name, value);
            }
            response.set(slot::COOKIES, cookies);
        }
        response.set(slot::DATA, received.take_body());
        response
    }
}

fn lines(headers: &HeaderMap) -> Vec<httparse::Header<'_>> {
    headers
        .iter()
        .map(|(name, value)| httparse::Header {
            name: name.as_str(),
            value: value.as_bytes(),
        })
        .collect()
}
