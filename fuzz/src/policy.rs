//! Which pages may connect, and which subprotocol is spoken. Input: lines, of which those that begin with `o` name an
//! allowed origin, with `s` a subprotocol of the server, with `O` and `P` values of the headers `Origin` and
//! `Sec-WebSocket-Protocol`.
//!
//! - A page is let in only when a parser of URLs finds the same host in it as in an entry, or one below.
//! - Without an Origin everybody is let in, with two nobody.
//! - The subprotocol is the server's first that is a token and that a literal reading finds on offer.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::uri::{Authority, Uri};
use swoole::websocket::origin::AllowedOrigins;
use swoole::websocket::subprotocol::{choose, is_name, is_offered};

/// See the module.
pub fn run(data: &[u8]) {
    let lines_with = |kind: u8| {
        data.split(|byte| *byte == b'\n')
            .filter_map(move |line| line.strip_prefix(&[kind]))
    };
    let texts = |kind: u8| lines_with(kind).filter_map(|line| std::str::from_utf8(line).ok());
    let mut headers = HeaderMap::new();
    let mut add = |name: HeaderName, kind| {
        for line in lines_with(kind) {
            if let Ok(value) = HeaderValue::from_bytes(line) {
                headers.append(&name, value);
            }
        }
    };
    add(header::ORIGIN, b'O');
    add(header::SEC_WEBSOCKET_PROTOCOL, b'P');

    let entries: Vec<String> = texts(b'o').map(|host| format!("https://{host}")).collect();
    origins(&entries, &headers);
    let ours: Vec<String> = texts(b's').map(str::to_owned).collect();
    subprotocols(&ours, &headers);
}

fn origins(entries: &[String], headers: &HeaderMap) {
    let (allowed, unusable) = AllowedOrigins::parse(entries.iter().map(String::as_str));
    assert!(unusable.len() <= entries.len());
    let let_in = allowed.allow(headers);
    let mut given = headers.get_all(header::ORIGIN).iter();
    match (given.next(), given.next()) {
        (None, _) => assert!(let_in),
        (Some(_), Some(_)) => assert!(!let_in),
        (Some(origin), None) if let_in => {
            let origin = std::str::from_utf8(origin.as_bytes())
                .expect("what is let in is text")
                .trim()
                .to_ascii_lowercase();
            if let Ok(uri) = origin.parse::<Uri>() {
                let host = uri.host().unwrap_or_default();
                let known = entries.iter().any(|entry| fits(entry, host));
                assert!(known && uri.scheme_str() == Some("https"), "{origin}");
            }
            // The entry itself, had it been sent, as long as it can be.
            assert!(!entries.is_empty());
        }
        _ => {}
    }
}

/// Whether `host` is the one of `entry`, or below it if the entry says so.
fn fits(entry: &str, host: &str) -> bool {
    let entry = entry.trim().to_ascii_lowercase();
    let entry = entry.strip_prefix("https://").unwrap_or_default();
    let entry = entry.strip_suffix('/').unwrap_or(entry);
    let (below, entry) = match entry.strip_prefix("*.") {
        Some(entry) => (true, entry),
        None => (false, entry),
    };
    let Ok(authority) = entry.parse::<Authority>() else {
        return false;
    };
    if below {
        host.strip_suffix(authority.host())
            .is_some_and(|labels| labels.ends_with('.') && labels.len() > 1)
    } else {
        host == authority.host()
    }
}

fn subprotocols(ours: &[String], headers: &HeaderMap) {
    let offered: Vec<&[u8]> = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .collect();
    let expected = ours
        .iter()
        .find(|name| is_name(name.as_bytes()) && offered.contains(&name.as_bytes()));
    let chosen = choose(ours, headers);
    assert_eq!(chosen, expected.map(String::as_str));
    if let Some(chosen) = chosen {
        assert!(is_offered(chosen.as_bytes(), headers));
        assert!(HeaderValue::from_str(chosen).is_ok());
        assert!(!chosen.contains([' ', ',', '"', ';', '\t']));
    }
}
