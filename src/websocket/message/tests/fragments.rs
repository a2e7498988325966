//! Messages in several frames: put together, in order, counted.

use super::*;

#[test]
fn fragments_are_put_together_around_control_frames() {
    let frames = [
        frame(0x01, "one "),
        frame(0x89, "p"),
        frame(0x00, ""),
        frame(0x00, "two "),
        frame(0x8a, "q"),
        frame(0x80, "three"),
        frame(0x82, "next"),
    ];
    assert_eq!(
        events(&frames, &LIMITS),
        [
            Event::Ping(control("p")),
            Event::Pong(control("q")),
            message(1, "one two three"),
            message(2, "next"),
        ]
    );
    let empty = [frame(0x02, ""), frame(0x00, ""), frame(0x80, "")];
    assert_eq!(events(&empty, &LIMITS), [message(2, "")]);
}

#[test]
fn fragments_keep_their_order() {
    let lonely = Violation::UnexpectedContinuation;
    assert_eq!(violation(&[frame(0x80, "x")], &LIMITS), lonely);
    assert_eq!(violation(&[frame(0x00, "x")], &LIMITS), lonely);
    assert_eq!(
        violation(&[frame(0x81, "x"), frame(0x80, "y")], &LIMITS),
        lonely
    );
    for opcode in [1, 2] {
        let frames = [frame(0x01, "x"), frame(0x80 | opcode, "y")];
        assert_eq!(
            violation(&frames, &LIMITS),
            Violation::InterleavedMessage { opcode }
        );
        let frames = [frame(0x01, ""), frame(0x89, ""), frame(opcode, "y")];
        assert_eq!(
            violation(&frames, &LIMITS),
            Violation::InterleavedMessage { opcode }
        );
    }
}

#[test]
fn fragments_are_counted() {
    let limits = Limits {
        max_fragments: 3,
        ..LIMITS
    };
    let mut frames = vec![
        frame(0x01, ""),
        frame(0x89, ""),
        frame(0x00, ""),
        frame(0x80, ""),
    ];
    assert_eq!(events(&frames, &limits).len(), 2);
    frames.insert(2, frame(0x00, ""));
    assert_eq!(
        violation(&frames, &limits),
        Violation::TooManyFragments { limit: 3 }
    );
    // One frame is no fragment; two are too many for a limit of one.
    for max_fragments in [0, 1] {
        let limits = Limits {
            max_fragments,
            ..LIMITS
        };
        assert_eq!(events(&[frame(0x81, "whole")], &limits).len(), 1);
        assert_eq!(
            violation(&[frame(0x01, "two"), frame(0x80, "")], &limits),
            Violation::TooManyFragments {
                limit: max_fragments
            }
        );
    }
}

#[test]
fn the_reader_counts_the_fragments_it_has() {
    let frames = [
        frame(0x01, "one"),
        frame(0x89, "ping"),
        frame(0x00, ""),
        frame(0x80, "three"),
    ];
    let mut reader = Reader::<Vec<u8>>::new();
    for (frame, after) in frames.iter().zip([1, 1, 2, 0]) {
        let stream = frame.encode();
        let before = reader.fragments();
        let (all_but_one, last) = stream.split_at(stream.len() - 1);
        for byte in all_but_one {
            reader.feed(&[*byte], &LIMITS).unwrap();
            assert_eq!(reader.fragments(), before);
        }
        reader.feed(last, &LIMITS).unwrap();
        assert_eq!(reader.fragments(), after);
    }
}
