//! Where a worker's messages come from: its Unix socket, a message queue, or clients of a port.
//!
//! A client sends a length (32 bits, network byte order) and as many bytes; what `write()` was given in the callback goes
//! back in the same way, and the connection is closed.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use rustix::net::{RecvFlags, recv};

use crate::coroutine::scheduler::{self, External};
use crate::coroutine::{functions, options};
use crate::log::{self, Level};
use crate::zend::message_queue::MessageQueue;
use crate::zend::signals::SignalPipe;
use crate::zend::{Object, PhpString, Value, exit, globals, sys};

use super::bus::Pieces;
use super::state::{Event, Ipc, PoolInner, state_of};

/// Most bytes of a message in a queue.
const MOST_OF_QUEUE: usize = 65_536;
/// Messages that are taken before the loop looks at other events.
const IN_A_ROW: u64 = 32;
/// Most bytes of a datagram that are looked at.
const MOST_OF_DATAGRAM: usize = 1024 * 1024;

/// A port, or a path, that clients connect to.
pub(super) enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl AsRawFd for Listener {
    fn as_raw_fd(&self) -> RawFd {
        match self {
            Self::Tcp(listener) => listener.as_raw_fd(),
            Self::Unix(listener) => listener.as_raw_fd(),
        }
    }
}

/// Where messages come from.
pub(super) enum Source {
    /// Datagrams, whole messages or pieces of them.
    Socket(OwnedFd, Option<RefCell<Pieces>>, usize),
    Queue(MessageQueue),
    Clients(Rc<Vec<Listener>>, usize),
}

impl Source {
    /// That of a worker; `None`: it gets none.
    pub(super) fn of(inner: &PoolInner, number: usize) -> Option<Self> {
        let most = inner.max_package.get();
        match inner.ipc {
            Ipc::None => None,
            Ipc::UnixSocket => {
                let pieces = inner.bus.get().then(RefCell::default);
                Some(Self::Socket(inner.own_end(number)?, pieces, most))
            }
            Ipc::Queue(queue) => Some(Self::Queue(queue)),
            Ipc::Clients => Some(Self::Clients(inner.listeners(), most)),
        }
    }
}

/// A message from a datagram socket; `None`: only a piece of one.
fn receive(
    socket: &OwnedFd,
    pieces: Option<&RefCell<Pieces>>,
    most: usize,
) -> io::Result<Option<Vec<u8>>> {
    let mut room = vec![
        0;
        if pieces.is_some() {
            MOST_OF_DATAGRAM
        } else {
            most.min(MOST_OF_DATAGRAM)
        }
    ];
    let (count, _) = recv(socket, &mut *room, RecvFlags::DONTWAIT)?;
    room.truncate(count);
    Ok(match pieces {
        None => Some(room),
        Some(pieces) => pieces.borrow_mut().add(&room),
    })
}

/// Calls back for message after message, until the worker is to end.
pub(super) fn serve(
    pool: &Object,
    inner: &PoolInner,
    source: &Source,
    signals: Option<&SignalPipe>,
) {
    let is_told = || signals.is_some_and(|signals| signals.take().is_ok());
    while !inner.is_stopped() && !is_told() {
        let next = match source {
            Source::Queue(queue) => queue.receive(0, MOST_OF_QUEUE, true).map(Some),
            Source::Socket(socket, pieces, most) => match receive(socket, pieces.as_ref(), *most) {
                Err(reason) if reason.kind() == io::ErrorKind::WouldBlock => {
                    wait(&[socket.as_raw_fd()], signals).map(|()| None)
                }
                received => received,
            },
            Source::Clients(listeners, most) => {
                serve_client(pool, inner, listeners, *most, signals).map(|()| None)
            }
        };
        match next {
            Ok(Some(message)) => {
                inner.call(pool, Event::Message, vec![PhpString::new(&message).into()]);
            }
            Ok(None) => {}
            Err(reason) if reason.kind() == io::ErrorKind::Interrupted => {}
            Err(reason) => {
                log::write(
                    Level::Warning,
                    &format!("Pool: no messages any more: {reason}"),
                );
                globals::set_exit_status(1);
                return;
            }
        }
        if exit::is_leaving() || globals::exit_status() != 0 {
            return;
        }
    }
}

