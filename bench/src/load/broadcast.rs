//! Broadcast: one connection sends, all of them must receive, the sender too. The next message is
//! sent when the last one has reached everybody.

use std::io::Write;
use std::time::Instant;

use super::poll::Poll;
use super::socket::Socket;
use super::talk::mismatch;
use super::window::Window;
use super::{Job, READ_BUFFER, opening};
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::scenario::BROADCAST_PREFIX;
use crate::wire::{self, Stamped};

struct Receiver {
    stream: Socket,
    /// How much of the message under way has come; all of it once it is there.
    bytes: usize,
}

pub fn run(job: &Job, connections: usize, length: usize) -> Result<Measurement> {
    let mut poll = Poll::new()?;
    let mut receivers = Vec::with_capacity(connections);
    for (number, stream) in opening::websockets(job, connections)?
        .into_iter()
        .enumerate()
    {
        stream.set_nonblocking()?;
        poll.add(&stream, number)?;
        receivers.push(Receiver { stream, bytes: 0 });
    }
    // A server that registers a receiver only after its 101 has left gets a moment to do so.
    std::thread::sleep(std::time::Duration::from_millis(100));

    let payload = wire::payload(length, 0);
    let mut message = Stamped::default();
    message.push_client_frame(wire::TEXT, &payload, wire::first_serial(1).to_be_bytes());
    let mut delivery = Stamped::default();
    delivery.push_server_frame(wire::TEXT, BROADCAST_PREFIX, &payload, "");

    let mut buffer = vec![0; READ_BUFFER];
    let mut window = Window::new(job)?;
    for serial in 0.. {
        message.stamp(serial);
        delivery.stamp(serial);
        for receiver in &mut receivers {
            receiver.bytes = 0;
        }
        let sent = Instant::now();
        // The send buffer is empty, so this never has to wait.
        receivers[0]
            .stream
            .write_all(message.bytes())
            .map_err(Error::io("send a message"))?;

        let mut missing = connections;
        while missing > 0 {
            for number in poll.look()? {
                if receivers[number].receive(&mut buffer, delivery.bytes())? {
                    missing -= 1;
                    window.completed(sent, Instant::now());
                }
            }
            if let Some(measurement) = window.tick(connections)? {
                return Ok(measurement);
            }
        }
    }
    unreachable!("the window closes long before four billion messages")
}

impl Receiver {
    /// Takes in what has come, and tells whether that completed the delivery.
    fn receive(&mut self, buffer: &mut [u8], delivery: &[u8]) -> Result<bool> {
        let Some(count) = self.stream.receive(buffer)? else {
            return Ok(false);
        };
        let expected = &delivery[self.bytes..];
        let got = &buffer[..count];
        if got.len() > expected.len() {
            return Err(Error::Wrong(format!(
                "more than was broadcast: {}",
                wire::excerpt(got)
            )));
        }
        if got != &expected[..count] {
            return Err(mismatch(&expected[..count], got, self.bytes));
        }
        self.bytes += count;
        Ok(self.bytes == delivery.len())
    }
}
