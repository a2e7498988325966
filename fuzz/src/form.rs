//! Urlencoded pairs and paths. Input: a byte for the limit, then the pairs.
//!
//! - They are the pairs that a literal reading gives, in order, up to the limit.
//! - Whether the limit cut them short is known.

use swoole::http::form::{parse_pairs, percent_decode_path};

use crate::input::byte;

/// See the module.
pub fn run(mut data: &[u8]) {
    let limit = usize::from(byte(&mut data));
    let expected: Vec<_> = data
        .split(|byte| *byte == b'&')
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = pair.split_at(at.unwrap_or(pair.len()));
            (name, value.get(1..).unwrap_or_default())
        })
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| (decode(name, true), decode(value, true)))
        .collect();

    let mut pairs = parse_pairs(data, limit);
    let found: Vec<_> = pairs
        .by_ref()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    assert_eq!(found, expected[..limit.min(expected.len())]);
    assert_eq!(pairs.is_truncated(), expected.len() > limit);
    assert!(pairs.next().is_none());

    assert_eq!(*percent_decode_path(data), decode(data, false));
}

/// `%XX`, and `+` for a space where `plus` says so; what is no escape stands for itself.
fn decode(text: &[u8], plus: bool) -> Vec<u8> {
    let digit = |at: usize| Some((*text.get(at)? as char).to_digit(16)? as u8);
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high << 4 | low);
                at += 2;
            }
            (b'+', ..) if plus => decoded.push(b' '),
            (byte, ..) => decoded.push(byte),
        }
        at += 1;
    }
    decoded
}
