//! Text is UTF-8, across frames and reads.

use super::*;

#[test]
fn text_is_validated_across_fragments() {
    let text = "κόσμε \u{10ffff}".as_bytes();
    for cut in 0..=text.len() {
        let frames = [
            frame(0x01, &text[..cut]),
            frame(0x89, ""),
            frame(0x80, &text[cut..]),
        ];
        assert_eq!(
            events(&frames, &LIMITS)[1],
            message(1, text),
            "cut at {cut}"
        );
    }
    // Cut short, in one frame and in several.
    assert_eq!(
        violation(&[frame(0x81, b"ok\xce")], &LIMITS),
        Violation::InvalidUtf8 { offset: 2 }
    );
    assert_eq!(
        violation(
            &[
                frame(0x01, b"ok\xf0\x9f"),
                frame(0x00, b"\x98"),
                frame(0x80, "")
            ],
            &LIMITS
        ),
        Violation::InvalidUtf8 { offset: 2 }
    );
    // A surrogate, its bytes in three fragments.
    let frames = [
        frame(0x01, b"\xed"),
        frame(0x00, b"\xa0"),
        frame(0x80, b"\x80"),
    ];
    assert_eq!(
        violation(&frames, &LIMITS),
        Violation::InvalidUtf8 { offset: 0 }
    );

    assert_eq!(
        events(&[frame(0x82, b"\xff")], &LIMITS),
        [message(2, b"\xff")]
    );
    let lenient = Limits {
        validate_utf8: false,
        ..LIMITS
    };
    let frames = [
        frame(0x81, b"\xff"),
        frame(0x01, b"\xff"),
        frame(0x80, b"\xce"),
    ];
    assert_eq!(
        events(&frames, &lenient),
        [message(1, b"\xff"), message(1, b"\xff\xce")]
    );
}

#[test]
fn bad_text_fails_at_the_offending_byte_before_the_frame_ends() {
    let mut payload = vec![b'x'; 300];
    payload[100..103].copy_from_slice(b"\xf4\x90\x80");
    let stream = frame(0x81, &payload).encode();
    let head = stream.len() - payload.len();
    for unfragmented in [true, false] {
        let mut stream = stream.clone();
        stream[0] = if unfragmented { 0x81 } else { 0x01 };
        let mut reader = Reader::<Vec<u8>>::new();
        for (i, byte) in stream.iter().enumerate() {
            let result = reader.feed(&[*byte], &LIMITS);
            if i < head + 101 {
                assert_eq!(result, Ok((1, None)), "byte {i}");
            } else {
                assert_eq!(result, Err(Violation::InvalidUtf8 { offset: 100 }));
                break;
            }
        }
        assert!(reader.is_finished());
    }
}
