//! How large a frame and a message may be.

use super::*;

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
