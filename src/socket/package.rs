//! Where a package ends in a stream of bytes: `open_length_check`, `open_eof_check` and the other
//! rules of `setProtocol()`. Pure: bytes in, lengths out; nothing is read here.

use memchr::memmem;

/// Most bytes of a package unless `package_max_length` says otherwise.
pub const DEFAULT_MAX_LENGTH: usize = 2 * 1024 * 1024;
/// Most bytes of `package_eof`.
pub const MAX_EOF: usize = 8;

/// How a length is written in a package's head: `package_length_type`, one of `pack()`'s letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthType {
    bytes: usize,
    big_endian: bool,
    signed: bool,
}

impl LengthType {
    /// The type of a letter of `pack()`; `None`: it has none that could be a length.
    pub fn of_letter(letter: u8) -> Option<Self> {
        let little = cfg!(target_endian = "little");
        let (bytes, big_endian, signed) = match letter {
            b'c' => (1, true, true),
            b'C' => (1, true, false),
            b's' => (2, !little, true),
            b'S' => (2, !little, false),
            b'n' => (2, true, false),
            b'v' => (2, false, false),
            b'l' => (4, !little, true),
            b'L' => (4, !little, false),
            b'N' => (4, true, false),
            b'V' => (4, false, false),
            b'q' => (8, !little, true),
            b'Q' => (8, !little, false),
            b'J' => (8, true, false),
            b'P' => (8, false, false),
            _ => return None,
        };
        Some(Self {
            bytes,
            big_endian,
            signed,
        })
    }

    /// The number at the beginning of `bytes`, which has enough of them. `None`: below 0.
    fn read(self, bytes: &[u8]) -> Option<u64> {
        let field = &bytes[..self.bytes];
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        let number = if self.big_endian {
            field.iter().fold(0, add)
        } else {
            field.iter().rev().fold(0, add)
        };
        let sign = 1_u64 << (self.bytes * 8 - 1);
        (!self.signed || number & sign == 0).then_some(number)
    }
}

/// The rule by which packages are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Rule {
    /// None: what comes is a package.
    #[default]
    None,
    /// A length in the head.
    Length {
        /// How it is written.
        kind: LengthType,
        /// Where it stands.
        offset: usize,
        /// What it does not count: the bytes from the package's beginning to where the counted ones
        /// begin.
        body_offset: usize,
    },
    /// An end mark.
    Eof(Vec<u8>),
    /// MQTT's variable byte integer after the first byte (MQTT 3.1.1 §2.2.3).
    Mqtt,
    /// FastCGI's records of 8 bytes of head, content and padding (specification §3.3).
    FastCgi,
}

/// The rule, and the largest package that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// The rule.
    pub rule: Rule,
    /// Bytes, head and end mark included.
    pub max_length: usize,
}

impl Default for Protocol {
    fn default() -> Self {
        Self {
            rule: Rule::None,
            max_length: DEFAULT_MAX_LENGTH,
        }
    }
}

/// What is known about the package at the beginning of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It has this many bytes, all of which are there.
    Complete(usize),
    /// It goes on: at least this many bytes more.
    More(usize),
    /// It has this many bytes, or at least as many, which is more than allowed.
    TooLong(u64),
    /// What stands there is no length a package can have.
    Malformed,
}

impl Protocol {
    /// Looks at the package that `bytes` begins with. `searched` is where a search for an end mark goes
    /// on; it is to be 0 for a new package.
    pub fn next(&self, bytes: &[u8], searched: &mut usize) -> Step {
        match &self.rule {
            Rule::None if bytes.is_empty() => Step::More(1),
            Rule::None => Step::Complete(bytes.len().min(self.max_length)),
            Rule::Eof(mark) => self.find(bytes, mark, searched),
            Rule::Length {
                kind,
                offset,
                body_offset,
            } => {
                let head = offset.saturating_add(kind.bytes);
                if head > self.max_length {
                    return Step::Malformed;
                }
                if bytes.len() < head {
                    return Step::More(head - bytes.len());
                }
                match kind.read(&bytes[*offset..]) {
                    None => Step::Malformed,
                    Some(counted) => {
                        let total = counted.saturating_add(*body_offset as u64);
                        self.of_length(bytes.len(), total, head)
                    }
                }
            }
            Rule::Mqtt => self.mqtt(bytes),
            Rule::FastCgi => {
                let [_, _, _, _, high, low, padding, ..] = *bytes else {
                    return Step::More(8 - bytes.len());
                };
                let content = u64::from(high) << 8 | u64::from(low);
                self.of_length(bytes.len(), 8 + content + u64::from(padding), 8)
            }
        }
    }

