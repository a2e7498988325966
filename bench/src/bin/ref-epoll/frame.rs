//! Frames in and out, with no check that the load generator does not need.

/// A frame's header as a client sends it.
pub struct Header {
    pub opcode: u8,
    /// Bytes of the header, mask included.
    pub header: usize,
    pub payload: usize,
    pub mask: [u8; 4],
}

/// The most bytes a client's header has.
pub const MAX_HEADER: usize = 14;

impl Header {
    /// Bytes of the whole frame.
    pub fn total(&self) -> usize {
        self.header + self.payload
    }
}

/// Reads the header at the start of `bytes` once it is complete.
pub fn parse(bytes: &[u8]) -> Option<Header> {
    let (&[first, second], rest) = bytes.split_first_chunk()?;
    let (extra, payload) = match second & 0x7f {
        126 => (2, usize::from(u16::from_be_bytes(*rest.first_chunk()?))),
        127 => (8, u64::from_be_bytes(*rest.first_chunk()?) as usize),
        short => (0, usize::from(short)),
    };
    let mask = *rest.get(extra..)?.first_chunk()?;
    Some(Header {
        opcode: first & 0x0f,
        header: 2 + extra + 4,
        payload,
        mask,
    })
}

/// Takes the mask off, four words of eight bytes at a time where the compiler sees fit.
pub fn unmask(payload: &mut [u8], [a, b, c, d]: [u8; 4]) {
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip([a, b, c, d].iter().cycle()) {
        *byte ^= mask;
    }
}

/// The header of a server's frame, and how many of the bytes it has.
pub fn server_header(opcode: u8, payload: usize) -> ([u8; 10], usize) {
    let mut header = [0; 10];
    header[0] = 0x80 | opcode;
    let length = match payload {
        0..126 => {
            header[1] = payload as u8;
            2
        }
        126..0x1_0000 => {
            header[1] = 126;
            header[2..4].copy_from_slice(&(payload as u16).to_be_bytes());
            4
        }
        _ => {
            header[1] = 127;
            header[2..10].copy_from_slice(&(payload as u64).to_be_bytes());
            10
        }
    };
    (header, length)
}

/// Appends a server's frame made of `parts`.
pub fn push(out: &mut Vec<u8>, opcode: u8, parts: &[&[u8]]) {
    let (header, length) = server_header(opcode, parts.iter().map(|part| part.len()).sum());
    out.extend_from_slice(&header[..length]);
    for part in parts {
        out.extend_from_slice(part);
    }
}
