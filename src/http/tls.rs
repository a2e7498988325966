//! TLS of a running server: handshakes before HTTP begins, and certificates that can be exchanged meanwhile.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;

use crate::coroutine::scheduler;
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::net::tls::{ConfigError, HandshakeError, TlsStream};
use crate::net::{Metered, Seat, Stream};
use crate::slot::coroutine_http_server as slot;
use crate::zend::{self, Array, Call, PhpResult};

use super::connection::Connection;
use super::http2;
use super::running::Running;
use super::server;
use super::settings::{self, Settings};

/// What a running server encrypts with.
pub(super) struct Tls {
    config: RefCell<Arc<ServerConfig>>,
    handshake_timeout: Cell<Duration>,
}

fn build(settings: &settings::Tls) -> Result<Arc<ServerConfig>, ConfigError> {
    settings
        .options
        .build(|warning| log::write(Level::Warning, &warning))
}

impl Tls {
    /// Reads the files. `None`: the server does not encrypt.
    pub(super) fn of(settings: &Settings) -> Result<Option<Rc<Self>>, ConfigError> {
        let Some(settings) = &settings.tls else {
            return Ok(None);
        };
        let settings = settings.as_ref().map_err(Clone::clone)?;
        Ok(Some(Rc::new(Self {
            config: RefCell::new(build(settings)?),
            handshake_timeout: Cell::new(settings.handshake_timeout),
        })))
    }

    /// Reads the files anew: for the connections that come from now on. After an error nothing is changed.
    fn reload(&self, settings: &settings::Tls) -> Result<(), ConfigError> {
        let config = build(settings)?;
        self.config.replace(config);
        self.handshake_timeout.set(settings.handshake_timeout);
        Ok(())
    }

    /// Does the handshake in the background, then serves the connection, which has its seat from the beginning.
    pub(super) fn accept(self: &Rc<Self>, stream: Stream, seat: Seat, server: Rc<Running>) {
        let tls = self.clone();
        let config = self.config.borrow().clone();
        scheduler::spawn_task(async move {
            let fd = stream.fd();
            let peer = stream.peer();
            // Said before the socket is closed: who sees that finds the line.
            let tell = |reason: &str| {
                if log::enabled(Level::Notice) {
                    let (address, port) = (&peer.address, peer.port);
                    log::write(
                        Level::Notice,
                        &format!("TLS handshake on fd#{fd} ({address}:{port}) failed: {reason}"),
                    );
                }
            };
            match TlsStream::new(stream, config) {
                Err(reason) => tell(&reason.to_string()),
                Ok(stream) => match tls.handshake(&stream, &server).await {
                    Ok(()) if server.is_stopping() => {}
                    Ok(()) => {
                        let http2 = stream.speaks(b"h2");
                        let stream = Stream::Tls(Box::new(stream));
                        let stream = Rc::new(Metered::new(stream, seat));
                        if http2 {
                            http2::serve(stream, Vec::new(), server);
                        } else {
                            Connection::serve(stream, server);
                        }
                    }
                    Err(None) => {}
                    Err(Some(reason)) => tell(&reason),
                },
            }
        });
    }

    /// Why it failed; `None`: the server stops.
    async fn handshake(&self, stream: &TlsStream, server: &Running) -> Result<(), Option<String>> {
        let limit = self.handshake_timeout.get();
        let done = poll_fn(|context| stream.poll_handshake(context));
        tokio::select! {
            biased;
            done = tokio::time::timeout(limit, done) => match done {
                Ok(Ok(())) => Ok(()),
                Ok(Err(reason)) => Err(Some(explain(&reason))),
                Err(_) => Err(Some(format!("it took longer than {} s", limit.as_secs_f64()))),
            },
            () = server.stopped.notified() => Err(None),
        }
    }
}

/// `reloadCertificates(): bool`: the files of the TLS settings are read again.
pub fn reload_certificates(call: &mut Call) -> PhpResult {
    let this = call.this();
    let running = server::running_of(call);
    let Some(tls) = running.as_ref().and_then(|running| running.tls.as_ref()) else {
        zend::warning("the server does not serve TLS now");
        error::set_last(code::SSL_NOT_READY);
        return call.ret(false);
    };
    let given: Option<Array> = this.get(slot::SETTINGS).as_array();
    let reloaded = match settings::reread_tls(given.as_ref()) {
        Some(Ok(settings)) => tls.reload(&settings),
        Some(Err(reason)) => Err(reason),
        None => {
            zend::warning("open_ssl was switched off: that needs a new start()");
            error::set_last(code::SSL_NOT_READY);
            return call.ret(false);
        }
    };
    if let Err(reason) = reloaded {
        server::tell(&this, reason.errno, &reason.text);
        return call.ret(false);
    }
    call.ret(true)
}

fn explain(reason: &HandshakeError) -> String {
    match reason {
        HandshakeError::Protocol(rustls::Error::InvalidMessage(
            rustls::InvalidMessage::InvalidContentType,
        )) => String::from("the client does not speak TLS (plain HTTP?)"),
        _ => reason.to_string(),
    }
}
