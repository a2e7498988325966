//! RFC 6455 §5 read literally, as the second opinion on the message reader: a whole stream in, what it means out.
//!
//! Simple on purpose: no incremental state, everything is copied, the text so far is checked as a whole each time.

use swoole::websocket::message::{ControlPayload, Event, Limits, Masking, Message};

/// What a stream means, and the close code of the violation that ends it, if one does.
pub type Meaning = (Vec<Event<Vec<u8>>>, Option<u16>);

/// Why reading stopped.
enum Stop {
    /// The input is over.
    End,
    /// A rule was broken; the close code for it.
    Broken(u16),
}

/// Reads all of `stream`.
pub fn read(stream: &[u8], limits: &Limits) -> Meaning {
    let mut model = Model {
        stream,
        limits,
        events: Vec::new(),
        message: None,
    };
    let stop = loop {
        if let Err(stop) = model.frame() {
            break stop;
        }
        if matches!(model.events.last(), Some(Event::Close(_))) {
            break Stop::End;
        }
    };
    let code = match stop {
        Stop::End => None,
        Stop::Broken(code) => Some(code),
    };
    (model.events, code)
}

struct Model<'a> {
    stream: &'a [u8],
    limits: &'a Limits,
    events: Vec<Event<Vec<u8>>>,
    /// The message in progress, and its frames so far.
    message: Option<(Message<Vec<u8>>, usize)>,
}

impl Model<'_> {
    fn bytes(&mut self, n: usize) -> Result<&[u8], Stop> {
        if self.stream.len() < n {
            return Err(Stop::End);
        }
        let (bytes, rest) = self.stream.split_at(n);
        self.stream = rest;
        Ok(bytes)
    }

    fn number(&mut self, n: usize) -> Result<u64, Stop> {
        Ok(self
            .bytes(n)?
            .iter()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn frame(&mut self) -> Result<(), Stop> {
        let first = self.number(1)?;
        let second = self.number(1)?;
        let (fin, rsv1, rsv23) = (first & 0x80 != 0, first & 0x40 != 0, first & 0x30 != 0);
        let opcode = (first & 0x0f) as u8;
        let length = match second & 0x7f {
            126 => (self.number(2)?, 126),
            127 => (self.number(8)?, 65_536),
            short => (short, 0),
        };
        let (length, least) = length;
        if length < least || length >= 1 << 63 {
            return Err(Stop::Broken(1002));
        }
        let mask: Option<[u8; 4]> = if second & 0x80 != 0 {
            let key = self.bytes(4)?;
            Some([key[0], key[1], key[2], key[3]])
        } else {
            None
        };
        let head = match (length, mask) {
            (..126, None) => 2,
            (..126, Some(_)) => 6,
            (126..65_536, None) => 4,
            (126..65_536, Some(_)) => 8,
            (_, None) => 10,
            (_, Some(_)) => 14,
        };

        let control = opcode >= 8;
        let known = matches!(opcode, 0 | 1 | 2 | 8 | 9 | 10);
        let may_be_compressed = self.limits.allow_rsv1 && matches!(opcode, 1 | 2);
        if rsv23
            || !known
            || (rsv1 && !may_be_compressed)
            || self.limits.masking
                == (if mask.is_none() {
                    Masking::Required
                } else {
                    Masking::Forbidden
                })
            || (control && (!fin || length > 125))
            || (!control && (opcode == 0) != self.message.is_some())
        {
            return Err(Stop::Broken(1002));
        }

        if control {
            let payload = self.payload(length as usize, mask);
            if payload.len() < length as usize {
                return Err(Stop::End);
            }
            return self.control(opcode, &payload);
        }

        let before = self
            .message
            .as_ref()
            .map_or(0, |(message, _)| message.payload.len() as u64);
        if u128::from(length) + head as u128 > self.limits.max_frame as u128
            || u128::from(length) + u128::from(before) > self.limits.max_message as u128
        {
            return Err(Stop::Broken(1009));
        }
        let payload = self.payload(length as usize, mask);
        let (message, frames) = self.message.get_or_insert_with(|| {
            let message = Message {
                opcode,
                compressed: rsv1,
                payload: Vec::new(),
            };
            (message, 0)
        });
        *frames += 1;
        if *frames > 1 && *frames > self.limits.max_fragments {
            return Err(Stop::Broken(1008));
        }
        let complete = payload.len() == length as usize;
        message.payload.extend(payload);
        if self.limits.validate_utf8
            && message.opcode == 1
            && !message.compressed
            && let Err(error) = std::str::from_utf8(&message.payload)
        {
            // An unfinished sequence may still be finished, as long as something may follow.
            if error.error_len().is_some() || (complete && fin) {
                return Err(Stop::Broken(1007));
            }
        }
        if !complete {
            return Err(Stop::End);
        }
        if fin && let Some((message, _)) = self.message.take() {
            self.events.push(Event::Message(message));
        }
        Ok(())
    }

    /// What there is of a payload of `n` bytes, unmasked.
    fn payload(&mut self, n: usize, mask: Option<[u8; 4]>) -> Vec<u8> {
        let (payload, rest) = self.stream.split_at(n.min(self.stream.len()));
        self.stream = rest;
        let key = mask.unwrap_or_default();
        payload
            .iter()
            .enumerate()
            .map(|(i, byte)| byte ^ key[i % 4])
            .collect()
    }

    fn control(&mut self, opcode: u8, payload: &[u8]) -> Result<(), Stop> {
        let Some(stored) = ControlPayload::from_slice(payload) else {
            panic!("checked to be 125 bytes at most");
        };
        self.events.push(match opcode {
            9 => Event::Ping(stored),
            10 => Event::Pong(stored),
            _ => {
                if let [_] = payload {
                    return Err(Stop::Broken(1002));
                }
                if let [high, low, reason @ ..] = payload {
                    let code = u16::from(*high) << 8 | u16::from(*low);
                    if !matches!(code, 1000..1004 | 1007..1015 | 3000..5000) {
                        return Err(Stop::Broken(1002));
                    }
                    if self.limits.validate_utf8 && std::str::from_utf8(reason).is_err() {
                        return Err(Stop::Broken(1007));
                    }
                }
                Event::Close(stored)
            }
        });
        Ok(())
    }
}
