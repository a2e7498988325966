//! Accept-Encoding and coded bodies. Input: a byte that chooses coding and level, the values of Accept-Encoding a line
//! each, an empty line, a body.
//!
//! - The coding is the one that a literal reading of RFC 9110 §12.5.3 gives: never one that the client excludes, nor any
//!   for a client that likes `identity` better.
//! - A body comes back as it was: from gzip and deflate by miniz_oxide, one after the other, at any level.

use miniz_oxide::inflate::{decompress_to_vec, decompress_to_vec_zlib};
use swoole::http::encoding::{Coding, compress, negotiate};

use crate::input::byte;

/// In the order in which one of equals is taken.
const CODINGS: [(Coding, &[&str]); 4] = [
    (Coding::Brotli, &["br"]),
    (Coding::Gzip, &["gzip", "x-gzip"]),
    (Coding::Deflate, &["deflate"]),
    (Coding::Zstd, &["zstd"]),
];

/// See the module.
pub fn run(mut data: &[u8]) {
    let choice = byte(&mut data);
    let end = data.windows(2).position(|pair| pair == b"\n\n");
    let (accept, body) = data.split_at(end.unwrap_or(data.len()));
    let body = body.get(2..).unwrap_or_default();
    let values: Vec<_> = accept.split(|byte| *byte == b'\n').collect();
    assert_eq!(negotiate(values.iter().copied()), literal(&values));

    let coding = CODINGS[usize::from(choice & 3)].0;
    let level = u32::from(choice >> 2);
    if matches!(coding, Coding::Gzip | Coding::Deflate) || body.len() < 64 {
        coded(coding, level, body);
        // The coder is used again.
        coded(coding, level, b"another body");
    }
}

fn coded(coding: Coding, level: u32, body: &[u8]) {
    let coded = compress(coding, level, body).expect("a body in memory can be coded");
    let plain = match coding {
        Coding::Gzip => {
            // Head, stream, checksum, length (RFC 1952 §2.3).
            let (rest, length) = coded.split_at(coded.len() - 4);
            assert_eq!(length, (body.len() as u32).to_le_bytes());
            decompress_to_vec(&rest[10..rest.len() - 4])
        }
        Coding::Deflate => decompress_to_vec_zlib(&coded),
        Coding::Brotli | Coding::Zstd => return,
    };
    assert_eq!(plain.ok().as_deref(), Some(body), "{coding:?} at {level}");
}

/// The header as its grammar has it: members with a name and a weight; what has not that form is none.
fn literal(values: &[&[u8]]) -> Option<Coding> {
    let members: Vec<(String, f64)> = values
        .iter()
        .flat_map(|value| value.split(|byte| *byte == b','))
        .filter_map(|member| {
            // A byte a character: names are compared, not read.
            let text: String = member.iter().map(|byte| char::from(*byte)).collect();
            let (name, weight) = match text.split_once(';') {
                Some((name, parameter)) => (name, weight(parameter)?),
                None => (text.as_str(), 1.0),
            };
            Some((trimmed(name).to_ascii_lowercase(), weight))
        })
        .collect();
    let named = |name: &str| {
        let member = members.iter().find(|(member, _)| member == name);
        member.map(|(_, weight)| *weight)
    };
    let weight_of = |names: &[&str]| {
        let member = members
            .iter()
            .find(|(member, _)| names.contains(&member.as_str()));
        member
            .map(|(_, weight)| *weight)
            .or_else(|| named("*"))
            .unwrap_or(0.0)
    };
    let identity = named("identity").unwrap_or(0.0);
    let best = CODINGS
        .iter()
        .map(|(_, names)| weight_of(names))
        .fold(0.0, f64::max);
    if best == 0.0 || best < identity {
        return None;
    }
    let chosen = CODINGS.iter().find(|(_, names)| weight_of(names) == best);
    chosen.map(|(coding, _)| *coding)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r', '\x0c'])
}

/// `q=` and 0 to 1 with three digits at most.
fn weight(parameter: &str) -> Option<f64> {
    let (name, value) = parameter.split_once('=')?;
    let value = trimmed(value);
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let number = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let weight: f64 = format!("0{whole}.{fraction}0").parse().ok()?;
    let fits = number && matches!(whole, "0" | "1") && weight <= 1.0;
    (fits && trimmed(name).eq_ignore_ascii_case("q")).then_some(weight)
}
