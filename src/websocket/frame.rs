//! `Swoole\WebSocket\Frame` and `CloseFrame`: plain PHP objects whose properties are the frame.

use crate::class::{WEBSOCKET_CLOSE_FRAME, WEBSOCKET_FRAME};
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::slot::websocket_close_frame as close_slot;
use crate::slot::websocket_frame as slot;
use crate::websocket::close::{self, MAX_REASON};
use crate::websocket::codec::{self, FrameHead, MAX_CONTROL_PAYLOAD};
use crate::zend::{self, Call, Object, PhpResult, PhpString, StringBuilder, Value};

use super::compressors::{self, DEFAULT_LEVEL};
use super::connection::Compress;
use super::message::Payload;
use super::recent::Format;

/// How `pack()` compresses: any inflater follows it.
const PACK_FORMAT: Format = Format {
    level: DEFAULT_LEVEL,
    window_bits: 15,
};

/// `SWOOLE_WEBSOCKET_FLAG_*`.
#[expect(missing_docs, reason = "the names are the documentation")]
pub mod flag {
    pub const FIN: i64 = 1;
    pub const COMPRESS: i64 = 2;
    pub const RSV1: i64 = 4;
    pub const RSV2: i64 = 8;
    pub const RSV3: i64 = 16;
    pub const MASK: i64 = 32;
    /// Ours: not a bit of the frame, but the wish that it is not compressed.
    pub const NO_COMPRESS: i64 = 64;
}

/// The `Frame` of a received message.
#[inline]
pub fn received(fd: i32, opcode: u8, flags: i64, data: PhpString) -> Object {
    let frame = Object::new(&WEBSOCKET_FRAME);
    frame.init(slot::FD, i64::from(fd));
    frame.init(slot::DATA, data);
    frame.init(slot::OPCODE, i64::from(opcode));
    frame.init(slot::FLAGS, flags);
    frame.init(slot::FINISH, flags & flag::FIN != 0);
    frame
}

/// The `CloseFrame` of a received close.
pub fn received_close(fd: i32, code: u16, reason: PhpString) -> Object {
    let frame = Object::new(&WEBSOCKET_CLOSE_FRAME);
    frame.init(slot::FD, i64::from(fd));
    frame.init(slot::FINISH, true);
    frame.init(close_slot::CODE, i64::from(code));
    frame.init(close_slot::REASON, reason);
    frame
}

/// A frame that a script means to send, before it is judged.
pub struct Outgoing {
    /// Payload; that of a close frame is complete, code included.
    pub payload: PhpString,
    /// 0–15.
    pub opcode: u8,
    /// `flag::*`.
    pub flags: i64,
}

/// Why a frame cannot be packed. The text is the warning's.
#[derive(Debug)]
pub enum PackError {
    /// The frame breaks a rule.
    Refused(String),
    /// An exception is pending (the data has no string form).
    Thrown,
}

fn int(value: &Value, missing: i64) -> i64 {
    if value.is_null() {
        missing
    } else {
        value.to_long()
    }
}

impl Outgoing {
    /// Reads what `push()` and `pack()` were given: a string with opcode and flags, or a `Frame`
    /// that brings its own.
    pub fn from_arguments(data: &Value, opcode: i64, flags: i64) -> Result<Self, PackError> {
        if let Some(frame) = data
            .as_object()
            .filter(|object| object.instance_of(&WEBSOCKET_FRAME))
        {
            return Self::from_frame(&frame);
        }
        // Swoole keeps the low eight bits; checked there as here.
        let opcode = check_opcode(opcode & 0xff)?;
        let payload = data.to_string().ok_or(PackError::Thrown)?;
        if opcode == codec::OPCODE_CLOSE {
            return Self::close(i64::from(close::code::NORMAL), &payload);
        }
        Self {
            payload,
            opcode,
            flags,
        }
        .checked()
    }

