//! The pair of sockets between a process and the one that has made it. Each closes the other's end when there are two of
//! them.
//!
//! It blocks the process, coroutines and all, unless it is told not to.

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::time::{Duration, Instant};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, Shutdown, SocketFlags, SocketType, recv, send, shutdown,
    socketpair,
};

use crate::zend::{process, sys};

/// Which end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// That of who has made the pair.
    Master,
    /// That of the new process.
    Worker,
}

/// A pair of sockets, as far as this process has them.
pub struct Pipe {
    is_stream: bool,
    master: RefCell<Option<OwnedFd>>,
    worker: RefCell<Option<OwnedFd>>,
    /// The end that this process uses.
    mine: Cell<End>,
    is_blocking: Cell<bool>,
    /// The longest wait; `None`: for ever.
    limit: Cell<Option<Duration>>,
}

fn pair(is_stream: bool) -> io::Result<(OwnedFd, OwnedFd)> {
    let kind = if is_stream {
        SocketType::STREAM
    } else {
        SocketType::DGRAM
    };
    Ok(socketpair(
        AddressFamily::UNIX,
        kind,
        SocketFlags::CLOEXEC,
        None,
    )?)
}

impl Pipe {
    /// Makes a pair: a stream of bytes, or messages.
    ///
    /// # Errors
    ///
    /// When there is no descriptor left.
    pub fn new(is_stream: bool) -> io::Result<Self> {
        let (master, worker) = pair(is_stream)?;
        Ok(Self {
            is_stream,
            master: RefCell::new(Some(master)),
            worker: RefCell::new(Some(worker)),
            mine: Cell::new(End::Master),
            is_blocking: Cell::new(true),
            limit: Cell::new(None),
        })
    }

    fn end(&self, end: End) -> &RefCell<Option<OwnedFd>> {
        match end {
            End::Master => &self.master,
            End::Worker => &self.worker,
        }
    }

    /// Makes another pair for the next process, if the last one has taken the other end with it. The number of this
    /// process' end stays. Whether it was necessary.
    ///
    /// # Errors
    ///
    /// When there is no descriptor left.
    pub fn renew(&self) -> io::Result<bool> {
        let has_both = self.worker.borrow().is_some() || self.master.borrow().is_none();
        if has_both || self.mine.get() != End::Master {
            return Ok(false);
        }
        let (master, worker) = pair(self.is_stream)?;
        if let Some(old) = &*self.master.borrow() {
            // The old one is closed by that; its number is not passed on to programs, as before.
            process::copy_to(master.as_raw_fd(), old.as_raw_fd())?;
            rustix::io::fcntl_setfd(old, rustix::io::FdFlags::CLOEXEC)?;
        }
        *self.worker.borrow_mut() = Some(worker);
        Ok(true)
    }

    /// There are two processes now, of which this one uses `end`: the other end is closed.
    pub fn keep(&self, end: End) {
        self.use_end(end);
        let other = match end {
            End::Master => End::Worker,
            End::Worker => End::Master,
        };
        self.end(other).take();
    }

    /// This process uses `end`.
    pub fn use_end(&self, end: End) {
        self.mine.set(end);
    }

    /// The number of the descriptor that this process uses.
    pub fn descriptor(&self) -> Option<RawFd> {
        self.with(|fd| Ok(fd.as_raw_fd())).ok()
    }

