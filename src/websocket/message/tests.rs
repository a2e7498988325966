//! What the reader makes of streams: whole, cut anywhere, and read straight into the storage.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::websocket::codec::{OPCODE_BINARY, OPCODE_CLOSE, encode_head};

const LIMITS: Limits = Limits {
    max_message: 1 << 20,
    max_frame: 1 << 20,
    max_fragments: 64,
    require_mask: true,
    allow_rsv1: false,
    validate_utf8: true,
};

const DEFLATE: Limits = Limits {
    allow_rsv1: true,
    ..LIMITS
};

/// One frame to put on the wire.
#[derive(Clone, Debug)]
struct Frame {
    /// FIN, RSV bits and opcode.
    first: u8,
    mask: Option<[u8; 4]>,
    payload: Vec<u8>,
}

fn frame(first: u8, payload: impl AsRef<[u8]>) -> Frame {
    let mask = Some([0x12, 0x34, 0x56, 0x78]);
    Frame {
        first,
        mask,
        payload: payload.as_ref().to_vec(),
    }
}

impl Frame {
    fn unmasked(mut self) -> Self {
        self.mask = None;
        self
    }

    fn encode(&self) -> Vec<u8> {
        let mut head = [0; 10];
        let taken = encode_head(&mut head, false, false, 0, self.payload.len() as u64);
        head[0] = self.first;
        let mut wire = head[..taken].to_vec();
        if let Some(key) = self.mask {
            wire[1] |= 0x80;
            wire.extend(key);
            let masked = self
                .payload
                .iter()
                .enumerate()
                .map(|(i, byte)| byte ^ key[i % 4]);
            wire.extend(masked);
        } else {
            wire.extend(&self.payload);
        }
        wire
    }
}

fn wire(frames: &[Frame]) -> Vec<u8> {
    frames.iter().flat_map(Frame::encode).collect()
}

/// Everything a stream led to.
#[derive(Debug, PartialEq)]
struct Outcome {
    events: Vec<Event<Vec<u8>>>,
    violation: Option<Violation>,
    mid_frame: bool,
}

/// Feeds the pieces one after the other.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limits: &Limits) -> Outcome {
    let mut reader = Reader::new();
    let mut events = Vec::new();
    let mut violation = None;
    'pieces: for mut piece in pieces {
        while !piece.is_empty() {
            match reader.feed(piece, limits) {
                Ok((consumed, event)) => {
                    assert!(consumed > 0, "no progress");
                    assert!(
                        event.is_some() || consumed == piece.len(),
                        "input left without event"
                    );
                    piece = &piece[consumed..];
                    events.extend(event);
                }
                Err(error) => {
                    assert_eq!(reader.feed(b"\x89\x80\0\0\0\0", limits), Err(error));
                    assert!(reader.is_finished());
                    violation = Some(error);
                    break 'pieces;
                }
            }
        }
    }
    Outcome {
        events,
        violation,
        mid_frame: reader.is_mid_frame(),
    }
}

fn read_whole(stream: &[u8], limits: &Limits) -> Outcome {
    read([stream], limits)
}

/// As `read`, but whatever part of a payload is still missing after a piece goes through the direct buffer, at
/// most `step` bytes a time.
fn read_direct(stream: &[u8], chunk: usize, step: usize, limits: &Limits) -> Outcome {
    let mut reader = Reader::new();
    let mut events = Vec::new();
    let mut rest = stream;
    let outcome = loop {
        if rest.is_empty() {
            break Ok(());
        }
        let result = match reader.direct_buffer() {
            Some(room) => {
                assert!(!room.is_empty());
                let n = room.len().min(step).min(rest.len());
                for (slot, byte) in room.iter_mut().zip(&rest[..n]) {
                    slot.write(*byte);
                }
                rest = &rest[n..];
                // SAFETY: the first `n` bytes were written above.
                unsafe { reader.direct_filled(n, limits) }
            }
            None => {
                let piece = &rest[..rest.len().min(chunk)];
                reader.feed(piece, limits).map(|(consumed, event)| {
                    rest = &rest[consumed..];
                    event
                })
            }
        };
        match result {
            Ok(event) => events.extend(event),
            Err(violation) => break Err(violation),
        }
    };
    Outcome {
        events,
        violation: outcome.err(),
        mid_frame: reader.is_mid_frame(),
    }
}