    fn from_frame(frame: &Object) -> Result<Self, PackError> {
        let opcode = check_opcode(int(&frame.get(slot::OPCODE), 0) & 0xff)?;
        let mut flags = int(&frame.get(slot::FLAGS), 0);
        match frame.get(slot::FINISH) {
            finish if finish.is_null() => {}
            finish if finish.is_truthy() => flags |= flag::FIN,
            _ => flags &= !flag::FIN,
        }
        if opcode == codec::OPCODE_CLOSE {
            if !frame.instance_of(&WEBSOCKET_CLOSE_FRAME) {
                return Self::close(i64::from(close::code::NORMAL), &PhpString::empty());
            }
            let code = int(&frame.get(close_slot::CODE), i64::from(close::code::NORMAL));
            let reason = frame.get(close_slot::REASON);
            let reason = if reason.is_null() {
                PhpString::empty()
            } else {
                reason.to_string().ok_or(PackError::Thrown)?
            };
            return Self::close(code, &reason);
        }
        let data = frame.get(slot::DATA);
        let payload = if data.is_null() {
            PhpString::empty()
        } else {
            data.to_string().ok_or(PackError::Thrown)?
        };
        Self {
            payload,
            opcode,
            flags,
        }
        .checked()
    }

    /// A close frame. Codes that must not be on the wire are refused (RFC 6455 §7.4).
    pub fn close(code: i64, reason: &PhpString) -> Result<Self, PackError> {
        let mut payload = [0; MAX_CONTROL_PAYLOAD];
        if reason.len() > MAX_REASON {
            return Err(PackError::Refused(format!(
                "the max length of close reason is {MAX_REASON}"
            )));
        }
        let length = u16::try_from(code)
            .ok()
            .and_then(|code| close::encode_close_payload(code, reason, &mut payload).ok())
            .ok_or_else(|| PackError::Refused(format!("invalid close code {code}")))?;
        Ok(Self {
            payload: PhpString::new(&payload[..length]),
            opcode: codec::OPCODE_CLOSE,
            flags: flag::FIN,
        })
    }

    fn checked(mut self) -> Result<Self, PackError> {
        if codec::is_control(self.opcode) {
            self.flags |= flag::FIN;
            if self.payload.len() > MAX_CONTROL_PAYLOAD {
                return Err(PackError::Refused(format!(
                    "websocket control frame payload must not exceed {MAX_CONTROL_PAYLOAD} bytes"
                )));
            }
        }
        Ok(self)
    }

    /// Whether this is the last frame of its message.
    pub fn fin(&self) -> bool {
        self.has(flag::FIN)
    }

    fn has(&self, bit: i64) -> bool {
        self.flags & bit != 0
    }

    /// What the flags say about compression. RSV1 alone: the script has compressed the payload itself. Only whole
    /// messages are compressed here; so RSV1 on the first of several frames always means that (spec §4.3).
    pub fn compress(&self) -> Compress {
        match (self.fin(), self.has(flag::COMPRESS), self.has(flag::RSV1)) {
            (true, true, _) => Compress::Yes,
            (_, _, true) => Compress::Done,
            _ if self.has(flag::NO_COMPRESS) => Compress::No,
            _ => Compress::Default,
        }
    }

    /// Opcodes without a meaning are not sent (RFC 6455 §5.2); `pack()` packs them.
    pub fn refuse_reserved(self) -> Result<Self, PackError> {
        if codec::is_reserved(self.opcode) {
            return Err(PackError::Refused(format!(
                "opcode {} is reserved",
                self.opcode
            )));
        }
        Ok(self)
    }
}

fn check_opcode(opcode: i64) -> Result<u8, PackError> {
    u8::try_from(opcode)
        .ok()
        .filter(|opcode| *opcode <= codec::OPCODE_PONG)
        .ok_or_else(|| PackError::Refused(String::from("opcode must be between 0 and 10")))
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
fn masking_key() -> [u8; 4] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let random = RandomState::new().build_hasher().finish();
    let [a, b, c, d, ..] = random.to_ne_bytes();
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
    let data = call.value(0).unwrap_or(Value::null());
    let opcode = call.long_or(1, i64::from(codec::OPCODE_TEXT))?;
    let flags = call
        .value(2)
        .map_or(flag::FIN, |flags| int(&flags, flag::FIN));
    let frame = Outgoing::from_arguments(&data, opcode, flags);
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
