//! Taking an input apart: a few settings from its front, the rest is what the room gets.

/// Takes a byte off the front; 0 when there is none left.
pub fn byte(input: &mut &[u8]) -> u8 {
    let Some((first, rest)) = input.split_first() else {
        return 0;
    };
    *input = rest;
    *first
}

/// Takes two bytes off the front as a number.
pub fn short(input: &mut &[u8]) -> u16 {
    u16::from_be_bytes([byte(input), byte(input)])
}

/// Numbers from 1 to `most` without end; which depends on `seed` alone.
pub fn lengths(seed: u16, most: usize) -> impl Iterator<Item = usize> {
    let mut state = u32::from(seed) | 1;
    std::iter::repeat_with(move || {
        // Marsaglia's xorshift: any sequence will do.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        1 + state as usize % most
    })
}

/// Cuts `stream` into pieces of 1 to `most` bytes, where depends on `seed` alone.
pub fn cut(stream: &[u8], seed: u16, most: usize) -> impl Iterator<Item = &[u8]> {
    let mut rest = stream;
    lengths(seed, most).map_while(move |length| {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        Some(piece)
    })
}
