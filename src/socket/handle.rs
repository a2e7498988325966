//! A socket as coroutines use it: one may wait to read and one to write at a time, each with a time
//! limit, and whoever closes the socket or cancels ends their waits.
//!
//! What is done with it is in `read`, `write` and `connect`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::path::PathBuf;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::coroutine::bound::{Doing, already_bound};
use crate::coroutine::deadline::Deadline;
use crate::coroutine::wait::seconds;
use crate::coroutine::{self, Interrupted, options, require_coroutine, scheduler, task};
use crate::error::errno_of;
use crate::net::{Metered, Seat, Stream};
use crate::zend::native::Gc;
use crate::zend::{Array, Thrown, globals};

use super::ahead::Ahead;
use super::framing::Framing;
use super::transport::{Direction, Transport};

/// Why something could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// An errno, or one of `SWOOLE_ERROR_*`.
    Code(i32),
    /// An exception is pending.
    Thrown,
}

impl From<Thrown> for Failure {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Code(errno_of(&error))
    }
}

/// What kind of socket it is, as `socket(2)` was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// `AF_*`.
    pub domain: i32,
    /// `SOCK_*`, without flags.
    pub ty: i32,
    /// `IPPROTO_*`.
    pub protocol: i32,
}

impl Kind {
    /// Whether bytes come in a stream, without boundaries of messages.
    pub fn is_stream(self) -> bool {
        self.ty == libc::SOCK_STREAM
    }
}

