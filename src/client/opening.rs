//! Opening a client's connection: TCP or a Unix socket, a proxy in between, TLS on top.

use std::cell::RefCell;
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use bytes::BufMut;
use tokio::sync::oneshot;

use crate::coroutine::{self, Interrupted};

use crate::error::{code, errno_of};
use crate::log::{self, Level};
use crate::net::tls::{HandshakeError, TlsStream, server_name};
use crate::net::{ConnectError, ConnectOptions, Peer, Stream, connect};

use super::encode;
use super::response::{Asked, Reader, Refused as Unwanted, Sink};
use super::settings::{Proxy, ProxyKind};
use super::socks;

/// Most bytes of a proxy's answer beyond its head that are taken along.
const STEP: usize = 4 * 1024;

/// TLS of one connection.
pub struct Tls {
    /// The configuration.
    pub config: std::sync::Arc<rustls::ClientConfig>,
    /// Another name than the host's to ask for (`ssl_host_name`).
    pub name: Option<String>,
}

/// What to open.
pub struct Way<'a> {
    /// The server.
    pub peer: &'a Peer,
    /// What is in between.
    pub proxy: Option<&'a Proxy>,
    /// Whether an HTTP proxy is asked for a tunnel.
    pub tunnel: bool,
    /// What encrypts, if something does.
    pub tls: Option<Tls>,
    /// How the first host is connected to.
    pub options: ConnectOptions,
}

/// A client's connection while it is made: another coroutine may end that.
#[derive(Default)]
pub struct Opening(RefCell<Option<oneshot::Sender<Infallible>>>);

impl Opening {
    /// Opens a connection in the running coroutine.
    ///
    /// # Errors
    ///
    /// Those of [`open`], `ECANCELED` when it was given up; outside, those of the wait.
    pub fn open(
        &self,
        way: Way<'_>,
        limit: Option<Duration>,
    ) -> Result<Result<Stream, ConnectError>, Interrupted> {
        let (sender, ended) = oneshot::channel();
        self.0.replace(Some(sender));
        let opened = coroutine::wait_timeout(
            async {
                tokio::select! {
                    biased;
                    _ = ended => Err(ConnectError(libc::ECANCELED)),
                    opened = open(way) => opened,
                }
            },
            limit,
        );
        // Also when there was a connection already, and the coroutine had not seen it.
        if self.give_up() {
            opened
        } else {
            Ok(Err(ConnectError(libc::ECANCELED)))
        }
    }

    /// Gives up the connection that is being made. False when there is none.
    pub fn give_up(&self) -> bool {
        self.0.take().is_some()
    }
}

/// Opens it. Dropping the future gives everything up.
///
/// # Errors
///
/// An errno or a `SWOOLE_ERROR_*` code.
pub async fn open(way: Way<'_>) -> Result<Stream, ConnectError> {
    let first = way.proxy.map_or(way.peer, |proxy| &proxy.peer);
    let stream = connect(first, &way.options).await?;
    if let (Some(proxy), Peer::Tcp(host, port)) = (way.proxy, way.peer) {
        match proxy.kind {
            ProxyKind::Socks5 => through_socks(&stream, proxy, host, *port).await?,
            ProxyKind::Http if way.tunnel => through_http(&stream, proxy, host, *port).await?,
            ProxyKind::Http => {}
        }
    }
    match way.tls {
        None => Ok(stream),
        Some(tls) => encrypted(stream, tls, way.peer).await,
    }
}

/// Does a client's handshake over `stream`.
///
/// # Errors
///
/// The log says more.
pub async fn encrypted(stream: Stream, tls: Tls, peer: &Peer) -> Result<Stream, ConnectError> {
    let host = match peer {
        Peer::Tcp(host, _) => host.clone(),
        Peer::Unix(_) => Ipv4Addr::UNSPECIFIED.to_string(),
    };
    let name = server_name(tls.name.as_deref(), &host);
    let stream = TlsStream::client(stream, tls.config, name)
        .map_err(|_| ConnectError(code::SSL_CREATE_SESSION_FAILED))?;
    match poll_fn(|context| stream.poll_handshake(context)).await {
        Ok(()) => Ok(Stream::Tls(Box::new(stream))),
        Err(reason) => {
            log::write(
                Level::Warning,
                &format!("TLS handshake with {host} failed: {reason}"),
            );
            Err(ConnectError(match reason {
                HandshakeError::Protocol(rustls::Error::InvalidCertificate(_)) => {
                    code::SSL_VERIFY_FAILED
                }
                HandshakeError::Protocol(_) => code::SSL_HANDSHAKE_FAILED,
                HandshakeError::Io(error) => match error.kind() {
                    io::ErrorKind::UnexpectedEof => code::SSL_RESET,
                    _ => errno_of(&error),
                },
            }))
        }
    }
}

