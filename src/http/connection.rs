//! One HTTP/1 connection: hyper parses and encodes, or `direct` what is simple; this file decides when.
//!
//! hyper's connection is polled by its own task on the main stack, and by whoever has just given it
//! something to send (`end()`, `write()`): a response leaves at once, not when the handler ends.
//! Each request's handler runs in a coroutine of its own; the next request of the connection waits
//! until it has ended.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use crate::coroutine::scheduler;
use crate::log::{self, Level};
use crate::net::Metered;
use crate::net::stream::Endpoint;
use crate::socket::handle::Handle;
use crate::zend::PhpString;

use super::body::Body;
use super::file::Files;
use super::http2;
use super::io::Traffic;
use super::link::Link;
use super::mailbox::Mailbox;
use super::running::Running;
use super::tidy;
use super::time_limits::Clock;

mod answering;
mod codec;
mod direct;
mod leaving;
mod limits;
mod requests;

use codec::Codec;
pub(super) use codec::Found;
use requests::{Next, Phase};

/// Requests of one connection that are served in a row before the others get their turn.
const ROUND: usize = 64;

/// An HTTP connection of a running server.
pub struct Connection {
    codec: RefCell<Codec>,
    /// Whether `tidy` has it noted.
    is_listed: Cell<bool>,
    mailbox: Rc<Mailbox>,
    stream: RefCell<Option<Rc<Metered>>>,
    traffic: Rc<Traffic>,
    fd: i32,
    phase: RefCell<Phase>,
    waker: RefCell<Option<Waker>>,
    /// Whether the task's poll is on the stack below us.
    in_poll: Cell<bool>,
    /// Whether to read on after the end, so that the client gets to see the last answer.
    lingers: Cell<bool>,
    clock: Clock,
    server: Rc<Running>,
    peer: OnceEndpoint,
    local: OnceEndpoint,
    /// Whose socket it is, where a script has read the request.
    lender: Option<Weak<Handle>>,
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
    /// A connection on which nothing has happened.
    fn new(stream: Rc<Metered>, server: Rc<Running>) -> Self {
        Self {
            codec: RefCell::new(Codec::Away),
            is_listed: Cell::new(false),
            mailbox: Rc::default(),
            fd: stream.fd(),
            stream: RefCell::new(Some(stream)),
            traffic: Rc::default(),
            phase: RefCell::new(Phase::Idle),
            waker: RefCell::new(None),
            in_poll: Cell::new(false),
            lingers: Cell::new(false),
            clock: Clock::default(),
            server,
            peer: OnceEndpoint::new(),
            local: OnceEndpoint::new(),
            lender: None,
        }
    }

