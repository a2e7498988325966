//! Connecting: names are resolved on a thread, then the addresses are tried in turn. Nothing here blocks.
//!
//! What goes over the connection afterwards (TLS, proxies, HTTP) is for others: [`connect`] returns a plain [`Stream`].

use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use tokio::net::{TcpSocket, UnixStream};

use super::peer::alternate;
use super::{Peer, Stream};
use crate::error::{code, errno_of};

/// How long an address may be silent before the next one is tried beside it (RFC 8305 §8).
const HEAD_START: Duration = Duration::from_millis(250);
/// Pause before a Unix socket with a full backlog is tried again.
const BACKLOG_PAUSE: Duration = Duration::from_millis(10);

/// How to connect.
#[derive(Debug, Clone, Default)]
pub struct ConnectOptions {
    /// Limit for connecting, all addresses together; `None`: as long as the kernel tries.
    pub timeout: Option<Duration>,
    /// Limit for finding the addresses; `None`: as long as the resolver tries.
    pub dns_timeout: Option<Duration>,
    /// The local address, which also decides the family (`bind_address`).
    pub bind_address: Option<IpAddr>,
    /// The local port, 0 for any (`bind_port`).
    pub bind_port: u16,
    /// Whether small packets may wait for each other (`open_tcp_nodelay` set to false).
    pub delay: bool,
    /// The kernel's buffers, in bytes each (`socket_buffer_size`).
    pub buffer_size: Option<usize>,
}

/// Why there is no connection: an errno or a `SWOOLE_ERROR_DNSLOOKUP_*` code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectError(pub i32);

impl From<io::Error> for ConnectError {
    fn from(error: io::Error) -> Self {
        Self(errno_of(&error))
    }
}

/// Connects. Dropping the future gives everything up.
///
/// # Errors
///
/// That of the last address tried; `ETIMEDOUT` when the time is over; `DNSLOOKUP_RESOLVE_FAILED` for a name nobody
/// knows.
pub async fn connect(peer: &Peer, options: &ConnectOptions) -> Result<Stream, ConnectError> {
    let timed_out = ConnectError(libc::ETIMEDOUT);
    match peer {
        Peer::Unix(path) => limited(options.timeout, unix(path))
            .await
            .ok_or(timed_out)?,
        Peer::Tcp(host, port) => {
            let mut addresses = resolve(host, options.dns_timeout).await?;
            if let Some(local) = options.bind_address {
                addresses.retain(|address| address.is_ipv4() == local.is_ipv4());
            }
            let addresses = alternate(addresses);
            let first = first_of(&addresses, *port, options);
            limited(options.timeout, first).await.ok_or(timed_out)?
        }
    }
}

async fn limited<F: Future>(limit: Option<Duration>, future: F) -> Option<F::Output> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, future).await.ok(),
        None => Some(future.await),
    }
}

/// All addresses of a host as the system knows them (`/etc/hosts`, DNS, …), the preferred first.
///
/// # Errors
///
/// `DNSLOOKUP_RESOLVE_FAILED`, `DNSLOOKUP_RESOLVE_TIMEOUT`.
pub async fn resolve(host: &str, limit: Option<Duration>) -> Result<Vec<IpAddr>, ConnectError> {
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    let name = host.to_owned();
    let found = tokio::task::spawn_blocking(move || {
        let found = (name, 0).to_socket_addrs()?;
        io::Result::Ok(found.map(|address| address.ip()).collect::<Vec<_>>())
    });
    match limited(limit, found).await {
        None => Err(ConnectError(code::DNSLOOKUP_RESOLVE_TIMEOUT)),
        Some(Ok(Ok(found))) if !found.is_empty() => Ok(found),
        Some(_) => Err(ConnectError(code::DNSLOOKUP_RESOLVE_FAILED)),
    }
}

type Attempt<'a> = Pin<Box<dyn Future<Output = io::Result<Stream>> + 'a>>;

/// The first connection that comes about. The next address gets its turn when those before have failed, or have had
/// their head start.
async fn first_of(
    addresses: &[IpAddr],
    port: u16,
    options: &ConnectOptions,
) -> Result<Stream, ConnectError> {
    // No address is left: they are of the other family than the one bound to.
    let mut failure = ConnectError(libc::EADDRNOTAVAIL);
    let mut waiting = addresses.iter();
    let mut running: Vec<Attempt<'_>> = Vec::new();
    loop {
        match waiting.next() {
            Some(address) => {
                let address = SocketAddr::new(*address, port);
                running.push(Box::pin(attempt(address, options)));
            }
            None if running.is_empty() => return Err(failure),
            None => {}
        }
        let is_last = waiting.len() == 0;
        let any = poll_fn(|context| {
            let mut at = 0;
            while at < running.len() {
                match running[at].as_mut().poll(context) {
                    Poll::Ready(Ok(stream)) => return Poll::Ready(Some(stream)),
                    Poll::Ready(Err(error)) => {
                        failure = error.into();
                        drop(running.swap_remove(at));
                    }
                    Poll::Pending => at += 1,
                }
            }
            if running.is_empty() {
                Poll::Ready(None)
            } else {
                Poll::Pending
            }
        });
        let connected = if is_last {
            any.await
        } else {
            tokio::time::timeout(HEAD_START, any).await.unwrap_or(None)
        };
        if let Some(stream) = connected {
            return Ok(stream);
        }
    }
}

/// A Unix socket whose backlog is full refuses at once: there is nothing that says when to come again.
async fn unix(path: &Path) -> Result<Stream, ConnectError> {
    loop {
        match UnixStream::connect(path).await {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                tokio::time::sleep(BACKLOG_PAUSE).await;
            }
            connected => return Ok(Stream::Unix(connected?)),
        }
    }
}

async fn attempt(address: SocketAddr, options: &ConnectOptions) -> io::Result<Stream> {
    let domain = Domain::for_address(address);
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    if !options.delay {
        socket.set_tcp_nodelay(true)?;
    }
    if let Some(size) = options.buffer_size {
        socket.set_recv_buffer_size(size)?;
        socket.set_send_buffer_size(size)?;
    }
    if options.bind_address.is_some() || options.bind_port != 0 {
        let any = if address.is_ipv4() {
            IpAddr::from([0; 4])
        } else {
            IpAddr::from([0; 16])
        };
        let local = options.bind_address.unwrap_or(any);
        socket.set_reuse_address(true)?;
        socket.bind(&SockAddr::from(SocketAddr::new(local, options.bind_port)))?;
    }
    let stream = TcpSocket::from_std_stream(socket.into())
        .connect(address)
        .await?;
    Ok(Stream::Tcp(stream))
}
