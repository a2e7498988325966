//! The load generator: one thread, one epoll, frames written by hand, so that a single core is enough
//! to keep a server busy. While it measures it never sleeps: a server that is slower than the generator would find it
//! asleep at each reply, and pay for waking it, one that is a little faster never. Everything received is validated; the first wrong byte ends the run.

mod broadcast;
mod deflated;
pub mod file;
mod handshake;
mod http;
mod http2;
mod idle;
mod opening;
mod poll;
mod socket;
mod stalled;
mod talk;
mod window;

use std::net::SocketAddrV4;
use std::time::Duration;

use crate::error::Result;
use crate::measurement::Measurement;
use crate::scenario::{Scenario, Work};
use crate::sys;

/// How long a server may take for anything before the run is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes read at once. More than the largest amount the kernel is likely to have ready.
const READ_BUFFER: usize = 256 * 1024;

/// One run to make.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// What to do.
    pub scenario: &'static Scenario,
    /// Where the server listens.
    pub address: SocketAddrV4,
    /// Its process, on this machine.
    pub server: u32,
    /// Length of the measured phase.
    pub measured: Duration,
    /// Length of the phase before it, whose operations do not count.
    pub warm_up: Duration,
}

/// Makes the run.
pub fn run(job: &Job) -> Result<Measurement> {
    let limit = sys::raise_file_limit();
    // The server has the same limit, and both need some files for other things.
    let possible = limit.saturating_sub(256) as usize;
    let connections = job.scenario.connections.min(possible);

    sys::reset_peak(job.server)?;
    let before = sys::resident_kib(job.server)?;
    let mut measurement = match job.scenario.work {
        Work::Talk {
            dialogue,
            payload,
            in_flight,
        } => talk::run(job, connections, dialogue, payload, in_flight),
        Work::Broadcast { payload } => broadcast::run(job, connections, payload),
        Work::Handshake => handshake::run(job, connections),
        Work::Http(request) => http::run(job, connections, request),
        Work::Http2 { streams } => http2::run(job, connections, streams),
        Work::File { length } => file::run(job, connections, length),
        Work::Deflated { payload } => deflated::run(job, connections, payload),
        Work::Stalled { payload } => stalled::run(job, connections, payload),
        Work::Idle(idle) => idle::run(job, connections, idle),
    }?;
    measurement.peak_kib = sys::peak_kib(job.server)?;
    measurement.grown_kib = measurement.peak_kib.saturating_sub(before);
    Ok(measurement)
}
