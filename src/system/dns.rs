//! Questions to a name server and their answers (RFC 1035, RFC 3596): bytes in, values out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::random;

/// The longest message over UDP that we ask for (no EDNS: RFC 1035 §4.2.1).
pub const MAX_UDP: usize = 512;
/// Bytes of a message's header.
const HEADER: usize = 12;
/// Pointers followed in one name before it counts as a trap.
const MAX_POINTERS: usize = 16;
const CLASS_IN: u16 = 1;
/// Name servers that `/etc/resolv.conf` may list (`MAXNS`).
const MAX_SERVERS: usize = 3;

/// Which kind of address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// A records.
    V4,
    /// AAAA records.
    V6,
}

impl Family {
    fn record(self) -> u16 {
        match self {
            Self::V4 => 1,
            Self::V6 => 28,
        }
    }
}

/// What a name server said.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// The addresses, at least one.
    Addresses(Vec<IpAddr>),
    /// There is no such name, or it has no such address.
    NoSuchName,
    /// It did not fit: to be asked again over TCP.
    Truncated,
    /// The server could not say.
    Failed,
}

/// A number that is hard to guess.
pub fn random_id() -> u16 {
    (random::bits() & 0xffff) as u16
}

/// The message that asks for a name's addresses. `None` when it is no domain name: labels of 1 to 63
/// bytes, 253 in all.
pub fn query(id: u16, name: &str, family: Family) -> Option<Vec<u8>> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.is_empty() || name.len() > 253 {
        return None;
    }
    let mut message = Vec::with_capacity(HEADER + name.len() + 6);
    message.extend_from_slice(&id.to_be_bytes());
    // A query, recursion desired; one question.
    message.extend_from_slice(&[1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        if label.is_empty() || label.len() > 63 {
            return None;
        }
        message.push(label.len() as u8);
        message.extend_from_slice(label.as_bytes());
    }
    message.push(0);
    message.extend_from_slice(&family.record().to_be_bytes());
    message.extend_from_slice(&CLASS_IN.to_be_bytes());
    Some(message)
}

/// What a message answers to `query`. `None` when it is no answer to it, or malformed.
pub fn answer(message: &[u8], query: &[u8]) -> Option<Answer> {
    let header = message.get(..HEADER)?;
    let question = query.get(HEADER..)?;
    let is_response = header[2] & 0x80 != 0;
    if !is_response || header[..2] != query[..2] || number(message, 4)? != 1 {
        return None;
    }
    let repeated = message.get(HEADER..HEADER + question.len())?;
    if !repeated.eq_ignore_ascii_case(question) {
        return None;
    }
    if header[2] & 0x02 != 0 {
        return Some(Answer::Truncated);
    }
    match header[3] & 0x0f {
        0 => {}
        3 => return Some(Answer::NoSuchName),
        _ => return Some(Answer::Failed),
    }
    let wanted = number(question, question.len() - 4)?;
    let mut at = HEADER + question.len();
    let mut found = Vec::new();
    for _ in 0..number(message, 6)? {
        at = skip_name(message, at)?;
        let (kind, class) = (number(message, at)?, number(message, at + 2)?);
        let length = usize::from(number(message, at + 8)?);
        let data = message.get(at + 10..at + 10 + length)?;
        at += 10 + length;
        // Aliases (CNAME) come before the addresses of what they stand for: both are ours.
        if kind == wanted && class == CLASS_IN {
            found.push(address(data)?);
        }
    }
    Some(if found.is_empty() {
        Answer::NoSuchName
    } else {
        Answer::Addresses(found)
    })
}

fn address(data: &[u8]) -> Option<IpAddr> {
    if let Ok(bytes) = <[u8; 4]>::try_from(data) {
        return Some(Ipv4Addr::from(bytes).into());
    }
    <[u8; 16]>::try_from(data)
        .ok()
        .map(|bytes| Ipv6Addr::from(bytes).into())
}

fn number(message: &[u8], at: usize) -> Option<u16> {
    let bytes = message.get(at..at + 2)?;
    Some(u16::from_be_bytes([bytes[0], bytes[1]]))
}

/// The place after a name.
fn skip_name(message: &[u8], mut at: usize) -> Option<usize> {
    for _ in 0..=128 + MAX_POINTERS {
        let length = *message.get(at)?;
        match length {
            0 => return Some(at + 1),
            // A pointer ends the name here.
            0xc0.. => return message.get(at + 1).map(|_| at + 2),
            0x40.. => return None,
            _ => at += 1 + usize::from(length),
        }
    }
    None
}

/// An address with or without a port, as the option `dns_server` has it: `1.1.1.1`, `1.1.1.1:53`,
/// `[::1]:53`, `::1`.
pub fn server(text: &str, port: u16) -> Option<SocketAddr> {
    let text = text.trim();
    text.parse::<SocketAddr>().ok().or_else(|| {
        text.parse::<IpAddr>()
            .ok()
            .map(|address| SocketAddr::new(address, port))
    })
}

