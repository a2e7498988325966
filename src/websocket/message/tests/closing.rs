//! Close frames: the end of the stream, and what they may say.

use super::*;

#[test]
fn a_close_frame_ends_the_stream() {
    let frames = [
        frame(0x01, "half"),
        frame(0x88, b"\x03\xe8bye"),
        frame(0x81, "late"),
    ];
    assert_eq!(
        events(&frames, &LIMITS),
        [Event::Close(control(b"\x03\xe8bye"))]
    );

    let mut reader = Reader::<Vec<u8>>::new();
    let stream = wire(&[frame(0x88, "")]);
    assert_eq!(
        reader.feed(&stream, &LIMITS),
        Ok((stream.len(), Some(Event::Close(control("")))))
    );
    assert!(reader.is_finished());
    assert_eq!(
        reader.feed(b"anything", &LIMITS),
        Ok((8, None)),
        "discarded"
    );
    assert!(reader.direct_buffer().is_none());
}

#[test]
fn close_payloads_are_judged() {
    let close = |payload: &[u8]| violation(&[frame(0x88, payload)], &LIMITS);
    assert_eq!(close(b"\x03"), Violation::TruncatedCloseCode);
    assert_eq!(
        close(b"\x03\xe7"),
        Violation::InvalidCloseCode { code: 999 }
    );
    assert_eq!(close(b"\x03\xe8\xff"), Violation::InvalidCloseReason);

    let lenient = Limits {
        validate_utf8: false,
        ..LIMITS
    };
    assert_eq!(
        events(&[frame(0x88, b"\x03\xe8\xff")], &lenient),
        [Event::Close(control(b"\x03\xe8\xff"))]
    );
    assert_eq!(
        violation(&[frame(0x88, b"\x03")], &lenient),
        Violation::TruncatedCloseCode
    );
}
