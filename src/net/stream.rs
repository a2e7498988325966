//! A connected socket that is read and written through shared references: one coroutine waits for
//! input while others write.
//!
//! System calls are made at once and only waited for when the kernel says so. Readiness is
//! edge-triggered: a read that fills less than its buffer has emptied the socket, so the next one
//! waits without asking the kernel.

use std::cell::RefCell;
use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::task::{Context, Poll, ready};

use bytes::BufMut;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::net::{TcpStream, UnixStream};

use crate::zend;

use super::tls::{self, TlsStream};

/// Up to this many bytes are joined before they are written.
const JOIN: usize = 2 * 1024;

thread_local! {
    /// Where pieces meet: not on a coroutine's stack, of which every page counts.
    static JOINED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A connected stream socket.
#[derive(Debug)]
pub enum Stream {
    /// TCP.
    Tcp(TcpStream),
    /// Unix.
    Unix(UnixStream),
    /// TLS over one of the others.
    Tls(Box<TlsStream>),
    /// A part of a connection that carries others beside it.
    Tunnel(Box<dyn Tunnel>),
}

/// A stream inside of another connection, with a flow of its own: an HTTP/2 stream that carries a WebSocket. Its methods
/// are those of [`Stream`].
pub trait Tunnel: std::fmt::Debug {
    /// The connection it is a part of.
    fn socket(&self) -> &Stream;
    /// [`Stream::poll_recv`].
    fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffer: &mut dyn BufMut,
    ) -> Poll<io::Result<usize>>;
    /// [`Stream::try_send_vectored`].
    fn try_send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize>;
    /// [`Stream::poll_writable_again`].
    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
    /// [`Stream::shutdown_write`].
    fn shutdown_write(&self);
    /// [`Stream::unread`].
    fn unread(&self) -> usize;
}

/// An end of a connection, as PHP sees it: an address (or path) and a port.
#[derive(Debug, Clone, Default)]
pub struct Endpoint {
    /// IP address without brackets; for a Unix socket its path, which may be empty.
    pub address: String,
    /// 0 for a Unix socket.
    pub port: u16,
}