    /// Serves `stream` in the background.
    pub(super) fn serve(stream: Rc<Metered>, server: Rc<Running>) {
        let connection = Rc::new(Self::new(stream, server));
        // The log names the client, also when it is gone by then.
        if log::enabled(Level::Notice) {
            connection.peer();
        }
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

    /// The socket, while HTTP is spoken over it.
    pub(super) fn stream(&self) -> Option<Rc<Metered>> {
        self.stream.borrow().clone()
    }

    /// The server this connection belongs to.
    pub(super) fn server(&self) -> &Rc<Running> {
        &self.server
    }

    /// The client's address and port.
    pub(super) fn peer(&self) -> (PhpString, u16) {
        endpoint(&self.peer, || match self.traffic.refused.get() {
            Some(refused) => Some(Endpoint::clone(refused)),
            None => self.stream.borrow().as_ref().map(|stream| stream.peer()),
        })
    }

    /// Our address and port.
    pub(super) fn local(&self) -> (PhpString, u16) {
        endpoint(&self.local, || {
            self.stream.borrow().as_ref().map(|stream| stream.local())
        })
    }

    /// Whether the client can still be answered.
    pub(super) fn is_open(&self) -> bool {
        !matches!(*self.codec.borrow(), Codec::Over) && self.is_lent()
    }

    fn poll(self: &Rc<Self>, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut waker = self.waker.borrow_mut();
            if !waker
                .as_ref()
                .is_some_and(|waker| waker.will_wake(context.waker()))
            {
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
        let mut served = 0;
        loop {
            let driven = self.drive(context);
            if let Some(preface) = self.traffic.take_preface() {
                self.go_on_as_http2(preface);
                return Poll::Ready(());
            }
            if driven.is_ready() {
                self.finish();
                return self.poll_linger(context);
            }
            loop {
                match self.next_request(context) {
                    Next::Request(received) => {
                        driven_for_body = false;
                        served += 1;
                        self.server.handle(&Link::Http1(self.clone()), received);
                        if scheduler::is_bailing_out() {
                            return Poll::Pending;
                        }
                        if !self.is_open() {
                            break;
                        }
                        if served == ROUND {
                            context.waker().wake_by_ref();
                            return Poll::Pending;
                        }
                        if !self.has_hyper() {
                            // Nobody has looked for the next request.
                            break;
                        }
                    }
                    // hyper fills a body only while it is polled itself.
                    Next::Drive if !driven_for_body => {
                        driven_for_body = true;
                        break;
                    }
                    Next::Refuse(status) => {
                        driven_for_body = false;
                        self.refuse(status);
                        break;
                    }
                    Next::Upgrade(request) => {
                        http2::upgrade(self.clone(), request);
                        return Poll::Pending;
                    }
                    Next::Drop => {
                        self.finish();
                        return Poll::Ready(());
                    }
                    Next::Drive | Next::Wait => return Poll::Pending,
                }
            }
        }
    }

    /// The connection as the log names it.
    fn name(&self) -> String {
        let (address, port) = self.peer();
        format!("fd#{} ({}:{port})", self.fd, address.to_text())
    }

    /// Says in the log why the server ends the connection.
    #[cold]
    fn note(&self, reason: &str) {
        if log::enabled(Level::Notice) {
            log::write(
                Level::Notice,
                &format!("HTTP connection {} ended: {reason}", self.name()),
            );
        }
    }

    /// Reads and forgets what the client still sends: closing a socket with unread input would reset the connection
    /// and might take the answer from a client that has not read it yet (RFC 9112 §9.6).
    fn poll_linger(&self, context: &mut Context<'_>) -> Poll<()> {
        let Some(stream) = self.stream.borrow().clone() else {
            return Poll::Ready(());
        };
        let mut sink = [0; 4096];
        for _ in 0..ROUND {
            match stream.poll_recv(context, &mut &mut sink[..]) {
                Poll::Ready(Ok(1..)) => {}
                Poll::Ready(Ok(0) | Err(_)) => {
                    self.stream.take();
                    return Poll::Ready(());
                }
                Poll::Pending => return Poll::Pending,
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// The end of HTTP on this connection: waiting writers go on, and learn it.
    fn finish(&self) {
        let codec = self.codec.replace(Codec::Over);
        drop(codec);
        self.traffic.unblock();
        self.mailbox.request.take();
        self.mailbox.response.take();
        if !self.lingers.get() || self.has_failed() {
            self.stream.take();
        } else if let Some(stream) = &*self.stream.borrow() {
            stream.shutdown_write();
        }
    }

    /// Sends a response right away, or lets hyper do it. False when the client is gone.
    pub(super) fn respond(&self, mut response: hyper::Response<Body>) -> bool {
        if !self.is_open() {
            return false;
        }
        if let Some(sent) = self.respond_directly(&mut response) {
            return sent;
        }
        *self.mailbox.response.borrow_mut() = Some(response);
        self.pump()
    }

    /// Lets hyper send what it was given. False when the client is gone.
    pub(super) fn pump(&self) -> bool {
        let Some(waker) = self.waker.borrow().clone() else {
            return false;
        };
        let mut context = Context::from_waker(&waker);
        if self.drive(&mut context).is_ready() {
            self.finish();
        }
        self.wake_task();
        !self.has_failed()
    }

    /// Lets hyper send the rest of a streamed response, to which nothing will be added. False when the client is gone.
    pub(super) fn end_stream(&self) -> bool {
        self.mailbox.unanswered.set(false);
        self.pump()
    }

    /// The files that are being sent.
    pub(super) fn files(&self) -> Rc<Files> {
        self.traffic.files.clone()
    }

    /// Whether a write has failed.
    pub(super) fn has_failed(&self) -> bool {
        self.traffic.error.get() != 0
    }

    /// Why nothing can be sent any more.
    pub(super) fn errno(&self) -> i32 {
        match self.traffic.error.get() {
            0 => libc::EPIPE,
            errno => errno,
        }
    }

    /// Whether the kernel has not taken everything yet.
    pub(super) fn is_blocked(&self) -> bool {
        self.traffic.is_blocked()
    }

    /// Ready when the kernel has taken everything, or the connection has ended.
    pub(super) fn poll_unblocked(&self, context: &mut Context<'_>) -> Poll<()> {
        self.traffic.poll_unblocked(context)
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
    pub(super) fn handler_ended(self: &Rc<Self>) {
        *self.phase.borrow_mut() = Phase::Idle;
        if self.has_hyper() && !self.is_listed.replace(true) {
            tidy::note(&self.server, self);
        }
        self.wake_task();
    }

    /// Ends the connection at once. False when it had ended before.
    pub(super) fn abort(&self) -> bool {
        let open = self.is_open();
        self.lingers.set(false);
        self.finish();
        self.close_lender();
        self.wake_task();
        open
    }

    /// A weak reference, for the server's list.
    pub(super) fn downgrade(self: &Rc<Self>) -> Weak<Self> {
        Rc::downgrade(self)
    }
}
