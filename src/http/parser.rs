//! A request parsed as it comes, for scripts that read one themselves (`Request::parse()`).
//!
//! Bytes in, a head and a body out. Nothing of what is fed is lost or read twice: the end of one piece may stand
//! anywhere.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri, Version, header, request};

use super::chunked::Decoder;

/// Most bytes of a head. A server answers 431 to a longer one, and 414 to a target of more than 64 KiB.
pub const MAX_HEAD: usize = 72 * 1024;
/// Most header lines, as in a server.
const MAX_HEADERS: usize = 100;

/// The input is no HTTP request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

#[derive(Debug, Default)]
enum State {
    /// In the head.
    #[default]
    Head,
    /// In a body of known length: so many bytes to come.
    Length(usize),
    /// In a chunked body.
    Chunks(Decoder),
    Done,
    Broken,
}

/// A request being parsed.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    /// What was used of the input, in full.
    data: Vec<u8>,
    head: Option<request::Parts>,
    /// Where the body begins in `data`.
    body_start: usize,
    /// The body, when it comes in chunks.
    decoded: Vec<u8>,
}

impl Parser {
    /// The head, once it is complete.
    pub fn head(&self) -> Option<&request::Parts> {
        self.head.as_ref()
    }

    /// The body as far as it has come.
    pub fn body(&self) -> &[u8] {
        match (&self.state, self.decoded.is_empty()) {
            (State::Head, _) => &[],
            (State::Chunks(_), _) | (_, false) => &self.decoded,
            _ if self.is_chunked() => &[],
            _ => &self.data[self.body_start..],
        }
    }

    /// All of the request as it came.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Whether the request is complete.
    pub fn is_complete(&self) -> bool {
        matches!(self.state, State::Done)
    }

    fn is_chunked(&self) -> bool {
        let head = self.head.as_ref();
        head.is_some_and(|head| head.headers.contains_key(header::TRANSFER_ENCODING))
    }

    /// Takes the next piece: how many bytes of it belong to the request. Fewer than all only when it is complete.
    ///
    /// # Errors
    ///
    /// [`Malformed`], now and at every later call.
    pub fn feed(&mut self, input: &[u8]) -> Result<usize, Malformed> {
        let used = self.feed_any(input);
        if used.is_err() {
            self.state = State::Broken;
        }
        used
    }

    fn feed_any(&mut self, input: &[u8]) -> Result<usize, Malformed> {
        let mut used = 0;
        if matches!(self.state, State::Head) {
            let before = self.data.len();
            self.data.extend_from_slice(input);
            let Some(length) = self.parse_head()? else {
                return Ok(input.len());
            };
            used = length.checked_sub(before).ok_or(Malformed)?;
            self.data.truncate(length);
            self.body_start = length;
        }
        let rest = &input[used..];
        let taken = match &mut self.state {
            State::Length(left) => {
                let taken = (*left).min(rest.len());
                *left -= taken;
                if *left == 0 {
                    self.state = State::Done;
                }
                taken
            }
            State::Chunks(decoder) => {
                let taken = decoder
                    .decode(rest, &mut self.decoded)
                    .map_err(|_| Malformed)?;
                if decoder.is_done() {
                    self.state = State::Done;
                }
                taken
            }
            State::Broken => return Err(Malformed),
            State::Head | State::Done => 0,
        };
        self.data.extend_from_slice(&rest[..taken]);
        Ok(used + taken)
    }

    /// The length of the head in `data`; `None` when it is not complete.
    fn parse_head(&mut self) -> Result<Option<usize>, Malformed> {
        let mut lines = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut lines);
        let window = &self.data[..self.data.len().min(MAX_HEAD)];
        let length = match parsed.parse(window).map_err(|_| Malformed)? {
            httparse::Status::Complete(length) => length,
            httparse::Status::Partial if window.len() == MAX_HEAD => return Err(Malformed),
            httparse::Status::Partial => return Ok(None),
        };
        let head = head_of(&parsed).ok_or(Malformed)?;
        self.state = framing(&head.headers).ok_or(Malformed)?;
        self.head = Some(head);
        Ok(Some(length))
    }
}

fn head_of(parsed: &httparse::Request<'_, '_>) -> Option<request::Parts> {
    let (mut head, ()) = Request::new(()).into_parts();
    head.method = Method::from_bytes(parsed.method?.as_bytes()).ok()?;
    head.uri = Uri::try_from(parsed.path?).ok()?;
    head.version = match parsed.version? {
        0 => Version::HTTP_10,
        _ => Version::HTTP_11,
    };
    for line in &*parsed.headers {
        head.headers.append(
            HeaderName::from_bytes(line.name.as_bytes()).ok()?,
            HeaderValue::from_bytes(line.value).ok()?,
        );
    }
    Some(head)
}

