//! Negotiating extensions. Input: a byte of preferences, then lines of `Sec-WebSocket-Extensions`.
//!
//! - An answer agrees to nothing that was not offered, and keeps to the preferences.
//! - It is a well-formed line, which offered in its turn is agreed on as it stands.
//! - Several lines are one list (RFC 9110 §5.3), as long as each is a whole one.

use swoole::websocket::extension::{Preferences, negotiate};

use crate::input::byte;

/// See the module.
pub fn run(mut data: &[u8]) {
    let flags = byte(&mut data);
    let preferences = Preferences {
        server_context: flags & 1 != 0,
        client_context: flags & 2 != 0,
        window_bits: 9 + (flags >> 2) % 7,
    };
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    let agreement = negotiate(lines.iter().copied(), preferences);

    if lines.iter().all(|line| is_whole(line)) {
        let joined = lines.join(&b","[..]);
        assert_eq!(negotiate([&joined[..]], preferences), agreement);
    }

    let Some(agreement) = agreement else {
        return;
    };
    let offers = String::from_utf8_lossy(data);
    assert!(offers.to_ascii_lowercase().contains("permessage-deflate"),);
    assert!(preferences.server_context || agreement.server_no_context_takeover);
    assert!(preferences.client_context || agreement.client_no_context_takeover);
    if agreement.server_no_context_takeover && preferences.server_context {
        assert!(offers.contains("server_no_context_takeover"));
    }
    let liked = preferences.window_bits;
    // A client whose window cannot be limited does not keep it.
    if agreement.client_no_context_takeover && preferences.client_context && liked == 15 {
        assert!(offers.contains("client_no_context_takeover"));
    }
    assert!((9..=15).contains(&agreement.server_window_bits()));
    assert!((9..=15).contains(&agreement.client_window_bits()));
    if let Some(bits) = agreement.server_max_window_bits {
        let ours = bits == liked && !agreement.server_no_context_takeover;
        assert!(ours || offers.contains("server_max_window_bits"));
        assert!(ours || offers.contains(&bits.to_string()));
    }
    if let Some(bits) = agreement.client_max_window_bits {
        assert!(offers.contains("client_max_window_bits"));
        assert!(!agreement.client_no_context_takeover && bits <= liked);
    }
    // What is kept is no larger than liked.
    assert!(agreement.server_no_context_takeover || agreement.server_window_bits() <= liked);
    assert!(agreement.client_no_context_takeover || agreement.client_window_bits() <= liked);

    let answer = agreement.to_string();
    assert!(http::HeaderValue::from_str(&answer).is_ok());
    let mut parameters = answer.split("; ");
    assert_eq!(parameters.next(), Some("permessage-deflate"));
    for parameter in parameters {
        let name = parameter.split('=').next().unwrap_or_default();
        assert!(
            matches!(
                name,
                "server_no_context_takeover"
                    | "client_no_context_takeover"
                    | "server_max_window_bits"
                    | "client_max_window_bits"
            ),
            "{answer}"
        );
    }
    assert_eq!(negotiate([answer.as_bytes()], preferences), Some(agreement));
}

/// UTF-8 with its quotes in pairs: what may stand beside others in a list.
fn is_whole(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok() && line.iter().filter(|byte| **byte == b'"').count() % 2 == 0
}
