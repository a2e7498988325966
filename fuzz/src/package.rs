//! Packages in a stream. Input: which rule, where a length stands, where the counted bytes begin, the largest package,
//! the size of the pieces, a byte each; then the stream.
//!
//! - What is said of a package is within what is there and what is allowed, and asks for more when it needs more.
//! - Packages do not depend on the pieces they come in.

use swoole::socket::ahead::Ahead;
use swoole::socket::package::{LengthType, Protocol, Rule, Step};

/// All packages of a stream that comes in pieces, and what ended them.
fn packages(protocol: &Protocol, stream: &[u8], piece: usize) -> (Vec<Vec<u8>>, Option<Step>) {
    let mut found = Vec::new();
    let mut ahead = Ahead::default();
    for part in stream.chunks(piece) {
        ahead.add(part);
        loop {
            let (bytes, searched) = ahead.look();
            let there = bytes.len();
            match protocol.next(bytes, searched) {
                Step::Complete(length) => {
                    assert!(0 < length && length <= there && length <= protocol.max_length);
                    found.push(ahead.take(length, <[u8]>::to_vec));
                }
                Step::More(more) => {
                    assert!(more > 0);
                    break;
                }
                Step::TooLong(length) => {
                    assert!(length > protocol.max_length as u64);
                    return (found, Some(Step::TooLong(0)));
                }
                Step::Malformed => return (found, Some(Step::Malformed)),
            }
        }
    }
    (found, None)
}

/// See the module.
pub fn run(data: &[u8]) {
    let [which, offset, body_offset, max, piece, stream @ ..] = data else {
        return;
    };
    let rule = match LengthType::of_letter(*which) {
        Some(kind) => Rule::Length {
            kind,
            offset: usize::from(*offset),
            body_offset: usize::from(*body_offset),
        },
        None => match which {
            b'm' => Rule::Mqtt,
            b'f' => Rule::FastCgi,
            _ => Rule::Eof(vec![*offset; usize::from(body_offset % 8 + 1)]),
        },
    };
    let protocol = Protocol {
        rule,
        max_length: usize::from(*max) + 1,
    };
    let whole = packages(&protocol, stream, stream.len().max(1));
    let pieces = packages(&protocol, stream, usize::from(*piece) + 1);
    assert_eq!(whole, pieces);
}
