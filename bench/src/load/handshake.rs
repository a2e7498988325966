//! Connect, upgrade, drop: each slot opens a connection, waits for the 101, closes without a close
//! frame, and begins again. Over TLS the whole handshake comes first, and one plain request takes the place of the upgrade.

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

struct Slot {
    stream: Socket,
    started: Instant,
    answer: Vec<u8>,
}

pub fn run(job: &Job, connections: usize) -> Result<Measurement> {
    let hello = Exchange::new(Request::Hello, job.scenario.path);
    let request = if job.scenario.tls {
        hello.request
    } else {
        wire::upgrade_request(job.scenario.path, None)
    };
    let length_of = |answer: &[u8]| {
        if job.scenario.tls {
            return wire::check_response(answer, &hello.body);
        }
        let Some(length) = wire::head_length(answer) else {
            return Ok(None);
        };
        wire::check_upgrade(&answer[..length], None).map(|()| Some(length))
    };
    let mut poll = Poll::new()?;
    let mut opened = 0;
    let mut open = |number: usize, poll: &Poll| -> Result<Slot> {
        let started = Instant::now();
        let mut stream = opening::dial(job, opened)?;
        opened += 1;
        stream.set_nonblocking()?;
        stream
            .write_all(&request)
            .map_err(Error::io("send the request"))?;
        poll.add(&stream, number)?;
        Ok(Slot {
            stream,
            started,
            answer: Vec::with_capacity(512),
        })
    };

    let mut window = Window::new(job)?;
    let mut slots = (0..connections)
        .map(|number| open(number, &poll))
        .collect::<Result<Vec<_>>>()?;
    loop {
        let mut finished = Vec::with_capacity(connections);
        for number in poll.look()? {
            if slots[number].receive(length_of)? {
                finished.push(number);
            }
        }
        for number in finished {
            window.completed(slots[number].started, Instant::now());
            // The old connection is dropped here.
            slots[number] = open(number, &poll)?;
        }
        if let Some(measurement) = window.tick(connections)? {
            return Ok(measurement);
        }
    }
}

impl Slot {
    /// Takes in what has come, and tells whether the answer is complete.
    fn receive(&mut self, length_of: impl Fn(&[u8]) -> Result<Option<usize>>) -> Result<bool> {
        let mut chunk = [0; 2048];
        let Some(count) = self.stream.receive(&mut chunk)? else {
            return Ok(false);
        };
        self.answer.extend_from_slice(&chunk[..count]);
        match length_of(&self.answer)? {
            Some(length) if length == self.answer.len() => Ok(true),
            Some(length) => Err(Error::Wrong(format!(
                "bytes after the answer: {}",
                wire::excerpt(&self.answer[length..])
            ))),
            None => Ok(false),
        }
    }
}
