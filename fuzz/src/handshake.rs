//! The opening handshake. Input: the head of an HTTP request.
//!
//! - A request that is accepted has what RFC 6455 §4.2.1 asks for, checked here header by header.
//! - One that has all of it, once and in plain form, is accepted.
//! - A refusal has a status and a text.

use http::HeaderMap;
use http::Version;
use swoole::websocket::handshake::check;

use crate::head::parse;

/// See the module.
pub fn run(data: &[u8]) {
    let Some((method, _, version, headers)) = parse(data) else {
        return;
    };
    let key = values(&headers, "sec-websocket-key");
    let plain = method == "GET"
        && version == Version::HTTP_11
        && values(&headers, "upgrade") == [b"websocket"]
        && values(&headers, "connection") == [b"Upgrade"]
        && values(&headers, "sec-websocket-version") == [b"13"]
        && matches!(key[..], [key] if is_sixteen_bytes(key));
    match check(&method, version, &headers) {
        Ok(accept) => {
            assert_eq!((method.as_str(), version), ("GET", Version::HTTP_11));
            assert!(lists(&headers, "upgrade", "websocket"));
            assert!(lists(&headers, "connection", "upgrade"));
            assert_eq!(values(&headers, "sec-websocket-version"), [b"13"]);
            assert!(matches!(key[..], [key] if is_sixteen_bytes(key)));
            assert_eq!(accept.accept_key.len(), 28);
            assert!(http::HeaderValue::from_str(&accept.accept_key).is_ok());
        }
        Err(refusal) => {
            assert!(!plain, "refused: {refusal}");
            assert!((400..500).contains(&refusal.status()));
            assert!(!refusal.to_string().is_empty());
        }
    }
}

/// The values of a header, white space around them taken off.
fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a [u8]> {
    headers
        .get_all(name)
        .iter()
        .map(|value| value.as_bytes().trim_ascii())
        .collect()
}

fn lists(headers: &HeaderMap, name: &str, token: &str) -> bool {
    values(headers, name).iter().any(|value| {
        String::from_utf8_lossy(value)
            .to_ascii_lowercase()
            .split(',')
            .any(|listed| listed.trim() == token)
    })
}

/// 16 bytes are 22 digits of base64 and two signs of padding.
fn is_sixteen_bytes(key: &[u8]) -> bool {
    key.len() == 24
        && key.ends_with(b"==")
        && key[..22]
            .iter()
            .all(|digit| matches!(digit, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'/'))
}
