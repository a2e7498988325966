//! `Swoole\Coroutine\Http\Server`: binds, accepts, finds the handler of each request (spec §1).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io;
use std::rc::{Rc, Weak};
use std::time::Duration;

use tokio::sync::Notify;

use crate::class::COROUTINE_HTTP_SERVER;
use crate::coroutine::scheduler::{self, External};
use crate::coroutine::{self, Body, Coroutine, Interrupted, functions, task};
use crate::error::{self, code, errno_of};
use crate::log::{self, Level};
use crate::net::listener::Acceptor;
use crate::net::{Address, Listener};
use crate::slot::coroutine_http_server as slot;
use crate::websocket::connection::Connection as WebSocket;
use crate::zend::object::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, Callable, NativeState, Object, PhpResult, PhpString, Value};

use super::admission::{Admission, admits};
use super::connection::Connection;
use super::counters::Counters;
use super::head;
use super::http2::Http2;
use super::incoming::{Content, Received};
use super::link::Link;
use super::response::{Exchange, ResponseState};
use super::router::Router;
use super::settings::Settings;
use super::tls::Tls;
use super::websockets::Websockets;
use super::{heartbeat, lifetime, request, response, time_limits, variables};

/// Pause before the next try when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

type Routes = Rc<RefCell<Router<Rc<Callable>>>>;

/// The state of a Server object.
#[derive(Default)]
pub struct ServerState {
    listener: RefCell<Option<Listener>>,
    address: RefCell<Option<Address>>,
    reuse_port: Cell<bool>,
    routes: Routes,
    running: RefCell<Option<Rc<Running>>>,
    counters: Rc<Counters>,
}

impl ServerState {
    /// What the server has counted.
    pub(super) fn counters(&self) -> &Counters {
        &self.counters
    }
}

impl NativeState for ServerState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_HTTP_SERVER
    }

    fn collect(&self, gc: &mut Gc) {
        if let Ok(routes) = self.routes.try_borrow() {
            routes.handlers().for_each(|handler| handler.collect(gc));
        }
    }
}

/// A server between `start()` and the end of its last connection.
pub struct Running {
    routes: Routes,
    pub(super) settings: Settings,
    /// Set when connections are encrypted.
    pub(super) tls: Option<Rc<Tls>>,
    /// The coroutine that called `start()`: parent of all handlers.
    parent: i64,
    stop: Notify,
    stopping: Cell<bool>,
    /// Told to all who wait for it when the server stops.
    pub(super) stopped: Notify,
    pub(super) admission: Admission,
    connections: RefCell<HashMap<usize, Weak<Connection>>>,
    http2: RefCell<HashMap<usize, Weak<Http2>>>,
    pub(super) websockets: Websockets,
    pub(super) counters: Rc<Counters>,
}

impl Running {
    /// Whether `shutdown()` was called.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.get()
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
        if let Some(wait) = self.settings.connections.max_wait {
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
        let content = received.content;
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
        }
    }
}

/// The body of a handler's coroutine.
///
/// It holds the HTTP connection no longer than the response does: an upgraded one needs nothing of it.
fn run_handler(handler: &Callable, exchange: Rc<Exchange>, content: Content) {
    let connection = exchange.connection.downgrade();
    let (fd, client) = (exchange.connection.fd(), exchange.connection.peer());
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
    drop(arguments);
    drop(response);
    // Destructors of what the handler held may have thrown.
    zend::error::report_uncaught();
    if let Some(connection) = connection.upgrade() {
        connection.handler_ended();
    }
}

fn set_error(server: &Object, errno: i32, message: &str) {
    server.set(slot::ERR_CODE, i64::from(errno));
    server.set(slot::ERR_MSG, message);
}

/// `__construct(string $host, int $port = 0, bool $ssl = false, bool $reuse_port = false)`: binds
/// and listens at once.
pub fn construct(call: &mut Call) -> PhpResult {
    let host = call.string(0)?;
    let port = call.long_or(1, 0)?;
    let ssl = call.bool_or(2, false)?;
    let reuse_port = call.bool_or(3, false)?;
    let this = call.this();
    let state: &ServerState = call.state();
    let text = host.to_text();
    let fail = |errno: i32, message: String| {
        set_error(&this, errno, &message);
        error::set_last(errno);
        Err(zend::throw(
            &crate::class::EXCEPTION,
            &message,
            i64::from(errno),
        ))
    };
    let address = match Address::parse(&text, port) {
        Ok(address) => address,
        Err(crate::net::address::AddressError::EmptyHost) => {
            return fail(libc::EINVAL, String::from("host is empty"));
        }
        Err(reason) => return fail(reason.code(), format!("bind({text}:{port}) failed")),
    };
    let listener = match Listener::bind(&address, reuse_port) {
        Ok(listener) => listener,
        Err(reason) => return fail(errno_of(&reason), format!("bind({text}:{port}) failed")),
    };
    this.set(slot::FD, i64::from(listener.fd()));
    this.set(slot::HOST, host);
    this.set(slot::PORT, i64::from(listener.port()));
    this.set(slot::SSL, ssl);
    if ssl {
        this.with_array(slot::SETTINGS, |settings| {
            settings.set(&PhpString::new(b"open_ssl"), true);
        });
    }
    state.reuse_port.set(reuse_port);
    *state.address.borrow_mut() = Some(with_port(address, listener.port()));
    *state.listener.borrow_mut() = Some(listener);
    Ok(())
}

