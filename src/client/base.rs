//! What the HTTP/1 and the HTTP/2 client class have in common: whom they are for, their settings, opening a connection
//! as these say, and which coroutine has it. Requests, and all properties but the constructor's, are the classes' own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustls::ClientConfig;

use crate::coroutine::Interrupted;
use crate::coroutine::bound::{Doing, already_bound};
use crate::coroutine::task;
use crate::error;
use crate::net::{ConnectError, Stream};
use crate::zend::object::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{Array, Call, Object, Thrown};

use super::opening::{Opening, Tls, Way};
use super::server::Server;
use super::settings::Settings;
use super::tls_settings;

/// What a client of either class keeps.
#[derive(Default)]
pub(super) struct Base {
    /// Set by the constructor.
    server: RefCell<Option<Rc<Server>>>,
    settings: RefCell<Rc<Settings>>,
    /// TLS for the settings as they are.
    tls: RefCell<Option<Arc<ClientConfig>>>,
    opening: Opening,
    /// The coroutine that has the connection, plus one; 0 when there is none.
    busy: Cell<i64>,
}

/// What a constructor needs to know of its class.
pub(super) struct Class {
    /// What it throws.
    pub exception: &'static ClassSlot,
    /// The port that is not given.
    pub default_port: i64,
    /// Where its properties are.
    pub host: usize,
    pub port: usize,
    pub ssl: usize,
}

/// How a connection is opened.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// The protocol asked for in TLS (RFC 7301).
    pub alpn: &'static [u8],
    /// Whether an HTTP proxy is asked for a tunnel.
    pub tunnel: bool,
}

impl Base {
    /// `__construct(string $host, int $port, bool $ssl = false)`.
    pub fn construct(&self, call: &Call, class: &Class) -> Result<(), Thrown> {
        let host = call.string(0)?;
        let port = call.long_or(1, class.default_port)?;
        let ssl = call.bool_or(2, false)?;
        let server = Server::new(&host, port, ssl, class.exception)?;
        let this = call.this();
        this.set(class.host, host);
        this.set(class.port, i64::from(server.port));
        this.set(class.ssl, ssl);
        *self.server.borrow_mut() = Some(Rc::new(server));
        Ok(())
    }

    /// Whom it is for.
    ///
    /// # Errors
    ///
    /// The constructor was not called.
    pub fn server(&self) -> Result<Rc<Server>, Thrown> {
        self.server
            .borrow()
            .clone()
            .ok_or_else(error::unconstructed)
    }

    /// What was set.
    pub fn settings(&self) -> Rc<Settings> {
        self.settings.borrow().clone()
    }

    /// Adds settings to those in the property at `index`.
    pub fn add_settings(&self, this: &Object, index: usize, given: &Array) {
        this.with_array(index, |setting| {
            for (key, value) in given.iter() {
                setting.set_key(&key, value);
            }
        });
        let settings = Settings::of(this.get(index).as_array().as_ref());
        let before = self.settings.replace(Rc::new(settings));
        self.tls.take();
        drop(before);
    }

    /// Tells the cycle collector of the settings' values.
    pub fn collect(&self, gc: &mut Gc) {
        let settings = self.settings.borrow();
        if let Some(callback) = &settings.write_func {
            callback.collect(gc);
        }
        gc.add(&settings.given);
    }

    /// Opens a connection in the running coroutine.
    ///
    /// # Errors
    ///
    /// An errno or a `SWOOLE_ERROR_*` code; `ECANCELED` also when it was given up.
    pub fn open(
        &self,
        server: &Server,
        settings: &Settings,
        manner: Manner,
    ) -> Result<Stream, i32> {
        let way = Way {
            peer: &server.peer,
            proxy: settings.proxy.as_ref(),
            tunnel: manner.tunnel,
            tls: server
                .ssl
                .then(|| self.tls(settings, manner.alpn))
                .transpose()?,
            options: settings.connect(),
        };
        match self.opening.open(way, settings.connect_timeout()) {
            Ok(opened) => opened.map_err(|ConnectError(errno)| errno),
            Err(interrupted) => Err(errno_of(interrupted)),
        }
    }

    /// Gives up the connection that is being made. False when there is none.
    pub fn give_up(&self) -> bool {
        self.opening.give_up()
    }

    fn tls(&self, settings: &Settings, alpn: &'static [u8]) -> Result<Tls, i32> {
        let given = settings.given.as_array();
        let mut kept = self.tls.borrow_mut();
        let config = match &*kept {
            Some(config) => config.clone(),
            None => {
                let config =
                    tls_settings::config(given.as_ref(), &[alpn]).map_err(|error| error.errno)?;
                *kept = Some(config.clone());
                config
            }
        };
        Ok(Tls {
            config,
            name: tls_settings::host_name(given.as_ref()),
        })
    }

    /// Takes the connection, which has the descriptor `fd`, for the running coroutine, until the guard is dropped.
    ///
    /// # Errors
    ///
    /// Another coroutine has it.
    pub fn occupy(&self, fd: impl FnOnce() -> i32) -> Result<Occupied<'_>, Thrown> {
        let owner = self.busy.get() - 1;
        if owner >= 0 {
            return Err(already_bound(fd(), owner, Doing::Reading));
        }
        self.busy.set(task::current_id() + 1);
        Ok(Occupied(&self.busy))
    }
}

/// The error that a wait for the connection ends with.
pub(super) fn errno_of(interrupted: Interrupted) -> i32 {
    match interrupted {
        Interrupted::TimedOut => libc::ETIMEDOUT,
        Interrupted::Canceled | Interrupted::Blocked => libc::ECANCELED,
    }
}

/// The running coroutine has the connection.
pub(super) struct Occupied<'a>(&'a Cell<i64>);

impl Drop for Occupied<'_> {
    fn drop(&mut self) {
        self.0.set(0);
    }
}
