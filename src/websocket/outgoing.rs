//! What a script means to send: `push()`'s and `pack()`'s arguments, the properties of a `Frame`, and which of it no
//! frame may be (spec §4.3, §4.6).
//!
//! What follows which on a connection is judged there, and how a frame is packed in `frame`.

use crate::class::{WEBSOCKET_CLOSE_FRAME, WEBSOCKET_FRAME};
use crate::slot::websocket_close_frame as close_slot;
use crate::slot::websocket_frame as slot;
use crate::zend::{Call, Object, PhpString, Thrown, Value};

use super::close::{self, MAX_REASON};
use super::codec::{self, MAX_CONTROL_PAYLOAD};
use super::connection::Compress;

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

/// What `push()` and `pack()` were given: text with opcode and flags, or a `Frame` that brings its own.
pub struct Arguments {
    data: Value,
    opcode: i64,
    flags: i64,
}

impl Arguments {
    /// Reads `Frame|string $data, int $opcode = WEBSOCKET_OPCODE_TEXT, int $flags = SWOOLE_WEBSOCKET_FLAG_FIN`. The flags
    /// may also be a bool: whether the message is finished.
    ///
    /// # Errors
    ///
    /// A `TypeError` is pending.
    pub fn of(call: &Call) -> Result<Self, Thrown> {
        let opcode = call.long_or(1, i64::from(codec::OPCODE_TEXT))?;
        Ok(Self {
            data: call.value(0).unwrap_or(Value::null()),
            opcode,
            flags: call
                .value(2)
                .map_or(flag::FIN, |flags| int(&flags, flag::FIN)),
        })
    }

    /// The frame they stand for.
    ///
    /// # Errors
    ///
    /// As [`Outgoing::new`].
    pub fn frame(&self) -> Result<Outgoing, PackError> {
        match self.data.as_object() {
            Some(frame) if frame.instance_of(&WEBSOCKET_FRAME) => Outgoing::from_frame(&frame),
            _ => Outgoing::new(&self.data, self.opcode, self.flags),
        }
    }
}

fn int(value: &Value, missing: i64) -> i64 {
    if value.is_null() {
        missing
    } else {
        value.to_long()
    }
}

impl Outgoing {
    /// A frame of a script's text, opcode and flags.
    ///
    /// # Errors
    ///
    /// The frame breaks a rule, or `data` has no string form.
    pub fn new(data: &Value, opcode: i64, flags: i64) -> Result<Self, PackError> {
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

    /// A `Frame`: its properties are the frame.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_frame(frame: &Object) -> Result<Self, PackError> {
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

    /// A close frame.
    ///
    /// # Errors
    ///
    /// Codes that must not be on the wire are refused (RFC 6455 §7.4), and reasons that are too long.
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

    /// Whether a flag is set.
    pub(super) fn has(&self, bit: i64) -> bool {
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
    ///
    /// # Errors
    ///
    /// The opcode is reserved.
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
