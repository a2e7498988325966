//! permessage-deflate on a connection (RFC 7692): what was agreed on, what is compressed, and the text that messages
//! may refer to where contexts are kept.
//!
//! By default they are not: then an idle compressed connection holds nothing, and equal messages are equal on the
//! wire. docs/compression.md tells what each way costs.

use std::cell::Cell;
use std::rc::Rc;

use crate::zend::{PhpString, StringBuilder};

use super::super::codec::{self, Violation};
use super::super::compressors;
use super::super::deflate::InflateError;
use super::super::extension::Agreement;
use super::super::message::{Limits, Payload as _};
use super::super::outbox::Payload;
use super::super::policy::Compression;
use super::super::recent::Format;
use super::super::window::Window;

/// What the script wants for one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    /// As the server's settings say.
    Default,
    /// Compress it, however short.
    Yes,
    /// Send it as it is.
    No,
    /// It is compressed already, the whole message or its first frame: say so.
    Done,
}

/// A message in the form it is sent in.
pub(in super::super) enum Form {
    Plain,
    /// The payload as given, said to be compressed.
    AsGiven,
    /// For this connection alone.
    Own(Vec<u8>),
    /// The same for all who have agreed on the same.
    Shared(Rc<Vec<u8>>),
}

impl Form {
    /// The payload that goes with it, and RSV1.
    pub(in super::super) fn payload<'a>(&'a self, given: &'a PhpString) -> (Payload<'a>, bool) {
        match self {
            Self::Plain => (Payload::String(given), false),
            Self::AsGiven => (Payload::String(given), true),
            Self::Own(bytes) => (Payload::Bytes(bytes), true),
            Self::Shared(bytes) => (Payload::Shared(bytes), true),
        }
    }
}

/// The message that a compressed payload stands for. `deflate`: what the connection has agreed on.
///
/// # Errors
///
/// It is no deflate stream, too long, or no UTF-8 where it has to be.
pub(in super::super) fn message(
    deflate: Option<&Deflate>,
    opcode: u8,
    compressed: &StringBuilder,
    limits: &Limits,
) -> Result<PhpString, Violation> {
    let inflated = match deflate {
        Some(deflate) => deflate.inflated(compressed.as_slice(), limits.max_message),
        // The reader refuses RSV1 where nothing was agreed on.
        None => Err(InflateError::Corrupt),
    };
    let data = inflated
        .map_err(|error| match error {
            InflateError::Corrupt => Violation::CorruptCompression,
            InflateError::TooBig { limit } => Violation::MessageTooBig {
                length: limit as u64 + 1,
                limit,
            },
        })?
        .finish();
    if opcode == codec::OPCODE_TEXT && limits.validate_utf8 {
        simdutf8::compat::from_utf8(&data).map_err(|error| Violation::InvalidUtf8 {
            offset: error.valid_up_to(),
        })?;
    }
    Ok(data)
}

/// A connection that has agreed on permessage-deflate.
pub(in super::super) struct Deflate {
    format: Format,
    min_length: usize,
    /// What was sent, if the server keeps its context. Taken out while in use.
    sent: Option<Cell<Window>>,
    /// What was received, if the client keeps its context. Taken out while in use: inflating may end in the engine's
    /// long jump, out of memory.
    received: Option<Cell<Window>>,
}

impl Deflate {
    pub(in super::super) fn new(agreement: &Agreement, compression: &Compression) -> Self {
        let window = |kept: bool, bits: u8| kept.then(|| Cell::new(Window::new(bits)));
        Self {
            format: Format {
                level: compression.level,
                window_bits: agreement.server_window_bits(),
            },
            min_length: compression.min_length,
            sent: window(
                !agreement.server_no_context_takeover,
                agreement.server_window_bits(),
            ),
            received: window(
                !agreement.client_no_context_takeover,
                agreement.client_window_bits(),
            ),
        }
    }

    /// The form for a text or binary frame, the whole message if `fin`. `alone`: it shall not refer to messages
    /// before it, and can thus be the same for many connections. Unfinished messages and empty ones are not
    /// compressed (spec §4.5).
    pub(in super::super) fn form(
        &self,
        fin: bool,
        payload: &PhpString,
        want: Compress,
        alone: bool,
    ) -> Form {
        match want {
            Compress::Done => {
                self.forget_sent();
                return Form::AsGiven;
            }
            Compress::No => return Form::Plain,
            _ if !fin || payload.is_empty() => return Form::Plain,
            Compress::Default if payload.len() < self.min_length => return Form::Plain,
            Compress::Default | Compress::Yes => {}
        }
        match &self.sent {
            Some(window) if !alone => {
                let mut text = window.take();
                let compressed = compressors::deflated_after(self.format, &mut text, payload);
                window.set(text);
                Form::Own(compressed)
            }
            _ => {
                self.forget_sent();
                Form::Shared(compressors::deflated(self.format, payload))
            }
        }
    }

    /// Something compressed elsewhere goes out: the client's window no longer holds what ours does.
    fn forget_sent(&self) {
        if let Some(window) = &self.sent {
            let mut text = window.take();
            text.forget();
            window.set(text);
        }
    }

    /// Inflates a message of at most `limit` bytes.
    fn inflated(&self, compressed: &[u8], limit: usize) -> Result<StringBuilder, InflateError> {
        let mut text = self.received.as_ref().map(Cell::take);
        let message = compressors::inflated(compressed, text.as_mut(), limit);
        if let (Some(window), Some(text)) = (&self.received, text) {
            window.set(text);
        }
        message
    }
}
