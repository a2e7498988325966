//! The subprotocol of a connection (RFC 6455 §1.9, §4.2.2): one that the client has offered, or none.

use http::header::{self, HeaderMap};

/// The first of `ours` that the client has offered. Names are compared exactly.
pub fn choose<'a>(ours: &'a [String], headers: &HeaderMap) -> Option<&'a str> {
    ours.iter()
        .map(String::as_str)
        .find(|name| is_offered(name.as_bytes(), headers))
}

/// Whether the client has offered this one.
pub fn is_offered(name: &[u8], headers: &HeaderMap) -> bool {
    is_name(name)
        && headers
            .get_all(header::SEC_WEBSOCKET_PROTOCOL)
            .iter()
            .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
            .any(|offered| offered.trim_ascii() == name)
}

/// Whether it can be a subprotocol's name: a token (RFC 9110 §5.6.2).
pub fn is_name(name: &[u8]) -> bool {
    let in_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !name.is_empty() && name.iter().all(in_token)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn offer(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            let value = HeaderValue::from_str(line).unwrap();
            headers.append(header::SEC_WEBSOCKET_PROTOCOL, value);
        }
        headers
    }

    #[test]
    fn the_first_of_ours_that_was_offered() {
        let ours = ["v2.chat", "v1.chat"].map(String::from);
        for (lines, chosen) in [
            (&[] as &[&str], None),
            (&["v1.chat"], Some("v1.chat")),
            (&["v1.chat, v2.chat"], Some("v2.chat")),
            (&["v1.chat", "mqtt , v2.chat"], Some("v2.chat")),
            (&["V1.CHAT", "v1", "chat", "v1.chat2"], None),
            (&[", ,"], None),
        ] {
            assert_eq!(choose(&ours, &offer(lines)), chosen, "{lines:?}");
        }
        assert_eq!(choose(&[], &offer(&["v1.chat"])), None);
    }

    #[test]
    fn one_only() {
        let headers = offer(&["a, b"]);
        assert!(is_offered(b"a", &headers) && is_offered(b"b", &headers));
        assert!(!is_offered(b"a, b", &headers));
        assert!(!is_offered(b"", &headers));
    }
}
