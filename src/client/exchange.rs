//! Requests and their responses: connecting, trying again, and what becomes of each failure (spec/coroutine-runtime
//! §6.3, §6.5). What goes over the wire is in `transfer`.

mod transfer;

use std::rc::Rc;

use tokio::time::Instant;

use crate::coroutine;
use crate::error::code;
use crate::slot::coroutine_http_client as slot;
use crate::zend::{self, Call, Object, PhpResult, PhpString, Thrown, Value};

use super::base::Manner;
use super::body::Download;
use super::class::{ClientState, set_error, set_failure, status};
use super::connection::Connection;
use super::head::{self, Prepared, Unprepared, Upgrade};
use super::response::Asked;
use super::server::Server;
use super::settings::Settings;

/// A request that was sent and waits for its response.
pub struct Pending {
    asked: Asked,
    /// When it was sent.
    since: Instant,
    download: Option<Download>,
}

/// How an exchange has failed.
enum Failure {
    /// An exception is pending.
    Thrown,
    /// The status for `statusCode`, and the errno.
    Errno(i64, i32),
    /// The connection was gone before anything came: it may be tried again.
    Gone(i32),
}

impl From<Thrown> for Failure {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

/// Whether the response came as it should.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Complete,
    /// The request is sent, the response is for `recv()`.
    Deferred,
    /// 502 or 503 after the last attempt.
    Unavailable,
}

/// `execute(string $path): bool`.
pub fn execute(call: &mut Call) -> PhpResult {
    let path = call.string(0)?;
    let done = request(call, &path, None)?;
    call.ret(done)
}

/// `get(string $path): bool`.
pub fn get(call: &mut Call) -> PhpResult {
    let path = call.string(0)?;
    call.this().set(slot::REQUEST_METHOD, "GET");
    let done = request(call, &path, None)?;
    call.ret(done)
}

/// `post(string $path, mixed $data): bool`.
pub fn post(call: &mut Call) -> PhpResult {
    let path = call.string(0)?;
    let this = call.this();
    this.set(slot::REQUEST_METHOD, "POST");
    this.set(slot::REQUEST_BODY, call.value(1).unwrap_or(Value::null()));
    let done = request(call, &path, None)?;
    call.ret(done)
}

/// `download(string $path, string $file, int $offset = 0): bool`.
pub fn download(call: &mut Call) -> PhpResult {
    let path = call.string(0)?;
    let file = call.string(1)?;
    let offset = call.long_or(2, 0)?;
    let this = call.this();
    this.set(slot::DOWNLOAD_FILE, file);
    this.set(slot::DOWNLOAD_OFFSET, offset);
    let done = request(call, &path, None)?;
    call.ret(done)
}

/// Sends a request and receives its response, unless that is deferred. False: the properties say why.
pub(super) fn request(
    call: &Call,
    path: &PhpString,
    upgrade: Option<&Upgrade>,
) -> Result<bool, Thrown> {
    let this = call.this();
    let state: &ClientState = call.state();
    let server = state.base.server()?;
    coroutine::require_coroutine()?;
    if path.is_empty() {
        set_error(&this, code::INVALID_PARAMS);
        return Ok(false);
    }
    let _occupied = state.occupy()?;
    // What was deferred and never received belongs to a connection that is of no use any more.
    if state.pending.take().is_some() || state.websocket.borrow().is_some() {
        state.disconnect(&this);
    }
    this.set(slot::HEADERS, Value::null());
    this.set(slot::SET_COOKIE_HEADERS, Value::null());
    this.set(slot::BODY, PhpString::empty());
    let settings = state.base.settings();
    let exchange = Exchange {
        this: &this,
        state,
        server: &server,
        settings: &settings,
        path,
        upgrade,
    };
    let outcome = exchange.run();
    this.set(slot::UPLOAD_FILES, Value::null());
    this.set(slot::DOWNLOAD_FILE, Value::null());
    this.set(slot::DOWNLOAD_OFFSET, 0_i64);
    match outcome {
        Ok(outcome) => Ok(outcome != Outcome::Unavailable),
        Err(failure) => exchange.failed(failure),
    }
}

/// `recv()` of a client that is no WebSocket: the response to the request sent before.
pub(super) fn receive_deferred(call: &Call, timeout: f64) -> Result<bool, Thrown> {
    let this = call.this();
    let state: &ClientState = call.state();
    let server = state.base.server()?;
    coroutine::require_coroutine()?;
    let _occupied = state.occupy()?;
    let connection = state.connection.borrow().clone();
    let Some(connection) = connection else {
        set_error(&this, code::CLIENT_NO_CONNECTION);
        return Ok(false);
    };
    let Some(pending) = state.pending.take() else {
        return Ok(false);
    };
    let settings = state.base.settings();
    let exchange = Exchange {
        this: &this,
        state,
        server: &server,
        settings: &settings,
        path: &PhpString::empty(),
        upgrade: None,
    };
    let limit = settings.timeout(timeout);
    match exchange.receive(&connection, pending, limit) {
        Ok(_) => Ok(true),
        Err(failure) => exchange.failed(failure),
    }
}

