//! `multipart/form-data` bodies (RFC 7578, RFC 2046 §5.1), taken apart as they arrive.
//!
//! Bytes in, events out: where fields and files go is the [`Sink`]'s business. Of the input no more is held back than a
//! part's head and what may be the beginning of a delimiter, so a file of any size passes in bounded memory.

mod disposition;

use std::fmt;

use memchr::memmem::Finder;

use disposition::part_head;
pub use disposition::{PartHead, boundary_of};

/// Most bytes of a part's head.
pub const MAX_PART_HEAD: usize = 16 * 1024;
/// Most header lines of a part.
pub const MAX_PART_HEADERS: usize = 32;
/// Longest field name and longest file name, exclusive, as in Swoole.
pub const MAX_NAME: usize = 512;
/// White space a sender may add to a delimiter line. RFC 2046 sets no limit; nobody sends any.
const MAX_PADDING: usize = 64;

/// What a body is made of, in the order in which it comes.
pub trait Sink {
    /// Why the sink takes no more.
    type Error: From<MultipartError>;

    /// A part begins.
    fn part(&mut self, head: PartHead<'_>) -> Result<(), Self::Error>;

    /// More of the part's content.
    fn data(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;

    /// The part is complete.
    fn end(&mut self) -> Result<(), Self::Error>;
}

/// Why a body is no `multipart/form-data`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultipartError {
    /// The Content-Type has no `boundary`, or none that RFC 2046 allows.
    Boundary,
    /// The body does not begin with the boundary.
    Start,
    /// A part's head is no header block, or too long.
    Head,
    /// A part has no `Content-Disposition: form-data` with a name.
    Disposition,
    /// A name or file name has [`MAX_NAME`] bytes or more.
    Name,
    /// The body ended before the closing boundary.
    Unterminated,
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boundary => "no valid boundary in Content-Type",
            Self::Start => "the body does not begin with the boundary",
            Self::Head => "a part's head is malformed or too long",
            Self::Disposition => "a part without Content-Disposition: form-data; name=…",
            Self::Name => "a name or file name is too long",
            Self::Unterminated => "the closing boundary is missing",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first delimiter, which lacks the line break in front of it.
    Start,
    /// In a part's head.
    Head,
    /// In a part's content.
    Content,
    /// After the closing delimiter: what follows has no meaning.
    Epilogue,
}

/// What stands at a place where a delimiter was found.
enum Delimiter {
    /// A delimiter, this many bytes long with its line break.
    Next(usize),
    /// The closing delimiter.
    Close,
    /// The boundary's text inside the content.
    None,
    /// More bytes decide.
    Unsure,
}

/// A body being taken apart.
pub struct Parser {
    /// Finds `CR LF -- boundary`.
    delimiter: Finder<'static>,
    state: State,
    /// What was fed and could not be understood yet.
    kept: Vec<u8>,
}

impl Parser {
    /// For a body with this boundary (see [`boundary_of`]).
    pub fn new(boundary: &[u8]) -> Self {
        let delimiter = [b"\r\n--", boundary].concat();
        Self {
            delimiter: Finder::new(&delimiter).into_owned(),
            state: State::Start,
            kept: Vec::new(),
        }
    }

    /// Takes the next bytes of the body and tells `sink` what is in them.
    ///
    /// # Errors
    ///
    /// What is wrong with the body, or the sink's own error. Nothing may be fed after one.
    pub fn feed<S: Sink>(&mut self, input: &[u8], sink: &mut S) -> Result<(), S::Error> {
        if self.state == State::Epilogue {
            return Ok(());
        }
        let mut kept = std::mem::take(&mut self.kept);
        let joined = if kept.is_empty() {
            input
        } else {
            kept.extend_from_slice(input);
            &kept
        };
        let used = self.parse(joined, sink)?;
        if used == 0 && !kept.is_empty() {
            self.kept = kept;
        } else {
            self.kept = joined[used..].to_vec();
        }
        Ok(())
    }

    /// The body is complete.
    ///
    /// # Errors
    ///
    /// [`MultipartError::Unterminated`] when its closing boundary has not come.
    pub fn finish(&self) -> Result<(), MultipartError> {
        match self.state {
            State::Epilogue => Ok(()),
            State::Start if self.kept.is_empty() => Err(MultipartError::Start),
            _ => Err(MultipartError::Unterminated),
        }
    }

