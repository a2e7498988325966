//! How a connection leaves HTTP/1: for HTTP/2, in both its ways, and for WebSocket.

use std::rc::Rc;
use std::task::{Context, Poll};

use crate::http::http2;
use crate::net::Metered;

use super::codec::{Codec, Hyper};
use super::{Connection, Phase};

impl Connection {
    /// The client speaks HTTP/2 from the first byte on ("prior knowledge", RFC 9113 §3.3).
    #[cold]
    pub(super) fn go_on_as_http2(&self, preface: Vec<u8>) {
        let stream = self.stream.take();
        self.finish();
        if let Some(stream) = stream {
            http2::serve(stream, preface, self.server.clone());
        }
    }

    /// The settings with which this request asks to go on as HTTP/2.
    #[cold]
    pub(super) fn h2c_settings(&self, head: &http::request::Parts) -> Option<Vec<u8>> {
        // Over TLS the protocol was agreed on before.
        if self.server.tls.is_some() || self.server.is_stopping() {
            return None;
        }
        http2::h2c::offered(&head.method, head.version, &head.headers)
    }

    /// Waits until all earlier responses are with the kernel, then takes the socket out of HTTP's
    /// hands, together with what was read beyond the current request.
    pub(in crate::http) fn poll_take_over(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Option<(Rc<Metered>, Vec<u8>)>> {
        if self.is_open() && self.traffic.poll_unblocked(context).is_pending() {
            return Poll::Pending;
        }
        let codec = self.codec.replace(Codec::Over);
        let stream = self.stream.take();
        self.wake_task();
        Poll::Ready(stream.and_then(|stream| match codec {
            Codec::Here(hyper) => Some((stream, read_ahead(hyper))),
            Codec::Direct(_) => Some((stream, Vec::new())),
            // Answered, and the handler goes on.
            Codec::Away if matches!(*self.phase.borrow(), Phase::Handler) => {
                Some((stream, Vec::new()))
            }
            Codec::Away | Codec::Sending(_) | Codec::Over => None,
        }))
    }
}

/// What hyper has read beyond the request. Not inlined: hyper's state passes over the stack, and
/// every page of a coroutine's stack that was touched once stays resident.
#[inline(never)]
fn read_ahead(hyper: Box<Hyper>) -> Vec<u8> {
    hyper.into_parts().read_buf.to_vec()
}
