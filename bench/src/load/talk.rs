//! Message and reply: echo and greeter, with one or many messages in flight.

use std::io::{ErrorKind, Write};
use std::time::Instant;

use super::poll::Poll;
use super::socket::Socket;
use super::window::Window;
use super::{Job, READ_BUFFER, opening};
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::scenario::{BINARY_FROM, Dialogue};
use crate::wire::{self, Stamped};

/// Requests up to this size are gathered to leave in one write.
const GATHER: usize = 4096;

pub fn run(
    job: &Job,
    connections: usize,
    dialogue: Dialogue,
    payload: usize,
    in_flight: u32,
) -> Result<Measurement> {
    let mut poll = Poll::new()?;
    let mut peers = Vec::with_capacity(connections);
    for (number, stream) in opening::websockets(job, connections)?
        .into_iter()
        .enumerate()
    {
        stream.set_nonblocking()?;
        poll.add(&stream, number)?;
        peers.push(Peer::new(stream, number, dialogue, payload, in_flight));
    }

    let mut scratch = Scratch {
        read: vec![0; READ_BUFFER],
        write: Vec::new(),
    };
    let mut window = Window::new(job)?;
    for peer in &mut peers {
        peer.send(&mut scratch)?;
    }
    loop {
        for number in poll.look()? {
            let peer = &mut peers[number];
            peer.receive(&mut scratch, &mut window)?;
            if peer.unsent > 0 {
                peer.send(&mut scratch)?;
            }
        }
        if let Some(measurement) = window.tick(connections)? {
            return Ok(measurement);
        }
    }
}

/// Buffers shared by all connections.
struct Scratch {
    read: Vec<u8>,
    write: Vec<u8>,
}

/// One connection. What it sends and must receive is fixed but for the serial number.
struct Peer {
    stream: Socket,
    request: Stamped,
    /// All replies to one request.
    reply: Stamped,
    /// Messages that may be sent now.
    unsent: u32,
    /// The serial of the next message to send, or of the one that is partly sent.
    next_sent: u32,
    /// How much of that message is sent.
    sent_bytes: usize,
    /// The serial of the message whose reply comes next; `reply` is stamped with it.
    next_reply: u32,
    /// How much of that reply has come.
    reply_bytes: usize,
    /// When each message in flight was sent, by serial modulo its length, a power of two.
    sent_at: Box<[Instant]>,
}

impl Peer {
    fn new(
        stream: Socket,
        number: usize,
        dialogue: Dialogue,
        length: usize,
        in_flight: u32,
    ) -> Peer {
        let opcode = if length < BINARY_FROM {
            wire::TEXT
        } else {
            wire::BINARY
        };
        let payload = wire::payload(length, number);
        let serial = wire::first_serial(number);
        let mut request = Stamped::default();
        request.push_client_frame(
            opcode,
            &payload,
            wire::first_serial(number + 1).to_be_bytes(),
        );
        let mut reply = Stamped::default();
        match dialogue {
            Dialogue::Echo => reply.push_server_frame(opcode, "", &payload, ""),
            Dialogue::Greeter => {
                reply.push_server_frame(opcode, "Hello ", &payload, "!");
                reply.push_server_frame(opcode, "How are you, ", &payload, "?");
            }
        }
        reply.stamp(serial);
        Peer {
            stream,
            request,
            reply,
            unsent: in_flight,
            next_sent: serial,
            sent_bytes: 0,
            next_reply: serial,
            reply_bytes: 0,
            sent_at: vec![Instant::now(); in_flight.next_power_of_two() as usize].into(),
        }
    }

    fn slot(&self, serial: u32) -> usize {
        serial as usize & (self.sent_at.len() - 1)
    }

    /// Sends all that may be sent, as far as the socket takes it.
    fn send(&mut self, scratch: &mut Scratch) -> Result<()> {
        let now = Instant::now();
        let length = self.request.bytes().len();
        while self.unsent > 0 {
            let gathered = if length > GATHER || self.sent_bytes > 0 {
                1
            } else {
                self.unsent
            };
            if self.sent_bytes == 0 {
                for ahead in 0..gathered {
                    let slot = self.slot(self.next_sent.wrapping_add(ahead));
                    self.sent_at[slot] = now;
                }
            }
            let bytes = if gathered == 1 {
                self.request.stamp(self.next_sent);
                &self.request.bytes()[self.sent_bytes..]
            } else {
                scratch.write.clear();
                for ahead in 0..gathered {
                    self.request.stamp(self.next_sent.wrapping_add(ahead));
                    scratch.write.extend_from_slice(self.request.bytes());
                }
                &scratch.write
            };
            let count = match self.stream.write(bytes) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(Error::Io("send a message".into(), error)),
            };
            let sent = self.sent_bytes + count;
            self.next_sent = self.next_sent.wrapping_add((sent / length) as u32);
            self.unsent -= (sent / length) as u32;
            self.sent_bytes = sent % length;
        }
        Ok(())
    }

    /// Takes in what has come, and grants a new message for each one that was answered.
    fn receive(&mut self, scratch: &mut Scratch, window: &mut Window) -> Result<()> {
        loop {
            let Some(count) = self.stream.receive(&mut scratch.read)? else {
                return Ok(());
            };
            self.take(&scratch.read[..count], window)?;
            // Less than asked for: the socket is empty, and epoll will tell of more.
            if count < scratch.read.len() {
                return Ok(());
            }
        }
    }

    fn take(&mut self, mut bytes: &[u8], window: &mut Window) -> Result<()> {
        let now = Instant::now();
        while !bytes.is_empty() {
            if self.next_reply == self.next_sent {
                return Err(Error::Wrong(format!(
                    "nobody asked for {}",
                    wire::excerpt(bytes)
                )));
            }
            let expected = &self.reply.bytes()[self.reply_bytes..];
            let common = expected.len().min(bytes.len());
            if expected[..common] != bytes[..common] {
                return Err(mismatch(
                    &expected[..common],
                    &bytes[..common],
                    self.reply_bytes,
                ));
            }
            bytes = &bytes[common..];
            self.reply_bytes += common;
            if self.reply_bytes == self.reply.bytes().len() {
                window.completed(self.sent_at[self.slot(self.next_reply)], now);
                self.reply_bytes = 0;
                self.next_reply = self.next_reply.wrapping_add(1);
                self.reply.stamp(self.next_reply);
                self.unsent += 1;
            }
        }
        Ok(())
    }
}

/// Tells where `got` leaves what was `expected` at `offset` of the replies to one message.
pub fn mismatch(expected: &[u8], got: &[u8], offset: usize) -> Error {
    let at = expected
        .iter()
        .zip(got)
        .position(|(a, b)| a != b)
        .unwrap_or(0);
    Error::Wrong(format!(
        "at byte {} of the reply (frame headers included) expected {}, got {}",
        offset + at,
        wire::excerpt(&expected[at..]),
        wire::excerpt(&got[at..])
    ))
}
