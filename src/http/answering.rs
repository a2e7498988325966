//! `Response::create()` over a socket that is a script's own: one that it has accepted, and from which it has read the
//! request (spec §3.8). What a server would have for its connections is here once for all of them.

use std::cell::RefCell;
use std::rc::Rc;

use http::header;
use http::request::Parts;

use crate::socket::handle::{Failure, Handle};

use super::connection::Connection;
use super::link::Link;
use super::response::Exchange;
use super::running::{Routes, Running};
use super::settings::Settings;
use super::time_limits;

thread_local! {
    /// Settings with their defaults, and whoever watches the time limits.
    static SERVER: RefCell<Option<Rc<Running>>> = const { RefCell::new(None) };
}

/// The request ends, or this is a forked process, for which nobody watches.
pub fn forget() {
    drop(SERVER.take());
}

fn server() -> Rc<Running> {
    let server = SERVER.with_borrow(Clone::clone);
    server.unwrap_or_else(|| {
        let settings = Settings::read(None);
        let server = Running::new(Routes::default(), settings, None, -1, Rc::default());
        time_limits::keep(&server);
        SERVER.set(Some(server.clone()));
        server
    })
}

/// An exchange over `socket`, for a request with this head; without one a GET that wants the connection kept.
pub(super) fn exchange(socket: &Rc<Handle>, head: Option<&Parts>) -> Result<Rc<Exchange>, Failure> {
    let stream = socket.share()?;
    let shown = head.map_or_else(|| b"GET / HTTP/1.1\r\n\r\n".to_vec(), shown);
    let answering = Connection::answering(socket, stream, shown, server());
    // A head that our parser has taken and hyper does not.
    let (connection, head) = answering.ok_or(Failure::Code(libc::EPROTO))?;
    Ok(Rc::new(Exchange {
        connection: Link::Http1(connection),
        head: Box::new(head),
    }))
}

/// A head as bytes, without what announces a body: that was read.
fn shown(head: &Parts) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    let line = format!("{} {} {:?}\r\n", head.method, head.uri, head.version);
    bytes.extend_from_slice(line.as_bytes());
    for (name, value) in &head.headers {
        if !matches!(
            *name,
            header::CONTENT_LENGTH | header::TRANSFER_ENCODING | header::EXPECT
        ) {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}
