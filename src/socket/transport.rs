//! What a socket's bytes go through: the descriptor itself, TLS over it, or what a server has received its client by.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::fs::FileExt;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use rustix::net::RecvFlags;

use crate::net::tls::TlsStream;
use crate::net::{Metered, Stream};

use super::plain::Plain;

/// Most bytes of a file that are read for one call over TLS.
const READ: usize = 64 * 1024;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards us: receiving, accepting.
    Read,
    /// Towards the peer: sending, connecting.
    Write,
}

/// What bytes go through.
pub enum Transport {
    /// The descriptor.
    Plain(Plain),
    /// TLS over it.
    Tls(Stream),
    /// What was a server's connection.
    Served(Rc<Metered>),
}

pub(super) fn is_refused(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

/// Does a system call anew for as long as signals interrupt it.
pub(super) fn uninterrupted<T>(mut call: impl FnMut() -> rustix::io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(rustix::io::Errno::INTR) => {}
            result => return result.map_err(Into::into),
        }
    }
}

fn unsupported() -> io::Error {
    io::Error::from_raw_os_error(libc::EOPNOTSUPP)
}

/// Looks at what is with the kernel, encrypted or not, without taking it.
pub fn peek(fd: BorrowedFd<'_>, room: &mut [u8]) -> io::Result<usize> {
    uninterrupted(|| {
        rustix::net::recv(fd, &mut *room, RecvFlags::PEEK | RecvFlags::DONTWAIT)
            .map(|(count, _)| count)
    })
}

impl Transport {
    /// Takes over a descriptor that does not block.
    pub fn new(fd: OwnedFd, is_stream: bool) -> Self {
        Self::Plain(Plain::new(fd, is_stream))
    }

    /// The descriptor's number.
    pub fn number(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }

    /// The descriptor as it is, unless there is TLS over it.
    pub fn plain(&self) -> Option<&Plain> {
        match self {
            Self::Plain(plain) => Some(plain),
            Self::Tls(_) | Self::Served(_) => None,
        }
    }

    /// The TLS session, if there is one.
    pub fn tls(&self) -> Option<&TlsStream> {
        let stream = match self {
            Self::Plain(_) => return None,
            Self::Tls(stream) => stream,
            Self::Served(stream) => stream,
        };
        match stream {
            Stream::Tls(tls) => Some(tls),
            Stream::Tcp(_) | Stream::Unix(_) | Stream::Tunnel(_) => None,
        }
    }

    /// Waits for a call that reads without being `recv`: accepting, receiving with an address.
    pub fn poll_call<T>(
        &self,
        context: &mut Context<'_>,
        call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<T>,
    ) -> Poll<io::Result<T>> {
        match self {
            Self::Plain(plain) => plain.poll_call(context, call),
            Self::Tls(_) | Self::Served(_) => Poll::Ready(Err(unsupported())),
        }
    }

    /// Receives into `room`: how many bytes; 0 is the end of a stream.
    pub fn poll_recv(&self, context: &mut Context<'_>, room: &mut [u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Plain(plain) => plain.poll_recv(context, room),
            Self::Tls(stream) => stream.poll_recv(context, &mut &mut *room),
            Self::Served(stream) => stream.poll_recv(context, &mut &mut *room),
        }
    }

    /// Sends what the kernel takes right now; `WouldBlock`: nothing.
    pub fn try_send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Plain(plain) => plain.try_send(pieces),
            Self::Tls(stream) => stream.try_send_vectored(pieces),
            Self::Served(stream) => stream.try_send_vectored(pieces),
        }
    }

    /// Sends bytes of a file from `offset` on, at most `most`, and moves the offset.
    pub fn try_send_file(&self, file: &File, offset: &mut u64, most: usize) -> io::Result<usize> {
        thread_local! {
            static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        if matches!(self, Self::Plain(_)) {
            return uninterrupted(|| rustix::fs::sendfile(self, file, Some(offset), most));
        }
        BUFFER.with_borrow_mut(|buffer| {
            buffer.resize(READ, 0);
            let most = most.min(READ);
            let read = file.read_at(&mut buffer[..most], *offset)?;
            if read == 0 {
                return Ok(0);
            }
            let sent = self.try_send(&[IoSlice::new(&buffer[..read])])?;
            *offset += sent as u64;
            Ok(sent)
        })
    }

    /// Sends what [`Self::try_send`] or another `call` can send, once it can.
    pub fn poll_send<T>(
        &self,
        context: &mut Context<'_>,
        mut call: impl FnMut(&Self) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        let stream = match self {
            Self::Plain(plain) => return plain.poll_send(context, || call(self)),
            Self::Tls(stream) => stream,
            Self::Served(stream) => stream,
        };
        loop {
            match call(self) {
                Err(error) if is_refused(&error) => ready!(stream.poll_writable_again(context))?,
                result => return Poll::Ready(result),
            }
        }
    }

    /// Says over TLS that nothing follows, so that the peer knows that nothing was cut off.
    pub fn farewell(&self) {
        if let Some(tls) = self.tls() {
            tls.close_notify();
        }
    }

    /// Counts as sent what is encrypted and waits for the kernel: how many bytes. Nobody comes again with them.
    pub fn settle(&self) -> usize {
        self.tls().map_or(0, TlsStream::settle)
    }
}

impl AsFd for Transport {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Plain(plain) => plain.as_fd(),
            Self::Tls(stream) => stream.as_fd(),
            Self::Served(stream) => stream.as_fd(),
        }
    }
}