/// The address with the port that the kernel has chosen, to listen there again after a shutdown.
fn with_port(address: Address, port: u16) -> Address {
    match address {
        Address::Tcp(mut socket) => {
            socket.set_port(port);
            Address::Tcp(socket)
        }
        unix => unix,
    }
}

/// `set(array $settings): bool`: merges; read at the next `start()`.
pub fn set(call: &mut Call) -> PhpResult {
    let settings = call.array(0)?;
    if settings.is_empty() {
        return call.ret(false);
    }
    call.this().with_array(slot::SETTINGS, |merged| {
        for (key, value) in settings.iter() {
            match key {
                zend::array::Key::Name(name) => merged.set(&name, value),
                zend::array::Key::Index(index) => {
                    merged.set(&PhpString::new(index.to_string().as_bytes()), value)
                }
            }
        }
    });
    call.ret(true)
}

/// `handle(string $pattern, callable $callback): bool`.
pub fn handle(call: &mut Call) -> PhpResult {
    let pattern = call.string(0)?;
    let callback = call.value(1).unwrap_or(Value::null());
    let handler = match Callable::new(callback.clone()) {
        Ok(handler) => handler,
        Err(_) => {
            zend::warning(&format!(
                "function '{}' is not callable",
                callable_name(&callback)
            ));
            error::set_last(code::PHP_FATAL_ERROR);
            return call.ret(false);
        }
    };
    let state: &ServerState = call.state();
    let replaced = state
        .routes
        .borrow_mut()
        .add(&pattern.to_text(), Rc::new(handler));
    drop(replaced);
    call.ret(true)
}

/// What the script has given for a callable, as a message names it.
fn callable_name(given: &Value) -> String {
    let text = |value: &Value| match value.as_object() {
        Some(object) => object.class_name(),
        None => value
            .to_string()
            .map_or_else(String::new, |name| name.to_text()),
    };
    match given.as_array() {
        Some(pair) => pair
            .iter()
            .map(|(_, part)| text(&part))
            .collect::<Vec<_>>()
            .join("::"),
        None => text(given),
    }
}

/// `start(): bool`: serves until `shutdown()`, while this coroutine waits.
pub fn start(call: &mut Call) -> PhpResult {
    functions::require_cli()?;
    coroutine::require_coroutine()?;
    let this = call.this();
    let state: &ServerState = call.state();
    let running = state
        .running
        .borrow()
        .as_ref()
        .map(|running| running.parent);
    if let Some(owner) = running {
        error::set_last(code::CO_HAS_BEEN_BOUND);
        return Err(zend::throw(
            &crate::class::ERROR,
            &format!(
                "Socket#{} has already been bound to another coroutine#{owner}, reading of the same socket in coroutine#{} at the same time is not allowed",
                this.get(slot::FD).to_long(),
                task::current_id()
            ),
            i64::from(code::CO_HAS_BEEN_BOUND),
        ));
    }
    let given: Option<Array> = this.get(slot::SETTINGS).as_array();
    let settings = Settings::read(given.as_ref());
    // Before anything is accepted: with a wrong certificate no client could be served.
    let tls = match Tls::of(&settings) {
        Ok(tls) => tls,
        Err(reason) => {
            tell(&this, reason.errno, &reason.text);
            return call.ret(false);
        }
    };
    let acceptor = match acceptor(state, &this) {
        Ok(acceptor) => acceptor,
        Err(reason) => {
            let errno = errno_of(&reason);
            let text = error::text(i64::from(errno));
            set_error(&this, errno, &text);
            zend::warning(&format!("start failed, Error: {text}[{errno}]"));
            error::set_last(errno);
            return call.ret(false);
        }
    };
    let directory = &settings.http.uploads.directory;
    if let Err(reason) = std::fs::create_dir_all(directory) {
        let errno = errno_of(&reason);
        let text = format!(
            "Unable to create upload_tmp_dir[{}], Error: {}[{errno}]",
            directory.display(),
            error::text(i64::from(errno))
        );
        tell(&this, errno, &text);
        return call.ret(false);
    }
    if let Some(backlog) = settings.connections.backlog
        && let Some(listener) = &*state.listener.borrow()
    {
        // The constructor listens already; Linux takes a new length of the queue.
        let _ = listener.set_backlog(backlog);
    }
    let running = Rc::new(Running {
        routes: state.routes.clone(),
        settings,
        tls,
        parent: task::current_id(),
        stop: Notify::new(),
        stopping: Cell::new(false),
        stopped: Notify::new(),
        admission: Admission::default(),
        connections: RefCell::default(),
        http2: RefCell::default(),
        websockets: Websockets::default(),
        counters: state.counters.clone(),
    });
    running.counters.start();
    *state.running.borrow_mut() = Some(running.clone());
    lifetime::begin(&running);
    time_limits::keep(&running);
    heartbeat::keep(&running);
    let ended = serve(&running, acceptor);
    lifetime::end(&running);
    state.running.take();
    // Nobody may hang in the backlog of a server that has stopped.
    state.listener.take();
    match ended {
        Ok(()) => {
            set_error(
                &this,
                libc::ECANCELED,
                &error::text(i64::from(libc::ECANCELED)),
            );
            call.ret(true)
        }
        Err(reason) => {
            let errno = errno_of(&reason);
            let text = error::text(i64::from(errno));
            set_error(&this, errno, &text);
            zend::warning(&format!("accept failed, Error: {text}[{errno}]"));
            error::set_last(errno);
            call.ret(false)
        }
    }
}

