//! Questions, and answers taken apart into records (RFC 1035 §4.1). What a record says is `record`'s part.

use std::ops::Range;

use crate::random;

use super::{Field, Kind, name, number, record};

/// Bytes of a message's header.
const HEADER: usize = 12;
/// The internet.
const CLASS_IN: u16 = 1;

/// A number that is hard to guess.
pub fn random_id() -> u16 {
    (random::bits() & 0xffff) as u16
}

/// The message that asks for a name's records of one type. `None` when it is no domain name.
pub fn query(id: u16, name: &[u8], kind: Kind) -> Option<Vec<u8>> {
    let labels = name::encode(name)?;
    let mut message = Vec::with_capacity(HEADER + labels.len() + 4);
    message.extend_from_slice(&id.to_be_bytes());
    // A query, recursion desired; one question.
    message.extend_from_slice(&[1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    message.extend_from_slice(&labels);
    message.extend_from_slice(&kind.0.to_be_bytes());
    message.extend_from_slice(&CLASS_IN.to_be_bytes());
    Some(message)
}

/// Why a message is not taken for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// It answers another question, or none. Anybody may have sent it.
    Foreign,
    /// It answers this one, but cannot be read to its end.
    Malformed,
}

/// What the server says of the whole (RFC 1035 §4.1.1, RCODE).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// No error.
    Fine,
    /// It could not read the question (1).
    FormatError,
    /// It failed (2).
    ServerFailure,
    /// There is no such name (3).
    NoSuchName,
    /// It cannot do that (4), or does not want to (5).
    Refused,
    /// Something else.
    Other,
}

/// An entry of an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    /// Whose it is.
    pub host: Vec<u8>,
    /// Its type.
    pub kind: Kind,
    /// Its class, usually the internet's.
    class: u16,
    /// Seconds for which it may be kept.
    pub ttl: u32,
    data: Range<usize>,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    message: Vec<u8>,
    /// How it went.
    pub code: Code,
    /// It did not fit, and is to be asked for over TCP. There are no records then.
    pub is_truncated: bool,
    /// What was asked for, aliases on the way to it included.
    pub answers: Vec<Record>,
    /// Whose word it is, or who knows.
    pub authority: Vec<Record>,
    /// What may be useful besides.
    pub additional: Vec<Record>,
}

impl Response {
    /// Takes the answer to `query` apart.
    pub fn parse(message: &[u8], query: &[u8]) -> Result<Self, Rejected> {
        let question = query.get(HEADER..).ok_or(Rejected::Foreign)?;
        let header = message.get(..HEADER).ok_or(Rejected::Foreign)?;
        let is_response = header[2] & 0x80 != 0;
        if !is_response || header[..2] != query[..2] || number(header, 4) != Some(1) {
            return Err(Rejected::Foreign);
        }
        let body = HEADER + question.len();
        match message.get(HEADER..body) {
            Some(repeated) if repeated.eq_ignore_ascii_case(question) => {}
            _ => return Err(Rejected::Foreign),
        }
        let mut response = Self {
            message: Vec::new(),
            code: match header[3] & 0x0f {
                0 => Code::Fine,
                1 => Code::FormatError,
                2 => Code::ServerFailure,
                3 => Code::NoSuchName,
                4 | 5 => Code::Refused,
                _ => Code::Other,
            },
            is_truncated: header[2] & 0x02 != 0,
            answers: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
        };
        if !response.is_truncated {
            response
                .read_sections(message, body)
                .ok_or(Rejected::Malformed)?;
            response.message = message.to_vec();
        }
        Ok(response)
    }

    fn read_sections(&mut self, message: &[u8], mut at: usize) -> Option<()> {
        let sections = [&mut self.answers, &mut self.authority, &mut self.additional];
        for (section, count) in sections.into_iter().zip([6, 8, 10]) {
            // As many as there are: the number said makes no room.
            for _ in 0..number(message, count)? {
                let record = Record::read(message, at)?;
                at = record.data.end;
                section.push(record);
            }
        }
        Some(())
    }

    /// What a record of this answer says, as it came.
    pub fn raw(&self, record: &Record) -> &[u8] {
        self.message.get(record.data.clone()).unwrap_or_default()
    }

    /// What a record of this answer says, field by field. An error when it is malformed; none when its type is not known.
    pub fn fields(&self, record: &Record) -> Result<Option<Vec<(&'static str, Field)>>, Rejected> {
        record::fields(&self.message, record.data.clone(), record.kind).ok_or(Rejected::Malformed)
    }

    /// What the records of the type asked for say that can be read, aliases left out.
    pub fn found(&self, kind: Kind) -> impl Iterator<Item = &[u8]> {
        self.answers
            .iter()
            .filter(move |record| record.kind == kind && record.class == CLASS_IN)
            .map(|record| self.raw(record))
    }
}

