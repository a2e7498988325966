//! Domain names: as people write them, and as the labels that messages carry (RFC 1035 §3.1, §4.1.4, §5.1).

use super::number;

/// Bytes of the longest name in a message: its labels, the length of each and the root's.
const MAX_NAME: usize = 255;
/// Bytes of the longest label.
const MAX_LABEL: usize = 63;

/// The labels of a name, the root's included. `\.` is a dot within a label, `\065` a byte by its number. `None` when it is
/// no domain name: labels have 1 to 63 bytes, all together 255. The empty name and `.` are the root.
pub fn encode(text: &[u8]) -> Option<Vec<u8>> {
    if matches!(text, b"" | b".") {
        return Some(vec![0]);
    }
    let mut labels = Vec::with_capacity(text.len() + 2);
    let mut start = 0;
    labels.push(0);
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'.' => {
                end_label(&mut labels, &mut start)?;
                continue;
            }
            b'\\' => labels.push(escaped(&mut bytes)?),
            byte => labels.push(byte),
        }
    }
    // A dot at the end has begun the root's label.
    if labels.len() > start + 1 {
        end_label(&mut labels, &mut start)?;
    }
    (labels.len() <= MAX_NAME).then_some(labels)
}

fn end_label(labels: &mut Vec<u8>, start: &mut usize) -> Option<()> {
    let length = labels.len() - *start - 1;
    if !(1..=MAX_LABEL).contains(&length) {
        return None;
    }
    labels[*start] = u8::try_from(length).ok()?;
    *start = labels.len();
    labels.push(0);
    Some(())
}

fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let first = bytes.next()?;
    if !first.is_ascii_digit() {
        return Some(first);
    }
    let mut value = u16::from(first - b'0');
    for _ in 0..2 {
        let digit = bytes.next().filter(u8::is_ascii_digit)?;
        value = value * 10 + u16::from(digit - b'0');
    }
    u8::try_from(value).ok()
}

/// The name at a place of a message, and the place after it. The root is empty, a name has no dot at its end. `None` when it
/// is malformed: cut off, too long, or with a pointer that does not point back.
pub fn decode(message: &[u8], start: usize) -> Option<(Vec<u8>, usize)> {
    let mut text = Vec::new();
    let mut length_so_far = 1;
    let mut after = None;
    // Each pointer has to point before the place that the last one led to: there is no going in circles.
    let mut limit = start;
    let mut at = start;
    loop {
        let length = *message.get(at)?;
        match length {
            0 => return Some((text, after.unwrap_or(at + 1))),
            0xc0.. => {
                let target = usize::from(number(message, at)? & 0x3fff);
                if target >= limit {
                    return None;
                }
                after.get_or_insert(at + 2);
                (limit, at) = (target, target);
            }
            0x40.. => return None,
            length => {
                let end = at + 1 + usize::from(length);
                let label = message.get(at + 1..end)?;
                length_so_far += 1 + label.len();
                if length_so_far > MAX_NAME {
                    return None;
                }
                if !text.is_empty() {
                    text.push(b'.');
                }
                label.iter().for_each(|byte| write(*byte, &mut text));
                at = end;
            }
        }
    }
}

/// A byte of a label, as the C library writes it.
fn write(byte: u8, text: &mut Vec<u8>) {
    match byte {
        b'"' | b'.' | b';' | b'\\' | b'(' | b')' | b'@' | b'$' => text.extend([b'\\', byte]),
        b'!'..=b'~' => text.push(byte),
        _ => text.extend([
            b'\\',
            b'0' + byte / 100,
            b'0' + byte / 10 % 10,
            b'0' + byte % 10,
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels() {
        for (text, labels) in [
            ("ab.example", &b"\x02ab\x07example\x00"[..]),
            ("ab.example.", b"\x02ab\x07example\x00"),
            ("", b"\x00"),
            (".", b"\x00"),
            (r"a\.b.\065\\", b"\x03a.b\x02A\\\x00"),
            (r"\(\000", b"\x02(\x00\x00"),
        ] {
            assert_eq!(encode(text.as_bytes()).as_deref(), Some(labels), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_has_none() {
        let long = "x".repeat(64);
        let many = "a.".repeat(128);
        for text in [
            "a..b", ".a", "..", "a..", "\\", "a\\1", r"\12x", r"\256", &long, &many,
        ] {
            assert_eq!(encode(text.as_bytes()), None, "{text}");
        }
        assert!(encode("x".repeat(63).as_bytes()).is_some());
        assert_eq!(encode("a.".repeat(127).as_bytes()).unwrap().len(), 255);
    }

    #[test]
    fn labels_become_names_also_over_pointers() {
        let message = b"\x07example\x00\x02ab\xc0\x00\x01c\xc0\x09";
        assert_eq!(decode(message, 0), Some((b"example".to_vec(), 9)));
        assert_eq!(decode(message, 9), Some((b"ab.example".to_vec(), 14)));
        assert_eq!(decode(message, 14), Some((b"c.ab.example".to_vec(), 18)));
        assert_eq!(decode(message, 8), Some((Vec::new(), 9)));
    }

    #[test]
    fn what_is_special_is_escaped_and_comes_back() {
        let labels: Vec<u8> = (0..4)
            .flat_map(|part| {
                let start = part * 60;
                std::iter::once(60).chain(start..start + 60)
            })
            .chain([0])
            .collect();
        let (text, _) = decode(&labels, 0).unwrap();
        assert!(text.starts_with(br"\000\001"));
        assert_eq!(encode(&text), Some(labels));
        assert_eq!(decode(b"\x03a.b\x00", 0).unwrap().0, br"a\.b");
    }

    #[test]
    fn traps_are_none() {
        // At itself, in a circle, forward, past the end, reserved bits, cut off.
        for (message, at) in [
            (&b"\xc0\x00"[..], 0),
            (b"\x01a\xc0\x00", 2),
            (b"\xc0\x02\xc0\x00", 0),
            (b"\xc0\x02\xc0\x00", 2),
            (b"\xc0\x02\x01a\x00", 0),
            (b"\x01a\xff\xff", 0),
            (b"\x40a\x00", 0),
            (b"\x80a\x00", 0),
            (b"\x05ab", 0),
            (b"\xc0", 0),
            (b"\x01a", 0),
            (b"", 0),
            (b"\x00", 7),
        ] {
            let found = decode(message, at);
            assert_eq!(found, None, "{message:?} {at}");
        }
    }

    #[test]
    fn pointers_that_only_go_back_may_be_many_and_the_name_still_ends() {
        // Every two bytes a pointer to the two before.
        let mut message = vec![0, 0];
        for at in (0u16..8000).step_by(2) {
            message.extend_from_slice(&(0xc000 | at).to_be_bytes());
        }
        let last = message.len() - 2;
        assert_eq!(decode(&message, last), Some((Vec::new(), last + 2)));
        // With labels between it is too long before it is over.
        let mut message = vec![0];
        let mut before = 0u16;
        for _ in 0..200 {
            let here = message.len() as u16;
            message.extend_from_slice(b"\x01x");
            message.extend_from_slice(&(0xc000 | before).to_be_bytes());
            before = here;
        }
        assert_eq!(decode(&message, usize::from(before)), None);
        assert!(decode(&message, 1 + 4 * 126).is_some());
        assert!(decode(&message, 1 + 4 * 127).is_none());
    }
}