async fn through_socks(
    stream: &Stream,
    proxy: &Proxy,
    host: &str,
    port: u16,
) -> Result<(), ConnectError> {
    let method = |_: socks::Refused| ConnectError(code::SOCKS5_UNSUPPORT_METHOD);
    let user = |_: socks::Refused| ConnectError(code::SOCKS5_AUTH_FAILED);
    let server = |_: socks::Refused| ConnectError(code::SOCKS5_SERVER_ERROR);
    send_all(stream, &socks::greeting(proxy.user.is_some())).await?;
    let answer = receive_exactly(stream).await?;
    if socks::wants_user(answer, proxy.user.is_some()).map_err(method)?
        && let Some((name, password)) = &proxy.user
    {
        send_all(stream, &socks::credentials(name, password).map_err(user)?).await?;
        socks::accepted(receive_exactly(stream).await?).map_err(user)?;
    }
    send_all(stream, &socks::connect(host, port).map_err(server)?).await?;
    let head: [u8; socks::REPLY_HEAD] = receive_exactly(stream).await?;
    let mut rest = vec![0; socks::reply_rest(head).map_err(server)?];
    receive_into(stream, &mut rest).await?;
    Ok(())
}

struct NoContent;

impl Sink for NoContent {
    fn head(&mut self, _: u16, _: &[httparse::Header<'_>]) {}

    fn body(&mut self, _: &[u8]) -> Result<(), Unwanted> {
        Ok(())
    }
}

async fn through_http(
    stream: &Stream,
    proxy: &Proxy,
    host: &str,
    port: u16,
) -> Result<(), ConnectError> {
    let target = format!("{}:{port}", encode::host(host));
    let mut request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n").into_bytes();
    if let Some((user, password)) = &proxy.user {
        let value = encode::basic(user, password);
        encode::header(&mut request, b"Proxy-Authorization", value.as_bytes());
    }
    request.extend_from_slice(b"\r\n");
    send_all(stream, &request).await?;
    let mut reader = Reader::new(Asked::Connect);
    // Behind the proxy the client speaks first: nothing follows the proxy's head.
    while !reader.is_done() {
        let mut bytes = Vec::with_capacity(STEP);
        if receive(stream, &mut bytes, STEP).await? == 0 {
            return Err(ConnectError(libc::ECONNRESET));
        }
        let used = reader
            .feed(&bytes, &mut NoContent)
            .map_err(|_| ConnectError(code::HTTP_PROXY_BAD_RESPONSE))?;
        let failed = reader.has_head() && !(200..300).contains(&reader.status());
        if failed || used < bytes.len() {
            log::write(
                Level::Warning,
                &format!("the proxy answers {} to CONNECT {target}", reader.status()),
            );
            return Err(ConnectError(code::HTTP_PROXY_HANDSHAKE_FAILED));
        }
    }
    Ok(())
}

async fn send_all(stream: &Stream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_send(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                poll_fn(|context| stream.poll_writable_again(context)).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn receive(stream: &Stream, into: &mut Vec<u8>, most: usize) -> io::Result<usize> {
    poll_fn(|context| stream.poll_recv(context, &mut (&mut *into).limit(most))).await
}

async fn receive_exactly<const N: usize>(stream: &Stream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    receive_into(stream, &mut bytes).await?;
    Ok(bytes)
}

async fn receive_into(stream: &Stream, into: &mut [u8]) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(into.len());
    while bytes.len() < into.len() {
        let left = into.len() - bytes.len();
        if receive(stream, &mut bytes, left).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    into.copy_from_slice(&bytes);
    Ok(())
}
