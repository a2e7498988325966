//! Negotiating permessage-deflate (RFC 7692 §7.1), both sides of it: offers in and an answer out, or an offer out and its
//! answer in. The result is an agreement.
//!
//! Nothing is compressed here; that is `deflate`'s.

use std::fmt;

/// The extension's registered name.
const NAME: &str = "permessage-deflate";
/// Windows are 2^9 to 2^15 bytes here. The RFC allows 2^8, which the deflate library cannot compress
/// with: an offer that demands it of the server is declined.
const MIN_BITS: u8 = 9;
const MAX_BITS: u8 = 15;

/// What one's own side would like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Keep the compressor's window between messages when the client allows it: better ratios, and
    /// memory for a window in each connection.
    pub server_context: bool,
    /// Let the client keep its window between messages: memory for a window in each connection.
    pub client_context: bool,
    /// log2 of the largest window to keep, 9–15. A window that is not kept may be any size.
    pub window_bits: u8,
}

/// What both sides will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The server starts every message with an empty window.
    pub server_no_context_takeover: bool,
    /// The client starts every message with an empty window.
    pub client_no_context_takeover: bool,
    /// log2 of the largest window the server compresses with, if not 15.
    pub server_max_window_bits: Option<u8>,
    /// log2 of the largest window the client compresses with, if the server has to follow it and it is known.
    pub client_max_window_bits: Option<u8>,
}

impl Agreement {
    /// log2 of the window to compress with.
    pub fn server_window_bits(&self) -> u8 {
        self.server_max_window_bits.unwrap_or(MAX_BITS)
    }

    /// log2 of the window to follow the client with. Compressors of zlib's kind that were told 8 use 9.
    pub fn client_window_bits(&self) -> u8 {
        self.client_max_window_bits
            .map_or(MAX_BITS, |bits| bits.max(MIN_BITS))
    }
}

impl Agreement {
    /// The same as a client sees it, which calls its own side what a server calls its own.
    pub fn turned(self) -> Self {
        Self {
            server_no_context_takeover: self.client_no_context_takeover,
            client_no_context_takeover: self.server_no_context_takeover,
            server_max_window_bits: self.client_max_window_bits,
            client_max_window_bits: self.server_max_window_bits,
        }
    }

    /// Whether a client that is us can compress as agreed: not with the smallest of windows.
    pub fn client_can_compress(&self) -> bool {
        self.client_max_window_bits
            .is_none_or(|bits| bits >= MIN_BITS)
    }
}

/// A client's offer. That the server may limit its window says nothing about what is done.
pub fn offer(preferences: Preferences) -> String {
    let mut offer = String::from(NAME);
    if !preferences.client_context {
        offer.push_str("; client_no_context_takeover");
    }
    if !preferences.server_context {
        offer.push_str("; server_no_context_takeover");
    } else if preferences.window_bits < MAX_BITS {
        offer.push_str(&format!(
            "; server_max_window_bits={}",
            preferences.window_bits
        ));
    }
    offer.push_str("; client_max_window_bits");
    offer
}

/// The answer to an offer is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadAnswer;

/// What a server has answered to [`offer`], in all its `Sec-WebSocket-Extensions` lines; `None`: nothing is agreed on.
///
/// # Errors
///
/// Another extension, or parameters that are unknown, repeated or malformed (§7.1.3).
pub fn accept_answer<'a>(
    lines: impl IntoIterator<Item = &'a [u8]>,
    preferences: Preferences,
) -> Result<Option<Agreement>, BadAnswer> {
    let mut agreement = None;
    for line in lines {
        let line = std::str::from_utf8(line).map_err(|_| BadAnswer)?;
        for answer in split(line, ',') {
            if agreement.is_some() {
                return Err(BadAnswer);
            }
            agreement = Some(answered(answer, preferences).ok_or(BadAnswer)?);
        }
    }
    Ok(agreement)
}

