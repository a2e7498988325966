//! A server between `start()` and `shutdown()`: connections become objects, each with a coroutine for its handler.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::sync::Notify;

use crate::coroutine::scheduler;
use crate::coroutine::task::CallableBody;
use crate::coroutine::{Body, Coroutine};
use crate::http::settings::Limits;
use crate::log::{self, Level};
use crate::net::tls::TlsStream;
use crate::net::{Meter, Seat, Stream};
use crate::socket::framing::Framing;
use crate::socket::handle::Handle;
use crate::zend::{Callable, Value};

use super::admission::{ALERT, Admission};
use super::connection;
use super::lifetime::Serving;

/// What encrypts, and how long a client may take to agree on it.
pub(super) type Tls = (Arc<ServerConfig>, Duration);

/// The handler, shared by the server object and what runs of it: it can be exchanged meanwhile.
pub(super) type Handler = Rc<RefCell<Option<Callable>>>;

/// A server between `start()` and the end of its accepting.
pub(super) struct Run {
    pub(super) handler: Handler,
    /// How the sockets of its connections tell packages apart.
    pub(super) framing: Framing,
    /// Set when connections are encrypted.
    pub(super) tls: Option<Tls>,
    pub(super) limits: Limits,
    /// The server's connections, those of an earlier `start()` included.
    pub(super) meter: Rc<Meter>,
    pub(super) admission: Admission,
    /// The coroutine that called `start()`: parent of all handlers.
    pub(super) parent: i64,
    /// Ends the accepting.
    pub(super) stop: Rc<Notify>,
    /// Told to all handshakes when the server stops.
    pub(super) stopped: Notify,
    pub(super) is_stopping: Cell<bool>,
    /// A connection found no coroutine, and that was said.
    pub(super) is_full: Cell<bool>,
}

impl Run {
    /// Ends the accepting; connections go on to the end of their handlers.
    pub(super) fn shut_down(&self) {
        if !self.is_stopping.replace(true) {
            self.stop.notify_one();
            self.stopped.notify_waiters();
        }
    }

    /// Serves a connection.
    pub(super) fn welcome(self: &Rc<Self>, stream: Stream) {
        if !(self.admission).admits(self.meter.open.get(), self.limits.most) {
            if self.tls.is_some() {
                // A client that does not take it at once has lost nothing by it.
                let _ = stream.try_send(&ALERT);
            }
            stream.shutdown_write();
            return;
        }
        let seat = Seat::take(self.meter.clone());
        match &self.tls {
            None => self.handle(stream, seat),
            Some((config, limit)) => self.encrypt(stream, seat, config.clone(), *limit),
        }
    }

    /// Does the handshake in the background, then serves the connection.
    fn encrypt(
        self: &Rc<Self>,
        stream: Stream,
        seat: Seat,
        config: Arc<ServerConfig>,
        limit: Duration,
    ) {
        let run = self.clone();
        scheduler::spawn_task(async move {
            let fd = stream.fd();
            let tell = |reason: &dyn std::fmt::Display| {
                log::write(
                    Level::Notice,
                    &format!("TLS handshake on fd#{fd} failed: {reason}"),
                );
            };
            let stream = match TlsStream::new(stream, config) {
                Ok(stream) => stream,
                Err(reason) => return tell(&reason),
            };
            let done = poll_fn(|context| stream.poll_handshake(context));
            tokio::select! {
                biased;
                done = tokio::time::timeout(limit, done) => match done {
                    Ok(Ok(())) => {}
                    Ok(Err(reason)) => return tell(&reason),
                    Err(_) => return tell(&format_args!("it took longer than {} s", limit.as_secs_f64())),
                },
                () = run.stopped.notified() => return,
            }
            if !run.is_stopping.get() {
                run.handle(Stream::Tls(Box::new(stream)), seat);
            }
        });
    }

    /// Runs the handler in a coroutine of its own, up to its first suspension. The connection is closed when nobody has
    /// the object any more: as a rule, with the handler's end.
    fn handle(&self, stream: Stream, seat: Seat) {
        let Some(callable) = self.handler.borrow().clone() else {
            return;
        };
        // An error: the client is gone already.
        let Ok(handle) = Handle::accepted(stream, seat, &self.framing) else {
            return;
        };
        let fd = handle.fd();
        let body = Body::Callable(CallableBody {
            arguments: vec![Value::from(connection::of(handle))],
            callable,
            tell: None,
        });
        match Coroutine::spawn(body, self.parent) {
            Ok(_) => self.is_full.set(false),
            Err(reason) => self.refuse(fd, &reason),
        }
    }

    #[cold]
    fn refuse(&self, fd: i32, reason: &dyn std::fmt::Debug) {
        if !self.is_full.replace(true) {
            log::write(
                Level::Warning,
                &format!(
                    "no coroutine for the connection on fd#{fd}: {reason:?}; it is closed, and so are further ones until there is room"
                ),
            );
        }
    }
}

impl Serving for Run {
    fn end(self: Rc<Self>) {
        self.shut_down();
    }

    fn max_wait(&self) -> Option<Duration> {
        self.limits.max_wait
    }
}