/// The outcome of a stream, after making sure that it does not depend on how the stream is cut.
fn outcome(stream: &[u8], limits: &Limits) -> Outcome {
    let whole = read_whole(stream, limits);
    assert_eq!(read(stream.chunks(1), limits), whole, "byte by byte");
    assert_eq!(read(stream.chunks(3), limits), whole, "in threes");
    for (chunk, step) in [(1, 1), (7, 2), (20, 1000)] {
        assert_eq!(
            read_direct(stream, chunk, step, limits),
            whole,
            "direct {chunk} {step}"
        );
    }
    whole
}

fn events(frames: &[Frame], limits: &Limits) -> Vec<Event<Vec<u8>>> {
    let outcome = outcome(&wire(frames), limits);
    assert_eq!(outcome.violation, None);
    assert!(!outcome.mid_frame);
    outcome.events
}

fn violation(frames: &[Frame], limits: &Limits) -> Violation {
    outcome(&wire(frames), limits)
        .violation
        .expect("the stream breaks a rule")
}

fn message(opcode: u8, payload: impl AsRef<[u8]>) -> Event<Vec<u8>> {
    Event::Message(Message {
        opcode,
        compressed: false,
        payload: payload.as_ref().to_vec(),
    })
}

fn control(payload: impl AsRef<[u8]>) -> ControlPayload {
    ControlPayload::from_slice(payload.as_ref()).unwrap()
}

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
fn frames_have_to_be_masked() {
    let data = [frame(0x81, "x").unmasked()];
    assert_eq!(violation(&data, &LIMITS), Violation::UnmaskedFrame);
    let ping = [frame(0x89, "").unmasked()];
    assert_eq!(violation(&ping, &LIMITS), Violation::UnmaskedFrame);

    let lenient = Limits {
        require_mask: false,
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
fn a_frame_is_measured_with_its_head() {
    // Swoole: with package_max_length 1000, a masked payload may have 992 bytes.
    let limits = Limits {
        max_frame: 1000,
        ..LIMITS
    };
    assert_eq!(events(&[frame(0x82, [0; 992])], &limits).len(), 1);
    assert_eq!(
        violation(&[frame(0x82, [0; 993])], &limits),
        Violation::FrameTooBig {
            total: 1001,
            limit: 1000
        }
    );
    // With 2 MiB: 2,097,138 bytes. Judged by the head alone.
    let limits = Limits {
        max_frame: 2 << 20,
        max_message: 2 << 20,
        ..LIMITS
    };
    for (len, refused) in [
        (2_097_138u64, false),
        (2_097_139, true),
        (u64::MAX >> 1, true),
    ] {
        let mut head = [0; 10];
        encode_head(&mut head, true, false, 2, len);
        head[1] |= 0x80;
        let stream = [&head[..], &[1, 2, 3, 4]].concat();
        assert_eq!(
            outcome(&stream, &limits).violation.is_some(),
            refused,
            "{len}"
        );
    }
}

#[test]
fn a_message_is_measured_over_its_fragments() {
    let limits = Limits {
        max_message: 10,
        ..LIMITS
    };
    assert_eq!(events(&[frame(0x82, [0; 10])], &limits).len(), 1);
    assert_eq!(
        violation(&[frame(0x82, [0; 11])], &limits),
        Violation::MessageTooBig {
            length: 11,
            limit: 10
        }
    );
    assert_eq!(
        events(&[frame(0x02, [0; 6]), frame(0x80, [0; 4])], &limits).len(),
        1
    );
    assert_eq!(
        violation(&[frame(0x02, [0; 6]), frame(0x80, [0; 5])], &limits),
        Violation::MessageTooBig {
            length: 11,
            limit: 10
        }
    );
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

#[test]
fn an_idle_reader_is_small() {
    assert!(
        size_of::<Reader<Vec<u8>>>() <= 64,
        "{}",
        size_of::<Reader<Vec<u8>>>()
    );
    assert!(
        size_of::<Reader<Box<u8>>>() <= 48,
        "{}",
        size_of::<Reader<Box<u8>>>()
    );
}

/// Storage that counts how often it had to grow.
#[derive(Debug)]
struct Counting {
    bytes: Vec<u8>,
    grown: usize,
}

impl Payload for Counting {
    fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
            grown: 0,
        }
    }
    fn len(&self) -> usize {
        self.bytes.len()
    }
    fn reserve(&mut self, additional: usize) {
        self.grown += 1;
        self.bytes.reserve_exact(additional);
    }
    fn as_slice(&self) -> &[u8] {
        &self.bytes
    }
    fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
    fn append_with(&mut self, n: usize, fill: impl FnOnce(&mut [u8])) {
        assert!(
            self.bytes.capacity() - self.bytes.len() >= n,
            "the reader makes room first"
        );
        self.bytes.append_with(n, fill);
    }
    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.bytes.spare_capacity_mut()
    }
    unsafe fn advance(&mut self, n: usize) {
        // SAFETY: as the caller promises.
        unsafe { self.bytes.advance(n) }
    }
}

