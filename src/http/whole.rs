//! What most of HTTP/1 is: a request without a body that comes in one piece, a response of which everything is known.
//! Read and written here in one go.
//!
//! Pure, and not a second HTTP implementation: whatever is out of the ordinary is refused here and left to hyper, which
//! reads the same bytes again. `connection/direct` decides when.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode, Uri, Version};

/// Most header lines of a request that is read here.
const MAX_LINES: usize = 64;

/// The head in `bytes`, if they are that, complete and with nothing behind it, of HTTP/1.1, and if neither a body follows nor
/// the connection is to end after the response. The values share the memory of `bytes`.
pub fn request(bytes: &Bytes) -> Option<Parts> {
    // A head that is not complete yet, most often: it is parsed once that way, not twice.
    if !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let mut lines = [const { std::mem::MaybeUninit::uninit() }; MAX_LINES];
    let mut parsed = httparse::Request::new(&mut []);
    match parsed.parse_with_uninit_headers(bytes, &mut lines) {
        Ok(httparse::Status::Complete(length)) if length == bytes.len() => {}
        _ => return None,
    }
    if parsed.version != Some(1) {
        return None;
    }
    let method = parsed.method?;
    // What begins like HTTP/2 is taken for that, however it comes.
    if method == "PRI" {
        return None;
    }
    let method = Method::from_bytes(method.as_bytes()).ok()?;
    if matches!(method, Method::HEAD | Method::CONNECT) {
        return None;
    }
    let uri = Uri::from_maybe_shared(bytes.slice_ref(parsed.path?.as_bytes())).ok()?;
    let mut headers = HeaderMap::with_capacity(parsed.headers.len());
    for line in parsed.headers.iter() {
        let name = HeaderName::from_bytes(line.name.as_bytes()).ok()?;
        match name {
            header::CONTENT_LENGTH | header::TRANSFER_ENCODING | header::EXPECT => return None,
            header::CONNECTION if lists_close(line.value) => return None,
            _ => {}
        }
        let value = HeaderValue::from_maybe_shared(bytes.slice_ref(line.value)).ok()?;
        headers.append(name, value);
    }
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.method = method;
    parts.uri = uri;
    parts.version = Version::HTTP_11;
    parts.headers = headers;
    Some(parts)
}

fn lists_close(value: &[u8]) -> bool {
    let mut tokens = value.split(|byte| *byte == b',');
    tokens.any(|token| token.trim_ascii().eq_ignore_ascii_case(b"close"))
}

/// Appends the head of a response to what [`request`] has read, with a body of `length` bytes and, if it has one of its own,
/// this reason phrase. Whether the connection ends after it; `None`, and nothing appended: it is one for hyper.
pub fn append_head<T>(
    response: &Response<T>,
    phrase: Option<&[u8]>,
    length: usize,
    out: &mut Vec<u8>,
) -> Option<bool> {
    let (status, headers) = (response.status(), response.headers());
    let bodiless = status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if bodiless || response.version() != Version::HTTP_11 {
        return None;
    }
    let start = out.len();
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(status.as_str().as_bytes());
    out.push(b' ');
    let known = || status.canonical_reason().unwrap_or("<none>").as_bytes();
    out.extend_from_slice(phrase.unwrap_or_else(known));
    out.extend_from_slice(b"\r\n");
    let mut connection = None;
    for (name, value) in headers {
        match *name {
            // Of those hyper makes one line, or none, or frames the body by them.
            header::CONTENT_LENGTH | header::TRANSFER_ENCODING | header::TRAILER => {
                out.truncate(start);
                return None;
            }
            header::CONNECTION if connection.replace(value).is_some() => {
                out.truncate(start);
                return None;
            }
            _ => {}
        }
        append_line(name, value, out);
    }
    out.extend_from_slice(b"Content-Length: ");
    out.extend_from_slice(itoa::Buffer::new().format(length).as_bytes());
    out.extend_from_slice(b"\r\n\r\n");
    Some(connection.is_some_and(|value| lists_close(value.as_bytes())))
}

