//! A file that is asked for again and again on kept-alive connections. Every byte of it is compared.
//!
//! The file is [`pattern`] over and over. Its length is a prime, so that no page or buffer that comes twice, late or not
//! at all looks like the right one.

use std::io::Write;
use std::time::Instant;

use super::poll::Poll;
use super::socket::Socket;
use super::talk::mismatch;
use super::window::Window;
use super::{Job, READ_BUFFER, opening};
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::scenario::FILE_STEP;
use crate::wire;

/// Bytes of the pattern.
const PERIOD: usize = 1_048_573;

/// What files are made of.
pub fn pattern() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let byte = || {
        // xorshift32: any sequence will do, as long as it is the same in each run.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 11) as u8
    };
    std::iter::repeat_with(byte).take(PERIOD).collect()
}

struct Peer {
    stream: Socket,
    /// The beginning of a response's head, as long as that is incomplete.
    head: Vec<u8>,
    /// Bytes of the file that have come; `None` before the head is complete.
    come: Option<u64>,
    /// When the operation under way began.
    since: Instant,
}

/// Makes the run.
pub fn run(job: &Job, connections: usize, length: u64) -> Result<Measurement> {
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n",
        job.scenario.path
    );
    // Twice, so that whatever comes in one read is one slice of it.
    let pattern = pattern().repeat(2);
    const { assert!(READ_BUFFER <= PERIOD) };
    let mut poll = Poll::new()?;
    let mut peers = Vec::with_capacity(connections);
    for number in 0..connections {
        let mut stream = opening::dial(job, number)?;
        stream
            .write_all(request.as_bytes())
            .map_err(Error::io("send a request"))?;
        stream.set_nonblocking()?;
        poll.add(&stream, number)?;
        peers.push(Peer {
            stream,
            head: Vec::new(),
            come: None,
            since: Instant::now(),
        });
    }

    let mut buffer = vec![0; READ_BUFFER];
    let mut window = Window::new(job)?;
    loop {
        for number in poll.look()? {
            let peer = &mut peers[number];
            while let Some(count) = peer.stream.receive(&mut buffer)? {
                if peer.take(&buffer[..count], length, &pattern, &mut window)? {
                    peer.stream
                        .write_all(request.as_bytes())
                        .map_err(Error::io("send a request"))?;
                }
                if let Some(measurement) = window.tick(connections)? {
                    return Ok(measurement);
                }
                if count < buffer.len() {
                    break;
                }
            }
        }
        if let Some(measurement) = window.tick(connections)? {
            return Ok(measurement);
        }
    }
}

impl Peer {
    /// Takes in bytes, and tells whether they completed the file.
    fn take(
        &mut self,
        bytes: &[u8],
        length: u64,
        pattern: &[u8],
        window: &mut Window,
    ) -> Result<bool> {
        let body = match self.come {
            Some(_) => bytes,
            None => {
                self.head.extend_from_slice(bytes);
                let Some(body) = wire::check_head(&self.head, length)? else {
                    return Ok(false);
                };
                self.come = Some(0);
                self.head.drain(..body);
                &std::mem::take(&mut self.head)
            }
        };
        let before = self.come.unwrap_or(0);
        let at = (before % PERIOD as u64) as usize;
        let expected = &pattern[at..at + body.len()];
        if body != expected {
            return Err(mismatch(expected, body, before as usize));
        }
        let come = before + body.len() as u64;
        let now = Instant::now();
        for _ in before / FILE_STEP..come / FILE_STEP {
            window.completed(self.since, now);
            self.since = now;
        }
        if come > length {
            return Err(Error::Wrong("bytes after the file".into()));
        }
        self.come = (come < length).then_some(come);
        Ok(come == length)
    }
}
