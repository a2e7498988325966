//! One HTTP/1 connection: hyper parses and encodes, this file decides when.
//!
//! hyper's connection is polled by its own task on the main stack, and by whoever has just given it
//! something to send (`end()`, `write()`): a response leaves at once, not when the handler ends.
//! Each request's handler runs in a coroutine of its own; the next request of the connection waits
//! until it has ended.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{ready, Context, Poll, Waker};
use std::time::Duration;

use bytes::Buf;
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;

use crate::coroutine::scheduler;
use crate::net::stream::Endpoint;
use crate::net::Stream;
use crate::zend::PhpString;

use super::body::Body;
use super::io::{HttpIo, Timers};
use super::server::Running;

/// Time for a request's head to arrive, and for an idle connection to send the next one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);

type Hyper = http1::Connection<HttpIo, Handler>;

/// What hyper's service hands over and waits for.
#[derive(Default)]
struct Mailbox {
    request: RefCell<Option<hyper::Request<Incoming>>>,
    response: RefCell<Option<hyper::Response<Body>>>,
}

/// hyper's service: puts the request into the mailbox and waits for the response there.
struct Handler(Rc<Mailbox>);

struct Reply(Rc<Mailbox>);

impl Service<hyper::Request<Incoming>> for Handler {
    type Response = hyper::Response<Body>;
    type Error = Infallible;
    type Future = Reply;

    fn call(&self, request: hyper::Request<Incoming>) -> Reply {
        *self.0.request.borrow_mut() = Some(request);
        Reply(self.0.clone())
    }
}

impl Future for Reply {
    type Output = Result<hyper::Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        // Whoever answers polls the connection: no waker is needed.
        match self.0.response.borrow_mut().take() {
            Some(response) => Poll::Ready(Ok(response)),
            None => Poll::Pending,
        }
    }
}

/// A complete request.
pub struct Received {
    /// Its head.
    pub head: http::request::Parts,
    /// Its body.
    pub body: Vec<u8>,
}

enum Phase {
    /// Waits for a request's head.
    Idle,
    /// Collects the body of a request.
    Body(Box<Collecting>),
    /// A handler runs.
    Handler,
}

struct Collecting {
    head: http::request::Parts,
    incoming: Incoming,
    collected: Vec<u8>,
}

/// An HTTP connection of a running server.
pub struct Connection {
    hyper: RefCell<Option<Hyper>>,
    mailbox: Rc<Mailbox>,
    stream: RefCell<Option<Rc<Stream>>>,
    blocked: Rc<Cell<bool>>,
    fd: i32,
    phase: RefCell<Phase>,
    waker: RefCell<Option<Waker>>,
    /// Whether the task's poll is on the stack below us.
    in_poll: Cell<bool>,
    close_after: Cell<bool>,
    server: Rc<Running>,
    peer: OnceEndpoint,
    local: OnceEndpoint,
}

/// An address as PHP shows it, looked up when first asked for.
type OnceEndpoint = std::cell::OnceCell<(PhpString, u16)>;

fn endpoint(cell: &OnceEndpoint, look_up: impl FnOnce() -> Option<Endpoint>) -> (PhpString, u16) {
    let (address, port) = cell.get_or_init(|| {
        let found = look_up().unwrap_or_default();
        (PhpString::new(found.address.as_bytes()), found.port)
    });
    (address.clone(), *port)
}

