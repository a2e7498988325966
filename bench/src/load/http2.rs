//! Requests over HTTP/2 in clear with prior knowledge: so many streams under way on each connection, a new one for each that
//! has ended. Frames by hand, and no compression state on this side: the request's fields come from the static table or
//! are literals, and the client offers no table for the server's.

use std::io::Write;
use std::time::Instant;

use super::poll::Poll;
use super::socket::Socket;
use super::window::Window;
use super::{Job, opening};
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::wire;

/// A frame's head (RFC 9113 §4.1).
const HEAD: usize = 9;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// Appends a frame.
fn push_frame(out: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = payload.len() as u32;
    out.extend_from_slice(&length.to_be_bytes()[1..]);
    out.extend_from_slice(&[kind, flags]);
    out.extend_from_slice(&stream.to_be_bytes());
    out.extend_from_slice(payload);
}

/// What a client begins with: its preface, no table for compressed fields, and all the room there is for bodies.
fn preface() -> Vec<u8> {
    let mut out = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    // SETTINGS_HEADER_TABLE_SIZE 0, SETTINGS_ENABLE_PUSH 0.
    let settings = [0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0];
    push_frame(&mut out, SETTINGS, 0, 0, &settings);
    let room: u32 = 0x7fff_ffff - 65_535;
    push_frame(&mut out, WINDOW_UPDATE, 0, 0, &room.to_be_bytes());
    out
}

/// The fields of a request (RFC 7541): what [`wire::Exchange`] sends for `hello`.
fn request(path: &str) -> Vec<u8> {
    // :method GET, :scheme http.
    let mut fields = vec![0x82, 0x86];
    // :path, :authority, user-agent, accept: literals without indexing.
    for (name, value) in [(4, path), (1, "127.0.0.1"), (58, "bench"), (19, "*/*")] {
        match name {
            0..15 => fields.push(name),
            _ => fields.extend_from_slice(&[15, name - 15]),
        }
        fields.push(value.len() as u8);
        fields.extend_from_slice(value.as_bytes());
    }
    fields
}

/// What a connection has to answer or has got.
struct Peer {
    stream: Socket,
    /// Received, and not a whole frame yet.
    partial: Vec<u8>,
    /// To be sent.
    out: Vec<u8>,
    next: u32,
    /// The streams under way, when their requests were sent, and whether their heads have come.
    open: Vec<(u32, Instant, bool)>,
}

impl Peer {
    fn new(stream: Socket) -> Peer {
        Peer {
            stream,
            partial: Vec::new(),
            out: preface(),
            next: 1,
            open: Vec::new(),
        }
    }

    fn ask(&mut self, request: &[u8]) {
        push_frame(
            &mut self.out,
            HEADERS,
            END_STREAM | END_HEADERS,
            self.next,
            request,
        );
        self.open.push((self.next, Instant::now(), false));
        self.next += 2;
    }

    fn send(&mut self) -> Result<()> {
        if !self.out.is_empty() {
            // The send buffer is as good as empty, so that this never has to wait.
            self.stream
                .write_all(&self.out)
                .map_err(Error::io("send requests"))?;
            self.out.clear();
        }
        Ok(())
    }

    /// Reads once, and tells of each response that is complete when it was asked for. False: there was nothing.
    fn receive(
        &mut self,
        buffer: &mut [u8],
        body: &[u8],
        mut completed: impl FnMut(Instant),
    ) -> Result<bool> {
        let Some(count) = self.stream.receive(buffer)? else {
            return Ok(false);
        };
        let mut held = std::mem::take(&mut self.partial);
        let mut bytes = if held.is_empty() {
            &buffer[..count]
        } else {
            held.extend_from_slice(&buffer[..count]);
            &held
        };
        while let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() {
            let [a, b, c, kind, flags, stream @ ..] = *head;
            let length = u32::from_be_bytes([0, a, b, c]) as usize;
            let Some((payload, rest)) = rest.split_at_checked(length) else {
                break;
            };
            bytes = rest;
            self.frame(
                kind,
                flags,
                u32::from_be_bytes(stream),
                payload,
                body,
                &mut completed,
            )?;
        }
        self.partial.extend_from_slice(bytes);
        Ok(true)
    }

