//! What a request is made of: names and values in, bytes out.

use data_encoding::BASE64;

use crate::http::form;
use crate::random;

/// The longest head that is sent, in bytes.
pub const MAX_HEAD: usize = 64 * 1024;
/// The longest `name=value` of a cookie, in bytes.
pub const MAX_COOKIE: usize = 4096;
/// What boundaries of forms begin with, after Swoole.
const BOUNDARY: &str = "----SwooleBoundary";
/// Random characters after it.
const BOUNDARY_RANDOM: usize = 21;

/// Reads what PHP's `urldecode()` reads.
pub fn urldecode(text: &[u8]) -> Vec<u8> {
    form::decode(text).into_owned()
}

/// The first pair of a Set-Cookie line, its value decoded; `None` when it has none.
pub fn set_cookie_pair(line: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let pair = line.split(|byte| *byte == b';').next()?;
    let equals = memchr::memchr(b'=', pair)?;
    let name = pair[..equals].trim_ascii();
    (!name.is_empty()).then(|| (name, urldecode(pair[equals + 1..].trim_ascii())))
}

/// Whether a piece of a head would end its line.
pub fn breaks_lines(text: &[u8]) -> bool {
    text.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

/// Appends a header line.
pub fn header(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

/// The value of an Authorization header (RFC 7617).
pub fn basic(user: &[u8], password: &[u8]) -> String {
    let mut pair = user.to_vec();
    pair.push(b':');
    pair.extend_from_slice(password);
    format!("Basic {}", BASE64.encode(&pair))
}

/// A host as URLs and the Host header have it: IPv6 addresses in brackets.
pub fn host(name: &str) -> String {
    if name.contains(':') && !name.starts_with(['[', '/']) {
        format!("[{name}]")
    } else {
        name.to_owned()
    }
}

/// 16 random bytes in base64 (RFC 6455 §4.1).
pub fn websocket_key() -> String {
    let mut nonce = [0; 16];
    nonce[..8].copy_from_slice(&random::bits().to_ne_bytes());
    nonce[8..].copy_from_slice(&random::bits().to_ne_bytes());
    BASE64.encode(&nonce)
}

/// A boundary that no content holds, as far as chance goes.
pub fn boundary() -> String {
    const CHARACTERS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut boundary = String::from(BOUNDARY);
    let mut bits = 0;
    for index in 0..BOUNDARY_RANDOM {
        if index % 10 == 0 {
            bits = random::bits();
        }
        boundary.push(char::from(CHARACTERS[(bits & 63) as usize]));
        bits >>= 6;
    }
    boundary
}

/// Appends the beginning of a part of a form: a field, or a file with its name and type.
pub fn part(out: &mut Vec<u8>, boundary: &str, name: &[u8], file: Option<(&[u8], &[u8])>) {
    out.extend_from_slice(b"--");
    out.extend_from_slice(boundary.as_bytes());
    out.extend_from_slice(b"\r\nContent-Disposition: form-data; name=\"");
    quoted(out, name);
    if let Some((filename, kind)) = file {
        out.extend_from_slice(b"\"; filename=\"");
        quoted(out, filename);
        out.extend_from_slice(b"\"\r\nContent-Type: ");
        out.extend(kind.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
        out.extend_from_slice(b"\r\n\r\n");
    } else {
        out.extend_from_slice(b"\"\r\n\r\n");
    }
}

/// What would end the quotes or the line is written as browsers do (HTML, "multipart form data").
fn quoted(out: &mut Vec<u8>, text: &[u8]) {
    for &byte in text {
        match byte {
            b'"' => out.extend_from_slice(b"%22"),
            b'\r' => out.extend_from_slice(b"%0D"),
            b'\n' => out.extend_from_slice(b"%0A"),
            _ => out.push(byte),
        }
    }
}

/// DER as PEM (RFC 7468).
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urlencode_is_phps() {
        let mut out = Vec::new();
        form::encode(&mut out, b"a b-_.~/\xff=");
        assert_eq!(out, b"a+b-_.%7E%2F%FF%3D");
        assert_eq!(urldecode(&out), b"a b-_.~/\xff=");
    }

    #[test]
    fn cookies_of_responses() {
        assert_eq!(
            set_cookie_pair(b" a = b%20c+d ; path=/; HttpOnly"),
            Some((&b"a"[..], b"b c d".to_vec()))
        );
        assert_eq!(
            set_cookie_pair(b"a=b=c"),
            Some((&b"a"[..], b"b=c".to_vec()))
        );
        assert_eq!(set_cookie_pair(b"a="), Some((&b"a"[..], Vec::new())));
        assert_eq!(set_cookie_pair(b"a; b=c"), None);
        assert_eq!(set_cookie_pair(b"=c"), None);
    }

    #[test]
    fn parts_of_forms() {
        let mut out = Vec::new();
        part(&mut out, "X", b"a\"b", None);
        part(&mut out, "X", b"f", Some((b"n\r\n", b"text/plain")));
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "--X\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n\
             --X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n%0D%0A\"\r\n\
             Content-Type: text/plain\r\n\r\n"
        );
        assert_eq!(boundary().len(), 39);
        assert_ne!(boundary(), boundary());
    }

    #[test]
    fn small_things() {
        assert_eq!(
            basic(b"Aladdin", b"open sesame"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert_eq!(host("::1"), "[::1]");
        assert_eq!(host("a.b"), "a.b");
        assert_eq!(websocket_key().len(), 24);
        assert_eq!(
            pem("CERTIFICATE", &[0; 50]),
            format!(
                "-----BEGIN CERTIFICATE-----\n{}\nAAA=\n-----END CERTIFICATE-----\n",
                "A".repeat(64)
            )
        );
    }
}
