//! Requests that come whole and are answered whole, past hyper: see `whole`.
//!
//! A connection begins this way. Where anything else comes than a simple request, hyper is made and reads it; where a
//! simple request gets anything else than a simple answer, hyper is made too, reads the request again, and sends the
//! answer. It then stays until `tidy` has it put away.

use std::io::{self, IoSlice};
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::ext::ReasonPhrase;

use crate::error::errno_of;
use crate::http::body::Body;
use crate::http::io::{Got, poll_read_past};
use crate::http::mailbox::Arrived;
use crate::http::response::ResponseState;
use crate::http::{simple_head, whole};
use crate::net::Metered;
use crate::zend::{Object, PhpString};

use super::codec::Codec;
use super::{Connection, Phase};

/// Most bytes of a request that is read here.
const MOST: usize = 8 * 1024;

/// A response on its way, of which the kernel has not taken everything.
pub(in crate::http) struct Rest {
    head: Vec<u8>,
    body: Option<PhpString>,
    /// Bytes that were sent, of both.
    sent: usize,
    closes: bool,
}

impl Rest {
    fn is_over(&self) -> bool {
        self.sent == self.head.len() + self.body.as_ref().map_or(0, |body| body.len())
    }

    fn send(&mut self, stream: &Metered) -> io::Result<usize> {
        let (head, body) = match self.sent.checked_sub(self.head.len()) {
            None => (&self.head[self.sent..], self.body.as_deref().unwrap_or(&[])),
            Some(sent) => (&[][..], &self.body.as_deref().unwrap_or(&[])[sent..]),
        };
        let count = match (head, body) {
            (head, []) => stream.try_send(head),
            ([], body) => stream.try_send(body),
            (head, body) => stream.try_send_vectored(&[IoSlice::new(head), IoSlice::new(body)]),
        }?;
        self.sent += count;
        Ok(count)
    }
}

thread_local! {
    /// Where heads are written. A response that leaves at once, as nearly all do, needs no memory of its own.
    static HEAD: std::cell::Cell<Vec<u8>> = const { std::cell::Cell::new(Vec::new()) };
}

impl Connection {
    /// Reads the next request. Pending: there is none yet, or it is in the mailbox, or hyper has what came. Ready: the
    /// connection is over.
    pub(super) fn poll_request(&self, codec: &mut Codec, context: &mut Context<'_>) -> Poll<()> {
        // The next request may wait in the kernel for as long as the handler of this one runs.
        if !matches!(*self.phase.borrow(), Phase::Idle) || self.mailbox.request.borrow().is_some() {
            return Poll::Pending;
        }
        let Some(stream) = self.stream.borrow().clone() else {
            return Poll::Ready(());
        };
        if self.server.is_stopping() {
            stream.shutdown_write();
            return Poll::Ready(());
        }
        let read = poll_read_past(&stream, &self.traffic, MOST, context, |bytes, is_first| {
            let bytes = Bytes::copy_from_slice(bytes);
            match whole::request(&bytes) {
                Some(head) => {
                    *self.mailbox.request.borrow_mut() = Some(Arrived::Direct(head));
                    self.mailbox.unanswered.set(true);
                    *codec = Codec::Direct(bytes);
                }
                None => *codec = self.codec_for(stream.clone(), &bytes, is_first),
            }
        });
        match ready!(read) {
            Ok(Got::Bytes) => Poll::Pending,
            // The client has said all it wants to say, or is gone.
            Ok(Got::End) => {
                stream.shutdown_write();
                Poll::Ready(())
            }
            Err(_) => Poll::Ready(()),
        }
    }

    /// Whether a request that came past hyper waits for its answer, and the connection goes on after it.
    pub(in crate::http) fn is_direct(&self) -> bool {
        let codec = self.codec.try_borrow();
        codec.is_ok_and(|codec| matches!(*codec, Codec::Direct(_))) && !self.server.is_stopping()
    }

    /// The head of a response with a body of `length` bytes, for [`Self::send_past`], where [`Self::is_direct`]; `None`: it is
    /// no simple one.
    pub(in crate::http) fn simple_head(
        &self,
        response: &Object,
        state: &ResponseState,
        length: usize,
    ) -> Option<Vec<u8>> {
        let mut head = HEAD.take();
        head.clear();
        if simple_head::append(response, state, &self.server, length, &mut head) {
            return Some(head);
        }
        HEAD.set(head);
        None
    }

