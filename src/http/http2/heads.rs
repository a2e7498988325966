//! Heads of requests as HTTP/1 has them, which is what the rest of the server and scripts know.

use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};

/// The CONNECT that opens a WebSocket (RFC 8441 §5), as the GET that would open it over HTTP/1: what scripts look for.
pub(super) fn as_upgrade(head: &mut Parts) {
    head.method = Method::GET;
    for (name, value) in [
        (header::UPGRADE, "websocket"),
        (header::CONNECTION, "Upgrade"),
    ] {
        head.headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Cookies may come in several fields, to be read as one (RFC 9113 §8.2.3).
pub(super) fn join_cookies(headers: &mut HeaderMap) {
    let mut all = headers.get_all(header::COOKIE).iter();
    let (Some(first), Some(second)) = (all.next(), all.next()) else {
        return;
    };
    let mut joined = first.as_bytes().to_vec();
    for cookie in std::iter::once(second).chain(all) {
        joined.extend_from_slice(b"; ");
        joined.extend_from_slice(cookie.as_bytes());
    }
    if let Ok(joined) = HeaderValue::from_bytes(&joined) {
        headers.insert(header::COOKIE, joined);
    }
}
