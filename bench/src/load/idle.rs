//! What an idle connection costs: the server's resident memory before and after many are opened.

use std::io::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::socket::Socket;
use super::{Job, http2, opening};
use crate::deflate::Deflate;
use crate::error::{Error, Result};
use crate::measurement::{Idle, Measurement};
use crate::scenario;
use crate::serve;
use crate::sys;
use crate::wire::{self, COMPRESSED_TEXT, Exchange, Stamped};

/// Connections opened before the first look, so that what a server loads once is not counted.
const FIRST: usize = 64;

/// Connections that have sent and not yet received.
const AT_ONCE: usize = 64;

/// How long the server may tidy up before each look.
const SETTLE: Duration = Duration::from_millis(500);

pub fn run(job: &Job, connections: usize, kind: scenario::Idle) -> Result<Measurement> {
    let started = Instant::now();
    let mut first = open(job, FIRST, kind)?;
    use_once(&mut first, job, kind)?;
    let before = settled(job)?;

    let mut streams = open(job, connections, kind)?;
    let fresh = settled(job)?;
    use_once(&mut streams, job, kind)?;
    let used = settled(job)?;

    let per_connection = |after: u64| (after as f64 - before as f64) / connections as f64;
    Ok(Measurement {
        connections,
        operations: connections as u64,
        seconds: started.elapsed().as_secs_f64(),
        peak_kib: 0,
        grown_kib: 0,
        speed: None,
        idle: Some(Idle {
            fresh_kib: per_connection(fresh),
            used_kib: per_connection(used),
        }),
        stalled: None,
    })
}

fn settled(job: &Job) -> Result<u64> {
    sleep(SETTLE);
    sys::resident_kib(job.server)
}

fn open(job: &Job, connections: usize, kind: scenario::Idle) -> Result<Vec<Socket>> {
    match kind {
        scenario::Idle::WebSocket => opening::websockets(job, connections),
        scenario::Idle::Deflated => opening::compressed(job, connections),
        scenario::Idle::Http | scenario::Idle::Http2 => (0..connections)
            .map(|number| opening::dial(job, number))
            .collect(),
    }
}

/// One 16-byte message and its echo on each connection; a compressed text of the same size; or one request.
fn use_once(streams: &mut [Socket], job: &Job, kind: scenario::Idle) -> Result<()> {
    const { assert!(16 < scenario::BINARY_FROM) };
    let payload = wire::payload(16, 0);
    let mask = [0x37, 0xfa, 0x21, 0x3d];
    match kind {
        scenario::Idle::WebSocket => {
            let mut request = Stamped::default();
            request.push_client_frame(wire::TEXT, &payload, mask);
            let mut reply = Stamped::default();
            reply.push_server_frame(wire::TEXT, "", &payload, "");
            exchange(streams, request.bytes(), |got| {
                let whole = reply.bytes();
                if got.len() < whole.len() {
                    return Ok(None);
                }
                Ok((got == whole).then_some(whole.len()).or(Some(0)))
            })
        }
        scenario::Idle::Deflated => {
            let mut deflate = Deflate::default();
            let (mut compressed, mut text) = (Vec::new(), Vec::new());
            deflate.compress(&payload, &mut compressed)?;
            let request = wire::client_frame(COMPRESSED_TEXT, &compressed, mask);
            exchange(streams, &request, |got| {
                let Some((reply, end)) = wire::server_payload(got, COMPRESSED_TEXT)? else {
                    return Ok(None);
                };
                deflate.inflate(reply, &mut text)?;
                Ok(Some(if text == payload { end } else { 0 }))
            })
        }
        scenario::Idle::Http => {
            let hello = Exchange::new(scenario::Request::Hello, job.scenario.path);
            exchange(streams, &hello.request, |got| {
                wire::check_response(got, &hello.body)
            })
        }
        scenario::Idle::Http2 => {
            let request = http2::first(job.scenario.path);
            exchange(streams, &request, |got| {
                Ok(http2::has_answer(got, serve::HELLO.as_bytes())?.then_some(got.len()))
            })
        }
    }
}

/// Sends `request` on each connection and reads the reply. `length_of` tells how long it is, once it is complete: all
/// of what came.
fn exchange(
    streams: &mut [Socket],
    request: &[u8],
    mut length_of: impl FnMut(&[u8]) -> Result<Option<usize>>,
) -> Result<()> {
    for batch in streams.chunks_mut(AT_ONCE) {
        for stream in batch.iter_mut() {
            stream
                .write_all(request)
                .map_err(Error::io("send a message"))?;
        }
        for stream in batch {
            let mut got = Vec::new();
            let mut chunk = [0; 1024];
            let length = loop {
                let count = opening::read_some(stream, &mut chunk)?;
                got.extend_from_slice(&chunk[..count]);
                if let Some(length) = length_of(&got)? {
                    break length;
                }
            };
            if got.len() != length {
                return Err(Error::Wrong(format!(
                    "expected another answer than {}",
                    wire::excerpt(&got)
                )));
            }
        }
    }
    Ok(())
}
