//! A multipart form on its way in: fields are kept, files are written to disk as they come (spec §2.5).
//!
//! Files are written from the event loop itself: what is written goes to the page cache, which costs less than handing
//! it to a thread. What a form leaves behind is removed with it, whether a handler ever saw it or not.

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use tempfile::TempPath;

use super::multipart::{MultipartError, Parser, PartHead, Sink};

/// What temporary files' names begin with; six characters follow.
const PREFIX: &str = "swoole.upfile.";

/// What a server allows of a form.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Where files go (`upload_tmp_dir`).
    pub directory: PathBuf,
    /// Most fields that are no files; more are dropped (php.ini's `max_input_vars`).
    pub max_fields: usize,
    /// Most files; a form with more is refused with 413 (`upload_max_files`).
    pub max_files: usize,
    /// Bytes of one file; a longer one is dropped and gets error 1 (`upload_max_filesize`).
    pub max_file_size: u64,
}

/// What became of a file: PHP's `UPLOAD_ERR_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Ok = 0,
    /// It is longer than `upload_max_filesize`.
    TooLarge = 1,
    /// The client chose no file.
    NoFile = 4,
    /// It could not be created in `upload_tmp_dir`.
    NoDirectory = 6,
    /// It could not be written.
    CannotWrite = 7,
}

/// A file of a form.
pub struct Uploaded {
    /// The field's name.
    pub field: Vec<u8>,
    /// The name the client gave it, path components included.
    pub name: Vec<u8>,
    /// The type the client gave it, or nothing.
    pub content_type: Vec<u8>,
    /// Its bytes on disk.
    pub size: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it is; removed when dropped.
    pub path: Option<TempPath>,
}

/// A form that has arrived.
#[derive(Default)]
pub struct Form {
    /// Names and values of the fields that are no files.
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
    /// The files.
    pub files: Vec<Uploaded>,
    /// Whether there were more fields than allowed.
    pub truncated: bool,
}

/// Why a form is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormError {
    /// It is no `multipart/form-data`: 400.
    Malformed(MultipartError),
    /// It has too many files: 413.
    TooManyFiles,
}

impl From<MultipartError> for FormError {
    fn from(error: MultipartError) -> Self {
        Self::Malformed(error)
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(reason) => reason.fmt(f),
            Self::TooManyFiles => f.write_str("more files than upload_max_files"),
        }
    }
}

/// A form on its way in.
pub struct Receiver {
    parser: Parser,
    writer: Writer,
}

impl Receiver {
    /// For a body with this boundary.
    pub fn new(boundary: &[u8], limits: Rc<Limits>) -> Self {
        Self {
            parser: Parser::new(boundary),
            writer: Writer {
                limits,
                form: Form::default(),
                open: Open::Nothing,
            },
        }
    }

    /// The next bytes of the body.
    ///
    /// # Errors
    ///
    /// Why the form is refused. Nothing may be fed after one.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), FormError> {
        self.parser.feed(bytes, &mut self.writer)
    }

    /// The form, now that the body is complete.
    ///
    /// # Errors
    ///
    /// [`MultipartError::Unterminated`] when the closing boundary is missing.
    pub fn finish(self) -> Result<Form, FormError> {
        self.parser.finish()?;
        Ok(self.writer.form)
    }
}

/// What the part that is arriving is.
enum Open {
    /// Nothing that is kept.
    Nothing,
    /// The last of the fields.
    Field,
    /// The last of the files.
    File(File),
}

struct Writer {
    limits: Rc<Limits>,
    form: Form,
    open: Open,
}

impl Writer {
    /// The last file will not be kept.
    fn give_up(&mut self, outcome: Outcome) {
        self.open = Open::Nothing;
        if let Some(file) = self.form.files.last_mut() {
            file.outcome = outcome;
            file.size = 0;
            file.path = None;
        }
    }
}

impl Sink for Writer {
    type Error = FormError;

    fn part(&mut self, head: PartHead<'_>) -> Result<(), FormError> {
        let Some(name) = head.file_name else {
            if self.form.fields.len() < self.limits.max_fields {
                self.form.fields.push((head.name.into_owned(), Vec::new()));
                self.open = Open::Field;
            } else {
                self.form.truncated = true;
                self.open = Open::Nothing;
            }
            return Ok(());
        };
        if self.form.files.len() >= self.limits.max_files {
            return Err(FormError::TooManyFiles);
        }
        let created = if name.is_empty() {
            Err(Outcome::NoFile)
        } else {
            tempfile::Builder::new()
                .prefix(PREFIX)
                .rand_bytes(6)
                .tempfile_in(&self.limits.directory)
                .map_err(|_| Outcome::NoDirectory)
        };
        let (open, outcome, path) = match created {
            Ok(file) => {
                let (file, path) = file.into_parts();
                (Open::File(file), Outcome::Ok, Some(path))
            }
            Err(outcome) => (Open::Nothing, outcome, None),
        };
        self.open = open;
        self.form.files.push(Uploaded {
            field: head.name.into_owned(),
            name: name.into_owned(),
            content_type: head.content_type.to_vec(),
            size: 0,
            outcome,
            path,
        });
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<(), FormError> {
        match &mut self.open {
            Open::Nothing => {}
            Open::Field => {
                if let Some((_, value)) = self.form.fields.last_mut() {
                    value.extend_from_slice(bytes);
                }
            }
            Open::File(file) => {
                let Some(known) = self.form.files.last_mut() else {
                    return Ok(());
                };
                if known.size + bytes.len() as u64 > self.limits.max_file_size {
                    self.give_up(Outcome::TooLarge);
                } else if file.write_all(bytes).is_err() {
                    self.give_up(Outcome::CannotWrite);
                } else {
                    known.size += bytes.len() as u64;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), FormError> {
        self.open = Open::Nothing;
        Ok(())
    }
}
