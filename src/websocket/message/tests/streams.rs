//! Any stream, valid or not: what it means does not depend on how it is cut.

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::split_off;
use super::*;

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
            masking: if lenient { Masking::Optional } else { Masking::Required },
            allow_rsv1: lenient,
            validate_utf8: true,
        };
        let mut stream = wire(&frames);
        stream.truncate(stream.len().saturating_sub(truncate));
        let whole = read_whole(&stream, &limits);
        prop_assert_eq!(&read(stream.chunks(1), &limits), &whole);
        prop_assert_eq!(&read(pieces(&stream, &lengths), &limits), &whole);
        prop_assert_eq!(&read_direct(&stream, [chunk, step].into_iter().cycle(), &limits), &whole);
    }

    #[test]
    fn noise_never_panics(stream in vec(any::<u8>(), 0..300), lengths in vec(1..20usize, 1..5)) {
        for limits in [&LIMITS, &DEFLATE] {
            let whole = read_whole(&stream, limits);
            prop_assert_eq!(&read(pieces(&stream, &lengths), limits), &whole);
            prop_assert_eq!(&read_direct(&stream, [5, 3].into_iter().cycle(), limits), &whole);
        }
    }
}
