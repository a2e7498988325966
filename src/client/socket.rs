//! `$client->socket`: the connection as a `Swoole\Coroutine\Socket`. Made when it is first looked at.
//!
//! Asking (addresses, options) and closing leave it to the client. Whoever receives or sends with it takes it away from
//! the client, which makes another one for its next request.

use std::any::Any;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use crate::net::Metered;
use crate::socket::class;
use crate::socket::handle::{Handle, Origin};
use crate::websocket::close;
use crate::zend::Value;

use super::connection::Connection;

/// A client's connection behind a socket object.
struct ClientOrigin(Weak<Connection>);

impl ClientOrigin {
    fn connection(&self) -> Option<Rc<Connection>> {
        self.0.upgrade().filter(|connection| connection.is_open())
    }
}

impl Origin for ClientOrigin {
    fn with_fd(&self, act: &mut dyn FnMut(BorrowedFd<'_>)) {
        if let Some(connection) = self.connection() {
            act(connection.stream().as_fd());
        }
    }

    fn is_open(&self) -> bool {
        self.connection().is_some()
    }

    fn poll_take_over(&self, _: &mut Context<'_>) -> Poll<io::Result<(Rc<Metered>, Vec<u8>)>> {
        let refused = |errno| Err(io::Error::from_raw_os_error(errno));
        Poll::Ready(match self.connection() {
            None => refused(libc::EBADF),
            Some(connection) if connection.websocket().is_some() => refused(libc::EOPNOTSUPP),
            Some(connection) => {
                let taken = connection.take_over();
                connection.give_up();
                Ok(taken)
            }
        })
    }

    fn close(&self) -> bool {
        let Some(connection) = self.connection() else {
            return false;
        };
        match connection.websocket() {
            Some(websocket) => websocket.close(close::code::NORMAL, b""),
            None => connection.close(),
        }
        true
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The socket object of a connection.
pub(super) fn of(connection: &Rc<Connection>) -> Value {
    match Handle::of_origin(Rc::new(ClientOrigin(Rc::downgrade(connection)))) {
        Some(handle) => {
            // Not the server's end.
            handle.is_accepted.set(false);
            class::object_of(Rc::new(handle)).into()
        }
        None => Value::null(),
    }
}
