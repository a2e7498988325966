//! Frame heads and masks. Input: anything; its start is read as a frame head.
//!
//! - A head is read the same as by tungstenite, whatever follows it, and not before all of it is there.
//! - What is written is read back, and is the shortest form.
//! - Masking agrees with §5.3 read literally, in place and while copying, from any offset on.

use std::io::Cursor;

use swoole::websocket::codec::{
    FrameHead, MAX_HEAD, Violation, apply_mask, copy_unmasked, encode_head, is_control,
    is_reserved, parse_head,
};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::OpCode;

/// See the module.
pub fn run(data: &[u8]) {
    let parsed = parse_head(data);
    match parsed {
        Ok(Some(head)) => {
            assert!(head.head_len <= MAX_HEAD && head.head_len <= data.len());
            for end in 0..head.head_len {
                assert_eq!(parse_head(&data[..end]), Ok(None), "a head of {end} bytes");
            }
            assert_eq!(parse_head(&data[..head.head_len]), parsed);
            encoded_again(&head, data);
            masked(&head, data);
        }
        Ok(None) => assert!(data.len() < MAX_HEAD),
        Err(violation) => refused_for_a_reason(data, violation),
    }
    second_opinion(data, parsed);
}

fn encoded_again(head: &FrameHead, data: &[u8]) {
    let mut out = [0; 10];
    let taken = encode_head(&mut out, head.fin, head.rsv1, head.opcode, head.payload_len);
    let mut expected = data[..head.head_len].to_vec();
    expected[0] &= !0x30;
    expected[1] &= !0x80;
    if head.mask.is_some() {
        expected.truncate(head.head_len - 4);
    }
    assert_eq!(out[..taken], expected);
}

fn masked(head: &FrameHead, data: &[u8]) {
    let payload = &data[head.head_len..];
    let key = head.mask.unwrap_or([0xff, 0, 0x5a, 1]);
    let offset = (head.payload_len % 7) as usize;
    let literal: Vec<u8> = payload
        .iter()
        .enumerate()
        .map(|(i, byte)| byte ^ key[(i + offset) % 4])
        .collect();

    let mut in_place = payload.to_vec();
    apply_mask(&mut in_place, key, offset);
    assert_eq!(in_place, literal);

    // In two parts, cut where the input says.
    let cut = usize::from(head.opcode) % (payload.len() + 1);
    let mut copied = vec![0; payload.len()];
    let (front, back) = copied.split_at_mut(cut);
    copy_unmasked(front, &payload[..cut], key, offset);
    copy_unmasked(back, &payload[cut..], key, offset + cut);
    assert_eq!(copied, literal);
}

fn refused_for_a_reason(data: &[u8], violation: Violation) {
    let field = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    match violation {
        Violation::NonMinimalLength { length } if data[1] & 0x7f == 126 => {
            assert_eq!(length, field(&data[2..4]));
            assert!(length < 126);
        }
        Violation::NonMinimalLength { length } => {
            assert_eq!((data[1] & 0x7f, length), (127, field(&data[2..10])));
            assert!(length < 65_536);
        }
        Violation::LengthOverflow { length } => {
            assert_eq!((data[1] & 0x7f, length), (127, field(&data[2..10])));
            assert!(length >= 1 << 63);
        }
        other => panic!("a head alone cannot be {other}"),
    }
}

/// tungstenite knows nothing of minimal lengths and refuses reserved opcodes at once: compared is what both take.
fn second_opinion(data: &[u8], parsed: Result<Option<FrameHead>, Violation>) {
    match (parsed, FrameHeader::parse(&mut Cursor::new(data))) {
        (Ok(Some(ours)), Ok(Some((theirs, length)))) => {
            assert_eq!(ours.payload_len, length);
            assert_eq!(
                (ours.fin, ours.rsv1, ours.rsv2, ours.rsv3, ours.mask),
                (
                    theirs.is_final,
                    theirs.rsv1,
                    theirs.rsv2,
                    theirs.rsv3,
                    theirs.mask
                )
            );
            assert_eq!(ours.opcode, u8::from(theirs.opcode));
            assert_eq!(
                is_control(ours.opcode),
                matches!(theirs.opcode, OpCode::Control(_))
            );
            assert!(!is_reserved(ours.opcode));
        }
        (Ok(Some(ours)), Err(_)) => assert!(is_reserved(ours.opcode)),
        (Ok(None), Ok(None)) | (Err(_), _) => {}
        (Ok(None), Err(_)) => assert!(data.len() >= 2 && is_reserved(data[0] & 0xf)),
        (ours, theirs) => panic!("{ours:?}, tungstenite: {theirs:?}"),
    }
}
