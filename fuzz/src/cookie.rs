//! Cookies, both ways. Input: a byte of flags, a line for each part of a cookie to set, and all of it as a `Cookie`
//! header.
//!
//! - The cookies of a header are those that a literal reading gives.
//! - A line that is written has exactly the attributes it was asked for: no part can smuggle one in, or a line break.
//! - A written value is read back.

use swoole::http::cookie::{SetCookie, parse};

use crate::input::{byte, short};

/// See the module.
pub fn run(data: &[u8]) {
    read(data);
    write(data);
}

fn read(header: &[u8]) {
    let is_space = |byte: &u8| matches!(byte, b' ' | 9..=13);
    let expected: Vec<_> = header
        .split(|byte| *byte == b';')
        .map(|cookie| {
            let at = cookie.iter().position(|byte| *byte == b'=');
            let (name, value) = cookie.split_at(at.unwrap_or(cookie.len()));
            let spaces = name.iter().take_while(|byte| is_space(byte)).count();
            (&name[spaces..], value.get(1..).unwrap_or_default())
        })
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| (name, percent_decoded(value)))
        .collect();
    let found: Vec<_> = parse(header)
        .map(|(name, value)| (name, value.into_owned()))
        .collect();
    assert_eq!(found, expected);
}

fn write(mut data: &[u8]) {
    let flags = byte(&mut data);
    let expires = i64::from(short(&mut data)) << (flags & 0x1f);
    let mut parts = data.split(|byte| *byte == 0xff);
    let mut part = || parts.next().unwrap_or_default();
    let cookie = SetCookie {
        encode: flags & 0x20 == 0,
        expires,
        path: part(),
        domain: part(),
        secure: flags & 0x40 != 0,
        http_only: flags & 0x80 != 0,
        same_site: part(),
        priority: part(),
        partitioned: flags & 1 != 0,
        ..SetCookie::new(part(), part())
    };
    let line = match cookie.render(1_700_000_000) {
        Ok(line) => line,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(!line.iter().any(|byte| matches!(byte, b'\r' | b'\n')));

    let dated = cookie.value.is_empty() || cookie.expires > 0;
    let texts = [
        cookie.path,
        cookie.domain,
        cookie.same_site,
        cookie.priority,
    ];
    let expected = usize::from(dated) * 2
        + texts.iter().filter(|text| !text.is_empty()).count()
        + usize::from(cookie.secure)
        + usize::from(cookie.http_only)
        + usize::from(cookie.partitioned);
    let attributes = line.iter().filter(|byte| **byte == b';').count();
    assert_eq!(attributes, expected, "{}", String::from_utf8_lossy(&line));

    let pair = line.split(|byte| *byte == b';').next().unwrap_or_default();
    let (name, value) = parse(pair).next().expect("a cookie was written");
    assert_eq!(name, cookie.name);
    if cookie.value.is_empty() {
        assert_eq!(&*value, b"deleted");
    } else if cookie.encode {
        // A space is written as PHP's urlencode() does, and read as a plus.
        let spaced: Vec<u8> = cookie
            .value
            .iter()
            .map(|byte| if *byte == b' ' { b'+' } else { *byte })
            .collect();
        assert_eq!(*value, spaced);
    }
}

/// `%XX`; what is no escape stands for itself.
fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| Some((*text.get(at)? as char).to_digit(16)? as u8);
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if let (b'%', Some(high), Some(low)) = (text[at], digit(at + 1), digit(at + 2)) {
            decoded.push(high << 4 | low);
            at += 3;
        } else {
            decoded.push(text[at]);
            at += 1;
        }
    }
    decoded
}