/// How the body is framed (RFC 9112 §6.3). Two ways at once are one too many.
fn framing(headers: &HeaderMap) -> Option<State> {
    let only = |name: HeaderName| {
        let mut values = headers.get_all(name).iter();
        let first = values.next().map(HeaderValue::as_bytes);
        values.next().is_none().then_some(first)
    };
    Some(
        match (
            only(header::CONTENT_LENGTH)?,
            only(header::TRANSFER_ENCODING)?,
        ) {
            (None, None) | (Some(b"0"), None) => State::Done,
            (None, Some(coding)) if coding.trim_ascii().eq_ignore_ascii_case(b"chunked") => {
                State::Chunks(Decoder::default())
            }
            (Some(length), None) if !length.is_empty() && length.iter().all(u8::is_ascii_digit) => {
                match std::str::from_utf8(length).ok()?.parse().ok()? {
                    0 => State::Done,
                    length => State::Length(length),
                }
            }
            _ => return None,
        },
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LENGTH: &[u8] = b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 5\r\n\r\nhello";
    const CHUNKS: &[u8] =
        b"POST / HTTP/1.0\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\nT: r\r\n\r\n";
    const GET: &[u8] = b"\r\nGET / HTTP/1.1\r\n\r\n";

    /// Feeds pieces until the request is complete: the parser and how many bytes were used.
    fn parse<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(Parser, usize), Malformed> {
        let mut parser = Parser::default();
        let mut used = 0;
        for piece in pieces {
            let count = parser.feed(piece)?;
            assert!(count == piece.len() || parser.is_complete());
            used += count;
        }
        Ok((parser, used))
    }

    #[test]
    fn whole_and_in_pieces_with_more_behind() {
        for (request, body) in [(LENGTH, &b"hello"[..]), (CHUNKS, b"hello"), (GET, b"")] {
            let more = [request, b"GET /next"].concat();
            for size in 1..=more.len() {
                let (parser, used) = parse(more.chunks(size)).unwrap();
                assert!(parser.is_complete(), "{size}");
                assert_eq!(
                    (used, parser.body(), parser.data()),
                    (request.len(), body, request),
                    "{size}"
                );
                assert_eq!(
                    parser.head().unwrap().method == Method::POST,
                    !body.is_empty()
                );
            }
        }
        let (parser, _) = parse([LENGTH]).unwrap();
        let head = parser.head().unwrap();
        assert_eq!((head.uri.path(), head.uri.query()), ("/a", Some("b=c")));
        assert_eq!(head.headers.get_all("x-two").iter().count(), 2);
    }

    #[test]
    fn unfinished_ones() {
        for request in [LENGTH, CHUNKS, GET] {
            for end in 0..request.len() {
                let (parser, used) = parse([&request[..end]]).unwrap();
                assert!(!parser.is_complete());
                assert_eq!(used, end);
            }
        }
        let (parser, _) = parse([&LENGTH[..LENGTH.len() - 2]]).unwrap();
        assert_eq!(parser.body(), b"hel");
    }

    #[test]
    fn what_is_refused() {
        let with = |lines: &str| format!("POST / HTTP/1.1\r\n{lines}\r\n\r\n");
        for request in [
            String::from("\0"),
            String::from("GET / HTTP/3.0\r\n\r\n"),
            String::from("GET / HTTP/1.1\r\nno colon\r\n\r\n"),
            with("Content-Length: -1"),
            with("Content-Length: "),
            with("Content-Length: 99999999999999999999999"),
            with("Content-Length: 1\r\nContent-Length: 1"),
            with("Content-Length: 1\r\nTransfer-Encoding: chunked"),
            with("Transfer-Encoding: gzip, chunked"),
            with("Transfer-Encoding: chunked") + "x",
            with(&"A: b\r\n".repeat(MAX_HEADERS + 1)),
            with(&format!("A: {}", "x".repeat(MAX_HEAD))),
        ] {
            assert_eq!(
                parse([request.as_bytes()]).err(),
                Some(Malformed),
                "{request:.60}"
            );
            let mut parser = Parser::default();
            let _ = parser.feed(request.as_bytes());
            assert_eq!(parser.feed(GET), Err(Malformed));
            assert!(!parser.is_complete());
        }
    }

    proptest! {
        #[test]
        fn noise_never_panics(noise: Vec<u8>, size in 1..9usize) {
            let _ = parse(noise.chunks(size));
        }
    }
}