/// `content-type` → `Content-Type`, as hyper's `title_case_headers` has it.
fn append_line(name: &HeaderName, value: &HeaderValue, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(name.as_str().as_bytes());
    let mut before = b'-';
    for byte in &mut out[start..] {
        if before == b'-' {
            byte.make_ascii_uppercase();
        }
        before = *byte;
    }
    out.extend_from_slice(b": ");
    out.extend_from_slice(value.as_bytes());
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::http::parser::Parser;

    fn read(text: &str) -> Option<Parts> {
        request(&Bytes::copy_from_slice(text.as_bytes()))
    }

    fn with(lines: &str) -> Option<Parts> {
        read(&format!("GET /a?b=c HTTP/1.1\r\nHost: x\r\n{lines}\r\n"))
    }

    #[test]
    fn a_simple_request() {
        let head =
            with("X-a: 1\r\nAccept: a\r\naccept:  b \r\nConnection: keep-alive, Upgrade\r\n")
                .unwrap();
        assert_eq!(head.method, Method::GET);
        assert_eq!(head.uri, "/a?b=c");
        assert_eq!(head.version, Version::HTTP_11);
        assert_eq!(head.headers["host"], "x");
        assert_eq!(head.headers["x-a"], "1");
        let all: Vec<_> = head.headers.get_all("accept").iter().collect();
        assert_eq!(all, ["a", "b"]);
    }

    #[test]
    fn what_is_not_simple_is_not_read() {
        assert!(with("").is_some());
        for lines in [
            "Content-Length: 0\r\n",
            "content-length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Connection: close\r\n",
            "Connection: a , Close\r\n",
            "Connection: a\r\nConnection: close\r\n",
            "Bad Name: 1\r\n",
            "A : 1\r\n",
            "A: \x01\r\n",
            "A: 1\r\n folded\r\n",
            "A: 1\n\r\n",
            &"A: 1\r\n".repeat(MAX_LINES),
        ] {
            assert!(with(lines).is_none(), "{lines:?}");
        }
        for text in [
            "",
            "G",
            "GET / HTTP/1.1\r\nHost: x\r\n",
            "GET / HTTP/1.1\nHost: x\n\n",
            "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
            "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
            "CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
            "PRI / HTTP/1.1\r\nHost: x\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ] {
            assert!(read(text).is_none(), "{text:?}");
        }
    }

    fn written(response: &Response<()>, length: usize) -> Option<(String, bool)> {
        written_with(response, None, length)
    }

    fn written_with(
        response: &Response<()>,
        phrase: Option<&[u8]>,
        length: usize,
    ) -> Option<(String, bool)> {
        let mut out = b"before".to_vec();
        let closes = append_head(response, phrase, length, &mut out);
        assert!(out.starts_with(b"before"));
        let Some(closes) = closes else {
            assert_eq!(out, b"before");
            return None;
        };
        Some((String::from_utf8(out.split_off(6)).unwrap(), closes))
    }

    #[test]
    fn a_response_reads_as_hyper_writes_it() {
        let mut response = Response::builder()
            .header("server", "x")
            .header("x-aBC-d--e", "a  b")
            .header("set-cookie", "a")
            .header("set-cookie", "b")
            .header("connection", "keep-alive")
            .body(())
            .unwrap();
        let head = "HTTP/1.1 200 OK\r\nServer: x\r\nX-Abc-D--E: a  b\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\
                    Connection: keep-alive\r\nContent-Length: 11\r\n\r\n";
        assert_eq!(written(&response, 11), Some((head.into(), false)));
        *response.headers_mut() = HeaderMap::new();
        *response.status_mut() = StatusCode::NOT_FOUND;
        let head = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(written(&response, 0), Some((head.into(), false)));
        response
            .headers_mut()
            .insert("connection", HeaderValue::from_static("a, Close"));
        let head = "HTTP/1.1 404 Gone Fishing\r\nConnection: a, Close\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(
            written_with(&response, Some(b"Gone Fishing"), 0),
            Some((head.into(), true))
        );
    }

    #[test]
    fn a_response_that_is_not_simple_is_not_written() {
        for status in [100, 204, 304] {
            let response = Response::builder().status(status).body(()).unwrap();
            assert_eq!(written(&response, 0), None, "{status}");
        }
        let old = Response::builder().version(Version::HTTP_10).body(());
        assert_eq!(written(&old.unwrap(), 0), None);
        for name in ["content-length", "transfer-encoding", "trailer"] {
            let response = Response::builder().header(name, "1").body(()).unwrap();
            assert_eq!(written(&response, 0), None, "{name}");
        }
        let twice = Response::builder()
            .header("connection", "a")
            .header("connection", "close")
            .body(())
            .unwrap();
        assert_eq!(written(&twice, 0), None);
    }

    /// What requests are made of, right and wrong.
    const PARTS: [&str; 28] = [
        "GET ",
        "POST ",
        "HEAD ",
        "/",
        "/a?b=c ",
        "* ",
        " ",
        "HTTP/1.1",
        "HTTP/1.0",
        "\r\n",
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "Host: x\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Connection: keep-alive\r\n",
        "X: ",
        "value",
        "\t",
        ":",
        "\u{e9}",
        "\0",
        "0\r\n\r\n",
        "hello",
    ];

    proptest! {
        #[test]
        fn what_is_read_is_one_request_with_nothing_behind_it(
            begins in any::<bool>(),
            picks in proptest::collection::vec(0..PARTS.len(), 0..12),
            ends in any::<bool>(),
        ) {
            let mut text = String::from(if begins { "GET / HTTP/1.1\r\n" } else { "" });
            text.extend(picks.into_iter().map(|pick| PARTS[pick]));
            text.push_str(if ends { "\r\n\r\n" } else { "" });
            if let Some(head) = read(&text) {
                let mut parser = Parser::default();
                prop_assert_eq!(parser.feed(text.as_bytes()), Ok(text.len()), "{:?}", text);
                prop_assert!(parser.is_complete() && parser.body().is_empty());
                let other = parser.head().unwrap();
                prop_assert_eq!(&head.method, &other.method);
                prop_assert_eq!(&head.uri, &other.uri);
                prop_assert_eq!(head.version, other.version);
                prop_assert_eq!(&head.headers, &other.headers);
            }
        }
    }
}
