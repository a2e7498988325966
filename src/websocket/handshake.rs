//! The server's side of the opening handshake (RFC 6455 §4.2.1): is this HTTP request a WebSocket upgrade?
//!
//! Judges method, version and headers and derives the accept key. Writing the 101 or the refusal, choosing a
//! subprotocol and negotiating extensions is not done here; nor is the `Host` header, which HTTP itself requires.

use std::fmt;

use http::header::{self, HeaderMap, HeaderName};
use http::{Method, Version};
use tungstenite::handshake::derive_accept_key;

/// The protocol version of RFC 6455, and the only one spoken.
pub const VERSION: &str = "13";

/// A request that may be answered with 101.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// Value of `Sec-WebSocket-Accept` (§4.2.2).
    pub accept_key: String,
}

/// Why a request cannot become a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a GET (§4.2.1 item 1). The answer should carry `Allow: GET`.
    Method,
    /// Not HTTP/1.1 (§4.2.1 item 1).
    HttpVersion,
    /// No `Upgrade` header with the token `websocket` (§4.2.1 item 3).
    Upgrade,
    /// No `Connection` header with the token `Upgrade` (§4.2.1 item 4).
    Connection,
    /// No `Sec-WebSocket-Key` (§4.2.1 item 5).
    MissingKey,
    /// Several `Sec-WebSocket-Key` headers (§11.3.1 allows one).
    DuplicateKey,
    /// A `Sec-WebSocket-Key` that is not 16 bytes in base64 (§4.2.1 item 5).
    MalformedKey,
    /// `Sec-WebSocket-Version` is missing, repeated, or not 13 (§4.2.1 item 6). The answer has to carry
    /// `Sec-WebSocket-Version: 13` (§4.4).
    WebSocketVersion,
}

impl Refusal {
    /// The HTTP status to answer with.
    pub fn status(self) -> u16 {
        match self {
            Self::Method => 405,
            Self::WebSocketVersion => 426,
            Self::HttpVersion
            | Self::Upgrade
            | Self::Connection
            | Self::MissingKey
            | Self::DuplicateKey
            | Self::MalformedKey => 400,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "the handshake must be a GET request",
            Self::HttpVersion => "the handshake must be an HTTP/1.1 request",
            Self::Upgrade => "the Upgrade header has no token websocket",
            Self::Connection => "the Connection header has no token Upgrade",
            Self::MissingKey => "the Sec-WebSocket-Key header is missing",
            Self::DuplicateKey => "the Sec-WebSocket-Key header is given more than once",
            Self::MalformedKey => "the Sec-WebSocket-Key header is not 16 bytes in base64",
            Self::WebSocketVersion => "the Sec-WebSocket-Version header is not 13",
        })
    }
}

impl std::error::Error for Refusal {}

/// Judges an upgrade request (§4.2.1).
///
/// # Errors
///
/// The first rule the request breaks.
pub fn check(method: &Method, version: Version, headers: &HeaderMap) -> Result<Accept, Refusal> {
    if method != Method::GET {
        return Err(Refusal::Method);
    }
    if version != Version::HTTP_11 {
        return Err(Refusal::HttpVersion);
    }
    if !has_token(headers, header::UPGRADE, "websocket") {
        return Err(Refusal::Upgrade);
    }
    if !has_token(headers, header::CONNECTION, "upgrade") {
        return Err(Refusal::Connection);
    }
    check_version(headers)?;
    let mut keys = headers.get_all(header::SEC_WEBSOCKET_KEY).iter();
    let key = keys
        .next()
        .ok_or(Refusal::MissingKey)?
        .as_bytes()
        .trim_ascii();
    if keys.next().is_some() {
        return Err(Refusal::DuplicateKey);
    }
    if !is_nonce(key) {
        return Err(Refusal::MalformedKey);
    }
    Ok(Accept {
        accept_key: derive_accept_key(key),
    })
}

/// Whether the client speaks our version: all there is to judge of a handshake over HTTP/2 (RFC 8441 §5).
///
/// # Errors
///
/// It does not.
pub fn check_version(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut versions = headers.get_all(header::SEC_WEBSOCKET_VERSION).iter();
    match (versions.next(), versions.next()) {
        (Some(version), None) if version.as_bytes().trim_ascii() == VERSION.as_bytes() => Ok(()),
        _ => Err(Refusal::WebSocketVersion),
    }
}

