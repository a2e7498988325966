//! Listening sockets. Bound at once, without a runtime; registered with it when accepting starts.

use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::path::{Path, PathBuf};

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use tokio::net::{TcpListener, UnixListener};

use super::{Address, Stream};

/// Connections the kernel holds until they are accepted.
const BACKLOG: i32 = 512;

/// A bound, listening socket. A Unix socket's file is removed when this is dropped.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    unix_path: Option<PathBuf>,
}

impl Listener {
    /// Binds and listens. `reuse_port` lets several processes share one port.
    pub fn bind(address: &Address, reuse_port: bool) -> io::Result<Self> {
        let (socket, unix_path) = match address {
            Address::Tcp(address) => {
                let socket = Socket::new(
                    Domain::for_address(*address),
                    Type::STREAM,
                    Some(Protocol::TCP),
                )?;
                socket.set_reuse_address(true)?;
                if reuse_port {
                    socket.set_reuse_port(true)?;
                }
                if address.is_ipv6() {
                    socket.set_only_v6(false)?;
                }
                socket.bind(&SockAddr::from(*address))?;
                // Accepted sockets inherit it: frames must not wait for an acknowledgement.
                socket.set_tcp_nodelay(true)?;
                (socket, None)
            }
            Address::Unix(path) => {
                let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
                socket.bind(&unix_address(path)?)?;
                (socket, Some(path.clone()))
            }
        };
        socket.set_nonblocking(true)?;
        let this = Self { socket, unix_path };
        this.socket.listen(BACKLOG)?;
        Ok(this)
    }

    /// The port the kernel gave; 0 for a Unix socket.
    pub fn port(&self) -> u16 {
        self.socket
            .local_addr()
            .ok()
            .and_then(|address| address.as_socket())
            .map_or(0, |address| address.port())
    }

    /// The descriptor.
    pub fn fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }

    /// Lets the kernel hold so many connections until they are accepted.
    ///
    /// # Errors
    ///
    /// As `listen(2)`.
    pub fn set_backlog(&self, connections: i32) -> io::Result<()> {
        self.socket.listen(connections)
    }

    /// Registers a duplicate of the socket with the running event loop.
    pub fn acceptor(&self) -> io::Result<Acceptor> {
        let socket = self.socket.try_clone()?;
        Ok(if self.unix_path.is_some() {
            Acceptor::Unix(UnixListener::from_std(socket.into())?)
        } else {
            Acceptor::Tcp(TcpListener::from_std(socket.into())?)
        })
    }
}

/// The address of a socket file. A path that is empty or too long is no valid argument.
fn unix_address(path: &Path) -> io::Result<SockAddr> {
    let invalid = io::Error::from_raw_os_error(libc::EINVAL);
    // The kernel takes no path to mean "choose any name".
    if path.as_os_str().is_empty() {
        Err(invalid)
    } else {
        SockAddr::unix(path).map_err(|_| invalid)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(path) = &self.unix_path {
            // Somebody else may have removed it: nothing is lost then.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// A listener that is being accepted from.
pub enum Acceptor {
    /// TCP.
    Tcp(TcpListener),
    /// Unix.
    Unix(UnixListener),
}

impl Acceptor {
    /// The next connection.
    pub async fn accept(&self) -> io::Result<Stream> {
        match self {
            Self::Tcp(listener) => listener
                .accept()
                .await
                .map(|(stream, _)| Stream::Tcp(stream)),
            Self::Unix(listener) => listener
                .accept()
                .await
                .map(|(stream, _)| Stream::Unix(stream)),
        }
    }
}
