//! `Swoole\WebSocket\Frame` and `CloseFrame`: plain PHP objects whose properties are the frame, packed and unpacked.
//!
//! What a script means to send with one is read by `outgoing`.

use crate::class::{WEBSOCKET_CLOSE_FRAME, WEBSOCKET_FRAME};
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::random;
use crate::slot::websocket_close_frame as close_slot;
use crate::slot::websocket_frame as slot;
use crate::websocket::close;
use crate::websocket::codec::{self, FrameHead, MAX_CONTROL_PAYLOAD};
use crate::zend::{self, Call, Object, PhpResult, PhpString, StringBuilder};

use super::compressors::{self, DEFAULT_LEVEL};
use super::connection::{Compress, Incoming};
use super::message::Payload;
use super::outgoing::{Arguments, Outgoing, PackError, flag};
use super::recent::Format;

/// How `pack()` compresses: any inflater follows it.
const PACK_FORMAT: Format = Format {
    level: DEFAULT_LEVEL,
    window_bits: 15,
};

/// The `Frame` or `CloseFrame` of what came in. `flags`: what all messages from such a peer have besides `FIN`.
#[inline]
pub fn of(fd: i32, incoming: Incoming, flags: i64) -> Object {
    match incoming {
        Incoming::Message(opcode, data, compressed) => {
            let compressed = if compressed {
                flag::COMPRESS | flag::RSV1
            } else {
                0
            };
            received(fd, opcode, flag::FIN | flags | compressed, data)
        }
        Incoming::Control(opcode, payload) => {
            received(fd, opcode, flag::FIN, PhpString::new(&payload))
        }
        Incoming::Close(code, reason) => received_close(fd, code, reason),
    }
}

#[inline]
fn received(fd: i32, opcode: u8, flags: i64, data: PhpString) -> Object {
    let frame = Object::new(&WEBSOCKET_FRAME);
    frame.init(slot::FD, i64::from(fd));
    frame.init(slot::DATA, data);
    frame.init(slot::OPCODE, i64::from(opcode));
    frame.init(slot::FLAGS, flags);
    frame.init(slot::FINISH, flags & flag::FIN != 0);
    frame
}

fn received_close(fd: i32, code: u16, reason: PhpString) -> Object {
    let frame = Object::new(&WEBSOCKET_CLOSE_FRAME);
    frame.init(slot::FD, i64::from(fd));
    frame.init(slot::FINISH, true);
    frame.init(close_slot::CODE, i64::from(code));
    frame.init(close_slot::REASON, reason);
    frame
}

fn packed(frame: &Outgoing) -> PhpString {
    let data = !codec::is_control(frame.opcode);
    let first = data && frame.opcode != codec::OPCODE_CONTINUATION;
    let compress = first && frame.compress() == Compress::Yes && !frame.payload.is_empty();
    let compressed = compress.then(|| compressors::deflated(PACK_FORMAT, &frame.payload));
    let payload = match &compressed {
        Some(compressed) => compressed.as_slice(),
        None => &frame.payload,
    };
    let rsv1 = compress || data && frame.compress() == Compress::Done;
    let mut head = [0; 10];
    let head_len = codec::encode_head(
        &mut head,
        frame.fin(),
        rsv1,
        frame.opcode,
        payload.len() as u64,
    );
    let mask = frame.has(flag::MASK);
    let mut out = StringBuilder::with_capacity(head_len + 4 + payload.len());
    if mask {
        head[1] |= 0x80;
    }
    out.append_with(head_len, |bytes| bytes.copy_from_slice(&head[..head_len]));
    if mask {
        let key = masking_key();
        out.append_with(4, |bytes| bytes.copy_from_slice(&key));
        out.append_with(payload.len(), |bytes| {
            codec::copy_unmasked(bytes, payload, key, 0)
        });
    } else {
        out.append_with(payload.len(), |bytes| bytes.copy_from_slice(payload));
    }
    out.finish()
}

/// A fresh masking key (RFC 6455 §5.3).
pub(super) fn masking_key() -> [u8; 4] {
    let [a, b, c, d, ..] = random::bits().to_ne_bytes();
    [a, b, c, d]
}

fn return_packed(call: &mut Call, frame: Result<Outgoing, PackError>) -> PhpResult {
    match frame {
        Ok(frame) => call.ret(packed(&frame)),
        Err(PackError::Thrown) => Err(zend::Thrown),
        Err(PackError::Refused(reason)) => {
            zend::warning(&reason);
            error::set_last(code::PHP_FATAL_ERROR);
            call.ret(PhpString::empty())
        }
    }
}

/// `__toString(): string`: the frame as it goes over the wire.
pub fn to_string(call: &mut Call) -> PhpResult {
    let frame = Outgoing::from_frame(&call.this());
    return_packed(call, frame)
}

