//! Single frames: lengths, masks, reserved bits and opcodes, what a head may say.

use super::*;

#[test]
fn single_frames_of_every_length_class() {
    for len in [0, 1, 2, 125, 126, 127, 65_535, 65_536, 65_537, 200_000] {
        let payload: Vec<u8> = (0..=255u8).cycle().take(len).collect();
        assert_eq!(
            events(&[frame(0x82, &payload)], &LIMITS),
            [message(OPCODE_BINARY, &payload)],
            "{len}"
        );
    }
}

#[test]
fn pipelined_frames_come_one_by_one() {
    let frames = [
        frame(0x81, "first"),
        frame(0x82, ""),
        frame(0x89, "ping"),
        frame(0x8a, ""),
        frame(0x81, "last"),
    ];
    let stream = wire(&frames);
    let mut reader = Reader::<Vec<u8>>::new();
    let first = frames[0].encode().len();
    assert_eq!(
        reader.feed(&stream, &LIMITS),
        Ok((first, Some(message(1, "first"))))
    );
    assert_eq!(
        events(&frames, &LIMITS),
        [
            message(1, "first"),
            message(2, ""),
            Event::Ping(control("ping")),
            Event::Pong(control("")),
            message(1, "last"),
        ]
    );
}

#[test]
fn frames_have_to_be_masked() {
    let data = [frame(0x81, "x").unmasked()];
    assert_eq!(violation(&data, &LIMITS), Violation::UnmaskedFrame);
    let ping = [frame(0x89, "").unmasked()];
    assert_eq!(violation(&ping, &LIMITS), Violation::UnmaskedFrame);

    let lenient = Limits {
        masking: Masking::Optional,
        ..LIMITS
    };
    let both = [
        frame(0x01, "plain ").unmasked(),
        frame(0x80, "masked"),
        frame(0x89, "p").unmasked(),
    ];
    assert_eq!(
        events(&both, &lenient),
        [message(1, "plain masked"), Event::Ping(control("p"))]
    );

    let client = Limits {
        masking: Masking::Forbidden,
        ..LIMITS
    };
    assert_eq!(
        events(&both[..1], &client).len() + events(&both[2..], &client).len(),
        1
    );
    for masked in [frame(0x81, "x"), frame(0x80, "x"), frame(0x89, "")] {
        assert_eq!(violation(&[masked], &client), Violation::MaskedFrame);
    }
}

#[test]
fn reserved_bits_and_opcodes_are_refused() {
    for (bits, rsv2, rsv3) in [(0x20, true, false), (0x10, false, true), (0x30, true, true)] {
        for opcode in [1, 2, 8, 9, 10] {
            assert_eq!(
                violation(&[frame(0x80 | bits | opcode, "")], &DEFLATE),
                Violation::ReservedBits { rsv2, rsv3 }
            );
        }
    }
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        let expected = Violation::ReservedOpcode { opcode };
        assert_eq!(violation(&[frame(0x80 | opcode, "x")], &LIMITS), expected);
        assert_eq!(
            violation(&[frame(0x01, "a"), frame(opcode, "x")], &LIMITS),
            expected
        );
    }
}

#[test]
fn rsv1_only_begins_a_message_and_only_when_negotiated() {
    let refused = |opcode| Violation::UnexpectedCompression { opcode };
    assert_eq!(violation(&[frame(0xc1, "x")], &LIMITS), refused(1));
    assert_eq!(violation(&[frame(0xc9, "x")], &DEFLATE), refused(9));
    assert_eq!(
        violation(&[frame(0x41, "x"), frame(0xc0, "y")], &DEFLATE),
        refused(0)
    );

    // Deflated text is not judged as UTF-8: whole, in fragments, or in pieces.
    let frames = [
        frame(0xc1, b"\xff\xfe"),
        frame(0x41, b"\xff"),
        frame(0x80, b"\xfe"),
        frame(0x81, "plain"),
    ];
    let compressed = |payload: &[u8]| {
        Event::Message(Message {
            opcode: 1,
            compressed: true,
            payload: payload.to_vec(),
        })
    };
    assert_eq!(
        events(&frames, &DEFLATE),
        [
            compressed(b"\xff\xfe"),
            compressed(b"\xff\xfe"),
            message(1, "plain")
        ]
    );
}

#[test]
fn control_frames_are_whole_and_short() {
    for opcode in [8, 9, 10] {
        assert_eq!(
            violation(&[frame(opcode, "")], &LIMITS),
            Violation::FragmentedControl { opcode }
        );
        assert_eq!(
            violation(&[frame(0x80 | opcode, [b'x'; 126])], &LIMITS),
            Violation::ControlTooLong {
                opcode,
                length: 126
            }
        );
    }
    assert_eq!(
        events(&[frame(0x89, [b'x'; 125])], &LIMITS),
        [Event::Ping(control([b'x'; 125]))]
    );
}

#[test]
fn length_violations_of_the_head_are_passed_on() {
    let stream = [0x81, 0xfe, 0, 5, 1, 2, 3, 4];
    assert_eq!(
        outcome(&stream, &LIMITS).violation,
        Some(Violation::NonMinimalLength { length: 5 })
    );
    let stream = [0x82, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(
        outcome(&stream, &LIMITS).violation,
        Some(Violation::LengthOverflow {
            length: 0xff00_0000_0000_0000
        })
    );
}

#[test]
fn the_reader_knows_when_it_is_inside_a_frame() {
    for frames in [
        vec![frame(0x82, [0; 200])],
        vec![frame(0x89, "ping")],
        vec![frame(0x81, "")],
    ] {
        let stream = wire(&frames);
        let mut reader = Reader::<Vec<u8>>::new();
        assert!(!reader.is_mid_frame());
        for byte in &stream[..stream.len() - 1] {
            assert_eq!(reader.feed(&[*byte], &LIMITS), Ok((1, None)));
            assert!(reader.is_mid_frame());
        }
        assert!(
            reader
                .feed(&stream[stream.len() - 1..], &LIMITS)
                .unwrap()
                .1
                .is_some()
        );
        assert!(!reader.is_mid_frame());
    }
    // Between fragments it is not.
    let mut reader = Reader::<Vec<u8>>::new();
    reader.feed(&wire(&[frame(0x01, "half")]), &LIMITS).unwrap();
    assert!(!reader.is_mid_frame());
}
