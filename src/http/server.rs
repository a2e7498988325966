//! `Swoole\Coroutine\Http\Server`: binds, accepts, finds the handler of each request (spec §1).

use std::cell::RefCell;
use std::io;
use std::rc::{Rc, Weak};

use crate::class::COROUTINE_HTTP_SERVER;
use crate::coroutine::bound::{Doing, already_bound};
use crate::coroutine::{self, functions, task};
use crate::error::{self, code, errno_of};
use crate::net::Address;
use crate::net::listener::Acceptor;
use crate::server::accept;
use crate::server::lifetime::{self, Serving};
use crate::server::place::Place;
use crate::slot::coroutine_http_server as slot;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, Callable, NativeState, Object, PhpResult, PhpString, Value};

use super::counters::Counters;
use super::running::{Routes, Running};
use super::settings::Settings;
use super::tls::Tls;
use super::{heartbeat, time_limits};

/// The state of a Server object.
#[derive(Default)]
pub struct ServerState {
    place: RefCell<Option<Place>>,
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
    let place = match Place::bind(address, reuse_port) {
        Ok(place) => place,
        Err(reason) => return fail(errno_of(&reason), format!("bind({text}:{port}) failed")),
    };
    this.set(slot::FD, i64::from(place.fd()));
    this.set(slot::HOST, host);
    this.set(slot::PORT, i64::from(place.port()));
    this.set(slot::SSL, ssl);
    if ssl {
        this.with_array(slot::SETTINGS, |settings| {
            settings.set(&PhpString::new(b"open_ssl"), true);
        });
    }
    *state.place.borrow_mut() = Some(place);
    Ok(())
}

/// `set(array $settings): bool`: merges; read at the next `start()`.
pub fn set(call: &mut Call) -> PhpResult {
    let settings = call.array(0)?;
    if settings.is_empty() {
        return call.ret(false);
    }
    call.this().with_array(slot::SETTINGS, |merged| {
        for (key, value) in settings.iter() {
            merged.set_key(&key, value);
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
        let fd = this.get(slot::FD).to_long() as i32;
        return Err(already_bound(fd, owner, Doing::Reading));
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
    if let Some(backlog) = settings.connections.limits.backlog
        && let Some(place) = &mut *state.place.borrow_mut()
        && let Ok(listener) = place.listener()
    {
        // The constructor listens already; Linux takes a new length of the queue.
        let _ = listener.set_backlog(backlog);
    }
    let running = Running::new(
        state.routes.clone(),
        settings,
        tls,
        task::current_id(),
        state.counters.clone(),
    );
    running.counters.start();
    *state.running.borrow_mut() = Some(running.clone());
    let serving: Weak<dyn Serving> = Rc::<Running>::downgrade(&running);
    lifetime::begin(serving.clone());
    time_limits::keep(&running);
    heartbeat::keep(&running);
    let server = running.clone();
    let ended = accept::serve(acceptor, running.stop.clone(), move |stream| {
        server.welcome(stream);
    });
    if ended.is_ok() {
        // This coroutine may have been cancelled.
        running.shut_down();
    }
    lifetime::end(&serving);
    state.running.take();
    if let Some(place) = &mut *state.place.borrow_mut() {
        place.leave();
    }
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
    let mut place = state.place.borrow_mut();
    let Some(place) = &mut *place else {
        // Its class has a constructor of its own.
        return Err(io::Error::from_raw_os_error(libc::EBADF));
    };
    let listener = place.listener()?;
    this.set(slot::FD, i64::from(listener.fd()));
    listener.acceptor()
}

/// `shutdown(): void`: stops accepting; what runs goes on to its end.
pub fn shutdown(call: &mut Call) -> PhpResult {
    let running = call.state::<ServerState>().running.borrow().clone();
    if let Some(running) = running {
        running.shut_down();
    }
    Ok(())
}