impl Stream {
    /// The descriptor.
    pub fn fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }

    /// A stream over a connected descriptor that does not block.
    ///
    /// # Errors
    ///
    /// The runtime cannot watch it.
    pub fn of_fd(fd: OwnedFd, is_unix: bool) -> io::Result<Self> {
        Ok(if is_unix {
            Self::Unix(UnixStream::from_std(fd.into())?)
        } else {
            Self::Tcp(TcpStream::from_std(fd.into())?)
        })
    }

    /// The descriptor of a stream that is not TLS, given away.
    ///
    /// # Errors
    ///
    /// It is TLS or a part of another connection: the descriptor alone is not the stream.
    pub fn into_fd(self) -> io::Result<OwnedFd> {
        match self {
            Self::Tcp(stream) => Ok(stream.into_std()?.into()),
            Self::Unix(stream) => Ok(stream.into_std()?.into()),
            Self::Tls(_) | Self::Tunnel(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn try_io<T>(&self, interest: Interest, io: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self {
            Self::Tcp(stream) => stream.try_io(interest, io),
            Self::Unix(stream) => stream.try_io(interest, io),
            Self::Tls(stream) => stream.transport().try_io(interest, io),
            Self::Tunnel(tunnel) => tunnel.socket().try_io(interest, io),
        }
    }

    /// Waits until there may be something to read.
    pub fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => stream.poll_read_ready(context),
            Self::Unix(stream) => stream.poll_read_ready(context),
            Self::Tls(stream) => stream.transport().poll_readable(context),
            Self::Tunnel(tunnel) => tunnel.socket().poll_readable(context),
        }
    }

    /// Waits until the socket may be written again.
    pub fn poll_write_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => stream.poll_write_ready(context),
            Self::Unix(stream) => stream.poll_write_ready(context),
            Self::Tls(stream) => stream.transport().poll_write_ready(context),
            Self::Tunnel(tunnel) => tunnel.socket().poll_write_ready(context),
        }
    }

    /// Reads into the free room of `buffer`; 0 is the end of the stream.
    pub fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffer: &mut impl BufMut,
    ) -> Poll<io::Result<usize>> {
        match self {
            Self::Tcp(_) | Self::Unix(_) => {}
            Self::Tls(stream) => return stream.poll_recv(context, buffer),
            Self::Tunnel(tunnel) => return tunnel.poll_recv(context, buffer),
        }
        let room = buffer.chunk_mut().len();
        loop {
            ready!(self.poll_readable(context))?;
            let read = match self {
                Self::Tcp(stream) => stream.try_read_buf(buffer),
                Self::Unix(stream) => stream.try_read_buf(buffer),
                // Dealt with above.
                Self::Tls(_) | Self::Tunnel(_) => return Poll::Pending,
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(count) => {
                    if count > 0 && count < room {
                        self.forget_readiness(Interest::READABLE);
                    }
                    return Poll::Ready(Ok(count));
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn forget_readiness(&self, interest: Interest) {
        let _ = self.try_io(interest, || Err::<(), _>(io::ErrorKind::WouldBlock.into()));
    }

    /// Whether it encrypts.
    pub fn is_tls(&self) -> bool {
        matches!(self, Self::Tls(_))
    }

    /// Where it encrypts: what another thread sends with instead of the descriptor.
    pub fn tls_sender(&self) -> Option<tls::Sender> {
        match self {
            Self::Tls(stream) => Some(stream.sender()),
            Self::Tcp(_) | Self::Unix(_) | Self::Tunnel(_) => None,
        }
    }

    /// Whether it is a part of a connection: then no other thread may send on it.
    pub fn is_tunnel(&self) -> bool {
        matches!(self, Self::Tunnel(_))
    }

    /// Bytes that have come and that nobody has read.
    pub fn unread(&self) -> usize {
        if let Self::Tunnel(tunnel) = self {
            return tunnel.unread();
        }
        let unread = rustix::io::ioctl_fionread(self).unwrap_or(0);
        usize::try_from(unread).unwrap_or(usize::MAX)
    }

    /// Bytes that were written and that the peer's system has not taken: they wait here, or are under way.
    pub fn untaken(&self) -> u64 {
        zend::sys::untaken(self.fd())
    }

    /// Writes what the kernel takes right now: `WouldBlock` when nothing. Then the same bytes have to come first in the
    /// next call: they may be encrypted already.
    pub fn try_send(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(_) | Self::Unix(_) => {}
            Self::Tls(stream) => return stream.try_send(&[IoSlice::new(bytes)]),
            Self::Tunnel(tunnel) => return tunnel.try_send(&[IoSlice::new(bytes)]),
        }
        retry(|| SockRef::from(self).send(bytes))
    }

    /// [`Self::try_send`] of several pieces at once. Small ones are put together first: one plain
    /// write costs the kernel less than a list of two.
    pub fn try_send_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        // Before the buffer is taken, which the connection below needs itself.
        if let Self::Tunnel(tunnel) = self {
            return tunnel.try_send(pieces);
        }
        let total: usize = pieces.iter().map(|piece| piece.len()).sum();
        if total <= JOIN {
            return JOINED.with_borrow_mut(|joined| {
                joined.clear();
                for piece in pieces {
                    joined.extend_from_slice(piece);
                }
                self.try_send(joined)
            });
        }
        if let Self::Tls(stream) = self {
            return stream.try_send(pieces);
        }
        retry(|| SockRef::from(self).send_vectored(pieces))
    }

    /// To be called when a write said `WouldBlock`: returns `Pending` until it is worth another try.
    pub fn poll_writable_again(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Self::Tunnel(tunnel) = self {
            return tunnel.poll_writable(context);
        }
        self.forget_readiness(Interest::WRITABLE);
        self.poll_write_ready(context)
    }

    /// Sends the end of the stream; reading goes on. Dropping a stream without it is no orderly end: over TLS the peer
    /// can tell that something may be missing.
    pub fn shutdown_write(&self) {
        match self {
            Self::Tcp(_) | Self::Unix(_) => {}
            Self::Tls(stream) => stream.close_notify(),
            Self::Tunnel(tunnel) => return tunnel.shutdown_write(),
        }
        // A peer that is gone already cannot be told.
        let _ = SockRef::from(self).shutdown(Shutdown::Write);
    }

    /// The certificates the peer has shown in DER, its own first.
    pub fn peer_certificates(&self) -> Vec<rustls::pki_types::CertificateDer<'static>> {
        match self {
            Self::Tls(stream) => stream.peer_certificates(),
            Self::Tcp(_) | Self::Unix(_) | Self::Tunnel(_) => Vec::new(),
        }
    }

    /// The other end.
    pub fn peer(&self) -> Endpoint {
        match self {
            Self::Tcp(stream) => endpoint(stream.peer_addr()),
            Self::Unix(_) => Endpoint::default(),
            Self::Tls(stream) => stream.transport().peer(),
            Self::Tunnel(tunnel) => tunnel.socket().peer(),
        }
    }

    /// This end.
    pub fn local(&self) -> Endpoint {
        match self {
            Self::Tcp(stream) => endpoint(stream.local_addr()),
            Self::Unix(stream) => Endpoint {
                address: stream
                    .local_addr()
                    .ok()
                    .and_then(|address| {
                        address.as_pathname().map(|path| path.display().to_string())
                    })
                    .unwrap_or_default(),
                port: 0,
            },
            Self::Tls(stream) => stream.transport().local(),
            Self::Tunnel(tunnel) => tunnel.socket().local(),
        }
    }
}

fn endpoint(address: io::Result<std::net::SocketAddr>) -> Endpoint {
    match address {
        Ok(address) => Endpoint {
            address: address.ip().to_canonical().to_string(),
            port: address.port(),
        },
        Err(_) => Endpoint::default(),
    }
}

fn retry(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(stream) => stream.as_fd(),
            Self::Unix(stream) => stream.as_fd(),
            Self::Tls(stream) => stream.transport().as_fd(),
            Self::Tunnel(tunnel) => tunnel.socket().as_fd(),
        }
    }
}