/// The name servers of a `resolv.conf`, as many as a resolver asks.
pub fn name_servers(configuration: &str, port: u16) -> Vec<SocketAddr> {
    configuration
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("nameserver"))
        .filter(|rest| rest.starts_with([' ', '\t']))
        .filter_map(|rest| rest.split_whitespace().next())
        .filter_map(|address| server(address, port))
        .take(MAX_SERVERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(query: &[u8], flags: [u8; 2], answers: &[&[u8]]) -> Vec<u8> {
        let mut message = query.to_vec();
        message[2..4].copy_from_slice(&flags);
        message[7] = answers.len() as u8;
        for answer in answers {
            message.extend_from_slice(answer);
        }
        message
    }

    /// A record whose name points at the question's.
    fn record(kind: u8, data: &[u8]) -> Vec<u8> {
        let mut record = vec![0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, data.len() as u8];
        record.extend_from_slice(data);
        record
    }

    const OK: [u8; 2] = [0x81, 0x80];

    #[test]
    fn a_query_is_a_header_and_a_question() {
        let message = query(0x1234, "ab.example.", Family::V6).unwrap();
        assert_eq!(
            message,
            b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x02ab\x07example\x00\x00\x1c\x00\x01"
        );
    }

    #[test]
    fn what_is_no_name_is_not_asked_for() {
        for name in ["", ".", "a..b", &"x".repeat(64), &"a.".repeat(128)] {
            assert_eq!(query(1, name, Family::V4), None, "{name}");
        }
        assert!(query(1, &"x".repeat(63), Family::V4).is_some());
    }

    #[test]
    fn addresses_are_found_behind_aliases() {
        let question = query(7, "a.b", Family::V4).unwrap();
        let message = response(
            &question,
            OK,
            &[
                &record(5, b"\x01c\xc0\x0c"),
                &record(1, &[1, 2, 3, 4]),
                &record(1, &[5, 6, 7, 8]),
            ],
        );
        assert_eq!(
            answer(&message, &question),
            Some(Answer::Addresses(vec![
                "1.2.3.4".parse().unwrap(),
                "5.6.7.8".parse().unwrap()
            ]))
        );
        let question = query(7, "a.b", Family::V6).unwrap();
        let mut address = [0; 16];
        address[15] = 1;
        let message = response(&question, OK, &[&record(28, &address)]);
        assert_eq!(
            answer(&message, &question),
            Some(Answer::Addresses(vec!["::1".parse().unwrap()]))
        );
    }

    #[test]
    fn what_the_server_cannot_say() {
        let question = query(7, "a.b", Family::V4).unwrap();
        let say = |flags| answer(&response(&question, flags, &[]), &question);
        assert_eq!(say([0x81, 0x83]), Some(Answer::NoSuchName));
        assert_eq!(say([0x81, 0x82]), Some(Answer::Failed));
        assert_eq!(say([0x83, 0x80]), Some(Answer::Truncated));
        assert_eq!(say(OK), Some(Answer::NoSuchName));
    }

    #[test]
    fn foreign_answers_are_none() {
        let question = query(7, "a.b", Family::V4).unwrap();
        let good = response(&question, OK, &[&record(1, &[1, 2, 3, 4])]);
        assert!(answer(&good, &question).is_some());
        // Another id, another name, another type, no response at all.
        for other in [
            query(8, "a.b", Family::V4),
            query(7, "a.c", Family::V4),
            query(7, "a.b", Family::V6),
        ] {
            assert_eq!(answer(&good, &other.unwrap()), None);
        }
        assert_eq!(answer(&question, &question), None);
        // The name's case does not matter.
        let upper = query(7, "A.B", Family::V4).unwrap();
        assert!(answer(&good, &upper).is_some());
    }

    #[test]
    fn no_prefix_and_no_garbage_is_taken_for_an_answer_or_panics() {
        let question = query(7, "a.b", Family::V4).unwrap();
        let good = response(&question, OK, &[&record(1, &[1, 2, 3, 4])]);
        for end in 0..good.len() {
            assert_eq!(answer(&good[..end], &question), None, "{end}");
        }
        for at in HEADER + question.len() - HEADER..good.len() {
            for byte in [0, 0x3f, 0x40, 0xc0, 0xff] {
                let mut bad = good.clone();
                bad[at] = byte;
                let _ = answer(&bad, &question);
            }
        }
        // An address of a wrong length.
        let bad = response(&question, OK, &[&record(1, &[1, 2, 3])]);
        assert_eq!(answer(&bad, &question), None);
    }

    #[test]
    fn servers_of_a_configuration() {
        let text = "# nameserver 9.9.9.9\nsearch x\nnameserver 1.1.1.1\n nameserver\t::1 \nnameservers 2.2.2.2\nnameserver bad\nnameserver 3.3.3.3\nnameserver 4.4.4.4\n";
        let found: Vec<String> = name_servers(text, 53)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, ["1.1.1.1:53", "[::1]:53", "3.3.3.3:53"]);
        assert_eq!(server("127.0.0.1:5353", 53), "127.0.0.1:5353".parse().ok());
        assert_eq!(server("x", 53), None);
    }
}
