//! Responses as they come over the wire (RFC 9112): bytes in, a head and pieces of a body out.
//!
//! [`Reader`] holds one response's state and nothing of its content. What becomes of the head and the body, and how
//! long anyone waits, belongs to others; so do content codings.

use httparse::{EMPTY_HEADER, Header, Status};

use crate::http::chunked;

/// Most bytes of a head, status line and header lines together.
pub const MAX_HEAD: usize = 64 * 1024;
/// Most header lines.
const MAX_HEADERS: usize = 1024;
/// As many header lines are parsed without an allocation.
const FEW_HEADERS: usize = 48;

/// Where a response goes.
pub trait Sink {
    /// The final head. Lines come as they were sent.
    fn head(&mut self, status: u16, headers: &[Header<'_>]);

    /// The next piece of the body, without transfer coding.
    ///
    /// # Errors
    ///
    /// `Refused` ends the response: the body is too long, or does not decode.
    fn body(&mut self, bytes: &[u8]) -> Result<(), Refused>;
}

/// A sink takes no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Why a response ends before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is no response of HTTP/1.
    Malformed,
    /// The sink said so.
    Refused,
}

impl From<Refused> for ReadError {
    fn from(_: Refused) -> Self {
        Self::Refused
    }
}

impl From<chunked::Malformed> for ReadError {
    fn from(_: chunked::Malformed) -> Self {
        Self::Malformed
    }
}

/// What the request was, as far as it decides where the response ends (RFC 9112 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// HEAD: there is no body, whatever the head says.
    Head,
    /// CONNECT: after a 2xx everything is the tunnel's.
    Connect,
    /// Anything else.
    Other,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Head,
    Length(u64),
    Chunked(chunked::Decoder),
    UntilEnd,
    Done,
}

/// One response being received.
#[derive(Debug)]
pub struct Reader {
    state: State,
    asked: Asked,
    keep_alive: bool,
    status: u16,
    /// An unfinished head.
    head: Vec<u8>,
}

impl Reader {
    /// A reader of the response to such a request.
    pub fn new(asked: Asked) -> Self {
        Self {
            state: State::Head,
            asked,
            keep_alive: false,
            status: 0,
            head: Vec::new(),
        }
    }

    /// Whether the response is complete.
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Whether the final head has come.
    pub fn has_head(&self) -> bool {
        !matches!(self.state, State::Head)
    }

    /// The status of the last head there was, 0 before the first.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the connection may be used for another request afterwards.
    pub fn keeps_alive(&self) -> bool {
        self.keep_alive
    }

    /// Consumes `input` until the response is complete or the input ends: fewer bytes than all only when it is.
    ///
    /// # Errors
    ///
    /// See [`ReadError`]; nothing may be fed afterwards.
    pub fn feed(&mut self, input: &[u8], sink: &mut impl Sink) -> Result<usize, ReadError> {
        let mut at = 0;
        while at < input.len() {
            let rest = &input[at..];
            match &mut self.state {
                State::Head => at += self.feed_head(rest, sink)?,
                State::Length(left) => {
                    let take = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    *left -= take as u64;
                    if *left == 0 {
                        self.state = State::Done;
                    }
                    sink.body(&rest[..take])?;
                    at += take;
                }
                State::Chunked(decoder) => {
                    at += decoder
                        .decode_to(rest, |bytes| sink.body(bytes).map_err(ReadError::from))?;
                    if decoder.is_done() {
                        self.state = State::Done;
                    }
                }
                State::UntilEnd => {
                    sink.body(rest)?;
                    at += rest.len();
                }
                State::Done => break,
            }
        }
        Ok(at)
    }

    /// The peer has ended the connection. True: that was the end of the body, and the response is complete.
    pub fn end(&mut self) -> bool {
        if matches!(self.state, State::UntilEnd) {
            self.state = State::Done;
        }
        self.is_done()
    }

    fn feed_head(&mut self, input: &[u8], sink: &mut impl Sink) -> Result<usize, ReadError> {
        if self.head.is_empty()
            && let Some(length) = head_length(input, 0)
        {
            self.begin(&input[..length], sink)?;
            return Ok(length);
        }
        let before = self.head.len();
        let take = input.len().min(MAX_HEAD + 1 - before);
        let mut head = std::mem::take(&mut self.head);
        head.extend_from_slice(&input[..take]);
        match head_length(&head, before.saturating_sub(3)) {
            Some(length) => {
                self.begin(&head[..length], sink)?;
                Ok(length - before)
            }
            None if head.len() > MAX_HEAD || !begins_well(&head) => Err(ReadError::Malformed),
            None => {
                self.head = head;
                Ok(take)
            }
        }
    }

