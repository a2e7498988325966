//! Receiving.

use std::cell::RefCell;
use std::io;
use std::task::{Context, Poll, Waker};

use rustix::net::RecvFlags;

use crate::error::code;
use crate::websocket::message::Payload;
use crate::zend::{PhpString, StringBuilder, Value};

use super::address::Address;
use super::handle::{Failure, Handle, Turn};
use super::package::Step;
use super::transport::{self, Direction};

/// Most bytes of one read.
const PIECE: usize = 1024 * 1024;
/// Most bytes that are read ahead at once.
const READ_AHEAD: usize = 64 * 1024;

thread_local! {
    /// Where reads go before their size is known.
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lends room for `size` bytes, at most [`PIECE`].
fn with_room<T>(size: usize, act: impl FnOnce(&mut [u8]) -> T) -> T {
    let size = size.min(PIECE);
    ROOM.with_borrow_mut(|room| {
        if room.len() < size {
            room.resize(size, 0);
        }
        act(&mut room[..size])
    })
}

impl Handle {
    /// Receives once, without regard to what was read ahead, and passes it to `take`.
    fn receive<T>(
        &self,
        turn: &Turn<'_>,
        size: usize,
        mut take: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Failure> {
        turn.wait(|transport, context| {
            with_room(size, |room| {
                transport
                    .poll_recv(context, room)
                    .map_ok(|count| take(&room[..count]))
            })
        })
    }

    /// Reads ahead. False at the end of the stream.
    fn fill(&self, turn: &Turn<'_>, size: usize) -> Result<bool, Failure> {
        self.receive(turn, size, |bytes| {
            self.ahead.borrow_mut().add(bytes);
            !bytes.is_empty()
        })
    }

    fn take_ahead(&self, most: usize) -> PhpString {
        self.ahead.borrow_mut().take(most, PhpString::new)
    }

    /// What comes first, at most `length` bytes; nothing at the end of the stream.
    pub fn recv(&self, length: usize, timeout: f64) -> Result<PhpString, Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        if !self.ahead.borrow().is_empty() {
            return Ok(self.take_ahead(length));
        }
        self.receive(&turn, length, PhpString::new)
    }

    /// `length` bytes; fewer at the end of the stream. When something else ends it, what has come is
    /// returned with the reason, which alone remains when nothing has.
    pub fn recv_all(
        &self,
        length: usize,
        timeout: f64,
    ) -> Result<(PhpString, Option<i32>), Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        let mut whole = StringBuilder::with_exact_capacity(length.min(READ_AHEAD));
        let mut append = |bytes: &[u8]| {
            if whole.capacity() - whole.len() < bytes.len() {
                let more = whole.len().max(bytes.len()).min(length - whole.len());
                whole.reserve(more);
            }
            whole.append_with(bytes.len(), |room| room.copy_from_slice(bytes));
            (bytes.len(), whole.len())
        };
        let (_, mut got) = self.ahead.borrow_mut().take(length, &mut append);
        let mut reason = None;
        while got < length {
            match self.receive(&turn, length - got, &mut append) {
                Ok((0, _)) => break,
                Ok((_, total)) => got = total,
                Err(Failure::Code(code)) if got > 0 => {
                    reason = Some(code);
                    break;
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok((whole.finish(), reason))
    }

    /// Bytes up to and with the next line feed, at most `length`; what is left at the end of the stream.
    pub fn recv_line(&self, length: usize, timeout: f64) -> Result<PhpString, Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        let mut searched = 0;
        loop {
            let found = {
                let ahead = self.ahead.borrow();
                let bytes = ahead.bytes();
                let from = searched.min(bytes.len());
                searched = bytes.len();
                memchr::memchr(b'\n', &bytes[from..]).map(|at| from + at + 1)
            };
            let end = found.unwrap_or(searched);
            if found.is_some() || end >= length {
                return Ok(self.take_ahead(end.min(length)));
            }
            if !self.fill(&turn, READ_AHEAD)? {
                return Ok(self.take_ahead(length));
            }
        }
    }

    /// At most `length` bytes of what was read ahead, which is more than was asked for: many small reads cost
    /// one system call.
    pub fn recv_with_buffer(&self, length: usize, timeout: f64) -> Result<PhpString, Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        if self.ahead.borrow().is_empty() {
            if length >= READ_AHEAD || !self.kind.is_stream() {
                return self.receive(&turn, length, PhpString::new);
            }
            self.fill(&turn, READ_AHEAD)?;
        }
        Ok(self.take_ahead(length))
    }

    /// A package as the rules have it; nothing at the end of the stream. Without rules, what comes.
    pub fn recv_packet(&self, timeout: f64) -> Result<PhpString, Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        loop {
            match self.next_package()? {
                Step::Complete(length) => return Ok(self.take_ahead(length)),
                Step::TooLong(_) => return Err(Failure::Code(code::PACKAGE_LENGTH_TOO_LARGE)),
                Step::Malformed => return Err(Failure::Code(code::PACKAGE_MALFORMED_DATA)),
                Step::More(more) => {
                    if !self.fill(&turn, more.max(READ_AHEAD))? {
                        return Ok(PhpString::empty());
                    }
                }
            }
        }
    }

    fn next_package(&self) -> Result<Step, Failure> {
        let function = self.framing.length_function.borrow().clone();
        let Some(function) = function else {
            let rules = self.framing.rules.borrow();
            let mut ahead = self.ahead.borrow_mut();
            let (bytes, searched) = ahead.look();
            return Ok(rules.next(bytes, searched));
        };
        let there = self.ahead.borrow().bytes().len();
        if there == 0 {
            return Ok(Step::More(1));
        }
        let bytes = PhpString::new(self.ahead.borrow().bytes());
        let answer = function.call(&mut [bytes.into()]).ok_or(Failure::Thrown)?;
        Ok(match answer.to_long() {
            0 => Step::More(1),
            length => match u64::try_from(length) {
                Ok(length) => self.framing.rules.borrow().of_length(there, length, 0),
                Err(_) => Step::Malformed,
            },
        })
    }

    /// Receives once into strings of the given lengths: as many as there were bytes for.
    pub fn read_vector(&self, lengths: &[usize], timeout: f64) -> Result<Vec<Value>, Failure> {
        let bytes = self.recv(lengths.iter().sum(), timeout)?;
        Ok(split(&bytes, lengths))
    }

    /// A message and who has sent it.
    pub fn recv_from(&self, length: usize, timeout: f64) -> Result<(PhpString, Address), Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        turn.wait(|transport, context| {
            with_room(length, |room| {
                let received = transport.poll_call(context, |fd| {
                    rustix::net::recvfrom(fd, &mut *room, RecvFlags::empty())
                        .map(|(count, _, from)| (count, from))
                });
                received.map_ok(|(count, from)| {
                    (
                        PhpString::new(&room[..count]),
                        from.map(Address::from).unwrap_or_default(),
                    )
                })
            })
        })
    }

    /// What comes first, without taking it; `EAGAIN` when nothing is there.
    pub fn peek(&self, length: usize) -> Result<PhpString, Failure> {
        let ahead = self.ahead.borrow();
        if !ahead.is_empty() && !self.is_closed() {
            let bytes = ahead.bytes();
            return Ok(PhpString::new(&bytes[..bytes.len().min(length)]));
        }
        drop(ahead);
        if self.is_tls() {
            return self.peek_decrypted(length);
        }
        self.with(|fd| {
            with_room(length, |room| {
                transport::peek(fd, room).map(|count| PhpString::new(&room[..count]))
            })
        })
    }

    /// What is decrypted cannot be left where it was: it counts as read ahead.
    fn peek_decrypted(&self, length: usize) -> Result<PhpString, Failure> {
        if self.bound(Direction::Read) != 0 {
            // Somebody waits for it.
            return Err(Failure::Code(libc::EAGAIN));
        }
        let transport = self.transport.borrow();
        let Some(transport) = &*transport else {
            return Err(Failure::Code(libc::EBADF));
        };
        let peeked = with_room(READ_AHEAD, |room| {
            let mut context = Context::from_waker(Waker::noop());
            match transport.poll_recv(&mut context, room) {
                Poll::Ready(received) => received.map(|count| {
                    self.ahead.borrow_mut().add(&room[..count]);
                    PhpString::new(&room[..count.min(length)])
                }),
                Poll::Pending => Err(io::Error::from_raw_os_error(libc::EAGAIN)),
            }
        });
        Ok(peeked?)
    }

    /// Whether the peer has not ended the connection, as far as is known here.
    pub fn check_liveness(&self) -> Result<(), Failure> {
        let mut room = [0];
        match self.with(|fd| transport::peek(fd, &mut room)) {
            Ok(0) if self.kind.is_stream() => Err(Failure::Code(libc::ECONNRESET)),
            Ok(_) => Ok(()),
            Err(Failure::Code(libc::EAGAIN)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Whether a connection is there: `ENOTCONN`, or why there is none any more.
    pub fn peer(&self) -> Result<Address, Failure> {
        self.with(|fd| {
            rustix::net::getpeername(fd)
                .map(|peer| peer.map(Address::from).unwrap_or_default())
                .map_err(io::Error::from)
        })
    }

    /// The own address.
    pub fn local(&self) -> Result<Address, Failure> {
        self.with(|fd| {
            rustix::net::getsockname(fd)
                .map(Address::from)
                .map_err(io::Error::from)
        })
    }
}

/// Cuts bytes into strings of the given lengths, as far as they go.
pub fn split(mut bytes: &[u8], lengths: &[usize]) -> Vec<Value> {
    let mut pieces = Vec::with_capacity(lengths.len());
    for length in lengths {
        if bytes.is_empty() {
            break;
        }
        let (piece, rest) = bytes.split_at((*length).min(bytes.len()));
        pieces.push(PhpString::new(piece).into());
        bytes = rest;
    }
    pieces
}