impl Connection {
    /// Serves `stream` in the background.
    pub(super) fn serve(stream: Stream, server: Rc<Running>) {
        let stream = Rc::new(stream);
        let mailbox = Rc::new(Mailbox::default());
        let io = HttpIo::new(stream.clone());
        let blocked = io.blocked.clone();
        let hyper = http1::Builder::new()
            .timer(Timers)
            .header_read_timeout(HEAD_TIMEOUT)
            .title_case_headers(true)
            .auto_date_header(false)
            .serve_connection(io, Handler(mailbox.clone()));
        let connection = Rc::new(Self {
            hyper: RefCell::new(Some(hyper)),
            mailbox,
            fd: stream.fd(),
            stream: RefCell::new(Some(stream)),
            blocked,
            phase: RefCell::new(Phase::Idle),
            waker: RefCell::new(None),
            in_poll: Cell::new(false),
            close_after: Cell::new(false),
            server,
            peer: OnceEndpoint::new(),
            local: OnceEndpoint::new(),
        });
        connection.server.enter(&connection);
        scheduler::spawn_task(async move {
            std::future::poll_fn(|context| connection.poll(context)).await;
            connection.server.leave(&connection);
            scheduler::control_returned();
        });
    }

    /// The descriptor.
    pub(super) fn fd(&self) -> i32 {
        self.fd
    }

    /// The server this connection belongs to.
    pub(super) fn server(&self) -> &Rc<Running> {
        &self.server
    }

    /// The client's address and port.
    pub(super) fn peer(&self) -> (PhpString, u16) {
        endpoint(&self.peer, || self.stream.borrow().as_ref().map(|stream| stream.peer()))
    }

    /// Our address and port.
    pub(super) fn local(&self) -> (PhpString, u16) {
        endpoint(&self.local, || self.stream.borrow().as_ref().map(|stream| stream.local()))
    }

    /// Whether the client can still be answered.
    pub(super) fn is_open(&self) -> bool {
        self.hyper.borrow().is_some()
    }