#[test]
fn storage_follows_what_arrived() {
    const LEN: usize = 1 << 20;
    let limits = Limits {
        max_frame: 2 << 20,
        ..LIMITS
    };
    let stream = frame(0x82, vec![7; LEN]).encode();
    let head = stream.len() - LEN;

    let mut reader = Reader::<Counting>::new();
    reader.feed(&stream[..head], &limits).unwrap();
    let mut arrived = 0;
    let message = loop {
        let Some(Unfinished { payload, .. }) = &reader.message else {
            panic!("the message is not complete");
        };
        let room = payload.bytes.capacity();
        assert!(
            room <= (2 * arrived).max(FIRST_ROOM),
            "{room} bytes for {arrived}"
        );
        let n = 10_000.min(LEN - arrived);
        let start = head + arrived;
        arrived += n;
        if let (_, Some(Event::Message(message))) =
            reader.feed(&stream[start..start + n], &limits).unwrap()
        {
            break message;
        }
    };
    assert_eq!(message.payload.bytes, vec![7; LEN]);
    assert_eq!(
        message.payload.bytes.capacity(),
        LEN,
        "nothing is wasted in the end"
    );
    assert!(
        message.payload.grown <= 5,
        "grown {} times",
        message.payload.grown
    );
}

#[test]
fn many_small_fragments_do_not_copy_the_message_each() {
    let limits = Limits {
        max_fragments: 10_000,
        ..LIMITS
    };
    let mut frames = vec![frame(0x00, "x"); 10_000];
    frames[0].first = 0x02;
    frames[9_999].first = 0x80;
    let mut reader = Reader::<Counting>::new();
    let (_, event) = reader.feed(&wire(&frames), &limits).unwrap();
    let Some(Event::Message(message)) = event else {
        panic!("no message")
    };
    assert_eq!(message.payload.len(), 10_000);
    assert!(
        message.payload.grown <= 16,
        "grown {} times",
        message.payload.grown
    );
}

#[test]
fn the_direct_buffer_ends_with_the_frame() {
    let stream = frame(0x82, [1; 100_000]).encode();
    let mut reader = Reader::<Vec<u8>>::new();
    assert!(reader.direct_buffer().is_none(), "no frame yet");
    reader.feed(&stream[..8], &LIMITS).unwrap();
    assert!(reader.direct_buffer().is_none(), "the head is not complete");
    reader.feed(&stream[8..14], &LIMITS).unwrap();
    assert_eq!(reader.direct_buffer().unwrap().len(), FIRST_ROOM);
    reader.feed(&stream[14..99_990], &LIMITS).unwrap();
    assert_eq!(reader.direct_buffer().unwrap().len(), stream.len() - 99_990);
    // SAFETY: nothing is claimed to be initialised.
    assert_eq!(unsafe { reader.direct_filled(0, &LIMITS) }, Ok(None));
    assert!(reader.feed(&stream[99_990..], &LIMITS).unwrap().1.is_some());
    assert!(reader.direct_buffer().is_none());
    // SAFETY: as above.
    assert_eq!(unsafe { reader.direct_filled(0, &LIMITS) }, Ok(None));

    // Control frames are never read directly.
    reader
        .feed(&frame(0x89, "ping").encode()[..7], &LIMITS)
        .unwrap();
    assert!(reader.is_mid_frame() && reader.direct_buffer().is_none());
}

#[test]
#[should_panic(expected = "past the end of the frame")]
fn claiming_more_than_the_frame_panics() {
    let mut reader = Reader::<Vec<u8>>::new();
    reader
        .feed(&frame(0x82, [1; 10]).encode()[..8], &LIMITS)
        .unwrap();
    // SAFETY: refused before anything is taken as initialised.
    let _ = unsafe { reader.direct_filled(9, &LIMITS) };
}

fn payload_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => vec(any::<u8>(), 0..40),
        2 => vec(any::<u8>(), 120..130),
        1 => vec(any::<u8>(), 60_000..70_000),
        6 => "\\PC{0,20}".prop_map(String::into_bytes),
    ]
}