    /// How many bytes of `input` were understood.
    fn parse<S: Sink>(&mut self, input: &[u8], sink: &mut S) -> Result<usize, S::Error> {
        let mut at = 0;
        loop {
            let rest = &input[at..];
            at += match self.state {
                State::Start => match self.start(rest)? {
                    Some(used) => used,
                    None => return Ok(at),
                },
                State::Head => match head_length(rest)? {
                    Some(length) => {
                        sink.part(part_head(&rest[..length])?)?;
                        self.state = State::Content;
                        length
                    }
                    None => return Ok(at),
                },
                State::Content => {
                    let (used, goes_on) = self.content(rest, sink)?;
                    if !goes_on {
                        return Ok(at + used);
                    }
                    used
                }
                State::Epilogue => return Ok(input.len()),
            }
        }
    }

    /// The first delimiter: bytes used, `None` when more are needed.
    fn start(&mut self, rest: &[u8]) -> Result<Option<usize>, MultipartError> {
        let expected = &self.delimiter.needle()[2..];
        let common = expected.len().min(rest.len());
        if rest[..common] != expected[..common] {
            return Err(MultipartError::Start);
        }
        match after_delimiter(&rest[common..]) {
            _ if common < expected.len() => Ok(None),
            Delimiter::Next(length) => {
                self.state = State::Head;
                Ok(Some(common + length))
            }
            Delimiter::Close => {
                self.state = State::Epilogue;
                Ok(Some(rest.len()))
            }
            Delimiter::None => Err(MultipartError::Start),
            Delimiter::Unsure => Ok(None),
        }
    }

    /// Content up to the next delimiter: bytes used, and whether a delimiter came.
    fn content<S: Sink>(&mut self, rest: &[u8], sink: &mut S) -> Result<(usize, bool), S::Error> {
        let length = self.delimiter.needle().len();
        let mut from = 0;
        while let Some(found) = self.delimiter.find(&rest[from..]) {
            let found = from + found;
            match after_delimiter(&rest[found + length..]) {
                Delimiter::None => from = found + length,
                Delimiter::Unsure => {
                    emit(&rest[..found], sink)?;
                    return Ok((found, false));
                }
                Delimiter::Next(after) => {
                    emit(&rest[..found], sink)?;
                    sink.end()?;
                    self.state = State::Head;
                    return Ok((found + length + after, true));
                }
                Delimiter::Close => {
                    emit(&rest[..found], sink)?;
                    sink.end()?;
                    self.state = State::Epilogue;
                    return Ok((rest.len(), true));
                }
            }
        }
        let sure = rest.len() - partial_suffix(&rest[from..], self.delimiter.needle());
        emit(&rest[..sure], sink)?;
        Ok((sure, false))
    }
}

fn emit<S: Sink>(bytes: &[u8], sink: &mut S) -> Result<(), S::Error> {
    if bytes.is_empty() {
        return Ok(());
    }
    sink.data(bytes)
}

/// What follows the boundary: padding and a line break, or `--`.
fn after_delimiter(rest: &[u8]) -> Delimiter {
    if rest.starts_with(b"--") {
        return Delimiter::Close;
    }
    let padding = rest
        .iter()
        .take(MAX_PADDING)
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    match &rest[padding..] {
        [b'\r', b'\n', ..] => Delimiter::Next(padding + 2),
        [] | [b'\r'] => Delimiter::Unsure,
        [b'-'] if padding == 0 => Delimiter::Unsure,
        _ => Delimiter::None,
    }
}

/// Length of a part's head with the empty line after it; `None` when that has not come.
fn head_length(rest: &[u8]) -> Result<Option<usize>, MultipartError> {
    let window = &rest[..rest.len().min(MAX_PART_HEAD)];
    if window.starts_with(b"\r\n") {
        return Ok(Some(2));
    }
    match memchr::memmem::find(window, b"\r\n\r\n") {
        Some(end) => Ok(Some(end + 4)),
        None if rest.len() >= MAX_PART_HEAD => Err(MultipartError::Head),
        None => Ok(None),
    }
}

/// How many of the last bytes of `input` may be the beginning of `needle`.
fn partial_suffix(input: &[u8], needle: &[u8]) -> usize {
    let from = input.len().saturating_sub(needle.len() - 1);
    memchr::memchr_iter(needle[0], &input[from..])
        .map(|at| &input[from + at..])
        .find(|tail| needle.starts_with(tail))
        .map_or(0, <[u8]>::len)
}

#[cfg(test)]
mod tests;
