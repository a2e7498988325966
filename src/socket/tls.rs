//! TLS over a socket: whoever has connected is the client, whoever was accepted the server.

use std::task::Poll;

use rustls::pki_types::CertificateDer;

use crate::client::tls_settings;
use crate::error::{self, code};
use crate::http::settings::tls_of_socket;
use crate::log::{self, Level};
use crate::net::Stream;
use crate::net::tls::{HandshakeError, TlsStream, server_name};
use crate::zend::Array;

use super::handle::{Failure, Handle, Turn};
use super::transport::{Direction, Transport};

impl Handle {
    /// Whether the settings ask for TLS.
    pub(super) fn wants_tls(&self) -> bool {
        self.tls_settings
            .borrow()
            .as_ref()
            .and_then(|settings| settings.get(b"open_ssl"))
            .is_some_and(|on| on.is_truthy())
    }

    /// Whether it encrypts.
    pub fn is_tls(&self) -> bool {
        self.transport
            .borrow()
            .as_ref()
            .is_some_and(|transport| transport.tls().is_some())
    }

    /// Does the handshake, unless that is done.
    pub fn ssl_handshake(&self, timeout: f64) -> Result<(), Failure> {
        let turn = self.bind(Direction::Write, timeout)?;
        if self.is_tls() {
            return Ok(());
        }
        self.encrypt(&turn)
    }

    /// Does the handshake in the writer's turn; nobody may read meanwhile.
    pub(super) fn encrypt(&self, turn: &Turn<'_>) -> Result<(), Failure> {
        let _reader = self.bind(Direction::Read, 0.0)?;
        if !self.ahead.borrow().is_empty() || !self.kind.is_stream() {
            return Err(Failure::Code(libc::EPROTO));
        }
        if !self.is_accepted.get() {
            // Nothing to encrypt without a peer.
            self.peer()?;
        }
        self.begin()?;
        let done = turn.wait(|transport, context| match transport.tls() {
            Some(tls) => tls.poll_handshake(context).map(Ok),
            None => Poll::Ready(Ok(Ok(()))),
        })?;
        done.map_err(|reason| {
            log::write(
                Level::Warning,
                &format!("TLS handshake on fd#{} failed: {reason}", self.fd()),
            );
            Failure::Code(match reason {
                HandshakeError::Protocol(rustls::Error::InvalidCertificate(_)) => {
                    code::SSL_VERIFY_FAILED
                }
                HandshakeError::Protocol(_) => code::SSL_HANDSHAKE_FAILED,
                HandshakeError::Io(error) => match error.kind() {
                    std::io::ErrorKind::UnexpectedEof => code::SSL_RESET,
                    _ => error::errno_of(&error),
                },
            })
        })
    }

    /// Puts TLS between the socket and whoever uses it.
    fn begin(&self) -> Result<(), Failure> {
        let settings = self.tls_settings.borrow().clone();
        let failed = |errno| Failure::Code(errno);
        let session = |_: rustls::Error| Failure::Code(code::SSL_CREATE_SESSION_FAILED);
        if self.is_accepted.get() {
            let (config, _) =
                tls_of_socket(settings.as_ref()).map_err(|reason| failed(told(&reason)))?;
            let stream = self.take_stream()?;
            return self.put(TlsStream::new(stream, config).map_err(session)?);
        }
        let config =
            tls_settings::config(settings.as_ref(), &[]).map_err(|reason| failed(reason.errno))?;
        let given = tls_settings::host_name(settings.as_ref());
        let name = server_name(given.as_deref(), &self.host.borrow());
        let stream = self.take_stream()?;
        self.put(TlsStream::client(stream, config, name).map_err(session)?)
    }

    /// The descriptor as a stream. What a server has served cannot be encrypted any more.
    fn take_stream(&self) -> Result<Stream, Failure> {
        match self.transport.take() {
            Some(Transport::Plain(plain)) => {
                let unix = self.kind.domain == libc::AF_UNIX;
                Ok(Stream::of_fd(plain.into_fd(), unix)?)
            }
            other => {
                *self.transport.borrow_mut() = other;
                Err(Failure::Code(libc::EINVAL))
            }
        }
    }

    fn put(&self, tls: TlsStream) -> Result<(), Failure> {
        *self.transport.borrow_mut() = Some(Transport::Tls(Stream::Tls(Box::new(tls))));
        Ok(())
    }

    /// The peer's certificates, its own first; none without TLS, or when it has shown none.
    pub fn peer_certificates(&self) -> Vec<CertificateDer<'static>> {
        match &*self.transport.borrow() {
            Some(transport) => transport
                .tls()
                .map(TlsStream::peer_certificates)
                .unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Checks the peer's certificate as the settings say, whether or not the handshake has.
    pub fn verify_peer(&self, allow_self_signed: bool) -> Result<(), Failure> {
        if !self.is_tls() {
            return Err(Failure::Code(code::SSL_NOT_READY));
        }
        let certificates = self.peer_certificates();
        if certificates.is_empty() {
            return Err(Failure::Code(code::SSL_EMPTY_PEER_CERTIFICATE));
        }
        let settings = self.tls_settings.borrow().clone();
        let given = tls_settings::host_name(settings.as_ref());
        let mut check = tls_settings::check(settings.as_ref());
        check.allow_self_signed = allow_self_signed;
        let name = server_name(given.as_deref(), &self.host.borrow());
        check.verify(&certificates, &name).map_err(|reason| {
            log::write(
                Level::Warning,
                &format!("the certificate of fd#{} is not good: {reason}", self.fd()),
            );
            Failure::Code(code::SSL_VERIFY_FAILED)
        })
    }

    /// Adds to the settings of TLS.
    pub fn set_tls(&self, given: &Array) {
        let mut kept = self.tls_settings.borrow_mut();
        for (key, value) in given.iter() {
            let crate::zend::array::Key::Name(name) = &key else {
                continue;
            };
            if name.starts_with(b"ssl_") || &**name == b"open_ssl" {
                kept.get_or_insert_with(|| Array::with_capacity(8))
                    .set(name, value);
            }
        }
    }
}

fn told(reason: &crate::net::tls::ConfigError) -> i32 {
    log::write(Level::Warning, &reason.text);
    reason.errno
}