    /// The step for a package of `total` bytes of which `there` are there. Less than its own `head`
    /// cannot be.
    pub fn of_length(&self, there: usize, total: u64, head: usize) -> Step {
        if total == 0 || total < head as u64 {
            return Step::Malformed;
        }
        match usize::try_from(total) {
            Ok(total) if total <= self.max_length => {
                if total <= there {
                    Step::Complete(total)
                } else {
                    Step::More(total - there)
                }
            }
            _ => Step::TooLong(total),
        }
    }

    fn find(&self, bytes: &[u8], mark: &[u8], searched: &mut usize) -> Step {
        let from = (*searched).min(bytes.len());
        let found = memmem::find(&bytes[from..], mark).map(|at| from + at + mark.len());
        match found {
            Some(end) if end <= self.max_length => Step::Complete(end),
            Some(end) => Step::TooLong(end as u64),
            None if bytes.len() >= self.max_length => Step::TooLong(bytes.len() as u64 + 1),
            None => {
                // The mark may have begun.
                *searched = (bytes.len() + 1).saturating_sub(mark.len());
                Step::More(1)
            }
        }
    }

    fn mqtt(&self, bytes: &[u8]) -> Step {
        let mut remaining = 0_u64;
        for index in 0..4 {
            let Some(byte) = bytes.get(1 + index) else {
                return Step::More(2 + index - bytes.len());
            };
            remaining |= u64::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 == 0 {
                let head = 2 + index;
                return self.of_length(bytes.len(), head as u64 + remaining, head);
            }
        }
        Step::Malformed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn length(letter: u8, offset: usize, body_offset: usize) -> Protocol {
        Protocol {
            rule: Rule::Length {
                kind: LengthType::of_letter(letter).expect("a length type"),
                offset,
                body_offset,
            },
            max_length: 100,
        }
    }

    fn eof(mark: &[u8], max_length: usize) -> Protocol {
        Protocol {
            rule: Rule::Eof(mark.to_vec()),
            max_length,
        }
    }

    fn next(protocol: &Protocol, bytes: &[u8]) -> Step {
        protocol.next(bytes, &mut 0)
    }

    #[test]
    fn every_letter_reads_as_pack_writes() {
        for (letter, bytes, number) in [
            (b'c', &b"\x05"[..], 5),
            (b'C', b"\xFF", 255),
            (b'n', b"\x01\x02", 0x0102),
            (b'v', b"\x01\x02", 0x0201),
            (b'N', b"\0\0\x01\x02", 0x0102),
            (b'V', b"\x02\x01\0\0", 0x0102),
            (b'J', b"\0\0\0\0\0\0\x01\x02", 0x0102),
            (b'P', b"\x02\x01\0\0\0\0\0\0", 0x0102),
        ] {
            let kind = LengthType::of_letter(letter).expect("a length type");
            assert_eq!(kind.read(bytes), Some(number), "{}", letter as char);
        }
        assert_eq!(
            LengthType::of_letter(b's').and_then(|kind| kind.read(&(-2_i16).to_ne_bytes())),
            None
        );
        assert_eq!(
            LengthType::of_letter(b'q').and_then(|kind| kind.read(&77_i64.to_ne_bytes())),
            Some(77)
        );
        assert_eq!(LengthType::of_letter(b'a'), None);
    }

    #[test]
    fn a_length_counts_what_the_body_offset_says() {
        let protocol = length(b'N', 0, 4);
        assert_eq!(next(&protocol, b""), Step::More(4));
        assert_eq!(next(&protocol, b"\0\0\0"), Step::More(1));
        assert_eq!(next(&protocol, b"\0\0\0\x03a"), Step::More(2));
        assert_eq!(next(&protocol, b"\0\0\0\x03abcd"), Step::Complete(7));
        assert_eq!(next(&protocol, b"\0\0\0\0x"), Step::Complete(4));
        let whole = length(b'n', 2, 0);
        assert_eq!(next(&whole, b"AB\0\x05xy"), Step::Complete(5));
        assert_eq!(next(&whole, b"AB\0\x03"), Step::Malformed);
        assert_eq!(next(&whole, b"AB\0\0"), Step::Malformed);
    }

    #[test]
    fn lengths_that_lie() {
        assert_eq!(next(&length(b'N', 0, 4), b"\0\0\0\x61"), Step::TooLong(101));
        assert_eq!(next(&length(b'N', 0, 4), b"\0\0\0\x60"), Step::More(96));
        assert_eq!(
            next(&length(b'Q', 0, 8), &[0xFF; 8]),
            Step::TooLong(u64::MAX)
        );
        assert_eq!(next(&length(b'c', 0, 1), b"\xFF"), Step::Malformed);
        assert_eq!(next(&length(b'N', 200, 4), b""), Step::Malformed);
        assert_eq!(
            next(&length(b'N', usize::MAX, usize::MAX), b""),
            Step::Malformed
        );
    }

    #[test]
    fn an_end_mark_may_come_in_pieces() {
        let protocol = eof(b"\r\n\r\n", 100);
        let bytes = b"one\r\n\r\ntwo\r\n\r\n";
        let mut searched = 0;
        for end in 0..7 {
            assert_eq!(protocol.next(&bytes[..end], &mut searched), Step::More(1));
        }
        assert_eq!(protocol.next(&bytes[..7], &mut searched), Step::Complete(7));
        assert_eq!(next(&protocol, bytes), Step::Complete(7));
        assert_eq!(next(&eof(b"\n", 3), b"ab\n"), Step::Complete(3));
        assert_eq!(next(&eof(b"\n", 3), b"abc\n"), Step::TooLong(4));
        assert_eq!(next(&eof(b"\n", 3), b"abc"), Step::TooLong(4));
    }

    #[test]
    fn without_a_rule_everything_is_a_package() {
        let protocol = Protocol::default();
        assert_eq!(next(&protocol, b""), Step::More(1));
        assert_eq!(next(&protocol, b"abc"), Step::Complete(3));
    }

    #[test]
    fn mqtt_and_fastcgi() {
        let mqtt = Protocol {
            rule: Rule::Mqtt,
            max_length: 1000,
        };
        assert_eq!(next(&mqtt, b""), Step::More(2));
        assert_eq!(next(&mqtt, b"\xC0"), Step::More(1));
        assert_eq!(next(&mqtt, b"\xC0\0"), Step::Complete(2));
        assert_eq!(next(&mqtt, b"\x30\x80"), Step::More(1));
        assert_eq!(next(&mqtt, b"\x30\x80\x01"), Step::More(128));
        assert_eq!(next(&mqtt, b"\x30\xFF\xFF\xFF\xFF"), Step::Malformed);
        let fastcgi = Protocol {
            rule: Rule::FastCgi,
            max_length: 1000,
        };
        assert_eq!(next(&fastcgi, b"\x01"), Step::More(7));
        assert_eq!(
            next(&fastcgi, b"\x01\x06\0\x01\0\x02\x01\0hi\0"),
            Step::Complete(11)
        );
    }

    proptest! {
        /// However the bytes arrive, the same packages come out, and each step's promise is kept.
        #[test]
        fn pieces_do_not_matter(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..30), 1..6),
            cuts in prop::collection::vec(1_usize..20, 1..40),
            by_length in any::<bool>(),
        ) {
            let protocol = if by_length { length(b'n', 0, 2) } else { eof(b"\0\xFF", 100) };
            let mut stream = Vec::new();
            let mut expected = Vec::new();
            for mut body in bodies {
                let mut package = Vec::new();
                if by_length {
                    package.extend((body.len() as u16).to_be_bytes());
                    package.append(&mut body);
                } else {
                    body.retain(|byte| *byte != 0);
                    package.append(&mut body);
                    package.extend(b"\0\xFF");
                }
                stream.extend_from_slice(&package);
                expected.push(package);
            }
            let mut found = Vec::new();
            let mut buffer = Vec::new();
            let mut searched = 0;
            let mut cuts = cuts.into_iter().cycle();
            let mut rest = &stream[..];
            while !rest.is_empty() {
                let count = cuts.next().expect("endless").min(rest.len());
                buffer.extend_from_slice(&rest[..count]);
                rest = &rest[count..];
                loop {
                    match protocol.next(&buffer, &mut searched) {
                        Step::Complete(length) => {
                            found.push(buffer.drain(..length).collect::<Vec<u8>>());
                            searched = 0;
                        }
                        Step::More(more) => {
                            prop_assert!(more > 0);
                            break;
                        }
                        other => prop_assert!(false, "{:?}", other),
                    }
                }
            }
            prop_assert_eq!(found, expected);
            prop_assert!(buffer.is_empty());
        }
    }
}
