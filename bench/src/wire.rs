//! The client's side of the wire, written by hand: the load generator must be lean, and it must not
//! trust a library that a reference server is built on.
//!
//! A server's frames have only one valid form here (whole, unmasked, shortest length), so the answer
//! to a message is known byte by byte before it arrives. Validating is comparing.

use crate::error::{Error, Result};

/// Opcode of a text frame.
pub const TEXT: u8 = 0x1;
/// Opcode of a binary frame.
pub const BINARY: u8 = 0x2;

/// Bytes of the serial number that every payload begins with.
pub const STAMP: usize = 8;

/// RFC 6455's own example: the key a client sends and the answer it must get.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The upgrade request for `path`.
pub fn upgrade_request(path: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nUpgrade: websocket\r\n\
         Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n"
    )
    .into_bytes()
}

/// The plain request for `path`.
pub fn get_request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")
        .into_bytes()
}

/// The length of the response head at the start of `bytes`, with its blank line, once it is complete.
pub fn head_length(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4)
}

/// The value of the header `name`.
fn header<'a>(head: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    head.split(|&byte| byte == b'\n').skip(1).find_map(|line| {
        let (key, value) = line.split_at_checked(name.len())?;
        let value = value.strip_prefix(b":")?;
        key.eq_ignore_ascii_case(name).then(|| value.trim_ascii())
    })
}

fn status_is(head: &[u8], status: &[u8; 3]) -> Result<()> {
    match head.strip_prefix(b"HTTP/1.1 ") {
        Some(rest) if rest.starts_with(status) => Ok(()),
        _ => Err(Error::Wrong(format!(
            "expected status {}, got {:?}",
            String::from_utf8_lossy(status),
            excerpt(head)
        ))),
    }
}

/// Checks the response to [`upgrade_request`].
pub fn check_upgrade(head: &[u8]) -> Result<()> {
    status_is(head, b"101")?;
    let is = |name: &[u8], value: &[u8]| {
        header(head, name).is_some_and(|is| is.eq_ignore_ascii_case(value))
    };
    if !is(b"upgrade", b"websocket") || !is(b"connection", b"upgrade") {
        return Err(Error::Wrong(format!(
            "upgrade without Upgrade or Connection: {:?}",
            excerpt(head)
        )));
    }
    if header(head, b"sec-websocket-accept") != Some(ACCEPT.as_bytes()) {
        return Err(Error::Wrong(format!(
            "bad Sec-WebSocket-Accept: {:?}",
            excerpt(head)
        )));
    }
    if header(head, b"sec-websocket-extensions").is_some() {
        return Err(Error::Wrong("an extension that was not offered".into()));
    }
    Ok(())
}

/// Checks a response to [`get_request`] if it is complete, and returns its length.
pub fn check_hello(bytes: &[u8]) -> Result<Option<usize>> {
    const BODY: &[u8] = b"Hello World";
    let Some(head) = head_length(bytes) else {
        return Ok(None);
    };
    let end = head + BODY.len();
    if bytes.len() < end {
        return Ok(None);
    }
    status_is(bytes, b"200")?;
    if header(&bytes[..head], b"content-length") != Some(b"11") {
        return Err(Error::Wrong(format!(
            "Content-Length is not 11: {:?}",
            excerpt(bytes)
        )));
    }
    if header(&bytes[..head], b"content-type").is_none() {
        return Err(Error::Wrong(format!(
            "no Content-Type: {:?}",
            excerpt(bytes)
        )));
    }
    if &bytes[head..end] != BODY {
        return Err(Error::Wrong(format!(
            "body {:?}",
            excerpt(&bytes[head..end])
        )));
    }
    Ok(Some(end))
}

/// Enough of `bytes` to see what they are.
pub fn excerpt(bytes: &[u8]) -> String {
    bytes[..bytes.len().min(160)].escape_ascii().to_string()
}

