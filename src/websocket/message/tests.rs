//! What the reader makes of streams: whole, cut anywhere, and read straight into the storage. Here: how the tests say
//! which frames they mean; the tests are below, by topic.

use super::feeding::{Outcome, read, read_direct};
use super::*;
use crate::websocket::codec::{OPCODE_BINARY, OPCODE_CLOSE, encode_head};

mod closing;
mod fragments;
mod framing;
mod sizes;
mod storage;
mod streams;
mod text;

const LIMITS: Limits = Limits {
    max_message: 1 << 20,
    max_frame: 1 << 20,
    max_fragments: 64,
    masking: Masking::Required,
    allow_rsv1: false,
    validate_utf8: true,
};

const DEFLATE: Limits = Limits {
    allow_rsv1: true,
    ..LIMITS
};

/// One frame to put on the wire.
#[derive(Clone, Debug)]
struct Frame {
    /// FIN, RSV bits and opcode.
    first: u8,
    mask: Option<[u8; 4]>,
    payload: Vec<u8>,
}

fn frame(first: u8, payload: impl AsRef<[u8]>) -> Frame {
    let mask = Some([0x12, 0x34, 0x56, 0x78]);
    Frame {
        first,
        mask,
        payload: payload.as_ref().to_vec(),
    }
}

impl Frame {
    fn unmasked(mut self) -> Self {
        self.mask = None;
        self
    }

    fn encode(&self) -> Vec<u8> {
        let mut head = [0; 10];
        let taken = encode_head(&mut head, false, false, 0, self.payload.len() as u64);
        head[0] = self.first;
        let mut wire = head[..taken].to_vec();
        if let Some(key) = self.mask {
            wire[1] |= 0x80;
            wire.extend(key);
            let masked = self
                .payload
                .iter()
                .enumerate()
                .map(|(i, byte)| byte ^ key[i % 4]);
            wire.extend(masked);
        } else {
            wire.extend(&self.payload);
        }
        wire
    }
}

fn wire(frames: &[Frame]) -> Vec<u8> {
    frames.iter().flat_map(Frame::encode).collect()
}

fn read_whole(stream: &[u8], limits: &Limits) -> Outcome {
    read([stream], limits)
}

/// The outcome of a stream, after making sure that it does not depend on how the stream is cut.
fn outcome(stream: &[u8], limits: &Limits) -> Outcome {
    let whole = read_whole(stream, limits);
    assert_eq!(read(stream.chunks(1), limits), whole, "byte by byte");
    assert_eq!(read(stream.chunks(3), limits), whole, "in threes");
    for lengths in [[1, 1], [7, 2], [20, 1000]] {
        let direct = read_direct(stream, lengths.into_iter().cycle(), limits);
        assert_eq!(direct, whole, "direct {lengths:?}");
    }
    whole
}

fn events(frames: &[Frame], limits: &Limits) -> Vec<Event<Vec<u8>>> {
    let outcome = outcome(&wire(frames), limits);
    assert_eq!(outcome.violation, None);
    assert!(!outcome.mid_frame);
    outcome.events
}

fn violation(frames: &[Frame], limits: &Limits) -> Violation {
    outcome(&wire(frames), limits)
        .violation
        .expect("the stream breaks a rule")
}

fn message(opcode: u8, payload: impl AsRef<[u8]>) -> Event<Vec<u8>> {
    Event::Message(Message {
        opcode,
        compressed: false,
        payload: payload.as_ref().to_vec(),
    })
}

fn control(payload: impl AsRef<[u8]>) -> ControlPayload {
    ControlPayload::from_slice(payload.as_ref()).unwrap()
}