/// Waits until something is to be read, or a signal has come.
fn wait(descriptors: &[RawFd], signals: Option<&SignalPipe>) -> io::Result<()> {
    let signals = signals.map(SignalPipe::descriptor);
    let wanted: Vec<_> = descriptors
        .iter()
        .copied()
        .chain(signals)
        .map(|fd| (fd, libc::POLLIN))
        .collect();
    sys::poll(&wanted, None).map(drop)
}

trait Client: Read + Write {
    fn limit(&self, limit: Option<Duration>) -> io::Result<()>;
}

impl Client for TcpStream {
    fn limit(&self, limit: Option<Duration>) -> io::Result<()> {
        self.set_nonblocking(false)?;
        self.set_read_timeout(limit)?;
        self.set_write_timeout(limit)
    }
}

impl Client for UnixStream {
    fn limit(&self, limit: Option<Duration>) -> io::Result<()> {
        self.set_nonblocking(false)?;
        self.set_read_timeout(limit)?;
        self.set_write_timeout(limit)
    }
}

fn accept(listeners: &[Listener]) -> Option<Box<dyn Client>> {
    // The others wait for the same clients: whoever comes first.
    listeners.iter().find_map(|listener| match listener {
        Listener::Tcp(listener) => {
            let (client, _) = listener.accept().ok()?;
            Some(Box::new(client) as Box<dyn Client>)
        }
        Listener::Unix(listener) => {
            let (client, _) = listener.accept().ok()?;
            Some(Box::new(client) as Box<dyn Client>)
        }
    })
}

fn serve_client(
    pool: &Object,
    inner: &PoolInner,
    listeners: &[Listener],
    most: usize,
    signals: Option<&SignalPipe>,
) -> io::Result<()> {
    let Some(mut client) = accept(listeners) else {
        let descriptors: Vec<_> = listeners.iter().map(AsRawFd::as_raw_fd).collect();
        return wait(&descriptors, signals);
    };
    // What goes wrong with a client is the client's.
    let Ok(message) = read_message(&mut *client, most) else {
        return Ok(());
    };
    inner.begin_answer();
    inner.call(pool, Event::Message, vec![PhpString::new(&message).into()]);
    let answer = inner.take_answer();
    if !answer.is_empty()
        && let Ok(length) = u32::try_from(answer.len())
    {
        let mut bytes = Vec::with_capacity(4 + answer.len());
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&answer);
        let _ = client.write_all(&bytes);
    }
    Ok(())
}

fn read_message(client: &mut dyn Client, most: usize) -> io::Result<Vec<u8>> {
    client.limit(options::read_timeout())?;
    let mut length = [0; 4];
    client.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length == 0 || length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut message = Vec::new();
    client.take(length as u64).read_to_end(&mut message)?;
    if message.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(message)
}

/// Comes back when the loop has looked at its other events.
async fn later() {
    let mut is_later = false;
    std::future::poll_fn(|context| {
        if is_later {
            return Poll::Ready(());
        }
        is_later = true;
        scheduler::next_turn(context);
        Poll::Pending
    })
    .await;
}

/// Has the loop call back, for each message in a coroutine of its own, until the pool is stopped.
pub(super) fn listen(pool: &Object, source: Source) {
    let Source::Socket(socket, pieces, most) = source else {
        return;
    };
    let Ok(watch) = sys::watch(socket.as_raw_fd()) else {
        return;
    };
    let pool = pool.clone();
    let external = External::new();
    scheduler::spawn_task(async move {
        // Dropped before the socket is closed.
        let watch = watch;
        let mut taken = 0_u64;
        loop {
            let ready = std::future::poll_fn(|context| {
                if state_of(&pool).note_listener(context) {
                    return Poll::Ready(None);
                }
                watch.poll_read_ready(context).map(Some)
            });
            let Some(Ok(mut guard)) = ready.await else {
                break;
            };
            match receive(&socket, pieces.as_ref(), most) {
                Ok(None) => {}
                Ok(Some(message)) => {
                    let inner = state_of(&pool);
                    let message: Value = PhpString::new(&message).into();
                    if let Some(callback) = inner.callback(Event::Message) {
                        functions::call_back(callback, vec![pool.clone().into(), message]);
                    }
                }
                Err(reason) if reason.kind() == io::ErrorKind::WouldBlock => guard.clear_ready(),
                Err(reason) if reason.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
            if scheduler::is_stopping() {
                break;
            }
            taken += 1;
            if taken.is_multiple_of(IN_A_ROW) {
                // Who sends all the time must not keep others waiting.
                later().await;
            }
        }
        drop(external);
        scheduler::control_returned();
    });
}