/// A message or control frame that keeps the rules, as its frames and the event it should give.
fn valid_unit() -> impl Strategy<Value = (Vec<Frame>, Event<Vec<u8>>)> {
    let data = (
        any::<bool>(),
        "\\PC{0,60}",
        payload_bytes(),
        vec(any::<[u8; 4]>(), 1..5),
    );
    let data = data.prop_map(|(is_text, text, bytes, keys)| {
        let payload = if is_text { text.into_bytes() } else { bytes };
        let opcode = if is_text { OPCODE_TEXT } else { OPCODE_BINARY };
        let share = payload.len() / keys.len() + 1;
        let frames = keys.iter().enumerate().map(|(i, key)| {
            let start = (i * share).min(payload.len());
            let end = ((i + 1) * share).min(payload.len());
            let fin = if i + 1 == keys.len() { 0x80 } else { 0 };
            Frame {
                first: fin | if i == 0 { opcode } else { OPCODE_CONTINUATION },
                mask: Some(*key),
                payload: payload[start..end].to_vec(),
            }
        });
        (frames.collect(), message(opcode, &payload))
    });
    let control = (any::<bool>(), vec(any::<u8>(), 0..=125), any::<[u8; 4]>());
    let control = control.prop_map(|(is_ping, payload, key)| {
        let opcode = if is_ping { OPCODE_PING } else { OPCODE_PONG };
        let event = if is_ping { Event::Ping } else { Event::Pong };
        let expected = event(ControlPayload::from_slice(&payload).unwrap());
        (
            vec![Frame {
                first: 0x80 | opcode,
                mask: Some(key),
                payload,
            }],
            expected,
        )
    });
    prop_oneof![2 => data, 1 => control]
}

/// Any frame, most of them close to what is allowed.
fn any_frame() -> impl Strategy<Value = Frame> {
    let opcode = prop_oneof![
        8 => prop::sample::select(vec![OPCODE_CONTINUATION, OPCODE_TEXT, OPCODE_BINARY]),
        4 => prop::sample::select(vec![OPCODE_CLOSE, OPCODE_PING, OPCODE_PONG]),
        1 => 0..16u8,
    ];
    let rsv = prop_oneof![10 => Just(0u8), 2 => Just(0x40u8), 1 => (0..8u8).prop_map(|b| b << 4)];
    let mask = prop_oneof![15 => any::<[u8; 4]>().prop_map(Some), 1 => Just(None)];
    (any::<bool>(), rsv, opcode, mask, payload_bytes()).prop_map(
        |(fin, rsv, opcode, mask, payload)| Frame {
            first: if fin { 0x80 } else { 0 } | rsv | opcode,
            mask,
            payload,
        },
    )
}

/// Cuts `stream` into pieces of the given lengths, over and over.
fn pieces<'a>(stream: &'a [u8], lengths: &'a [usize]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = stream;
    lengths.iter().cycle().map_while(move |len| {
        if rest.is_empty() {
            return None;
        }
        Some(split_off(&mut rest, *len))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn valid_streams_give_what_was_sent(
        units in vec(valid_unit(), 0..6),
        lengths in vec(1..5000usize, 1..8),
    ) {
        let (frames, expected): (Vec<_>, Vec<_>) = units.into_iter().unzip();
        let stream = wire(&frames.concat());
        let whole = read_whole(&stream, &LIMITS);
        prop_assert_eq!(&whole.events, &expected);
        prop_assert_eq!(whole.violation, None);
        prop_assert_eq!(&read(pieces(&stream, &lengths), &LIMITS), &whole);
        prop_assert_eq!(&read(stream.chunks(1), &LIMITS), &whole);
    }

    #[test]
    fn the_outcome_does_not_depend_on_the_cuts(
        frames in vec(any_frame(), 0..8),
        lengths in vec(1..300usize, 1..8),
        chunk in 1..40usize,
        step in 1..100_000usize,
        truncate in 0..200usize,
        lenient in any::<bool>(),
    ) {
        let limits = Limits {
            max_message: 66_000,
            max_frame: 65_600,
            max_fragments: 4,
            require_mask: !lenient,
            allow_rsv1: lenient,
            validate_utf8: true,
        };
        let mut stream = wire(&frames);
        stream.truncate(stream.len().saturating_sub(truncate));
        let whole = read_whole(&stream, &limits);
        prop_assert_eq!(&read(stream.chunks(1), &limits), &whole);
        prop_assert_eq!(&read(pieces(&stream, &lengths), &limits), &whole);
        prop_assert_eq!(&read_direct(&stream, chunk, step, &limits), &whole);
    }

    #[test]
    fn noise_never_panics(stream in vec(any::<u8>(), 0..300), lengths in vec(1..20usize, 1..5)) {
        for limits in [&LIMITS, &DEFLATE] {
            let whole = read_whole(&stream, limits);
            prop_assert_eq!(&read(pieces(&stream, &lengths), limits), &whole);
            prop_assert_eq!(&read_direct(&stream, 5, 3, limits), &whole);
        }
    }
}
