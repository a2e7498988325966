//! A descriptor as it is.
//!
//! System calls come first; only what the kernel refuses waits. A descriptor is registered with the
//! event loop when something has to wait for it for the first time: a socket that is made, used and
//! closed without waiting never is.

use std::cell::RefCell;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::task::{Context, Poll, ready};

use rustix::net::{RecvFlags, SendAncillaryBuffer, SendFlags};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::zend::sys::{self, Borrowed};

use super::transport::{is_refused, uninterrupted};

/// An open descriptor.
pub struct Plain {
    /// Dropped before the descriptor is closed.
    watch: RefCell<Option<AsyncFd<Borrowed>>>,
    fd: OwnedFd,
    /// Whether bytes come in a stream: then a read that does not fill its buffer has emptied the
    /// socket.
    is_stream: bool,
}

impl Plain {
    /// Takes over a descriptor that does not block.
    pub fn new(fd: OwnedFd, is_stream: bool) -> Self {
        Self {
            watch: RefCell::new(None),
            fd,
            is_stream,
        }
    }

    /// Gives the descriptor away, which nobody waits for any more.
    pub fn into_fd(self) -> OwnedFd {
        drop(self.watch.take());
        self.fd
    }

    /// Forgets what is known about the descriptor's readiness.
    pub fn forget(&self) {
        self.watch.take();
    }

    fn register(&self) -> io::Result<()> {
        let mut watch = self.watch.borrow_mut();
        if watch.is_none() {
            *watch = Some(sys::watch(self.fd.as_raw_fd())?);
        }
        Ok(())
    }

    /// Calls `call` until it is not refused, each time the descriptor has become ready; `empties`
    /// tells from its result that the next one would be refused.
    fn poll<T>(
        &self,
        context: &mut Context<'_>,
        mut call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<T>,
        empties: impl Fn(&T) -> bool,
    ) -> Poll<io::Result<T>> {
        if self.watch.borrow().is_none() {
            match uninterrupted(|| call(self.fd.as_fd())) {
                Err(error) if is_refused(&error) => self.register()?,
                result => return Poll::Ready(result),
            }
        }
        let watch = self.watch.borrow();
        let Some(watch) = &*watch else {
            return Poll::Pending;
        };
        loop {
            let mut guard = ready!(watch.poll_read_ready(context))?;
            match uninterrupted(|| call(self.fd.as_fd())) {
                Err(error) if is_refused(&error) => guard.clear_ready(),
                Ok(value) => {
                    if empties(&value) {
                        guard.clear_ready();
                    }
                    return Poll::Ready(Ok(value));
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Waits for a call that reads without being `recv`: accepting, receiving with an address.
    pub fn poll_call<T>(
        &self,
        context: &mut Context<'_>,
        call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<T>,
    ) -> Poll<io::Result<T>> {
        self.poll(context, call, |_| false)
    }

    /// Receives into `room`: how many bytes; 0 is the end of a stream.
    pub fn poll_recv(&self, context: &mut Context<'_>, room: &mut [u8]) -> Poll<io::Result<usize>> {
        let size = room.len();
        self.poll(
            context,
            |fd| rustix::net::recv(fd, &mut *room, RecvFlags::empty()).map(|(count, _)| count),
            |count| self.is_stream && *count > 0 && *count < size,
        )
    }

    /// Sends what the kernel takes right now; `WouldBlock`: nothing.
    pub fn try_send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        uninterrupted(|| match pieces {
            [only] => rustix::net::send(&self.fd, only, SendFlags::NOSIGNAL),
            _ => rustix::net::sendmsg(
                &self.fd,
                pieces,
                &mut SendAncillaryBuffer::default(),
                SendFlags::NOSIGNAL,
            ),
        })
    }

    /// Sends what `call` can send, once it can.
    pub fn poll_send<T>(
        &self,
        context: &mut Context<'_>,
        mut call: impl FnMut() -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        match call() {
            Err(error) if is_refused(&error) => {}
            result => return Poll::Ready(result),
        }
        // What is known may be older than the refusal.
        if let Some(watch) = &*self.watch.borrow() {
            let refused = |_: &Borrowed| Err::<(), _>(io::ErrorKind::WouldBlock.into());
            let _ = watch.try_io(Interest::WRITABLE, refused);
        }
        self.register()?;
        let watch = self.watch.borrow();
        let Some(watch) = &*watch else {
            return Poll::Pending;
        };
        loop {
            let mut guard = ready!(watch.poll_write_ready(context))?;
            match call() {
                Err(error) if is_refused(&error) => guard.clear_ready(),
                result => return Poll::Ready(result),
            }
        }
    }

    /// Waits until a connection that was begun is made, or has failed.
    pub fn poll_connected(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.register()?;
        let watch = self.watch.borrow();
        let Some(watch) = &*watch else {
            return Poll::Pending;
        };
        loop {
            let mut guard = ready!(watch.poll_write_ready(context))?;
            if sys::poll_now(self.fd.as_raw_fd(), libc::POLLOUT) != 0 {
                return Poll::Ready(match rustix::net::sockopt::socket_error(&self.fd) {
                    Ok(connected) => connected.map_err(Into::into),
                    Err(error) => Err(error.into()),
                });
            }
            guard.clear_ready();
        }
    }
}

impl AsFd for Plain {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