/// Appends the header of a whole frame.
fn push_header(out: &mut Vec<u8>, opcode: u8, length: usize, mask_bit: u8) {
    out.push(0x80 | opcode);
    match length {
        0..126 => out.push(mask_bit | length as u8),
        126..0x1_0000 => {
            out.push(mask_bit | 126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            out.push(mask_bit | 127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

/// Bytes for the wire that differ from one message to the next only in a serial number, eight
/// hexadecimal digits that [`Stamped::stamp`] writes wherever they occur.
#[derive(Clone, Debug, Default)]
pub struct Stamped {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    /// The mask's bytes at this place; zero where nothing is masked.
    mask: [u8; STAMP],
}

impl Stamped {
    /// Appends a client's frame: `payload` under `mask`, its first [`STAMP`] bytes the serial number.
    pub fn push_client_frame(&mut self, opcode: u8, payload: &[u8], mask: [u8; 4]) {
        push_header(&mut self.bytes, opcode, payload.len(), 0x80);
        self.bytes.extend_from_slice(&mask);
        let [a, b, c, d] = mask;
        self.places.push(Place {
            at: self.bytes.len(),
            mask: [a, b, c, d, a, b, c, d],
        });
        self.bytes.extend(
            payload
                .iter()
                .zip(mask.iter().cycle())
                .map(|(byte, mask)| byte ^ mask),
        );
    }

    /// Appends a server's frame: `before`, then `payload` whose first [`STAMP`] bytes are the serial
    /// number, then `after`.
    pub fn push_server_frame(&mut self, opcode: u8, before: &str, payload: &[u8], after: &str) {
        push_header(
            &mut self.bytes,
            opcode,
            before.len() + payload.len() + after.len(),
            0,
        );
        self.bytes.extend_from_slice(before.as_bytes());
        self.places.push(Place {
            at: self.bytes.len(),
            mask: [0; STAMP],
        });
        self.bytes.extend_from_slice(payload);
        self.bytes.extend_from_slice(after.as_bytes());
    }

    /// Writes the serial number.
    pub fn stamp(&mut self, serial: u32) {
        let digits = hex(serial);
        for place in &self.places {
            let stamp = u64::from_ne_bytes(digits) ^ u64::from_ne_bytes(place.mask);
            self.bytes[place.at..place.at + STAMP].copy_from_slice(&stamp.to_ne_bytes());
        }
    }

    /// The bytes as last stamped.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn hex(serial: u32) -> [u8; STAMP] {
    std::array::from_fn(|i| b"0123456789abcdef"[(serial >> (28 - 4 * i)) as usize & 15])
}

/// A payload of printable characters that is another one for each connection. Its first [`STAMP`]
/// bytes are there to be overwritten.
pub fn payload(length: usize, connection: usize) -> Vec<u8> {
    assert!(length >= STAMP, "a payload has room for its serial number");
    (0..length)
        .map(|i| b'!' + ((i * 7 + i / 89 + connection * 13) % 93) as u8)
        .collect()
}

/// The serial number of a connection's first message: far from those of the other connections, so
/// that a reply sent to the wrong one is noticed even if nothing else differs.
pub fn first_serial(connection: usize) -> u32 {
    (connection as u32).wrapping_mul(0x9E37_79B1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_frame_is_rfc_6455s_example() {
        // RFC 6455, 5.7: a masked text frame, here with the stamp taking the payload's place.
        let mut frame = Stamped::default();
        frame.push_client_frame(TEXT, b"12345678", [0x37, 0xfa, 0x21, 0x3d]);
        frame.stamp(0x0123_abcd);
        let unmasked: Vec<u8> = frame.bytes()[6..]
            .iter()
            .zip([0x37, 0xfa, 0x21, 0x3d].iter().cycle())
            .map(|(a, b)| a ^ b)
            .collect();
        assert_eq!(&frame.bytes()[..6], [0x81, 0x88, 0x37, 0xfa, 0x21, 0x3d]);
        assert_eq!(unmasked, b"0123abcd");
    }

    #[test]
    fn a_server_frame_takes_the_shortest_length() {
        for (length, header) in [
            (125, &[0x82, 125][..]),
            (126, &[0x82, 126, 0, 126]),
            (65_535, &[0x82, 126, 255, 255]),
            (65_536, &[0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let mut frame = Stamped::default();
            frame.push_server_frame(BINARY, "", &payload(length, 3), "");
            assert_eq!(&frame.bytes()[..header.len()], header);
            assert_eq!(frame.bytes().len(), header.len() + length);
        }
    }

    #[test]
    fn two_replies_share_a_serial() {
        let mut frames = Stamped::default();
        frames.push_server_frame(TEXT, "Hello ", b"--------", "!");
        frames.push_server_frame(TEXT, "How are you, ", b"--------", "?");
        frames.stamp(7);
        assert_eq!(
            frames.bytes(),
            b"\x81\x0fHello 00000007!\x81\x16How are you, 00000007?"
        );
    }

    #[test]
    fn responses_are_read_strictly() {
        let good =
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nContent-length:11\r\n\r\nHello World";
        assert_eq!(check_hello(good).unwrap(), Some(good.len()));
        assert_eq!(check_hello(&good[..good.len() - 1]).unwrap(), None);
        assert!(check_hello(b"HTTP/1.1 404 No\r\ncontent-length: 11\r\n\r\nHello World").is_err());
        assert!(check_hello(b"HTTP/1.1 200 OK\r\ncontent-type: a\r\n\r\nHello World").is_err());
        assert!(
            check_hello(
                b"HTTP/1.1 200 OK\r\ncontent-type: a\r\ncontent-length: 11\r\n\r\nHello world"
            )
            .is_err()
        );

        let upgrade = format!(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {ACCEPT}\r\n\r\n"
        );
        check_upgrade(upgrade.as_bytes()).unwrap();
        assert!(check_upgrade(upgrade.replace("s3p", "S3p").as_bytes()).is_err());
        assert!(check_upgrade(upgrade.replace("101", "200").as_bytes()).is_err());
    }
}