/// Whether any line of the header `name` lists `token`, in any case (RFC 9110 §5.6.1).
fn has_token(headers: &HeaderMap, name: HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .any(|listed| listed.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
}

/// Whether `key` is 16 bytes in base64: 22 characters of the alphabet and two of padding.
///
/// The four unused bits of the last character may be anything (RFC 4648 §3.5 leaves that to the decoder).
fn is_nonce(key: &[u8]) -> bool {
    match key.strip_suffix(b"==") {
        Some(digits) => {
            digits.len() == 22
                && digits
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// The request of §1.3.
    fn rfc_headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(
            header::SEC_WEBSOCKET_KEY,
            HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ=="),
        );
        headers.insert(
            header::SEC_WEBSOCKET_VERSION,
            HeaderValue::from_static("13"),
        );
        headers
    }

    fn check_get(headers: &HeaderMap) -> Result<Accept, Refusal> {
        check(&Method::GET, Version::HTTP_11, headers)
    }

    fn with(name: HeaderName, value: &'static str) -> Result<Accept, Refusal> {
        let mut headers = rfc_headers();
        headers.insert(name, HeaderValue::from_static(value));
        check_get(&headers)
    }

    fn with_another(name: HeaderName, value: &'static str) -> Result<Accept, Refusal> {
        let mut headers = rfc_headers();
        headers.append(name, HeaderValue::from_static(value));
        check_get(&headers)
    }

    fn without(name: HeaderName) -> Result<Accept, Refusal> {
        let mut headers = rfc_headers();
        headers.remove(name);
        check_get(&headers)
    }

    #[test]
    fn the_request_of_the_rfc_is_accepted() {
        let accept = check_get(&rfc_headers()).unwrap();
        assert_eq!(accept.accept_key, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn tokens_are_found_in_lists_in_any_case() {
        assert!(with(header::CONNECTION, "keep-alive, Upgrade").is_ok());
        assert!(with(header::CONNECTION, "keep-alive ,\tUPGRADE ,").is_ok());
        assert!(with(header::UPGRADE, "h2c, WebSocket").is_ok());
        let mut headers = rfc_headers();
        headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
        headers.append(header::CONNECTION, HeaderValue::from_static("upgrade"));
        assert!(check_get(&headers).is_ok());
    }

    #[test]
    fn tokens_are_compared_whole() {
        assert_eq!(
            with(header::CONNECTION, "upgraded"),
            Err(Refusal::Connection)
        );
        assert_eq!(
            with(header::CONNECTION, "keep-alive"),
            Err(Refusal::Connection)
        );
        assert_eq!(with(header::UPGRADE, "websockets"), Err(Refusal::Upgrade));
        assert_eq!(with(header::UPGRADE, "h2c"), Err(Refusal::Upgrade));
        assert_eq!(without(header::CONNECTION), Err(Refusal::Connection));
        assert_eq!(without(header::UPGRADE), Err(Refusal::Upgrade));
    }

    #[test]
    fn only_get_over_http_1_1() {
        let headers = rfc_headers();
        for method in [Method::POST, Method::HEAD, Method::CONNECT] {
            assert_eq!(
                check(&method, Version::HTTP_11, &headers),
                Err(Refusal::Method)
            );
        }
        for version in [Version::HTTP_09, Version::HTTP_10, Version::HTTP_2] {
            assert_eq!(
                check(&Method::GET, version, &headers),
                Err(Refusal::HttpVersion)
            );
        }
    }

    #[test]
    fn only_version_13() {
        let refused = Err(Refusal::WebSocketVersion);
        assert_eq!(without(header::SEC_WEBSOCKET_VERSION), refused);
        assert_eq!(with(header::SEC_WEBSOCKET_VERSION, "8"), refused);
        assert_eq!(with(header::SEC_WEBSOCKET_VERSION, "13, 8"), refused);
        assert_eq!(with(header::SEC_WEBSOCKET_VERSION, "013"), refused);
        assert_eq!(with_another(header::SEC_WEBSOCKET_VERSION, "13"), refused);
    }

    #[test]
    fn the_key_is_16_bytes_in_base64() {
        assert_eq!(without(header::SEC_WEBSOCKET_KEY), Err(Refusal::MissingKey));
        assert_eq!(
            with_another(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
            Err(Refusal::DuplicateKey)
        );
        for key in [
            "",
            "==",
            "dGhlIHNhbXBsZSBub25jZQ",
            "dGhlIHNhbXBsZSBub25jZQ=",
            "dGhlIHNhbXBsZSBub25jZQ===",
            "dGhlIHNhbXBsZSBub25jZTEy",
            "dGhlIHNhbXBsZSBub25jZTE=",
            "dGhlIHNhbXBsZSBub25jZ!==",
            "dGhlIHNhbXBsZSBub25j-_==",
            "dGhlIHNhbXBsZSBub2 jZQ==",
            "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==",
        ] {
            assert_eq!(
                with(header::SEC_WEBSOCKET_KEY, key),
                Err(Refusal::MalformedKey),
                "{key}"
            );
        }
        assert!(with(header::SEC_WEBSOCKET_KEY, "++//ABCDEFGHIJKLMNOPQR==").is_ok());
    }

    #[test]
    fn refusals_map_to_a_status() {
        assert_eq!(Refusal::Method.status(), 405);
        assert_eq!(Refusal::WebSocketVersion.status(), 426);
        for refusal in [
            Refusal::HttpVersion,
            Refusal::Upgrade,
            Refusal::Connection,
            Refusal::MissingKey,
            Refusal::DuplicateKey,
            Refusal::MalformedKey,
        ] {
            assert_eq!(refusal.status(), 400);
            assert!(refusal.to_string().starts_with("the "));
        }
    }
}
