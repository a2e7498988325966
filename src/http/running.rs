//! A server between `start()` and the end of its last connection: what its connections share, and the handler of each
//! request in a coroutine of its own.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use tokio::sync::Notify;

use crate::coroutine::{Body, Coroutine};
use crate::log::{self, Level};
use crate::net::{Metered, Seat, Stream};
use crate::server::admission::Admission;
use crate::server::lifetime::Serving;
use crate::websocket::connection::Connection as WebSocket;
use crate::zend::{self, Callable, Value};

use super::admission::admits;
use super::connection::Connection;
use super::counters::Counters;
use super::head;
use super::http2::Http2;
use super::incoming::{Content, Received};
use super::link::{Link, WeakLink};
use super::response::{Exchange, ResponseState};
use super::router::Router;
use super::settings::Settings;
use super::simple_head::Defaults;
use super::tidy::Tidy;
use super::tls::Tls;
use super::websockets::Websockets;
use super::{lifetime, request, response, variables};

/// The handlers, shared by the server object and what runs of it: they can be added while it runs.
pub(super) type Routes = Rc<RefCell<Router<Rc<Callable>>>>;

/// A server between `start()` and the end of its last connection.
pub struct Running {
    routes: Routes,
    pub(super) settings: Settings,
    /// Set when connections are encrypted.
    pub(super) tls: Option<Rc<Tls>>,
    /// The coroutine that called `start()`: parent of all handlers.
    pub(super) parent: i64,
    /// Ends the accepting.
    pub(super) stop: Rc<Notify>,
    stopping: Cell<bool>,
    /// Told to all who wait for it when the server stops.
    pub(super) stopped: Notify,
    pub(super) admission: Admission,
    connections: RefCell<HashMap<usize, Weak<Connection>>>,
    http2: RefCell<HashMap<usize, Weak<Http2>>>,
    pub(super) websockets: Websockets,
    pub(super) counters: Rc<Counters>,
    pub(super) tidy: Tidy,
    /// Lines of most responses' heads.
    pub(super) defaults: Defaults,
}

impl Running {
    /// A server that is about to accept.
    pub(super) fn new(
        routes: Routes,
        settings: Settings,
        tls: Option<Rc<Tls>>,
        parent: i64,
        counters: Rc<Counters>,
    ) -> Rc<Self> {
        Rc::new(Self {
            routes,
            settings,
            tls,
            parent,
            stop: Rc::default(),
            stopping: Cell::new(false),
            stopped: Notify::new(),
            admission: Admission::default(),
            connections: RefCell::default(),
            http2: RefCell::default(),
            websockets: Websockets::default(),
            counters,
            tidy: Tidy::default(),
            defaults: Defaults::default(),
        })
    }