    fn poll(self: &Rc<Self>, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut waker = self.waker.borrow_mut();
            if !waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
                *waker = Some(context.waker().clone());
            }
        }
        self.in_poll.set(true);
        let polled = self.poll_steps(context);
        self.in_poll.set(false);
        polled
    }

    fn poll_steps(self: &Rc<Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut driven_for_body = false;
        loop {
            if self.drive(context).is_ready() {
                self.finish();
                return Poll::Ready(());
            }
            loop {
                match self.next_request(context) {
                    Next::Request(received) => {
                        driven_for_body = false;
                        self.server.handle(self, received);
                        if !self.is_open() {
                            return Poll::Ready(());
                        }
                        if scheduler::is_bailing_out() {
                            return Poll::Pending;
                        }
                    }
                    // hyper fills a body only while it is polled itself.
                    Next::Drive if !driven_for_body => {
                        driven_for_body = true;
                        break;
                    }
                    Next::Drive | Next::Wait => return Poll::Pending,
                }
            }
        }
    }

    fn next_request(&self, context: &mut Context<'_>) -> Next {
        let mut phase = self.phase.borrow_mut();
        loop {
            match &mut *phase {
                Phase::Handler => return Next::Wait,
                Phase::Idle => {
                    let Some(request) = self.mailbox.request.borrow_mut().take() else { return Next::Wait };
                    let (head, incoming) = request.into_parts();
                    if incoming.is_end_stream() {
                        *phase = Phase::Handler;
                        return Next::Request(Received { head, body: Vec::new() });
                    }
                    *phase = Phase::Body(Box::new(Collecting { head, incoming, collected: Vec::new() }));
                }
                Phase::Body(collecting) => {
                    let polled = Self::poll_body(collecting, self.server.settings.max_length, context);
                    let Poll::Ready(complete) = polled else { return Next::Drive };
                    let Phase::Body(done) = std::mem::replace(&mut *phase, Phase::Handler) else {
                        return Next::Wait;
                    };
                    match complete {
                        Ok(()) => return Next::Request(Received { head: done.head, body: done.collected }),
                        Err(BodyError::Broken) => return Next::Drive,
                        Err(BodyError::TooLarge) => {
                            drop(phase);
                            self.refuse(413);
                            return Next::Drive;
                        }
                    }
                }
            }
        }
    }

    fn poll_body(collecting: &mut Collecting, limit: usize, context: &mut Context<'_>) -> Poll<Result<(), BodyError>> {
        let expected = collecting.incoming.size_hint().lower();
        if expected > limit as u64 {
            return Poll::Ready(Err(BodyError::TooLarge));
        }
        loop {
            match ready!(Pin::new(&mut collecting.incoming).poll_frame(context)) {
                None => return Poll::Ready(Ok(())),
                Some(Err(_)) => return Poll::Ready(Err(BodyError::Broken)),
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    if collecting.collected.len() + data.len() > limit {
                        return Poll::Ready(Err(BodyError::TooLarge));
                    }
                    collecting.collected.extend_from_slice(data.chunk());
                }
            }
        }
    }

    /// Answers without a handler, and ends the connection.
    pub(super) fn refuse(&self, status: u16) {
        self.close_after.set(true);
        let response = super::response::plain(status, true);
        self.respond(response);
    }

    /// Polls hyper. Ready: the connection has ended.
    fn drive(&self, context: &mut Context<'_>) -> Poll<()> {
        let Ok(mut hyper) = self.hyper.try_borrow_mut() else { return Poll::Pending };
        match &mut *hyper {
            None => Poll::Ready(()),
            Some(connection) => Pin::new(connection).poll(context).map(|_| ()),
        }
    }

    /// The connection has ended: waiting writers go on, and learn it.
    fn finish(&self) {
        let hyper = self.hyper.take();
        drop(hyper);
        self.stream.take();
        self.mailbox.response.take();
    }

    /// Gives hyper a response and lets it send right away. False when the client is gone.
    pub(super) fn respond(&self, response: hyper::Response<Body>) -> bool {
        if !self.is_open() {
            return false;
        }
        *self.mailbox.response.borrow_mut() = Some(response);
        self.pump();
        true
    }

    /// Lets hyper send what it was given.
    pub(super) fn pump(&self) {
        let Some(waker) = self.waker.borrow().clone() else { return };
        let mut context = Context::from_waker(&waker);
        if self.drive(&mut context).is_ready() {
            self.finish();
        }
        self.wake_task();
    }

    fn wake_task(&self) {
        if self.in_poll.get() {
            return;
        }
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }

    /// A handler has ended: the next request may be handled.
    pub(super) fn handler_ended(&self) {
        *self.phase.borrow_mut() = Phase::Idle;
        self.wake_task();
    }

    /// Ends the connection at once.
    pub(super) fn abort(&self) -> bool {
        let open = self.is_open();
        self.finish();
        self.wake_task();
        open
    }

    /// The server stops: an idle connection ends now, a busy one after its response.
    pub(super) fn stop(&self) {
        if let Ok(mut hyper) = self.hyper.try_borrow_mut() {
            if let Some(connection) = &mut *hyper {
                Pin::new(connection).graceful_shutdown();
            }
        }
        self.wake_task();
    }

    /// Waits until all earlier responses are with the kernel, then takes the socket out of HTTP's
    /// hands, together with what was read beyond the current request.
    pub(super) fn poll_take_over(&self) -> Poll<Option<(Rc<Stream>, Vec<u8>)>> {
        if self.blocked.get() && self.is_open() {
            return Poll::Pending;
        }
        let hyper = self.hyper.take();
        let stream = self.stream.take();
        self.wake_task();
        let (Some(hyper), Some(stream)) = (hyper, stream) else { return Poll::Ready(None) };
        let ahead = hyper.into_parts().read_buf;
        Poll::Ready(Some((stream, ahead.to_vec())))
    }

    /// A weak reference, for the server's list.
    pub(super) fn downgrade(self: &Rc<Self>) -> Weak<Self> {
        Rc::downgrade(self)
    }
}

/// What a connection's task has to do next.
enum Next {
    /// Handle this request.
    Request(Received),
    /// Poll hyper: a body is on its way.
    Drive,
    /// Wait for the socket or for the handler.
    Wait,
}

enum BodyError {
    TooLarge,
    Broken,
}