/// Whom a connection belongs to before it is a script's socket: a server, for which it is spoken over.
pub trait Origin: Any {
    /// Shows the descriptor, if the connection is there.
    fn with_fd(&self, act: &mut dyn FnMut(BorrowedFd<'_>));

    /// Whether the connection is there.
    fn is_open(&self) -> bool;

    /// Gives the connection away, and what was received too early, once it can.
    fn poll_take_over(&self, context: &mut Context<'_>)
    -> Poll<io::Result<(Rc<Metered>, Vec<u8>)>>;

    /// Ends the connection. False when it had ended before.
    fn close(&self) -> bool;

    /// Itself, for whoever knows what it is.
    fn as_any(&self) -> &dyn Any;
}

/// One direction of a socket.
#[derive(Default)]
struct Side {
    /// The coroutine that uses it, 0 when none does.
    bound: Cell<i64>,
    /// Whether that one is suspended here, and not in something it calls.
    waits: Cell<bool>,
    /// What its wait is to end with.
    interrupted: Cell<Option<i32>>,
    deadline: Deadline,
    /// `SO_RCVTIMEO`, `SO_SNDTIMEO`: the limit when a call names none, in seconds; 0 as the option says.
    limit: Cell<f64>,
}

/// A socket.
pub struct Handle {
    /// What it was made as.
    pub kind: Kind,
    /// `None` once it is closed.
    pub(super) transport: RefCell<Option<Transport>>,
    /// While it is somebody else's, who may have it back.
    origin: RefCell<Option<Rc<dyn Origin>>>,
    is_lent: Cell<bool>,
    fd: RawFd,
    reader: Side,
    writer: Side,
    /// Bytes that were received before anybody asked for them.
    pub(super) ahead: RefCell<Ahead>,
    /// How packages are told apart.
    pub(super) framing: Framing,
    /// The `ssl_*` settings, and `open_ssl`.
    pub(super) tls_settings: RefCell<Option<Array>>,
    /// Whether it was accepted: then it is the server in TLS.
    pub is_accepted: Cell<bool>,
    /// What it was connected to, to be found in the peer's certificate.
    pub(super) host: RefCell<String>,
    /// The path of a Unix socket that was bound: removed when it is closed.
    pub(super) bound_path: RefCell<Option<PathBuf>>,
    /// Its place among the connections of a server, given back when it is closed.
    seat: Cell<Option<Seat>>,
}

impl Handle {
    /// Takes over a descriptor that does not block.
    pub fn new(fd: OwnedFd, kind: Kind) -> Self {
        Self::over(Transport::new(fd, kind.is_stream()), kind)
    }

    /// A socket whose bytes go through `transport`.
    fn over(transport: Transport, kind: Kind) -> Self {
        Self::made(transport.number(), kind, Some(transport), None)
    }

    /// The socket of a connection that still belongs to somebody. `None` when it is gone.
    pub fn of_origin(origin: Rc<dyn Origin>) -> Option<Self> {
        let mut found = None;
        origin.with_fd(&mut |fd| found = Kind::of(fd).ok().map(|kind| (fd.as_raw_fd(), kind)));
        let (fd, kind) = found?;
        let handle = Self::made(fd, kind, None, Some(origin));
        handle.is_accepted.set(true);
        Some(handle)
    }

    fn made(
        fd: RawFd,
        kind: Kind,
        transport: Option<Transport>,
        origin: Option<Rc<dyn Origin>>,
    ) -> Self {
        Self {
            kind,
            fd,
            transport: RefCell::new(transport),
            is_lent: Cell::new(origin.is_some()),
            origin: RefCell::new(origin),
            reader: Side::default(),
            writer: Side::default(),
            ahead: RefCell::default(),
            framing: Framing::default(),
            tls_settings: RefCell::default(),
            is_accepted: Cell::new(false),
            host: RefCell::default(),
            bound_path: RefCell::default(),
            seat: Cell::new(None),
        }
    }

    /// A socket over a stream that is connected.
    pub fn of_stream(stream: Stream) -> io::Result<Self> {
        let kind = Kind::of(&stream)?;
        match stream {
            Stream::Tls(_) => Ok(Self::over(Transport::Tls(stream), kind)),
            plain => Ok(Self::new(plain.into_fd()?, kind)),
        }
    }

    /// A stream over the same connection, for who answers on it beside this socket.
    ///
    /// # Errors
    ///
    /// `EBADF` when it is closed, `EOPNOTSUPP` when it is no stream or still a server's, `EBUSY` when it encrypts and
    /// somebody waits on it.
    pub fn share(&self) -> Result<Rc<Metered>, Failure> {
        if self.is_lent.get() || !self.kind.is_stream() {
            return Err(Failure::Code(libc::EOPNOTSUPP));
        }
        let metered = |stream| Rc::new(Metered::new(stream, Seat::take(Rc::default())));
        let mut transport = self.transport.borrow_mut();
        let shared = match transport.take() {
            None => return Err(Failure::Code(libc::EBADF)),
            Some(Transport::Plain(plain)) => {
                let copy = plain.as_fd().try_clone_to_owned();
                *transport = Some(Transport::Plain(plain));
                let is_unix = self.kind.domain == libc::AF_UNIX;
                return Ok(metered(Stream::of_fd(copy?, is_unix)?));
            }
            Some(tls @ Transport::Tls(_)) if self.reader.waits.get() || self.writer.waits.get() => {
                *transport = Some(tls);
                return Err(Failure::Code(libc::EBUSY));
            }
            Some(Transport::Tls(stream)) => metered(stream),
            Some(Transport::Served(stream)) => stream,
        };
        *transport = Some(Transport::Served(shared.clone()));
        Ok(shared)
    }

    /// A socket over a stream that a server has accepted.
    ///
    /// # Errors
    ///
    /// The connection is gone.
    pub fn accepted(stream: Stream, seat: Seat, framing: &Framing) -> io::Result<Self> {
        let mut this = Self::of_stream(stream)?;
        this.framing = framing.clone();
        this.seat.set(Some(seat));
        this.is_accepted.set(true);
        Ok(this)
    }

    /// Takes over how packages are told apart and what encrypts from the socket that has accepted this one.
    pub(super) fn inherit(&mut self, listening: &Self) {
        self.framing = listening.framing.clone();
        *self.tls_settings.borrow_mut() = listening.tls_settings.borrow().clone();
        self.is_accepted.set(true);
    }

    /// Reports what PHP gave to the cycle collector.
    pub fn collect(&self, gc: &mut Gc) {
        self.framing.collect(gc);
    }

    /// The descriptor's number, also when it is closed.
    pub fn fd(&self) -> RawFd {
        self.fd
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        match self.origin() {
            None => self.transport.borrow().is_none(),
            Some(origin) => !origin.is_open(),
        }
    }

    fn side(&self, direction: Direction) -> &Side {
        match direction {
            Direction::Read => &self.reader,
            Direction::Write => &self.writer,
        }
    }

    /// The limit for calls that name none, in seconds: 0 is the option's.
    pub fn limit(&self, direction: Direction) -> &Cell<f64> {
        &self.side(direction).limit
    }

    /// Does something with the descriptor that needs no waiting.
    pub fn with<T>(&self, act: impl FnOnce(BorrowedFd<'_>) -> io::Result<T>) -> Result<T, Failure> {
        if let Some(transport) = &*self.transport.borrow() {
            return Ok(act(transport.as_fd())?);
        }
        let Some(origin) = self.origin() else {
            return Err(Failure::Code(libc::EBADF));
        };
        let (mut act, mut done) = (Some(act), None);
        origin.with_fd(&mut |fd| done = act.take().map(|act| act(fd)));
        Ok(done.ok_or(Failure::Code(libc::EBADF))??)
    }

    /// Whom it still belongs to.
    pub fn origin(&self) -> Option<Rc<dyn Origin>> {
        self.origin.borrow().clone()
    }

    /// The running coroutine is the one that uses `direction` from now on, for at most `timeout` seconds:
    /// 0 is the default, below 0 no limit. Throws when another one does, or there is no coroutine.
    pub fn bind(&self, direction: Direction, timeout: f64) -> Result<Turn<'_>, Failure> {
        require_coroutine()?;
        if self.is_closed() {
            return Err(Failure::Code(libc::EBADF));
        }
        let side = self.side(direction);
        let current = task::current_id();
        let owner = side.bound.get();
        if owner != 0 {
            let doing = match direction {
                Direction::Read => Doing::Reading,
                Direction::Write => Doing::Writing,
            };
            return Err(already_bound(self.fd, owner, doing).into());
        }
        side.bound.set(current);
        side.interrupted.set(None);
        side.deadline.start(self.time(direction, timeout));
        let turn = Turn { handle: self, side };
        if self.is_lent.get() {
            self.take_over(&turn)?;
        }
        Ok(turn)
    }

    /// Takes the connection away from whom it belongs to: it is a socket like others then.
    fn take_over(&self, turn: &Turn<'_>) -> Result<(), Failure> {
        let taken = turn.wait_for(|context| match self.origin() {
            None => Poll::Ready(Ok(None)),
            Some(origin) => origin.poll_take_over(context).map_ok(Some),
        })?;
        if let Some((stream, ahead)) = taken {
            *self.transport.borrow_mut() = Some(Transport::Served(stream));
            self.ahead.borrow_mut().add(&ahead);
            self.let_go();
        }
        Ok(())
    }

    fn let_go(&self) -> Option<Rc<dyn Origin>> {
        self.is_lent.set(false);
        self.origin.take()
    }

    fn time(&self, direction: Direction, timeout: f64) -> Option<Duration> {
        let own = self.side(direction).limit.get();
        match (timeout == 0.0, own == 0.0, direction) {
            (false, ..) => seconds(timeout),
            (true, false, _) => seconds(own),
            (true, true, Direction::Read) => options::read_timeout(),
            (true, true, Direction::Write) => options::write_timeout(),
        }
    }

    /// The coroutine that waits in a direction, 0 when none does.
    pub fn bound(&self, direction: Direction) -> i64 {
        self.side(direction).bound.get()
    }

    /// Ends the wait in a direction with `errno`. False when nobody waits there.
    pub fn interrupt(&self, direction: Direction, errno: i32) -> bool {
        let side = self.side(direction);
        if !side.waits.get() {
            return false;
        }
        side.interrupted.set(Some(errno));
        if let Some(waiter) = scheduler::find(side.bound.get()) {
            if globals::switch_blocked() {
                waiter.waker().wake_by_ref();
            } else {
                waiter.hand_over(task::Reason::Resumed);
            }
        }
        true
    }

    /// Closes the descriptor; those who wait are told `ECANCELED`. False when it was closed before.
    pub fn close(&self) -> bool {
        if let Some(origin) = self.let_go() {
            return origin.close();
        }
        let Some(transport) = self.transport.take() else {
            return false;
        };
        transport.farewell();
        drop(transport);
        self.seat.take();
        self.reader.deadline.drop_timer();
        self.writer.deadline.drop_timer();
        self.remove_path();
        self.interrupt(Direction::Read, libc::ECANCELED);
        self.interrupt(Direction::Write, libc::ECANCELED);
        true
    }

    fn remove_path(&self) {
        if let Some(path) = self.bound_path.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(transport) = &*self.transport.borrow() {
            transport.farewell();
        }
        self.remove_path();
    }
}

/// The running coroutine's use of a direction of a socket: ends when it is dropped.
pub struct Turn<'a> {
    handle: &'a Handle,
    side: &'a Side,
}

impl Turn<'_> {
    /// Another limit than that of the direction, from now on.
    pub fn limit(&self, limit: Option<Duration>) {
        self.side.deadline.start(limit);
    }

    /// Waits until `poll` is ready, the time is up, or somebody closes the socket or cancels.
    pub fn wait<T>(
        &self,
        mut poll: impl FnMut(&Transport, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Result<T, Failure> {
        let transport = &self.handle.transport;
        self.wait_for(|context| match &*transport.borrow() {
            None => Poll::Ready(Err(io::Error::from_raw_os_error(libc::EBADF))),
            Some(transport) => poll(transport, context),
        })
    }

    /// The same for what is not done with the descriptor.
    pub fn wait_for<T>(
        &self,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Result<T, Failure> {
        let side = self.side;
        let ended = std::future::poll_fn(|context| {
            if let Some(errno) = side.interrupted.take() {
                return Poll::Ready(Err(Failure::Code(errno)));
            }
            if let Poll::Ready(done) = poll(context) {
                return Poll::Ready(done.map_err(Failure::from));
            }
            side.deadline
                .poll()
                .map(|()| Err(Failure::Code(libc::ETIMEDOUT)))
        });
        side.waits.set(true);
        let ended = coroutine::wait(ended);
        side.waits.set(false);
        match ended {
            Ok(result) => result,
            Err(_) if globals::exception_pending() => Err(Failure::Thrown),
            Err(Interrupted::Canceled) => Err(Failure::Code(libc::ECANCELED)),
            Err(Interrupted::TimedOut) => Err(Failure::Code(libc::ETIMEDOUT)),
            // Where nothing can be suspended.
            Err(Interrupted::Blocked) => Err(Failure::Code(libc::EAGAIN)),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.side.bound.set(0);
    }
}
