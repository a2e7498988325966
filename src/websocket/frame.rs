//! `Swoole\WebSocket\Frame` and `CloseFrame`: plain PHP objects whose properties are the frame.

use crate::class::{WEBSOCKET_CLOSE_FRAME, WEBSOCKET_FRAME};
use crate::error::{self, code};
use crate::slot::websocket_close_frame as close_slot;
use crate::slot::websocket_frame as slot;
use crate::websocket::close::{self, MAX_REASON};
use crate::websocket::codec::{self, MAX_CONTROL_PAYLOAD};
use crate::zend::{self, Call, Object, PhpResult, PhpString, StringBuilder, Value};

use super::message::Payload;

/// `SWOOLE_WEBSOCKET_FLAG_*`.
#[expect(missing_docs, reason = "the names are the documentation")]
pub mod flag {
    pub const FIN: i64 = 1;
    pub const COMPRESS: i64 = 2;
    pub const RSV1: i64 = 4;
    pub const RSV2: i64 = 8;
    pub const RSV3: i64 = 16;
    pub const MASK: i64 = 32;
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
        self.flags & flag::FIN != 0
    }
}

fn check_opcode(opcode: i64) -> Result<u8, PackError> {
    match u8::try_from(opcode) {
        Ok(opcode) if opcode <= 10 && !codec::is_reserved(opcode) => Ok(opcode),
        Ok(opcode) if opcode <= 10 => {
            Err(PackError::Refused(format!("opcode {opcode} is reserved")))
        }
        _ => Err(PackError::Refused(String::from(
            "opcode must be between 0 and 10",
        ))),
    }
}

fn packed(frame: &Outgoing) -> PhpString {
    let mask = frame.flags & flag::MASK != 0;
    let rsv1 = frame.flags & flag::RSV1 != 0 && !codec::is_control(frame.opcode);
    let mut head = [0; 10];
    let head_len = codec::encode_head(
        &mut head,
        frame.fin(),
        rsv1,
        frame.opcode,
        frame.payload.len() as u64,
    );
    let mut out = StringBuilder::with_capacity(head_len + 4 + frame.payload.len());
    if mask {
        head[1] |= 0x80;
    }
    out.append_with(head_len, |bytes| bytes.copy_from_slice(&head[..head_len]));
    if mask {
        let key = masking_key();
        out.append_with(4, |bytes| bytes.copy_from_slice(&key));
        out.append_with(frame.payload.len(), |bytes| {
            codec::copy_unmasked(bytes, &frame.payload, key, 0)
        });
    } else {
        out.append_with(frame.payload.len(), |bytes| {
            bytes.copy_from_slice(&frame.payload)
        });
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

/// `unpack(string $data): Frame`: false for bytes that are no complete frame.
pub fn unpack(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let head = codec::parse_head(&data).ok().flatten();
    let whole = head.as_ref().and_then(|head| {
        let end = usize::try_from(head.payload_len)
            .ok()?
            .checked_add(head.head_len)?;
        data.get(head.head_len..end)
    });
    let (Some(head), Some(payload)) = (head, whole) else {
        error::set_last(code::PROTOCOL_ERROR);
        return call.ret(false);
    };
    let mut body = StringBuilder::with_capacity(payload.len());
    let key = head.mask.unwrap_or([0; 4]);
    body.append_with(payload.len(), |bytes| {
        codec::copy_unmasked(bytes, payload, key, 0)
    });
    let body = body.finish();
    let flags = [
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
    if codec::is_control(head.opcode) && (!head.fin || payload.len() > MAX_CONTROL_PAYLOAD) {
        error::set_last(code::PROTOCOL_ERROR);
        return call.ret(false);
    }
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
