//! The head of a response that goes past hyper, written as the script has set it: a status, lines with one value each, and
//! the default ones around them.
//!
//! Where anything more is asked for, a value that is no string, a line that says how the body is framed or what becomes of
//! the connection, a name that may stand there twice, nothing is written here: `head` makes it then, with a map. Both
//! write the same bytes.

use std::cell::RefCell;

use crate::slot::http_response as slot;
use crate::zend::array::Key;
use crate::zend::{Object, PhpString};

use super::head;
use super::response::ResponseState;
use super::response_head::is_formatted;
use super::running::Running;

/// Longest name of a header that is written here.
const MAX_NAME: usize = 128;

/// The default lines, but for Content-Type, with the second for which they were made.
pub(super) type Defaults = RefCell<(u64, Vec<u8>)>;

/// Appends the head of a response with a body of `length` bytes, on a connection that goes on. False, and nothing appended:
/// it is none for here.
pub(super) fn append(
    response: &Object,
    state: &ResponseState,
    server: &Running,
    length: usize,
    out: &mut Vec<u8>,
) -> bool {
    let start = out.len();
    let has_type = append_status(state, out)
        .then(|| append_lines(response, out))
        .flatten();
    let Some(has_type) = has_type else {
        out.truncate(start);
        return false;
    };
    append_defaults(server, out);
    if !has_type {
        out.extend_from_slice(b"Content-Type: text/html\r\n");
    }
    out.extend_from_slice(b"Content-Length: ");
    out.extend_from_slice(itoa::Buffer::new().format(length).as_bytes());
    out.extend_from_slice(b"\r\n\r\n");
    true
}

/// The status line, if the status is one of a response with a body and has no phrase of the script's.
fn append_status(state: &ResponseState, out: &mut Vec<u8>) -> bool {
    let code = match state.status.get() {
        0 | 200 => 200,
        204 | 304 => return false,
        code @ 200..600 => code as u16,
        _ => return false,
    };
    if state.reason.borrow().is_some() {
        return false;
    }
    if code == 200 {
        out.extend_from_slice(b"HTTP/1.1 200 OK\r\n");
        return true;
    }
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(itoa::Buffer::new().format(code).as_bytes());
    out.push(b' ');
    out.extend_from_slice(head::reason(code).as_bytes());
    out.extend_from_slice(b"\r\n");
    true
}

/// The script's lines. Whether the body's type is among them; `None`: they are none for here.
fn append_lines(response: &Object, out: &mut Vec<u8>) -> Option<bool> {
    let mut has_type = false;
    if let Some(headers) = response.get(slot::HEADER).as_array() {
        for (key, value) in headers.iter() {
            let Key::Name(name) = key else { return None };
            let value = value.as_string()?;
            has_type |= append_line(&name, &value, out)?;
        }
    }
    if let Some(cookies) = response.get(slot::COOKIE).as_array() {
        for (_, cookie) in cookies.iter() {
            let cookie = cookie.as_string()?;
            if !is_value(&cookie) {
                return None;
            }
            out.extend_from_slice(b"Set-Cookie: ");
            out.extend_from_slice(&cookie);
            out.extend_from_slice(b"\r\n");
        }
    }
    Some(has_type)
}

/// One line. Whether it is the body's type.
fn append_line(name: &PhpString, value: &PhpString, out: &mut Vec<u8>) -> Option<bool> {
    let value = value.trim_ascii_end();
    let is_type = match &**name {
        b"Content-Type" if value.is_empty() => return None,
        b"Content-Type" => true,
        b"Server" | b"Date" | b"Connection" | b"Content-Length" | b"Transfer-Encoding"
        | b"Trailer" | b"Set-Cookie" => return None,
        // As it would be formatted, no other can be equal to it.
        name if !is_name(name) || !is_formatted(name) => return None,
        _ => false,
    };
    if !is_value(value) {
        return None;
    }
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
    Some(is_type)
}

/// Whether this can be a header's name (RFC 9110 §5.1).
fn is_name(name: &[u8]) -> bool {
    (1..=MAX_NAME).contains(&name.len())
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
}

/// Whether this can be a header's value (RFC 9110 §5.5).
fn is_value(value: &[u8]) -> bool {
    value
        .iter()
        .all(|&byte| byte >= b' ' && byte != 0x7f || byte == b'\t')
}

/// The default lines, but for Content-Type. They are the same for a second.
fn append_defaults(server: &Running, out: &mut Vec<u8>) {
    let (second, _) = head::now();
    let mut defaults = server.defaults.borrow_mut();
    let (made, lines) = &mut *defaults;
    if *made != second {
        *made = second;
        lines.clear();
        if let Some(name) = &server.settings.http.server_header {
            lines.extend_from_slice(b"Server: ");
            lines.extend_from_slice(name.as_bytes());
            lines.extend_from_slice(b"\r\n");
        }
        lines.extend_from_slice(b"Date: ");
        lines.extend_from_slice(head::date().as_bytes());
        lines.extend_from_slice(b"\r\nConnection: keep-alive\r\n");
    }
    out.extend_from_slice(lines);
}
