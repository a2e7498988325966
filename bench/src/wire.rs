//! The client's side of the wire, written by hand: the load generator must be lean, and it must not
//! trust a library that a reference server is built on.
//!
//! A server's frames have only one valid form here (whole, unmasked, shortest length), so the answer
//! to a message is known byte by byte before it arrives. Validating is comparing.

use crate::error::{Error, Result};
use crate::scenario::Request;

/// Opcode of a text frame.
pub const TEXT: u8 = 0x1;
/// Opcode of a binary frame.
pub const BINARY: u8 = 0x2;
/// RSV1 and opcode of a compressed text frame (RFC 7692 §7.2.1).
pub const COMPRESSED_TEXT: u8 = 0x41;

/// Bytes of the serial number that every payload begins with.
pub const STAMP: usize = 8;

/// RFC 6455's own example: the key a client sends and the answer it must get.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The upgrade request for `path`, with an offer of an extension if there is one.
pub fn upgrade_request(path: &str, offer: Option<&str>) -> Vec<u8> {
    let offer = offer.map_or(String::new(), |offer| {
        format!("Sec-WebSocket-Extensions: {offer}\r\n")
    });
    format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nUpgrade: websocket\r\n\
         Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n{offer}Sec-WebSocket-Key: {KEY}\r\n\r\n"
    )
    .into_bytes()
}

/// A plain request, and what its answer must be.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The request as it goes over the wire.
    pub request: Vec<u8>,
    /// The body of the response.
    pub body: Vec<u8>,
}

