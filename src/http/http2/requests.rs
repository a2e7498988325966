//! Requests of an HTTP/2 connection: from the stream that was opened, over the body that is waited for, to the handler.

use std::rc::Rc;
use std::task::{Context, Poll};

use h2::RecvStream;
use h2::server::SendResponse;
use http::header;

use super::super::check::{check, host_of_target};
use super::super::incoming::{BodyError, Collecting, Received};
use super::super::link::Link;
use super::connection::Http2;
use super::heads::{as_upgrade, join_cookies};
use super::sending::Chunk;
use super::stream::Http2Stream;

impl Http2 {
    /// A stream was opened: its handler starts, or its body is waited for.
    pub(super) fn begin(
        self: &Rc<Self>,
        request: http::Request<RecvStream>,
        respond: SendResponse<Chunk>,
    ) {
        let stream = Rc::new(Http2Stream::new(self.clone(), respond));
        let (mut head, incoming) = request.into_parts();
        if let Some(host) = host_of_target(&head.uri) {
            head.headers.insert(header::HOST, host);
        }
        join_cookies(&mut head.headers);
        let tunnelled = match head.extensions.remove::<h2::ext::Protocol>() {
            None => false,
            Some(protocol)
                if self.server.settings.http2.websocket && protocol.as_str() == "websocket" =>
            {
                as_upgrade(&mut head);
                true
            }
            // RFC 9220 §3.
            Some(_) => return stream.refuse(501),
        };
        if head.method == http::Method::HEAD {
            stream.answers_head();
        }
        if let Err(status) = check(&head.method, &head.uri, head.version, &head.headers) {
            return stream.refuse(status);
        }
        if tunnelled {
            // What comes on it is for the WebSocket.
            stream.receive_later(incoming);
            return self.handle(&stream, Received::bodiless(head));
        }
        if incoming.is_end_stream() {
            return self.handle(&stream, Received::bodiless(head));
        }
        match Collecting::new(head, incoming.into(), &self.server.settings.http) {
            Ok(collecting) => self.collecting.borrow_mut().push((stream, collecting)),
            Err(reason) => stream.refuse_body(reason),
        }
    }

    fn handle(&self, stream: &Rc<Http2Stream>, received: Received) {
        self.handlers.set(self.handlers.get() + 1);
        self.server.handle(&Link::Http2(stream.clone()), received);
    }

    /// Takes what has come of bodies, and starts the handlers of those that are complete. Whether there were any.
    pub(super) fn collect(self: &Rc<Self>, context: &mut Context<'_>) -> bool {
        let mut complete = Vec::new();
        {
            let mut collecting = self.collecting.borrow_mut();
            let mut index = 0;
            while index < collecting.len() {
                match collecting[index].1.poll(context) {
                    Poll::Pending => index += 1,
                    Poll::Ready(result) => {
                        let (stream, body) = collecting.swap_remove(index);
                        let received = result.and_then(|()| body.into_received());
                        complete.push((stream, received));
                    }
                }
            }
        }
        let any = !complete.is_empty();
        for (stream, received) in complete {
            match received {
                Ok(received) => self.handle(&stream, received),
                Err(BodyError::Gone) => stream.lost(),
                Err(reason) => stream.refuse_body(reason),
            }
        }
        any
    }
}
