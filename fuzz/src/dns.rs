//! DNS: names, and answers from anybody. Input: two bytes for the type asked for, a byte for the length of the name, the
//! name; then what a server says after its id: two bytes of flags, three counts of two bytes, records.
//!
//! - A name that can be asked for is read back as a text that stands for the same labels.
//! - An answer is taken or refused. What is taken has no more records than fit, each of a name that can be asked for.
//! - What follows the last record changes nothing; another id, or another question, is foreign.

use swoole::system::dns::{Field, Kind, Rejected, Response, name, query};

use crate::input::{byte, short};

/// See the module.
pub fn run(mut data: &[u8]) {
    let kind = Kind(short(&mut data));
    let length = usize::from(byte(&mut data)).min(data.len());
    let (asked, said) = data.split_at(length);
    let _ = name::decode(said, said.len() / 2).map(|(text, _)| assert_name(&text));
    let Some(question) = query(0x1234, asked, kind) else {
        assert_eq!(name::encode(asked), None);
        return;
    };
    let labels = name::encode(asked).expect("it was asked for");
    let (text, after) = name::decode(&labels, 0).expect("labels are a name");
    assert_eq!(after, labels.len());
    assert_eq!(name::encode(&text).as_deref(), Some(&labels[..]));

    let mut message = question.clone();
    for (at, byte) in (2..4).chain(6..12).zip(said) {
        message[at] = *byte;
    }
    message.extend_from_slice(said.get(8..).unwrap_or_default());

    let other = query(0x1235, asked, kind).expect("the same name");
    assert_eq!(Response::parse(&message, &other), Err(Rejected::Foreign));
    let Ok(response) = Response::parse(&message, &question) else {
        return;
    };
    let sections = [&response.answers, &response.authority, &response.additional];
    let records: Vec<_> = sections.into_iter().flatten().collect();
    // A root, and ten bytes.
    assert!(records.len() * 11 <= said.len());
    for record in &records {
        assert_name(&record.host);
        assert!(response.raw(record).len() <= said.len());
        for (_, field) in response.fields(record).ok().flatten().unwrap_or_default() {
            if let Field::List(entries) = field {
                assert!(entries.concat().len() <= response.raw(record).len());
            }
        }
    }

    message.extend_from_slice(b"\x00\xc0");
    let longer = Response::parse(&message, &question).expect("only its end has changed");
    assert_eq!(longer.answers, response.answers);
    assert_eq!(longer.additional, response.additional);
}

fn assert_name(text: &[u8]) {
    let labels = name::encode(text).expect("what was read can be asked for");
    assert_eq!(
        name::decode(&labels, 0),
        Some((text.to_vec(), labels.len()))
    );
}