    /// Whether `shutdown()` was called.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.get()
    }

    /// Serves a connection that was accepted.
    pub(super) fn welcome(self: &Rc<Self>, stream: Stream) {
        if !admits(self, &stream) {
            return;
        }
        let seat = Seat::take(self.counters.meter.clone());
        match &self.tls {
            None => Connection::serve(Rc::new(Metered::new(stream, seat)), self.clone()),
            Some(tls) => tls.accept(stream, seat, self.clone()),
        }
    }

    pub(super) fn enter(&self, connection: &Rc<Connection>) {
        self.connections
            .borrow_mut()
            .insert(Rc::as_ptr(connection).addr(), connection.downgrade());
    }

    pub(super) fn leave(&self, connection: &Rc<Connection>) {
        self.connections
            .borrow_mut()
            .remove(&Rc::as_ptr(connection).addr());
    }

    pub(super) fn enter_http2(&self, connection: &Rc<Http2>) {
        self.http2
            .borrow_mut()
            .insert(Rc::as_ptr(connection).addr(), Rc::downgrade(connection));
    }

    pub(super) fn leave_http2(&self, connection: &Rc<Http2>) {
        self.http2
            .borrow_mut()
            .remove(&Rc::as_ptr(connection).addr());
    }

    /// Notes an upgraded connection.
    pub(super) fn adopt(&self, websocket: &Rc<WebSocket>) {
        self.websockets.add(websocket);
    }

    /// The upgraded connections.
    pub(super) fn websockets(&self) -> &Websockets {
        &self.websockets
    }

    /// The connections for which `choose` gives something, with that.
    pub(super) fn select<T>(
        &self,
        choose: impl Fn(&Rc<Connection>) -> Option<T>,
    ) -> Vec<(Rc<Connection>, T)> {
        let connections = self.connections.borrow();
        let alive = connections.values().filter_map(Weak::upgrade);
        alive
            .filter_map(|connection| choose(&connection).map(|chosen| (connection, chosen)))
            .collect()
    }

    /// The connections that speak HTTP/2.
    pub(super) fn http2(&self) -> Vec<Rc<Http2>> {
        let connections = self.http2.borrow();
        connections.values().filter_map(Weak::upgrade).collect()
    }

    pub(super) fn shut_down(self: &Rc<Self>) {
        if self.stopping.replace(true) {
            return;
        }
        self.stop.notify_one();
        self.stopped.notify_waiters();
        for (connection, ()) in self.select(|_| Some(())) {
            connection.stop();
        }
        for connection in self.http2() {
            connection.stop();
        }
        if self.settings.websocket.end_with_server {
            self.websockets.go_away();
        }
        if let Some(wait) = self.settings.connections.limits.max_wait {
            lifetime::drop_after(self, wait);
        }
    }

    /// Runs the handler of a request in a coroutine of its own, up to its first suspension.
    pub(super) fn handle(self: &Rc<Self>, connection: &Link, received: Received) {
        let found = self
            .routes
            .borrow()
            .find(variables::target_path(&received.head.uri).as_bytes())
            .cloned();
        Counters::count(&self.counters.requests);
        let Some(handler) = found else {
            connection.respond(head::plain(
                404,
                !head::keeps_alive(&received.head, self),
                self,
            ));
            connection.handler_ended();
            return;
        };
        // Made here and not in the coroutine: what its body brings along stays in memory until it has ended.
        let exchange = Rc::new(Exchange {
            connection: connection.clone(),
            head: Box::new(received.head),
        });
        // For the same reason in a box of its own, which is gone when the handler begins; most requests have none.
        let content = (!received.content.is_empty()).then(|| Box::new(received.content));
        let body = Body::Native(Box::new(move || run_handler(&handler, exchange, content)));
        if let Err(reason) = Coroutine::spawn(body, self.parent) {
            log::write(
                Level::Warning,
                &format!(
                    "no coroutine for a request on fd#{}: {reason:?}",
                    connection.fd()
                ),
            );
            connection.refuse(503);
            if let Link::Http2(stream) = connection {
                // HTTP/1 serves nothing after a refusal, other streams go on.
                stream.handler_ended();
            }
        }
    }
}

impl Serving for Running {
    fn end(self: Rc<Self>) {
        self.shut_down();
    }

    fn max_wait(&self) -> Option<Duration> {
        self.settings.connections.limits.max_wait
    }
}

/// The body of a handler's coroutine.
///
/// It holds the HTTP connection no longer than the response does: an upgraded one needs nothing of it.
fn run_handler(handler: &Callable, exchange: Rc<Exchange>, content: Option<Box<Content>>) {
    let (fd, client) = (exchange.connection.fd(), exchange.connection.peer());
    let content = content.map_or_else(Content::empty, |content| *content);
    let request = request::build(&exchange, content);
    let response = response::build(exchange);
    let mut arguments = [Value::from(request), Value::from(response.clone())];
    if handler.call(&mut arguments).is_none() && zend::error::report_uncaught() {
        // What was thrown is PHP's to tell; the log tells to whom it happened.
        if log::enabled(Level::Notice) {
            let (address, port) = &client;
            log::write(
                Level::Notice,
                &format!(
                    "the handler of fd#{fd} ({}:{port}) ended with an uncaught exception",
                    address.to_text()
                ),
            );
        }
        response.state::<ResponseState>().fail();
    }
    // There is none any more after an upgrade: even a weak reference, held all the while, would keep its memory.
    let exchange = response.state::<ResponseState>().exchange();
    let connection = exchange.map(|exchange| exchange.connection.downgrade());
    drop(arguments);
    drop(response);
    // Destructors of what the handler held may have thrown.
    zend::error::report_uncaught();
    if let Some(connection) = connection.and_then(WeakLink::upgrade) {
        connection.handler_ended();
    }
}