    fn with<T>(&self, act: impl FnOnce(BorrowedFd<'_>) -> io::Result<T>) -> io::Result<T> {
        match &*self.end(self.mine.get()).borrow() {
            Some(fd) => act(fd.as_fd()),
            None => Err(io::Error::from_raw_os_error(libc::EBADF)),
        }
    }

    /// Closes an end, of this process. False when it was closed before.
    pub fn close(&self, end: End) -> bool {
        self.end(end).take().is_some()
    }

    /// Closes what is open.
    pub fn close_all(&self) -> bool {
        let master = self.close(End::Master);
        self.close(End::Worker) || master
    }

    /// Ends one direction.
    ///
    /// # Errors
    ///
    /// `EBADF`: it is closed.
    pub fn shut_down(&self, direction: Shutdown) -> io::Result<()> {
        self.with(|fd| Ok(shutdown(fd, direction)?))
    }

    /// Whether calls wait until they can do something.
    ///
    /// # Errors
    ///
    /// `EBADF`: it is closed.
    pub fn set_blocking(&self, blocking: bool) -> io::Result<()> {
        self.with(|fd| Ok(rustix::io::ioctl_fionbio(fd, !blocking)?))?;
        self.is_blocking.set(blocking);
        Ok(())
    }

    /// The longest that a call waits; `None`: for ever.
    pub fn set_limit(&self, limit: Option<Duration>) {
        self.limit.set(limit);
    }

    /// Waits until `call` is not refused.
    fn wait<T>(
        &self,
        events: i16,
        partner: Option<i32>,
        mut call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<T>,
    ) -> io::Result<T> {
        let began = Instant::now();
        // One that is watched too: the kernel does not tell of a datagram socket's other end being closed.
        let mut is_over = false;
        let mut partner = partner.and_then(|pid| match sys::process_descriptor(pid) {
            Ok(fd) => Some(fd),
            Err(reason) => {
                is_over = reason.raw_os_error() == Some(libc::ESRCH);
                None
            }
        });
        self.with(|fd| {
            loop {
                match call(fd) {
                    Ok(done) => return Ok(done),
                    Err(rustix::io::Errno::INTR) => continue,
                    Err(rustix::io::Errno::AGAIN) if self.is_blocking.get() => {}
                    Err(reason) => return Err(reason.into()),
                }
                if is_over {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                let left = match self.limit.get() {
                    None => None,
                    Some(limit) => match limit.checked_sub(began.elapsed()) {
                        None => return Err(io::Error::from_raw_os_error(libc::EAGAIN)),
                        left => left,
                    },
                };
                let mut wanted = vec![(fd.as_raw_fd(), events)];
                wanted.extend(partner.as_ref().map(|fd| (fd.as_raw_fd(), libc::POLLIN)));
                match sys::poll(&wanted, left) {
                    Ok(found) => {
                        // It has ended: one more look at what it may have left.
                        is_over = found.get(1).is_some_and(|events| *events != 0);
                        if is_over {
                            partner = None;
                        }
                    }
                    Err(reason) if reason.kind() == io::ErrorKind::Interrupted => {}
                    Err(reason) => return Err(reason),
                }
            }
        })
    }

    /// Reads at most `room.len()` bytes, or a message, of which the rest is lost. 0: the other end is closed, or
    /// `partner`, the process that has it, has ended.
    ///
    /// # Errors
    ///
    /// `EAGAIN`: there is nothing, or there was not in time.
    pub fn read(&self, room: &mut [u8], partner: Option<i32>) -> io::Result<usize> {
        let partner = partner.filter(|_| !self.is_stream);
        let read = self.wait(libc::POLLIN, partner, |fd| {
            recv(fd, &mut *room, RecvFlags::DONTWAIT).map(|(count, _)| count)
        });
        match read {
            Err(reason) if reason.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            read => read,
        }
    }

    /// Writes all, or where it does not block, what there is room for.
    ///
    /// # Errors
    ///
    /// `EAGAIN`: there is no room, or there was none in time. `EMSGSIZE`: too long for one message. `EPIPE`, `ECONNREFUSED`:
    /// the other end is closed.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        loop {
            let sent = self.wait(libc::POLLOUT, None, |fd| {
                send(
                    fd,
                    &bytes[written..],
                    SendFlags::DONTWAIT | SendFlags::NOSIGNAL,
                )
            });
            match sent {
                Ok(count) => written += count,
                Err(reason) if written == 0 => return Err(reason),
                Err(_) => return Ok(written),
            }
            if written == bytes.len() {
                return Ok(written);
            }
        }
    }

    /// Sends a message from an end, whichever this process uses; waits at most as long as said for room.
    ///
    /// # Errors
    ///
    /// As for [`Self::write`].
    pub fn send_from(&self, end: End, bytes: &[u8], limit: Option<Duration>) -> io::Result<()> {
        let fd = self.copy_of(end)?;
        let began = Instant::now();
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        loop {
            match send(&fd, bytes, flags) {
                Ok(_) => return Ok(()),
                Err(rustix::io::Errno::INTR) => continue,
                Err(rustix::io::Errno::AGAIN) => {}
                Err(reason) => return Err(reason.into()),
            }
            let left = limit.map(|limit| limit.saturating_sub(began.elapsed()));
            if left.is_some_and(|left| left.is_zero()) {
                return Err(io::Error::from_raw_os_error(libc::EAGAIN));
            }
            match sys::poll(&[(fd.as_raw_fd(), libc::POLLOUT)], left) {
                Err(reason) if reason.kind() != io::ErrorKind::Interrupted => return Err(reason),
                _ => {}
            }
        }
    }

    /// Another descriptor of an end, whichever this process uses.
    ///
    /// # Errors
    ///
    /// As for [`Self::copy`].
    pub fn copy_of(&self, end: End) -> io::Result<OwnedFd> {
        match &*self.end(end).borrow() {
            Some(fd) => sys::duplicate(fd.as_raw_fd()),
            None => Err(io::Error::from_raw_os_error(libc::EBADF)),
        }
    }

    /// Another descriptor of this process' end.
    ///
    /// # Errors
    ///
    /// `EBADF`, or there is no descriptor left.
    pub fn copy(&self) -> io::Result<OwnedFd> {
        self.with(|fd| sys::duplicate(fd.as_raw_fd()))
    }
}
