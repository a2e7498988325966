//! Compressed echo: JSON texts under permessage-deflate, one message at a time on each connection. A server may
//! compress as it likes, so each reply is inflated and compared with what was sent.

use std::io::Write;
use std::time::Instant;

use super::poll::Poll;
use super::socket::Socket;
use super::talk::mismatch;
use super::window::Window;
use super::{Job, READ_BUFFER, opening};
use crate::deflate::Deflate;
use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::wire::{self, COMPRESSED_TEXT};

/// Different messages that each connection sends in turn, compressed before the measurement begins.
const MESSAGES: usize = 8;

pub fn run(job: &Job, connections: usize, length: usize) -> Result<Measurement> {
    let mut deflate = Deflate::default();
    let mut poll = Poll::new()?;
    let mut peers = Vec::with_capacity(connections);
    let streams = opening::compressed(job, connections)?;
    for (number, stream) in streams.into_iter().enumerate() {
        stream.set_nonblocking()?;
        poll.add(&stream, number)?;
        peers.push(Peer::new(stream, number, length, &mut deflate)?);
    }

    let mut buffer = vec![0; READ_BUFFER];
    let mut text = Vec::new();
    let mut window = Window::new(job)?;
    for peer in &mut peers {
        peer.send()?;
    }
    loop {
        for number in poll.look()? {
            let peer = &mut peers[number];
            if peer.receive(&mut buffer, &mut text, &mut deflate)? {
                window.completed(peer.sent, Instant::now());
                peer.send()?;
            }
        }
        if let Some(measurement) = window.tick(connections)? {
            return Ok(measurement);
        }
    }
}

struct Message {
    text: Vec<u8>,
    frame: Vec<u8>,
}

struct Peer {
    stream: Socket,
    messages: Vec<Message>,
    /// Which of them is under way.
    current: usize,
    sent: Instant,
    /// The beginning of a reply that did not come in one piece.
    partial: Vec<u8>,
}

impl Peer {
    fn new(stream: Socket, number: usize, length: usize, deflate: &mut Deflate) -> Result<Peer> {
        let mut compressed = Vec::new();
        let mut messages = Vec::with_capacity(MESSAGES);
        for message in 0..MESSAGES {
            let seed = wire::first_serial(number * MESSAGES + message + 1);
            let text = json(length, seed);
            deflate.compress(&text, &mut compressed)?;
            let frame = wire::client_frame(COMPRESSED_TEXT, &compressed, seed.to_be_bytes());
            messages.push(Message { text, frame });
        }
        Ok(Peer {
            stream,
            messages,
            current: 0,
            sent: Instant::now(),
            partial: Vec::new(),
        })
    }

    fn send(&mut self) -> Result<()> {
        self.sent = Instant::now();
        self.current = (self.current + 1) % MESSAGES;
        // The send buffer is empty, so this never has to wait.
        self.stream
            .write_all(&self.messages[self.current].frame)
            .map_err(Error::io("send a message"))
    }

    /// Takes in what has come, and tells whether that completed the reply.
    fn receive(
        &mut self,
        buffer: &mut [u8],
        text: &mut Vec<u8>,
        deflate: &mut Deflate,
    ) -> Result<bool> {
        let Some(count) = self.stream.receive(buffer)? else {
            return Ok(false);
        };
        self.partial.extend_from_slice(&buffer[..count]);
        let Some((payload, end)) = wire::server_payload(&self.partial, COMPRESSED_TEXT)? else {
            return Ok(false);
        };
        if end < self.partial.len() {
            return Err(Error::Wrong(format!(
                "nobody asked for {}",
                wire::excerpt(&self.partial[end..])
            )));
        }
        deflate.inflate(payload, text)?;
        let expected = &self.messages[self.current].text;
        if text != expected {
            return Err(mismatch(expected, text, 0));
        }
        self.partial.clear();
        Ok(true)
    }
}

/// A JSON text of `length` bytes as an application would send one: names that repeat, numbers and words that do not.
fn json(length: usize, seed: u32) -> Vec<u8> {
    const WORDS: [&str; 16] = [
        "amber", "basalt", "cedar", "delta", "ember", "fjord", "granite", "harbour", "indigo",
        "juniper", "kelp", "lagoon", "meadow", "nickel", "onyx", "prairie",
    ];
    let mut state = u64::from(seed) << 1 | 1;
    let mut random = |below: u64| {
        // xorshift64: any sequence will do, as long as it is the same in each run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) % below
    };
    let mut text = format!("{{\"request\":{seed},\"items\":[");
    loop {
        let item = format!(
            "{{\"id\":{},\"name\":\"{} {}\",\"price\":{}.{:02},\"stock\":{}}},",
            random(1_000_000),
            WORDS[random(16) as usize],
            WORDS[random(16) as usize],
            random(500),
            random(100),
            random(1000)
        );
        if text.len() + item.len() + 16 > length {
            break;
        }
        text += &item;
    }
    text.pop();
    text += "],\"note\":\"";
    while text.len() + 2 < length {
        text.push(char::from(b'a' + random(26) as u8));
    }
    text += "\"}";
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn texts_are_json_of_the_right_length_and_differ() {
        for seed in [1, 77, u32::MAX] {
            let text = json(1024, seed);
            assert_eq!(text.len(), 1024);
            serde_json::from_slice::<serde_json::Value>(&text).unwrap();
        }
        assert_ne!(json(1024, 1), json(1024, 2));
    }
}
