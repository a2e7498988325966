//! Where a response goes: headers and cookies into PHP arrays, the body into a string, a file or the script's function.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};

use httparse::Header;

use crate::error::{code, errno_of};
use crate::http::names;
use crate::websocket::message::Payload as _;
use crate::zend::{Array, PhpString, StringBuilder};

use super::decoding::{DecodeError, Decoder};
use super::encode;
use super::response::{Refused, Sink};
use super::settings::Settings;

/// What a body in memory begins with room for, at most.
const FIRST_ROOM: usize = 1024 * 1024;

/// Where a body goes.
pub enum Target {
    /// Into the property `body`.
    Memory(StringBuilder),
    /// To whoever takes it after each step.
    Steps(Vec<u8>),
}

/// What a response has brought so far.
pub struct Received {
    /// The final status, once the head has come.
    pub status: Option<u16>,
    /// The property `headers`.
    pub headers: Array,
    /// The property `set_cookie_headers`.
    pub cookie_lines: Array,
    /// Cookies to be merged into the property `cookies`.
    pub cookies: Vec<(PhpString, PhpString)>,
    /// The body.
    pub target: Target,
    /// Why the body was refused.
    pub refused: Option<i32>,
    decoder: Option<Decoder>,
    lowercase: bool,
    decompress: bool,
    limit: usize,
}

impl Received {
    /// Nothing yet. `steps`: the body does not stay in memory.
    pub fn new(settings: &Settings, steps: bool) -> Self {
        Self {
            status: None,
            headers: Array::with_capacity(8),
            cookie_lines: Array::empty(),
            cookies: Vec::new(),
            target: if steps {
                Target::Steps(Vec::new())
            } else {
                Target::Memory(StringBuilder::with_exact_capacity(0))
            },
            refused: None,
            decoder: None,
            lowercase: settings.lowercase_header,
            decompress: settings.body_decompression,
            limit: match settings.max_length {
                Some(limit) => limit,
                None if steps => usize::MAX,
                None => crate::zend::globals::memory_left(),
            },
        }
    }

    /// The longest body that is kept.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Another limit for what is kept.
    pub fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// What has come of the body since this was last asked. What follows is measured against the limit alone.
    pub fn take_body(&mut self) -> PhpString {
        if let Some(decoder) = &mut self.decoder {
            decoder.restart_limit();
        }
        match &mut self.target {
            Target::Memory(text) => {
                std::mem::replace(text, StringBuilder::with_exact_capacity(0)).finish()
            }
            Target::Steps(_) => PhpString::empty(),
        }
    }

    /// The response is complete: so has to be what was compressed.
    pub fn finish(&mut self) {
        if let Some(decoder) = self.decoder.take() {
            let (target, limit) = (&mut self.target, self.limit);
            let finished = decoder.finish(|bytes| append(target, bytes, limit));
            self.judge(finished);
        }
    }

    fn judge(&mut self, decoded: Result<(), DecodeError>) {
        self.refused = self.refused.or(match decoded {
            Ok(()) => None,
            Err(DecodeError::Corrupt) => Some(code::HTTP_INVALID_PROTOCOL),
            Err(DecodeError::TooLong) => Some(code::PACKAGE_LENGTH_TOO_LARGE),
        });
    }

    /// Adds a header line.
    pub fn note(&mut self, header: &Header<'_>) {
        let name = if self.lowercase {
            let lower = header.name.to_ascii_lowercase();
            names::known(&lower).unwrap_or_else(|| PhpString::new(lower.as_bytes()))
        } else {
            PhpString::new(header.name.as_bytes())
        };
        let value = PhpString::new(header.value);
        match self.headers.get(&name) {
            None => self.headers.set(&name, value),
            Some(before) => match before.as_array() {
                Some(mut list) => {
                    drop(before);
                    // Emptied first, so that the list is not copied.
                    self.headers.set(&name, crate::zend::Value::null());
                    list.push(value);
                    self.headers.set(&name, list);
                }
                None => {
                    let mut list = Array::with_capacity(2);
                    list.push(before);
                    list.push(value);
                    self.headers.set(&name, list);
                }
            },
        }
    }
}

fn append(target: &mut Target, bytes: &[u8], limit: usize) {
    match target {
        Target::Steps(pieces) => pieces.extend_from_slice(bytes),
        Target::Memory(text) => {
            let needed = text.len() + bytes.len();
            if needed > text.capacity() {
                let grown = needed
                    .max(text.capacity().saturating_mul(2))
                    .min(limit.max(needed));
                text.reserve(grown - text.len());
            }
            text.append_with(bytes.len(), |room| room.copy_from_slice(bytes));
        }
    }
}

impl Sink for Received {
    fn head(&mut self, status: u16, headers: &[Header<'_>]) {
        self.status = Some(status);
        let mut codings = 0;
        for header in headers {
            self.note(header);
            if header.name.eq_ignore_ascii_case("set-cookie") {
                self.cookie_lines.push(PhpString::new(header.value));
                if let Some((name, value)) = encode::set_cookie_pair(header.value) {
                    self.cookies
                        .push((PhpString::new(name), PhpString::new(&value)));
                }
            } else if header.name.eq_ignore_ascii_case("content-encoding") && self.decompress {
                codings += 1;
                self.decoder = Decoder::new(header.value, self.limit as u64);
            } else if header.name.eq_ignore_ascii_case("content-length")
                && let Target::Memory(text) = &mut self.target
                && let Some(length) = std::str::from_utf8(header.value)
                    .ok()
                    .and_then(|length| length.parse::<usize>().ok())
            {
                // The first announced length may be a lie: memory follows what really comes.
                text.reserve(length.min(FIRST_ROOM).min(self.limit));
            }
        }
        if codings > 1 {
            self.decoder = None;
        }
    }

    fn body(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        if let Some(decoder) = &mut self.decoder {
            let (target, limit) = (&mut self.target, self.limit);
            let decoded = decoder.feed(bytes, |decoded| append(target, decoded, limit));
            self.judge(decoded);
        } else {
            let length = match &self.target {
                Target::Memory(text) => text.len(),
                Target::Steps(_) => 0,
            };
            if bytes.len() > self.limit.saturating_sub(length) {
                self.refused = Some(code::PACKAGE_LENGTH_TOO_LARGE);
            } else {
                append(&mut self.target, bytes, self.limit);
            }
        }
        self.refused.map_or(Ok(()), |_| Err(Refused))
    }
}

/// A file that a body is downloaded to, opened when the first of it comes.
pub struct Download {
    path: PhpString,
    offset: u64,
    file: Option<File>,
}

impl Download {
    /// To `path`, from `offset` on: at 0 the file begins anew.
    pub fn new(path: PhpString, offset: i64) -> Self {
        Self {
            path,
            offset: u64::try_from(offset).unwrap_or(0),
            file: None,
        }
    }

    /// Appends bytes. The page cache takes them: docs/decisions.md §15.
    ///
    /// # Errors
    ///
    /// An errno.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), i32> {
        use std::os::unix::fs::OpenOptionsExt;
        let result = (|| {
            if self.file.is_none() {
                let mut file = File::options()
                    .write(true)
                    .create(true)
                    .truncate(self.offset == 0)
                    .mode(0o664)
                    .open(self.path.to_path())?;
                file.seek(SeekFrom::Start(self.offset))?;
                self.file = Some(file);
            }
            match &mut self.file {
                Some(file) => file.write_all(bytes),
                None => Ok(()),
            }
        })();
        result.map_err(|error: std::io::Error| errno_of(&error))
    }
}
