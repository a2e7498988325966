//! Forms with files (`multipart/form-data`, RFC 7578): `addFile()`, `addData()`, and their way over the wire.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use crate::error::{code, errno_of, set_last, text as error_text};
use crate::http::mime_types;
use crate::slot::coroutine_http_client as slot;
use crate::zend::array::Key;
use crate::zend::{self, Array, Call, PhpResult, PhpString, Value};

use super::encode;
use super::head::Unprepared;

/// Bytes of a file that are read at a time.
const STEP: usize = 64 * 1024;

enum Piece {
    /// Heads of parts, fields, and what lies between.
    Text(Vec<u8>),
    /// Given in memory.
    Data(PhpString),
    /// So many bytes of a file, from where it stands.
    File(File, u64),
}

/// A form that is to be sent, of known length.
pub struct Form {
    boundary: String,
    pieces: std::collections::VecDeque<Piece>,
    length: u64,
}

impl Form {
    /// Fields, then files as `addFile()` and `addData()` have noted them. Files are opened here.
    ///
    /// # Errors
    ///
    /// A file that cannot be read: its errno.
    pub(super) fn new(fields: Option<Array>, files: &Array) -> Result<Self, Unprepared> {
        let boundary = encode::boundary();
        let mut form = Self {
            pieces: std::collections::VecDeque::new(),
            length: 0,
            boundary,
        };
        let mut text = Vec::new();
        if let Some(fields) = fields {
            form.fields(&mut text, &fields, None)?;
        }
        for (_, file) in files.iter() {
            let Some(file) = file.as_array() else {
                continue;
            };
            let get = |name: &str| file.get(name.as_bytes());
            let string = |name: &str| {
                get(name)
                    .and_then(|value| value.to_string())
                    .unwrap_or_else(PhpString::empty)
            };
            let head = (string("filename"), string("type"));
            encode::part(
                &mut text,
                &form.boundary,
                &string("name"),
                Some((&head.0, &head.1)),
            );
            form.push(Piece::Text(std::mem::take(&mut text)));
            if let Some(content) = get("content") {
                form.push(Piece::Data(content.to_string().ok_or(Unprepared::Thrown)?));
            } else {
                let path = string("path");
                let number = |name: &str| {
                    get(name).map_or(0, |value| u64::try_from(value.to_long()).unwrap_or(0))
                };
                let (offset, size) = (number("offset"), number("size"));
                // The script may have noted it by hand.
                if !zend::ini::path_is_allowed(&path) {
                    return Err(Unprepared::Errno(libc::EPERM));
                }
                let opened = File::open(path.to_path()).and_then(|mut file| {
                    file.seek(SeekFrom::Start(offset))?;
                    Ok(file)
                });
                let file = opened.map_err(|error| Unprepared::Errno(errno_of(&error)))?;
                form.push(Piece::File(file, size));
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(b"--");
        text.extend_from_slice(form.boundary.as_bytes());
        text.extend_from_slice(b"--\r\n");
        form.push(Piece::Text(text));
        Ok(form)
    }

    fn fields(
        &self,
        out: &mut Vec<u8>,
        fields: &Array,
        parent: Option<&[u8]>,
    ) -> Result<(), Unprepared> {
        for (key, value) in fields.iter() {
            let own = match &key {
                Key::Name(name) => name.to_vec(),
                Key::Index(index) => index.to_string().into_bytes(),
            };
            let name = match parent {
                None => own,
                Some(parent) => [parent, b"[", &own, b"]"].concat(),
            };
            if let Some(inner) = value.as_array() {
                self.fields(out, &inner, Some(&name))?;
                continue;
            }
            let value = value.to_string().ok_or(Unprepared::Thrown)?;
            encode::part(out, &self.boundary, &name, None);
            out.extend_from_slice(&value);
            out.extend_from_slice(b"\r\n");
        }
        Ok(())
    }

    fn push(&mut self, piece: Piece) {
        self.length += match &piece {
            Piece::Text(text) => text.len() as u64,
            Piece::Data(data) => data.len() as u64,
            Piece::File(_, size) => *size,
        };
        self.pieces.push_back(piece);
    }

    /// What separates its parts.
    pub fn boundary(&self) -> &str {
        &self.boundary
    }

    /// Bytes of all of it.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The next bytes to send; `None` at the end.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is shorter than it was: its errno.
    pub fn next_bytes(&mut self) -> Result<Option<Vec<u8>>, i32> {
        match self.pieces.pop_front() {
            None => Ok(None),
            Some(Piece::Text(text)) => Ok(Some(text)),
            Some(Piece::Data(data)) => Ok(Some(data.to_vec())),
            Some(Piece::File(mut file, left)) => {
                let mut bytes = Vec::with_capacity(STEP);
                let most = left.min(STEP as u64);
                let read = (&mut file).take(most).read_to_end(&mut bytes);
                let read = read.map_err(|error| errno_of(&error))? as u64;
                if read < most {
                    return Err(libc::EIO);
                }
                if left > read {
                    self.pieces.push_front(Piece::File(file, left - read));
                }
                Ok(Some(bytes))
            }
        }
    }
}

fn note(call: &mut Call, entry: Array) -> PhpResult {
    call.this()
        .with_array(slot::UPLOAD_FILES, |files| files.push(entry));
    call.ret(true)
}

fn set(entry: &mut Array, name: &str, value: impl Into<Value>) {
    entry.set(&PhpString::new(name.as_bytes()), value);
}

/// `addFile(string $path, string $name, ?string $type = null, ?string $filename = null, int $offset = 0, int $length = 0):
/// bool`.
pub fn add_file(call: &mut Call) -> PhpResult {
    let path = call.string(0)?;
    let name = call.string(1)?;
    let kind = call.nullable_string(2)?.filter(|kind| !kind.is_empty());
    let filename = call.nullable_string(3)?.filter(|name| !name.is_empty());
    let offset = u64::try_from(call.long_or(4, 0)?).unwrap_or(0);
    let length = u64::try_from(call.long_or(5, 0)?).unwrap_or(0);
    let shown = path.to_text();
    if !zend::ini::path_is_allowed(&path) {
        set_last(libc::EPERM);
        return call.ret(false);
    }
    let metadata = match std::fs::metadata(path.to_path()) {
        Ok(metadata) => metadata,
        Err(error) => {
            let errno = errno_of(&error);
            let reason = error_text(i64::from(errno));
            zend::warning(&format!("stat({shown}) failed, Error: {reason}[{errno}]"));
            set_last(errno);
            return call.ret(false);
        }
    };
    let left = metadata.len().saturating_sub(offset);
    if !metadata.is_file() || left == 0 || length > left {
        let wrong = if !metadata.is_file() {
            "is not a file"
        } else if left == 0 {
            "is empty"
        } else {
            "is shorter than that"
        };
        zend::warning(&format!("the file {shown} cannot be uploaded, it {wrong}"));
        set_last(code::INVALID_PARAMS);
        return call.ret(false);
    }
    let size = if length == 0 { left } else { length };
    let basename = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let basename = PhpString::new(basename);
    let kind = kind.unwrap_or_else(|| PhpString::new(mime_types::type_of(&path).as_bytes()));
    let mut entry = Array::with_capacity(6);
    set(&mut entry, "path", path);
    set(&mut entry, "name", name);
    set(&mut entry, "filename", filename.unwrap_or(basename));
    set(&mut entry, "type", kind);
    set(&mut entry, "size", i64::try_from(size).unwrap_or(i64::MAX));
    set(
        &mut entry,
        "offset",
        i64::try_from(offset).unwrap_or(i64::MAX),
    );
    note(call, entry)
}

/// `addData(string $data, string $name, ?string $type = null, ?string $filename = null): bool`.
pub fn add_data(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let name = call.string(1)?;
    let kind = call.nullable_string(2)?.filter(|kind| !kind.is_empty());
    let filename = call.nullable_string(3)?.filter(|name| !name.is_empty());
    let mut entry = Array::with_capacity(5);
    set(&mut entry, "content", data);
    set(&mut entry, "name", name.clone());
    set(&mut entry, "filename", filename.unwrap_or(name));
    let kind = kind.unwrap_or_else(|| PhpString::new(b"application/octet-stream"));
    set(&mut entry, "type", kind);
    note(call, entry)
}