impl Record {
    fn read(message: &[u8], at: usize) -> Option<Self> {
        let (host, at) = name::decode(message, at)?;
        let head = message.get(at..at + 10)?;
        let start = at + 10;
        let end = start + usize::from(number(head, 8)?);
        message.get(start..end)?;
        Some(Self {
            host,
            kind: Kind(number(head, 0)?),
            class: number(head, 2)?,
            ttl: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
            data: start..end,
        })
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record whose name points at the question's.
    fn record(kind: u8, data: &[u8]) -> Vec<u8> {
        let mut record = vec![0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, data.len() as u8];
        record.extend_from_slice(data);
        record
    }

    fn response(query: &[u8], flags: [u8; 2], sections: [&[&[u8]]; 3]) -> Vec<u8> {
        let mut message = query.to_vec();
        message[2..4].copy_from_slice(&flags);
        for (section, count) in sections.iter().zip([7, 9, 11]) {
            message[count] = section.len() as u8;
            for record in *section {
                message.extend_from_slice(record);
            }
        }
        message
    }

    fn answers(query: &[u8], answers: &[&[u8]]) -> Vec<u8> {
        response(query, OK, [answers, &[], &[]])
    }

    const OK: [u8; 2] = [0x81, 0x80];

    #[test]
    fn a_query_is_a_header_and_a_question() {
        let message = query(0x1234, b"ab.example.", Kind::AAAA).unwrap();
        assert_eq!(
            message,
            b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x02ab\x07example\x00\x00\x1c\x00\x01"
        );
        assert_eq!(query(1, b"a..b", Kind::A), None);
    }

    #[test]
    fn addresses_are_found_behind_aliases() {
        let question = query(7, b"a.b", Kind::A).unwrap();
        let message = answers(
            &question,
            &[
                &record(5, b"\x01c\xc0\x0c"),
                &record(1, &[1, 2, 3, 4]),
                &record(1, &[5, 6, 7, 8]),
            ],
        );
        let response = Response::parse(&message, &question).unwrap();
        let found: Vec<_> = response.found(Kind::A).collect();
        assert_eq!(found, [[1, 2, 3, 4], [5, 6, 7, 8]]);
        assert_eq!(response.answers.len(), 3);
    }

    #[test]
    fn each_section_has_its_records() {
        let question = query(7, b"a.b", Kind::MX).unwrap();
        let message = response(
            &question,
            OK,
            [
                &[&record(15, b"\x00\x0a\x02mx\xc0\x0c")],
                &[&record(2, b"\x02ns\xc0\x0c"), &record(2, b"\x00")],
                &[&record(1, &[1, 2, 3, 4])],
            ],
        );
        let response = Response::parse(&message, &question).unwrap();
        let counts = [
            response.answers.len(),
            response.authority.len(),
            response.additional.len(),
        ];
        assert_eq!(counts, [1, 2, 1]);
        let first = &response.answers[0];
        assert_eq!(
            (first.host.as_slice(), first.kind, first.ttl),
            (&b"a.b"[..], Kind::MX, 60)
        );
        assert_eq!(response.raw(first), b"\x00\x0a\x02mx\xc0\x0c");
        assert_eq!(
            response.fields(first).unwrap().unwrap()[2],
            ("target", Field::Text(b"mx.a.b".to_vec()))
        );
    }

    #[test]
    fn what_the_server_says_of_the_whole() {
        let question = query(7, b"a.b", Kind::A).unwrap();
        let say = |flags| {
            let message = response(&question, flags, [&[], &[], &[]]);
            Response::parse(&message, &question).unwrap()
        };
        for (code, expected) in [
            (0, Code::Fine),
            (1, Code::FormatError),
            (2, Code::ServerFailure),
            (3, Code::NoSuchName),
            (4, Code::Refused),
            (5, Code::Refused),
            (9, Code::Other),
        ] {
            assert_eq!(say([0x81, 0x80 | code]).code, expected);
        }
        assert!(say([0x83, 0x80]).is_truncated);
        // Records that were cut off are not looked at.
        let mut message = answers(&question, &[&record(1, &[1, 2, 3, 4])]);
        message[2] |= 2;
        message.truncate(message.len() - 1);
        let response = Response::parse(&message, &question).unwrap();
        assert!(response.is_truncated && response.answers.is_empty());
    }

    #[test]
    fn foreign_answers_are_known() {
        let question = query(7, b"a.b", Kind::A).unwrap();
        let good = answers(&question, &[&record(1, &[1, 2, 3, 4])]);
        assert!(Response::parse(&good, &question).is_ok());
        // Another id, another name, another type, no response at all, two questions.
        for other in [
            query(8, b"a.b", Kind::A),
            query(7, b"a.c", Kind::A),
            query(7, b"a.b", Kind::AAAA),
        ] {
            let parsed = Response::parse(&good, &other.unwrap());
            assert_eq!(parsed, Err(Rejected::Foreign));
        }
        assert_eq!(
            Response::parse(&question, &question),
            Err(Rejected::Foreign)
        );
        let mut two = good.clone();
        two[5] = 2;
        assert_eq!(Response::parse(&two, &question), Err(Rejected::Foreign));
        // The name's case does not matter.
        let upper = query(7, b"A.B", Kind::A).unwrap();
        assert!(Response::parse(&good, &upper).is_ok());
    }

    #[test]
    fn no_prefix_and_no_garbage_is_taken_for_an_answer_or_panics() {
        let question = query(7, b"a.b", Kind::A).unwrap();
        let good = answers(&question, &[&record(1, &[1, 2, 3, 4])]);
        for end in 0..good.len() {
            let expected = if end < question.len() {
                Rejected::Foreign
            } else {
                Rejected::Malformed
            };
            let parsed = Response::parse(&good[..end], &question);
            assert_eq!(parsed, Err(expected), "{end}");
        }
        for at in 0..good.len() {
            for byte in [0, 0x3f, 0x40, 0xc0, 0xff] {
                let mut bad = good.clone();
                bad[at] = byte;
                if let Ok(response) = Response::parse(&bad, &question) {
                    let _ = response
                        .answers
                        .iter()
                        .map(|record| response.fields(record));
                }
            }
        }
    }

    #[test]
    fn more_records_are_promised_than_there_are() {
        let question = query(7, b"a.b", Kind::A).unwrap();
        for count in [6, 8, 10] {
            let mut message = answers(&question, &[]);
            message[count] = 0xff;
            message[count + 1] = 0xff;
            let parsed = Response::parse(&message, &question);
            assert_eq!(parsed, Err(Rejected::Malformed));
        }
    }
}
