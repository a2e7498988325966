//! UTF-8 validation of text messages (RFC 6455 §8.1), whole or as they arrive.
//!
//! No state of its own: the caller remembers how far a message is known to be valid, and the few bytes of a
//! sequence cut by a read or a fragment are looked at again when the next bytes are there.

use super::violation::Violation;

/// Checks a complete text.
///
/// # Errors
///
/// [`Violation::InvalidUtf8`] with the offset of the first sequence that is wrong or unfinished.
#[inline]
pub(super) fn check(text: &[u8]) -> Result<(), Violation> {
    match simdutf8::basic::from_utf8(text) {
        Ok(_) => Ok(()),
        Err(_) => Err(locate(text)),
    }
}

/// Checks what arrived of a text that is known to be valid up to `valid`, and returns the new such offset.
///
/// An unfinished sequence at the end is no error yet; it lies beyond the returned offset.
///
/// # Errors
///
/// [`Violation::InvalidUtf8`] as soon as no further bytes could make the text valid.
#[inline]
pub(super) fn check_more(text: &[u8], valid: usize) -> Result<usize, Violation> {
    match simdutf8::compat::from_utf8(&text[valid..]) {
        Ok(_) => Ok(text.len()),
        Err(error) if error.error_len().is_none() => Ok(valid + error.valid_up_to()),
        Err(error) => Err(Violation::InvalidUtf8 {
            offset: valid + error.valid_up_to(),
        }),
    }
}

/// Where a text that is not UTF-8 goes wrong.
#[cold]
fn locate(text: &[u8]) -> Violation {
    let offset = match std::str::from_utf8(text) {
        Ok(_) => text.len(),
        Err(error) => error.valid_up_to(),
    };
    Violation::InvalidUtf8 { offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `text` a byte at a time; the number of bytes after which it was refused, if it was.
    fn refused_after(text: &[u8]) -> Option<usize> {
        let mut valid = 0;
        (1..=text.len()).find(|end| match check_more(&text[..*end], valid) {
            Ok(reached) => {
                assert!(reached >= valid && end - reached <= 3);
                valid = reached;
                false
            }
            Err(_) => true,
        })
    }

    #[test]
    fn valid_text_is_accepted_however_it_is_cut() {
        for text in [
            "",
            "plain",
            "κόσμε",
            "\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}",
            "\u{feff}\0",
        ] {
            assert_eq!(check(text.as_bytes()), Ok(()));
            assert_eq!(refused_after(text.as_bytes()), None);
            assert_eq!(check_more(text.as_bytes(), 0), Ok(text.len()));
        }
        let long = "Καλημέρα κόσμε ".repeat(100);
        for cut in 0..long.len() {
            let valid = check_more(&long.as_bytes()[..cut], 0).unwrap();
            assert!(long.is_char_boundary(valid) && cut - valid <= 3);
            assert_eq!(check_more(long.as_bytes(), valid), Ok(long.len()));
        }
    }

    #[test]
    fn the_offending_byte_is_the_one_that_fails() {
        let cases: [(&[u8], usize); 15] = [
            (b"\x80", 1),                         // a lone continuation byte
            (b"\xff", 1),                         // never a byte of UTF-8
            (b"\xc0\xaf", 1),                     // overlong, 2 bytes: c0 begins nothing
            (b"\xc1\xbf", 1),                     //
            (b"\xe0\x80\xaf", 2),                 // overlong, 3 bytes
            (b"\xf0\x80\x80\xaf", 2),             // overlong, 4 bytes
            (b"\xed\xa0\x80", 2),                 // surrogate d800
            (b"\xed\xbf\xbf", 2),                 // surrogate dfff
            (b"\xed\xa0\x80\xed\xb0\x80", 2),     // a surrogate pair
            (b"\xf4\x90\x80\x80", 2),             // above 10ffff
            (b"\xf5\x80\x80\x80", 1),             // far above
            (b"\xf8\x88\x80\x80\x80", 1),         // five bytes
            (b"\xe4\xbd\x41", 3),                 // third byte is none of the sequence
            (b"abc\xce\xbaxyz\xf0\x9f\x98A", 12), // the fourth neither
            (b"ok\xc3(", 4),                      //
        ];
        for (text, position) in cases {
            assert_eq!(refused_after(text), Some(position), "{text:x?}");
            assert!(check(text).is_err(), "{text:x?}");
        }
    }

    #[test]
    fn offsets_point_at_the_start_of_the_bad_sequence() {
        let text = b"\xce\xba\xe4\xbd\x41";
        let expected = Violation::InvalidUtf8 { offset: 2 };
        assert_eq!(check(text), Err(expected));
        assert_eq!(check_more(text, 0), Err(expected));
        assert_eq!(check_more(text, 2), Err(expected));
        // Unfinished: an error only when nothing follows.
        assert_eq!(check(&text[..4]), Err(expected));
        assert_eq!(check_more(&text[..4], 0), Ok(2));
    }
}