/// The parameters of an offer of this extension, or of its acceptance: names and what stands behind `=`. `None`: it is
/// another extension, or a parameter is malformed or comes twice.
fn parameters(text: &str) -> Option<Vec<(&str, Option<&str>)>> {
    let mut parts = split(text, ';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(NAME) {
        return None;
    }
    let mut parameters: Vec<(&str, Option<&str>)> = Vec::new();
    for part in parts {
        let (name, value) = match part.split_once('=') {
            Some((name, value)) => (name.trim(), Some(unquote(value.trim())?)),
            None => (part, None),
        };
        if parameters.iter().any(|(known, _)| *known == name) {
            return None;
        }
        parameters.push((name, value));
    }
    Some(parameters)
}

fn answered(answer: &str, preferences: Preferences) -> Option<Agreement> {
    let parameters = parameters(answer)?;
    let mut agreement = Agreement {
        server_no_context_takeover: false,
        // A client may always do without.
        client_no_context_takeover: !preferences.client_context,
        server_max_window_bits: None,
        client_max_window_bits: None,
    };
    for (name, value) in parameters {
        match (name, value) {
            ("server_no_context_takeover", None) => agreement.server_no_context_takeover = true,
            ("client_no_context_takeover", None) => agreement.client_no_context_takeover = true,
            ("server_max_window_bits", Some(value)) => {
                agreement.server_max_window_bits = Some(bits(value)?);
            }
            ("client_max_window_bits", Some(value)) => {
                agreement.client_max_window_bits = Some(bits(value)?);
            }
            _ => return None,
        }
    }
    Some(agreement)
}

impl fmt::Display for Agreement {
    /// The value of the answer's `Sec-WebSocket-Extensions`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)?;
        if self.client_no_context_takeover {
            f.write_str("; client_no_context_takeover")?;
        }
        if self.server_no_context_takeover {
            f.write_str("; server_no_context_takeover")?;
        }
        if let Some(bits) = self.server_max_window_bits {
            write!(f, "; server_max_window_bits={bits}")?;
        }
        if let Some(bits) = self.client_max_window_bits {
            write!(f, "; client_max_window_bits={bits}")?;
        }
        Ok(())
    }
}

/// Accepts the first offer that can be honoured, of all `Sec-WebSocket-Extensions` lines in order.
/// Other extensions, and offers with unknown, repeated or malformed parameters, are declined (§7.1).
pub fn negotiate<'a>(
    lines: impl IntoIterator<Item = &'a [u8]>,
    preferences: Preferences,
) -> Option<Agreement> {
    lines
        .into_iter()
        .filter_map(|line| std::str::from_utf8(line).ok())
        .flat_map(|line| split(line, ','))
        .find_map(|offer| accept(offer, preferences))
}

fn accept(offer: &str, preferences: Preferences) -> Option<Agreement> {
    let parameters = parameters(offer)?;
    let mut agreement = Agreement {
        server_no_context_takeover: !preferences.server_context,
        client_no_context_takeover: !preferences.client_context,
        server_max_window_bits: None,
        client_max_window_bits: None,
    };
    // What the client says of its own window: nothing, that it can be limited, and to what it limits it itself.
    let mut client_bits: Option<Option<u8>> = None;
    for (name, value) in parameters {
        match (name, value) {
            ("server_no_context_takeover", None) => agreement.server_no_context_takeover = true,
            ("client_no_context_takeover", None) => agreement.client_no_context_takeover = true,
            ("server_max_window_bits", Some(value)) => {
                agreement.server_max_window_bits =
                    Some(bits(value).filter(|&bits| bits >= MIN_BITS)?);
            }
            ("client_max_window_bits", None) => client_bits = Some(None),
            ("client_max_window_bits", Some(value)) => client_bits = Some(Some(bits(value)?)),
            _ => return None,
        }
    }
    limit_windows(&mut agreement, client_bits, preferences.window_bits);
    Some(agreement)
}

/// Windows that are kept are no larger than the server likes. Those that are not kept cost nothing here.
fn limit_windows(agreement: &mut Agreement, client_bits: Option<Option<u8>>, liked: u8) {
    if !agreement.server_no_context_takeover && agreement.server_window_bits() > liked {
        agreement.server_max_window_bits = Some(liked);
    }
    if agreement.client_no_context_takeover {
        return;
    }
    match client_bits {
        // The answer may limit the client only if it has said that it understands that (§7.1.2.2).
        None if liked < MAX_BITS => agreement.client_no_context_takeover = true,
        None => {}
        Some(own) => {
            let bits = own.unwrap_or(MAX_BITS).min(liked);
            agreement.client_max_window_bits = (bits < MAX_BITS).then_some(bits);
        }
    }
}

