//! `$response->socket`: the connection as a `Swoole\Coroutine\Socket`, for as long as it is this server's, and
//! afterwards. Made when it is first looked at.
//!
//! Asking (addresses, options) and closing leave it to the server. Whoever receives or sends with it takes it away from
//! HTTP: nothing more is answered on it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use crate::net::Metered;
use crate::slot::http_response as slot;
use crate::socket::class;
use crate::socket::handle::{Handle, Origin};
use crate::socket::transport::Direction;
use crate::websocket::close;
use crate::websocket::connection::Connection as WebSocket;
use crate::zend::{Object, Value};

use super::response::{Exchange, ResponseState};

/// Who answers the request that came over a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The response it was made for.
    Response,
    /// Nobody: that one was detached.
    Nobody,
    /// A response made by `create()`.
    Another,
}

/// A server's connection behind a socket object.
pub(super) struct HttpOrigin {
    exchange: RefCell<Option<Rc<Exchange>>>,
    websocket: RefCell<Weak<WebSocket>>,
    answer: Cell<Answer>,
    this: Weak<Self>,
}

impl HttpOrigin {
    /// The response was detached: somebody else may answer, or the connection ends with the socket.
    pub(super) fn detach(&self) {
        self.answer.set(Answer::Nobody);
    }

    /// The exchange that nobody answers, for a response that is made to do that.
    pub(super) fn adopt(&self) -> Option<Rc<Exchange>> {
        let exchange = self.exchange.borrow().clone()?;
        if self.answer.get() != Answer::Nobody || !exchange.connection.is_open() {
            return None;
        }
        self.answer.set(Answer::Another);
        Some(exchange)
    }

    /// The connection was upgraded.
    pub(super) fn upgraded(&self, websocket: &Rc<WebSocket>) {
        *self.websocket.borrow_mut() = Rc::downgrade(websocket);
        self.exchange.take();
    }

    /// Itself, weakly.
    pub(super) fn this(&self) -> Weak<Self> {
        self.this.clone()
    }

    fn websocket(&self) -> Option<Rc<WebSocket>> {
        self.websocket.borrow().upgrade()
    }
}

impl Drop for HttpOrigin {
    fn drop(&mut self) {
        if self.answer.get() == Answer::Nobody
            && let Some(exchange) = self.exchange.take()
        {
            exchange.connection.abort();
        }
    }
}

impl Origin for HttpOrigin {
    fn with_fd(&self, act: &mut dyn FnMut(BorrowedFd<'_>)) {
        let stream = match (self.websocket(), &*self.exchange.borrow()) {
            (Some(websocket), _) => websocket.stream(),
            (None, Some(exchange)) => exchange.connection.stream(),
            (None, None) => None,
        };
        if let Some(stream) = stream {
            act(stream.as_fd());
        }
    }

    fn is_open(&self) -> bool {
        match (self.websocket(), &*self.exchange.borrow()) {
            (Some(websocket), _) => websocket.is_open(),
            (None, Some(exchange)) => exchange.connection.is_open(),
            (None, None) => false,
        }
    }

    fn poll_take_over(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<(Rc<Metered>, Vec<u8>)>> {
        let errno = |errno| Poll::Ready(Err(io::Error::from_raw_os_error(errno)));
        if self.websocket().is_some() {
            return errno(libc::EOPNOTSUPP);
        }
        let exchange = self.exchange.borrow().clone();
        let Some(exchange) = exchange else {
            return errno(libc::EBADF);
        };
        if exchange.connection.http2().is_some() {
            return errno(libc::EOPNOTSUPP);
        }
        match exchange.connection.poll_take_over(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => errno(libc::EBADF),
            Poll::Ready(Some(taken)) => {
                self.exchange.take();
                Poll::Ready(Ok(taken))
            }
        }
    }

    fn close(&self) -> bool {
        match (self.websocket(), self.exchange.take()) {
            (Some(websocket), _) => websocket.close(close::code::NORMAL, b""),
            (None, Some(exchange)) => exchange.connection.abort(),
            (None, None) => false,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The socket object of a response; null when its connection is gone.
pub(super) fn of(state: &ResponseState) -> Value {
    let websocket = state.websocket.borrow();
    let origin = Rc::new_cyclic(|this| HttpOrigin {
        this: this.clone(),
        exchange: RefCell::new(state.exchange()),
        websocket: RefCell::new(websocket.as_ref().map(Rc::downgrade).unwrap_or_default()),
        answer: Cell::new(if state.detached.get() {
            Answer::Nobody
        } else {
            Answer::Response
        }),
    });
    *state.origin.borrow_mut() = Rc::downgrade(&origin);
    match Handle::of_origin(origin) {
        Some(handle) => class::object_of(Rc::new(handle)).into(),
        None => Value::null(),
    }
}

/// The time limit that was set for reading from the socket of a response, in seconds; 0: none was.
pub(super) fn read_limit(response: &Object) -> f64 {
    match response.get(slot::SOCKET).as_object() {
        Some(socket) if socket.instance_of(&crate::class::COROUTINE_SOCKET) => {
            class::handle_of(&socket).map_or(0.0, |handle| handle.limit(Direction::Read).get())
        }
        _ => 0.0,
    }
}