impl Exchange {
    /// What `request` is on the wire, to `path`.
    pub fn new(request: Request, path: &str) -> Exchange {
        let three = "Host: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n";
        match request {
            Request::Hello => Exchange {
                request: format!("GET {path} HTTP/1.1\r\n{three}\r\n").into_bytes(),
                body: b"Hello World".into(),
            },
            Request::Json => Exchange {
                request: format!(
                    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\
                     User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36\r\n\
                     Accept: application/json, text/plain, */*\r\nAccept-Language: en-GB,en;q=0.9\r\n\
                     Accept-Encoding: identity\r\nReferer: http://127.0.0.1/app/orders\r\n\
                     Cookie: session=8c7e1f0a52d94b6e; theme=dark\r\nX-Requested-With: XMLHttpRequest\r\n\
                     X-Request-Id: 6f1c2a9b-4d1e-4b52-9c53-2f6f0e1a7d10\r\nCache-Control: no-cache\r\n\r\n"
                )
                .into_bytes(),
                body: crate::serve::json(),
            },
            Request::Form => {
                let form = form();
                Exchange {
                    request: format!(
                        "POST {path} HTTP/1.1\r\n{three}Content-Type: application/x-www-form-urlencoded\r\n\
                         Content-Length: {}\r\n\r\n{form}",
                        form.len()
                    )
                    .into_bytes(),
                    body: b"J\xc3\xbcrgen M\xc3\xbcller & Co".into(),
                }
            }
        }
    }
}

/// A form of 1,024 bytes: sixteen fields, of which `name` is wanted back.
fn form() -> String {
    let mut form = String::from("name=J%C3%BCrgen+M%C3%BCller+%26+Co");
    for field in 1..15 {
        form += &format!("&field_{field}=some+text+of+an+ordinary+form%2C+line+{field}");
    }
    form += "&comment=";
    while form.len() < 1024 {
        form.push('x');
    }
    form
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
pub fn check_upgrade(head: &[u8], offer: Option<&str>) -> Result<()> {
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
    let agreed = header(head, b"sec-websocket-extensions").map(<[u8]>::to_ascii_lowercase);
    match (agreed, offer) {
        (None, None) => Ok(()),
        (Some(_), None) => Err(Error::Wrong("an extension that was not offered".into())),
        (None, Some(offer)) => Err(Error::Wrong(format!("{offer} was not agreed on"))),
        // All that is offered here is asked for: whatever is missing was refused.
        (Some(agreed), Some(offer))
            if offer
                .split("; ")
                .all(|part| memchr::memmem::find(&agreed, part.as_bytes()).is_some()) =>
        {
            Ok(())
        }
        (Some(agreed), Some(_)) => Err(Error::Wrong(format!(
            "agreed on something else: {:?}",
            excerpt(&agreed)
        ))),
    }
}

/// Checks the head of a response whose body has `length` bytes if it is complete, and returns where the body begins.
pub fn check_head(bytes: &[u8], length: u64) -> Result<Option<usize>> {
    let Some(head) = head_length(bytes) else {
        return Ok(None);
    };
    status_is(bytes, b"200")?;
    let said = header(&bytes[..head], b"content-length")
        .and_then(|length| std::str::from_utf8(length).ok()?.parse().ok());
    if said != Some(length) {
        return Err(Error::Wrong(format!(
            "Content-Length is not {length}: {:?}",
            excerpt(bytes)
        )));
    }
    if header(&bytes[..head], b"content-type").is_none() {
        return Err(Error::Wrong(format!(
            "no Content-Type: {:?}",
            excerpt(bytes)
        )));
    }
    Ok(Some(head))
}

/// Checks a response to an [`Exchange`]'s request if it is complete, and returns its length.
pub fn check_response(bytes: &[u8], expected: &[u8]) -> Result<Option<usize>> {
    let Some(head) = head_length(bytes) else {
        return Ok(None);
    };
    let end = head + expected.len();
    if bytes.len() < end {
        return Ok(None);
    }
    check_head(bytes, expected.len() as u64)?;
    if &bytes[head..end] != expected {
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

/// A client's frame: `first` is opcode and reserved bits.
pub fn client_frame(first: u8, payload: &[u8], mask: [u8; 4]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(payload.len() + 14);
    push_header(&mut frame, first, payload.len(), 0x80);
    frame.extend_from_slice(&mask);
    frame.extend(
        payload
            .iter()
            .zip(mask.iter().cycle())
            .map(|(byte, mask)| byte ^ mask),
    );
    frame
}

/// The payload of the server's frame at the start of `bytes`, once it is complete, and where the frame ends. `first` is
/// its opcode and reserved bits.
pub fn server_payload(bytes: &[u8], first: u8) -> Result<Option<(&[u8], usize)>> {
    let Some((&[got, second], rest)) = bytes.split_first_chunk() else {
        return Ok(None);
    };
    let (length, head, least) = match second {
        126 => match rest.first_chunk() {
            Some(length) => (usize::from(u16::from_be_bytes(*length)), 4, 126),
            None => return Ok(None),
        },
        127 => match rest.first_chunk() {
            Some(length) => (u64::from_be_bytes(*length) as usize, 10, 0x1_0000),
            None => return Ok(None),
        },
        short => (usize::from(short), 2, 0),
    };
    if got != 0x80 | first || second & 0x80 != 0 || length < least {
        return Err(Error::Wrong(format!(
            "a frame that begins with {:?}",
            excerpt(bytes)
        )));
    }
    let end = head + length;
    Ok(bytes.get(head..end).map(|payload| (payload, end)))
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
        let check = |bytes| check_response(bytes, b"Hello World");
        assert_eq!(check(good).unwrap(), Some(good.len()));
        assert_eq!(check(&good[..good.len() - 1]).unwrap(), None);
        assert!(check(b"HTTP/1.1 404 No\r\ncontent-length: 11\r\n\r\nHello World").is_err());
        assert!(check(b"HTTP/1.1 200 OK\r\ncontent-type: a\r\n\r\nHello World").is_err());
        assert!(
            check(b"HTTP/1.1 200 OK\r\ncontent-type: a\r\ncontent-length: 11\r\n\r\nHello world")
                .is_err()
        );

        let upgrade = format!(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {ACCEPT}\r\n\r\n"
        );
        let check = |text: &str, offer| check_upgrade(text.as_bytes(), offer);
        check(&upgrade, None).unwrap();
        assert!(check(&upgrade.replace("s3p", "S3p"), None).is_err());
        assert!(check(&upgrade.replace("101", "200"), None).is_err());

        let offer = Some(crate::deflate::OFFER);
        let agreed = upgrade.replace(
            "\r\n\r\n",
            &format!(
                "\r\nSec-WebSocket-Extensions: {}\r\n\r\n",
                crate::deflate::OFFER
            ),
        );
        check(&agreed, offer).unwrap();
        assert!(check(&agreed, None).is_err());
        assert!(check(&upgrade, offer).is_err());
        assert!(check(&agreed.replace("server_no", "server"), offer).is_err());
    }

    #[test]
    fn a_form_has_its_size_and_every_request_its_headers() {
        assert_eq!(form().len(), 1024);
        assert_eq!(form().split('&').count(), 16);
        let json = Exchange::new(Request::Json, "/json");
        let lines = json.request.split(|&byte| byte == b'\n').count();
        assert_eq!(lines, 1 + 10 + 1 + 1);
        assert_eq!(json.body.len(), 512);
    }

    #[test]
    fn a_servers_frame_is_taken_apart() {
        let mut bytes = vec![0xc1, 3, 1, 2, 3];
        assert_eq!(
            server_payload(&bytes, COMPRESSED_TEXT).unwrap(),
            Some((&[1, 2, 3][..], 5))
        );
        assert_eq!(server_payload(&bytes[..4], COMPRESSED_TEXT).unwrap(), None);
        assert!(server_payload(&bytes, TEXT).is_err());
        bytes[1] |= 0x80;
        assert!(server_payload(&bytes, COMPRESSED_TEXT).is_err());
    }
}
