//! One connection: bytes in, replies out, one write per read.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;

use rustix::buffer::spare_capacity;
use swoole_bench::scenario::BROADCAST_PREFIX;
use swoole_bench::serve::{HELLO, HELLO_TYPE};
use tungstenite::handshake::derive_accept_key;

use crate::frame::{self, Header};

const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;

/// Frames from here on are echoed from the buffer they were received in.
const IN_PLACE: usize = 16 * 1024;

/// Bytes read at once while no large frame is under way.
const READ: usize = 64 * 1024;

/// Buffers shared by all connections.
pub struct Buffers {
    read: Vec<u8>,
    write: Vec<u8>,
}

impl Default for Buffers {
    fn default() -> Buffers {
        Buffers {
            read: vec![0; READ],
            write: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Http,
    Echo,
    Greeter,
    Broadcast,
    /// Messages go to all that asked for the same, as they are.
    Stream,
}

/// What became of a connection.
pub enum Outcome {
    Open,
    Closed,
    /// This frame is for all receivers.
    Broadcast(Vec<u8>),
}

pub struct Connection {
    stream: TcpStream,
    protocol: Protocol,
    /// The beginning of a request or frame that is not complete; without capacity while there is none,
    /// so that an idle connection holds no buffer.
    partial: Vec<u8>,
    /// What the socket did not take; `unsent_from` on is still to go.
    unsent: Vec<u8>,
    unsent_from: usize,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Connection {
        Connection {
            stream,
            protocol: Protocol::Http,
            partial: Vec::new(),
            unsent: Vec::new(),
            unsent_from: 0,
        }
    }

    /// Whether it takes part in broadcasts.
    pub fn receives(&self) -> bool {
        matches!(self.protocol, Protocol::Broadcast | Protocol::Stream)
    }

    /// The socket is readable, or writable again.
    pub fn ready(&mut self, buffers: &mut Buffers) -> Result<Outcome> {
        if self.unsent_from < self.unsent.len() && !self.write_unsent()? {
            return Ok(Outcome::Open);
        }
        loop {
            let (outcome, drained) = if self.partial.capacity() == 0 {
                self.read_fresh(buffers)?
            } else {
                self.read_on(buffers)?
            };
            // Edge-triggered: come back for the rest unless the socket is empty or does not take more.
            if drained || !matches!(outcome, Outcome::Open) || self.unsent_from < self.unsent.len()
            {
                return Ok(outcome);
            }
        }
    }

    /// Reads with nothing pending, straight from the shared buffer.
    fn read_fresh(&mut self, buffers: &mut Buffers) -> Result<(Outcome, bool)> {
        let mut read = std::mem::take(&mut buffers.read);
        let result = match self.stream.read(&mut read) {
            Ok(0) => Ok((Outcome::Closed, true)),
            Ok(count) => {
                self.take(&mut read[..count], &mut buffers.write)
                    .map(|(used, outcome)| {
                        if used < count {
                            self.keep(&read[used..count]);
                        }
                        (outcome, count < READ)
                    })
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok((Outcome::Open, true)),
            Err(error) => Err(error),
        };
        buffers.read = read;
        result
    }

    /// Keeps an incomplete frame, with room for all of it.
    fn keep(&mut self, rest: &[u8]) {
        let total = frame::parse(rest)
            .filter(|_| self.protocol != Protocol::Http)
            .map_or(0, |header| header.total());
        // A little more than needed: a read that leaves room has emptied the socket.
        self.partial
            .reserve_exact(total.max(rest.len()) + frame::MAX_HEADER);
        self.partial.extend_from_slice(rest);
    }

    /// Reads the rest of what is pending, into its own buffer.
    fn read_on(&mut self, buffers: &mut Buffers) -> Result<(Outcome, bool)> {
        let mut partial = std::mem::take(&mut self.partial);
        if partial.len() == partial.capacity() {
            partial.reserve(READ);
        }
        let room = partial.capacity() - partial.len();
        let count = match rustix::io::read(&self.stream, spare_capacity(&mut partial)) {
            Ok(0) => return Ok((Outcome::Closed, true)),
            Ok(count) => count,
            Err(rustix::io::Errno::AGAIN) => {
                self.partial = partial;
                return Ok((Outcome::Open, true));
            }
            Err(error) => return Err(error.into()),
        };
        let (used, outcome) = self.take(&mut partial, &mut buffers.write)?;
        if used < partial.len() {
            partial.drain(..used);
            if self.protocol != Protocol::Http
                && let Some(header) = frame::parse(&partial)
            {
                partial.reserve_exact(
                    (header.total() + frame::MAX_HEADER).saturating_sub(partial.len()),
                );
            }
            self.partial = partial;
        } else if used >= IN_PLACE {
            // A large frame's buffer serves the next one too.
            partial.clear();
            self.partial = partial;
        }
        Ok((outcome, count < room))
    }

    /// Handles all that is complete in `bytes`, writes the replies, and tells how much that was.
    fn take(&mut self, bytes: &mut [u8], out: &mut Vec<u8>) -> Result<(usize, Outcome)> {
        out.clear();
        let mut used = 0;
        if self.protocol == Protocol::Http {
            while let Some(length) = swoole_bench::wire::head_length(&bytes[used..]) {
                self.answer(&bytes[used..used + length], out)?;
                used += length;
                if self.protocol != Protocol::Http {
                    break;
                }
            }
        }
        if self.protocol != Protocol::Http {
            while let Some(header) = frame::parse(&bytes[used..])
                && header.total() <= bytes.len() - used
            {
                let whole = &mut bytes[used..used + header.total()];
                used += whole.len();
                frame::unmask(&mut whole[header.header..], header.mask);
                let payload = &whole[header.header..];
                match self.protocol {
                    _ if header.opcode == CLOSE => {
                        frame::push(out, CLOSE, &[payload]);
                        self.write(out)?;
                        return Ok((used, Outcome::Closed));
                    }
                    Protocol::Echo if payload.len() >= IN_PLACE => {
                        self.write(out)?;
                        out.clear();
                        self.echo_in_place(whole, &header)?;
                    }
                    Protocol::Echo => frame::push(out, header.opcode, &[payload]),
                    Protocol::Greeter => {
                        frame::push(out, TEXT, &[b"Hello ", payload, b"!"]);
                        frame::push(out, TEXT, &[b"How are you, ", payload, b"?"]);
                    }
                    Protocol::Broadcast => {
                        let mut ready_made = Vec::new();
                        frame::push(
                            &mut ready_made,
                            TEXT,
                            &[BROADCAST_PREFIX.as_bytes(), payload],
                        );
                        return Ok((used, Outcome::Broadcast(ready_made)));
                    }
                    Protocol::Stream => {
                        let mut ready_made = Vec::new();
                        frame::push(&mut ready_made, TEXT, &[payload]);
                        return Ok((used, Outcome::Broadcast(ready_made)));
                    }
                    Protocol::Http => unreachable!("checked above"),
                }
            }
        }
        self.write(out)?;
        Ok((used, Outcome::Open))
    }

    /// A server's header is shorter than a client's by the mask: it fits before the payload.
    fn echo_in_place(&mut self, whole: &mut [u8], header: &Header) -> Result<()> {
        let (bytes, length) = frame::server_header(header.opcode, header.payload);
        let start = header.header - length;
        whole[start..header.header].copy_from_slice(&bytes[..length]);
        self.write(&whole[start..])
    }

    fn answer(&mut self, head: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let path = head.split(|&byte| byte == b' ').nth(1).unwrap_or_default();
        self.protocol = match path {
            b"/hello" => {
                let length = HELLO.len();
                let response = format_args!(
                    "HTTP/1.1 200 OK\r\nContent-Type: {HELLO_TYPE}\r\nContent-Length: {length}\r\n\r\n{HELLO}"
                );
                return out.write_fmt(response);
            }
            b"/echo" => Protocol::Echo,
            b"/greeter" => Protocol::Greeter,
            b"/broadcast" => Protocol::Broadcast,
            b"/stream" => Protocol::Stream,
            _ => return Err(Error::other("no such path")),
        };
        let name = b"Sec-WebSocket-Key: ";
        let at =
            memchr::memmem::find(head, name).ok_or_else(|| Error::other("no key"))? + name.len();
        let end = memchr::memchr(b'\r', &head[at..]).ok_or_else(|| Error::other("no key"))?;
        let accept = derive_accept_key(&head[at..at + end]);
        write!(
            out,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {accept}\r\n\r\n"
        )
    }

    /// Writes `bytes`, now or when the socket takes them.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let mut written = 0;
        if self.unsent_from == self.unsent.len() {
            written = match self.stream.write(bytes) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
                Err(error) => return Err(error),
            };
        }
        if written < bytes.len() {
            self.unsent.extend_from_slice(&bytes[written..]);
        }
        Ok(())
    }

    /// Goes on with what the socket did not take, and tells whether all of it is gone.
    fn write_unsent(&mut self) -> Result<bool> {
        while self.unsent_from < self.unsent.len() {
            match self.stream.write(&self.unsent[self.unsent_from..]) {
                Ok(count) => self.unsent_from += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        self.unsent.clear();
        self.unsent_from = 0;
        Ok(true)
    }
}
