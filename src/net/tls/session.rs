//! A stream that encrypts: rustls between a socket and whoever reads and writes.
//!
//! It is used as the plain ones are, see [`Stream`]. What differs:
//!
//! - **Sending is confirmed late.** Bytes count as sent when the kernel has taken the last record made of them. Until
//!   then `WouldBlock` is returned, and the caller comes again with the same bytes first, as one who was refused has
//!   to anyway: they are then confirmed, not encrypted once more. So whoever counts what waits for the peer counts
//!   truly, and at most [`LIMIT`] bytes are encrypted ahead.
//! - **Received bytes pass through a buffer all sessions share**, and only the beginning of a record stays with the
//!   session.
//! - **Nobody but the session may write to the socket.** Another thread that has to can have a [`Sender`]: the session is
//!   behind a lock for its sake.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, IoSlice, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::BufMut;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, Connection, ServerConfig, ServerConnection};
use socket2::SockRef;

use crate::log::{self, Level};
use crate::net::Stream;

/// Most plaintext that is encrypted before the kernel has taken what was encrypted.
const LIMIT: usize = 64 * 1024;
/// What one read takes at most, and at least asks for.
const READ: std::ops::RangeInclusive<usize> = 4 * 1024..=64 * 1024;

thread_local! {
    /// What was read from a socket and is about to be decrypted.
    static RECEIVED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// One side of a TLS session over a TCP or Unix socket.
#[derive(Debug)]
pub struct TlsStream {
    transport: Stream,
    session: Arc<Mutex<Session>>,
    /// Received while there was no room for what it decrypts to.
    undecrypted: RefCell<Vec<u8>>,
    /// The peer has broken the protocol.
    broken: Cell<bool>,
}

/// What a sender needs.
#[derive(Debug)]
struct Session {
    tls: Connection,
    /// Plaintext bytes that are encrypted, but not yet with the kernel.
    unconfirmed: usize,
}

/// What broke the protocol, as an error that has an errno.
fn violated() -> io::Error {
    io::Error::from_raw_os_error(libc::EPROTO)
}

impl TlsStream {
    /// A server's session over `transport`, which is not TLS itself. The handshake is still to be done.
    ///
    /// # Errors
    ///
    /// The configuration cannot be used.
    pub fn new(transport: Stream, config: Arc<ServerConfig>) -> Result<Self, rustls::Error> {
        let session = ServerConnection::new(config)?;
        Ok(Self::of(transport, session.into()))
    }

    /// A client's session with a server of that name. The handshake is still to be done.
    ///
    /// # Errors
    ///
    /// The configuration cannot be used.
    pub fn client(
        transport: Stream,
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
    ) -> Result<Self, rustls::Error> {
        let session = ClientConnection::new(config, name)?;
        Ok(Self::of(transport, session.into()))
    }

    fn of(transport: Stream, mut session: Connection) -> Self {
        session.set_buffer_limit(Some(LIMIT));
        Self {
            transport,
            session: Arc::new(Mutex::new(Session {
                tls: session,
                unconfirmed: 0,
            })),
            undecrypted: RefCell::default(),
            broken: Cell::new(false),
        }
    }

    /// The peer's certificates in DER, its own first; none when it has shown none.
    pub fn peer_certificates(&self) -> Vec<CertificateDer<'static>> {
        let session = self.session();
        session.tls.peer_certificates().unwrap_or_default().to_vec()
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        lock(&self.session)
    }

    /// For another thread that has to send.
    pub(in crate::net) fn sender(&self) -> Sender {
        Sender(self.session.clone())
    }

    /// The socket below.
    pub(in crate::net) fn transport(&self) -> &Stream {
        &self.transport
    }

    /// Whether ALPN has chosen this protocol.
    pub fn speaks(&self, protocol: &[u8]) -> bool {
        self.session().tls.alpn_protocol() == Some(protocol)
    }

    /// Does the handshake.
    ///
    /// # Errors
    ///
    /// The peer does not speak TLS, or nothing we do; it has been told. Or it is gone.
    pub fn poll_handshake(&self, context: &mut Context<'_>) -> Poll<Result<(), HandshakeError>> {
        let session = &mut self.session().tls;
        loop {
            while !flush(session, &mut Socket(&self.transport))? {
                ready!(self.transport.poll_writable_again(context))?;
            }
            if !session.is_handshaking() {
                return Poll::Ready(Ok(()));
            }
            ready!(self.advance_handshake(context, session))?;
        }
    }

    /// Receives once and lets the handshake go on with it.
    fn advance_handshake(
        &self,
        context: &mut Context<'_>,
        session: &mut Connection,
    ) -> Poll<Result<(), HandshakeError>> {
        RECEIVED.with_borrow_mut(|received| {
            received.clear();
            if ready!(receive(&self.transport, context, received, 0))? == 0 {
                return Poll::Ready(Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()));
            }
            let mut rest = &received[..];
            while !rest.is_empty() && session.is_handshaking() {
                session.read_tls(&mut rest)?;
                if let Err(reason) = session.process_new_packets() {
                    // The alert, if the kernel takes it; the peer may be gone or speak no TLS.
                    let _ = flush(session, &mut Socket(&self.transport));
                    return Poll::Ready(Err(HandshakeError::Protocol(reason)));
                }
            }
            // The first request may have come with the end of the handshake.
            self.undecrypted.borrow_mut().extend_from_slice(rest);
            Poll::Ready(Ok(()))
        })
    }

    /// [`Stream::poll_recv`]. Bytes that were decrypted before come first, without a look at the socket.
    pub(in crate::net) fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffer: &mut dyn BufMut,
    ) -> Poll<io::Result<usize>> {
        let session = &mut self.session().tls;
        loop {
            match take(session, buffer)? {
                Taken::Bytes(count) => return Poll::Ready(Ok(count)),
                Taken::End => return Poll::Ready(Ok(0)),
                Taken::Nothing => {}
            }
            if self.broken.get() {
                return Poll::Ready(Err(violated()));
            }
            let left = self.undecrypted.take();
            let count = if left.is_empty() {
                RECEIVED.with_borrow_mut(|received| {
                    received.clear();
                    let room = buffer.chunk_mut().len();
                    let count = ready!(receive(&self.transport, context, received, room))?;
                    if count == 0 {
                        // The end of TCP: with or without a farewell, nothing more will come.
                        session.read_tls(&mut io::empty())?;
                    }
                    Poll::Ready(self.decrypt(session, received, buffer))
                })
            } else {
                Poll::Ready(self.decrypt(session, &left, buffer))
            };
            let count = ready!(count)?;
            if count > 0 {
                return Poll::Ready(Ok(count));
            }
        }
    }

    /// Decrypts into `buffer`, and keeps what does not fit for later. The number of bytes put there.
    fn decrypt(
        &self,
        session: &mut Connection,
        mut received: &[u8],
        buffer: &mut dyn BufMut,
    ) -> io::Result<usize> {
        let mut total = 0;
        while !received.is_empty() && buffer.has_remaining_mut() {
            if session.read_tls(&mut received)? == 0 {
                // After its farewell a peer has nothing to say.
                return Ok(total);
            }
            if let Err(reason) = session.process_new_packets() {
                self.broken.set(true);
                let _ = flush(session, &mut Socket(&self.transport));
                if log::enabled(Level::Notice) {
                    log::write(
                        Level::Notice,
                        &format!("TLS on fd#{} failed: {reason}", self.transport.fd()),
                    );
                }
                // What came before is still good.
                return if total > 0 {
                    Ok(total)
                } else {
                    Err(violated())
                };
            }
            if let Taken::Bytes(count) = take(session, buffer)? {
                total += count;
            }
        }
        if !received.is_empty() {
            self.undecrypted.borrow_mut().extend_from_slice(received);
        }
        if session.wants_write() {
            // An answer to a change of keys. It may also wait for the next bytes that are sent.
            let _ = flush(session, &mut Socket(&self.transport));
        }
        Ok(total)
    }

    /// [`Stream::try_send`] of one piece or several.
    pub(in crate::net) fn try_send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.session().send(pieces, &mut Socket(&self.transport))
    }

    /// Counts as sent what is encrypted and not yet with the kernel, instead of waiting for a caller that comes again
    /// with it. The number of those bytes; they leave before what is sent next.
    pub fn settle(&self) -> usize {
        std::mem::take(&mut self.session().unconfirmed)
    }

    /// Says farewell, so that the peer knows that nothing was cut off.
    pub fn close_notify(&self) {
        let session = &mut self.session().tls;
        session.send_close_notify();
        // A peer that takes nothing any more cannot be told.
        let _ = flush(session, &mut Socket(&self.transport));
    }
}