/// `pack(Frame|string $data, int $opcode = 1, int $flags = 1): string`.
pub fn pack(call: &mut Call) -> PhpResult {
    let frame = Arguments::of(call)?.frame();
    return_packed(call, frame)
}

/// What is wrong with bytes that were to be unpacked.
enum Malformed {
    /// Less than a head says, or than a head has.
    Incomplete { expected: Option<u64> },
    /// A control frame that is unfinished or too long.
    Control { opcode: u8, fin: bool, length: u64 },
    /// RSV1, and no deflate stream behind it.
    NotDeflated,
    /// A head that no frame has.
    Head,
}

/// Says what is wrong as Swoole does: in the log, except for the one that is a warning (spec §4.6).
#[cold]
fn report(malformed: &Malformed, actual: usize) {
    let log = |code: i32, text: &str| {
        log::write_code(
            Level::Warning,
            "Swoole\\WebSocket\\Frame::unpack()",
            code,
            text,
        );
    };
    match *malformed {
        Malformed::Incomplete {
            expected: Some(expected),
        } => log(
            code::WEBSOCKET_INCOMPLETE_PACKET,
            &format!("incomplete packet, expected length is {expected}, actual length is {actual}"),
        ),
        Malformed::Control {
            opcode,
            fin,
            length,
        } => log(
            code::PROTOCOL_ERROR,
            &format!(
                "invalid websocket control frame received: opcode={opcode}, fin={}, payload_length={length}",
                u8::from(fin)
            ),
        ),
        Malformed::NotDeflated => zend::warning("inflate() failed, Error: data error[-3]"),
        Malformed::Incomplete { expected: None } | Malformed::Head => {}
    }
}

/// The frame at the start of `data`: its head, its flags, its payload unmasked and inflated.
fn unpacked(data: &[u8]) -> Result<(FrameHead, i64, PhpString), Malformed> {
    let head = match codec::parse_head(data) {
        Ok(Some(head)) => head,
        Ok(None) => return Err(Malformed::Incomplete { expected: None }),
        Err(_) => return Err(Malformed::Head),
    };
    if codec::is_control(head.opcode)
        && (!head.fin || head.payload_len > MAX_CONTROL_PAYLOAD as u64)
    {
        return Err(Malformed::Control {
            opcode: head.opcode,
            fin: head.fin,
            length: head.payload_len,
        });
    }
    let expected = head.payload_len.saturating_add(head.head_len as u64);
    let payload = usize::try_from(expected)
        .ok()
        .and_then(|end| data.get(head.head_len..end))
        .ok_or(Malformed::Incomplete {
            expected: Some(expected),
        })?;
    let mut body = StringBuilder::with_capacity(payload.len());
    let key = head.mask.unwrap_or([0; 4]);
    body.append_with(payload.len(), |bytes| {
        codec::copy_unmasked(bytes, payload, key, 0)
    });
    let mut flags = [
        (head.fin, flag::FIN),
        (head.rsv1, flag::RSV1),
        (head.rsv2, flag::RSV2),
        (head.rsv3, flag::RSV3),
        (head.mask.is_some(), flag::MASK),
    ]
    .into_iter()
    .filter(|(set, _)| *set)
    .map(|(_, bit)| bit)
    .sum();
    // A fragment is a part of a deflate stream: only a whole message can be inflated.
    let whole = head.fin && matches!(head.opcode, codec::OPCODE_TEXT | codec::OPCODE_BINARY);
    if head.rsv1 && whole {
        flags |= flag::COMPRESS;
        // No limit but PHP's memory_limit: the script chose to unpack this.
        body = compressors::inflated(body.as_slice(), None, usize::MAX >> 1)
            .map_err(|_| Malformed::NotDeflated)?;
    }
    Ok((head, flags, body.finish()))
}

/// `unpack(string $data): Frame`: false for bytes that are no complete frame.
pub fn unpack(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let (head, flags, body) = match unpacked(&data) {
        Ok(frame) => frame,
        Err(malformed) => {
            report(&malformed, data.len());
            error::set_last(code::PROTOCOL_ERROR);
            return call.ret(false);
        }
    };
    if head.opcode == codec::OPCODE_CLOSE {
        let (code, reason) = match body.split_first_chunk::<2>() {
            Some((code, reason)) => (u16::from_be_bytes(*code), PhpString::new(reason)),
            None => (close::code::NORMAL, PhpString::empty()),
        };
        let frame = received_close(0, code, reason);
        frame.set(slot::FLAGS, flags);
        return call.ret(frame);
    }
    call.ret(received(0, head.opcode, flags, body))
}