    /// Sends a response past hyper, if it is one that can be, to a request that came that way; whether the client is still
    /// there. `None`: it is for hyper.
    pub(super) fn respond_directly(&self, response: &mut hyper::Response<Body>) -> Option<bool> {
        let mut codec = self.codec.try_borrow_mut().ok()?;
        let Codec::Direct(request) = &*codec else {
            return None;
        };
        let length = match response.body() {
            Body::Empty => Some(0),
            Body::Whole(body) => Some(body.as_ref().map_or(0, |body| body.len())),
            Body::Stream(_) | Body::File(..) => None,
        };
        let mut head = HEAD.take();
        head.clear();
        let written = length.and_then(|length| {
            let phrase = response.extensions().get::<ReasonPhrase>();
            let phrase = phrase.map(ReasonPhrase::as_bytes);
            whole::append_head(response, phrase, length, &mut head)
        });
        let Some(closes) = written else {
            HEAD.set(head);
            let request = request.to_vec();
            let stream = self.stream.borrow().clone()?;
            self.mailbox.is_repeated.set(true);
            *codec = self.codec(stream, request);
            return None;
        };
        drop(codec);
        let body = match response.body_mut() {
            Body::Whole(body) => body.take(),
            _ => None,
        };
        Some(self.send_past(head, body, closes))
    }

    /// Sends the answer to the request that waits for it. False when the client is gone.
    pub(in crate::http) fn send_past(
        &self,
        head: Vec<u8>,
        body: Option<PhpString>,
        closes: bool,
    ) -> bool {
        let Some(stream) = self.stream.borrow().clone() else {
            return false;
        };
        self.mailbox.unanswered.set(false);
        let mut rest = Rest {
            head,
            body,
            sent: 0,
            closes,
        };
        let sent = self.send_rest(&stream, &mut rest);
        if matches!(sent, Ok(false)) {
            self.codec.replace(Codec::Sending(Box::new(rest)));
            // Waits for the kernel.
            return self.pump();
        }
        self.codec.replace(Codec::Away);
        HEAD.set(rest.head);
        if closes || sent.is_err() {
            stream.shutdown_write();
            self.finish();
            self.wake_task();
        } else if matches!(*self.phase.borrow(), Phase::Idle) {
            // The handler has ended long ago: nobody else has the next request looked for.
            self.wake_task();
        }
        sent.is_ok()
    }

    /// Whether everything was sent.
    fn send_rest(&self, stream: &Metered, rest: &mut Rest) -> io::Result<bool> {
        let traffic = &self.traffic;
        while !rest.is_over() {
            match rest.send(stream) {
                Ok(count) => traffic.sent.set(traffic.sent.get() + count as u64),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    traffic.block();
                    return Ok(false);
                }
                Err(error) => {
                    traffic.error.set(errno_of(&error));
                    return Err(error);
                }
            }
        }
        traffic.unblock();
        Ok(true)
    }

    /// Goes on sending. Ready: the connection is over.
    pub(super) fn poll_rest(&self, codec: &mut Codec, context: &mut Context<'_>) -> Poll<()> {
        let Codec::Sending(rest) = codec else {
            return Poll::Pending;
        };
        let Some(stream) = self.stream.borrow().clone() else {
            return Poll::Ready(());
        };
        loop {
            match self.send_rest(&stream, rest) {
                Ok(false) => {
                    if ready!(stream.poll_writable_again(context)).is_err() {
                        return Poll::Ready(());
                    }
                }
                Ok(true) if rest.closes => {
                    stream.shutdown_write();
                    return Poll::Ready(());
                }
                Ok(true) => {
                    *codec = Codec::Away;
                    return self.poll_request(codec, context);
                }
                Err(_) => return Poll::Ready(()),
            }
        }
    }

    /// hyper's connection for what has come. `Away`: nobody can say yet what it is, or it is HTTP/2.
    fn codec_for(&self, stream: Rc<Metered>, bytes: &[u8], is_first: bool) -> Codec {
        // Over TLS the protocol was agreed on before.
        if !is_first || stream.is_tls() {
            return self.codec(stream, bytes.to_vec());
        }
        match self.traffic.begin(bytes) {
            Some(bytes) => self.codec(stream, bytes),
            None if self.traffic.speaks_http2() => Codec::Away,
            None => self.codec(stream, Vec::new()),
        }
    }
}
