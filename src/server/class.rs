//! `Swoole\Coroutine\Server`: binds, accepts, gives each connection to the handler.

use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::rc::{Rc, Weak};

use crate::class::COROUTINE_SERVER;
use crate::coroutine::bound::{Doing, already_bound};
use crate::coroutine::{self, functions, task};
use crate::error::{self, errno_of};
use crate::http::settings::{Limits, tls_of_socket};
use crate::net::address::AddressError;
use crate::net::listener::Acceptor;
use crate::net::{Address, Meter};
use crate::slot::coroutine_server as slot;
use crate::socket::framing::Framing;
use crate::socket::settings;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, Object, PhpResult, PhpString};

use super::accept;
use super::admission::Admission;
use super::lifetime::{self, Serving};
use super::place::Place;
use super::run::{Handler, Run, Tls};

/// The state of a Server object.
#[derive(Default)]
pub struct ServerState {
    place: RefCell<Option<Place>>,
    handler: Handler,
    running: RefCell<Option<Rc<Run>>>,
    meter: Rc<Meter>,
}

impl NativeState for ServerState {
    fn class() -> &'static ClassSlot {
        &COROUTINE_SERVER
    }

    fn collect(&self, gc: &mut Gc) {
        if let Ok(handler) = self.handler.try_borrow() {
            handler.iter().for_each(|handler| handler.collect(gc));
        }
        if let Ok(running) = self.running.try_borrow() {
            running
                .iter()
                .for_each(|running| running.framing.collect(gc));
        }
    }
}

/// `__construct(string $host, int $port = 0, bool $ssl = false, bool $reuse_port = false)`: binds and listens at once.
pub fn construct(call: &mut Call) -> PhpResult {
    let host = call.string(0)?;
    let port = call.long_or(1, 0)?;
    let ssl = call.bool_or(2, false)?;
    let reuse_port = call.bool_or(3, false)?;
    let this = call.this();
    let state: &ServerState = call.state();
    let text = host.to_text();
    let bound = Address::parse(&text, port)
        .map_err(AddressError::code)
        .and_then(|address| Place::bind(address, reuse_port).map_err(|reason| errno_of(&reason)));
    let place = match bound {
        Ok(place) => place,
        Err(errno) => {
            let shown = path_of(&text).unwrap_or(&text);
            error::set_last(errno);
            return Err(zend::throw(
                &crate::class::EXCEPTION,
                &format!("bind({shown}:{port}) failed"),
                i64::from(errno),
            ));
        }
    };
    let ty = match place.address() {
        Address::Unix(path) => {
            this.set(slot::HOST, path_text(path));
            libc::AF_UNIX
        }
        Address::Tcp(socket) => {
            this.set(slot::HOST, host);
            if socket.is_ipv6() {
                libc::AF_INET6
            } else {
                libc::AF_INET
            }
        }
    };
    this.set(slot::TYPE, i64::from(ty));
    this.set(slot::FD, i64::from(place.fd()));
    this.set(slot::PORT, i64::from(place.port()));
    this.with_array(slot::SETTING, |setting| {
        setting.set(&PhpString::new(b"open_ssl"), ssl);
    });
    *state.place.borrow_mut() = Some(place);
    Ok(())
}

/// The path in `unix:/path`.
fn path_of(host: &str) -> Option<&str> {
    host.strip_prefix("unix:")
        .map(|path| path.strip_prefix("//").unwrap_or(path))
}

fn path_text(path: &Path) -> PhpString {
    PhpString::new(path.as_os_str().as_encoded_bytes())
}

/// `set(array $setting): void`: merges; read at the next `start()`.
pub fn set(call: &mut Call) -> PhpResult {
    let given = call.array(0)?;
    call.this().with_array(slot::SETTING, |setting| {
        for (key, value) in given.iter() {
            setting.set_key(&key, value);
        }
    });
    Ok(())
}

/// `handle(callable $fn): void`.
pub fn handle(call: &mut Call) -> PhpResult {
    let handler = call.callable(0)?;
    let state: &ServerState = call.state();
    let replaced = state.handler.borrow_mut().replace(handler);
    drop(replaced);
    Ok(())
}

