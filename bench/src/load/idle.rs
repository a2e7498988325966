//! What an idle WebSocket costs: the server's resident memory before and after many are opened.

use std::io::Write;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Job, opening};
use crate::error::{Error, Result};
use crate::measurement::{Idle, Measurement};
use crate::wire::{self, Stamped};
use crate::{scenario, sys};

/// Connections opened before the first look, so that what a server loads once is not counted.
const FIRST: usize = 64;

/// Connections that have sent and not yet received.
const AT_ONCE: usize = 64;

/// How long the server may tidy up before each look.
const SETTLE: Duration = Duration::from_millis(500);

pub fn run(job: &Job, connections: usize) -> Result<Measurement> {
    let started = Instant::now();
    let mut first = opening::websockets(job.address, job.scenario.path, FIRST)?;
    echo_once(&mut first)?;
    let before = settled(job)?;

    let mut streams = opening::websockets(job.address, job.scenario.path, connections)?;
    let fresh = settled(job)?;
    echo_once(&mut streams)?;
    let used = settled(job)?;

    let per_connection = |after: u64| (after as f64 - before as f64) / connections as f64;
    Ok(Measurement {
        connections,
        operations: connections as u64,
        seconds: started.elapsed().as_secs_f64(),
        peak_kib: 0,
        speed: None,
        idle: Some(Idle {
            fresh_kib: per_connection(fresh),
            used_kib: per_connection(used),
        }),
    })
}

fn settled(job: &Job) -> Result<u64> {
    sleep(SETTLE);
    sys::resident_kib(job.server)
}

/// One 16-byte message and its echo on each connection.
fn echo_once(streams: &mut [TcpStream]) -> Result<()> {
    const { assert!(16 < scenario::BINARY_FROM) };
    let payload = wire::payload(16, 0);
    let mut request = Stamped::default();
    request.push_client_frame(wire::TEXT, &payload, [0x37, 0xfa, 0x21, 0x3d]);
    request.stamp(1);
    let mut reply = Stamped::default();
    reply.push_server_frame(wire::TEXT, "", &payload, "");
    reply.stamp(1);

    for batch in streams.chunks_mut(AT_ONCE) {
        for stream in batch.iter_mut() {
            stream
                .write_all(request.bytes())
                .map_err(Error::io("send a message"))?;
        }
        for stream in batch {
            let mut got = Vec::new();
            let mut chunk = [0; 64];
            while got.len() < reply.bytes().len() {
                let count = opening::read_some(stream, &mut chunk)?;
                got.extend_from_slice(&chunk[..count]);
            }
            if got != reply.bytes() {
                return Err(Error::Wrong(format!(
                    "expected an echo, got {}",
                    wire::excerpt(&got)
                )));
            }
        }
    }
    Ok(())
}
