//! `Upgrade: h2c` (RFC 7540 §3.2): an HTTP/1.1 request that goes on as the first stream of an HTTP/2 connection.
//!
//! h2 knows only connections that begin as HTTP/2. So it is given one: the client's preface, its settings (those of the
//! request's head and those of its first frame in one, since it expects one acknowledgement), the request as a
//! HEADERS frame, and then what the client sends. Pure: bytes and heads in, bytes out.

use http::header::{self, HeaderMap, HeaderName};
use http::request::Parts;
use http::{HeaderValue, Method, Version};

/// How a client begins (RFC 9113 §3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Bytes of a frame's head.
const HEAD: usize = 9;
/// Most payload of a frame, before other settings are known (RFC 9113 §4.2).
const MAX_FRAME: usize = 16_384;

const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// The answer to a request that is upgraded.
pub const SWITCHING: &[u8] =
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

const HTTP2_SETTINGS: HeaderName = HeaderName::from_static("http2-settings");

/// The client's settings, if this request asks for HTTP/2 as RFC 7540 §3.2 wants it; else it is answered as it is. It must
/// have no body: that is for the caller to see.
pub fn offered(method: &Method, version: Version, headers: &HeaderMap) -> Option<Vec<u8>> {
    if version != Version::HTTP_11
        || method == Method::CONNECT
        || !lists(headers, header::UPGRADE, b"h2c")
        || !lists(headers, header::CONNECTION, b"upgrade")
        || !lists(headers, header::CONNECTION, b"http2-settings")
    {
        return None;
    }
    let mut settings = headers.get_all(HTTP2_SETTINGS).iter();
    let (Some(settings), None) = (settings.next(), settings.next()) else {
        return None;
    };
    let settings = decode_base64url(settings.as_bytes())?;
    (settings.len() % 6 == 0 && settings.len() <= MAX_FRAME / 2).then_some(settings)
}

fn lists(headers: &HeaderMap, name: HeaderName, token: &[u8]) -> bool {
    let lines = headers.get_all(name);
    let mut tokens = lines
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    tokens.any(|listed| listed.trim_ascii().eq_ignore_ascii_case(token))
}

/// RFC 4648 §5, without padding.
fn decode_base64url(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in text {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

/// What the client's first bytes after the 101 are.
#[derive(Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// Not complete.
    Partial,
    /// Not HTTP/2's preface and a SETTINGS frame.
    Wrong,
    /// The payload of the SETTINGS frame, and what follows it.
    Settings(&'a [u8], &'a [u8]),
}

/// Reads the client's preface and its first frame (RFC 9113 §3.4).
pub fn first(bytes: &[u8]) -> First<'_> {
    let known = bytes.len().min(PREFACE.len());
    if bytes[..known] != PREFACE[..known] {
        return First::Wrong;
    }
    let Some(frame) = bytes.get(PREFACE.len()..) else {
        return First::Partial;
    };
    let &[a, b, c, kind, flags, s0, s1, s2, s3, ref rest @ ..] = frame else {
        return First::Partial;
    };
    let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
    if kind != SETTINGS
        || flags & 1 != 0
        || [s0 & 0x7f, s1, s2, s3] != [0; 4]
        || length % 6 != 0
        || length > MAX_FRAME / 2
    {
        return First::Wrong;
    }
    match rest.split_at_checked(length) {
        Some((settings, rest)) => First::Settings(settings, rest),
        None => First::Partial,
    }
}

/// The beginning of a connection in which `head` is the first request.
pub fn beginning(head: &Parts, offered: &[u8], settings: &[u8], rest: &[u8]) -> Vec<u8> {
    let fields = fields(head);
    let mut out = Vec::with_capacity(
        PREFACE.len() + 4 * HEAD + offered.len() + settings.len() + fields.len() + rest.len(),
    );
    out.extend_from_slice(PREFACE);
    frame(&mut out, SETTINGS, 0, 0, &[offered, settings].concat());
    let mut blocks = fields.chunks(MAX_FRAME).peekable();
    let mut kind = HEADERS;
    while let Some(block) = blocks.next() {
        let mut flags = 0;
        if kind == HEADERS {
            flags |= END_STREAM;
        }
        if blocks.peek().is_none() {
            flags |= END_HEADERS;
        }
        frame(&mut out, kind, flags, 1, block);
        kind = CONTINUATION;
    }
    out.extend_from_slice(rest);
    out
}

fn frame(out: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = payload.len() as u32;
    out.extend_from_slice(&length.to_be_bytes()[1..]);
    out.extend_from_slice(&[kind, flags]);
    out.extend_from_slice(&stream.to_be_bytes());
    out.extend_from_slice(payload);
}

/// The header fields of stream 1: without those that are for HTTP/1's connection (RFC 9113 §8.2.2).
fn fields(head: &Parts) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    literal(&mut out, ":method", head.method.as_str().as_bytes());
    literal(&mut out, ":scheme", b"http");
    literal(&mut out, ":path", path.as_bytes());
    if let Some(host) = head.headers.get(header::HOST) {
        literal(&mut out, ":authority", host.as_bytes());
    }
    for (name, value) in &head.headers {
        if !is_of_the_connection(name, value) {
            literal(&mut out, name.as_str(), value.as_bytes());
        }
    }
    out
}