/// `start(): bool`: serves until `shutdown()`, while this coroutine waits.
pub fn start(call: &mut Call) -> PhpResult {
    functions::require_cli()?;
    coroutine::require_coroutine()?;
    let this = call.this();
    let state: &ServerState = call.state();
    if let Some(owner) = state
        .running
        .borrow()
        .as_ref()
        .map(|running| running.parent)
    {
        let fd = this.get(slot::FD).to_long() as i32;
        return Err(already_bound(fd, owner, Doing::Reading));
    }
    if state.handler.borrow().is_none() {
        this.set(slot::ERR_CODE, i64::from(libc::EINVAL));
        error::set_last(libc::EINVAL);
        return call.ret(false);
    }
    this.set(slot::ERR_CODE, 0_i64);
    let setting = this.get(slot::SETTING).as_array();
    let prepared = prepare(setting.as_ref())
        .and_then(|(framing, tls)| Ok((framing, tls, acceptor(state, &this)?)));
    let (framing, tls, acceptor) = match prepared {
        Ok(prepared) => prepared,
        Err(reason) => return fail(call, &reason),
    };
    let limits = Limits::of_server(setting.as_ref());
    if let Some(backlog) = limits.backlog
        && let Some(place) = &mut *state.place.borrow_mut()
        && let Ok(listener) = place.listener()
    {
        // The constructor listens already; Linux takes a new length of the queue.
        let _ = listener.set_backlog(backlog);
    }
    let running = Rc::new(Run {
        handler: state.handler.clone(),
        framing,
        tls,
        limits,
        meter: state.meter.clone(),
        admission: Admission::default(),
        parent: task::current_id(),
        stop: Rc::default(),
        stopped: tokio::sync::Notify::new(),
        is_stopping: std::cell::Cell::new(false),
        is_full: std::cell::Cell::new(false),
    });
    *state.running.borrow_mut() = Some(running.clone());
    let serving: Weak<dyn Serving> = Rc::<Run>::downgrade(&running);
    lifetime::begin(serving.clone());
    let run = running.clone();
    let ended = accept::serve(acceptor, running.stop.clone(), move |stream| {
        run.welcome(stream);
    });
    // This coroutine may have been cancelled.
    running.shut_down();
    lifetime::end(&serving);
    state.running.take();
    if let Some(place) = &mut *state.place.borrow_mut() {
        place.leave();
    }
    match ended {
        Ok(()) => call.ret(true),
        Err(reason) => fail(call, &Refused::of_io("accept", &reason)),
    }
}

/// Why a server does not run.
struct Refused {
    errno: i32,
    text: String,
}

impl Refused {
    fn of_io(what: &str, reason: &io::Error) -> Self {
        let errno = errno_of(reason);
        let text = error::text(i64::from(errno));
        Self {
            errno,
            text: format!("{what} failed, Error: {text}[{errno}]"),
        }
    }
}

/// False with a warning, and the reason in `errCode`.
fn fail(call: &mut Call, reason: &Refused) -> PhpResult {
    call.this().set(slot::ERR_CODE, i64::from(reason.errno));
    zend::warning(&reason.text);
    error::set_last(reason.errno);
    call.ret(false)
}

/// What the settings say. With a wrong one no client could be served: it is said before anybody is accepted.
fn prepare(setting: Option<&Array>) -> Result<(Framing, Option<Tls>), Refused> {
    let framing = Framing::default();
    let Some(setting) = setting else {
        return Ok((framing, None));
    };
    settings::apply(&framing, setting).map_err(|text| Refused {
        errno: libc::EINVAL,
        text,
    })?;
    let encrypts = setting.get(b"open_ssl").is_some_and(|on| on.is_truthy());
    let tls = encrypts.then(|| tls_of_socket(Some(setting))).transpose();
    let tls = tls.map_err(|reason| Refused {
        errno: reason.errno,
        text: reason.text,
    })?;
    Ok((framing, tls))
}

/// Registers the listening socket with the loop; listens again after a shutdown.
fn acceptor(state: &ServerState, server: &Object) -> Result<Acceptor, Refused> {
    let mut place = state.place.borrow_mut();
    let acceptor = match &mut *place {
        Some(place) => place.listener().and_then(|listener| {
            server.set(slot::FD, i64::from(listener.fd()));
            listener.acceptor()
        }),
        // Its class has a constructor of its own.
        None => Err(io::Error::from_raw_os_error(libc::EBADF)),
    };
    acceptor.map_err(|reason| Refused::of_io("start", &reason))
}

/// `shutdown(): bool`: ends the accepting; handlers go on to their end. False when the server does not run.
pub fn shutdown(call: &mut Call) -> PhpResult {
    let running = call.state::<ServerState>().running.borrow().clone();
    if let Some(running) = &running {
        running.shut_down();
    }
    call.ret(running.is_some())
}