struct Exchange<'a> {
    this: &'a Object,
    state: &'a ClientState,
    server: &'a Server,
    settings: &'a Rc<Settings>,
    path: &'a PhpString,
    upgrade: Option<&'a Upgrade>,
}

impl Exchange<'_> {
    /// Says in the properties what has failed; the connection is of no use any more.
    fn failed(&self, failure: Failure) -> Result<bool, Thrown> {
        self.state.disconnect(self.this);
        match failure {
            Failure::Thrown => Err(Thrown),
            Failure::Errno(status, errno) => {
                set_failure(self.this, status, errno);
                if zend::globals::exception_pending() {
                    Err(Thrown)
                } else {
                    Ok(false)
                }
            }
            Failure::Gone(errno) => {
                set_failure(self.this, status::SERVER_RESET, errno);
                Ok(false)
            }
        }
    }

    fn run(&self) -> Result<Outcome, Failure> {
        let mut attempts_left = self.settings.max_retries;
        loop {
            let failed = match self.attempt() {
                Ok(Outcome::Complete) if self.is_unavailable() && self.settings.max_retries > 0 => {
                    if attempts_left == 0 {
                        return Ok(Outcome::Unavailable);
                    }
                    None
                }
                Err(Failure::Errno(status::CONNECT_FAILED, errno))
                    if attempts_left > 0 && errno != libc::ECANCELED =>
                {
                    None
                }
                other => Some(other),
            };
            if let Some(outcome) = failed {
                return outcome;
            }
            attempts_left -= 1;
            if zend::globals::exception_pending() {
                return Err(Failure::Thrown);
            }
        }
    }

    fn is_unavailable(&self) -> bool {
        matches!(self.this.get(slot::STATUS_CODE).as_long(), Some(502 | 503))
    }

    /// One request, over the connection there is or a new one. A connection that the server has given up meanwhile
    /// does not count.
    fn attempt(&self) -> Result<Outcome, Failure> {
        for is_last in [false, true] {
            let connection = self.connection()?;
            self.this.set(slot::ERR_CODE, 0_i64);
            self.this.set(slot::ERR_MSG, PhpString::empty());
            self.this.set(slot::STATUS_CODE, 0_i64);
            let prepared = head::prepare(
                self.this,
                self.state,
                self.server,
                self.settings,
                self.path,
                self.upgrade,
            );
            let prepared = match prepared {
                Ok(prepared) => prepared,
                Err(Unprepared::Thrown) => return Err(Failure::Thrown),
                Err(Unprepared::Errno(errno)) => {
                    return Err(Failure::Errno(status::SEND_FAILED, errno));
                }
            };
            let again = !is_last && connection.is_used.get() && prepared.is_idempotent;
            match self.exchange(&connection, prepared) {
                Err(Failure::Gone(_)) if again => {
                    self.state.disconnect(self.this);
                }
                other => return other,
            }
        }
        Err(Failure::Gone(libc::ECONNRESET))
    }

    fn exchange(
        &self,
        connection: &Rc<Connection>,
        prepared: Prepared,
    ) -> Result<Outcome, Failure> {
        let asked = prepared.asked;
        let file = self.this.get(slot::DOWNLOAD_FILE).as_string();
        if let Some(file) = &file
            && !file.is_empty()
            && !zend::ini::path_is_allowed(file)
        {
            return Err(Failure::Errno(status::SEND_FAILED, libc::EPERM));
        }
        self.send(connection, prepared.content)?;
        let offset = self.this.get(slot::DOWNLOAD_OFFSET).to_long();
        let pending = Pending {
            asked,
            since: Instant::now(),
            download: file
                .filter(|file| !file.is_empty())
                .map(|file| Download::new(file, offset)),
        };
        if self.state.defer.get() && self.upgrade.is_none() {
            *self.state.pending.borrow_mut() = Some(pending);
            return Ok(Outcome::Deferred);
        }
        self.receive(connection, pending, self.settings.timeout(0.0))
    }

    /// The connection there is, if it can be used, or a new one.
    fn connection(&self) -> Result<Rc<Connection>, Failure> {
        let tunnel = self.server.ssl || self.upgrade.is_some();
        let open = self.state.connection.borrow().clone();
        if let Some(open) = open {
            if open.is_idle() && (open.is_direct || !tunnel) {
                return Ok(open);
            }
            self.state.disconnect(self.this);
        }
        let manner = Manner {
            alpn: b"http/1.1",
            tunnel,
        };
        let opened = self.state.base.open(self.server, self.settings, manner);
        let stream = opened.map_err(|errno| Failure::Errno(status::CONNECT_FAILED, errno))?;
        let proxy = self.settings.proxy.as_ref();
        let is_direct =
            tunnel || proxy.is_none_or(|proxy| proxy.kind != super::settings::ProxyKind::Http);
        let connection = Connection::new(stream, is_direct);
        self.state.connected(self.this, &connection);
        Ok(connection)
    }
}