    /// A head is complete.
    fn begin(&mut self, head: &[u8], sink: &mut impl Sink) -> Result<(), ReadError> {
        let mut few = [EMPTY_HEADER; FEW_HEADERS];
        let mut response = httparse::Response::new(&mut few);
        match response.parse(head) {
            Ok(Status::Complete(_)) => self.judge(&response, sink),
            Err(httparse::Error::TooManyHeaders) => {
                let mut many = vec![EMPTY_HEADER; MAX_HEADERS];
                let mut response = httparse::Response::new(&mut many);
                match response.parse(head) {
                    Ok(Status::Complete(_)) => self.judge(&response, sink),
                    _ => Err(ReadError::Malformed),
                }
            }
            _ => Err(ReadError::Malformed),
        }
    }

    /// Where the body ends, and whether the connection stays (RFC 9112 §6.3, §9.3).
    fn judge(
        &mut self,
        response: &httparse::Response<'_, '_>,
        sink: &mut impl Sink,
    ) -> Result<(), ReadError> {
        let status = response.code.ok_or(ReadError::Malformed)?;
        self.status = status;
        if (100..200).contains(&status) && status != 101 {
            return Ok(());
        }
        let headers = &*response.headers;
        let framing = Framing::of(headers)?;
        self.keep_alive = match framing.connection {
            Some(Connection::Close) => false,
            Some(Connection::KeepAlive) => true,
            None => response.version == Some(1),
        };
        let bodyless = matches!(status, 101 | 204 | 304)
            || self.asked == Asked::Head
            || (self.asked == Asked::Connect && (200..300).contains(&status));
        self.state = if bodyless {
            State::Done
        } else if let Some(chunked) = framing.chunked {
            // Both framings at once may be an attempt to smuggle something: one answer, and no other after it.
            self.keep_alive &= framing.length.is_none();
            if chunked {
                State::Chunked(chunked::Decoder::default())
            } else {
                State::UntilEnd
            }
        } else {
            match framing.length {
                Some(0) => State::Done,
                Some(length) => State::Length(length),
                None => State::UntilEnd,
            }
        };
        if matches!(self.state, State::UntilEnd) {
            self.keep_alive = false;
        }
        sink.head(status, headers);
        Ok(())
    }
}

enum Connection {
    Close,
    KeepAlive,
}

/// What a head says of its body and of the connection.
#[derive(Default)]
struct Framing {
    length: Option<u64>,
    /// There is a transfer coding; whether the last one is `chunked`.
    chunked: Option<bool>,
    connection: Option<Connection>,
}

impl Framing {
    fn of(headers: &[Header<'_>]) -> Result<Self, ReadError> {
        let mut framing = Self::default();
        for header in headers {
            if header.name.eq_ignore_ascii_case("content-length") {
                for value in header.value.split(|byte| *byte == b',') {
                    let length = number(value.trim_ascii()).ok_or(ReadError::Malformed)?;
                    if framing.length.is_some_and(|before| before != length) {
                        return Err(ReadError::Malformed);
                    }
                    framing.length = Some(length);
                }
            } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
                let last = header.value.rsplit(|byte| *byte == b',').next();
                let last = last.unwrap_or_default().trim_ascii();
                framing.chunked = Some(last.eq_ignore_ascii_case(b"chunked"));
            } else if header.name.eq_ignore_ascii_case("connection") {
                for token in header.value.split(|byte| *byte == b',') {
                    let token = token.trim_ascii();
                    // "closed" is what Swoole's own servers and clients say.
                    if token.eq_ignore_ascii_case(b"close") || token.eq_ignore_ascii_case(b"closed")
                    {
                        framing.connection = Some(Connection::Close);
                    } else if token.eq_ignore_ascii_case(b"keep-alive")
                        && framing.connection.is_none()
                    {
                        framing.connection = Some(Connection::KeepAlive);
                    }
                }
            }
        }
        Ok(framing)
    }
}

fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Bytes up to the end of the empty line, looked for from `from` on.
fn head_length(bytes: &[u8], from: usize) -> Option<usize> {
    memchr::memchr_iter(b'\n', &bytes[from..])
        .map(|at| from + at)
        .find_map(|at| match bytes.get(at + 1..) {
            Some([b'\n', ..]) => Some(at + 2),
            Some([b'\r', b'\n', ..]) => Some(at + 3),
            _ => None,
        })
}

/// Whether what there is of a head may become one: what is no HTTP at all is not waited for.
fn begins_well(head: &[u8]) -> bool {
    let start = b"HTTP/1.";
    let trimmed = head.trim_ascii_start();
    let compared = trimmed.len().min(start.len());
    trimmed[..compared] == start[..compared]
}

#[cfg(test)]
mod tests;
