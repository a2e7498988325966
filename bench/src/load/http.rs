//! Plain requests on kept-alive connections, one at a time on each.

use std::io::Write;
use std::time::Instant;

use super::poll::Poll;
use super::socket::Socket;
use super::window::Window;
use super::{Job, opening};
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::scenario::Request;
use crate::wire::{self, Exchange};

struct Peer {
    stream: Socket,
    sent: Instant,
    /// The beginning of a response that did not come in one piece.
    partial: Vec<u8>,
}

pub fn run(job: &Job, connections: usize, request: Request) -> Result<Measurement> {
    let exchange = Exchange::new(request, job.scenario.path);
    let mut poll = Poll::new()?;
    let mut peers = Vec::with_capacity(connections);
    for number in 0..connections {
        let stream = opening::dial(job, number)?;
        stream.set_nonblocking()?;
        poll.add(&stream, number)?;
        peers.push(Peer {
            stream,
            sent: Instant::now(),
            partial: Vec::new(),
        });
    }

    let mut buffer = vec![0; 16 * 1024];
    let mut window = Window::new(job)?;
    for peer in &mut peers {
        peer.send(&exchange.request)?;
    }
    loop {
        for number in poll.look()? {
            let peer = &mut peers[number];
            if peer.receive(&mut buffer, &exchange.body)? {
                window.completed(peer.sent, Instant::now());
                peer.send(&exchange.request)?;
            }
        }
        if let Some(measurement) = window.tick(connections)? {
            return Ok(measurement);
        }
    }
}

impl Peer {
    fn send(&mut self, request: &[u8]) -> Result<()> {
        self.sent = Instant::now();
        // The send buffer is empty, so this never has to wait.
        self.stream
            .write_all(request)
            .map_err(Error::io("send a request"))
    }

    /// Takes in what has come, and tells whether that completed the response.
    fn receive(&mut self, buffer: &mut [u8], body: &[u8]) -> Result<bool> {
        let Some(count) = self.stream.receive(buffer)? else {
            return Ok(false);
        };
        let bytes = if self.partial.is_empty() {
            &buffer[..count]
        } else {
            self.partial.extend_from_slice(&buffer[..count]);
            &self.partial
        };
        match wire::check_response(bytes, body)? {
            Some(length) if length == bytes.len() => {
                self.partial.clear();
                Ok(true)
            }
            Some(length) => Err(Error::Wrong(format!(
                "bytes after the response: {}",
                wire::excerpt(&bytes[length..])
            ))),
            None => {
                if self.partial.is_empty() {
                    self.partial.extend_from_slice(&buffer[..count]);
                }
                Ok(false)
            }
        }
    }
}
