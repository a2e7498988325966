//! A connection of the load generator: plain, or TLS in the cheapest way a client can speak it.
//!
//! Over TLS a read goes on until the kernel has nothing more, so that here as there one that fills less than its buffer
//! says that the socket is empty.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, LazyLock};

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme};

use crate::error::{Error, Result};

/// A connection.
pub enum Socket {
    /// TCP alone.
    Plain(TcpStream),
    /// TLS 1.3 over it.
    Tls(Box<Session>),
}

/// A client's TLS session. Nothing of it is resumed by a later one.
pub struct Session {
    stream: TcpStream,
    tls: ClientConnection,
}

impl Socket {
    /// The socket as it is, or with TLS about to begin: the handshake is done along with the first reads.
    pub fn new(stream: TcpStream, tls: bool) -> Socket {
        if !tls {
            return Socket::Plain(stream);
        }
        let name = ServerName::try_from("localhost").expect("it is a name");
        let tls = ClientConnection::new(CONFIG.clone(), name).expect("the configuration is sound");
        Socket::Tls(Box::new(Session { stream, tls }))
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Socket::Plain(stream) => stream,
            Socket::Tls(session) => &session.stream,
        }
    }

    /// From now on reading and writing never wait.
    pub fn set_nonblocking(&self) -> Result<()> {
        let set = self.tcp().set_nonblocking(true);
        set.map_err(Error::io("set_nonblocking"))
    }

    /// Takes in what has come: so many bytes. `None`: there is nothing. That the server closes is an error, at a time when
    /// it is not to.
    pub fn receive(&mut self, buffer: &mut [u8]) -> Result<Option<usize>> {
        match self.read(buffer) {
            Ok(0) => Err(Error::Closed("the server closed a connection".into())),
            Ok(count) => Ok(Some(count)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(Error::Io("receive".into(), error)),
        }
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.tcp().as_fd()
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::Plain(stream) => stream.read(buffer),
            Socket::Tls(session) => session.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Socket::Plain(stream) => stream.write(bytes),
            Socket::Tls(session) => session.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Socket::Plain(stream) => stream.flush(),
            Socket::Tls(session) => session.send(),
        }
    }
}

impl Session {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.send_some()?;
        let mut total = 0;
        let mut empty = false;
        loop {
            while total < buffer.len() {
                match self.tls.reader().read(&mut buffer[total..]) {
                    Ok(0) => return Ok(total),
                    Ok(count) => total += count,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) => return Err(error),
                }
            }
            if total == buffer.len() || (empty && total > 0) {
                return Ok(total);
            }
            let mut source = Source {
                stream: &self.stream,
                short: false,
            };
            match self.tls.read_tls(&mut source) {
                Ok(_) => empty = source.short,
                Err(error) if error.kind() == ErrorKind::WouldBlock && total > 0 => {
                    return Ok(total);
                }
                Err(error) => return Err(error),
            }
            self.tls
                .process_new_packets()
                .map_err(|reason| io::Error::new(ErrorKind::InvalidData, reason))?;
            self.send_some()?;
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.send()?;
        let count = self.tls.writer().write(bytes)?;
        self.send_some()?;
        Ok(count)
    }

    /// Gives the kernel as much as it takes of what is encrypted. The rest leaves with a later read or write.
    fn send_some(&mut self) -> io::Result<()> {
        match self.send() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            sent => sent,
        }
    }

    /// Gives the kernel all that is encrypted.
    fn send(&mut self) -> io::Result<()> {
        while self.tls.wants_write() {
            self.tls.write_tls(&mut self.stream)?;
        }
        Ok(())
    }
}

/// The socket as rustls reads it, which notes a read that emptied it.
struct Source<'a> {
    stream: &'a TcpStream,
    short: bool,
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.short = count < buffer.len();
        Ok(count)
    }
}

/// One cipher, one key exchange: all servers are measured with the same.
static CONFIG: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
    let mut provider = aws_lc_rs::default_provider();
    provider.cipher_suites = vec![aws_lc_rs::cipher_suite::TLS13_AES_256_GCM_SHA384];
    provider.kx_groups = vec![aws_lc_rs::kx_group::X25519];
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("the cipher is one of TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trusting))
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    config.enable_sni = false;
    Arc::new(config)
});

/// Takes every certificate unseen: the generator has to be faster than the server, and it is the server's signing that
/// is measured, not the client's checking.
#[derive(Debug)]
struct Trusting;

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256]
    }
}