impl Session {
    fn send(&mut self, pieces: &[IoSlice<'_>], socket: &mut impl Write) -> io::Result<usize> {
        let session = &mut self.tls;
        let total: usize = pieces.iter().map(|piece| piece.len()).sum();
        if !flush(session, socket)? {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        // Encrypted by an earlier call, to which the caller was told to come again.
        let mut sent = std::mem::take(&mut self.unconfirmed).min(total);
        while sent < total {
            let count = encrypt(session, pieces, sent)?;
            if !flush(session, socket)? {
                self.unconfirmed = count;
                break;
            }
            sent += count;
        }
        if sent == 0 && total > 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(sent)
    }
}

/// Sends over a session from any thread.
#[derive(Debug, Clone)]
pub struct Sender(Arc<Mutex<Session>>);

impl Sender {
    /// As [`Stream::try_send`]: what is refused has to come first in the next call, whoever makes it. `socket` writes to
    /// the session's descriptor.
    ///
    /// # Errors
    ///
    /// `WouldBlock`, or that of the socket.
    pub fn send(&self, bytes: &[u8], socket: &mut impl Write) -> io::Result<usize> {
        lock(&self.0).send(&[IoSlice::new(bytes)], socket)
    }
}

fn lock(session: &Mutex<Session>) -> MutexGuard<'_, Session> {
    session.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the kernel what is encrypted. False when it does not take all of it.
fn flush(session: &mut Connection, socket: &mut impl Write) -> io::Result<bool> {
    while session.wants_write() {
        match session.write_tls(socket) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// Encrypts what follows the first `skip` bytes of `pieces`, as far as there is room.
fn encrypt(session: &mut Connection, pieces: &[IoSlice<'_>], mut skip: usize) -> io::Result<usize> {
    if skip == 0 {
        return session
            .writer()
            .write_vectored(pieces)
            .map_err(|_| violated());
    }
    let mut left = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let skipped = skip.min(piece.len());
        skip -= skipped;
        if skipped < piece.len() {
            left.push(IoSlice::new(&piece[skipped..]));
        }
    }
    session
        .writer()
        .write_vectored(&left)
        .map_err(|_| violated())
}

/// What [`take`] has found.
enum Taken {
    /// That many bytes.
    Bytes(usize),
    /// Nothing yet.
    Nothing,
    /// Nothing, and there never will be.
    End,
}

/// Moves decrypted bytes into `buffer`.
fn take(session: &mut Connection, buffer: &mut dyn BufMut) -> io::Result<Taken> {
    let mut reader = session.reader();
    let mut total = 0;
    while buffer.has_remaining_mut() {
        match reader.fill_buf() {
            Ok([]) if total == 0 => return Ok(Taken::End),
            Ok([]) => break,
            Ok(chunk) => {
                let count = chunk.len().min(buffer.remaining_mut());
                buffer.put_slice(&chunk[..count]);
                reader.consume(count);
                total += count;
            }
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock => break,
                io::ErrorKind::UnexpectedEof if total == 0 => return Ok(Taken::End),
                io::ErrorKind::UnexpectedEof => break,
                _ => return Err(error),
            },
        }
    }
    Ok(if total > 0 {
        Taken::Bytes(total)
    } else {
        Taken::Nothing
    })
}

/// Reads from the socket once, about as much as there is room for.
fn receive(
    transport: &Stream,
    context: &mut Context<'_>,
    received: &mut Vec<u8>,
    room: usize,
) -> Poll<io::Result<usize>> {
    let size = room.clamp(*READ.start(), *READ.end());
    received.reserve(size);
    transport.poll_recv(context, &mut received.limit(size))
}

/// Why a handshake failed.
#[derive(Debug)]
pub enum HandshakeError {
    /// What the peer sent is no TLS, or none that can be agreed on.
    Protocol(rustls::Error),
    /// The socket.
    Io(io::Error),
}

impl From<io::Error> for HandshakeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl std::fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Protocol(reason) => reason.fmt(f),
            Self::Io(reason) if reason.kind() == io::ErrorKind::UnexpectedEof => {
                f.write_str("the peer closed the connection")
            }
            Self::Io(reason) => reason.fmt(f),
        }
    }
}

/// The socket as rustls writes to it.
struct Socket<'a>(&'a Stream);

impl Write for Socket<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_send(bytes)
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match pieces {
            [only] => self.write(only),
            _ => SockRef::from(self.0).send_vectored(pieces),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