/// Says why the server cannot work: a warning, and the properties.
pub(super) fn tell(server: &Object, errno: i32, text: &str) {
    set_error(server, errno, text);
    zend::warning(text);
    error::set_last(errno);
}

/// What the server of a method call runs with, while it runs.
pub(super) fn running_of(call: &Call) -> Option<Rc<Running>> {
    call.state::<ServerState>().running.borrow().clone()
}

/// Registers the listening socket with the loop; listens again after a shutdown.
fn acceptor(state: &ServerState, this: &Object) -> io::Result<Acceptor> {
    let mut listener = state.listener.borrow_mut();
    if listener.is_none() {
        let address = state.address.borrow();
        let address = address
            .as_ref()
            .ok_or_else(|| io::Error::from_raw_os_error(libc::EBADF))?;
        let bound = Listener::bind(address, state.reuse_port.get())?;
        this.set(slot::FD, i64::from(bound.fd()));
        *listener = Some(bound);
    }
    match &*listener {
        Some(listener) => listener.acceptor(),
        None => Err(io::Error::from_raw_os_error(libc::EBADF)),
    }
}

/// Accepts in the background until `shutdown()` or a cancellation of this coroutine.
fn serve(running: &Rc<Running>, acceptor: Acceptor) -> io::Result<()> {
    let (ended, waiting) = tokio::sync::oneshot::channel();
    let server = running.clone();
    let external = External::new();
    scheduler::spawn_task(async move {
        let result = accept(&server, &acceptor).await;
        drop(acceptor);
        // Nobody listens when start()'s coroutine was cancelled.
        let _ = ended.send(result);
        drop(external);
        scheduler::control_returned();
    });
    match coroutine::wait(waiting) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Ok(()),
        Err(Interrupted::Canceled | Interrupted::Blocked | Interrupted::TimedOut) => {
            running.shut_down();
            Ok(())
        }
    }
}

async fn accept(server: &Rc<Running>, acceptor: &Acceptor) -> io::Result<()> {
    loop {
        let accepted = tokio::select! {
            biased;
            () = server.stop.notified() => return Ok(()),
            accepted = acceptor.accept() => accepted,
        };
        match accepted {
            Ok(stream) if !admits(server, &stream) => {}
            Ok(stream) => match &server.tls {
                None => Connection::serve(stream, server.clone()),
                Some(tls) => tls.accept(stream, server.clone()),
            },
            Err(reason) => match reason.raw_os_error() {
                Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM) => {
                    log::write(
                        Level::Warning,
                        &format!("accept failed, Error: {reason}; next try in 1 s"),
                    );
                    tokio::select! {
                        () = server.stop.notified() => return Ok(()),
                        () = tokio::time::sleep(ACCEPT_PAUSE) => {}
                    }
                }
                // The client gave up before it was accepted.
                Some(libc::ECONNABORTED | libc::EINTR | libc::EPROTO | libc::EPERM) => {}
                _ => return Err(reason),
            },
        }
    }
}

/// `shutdown(): void`: stops accepting; what runs goes on to its end.
pub fn shutdown(call: &mut Call) -> PhpResult {
    let running = call.state::<ServerState>().running.borrow().clone();
    if let Some(running) = running {
        running.shut_down();
    }
    Ok(())
}
