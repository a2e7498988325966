//! The rules for a request's head. Input: the head of an HTTP request.
//!
//! - What is let through has one Host at most, one transfer coding at most and that one chunked, and no byte in
//!   target or Host that RFC 3986 does not know: nothing two servers could read in two ways.
//! - What is refused is refused with 400 or 501.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};
use swoole::http::check::{check, host_of_target};

/// A request's head.
pub type Head = (Method, Uri, Version, HeaderMap);

/// Headers that are looked at.
const MAX_HEADERS: usize = 64;

/// See the module.
pub fn run(data: &[u8]) {
    let Some((method, uri, version, headers)) = parse(data) else {
        return;
    };
    let host = host_of_target(&uri);
    if let Some(host) = &host {
        assert!(uri.scheme().is_some());
        assert!(!host.as_bytes().contains(&b'@'), "user names are no host");
    }
    match check(&method, &uri, version, &headers) {
        Ok(()) => {
            let hosts: Vec<_> = headers.get_all("host").iter().collect();
            assert!(hosts.len() <= 1);
            assert!(hosts.len() == 1 || version == Version::HTTP_10);
            for host in hosts {
                assert!(
                    !host
                        .as_bytes()
                        .iter()
                        .any(|byte| matches!(byte, 0..=b' ' | b'"' | b'/' | b'<' | b'>' | b'@' | b'\\' | 127..)),
                    "{host:?}"
                );
            }
            let codings: Vec<_> = headers.get_all("transfer-encoding").iter().collect();
            assert!(codings.len() <= 1);
            for coding in codings {
                let coding = coding.as_bytes().trim_ascii();
                assert!(coding.eq_ignore_ascii_case(b"chunked"));
            }
            assert!(uri.path().is_ascii());
            if uri.path() == "*" {
                assert_eq!(method, Method::OPTIONS);
            }
        }
        Err(status) => assert!(matches!(status, 400 | 501), "{status}"),
    }
}

/// A request's head as the HTTP library hands it on; `None` for what it refuses by itself.
pub fn parse(data: &[u8]) -> Option<Head> {
    parse_lines::<MAX_HEADERS>(data).map(|(_, head)| head)
}

/// The length of a head of at most `LINES` header lines, and the head.
pub fn parse_lines<const LINES: usize>(data: &[u8]) -> Option<(usize, Head)> {
    let mut storage = [httparse::EMPTY_HEADER; LINES];
    let mut request = httparse::Request::new(&mut storage);
    let httparse::Status::Complete(length) = request.parse(data).ok()? else {
        return None;
    };
    let mut headers = HeaderMap::new();
    for header in &*request.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    let version = match request.version? {
        0 => Version::HTTP_10,
        _ => Version::HTTP_11,
    };
    let method = Method::from_bytes(request.method?.as_bytes()).ok()?;
    let uri = request.path?.parse().ok()?;
    Some((length, (method, uri, version, headers)))
}