fn is_of_the_connection(name: &HeaderName, value: &HeaderValue) -> bool {
    match *name {
        header::CONNECTION | header::UPGRADE | header::HOST | header::TRANSFER_ENCODING => true,
        header::TE => !value
            .as_bytes()
            .trim_ascii()
            .eq_ignore_ascii_case(b"trailers"),
        _ => matches!(
            name.as_str(),
            "http2-settings" | "keep-alive" | "proxy-connection"
        ),
    }
}

/// A field that is not indexed (RFC 7541 §6.2.2).
fn literal(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    out.push(0);
    for text in [name.as_bytes(), value] {
        length(out, text.len());
        out.extend_from_slice(text);
    }
}

/// The length of a text that is not compressed (RFC 7541 §5.1, §5.2).
fn length(out: &mut Vec<u8>, mut length: usize) {
    const MOST: usize = 127;
    if length < MOST {
        out.push(length as u8);
        return;
    }
    out.push(MOST as u8);
    length -= MOST;
    while length >= 128 {
        out.push((length % 128) as u8 | 128);
        length /= 128;
    }
    out.push(length as u8);
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn request(lines: &[(&str, &str)]) -> Parts {
        let mut request = Request::get("/a?b=c").version(Version::HTTP_11);
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn upgrading(settings: &str) -> Parts {
        request(&[
            ("Host", "example.org"),
            ("Upgrade", "websocket, H2C"),
            ("Connection", "Upgrade, HTTP2-Settings"),
            ("HTTP2-Settings", settings),
            ("TE", "gzip"),
            ("X-Kept", "yes"),
        ])
    }

    fn offered_by(head: &Parts) -> Option<Vec<u8>> {
        offered(&head.method, head.version, &head.headers)
    }

    #[test]
    fn what_curl_offers() {
        // SETTINGS_MAX_CONCURRENT_STREAMS 100, INITIAL_WINDOW_SIZE 32 MiB, ENABLE_PUSH 0.
        let settings = offered_by(&upgrading("AAMAAABkAAQCAAAAAAIAAAAA")).unwrap();
        assert_eq!(
            settings,
            [0, 3, 0, 0, 0, 100, 0, 4, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0]
        );
        assert_eq!(offered_by(&upgrading("")), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_offer() {
        for settings in ["AAMAAABk=", "AAMA", "A", "AAMA+ABk"] {
            assert_eq!(offered_by(&upgrading(settings)), None, "{settings}");
        }
        let without = |name: &str| {
            let mut head = upgrading("");
            head.headers.remove(name);
            head
        };
        for name in ["upgrade", "connection", "http2-settings"] {
            assert_eq!(offered_by(&without(name)), None, "without {name}");
        }
        let mut twice = upgrading("");
        twice
            .headers
            .append(HTTP2_SETTINGS, HeaderValue::from_static(""));
        assert_eq!(offered_by(&twice), None);
        let mut old = upgrading("");
        old.version = Version::HTTP_10;
        assert_eq!(offered_by(&old), None);
    }

    #[test]
    fn the_first_frame() {
        let mut bytes = PREFACE.to_vec();
        frame(&mut bytes, SETTINGS, 0, 0, &[7; 12]);
        let whole = bytes.len();
        bytes.extend_from_slice(b"more");
        for end in 0..whole {
            assert_eq!(first(&bytes[..end]), First::Partial, "{end} bytes");
        }
        assert_eq!(first(&bytes), First::Settings(&[7; 12], b"more"));
        assert_eq!(first(b"GET "), First::Wrong);
        let mut ping = PREFACE.to_vec();
        frame(&mut ping, 6, 0, 0, &[0; 8]);
        assert_eq!(first(&ping), First::Wrong);
    }

    #[test]
    fn the_request_as_a_stream() {
        let out = beginning(&upgrading(""), &[1; 6], &[2; 6], b"rest");
        let out = out.strip_prefix(PREFACE).unwrap();
        let settings = [&[0, 0, 12, SETTINGS, 0, 0, 0, 0, 0][..], &[1; 6], &[2; 6]].concat();
        let out = out.strip_prefix(&settings[..]).unwrap();
        let block = b"\0\x07:method\x03GET\0\x07:scheme\x04http\0\x05:path\x06/a?b=c\0\x0a:authority\x0bexample.org\
            \0\x06x-kept\x03yes";
        let head = [
            0,
            0,
            block.len() as u8,
            HEADERS,
            END_STREAM | END_HEADERS,
            0,
            0,
            0,
            1,
        ];
        assert_eq!(out, [&head[..], block, b"rest"].concat());
    }

    #[test]
    fn a_head_of_several_frames() {
        let mut head = upgrading("");
        let long = "x".repeat(20_000);
        head.headers
            .insert("x-long", HeaderValue::from_str(&long).unwrap());
        let out = beginning(&head, &[], &[], b"");
        let frames = &out[PREFACE.len() + HEAD..];
        assert_eq!(frames[..5], [0, 0x40, 0, HEADERS, END_STREAM]);
        assert_eq!(
            frames[HEAD + MAX_FRAME + 3..][..2],
            [CONTINUATION, END_HEADERS]
        );
        // 20,000 - 127 in seven bits at a time.
        let text = [&b"\0\x06x-long\x7f\xa1\x9b\x01"[..], b"xxxx"].concat();
        assert!(frames.windows(text.len()).any(|window| window == text));
    }
}
