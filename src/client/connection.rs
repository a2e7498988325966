//! A client's open connection, while HTTP is spoken on it.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use crate::coroutine::deadline::Deadline;
use crate::net::Stream;
use crate::net::metered::{Meter, Metered, Seat};
use crate::websocket::client::WebSocket;
use crate::websocket::scratch;

use super::response::{ReadError, Reader, Sink};

thread_local! {
    /// All clients are counted together; nobody asks for the sums.
    static METER: Rc<Meter> = Rc::default();
}

/// An open connection.
pub struct Connection {
    stream: Rc<Metered>,
    /// Bytes received beyond what was asked for.
    ahead: RefCell<Vec<u8>>,
    /// Whether a response has come over it.
    pub(super) is_used: Cell<bool>,
    /// Whether requests go straight to the server, not to a proxy that takes whole URLs.
    pub(super) is_direct: bool,
    /// When the response has to be complete.
    pub(super) deadline: Deadline,
    closed: Cell<bool>,
    /// What it has become.
    websocket: RefCell<Weak<WebSocket>>,
    /// Whoever waits for it.
    waiting: RefCell<Option<Waker>>,
}

/// How far reading has come.
pub enum Progress {
    /// Something has come.
    More,
    /// The peer has ended the connection.
    End,
}

/// Why reading has failed.
#[derive(Debug)]
pub enum ReceiveError {
    /// The socket.
    Io(io::Error),
    /// What came.
    Response(ReadError),
    /// The client was closed meanwhile.
    Closed,
}

impl Connection {
    /// Over a stream that was just opened.
    pub fn new(stream: Stream, is_direct: bool) -> Rc<Self> {
        Rc::new(Self {
            stream: Rc::new(Metered::new(stream, Seat::take(METER.with(Rc::clone)))),
            ahead: RefCell::default(),
            is_used: Cell::new(false),
            is_direct,
            deadline: Deadline::default(),
            closed: Cell::new(false),
            websocket: RefCell::default(),
            waiting: RefCell::default(),
        })
    }

    /// The stream below.
    pub fn stream(&self) -> &Metered {
        &self.stream
    }

    /// The descriptor.
    pub fn fd(&self) -> i32 {
        self.stream.fd()
    }

    /// Ends it: whoever waits for it is told.
    pub fn close(&self) {
        if !self.closed.get() {
            self.stream.shutdown_write();
            self.give_up();
        }
    }

    /// It is somebody else's: whoever waits for it is told that it was closed.
    pub fn give_up(&self) {
        self.closed.set(true);
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    /// Whether it is open, and the client's.
    pub fn is_open(&self) -> bool {
        !self.closed.get()
            && self
                .websocket()
                .is_none_or(|websocket| !websocket.is_over())
    }

    /// The WebSocket it has become.
    pub fn websocket(&self) -> Option<Rc<WebSocket>> {
        self.websocket.borrow().upgrade()
    }

    /// It has become a WebSocket.
    pub fn upgraded(&self, websocket: &Rc<WebSocket>) {
        *self.websocket.borrow_mut() = Rc::downgrade(websocket);
    }

    /// The stream, and what was read beyond the head: HTTP is over.
    pub fn take_over(&self) -> (Rc<Metered>, Vec<u8>) {
        (self.stream.clone(), self.ahead.take())
    }

    /// Whether another request may be sent: the server has not ended the connection, and has not spoken unasked.
    pub fn is_idle(&self) -> bool {
        if self.closed.get() || !self.ahead.borrow().is_empty() {
            return false;
        }
        if !self.stream.is_tls() && crate::zend::sys::poll_now(self.fd(), libc::POLLIN) == 0 {
            return true;
        }
        // Session tickets of TLS are no answer: they are taken here.
        let mut context = Context::from_waker(Waker::noop());
        let mut buffer = Vec::with_capacity(1);
        self.stream
            .poll_recv(&mut context, &mut buffer)
            .is_pending()
    }

    /// Sends what the kernel takes; ready when all of `bytes` from `*sent` on is with it.
    pub fn poll_send(
        &self,
        bytes: &[u8],
        sent: &mut usize,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), ReceiveError>> {
        while *sent < bytes.len() {
            if self.closed.get() {
                return Poll::Ready(Err(ReceiveError::Closed));
            }
            match self.stream.try_send(&bytes[*sent..]) {
                Ok(count) => *sent += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    match self.stream.poll_writable_again(context) {
                        Poll::Ready(Ok(())) => {}
                        Poll::Ready(Err(error)) => {
                            return Poll::Ready(Err(ReceiveError::Io(error)));
                        }
                        Poll::Pending => {
                            self.remember(context);
                            return Poll::Pending;
                        }
                    }
                }
                Err(error) => return Poll::Ready(Err(ReceiveError::Io(error))),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Receives once and feeds it to `reader`.
    pub fn poll_feed(
        &self,
        reader: &mut Reader,
        sink: &mut impl Sink,
        context: &mut Context<'_>,
    ) -> Poll<Result<Progress, ReceiveError>> {
        if self.closed.get() {
            return Poll::Ready(Err(ReceiveError::Closed));
        }
        let mut fed = Ok(());
        let polled = scratch::receive(&self.stream, context, |bytes| {
            fed = reader.feed(bytes, sink).map(|used| {
                if used < bytes.len() {
                    self.ahead.borrow_mut().extend_from_slice(&bytes[used..]);
                }
            });
        });
        match polled {
            Poll::Pending => {
                self.remember(context);
                Poll::Pending
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(ReceiveError::Io(error))),
            Poll::Ready(Ok(0)) => Poll::Ready(Ok(Progress::End)),
            Poll::Ready(Ok(_)) => {
                Poll::Ready(fed.map(|()| Progress::More).map_err(ReceiveError::Response))
            }
        }
    }

    fn remember(&self, context: &Context<'_>) {
        let mut waiting = self.waiting.borrow_mut();
        if !waiting
            .as_ref()
            .is_some_and(|waker| waker.will_wake(context.waker()))
        {
            *waiting = Some(context.waker().clone());
        }
    }
}