    fn frame(
        &mut self,
        kind: u8,
        flags: u8,
        stream: u32,
        payload: &[u8],
        body: &[u8],
        completed: &mut impl FnMut(Instant),
    ) -> Result<()> {
        let wrong = || {
            Err(Error::Wrong(format!(
                "a frame of type {kind}, flags {flags}, on stream {stream}: {}",
                wire::excerpt(payload)
            )))
        };
        let mut place = self.open.iter().position(|open| open.0 == stream);
        match (kind, &mut place) {
            (SETTINGS, None) if flags & ACK == 0 => {
                push_frame(&mut self.out, SETTINGS, ACK, 0, &[])
            }
            (PING, None) if flags & ACK == 0 => push_frame(&mut self.out, PING, ACK, 0, payload),
            (SETTINGS | WINDOW_UPDATE, None) => {}
            // `:status` 200 comes first, perhaps after the size of the table was said to be 0.
            (HEADERS, Some(at)) if flags == END_HEADERS && !self.open[*at].2 => {
                if payload.strip_prefix(&[0x20]).unwrap_or(payload).first() != Some(&0x88) {
                    return wrong();
                }
                self.open[*at].2 = true;
            }
            // The body, with the end of the stream or before it.
            (DATA, Some(at))
                if self.open[*at].2
                    && (payload == body || payload.is_empty() && flags == END_STREAM) =>
            {
                if flags & END_STREAM != 0 {
                    completed(self.open.swap_remove(*at).1);
                }
            }
            _ => return wrong(),
        }
        Ok(())
    }
}

/// All that a client sends that asks once.
pub(super) fn first(path: &str) -> Vec<u8> {
    let mut out = preface();
    push_frame(
        &mut out,
        HEADERS,
        END_STREAM | END_HEADERS,
        1,
        &request(path),
    );
    out
}

/// Whether these frames end with the answer to [`first`].
pub(super) fn has_answer(mut bytes: &[u8], body: &[u8]) -> Result<bool> {
    while let Some(([a, b, c, kind, flags, ..], rest)) = bytes.split_first_chunk::<HEAD>() {
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let Some((payload, rest)) = rest.split_at_checked(length) else {
            return Ok(false);
        };
        if *kind == DATA && !payload.is_empty() && payload != body {
            return Err(Error::Wrong(format!("body {}", wire::excerpt(payload))));
        }
        if matches!(*kind, DATA | HEADERS) && flags & END_STREAM != 0 {
            return Ok(true);
        }
        bytes = rest;
    }
    Ok(false)
}

/// So many `streams` under way on each of the `connections`.
pub fn run(job: &Job, connections: usize, streams: usize) -> Result<Measurement> {
    let (request, body) = (request(job.scenario.path), crate::serve::HELLO.as_bytes());
    let mut poll = Poll::new()?;
    let mut peers = Vec::with_capacity(connections);
    for number in 0..connections {
        let stream = opening::dial(job, number)?;
        stream.set_nonblocking()?;
        poll.add(&stream, number)?;
        let mut peer = Peer::new(stream);
        for _ in 0..streams {
            peer.ask(&request);
        }
        peers.push(peer);
    }
    let mut buffer = vec![0; 64 * 1024];
    let mut window = Window::new(job)?;
    for peer in &mut peers {
        peer.send()?;
    }
    loop {
        for number in poll.look()? {
            let peer = &mut peers[number];
            let mut done = 0;
            peer.receive(&mut buffer, body, |asked| {
                window.completed(asked, Instant::now());
                done += 1;
            })?;
            for _ in 0..done {
                peer.ask(&request);
            }
            peer.send()?;
        }
        if let Some(measurement) = window.tick(connections)? {
            return Ok(measurement);
        }
    }
}
