//! One receiver stops reading: what that costs the server in memory, and the other receivers in time.
//!
//! A sender has its messages delivered to all receivers at a steady rate, the same for every server: first with all of
//! them reading, then with one that does not read at all. What is measured is the delay of the deliveries to those that do.

use std::io::Write;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::net::sockopt;

use super::poll::Poll;
use super::socket::Socket;
use super::talk::mismatch;
use super::window::Window;
use super::{Job, PATIENCE, READ_BUFFER, opening};
use crate::error::{Error, Result};
use crate::measurement::{Measurement, Stalled};
use crate::sys;
use crate::wire::{self, Stamped};

/// Bytes a second that each receiver is sent.
const RATE: usize = 1_000_000;
/// What the kernel may hold for the receiver that does not read. Little, so that the server has to bear the rest.
const KERNEL: usize = 32 * 1024;
/// How many times longer the second phase is: what the kernel holds all the same, some megabytes, must be behind.
const LONGER: u32 = 4;

pub fn run(job: &Job, connections: usize, length: usize) -> Result<Measurement> {
    let mut group = Group::open(job, connections, length)?;
    let mut window = Window::new(job)?;
    let without = group.stream(&mut window, connections)?;

    // The last connection stops reading. The others wait for nothing of it.
    group.stalled = Some(connections - 1);
    sys::reset_peak(job.server)?;
    let before = sys::resident_kib(job.server)?;
    let job = &Job {
        measured: job.measured * LONGER,
        ..*job
    };
    let mut window = Window::new(job)?;
    let mut with = group.stream(&mut window, connections)?;
    let grown = sys::peak_kib(job.server)?.saturating_sub(before);

    let p99 =
        |measurement: &Measurement| measurement.speed.as_ref().map_or(0.0, |speed| speed.p99_us);
    with.stalled = Some(Stalled {
        grown_kib: grown as f64,
        p99_before_us: p99(&without),
        p99_us: p99(&with),
    });
    Ok(with)
}

struct Receiver {
    stream: Socket,
    bytes: usize,
}

struct Group {
    poll: Poll,
    receivers: Vec<Receiver>,
    stalled: Option<usize>,
    message: Stamped,
    delivery: Stamped,
    serial: u32,
    interval: Duration,
    buffer: Vec<u8>,
}

impl Group {
    fn open(job: &Job, connections: usize, length: usize) -> Result<Group> {
        let poll = Poll::new()?;
        let mut receivers = Vec::with_capacity(connections);
        for (number, stream) in opening::websockets(job, connections)?
            .into_iter()
            .enumerate()
        {
            if number == connections - 1 {
                sockopt::set_socket_recv_buffer_size(stream.as_fd(), KERNEL)
                    .map_err(|error| Error::io("SO_RCVBUF")(error.into()))?;
            }
            stream.set_nonblocking()?;
            poll.add(&stream, number)?;
            receivers.push(Receiver { stream, bytes: 0 });
        }
        // A server that registers a receiver only after its 101 has left gets a moment to do so.
        std::thread::sleep(Duration::from_millis(100));
        let payload = wire::payload(length, 0);
        let mut message = Stamped::default();
        message.push_client_frame(wire::TEXT, &payload, wire::first_serial(1).to_be_bytes());
        let mut delivery = Stamped::default();
        delivery.push_server_frame(wire::TEXT, "", &payload, "");
        Ok(Group {
            poll,
            receivers,
            stalled: None,
            message,
            delivery,
            serial: 0,
            interval: Duration::from_secs_f64(length as f64 / RATE as f64),
            buffer: vec![0; READ_BUFFER],
        })
    }

    /// Sends at the rate until the window closes.
    fn stream(&mut self, window: &mut Window, connections: usize) -> Result<Measurement> {
        let mut due = Instant::now();
        loop {
            self.serial += 1;
            self.message.stamp(self.serial);
            self.delivery.stamp(self.serial);
            for receiver in &mut self.receivers {
                receiver.bytes = 0;
            }
            let sent = Instant::now();
            // The send buffer is empty, so this never has to wait.
            self.receivers[0]
                .stream
                .write_all(self.message.bytes())
                .map_err(Error::io("send a message"))?;
            let mut missing = connections - usize::from(self.stalled.is_some());
            while missing > 0 {
                for number in self.poll.wait()? {
                    if self.stalled != Some(number)
                        && self.receivers[number]
                            .receive(&mut self.buffer, self.delivery.bytes())?
                    {
                        missing -= 1;
                        window.completed(sent, Instant::now());
                    }
                }
                if sent.elapsed() > PATIENCE {
                    return Err(Error::Stalled(format!(
                        "{missing} of {connections} receivers wait for a message that was sent {} s ago",
                        PATIENCE.as_secs()
                    )));
                }
            }
            if let Some(measurement) = window.tick(connections)? {
                return Ok(measurement);
            }
            // A server that is late is not sent the more afterwards.
            due = (due + self.interval).max(Instant::now() - self.interval);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    }
}

impl Receiver {
    /// Takes in what has come, and tells whether that completed the delivery.
    fn receive(&mut self, buffer: &mut [u8], delivery: &[u8]) -> Result<bool> {
        loop {
            let Some(count) = self.stream.receive(buffer)? else {
                return Ok(false);
            };
            let expected = &delivery[self.bytes.min(delivery.len())..];
            let got = &buffer[..count];
            if got.len() > expected.len() {
                return Err(Error::Wrong(format!(
                    "more than was sent: {}",
                    wire::excerpt(got)
                )));
            }
            if got != &expected[..count] {
                return Err(mismatch(&expected[..count], got, self.bytes));
            }
            self.bytes += count;
            if self.bytes == delivery.len() {
                return Ok(true);
            }
        }
    }
}
