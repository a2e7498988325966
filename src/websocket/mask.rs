//! Masking (RFC 6455 §5.3): XOR with a 4-byte key, at memory speed.
//!
//! Two shapes of one loop: in place, and from one buffer to another while copying. Both go 8 bytes a step over
//! arrays of fixed size, which the compiler turns into vector instructions; no alignment is assumed.
//! Making keys is not done here: a server sends unmasked.

/// XORs `data` in place with `key`, as if `offset` bytes of the same payload had gone before.
///
/// Masking and unmasking are the same operation (RFC 6455 §5.3).
#[inline]
pub fn apply_mask(data: &mut [u8], key: [u8; 4], offset: usize) {
    let wide = widen(key, offset);
    let (words, tail) = data.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, key) in tail.iter_mut().zip(wide.to_ne_bytes()) {
        *byte ^= key;
    }
}

/// Copies `src` to `dst`, XORed with `key` as if `offset` bytes of the same payload had gone before.
///
/// One pass over memory instead of a copy and an [`apply_mask`].
///
/// # Panics
///
/// When the slices differ in length.
#[inline]
pub fn copy_unmasked(dst: &mut [u8], src: &[u8], key: [u8; 4], offset: usize) {
    assert_eq!(
        dst.len(),
        src.len(),
        "source and destination differ in length"
    );
    let wide = widen(key, offset);
    let (dst_words, dst_tail) = dst.as_chunks_mut::<8>();
    let (src_words, src_tail) = src.as_chunks::<8>();
    for (dst, src) in dst_words.iter_mut().zip(src_words) {
        *dst = (u64::from_ne_bytes(*src) ^ wide).to_ne_bytes();
    }
    for ((dst, src), key) in dst_tail.iter_mut().zip(src_tail).zip(wide.to_ne_bytes()) {
        *dst = src ^ key;
    }
}

/// The key as it applies from `offset` on, twice over.
#[inline]
fn widen(mut key: [u8; 4], offset: usize) -> u64 {
    key.rotate_left(offset % 4);
    let [a, b, c, d] = key;
    u64::from_ne_bytes([a, b, c, d, a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

    /// The definition in §5.3, octet by octet.
    fn reference(data: &[u8], key: [u8; 4], offset: usize) -> Vec<u8> {
        data.iter()
            .enumerate()
            .map(|(i, byte)| byte ^ key[(i + offset) % 4])
            .collect()
    }

    #[test]
    fn rfc_example() {
        // §5.7: a masked "Hello".
        let mut data = [0x7f, 0x9f, 0x4d, 0x51, 0x58];
        apply_mask(&mut data, KEY, 0);
        assert_eq!(&data, b"Hello");
    }

    #[test]
    fn every_offset_length_and_alignment_agrees_with_the_definition() {
        let plain: Vec<u8> = (0..200u8).collect();
        for align in 0..9 {
            for len in 0..150 {
                for offset in 0..9 {
                    let data = &plain[align..align + len];
                    let expected = reference(data, KEY, offset);

                    let mut in_place = plain.clone();
                    apply_mask(&mut in_place[align..align + len], KEY, offset);
                    assert_eq!(in_place[align..align + len], expected);
                    assert_eq!(in_place[..align], plain[..align], "wrote before the slice");
                    assert_eq!(
                        in_place[align + len..],
                        plain[align + len..],
                        "wrote past the slice"
                    );

                    let mut copied = [0xee; 200];
                    copy_unmasked(&mut copied[offset..offset + len], data, KEY, offset);
                    assert_eq!(copied[offset..offset + len], expected);
                    assert!(
                        copied[..offset]
                            .iter()
                            .chain(&copied[offset + len..])
                            .all(|b| *b == 0xee)
                    );
                }
            }
        }
    }

    #[test]
    fn offset_continues_a_split_payload() {
        let plain: Vec<u8> = (0..=255u8).cycle().take(1000).collect();
        let whole = reference(&plain, KEY, 0);
        for split in [0, 1, 2, 3, 5, 64, 999, 1000] {
            let mut data = plain.clone();
            let (head, tail) = data.split_at_mut(split);
            apply_mask(head, KEY, 0);
            apply_mask(tail, KEY, split);
            assert_eq!(data, whole);
        }
    }

    #[test]
    #[should_panic(expected = "differ in length")]
    fn copying_between_different_lengths_is_refused() {
        copy_unmasked(&mut [0; 3], &[0; 4], KEY, 0);
    }
}
