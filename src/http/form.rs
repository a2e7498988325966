//! `application/x-www-form-urlencoded` pairs, of a query string or a body, and percent-decoding of paths.
//!
//! Bytes to pairs only: turning names such as `a[b][]` into PHP arrays is the engine's work, and multipart bodies
//! are another format.

use std::borrow::Cow;

use percent_encoding::{percent_decode, percent_encode_byte};

/// Iterates over the `name=value` pairs in `input`, decoded, at most `limit` of them.
///
/// Pairs are separated by `&`; `+` is a space; a malformed `%` sequence stands for itself. A name without `=` has
/// the empty value, and a pair without a name is dropped and not counted.
pub fn parse_pairs(input: &[u8], limit: usize) -> Pairs<'_> {
    Pairs {
        rest: input,
        left: limit,
        truncated: false,
    }
}

/// The iterator [`parse_pairs`] returns: names and values.
#[derive(Clone, Debug)]
pub struct Pairs<'a> {
    rest: &'a [u8],
    /// Pairs that may still be returned.
    left: usize,
    truncated: bool,
}

impl Pairs<'_> {
    /// Whether the limit cut the iteration short: there was one more pair.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (Cow<'a, [u8]>, Cow<'a, [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (pair, rest) = split_once(self.rest, b'&');
            self.rest = rest;
            let (name, value) = split_once(pair, b'=');
            if name.is_empty() {
                continue;
            }
            let Some(left) = self.left.checked_sub(1) else {
                self.truncated = true;
                self.rest = &[];
                return None;
            };
            self.left = left;
            return Some((decode(name), decode(value)));
        }
        None
    }
}

/// Decodes `%XX` in a path. `+` is an ordinary character there (RFC 3986 §3.3), and a malformed `%` sequence stands
/// for itself.
pub fn percent_decode_path(path: &[u8]) -> Cow<'_, [u8]> {
    percent_decode(path).into()
}

/// Appends `text` as PHP's `urlencode()` writes it.
pub fn encode(out: &mut Vec<u8>, text: &[u8]) {
    for &byte in text {
        match byte {
            b' ' => out.push(b'+'),
            b'-' | b'_' | b'.' => out.push(byte),
            byte if byte.is_ascii_alphanumeric() => out.push(byte),
            byte => out.extend_from_slice(percent_encode_byte(byte).as_bytes()),
        }
    }
}

/// Decodes `+` and `%XX`.
pub fn decode(input: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'+', input).is_none() {
        return percent_decode(input).into();
    }
    let spaced: Vec<u8> = input
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    match Cow::from(percent_decode(&spaced)) {
        Cow::Owned(decoded) => Cow::Owned(decoded),
        Cow::Borrowed(_) => Cow::Owned(spaced),
    }
}

/// What stands before and after the first `separator`; all and nothing when there is none.
pub(super) fn split_once(input: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match memchr::memchr(separator, input) {
        Some(at) => (&input[..at], &input[at + 1..]),
        None => (input, &[]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(input: &str) -> Vec<(String, String)> {
        let text = |bytes: Cow<'_, [u8]>| String::from_utf8(bytes.into_owned()).unwrap();
        parse_pairs(input.as_bytes(), 1000)
            .map(|(name, value)| (text(name), text(value)))
            .collect()
    }

    fn one(input: &str) -> (String, String) {
        let mut pairs = pairs(input);
        assert_eq!(pairs.len(), 1, "{input}");
        pairs.remove(0)
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn pairs_are_split_and_decoded() {
        assert_eq!(pairs("a=1&b=2"), [pair("a", "1"), pair("b", "2")]);
        assert_eq!(one("a=1+2%2B3"), pair("a", "1 2+3"));
        assert_eq!(one("a%5B%5D=%E4%BD%A0"), pair("a[]", "你"));
        assert_eq!(one("my+name=x"), pair("my name", "x"));
        assert_eq!(one("a=b=c&"), pair("a", "b=c"));
        assert_eq!(one("a%3Db=c"), pair("a=b", "c"));
        assert_eq!(one("a=x%26y"), pair("a", "x&y"));
    }

    #[test]
    fn values_may_be_missing_but_names_may_not() {
        assert_eq!(one("a"), pair("a", ""));
        assert_eq!(one("a="), pair("a", ""));
        assert_eq!(one("=x&a=1&=&&=y"), pair("a", "1"));
        assert_eq!(pairs(""), []);
        assert_eq!(pairs("&&&"), []);
    }

    #[test]
    fn malformed_escapes_stand_for_themselves() {
        assert_eq!(one("a=100%"), pair("a", "100%"));
        assert_eq!(one("a=%4"), pair("a", "%4"));
        assert_eq!(one("a=%zz+%41"), pair("a", "%zz A"));
        let (_, value) = parse_pairs(b"a=%ff%00", 1).next().unwrap();
        assert_eq!(*value, [0xff, 0]);
    }

    #[test]
    fn what_needs_no_decoding_is_borrowed() {
        let (name, value) = parse_pairs(b"name=value", 1).next().unwrap();
        assert!(matches!(
            (name, value),
            (Cow::Borrowed(_), Cow::Borrowed(_))
        ));
        assert!(matches!(
            percent_decode_path(b"/plain+path"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn the_limit_counts_what_it_returns() {
        let mut pairs = parse_pairs(b"a=1&=x&&b=2&c=3&d=4", 2);
        assert_eq!(pairs.by_ref().count(), 2);
        assert!(pairs.is_truncated());
        assert_eq!(pairs.next(), None);

        let mut exact = parse_pairs(b"a=1&b=2&=x&", 2);
        assert_eq!(exact.by_ref().count(), 2);
        assert!(!exact.is_truncated());

        let mut none = parse_pairs(b"a=1", 0);
        assert_eq!(none.next(), None);
        assert!(none.is_truncated());
    }

    #[test]
    fn paths_keep_their_plus_signs() {
        assert_eq!(*percent_decode_path(b"/a%20b+c%2f%zz"), *b"/a b+c/%zz");
    }

    proptest! {
        #[test]
        fn encoded_pairs_come_back(
            pairs in proptest::collection::vec(("\\PC{1,10}", "\\PC{0,10}"), 0..10)
        ) {
            let encode = |text: &str| {
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                    .to_string()
                    .replace("%20", "+")
            };
            let input = pairs
                .iter()
                .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
                .collect::<Vec<_>>()
                .join("&");
            prop_assert_eq!(super::tests::pairs(&input), pairs);
        }

        #[test]
        fn noise_never_panics(input: Vec<u8>, limit in 0..5usize) {
            prop_assert!(parse_pairs(&input, limit).count() <= limit);
        }
    }
}