/// A window size: 8 to 15, without leading zeros (§7.1.2).
fn bits(value: &str) -> Option<u8> {
    match value.as_bytes() {
        [digit @ b'8'..=b'9'] | [b'1', digit @ b'0'..=b'5'] => {
            let tens = if value.len() == 2 { 10 } else { 0 };
            Some(tens + (digit - b'0'))
        }
        _ => None,
    }
}

/// The text of a token or a quoted string without escapes.
fn unquote(value: &str) -> Option<&str> {
    match value.strip_prefix('"') {
        Some(rest) => rest
            .strip_suffix('"')
            .filter(|text| !text.contains(['"', '\\'])),
        None => (!value.contains('"')).then_some(value),
    }
}

/// Splits at `separator` outside of quoted strings.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_CONTEXT: Preferences = Preferences {
        server_context: false,
        client_context: false,
        window_bits: 12,
    };
    const CONTEXT: Preferences = Preferences {
        server_context: true,
        client_context: true,
        window_bits: 15,
    };
    const SMALL_CONTEXT: Preferences = Preferences {
        window_bits: 12,
        ..CONTEXT
    };

    fn answer(line: &str, preferences: Preferences) -> Option<String> {
        negotiate([line.as_bytes()], preferences).map(|agreement| agreement.to_string())
    }

    #[test]
    fn plain_offers_are_answered_as_swoole_answers() {
        let expected = "permessage-deflate; client_no_context_takeover; server_no_context_takeover";
        for offer in [
            "permessage-deflate",
            "Permessage-Deflate",
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate;client_max_window_bits=15",
            " permessage-deflate ; client_no_context_takeover ",
            "foo, permessage-deflate",
            "permessage-deflate; server_max_window_bits=8, permessage-deflate",
        ] {
            assert_eq!(
                answer(offer, NO_CONTEXT).as_deref(),
                Some(expected),
                "{offer}"
            );
        }
    }

    #[test]
    fn contexts_are_kept_where_both_sides_allow_it() {
        assert_eq!(
            answer("permessage-deflate", CONTEXT).as_deref(),
            Some("permessage-deflate")
        );
        assert_eq!(
            answer("permessage-deflate; server_no_context_takeover", CONTEXT).as_deref(),
            Some("permessage-deflate; server_no_context_takeover")
        );
        assert_eq!(
            answer("permessage-deflate; client_no_context_takeover", CONTEXT).as_deref(),
            Some("permessage-deflate; client_no_context_takeover")
        );
    }

    #[test]
    fn kept_windows_are_limited() {
        for (offer, expected) in [
            // The client cannot be limited: then it does not keep its window.
            (
                "",
                "; client_no_context_takeover; server_max_window_bits=12",
            ),
            (
                "; client_max_window_bits",
                "; server_max_window_bits=12; client_max_window_bits=12",
            ),
            (
                "; client_max_window_bits=15",
                "; server_max_window_bits=12; client_max_window_bits=12",
            ),
            (
                "; client_max_window_bits=8; server_max_window_bits=10",
                "; server_max_window_bits=10; client_max_window_bits=8",
            ),
            (
                "; server_max_window_bits=14",
                "; client_no_context_takeover; server_max_window_bits=12",
            ),
            // Not kept: any size.
            (
                "; server_no_context_takeover; client_no_context_takeover; client_max_window_bits",
                "; client_no_context_takeover; server_no_context_takeover",
            ),
            (
                "; server_no_context_takeover; client_max_window_bits=11",
                "; server_no_context_takeover; client_max_window_bits=11",
            ),
        ] {
            assert_eq!(
                answer(&format!("permessage-deflate{offer}"), SMALL_CONTEXT),
                Some(format!("permessage-deflate{expected}")),
                "{offer}"
            );
        }
    }

    #[test]
    fn windows_to_compress_and_to_follow_with() {
        let bits = |offer: &str, preferences| {
            let agreement = negotiate([offer.as_bytes()], preferences).unwrap();
            (
                agreement.server_window_bits(),
                agreement.client_window_bits(),
            )
        };
        assert_eq!(bits("permessage-deflate", NO_CONTEXT), (15, 15));
        assert_eq!(bits("permessage-deflate", CONTEXT), (15, 15));
        let eight = "permessage-deflate; client_max_window_bits=8; server_max_window_bits=9";
        assert_eq!(bits(eight, CONTEXT), (9, 9));
        let offer = "permessage-deflate; client_max_window_bits";
        assert_eq!(bits(offer, SMALL_CONTEXT), (12, 12));
    }

    #[test]
    fn a_window_asked_for_is_granted() {
        for bits in 9..=15 {
            let plain = format!("permessage-deflate; server_max_window_bits={bits}");
            assert_eq!(answer(&plain, CONTEXT), Some(plain.clone()));
            let quoted = format!("permessage-deflate; server_max_window_bits=\"{bits}\"");
            assert_eq!(answer(&quoted, CONTEXT), Some(plain));
            let agreement = negotiate([quoted.as_bytes()], CONTEXT);
            assert_eq!(agreement.map(|a| a.server_window_bits()), Some(bits));
        }
    }

    #[test]
    fn what_cannot_be_honoured_is_declined() {
        for offer in [
            "",
            "permessage-bzip2",
            "permessage-deflate; unknown",
            "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_max_window_bits=8",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; server_max_window_bits=09",
            "permessage-deflate; server_max_window_bits=1",
            "permessage-deflate; server_max_window_bits=100",
            "permessage-deflate; client_max_window_bits=7",
            "permessage-deflate; client_max_window_bits=\"1",
            "permessage-deflate; server_no_context_takeover=1",
            "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
            "permessage-deflate; server_max_window_bits=",
            "permessage-deflate;",
            "permessage-deflate; =10",
            "permessage-deflate; server_max_window_bits=+9",
            "permessage-deflate; Server_Max_Window_Bits=10",
            "foo; x=\", permessage-deflate\"",
        ] {
            assert_eq!(answer(offer, CONTEXT), None, "{offer}");
        }
    }

    #[test]
    fn offers_and_their_answers() {
        let plain = "permessage-deflate; client_no_context_takeover; server_no_context_takeover";
        assert_eq!(
            offer(NO_CONTEXT),
            format!("{plain}; client_max_window_bits")
        );
        assert_eq!(offer(CONTEXT), "permessage-deflate; client_max_window_bits");
        assert_eq!(
            offer(SMALL_CONTEXT),
            "permessage-deflate; server_max_window_bits=12; client_max_window_bits"
        );
        // What we offer as a client we answer as a server, and understand the answer.
        for preferences in [NO_CONTEXT, CONTEXT, SMALL_CONTEXT] {
            let agreement = negotiate([offer(preferences).as_bytes()], preferences).unwrap();
            let answer = agreement.to_string();
            assert_eq!(
                accept_answer([answer.as_bytes()], preferences),
                Ok(Some(agreement))
            );
        }
        let answer = |line: &str| accept_answer([line.as_bytes()], NO_CONTEXT);
        let eight = answer("permessage-deflate; client_max_window_bits=8")
            .unwrap()
            .unwrap();
        assert!(!eight.client_can_compress() && eight.client_no_context_takeover);
        assert!(!eight.server_no_context_takeover && eight.turned().client_window_bits() == 15);
        assert_eq!(accept_answer([], NO_CONTEXT), Ok(None));
        for bad in [
            "x-webkit-deflate-frame",
            "permessage-deflate, permessage-deflate",
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; unknown",
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            "",
        ] {
            assert_eq!(answer(bad), Err(BadAnswer), "{bad}");
        }
    }

    #[test]
    fn several_lines_are_one_list() {
        let lines: [&[u8]; 3] = [b"x-webkit", b"\xff", b"permessage-deflate"];
        assert!(negotiate(lines, CONTEXT).is_some());
    }
}
