//! The parser of requests that a script reads itself. Input: two bytes that choose the cuts, then what came in.
//!
//! - How it is cut into calls changes nothing: what belongs to the request, its head, its body, whether it is complete.
//! - The body is the one that a literal reading of RFC 9112 §6.3 and §7.1 gives, as far as it has come.
//! - A request with a length and chunks, or with two of either, is none; so is one whose chunks are not of that form.

use http::{HeaderMap, header};
use swoole::http::parser::Parser;

use crate::head;
use crate::input::{cut, short};

/// Everything an input led to.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    used: usize,
    complete: bool,
    head: Option<(String, HeaderMap)>,
    body: Vec<u8>,
}

/// See the module.
pub fn run(mut data: &[u8]) {
    let seed = short(&mut data);
    let whole = parse([data]);
    // Each call in the head looks at all of it again: not byte by byte over long ones.
    if data.len() < 600 {
        assert_eq!(parse(data.chunks(1)), whole, "byte by byte");
    }
    assert_eq!(parse(cut(data, seed, 300)), whole, "in pieces");

    let literal = literal(data);
    let parsed = whole.and_then(|outcome| {
        outcome
            .head
            .is_some()
            .then_some((outcome.body, outcome.complete))
    });
    assert_eq!(parsed, literal);
}

/// `None`: no request.
fn parse<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Option<Outcome> {
    let mut parser = Parser::default();
    let mut used = 0;
    for piece in pieces {
        let was_complete = parser.is_complete();
        let Ok(count) = parser.feed(piece) else {
            assert!(!parser.is_complete());
            assert!(parser.feed(b"GET / HTTP/1.1\r\n\r\n").is_err());
            return None;
        };
        assert!(count == piece.len() || parser.is_complete());
        assert!(count == 0 || !was_complete);
        used += count;
    }
    assert_eq!(parser.data().len(), used);
    let head = parser.head();
    Some(Outcome {
        used,
        complete: parser.is_complete(),
        head: head.map(|head| {
            let line = format!("{} {} {:?}", head.method, head.uri, head.version);
            (line, head.headers.clone())
        }),
        body: parser.body().to_vec(),
    })
}

/// The body as far as it is there, and whether it is complete; `None` when the head is not, or is none.
fn literal(data: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (length, (.., headers)) = head::parse_lines::<100>(data)?;
    let rest = &data[length..];
    let all = |name: header::HeaderName| -> Vec<&[u8]> {
        headers
            .get_all(name)
            .iter()
            .map(|value| value.as_bytes())
            .collect()
    };
    match (
        all(header::CONTENT_LENGTH).as_slice(),
        all(header::TRANSFER_ENCODING).as_slice(),
    ) {
        ([], []) => Some((Vec::new(), true)),
        ([length], []) => {
            let digits = !length.is_empty() && length.iter().all(u8::is_ascii_digit);
            let length: usize = std::str::from_utf8(length).ok()?.parse().ok()?;
            let body = rest[..length.min(rest.len())].to_vec();
            digits.then_some((body, length <= rest.len()))
        }
        ([], [coding]) if coding.trim_ascii().eq_ignore_ascii_case(b"chunked") => chunks(rest),
        _ => None,
    }
}

/// What of a chunked body is there; `None` for one that is malformed.
fn chunks(mut rest: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut body = Vec::new();
    loop {
        let Some(line) = line(&mut rest)? else {
            return Some((body, false));
        };
        let digits = line.split(|byte| !byte.is_ascii_hexdigit()).next()?;
        let size = u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        if size == 0 {
            break;
        }
        let there = size.min(rest.len() as u64) as usize;
        body.extend_from_slice(&rest[..there]);
        rest = &rest[there..];
        match rest {
            [] | [b'\r'] => return Some((body, false)),
            [b'\r', b'\n', after @ ..] => rest = after,
            _ => return None,
        }
    }
    // Trailers: lines up to an empty one.
    loop {
        match rest {
            [] | [b'\r'] => return Some((body, false)),
            [b'\r', b'\n', ..] => return Some((body, true)),
            [b'\r' | b'\n', ..] => return None,
            _ => {}
        }
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            return Some((body, false));
        };
        rest = &rest[end + 1..];
    }
}

/// Takes a line that ends with CR LF; `Some(None)` when it is not there in full.
fn line<'a>(rest: &mut &'a [u8]) -> Option<Option<&'a [u8]>> {
    let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    let (line, after) = rest.split_at(end.unwrap_or(rest.len()));
    match after {
        [] => (line.is_empty() || is_size(line)).then_some(None),
        [b'\r'] => is_size(line).then_some(None),
        [b'\r', b'\n', after @ ..] if is_size(line) => {
            *rest = after;
            Some(Some(line))
        }
        _ => None,
    }
}

/// Whether this may stand before a chunk, or be the beginning of what does.
fn is_size(line: &[u8]) -> bool {
    let digits = line
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    matches!(digits, 1..=16) && matches!(line[digits..], [] | [b';' | b' ' | b'\t', ..])
}
