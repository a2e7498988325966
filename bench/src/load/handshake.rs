//! Connect, upgrade, drop: each slot opens a connection, waits for the 101, closes without a close
//! frame, and begins again.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use super::poll::Poll;
use super::window::Window;
use super::{Job, opening};
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::wire;

struct Slot {
    stream: TcpStream,
    started: Instant,
    head: Vec<u8>,
}

pub fn run(job: &Job, connections: usize) -> Result<Measurement> {
    let request = wire::upgrade_request(job.scenario.path, None);
    let mut poll = Poll::new()?;
    let mut opened = 0;
    let mut open = |number: usize, poll: &Poll| -> Result<Slot> {
        let started = Instant::now();
        let mut stream = opening::dial(job.address, opened)?;
        opened += 1;
        stream
            .set_nonblocking(true)
            .map_err(Error::io("set_nonblocking"))?;
        stream
            .write_all(&request)
            .map_err(Error::io("send the upgrade request"))?;
        poll.add(&stream, number)?;
        Ok(Slot {
            stream,
            started,
            head: Vec::with_capacity(512),
        })
    };

    let mut window = Window::new(job)?;
    let mut slots = (0..connections)
        .map(|number| open(number, &poll))
        .collect::<Result<Vec<_>>>()?;
    loop {
        let mut finished = Vec::with_capacity(connections);
        for number in poll.look()? {
            if slots[number].receive()? {
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
    /// Takes in what has come, and tells whether the handshake is complete.
    fn receive(&mut self) -> Result<bool> {
        let mut chunk = [0; 2048];
        match self.stream.read(&mut chunk) {
            Ok(0) => {
                return Err(Error::Closed(
                    "the server closed it during the handshake".into(),
                ));
            }
            Ok(count) => self.head.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(Error::Io("receive".into(), error)),
        }
        match wire::head_length(&self.head) {
            Some(length) if length == self.head.len() => {
                wire::check_upgrade(&self.head, None).map(|()| true)
            }
            Some(length) => Err(Error::Wrong(format!(
                "bytes after the upgrade: {}",
                wire::excerpt(&self.head[length..])
            ))),
            None => Ok(false),
        }
    }
}
