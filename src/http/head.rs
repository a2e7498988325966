//! The head of a response: what the script has set, and the default lines around it (spec §3.2).

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode, Version};

use crate::log::{self, Level};
use crate::slot::http_response as slot;
use crate::zend::array::Key;
use crate::zend::{Object, PhpString, Thrown, globals};

use super::body::Body;
use super::response::{Exchange, ResponseState};
use super::running::Running;
use super::status;

/// Whether the connection stays open after the response to this request.
pub(super) fn keeps_alive(head: &http::request::Parts, server: &Running) -> bool {
    let listed = |token: &str| {
        head.headers
            .get_all(header::CONNECTION)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .any(|listed| listed.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
    };
    let wanted = if head.version == Version::HTTP_11 {
        !listed("close")
    } else {
        listed("keep-alive")
    };
    wanted && !server.is_stopping()
}

thread_local! {
    static DATE: RefCell<(u64, HeaderValue)> = const { RefCell::new((0, HeaderValue::from_static(""))) };
}

/// The time, and which second of Unix time it is in.
pub(super) fn now() -> (u64, SystemTime) {
    let now = SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    (since.as_secs(), now)
}

/// The Date header of this second.
pub(super) fn date() -> HeaderValue {
    let (second, now) = now();
    DATE.with_borrow_mut(|(cached, value)| {
        if *cached != second {
            *cached = second;
            let text = httpdate::fmt_http_date(now);
            *value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        }
        value.clone()
    })
}

/// Which of the default header lines the script has set, or suppressed.
#[derive(Default)]
struct Given {
    server: bool,
    date: bool,
    connection: bool,
    content_type: bool,
}

fn add_defaults(headers: &mut HeaderMap, given: &Given, close: bool, server: &Running) {
    if let Some(name) = &server.settings.http.server_header
        && !given.server
    {
        headers.insert(header::SERVER, name.clone());
    }
    if !given.date {
        headers.insert(header::DATE, date());
    }
    if close {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    } else if !given.connection {
        headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
    }
    if !given.content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    }
}

/// An answer that no handler made.
pub(super) fn plain(code: u16, close: bool, server: &Running) -> hyper::Response<Body> {
    let mut response = hyper::Response::new(Body::Empty);
    *response.status_mut() =
        StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    add_defaults(response.headers_mut(), &Given::default(), close, server);
    response
}

/// The header lines a script has set, as (name, value): for hyper, or for a raw answer.
/// A value that is null suppresses the default line of that name, as does '' for those names.
pub(super) fn script_headers(
    response: &Object,
    mut line: impl FnMut(&PhpString, Option<&PhpString>),
) {
    let Some(headers) = response.get(slot::HEADER).as_array() else {
        return;
    };
    for (key, value) in headers.iter() {
        let name = match key {
            Key::Name(name) => name,
            Key::Index(index) => PhpString::new(index.to_string().as_bytes()),
        };
        if value.is_null() {
            line(&name, None);
        } else if let Some(list) = value.as_array() {
            for (_, each) in list.iter() {
                if let Some(text) = each.to_string() {
                    line(&name, Some(&text));
                }
            }
        } else if let Some(text) = value.to_string() {
            line(&name, Some(&text));
        }
    }
}

/// The Set-Cookie lines a script has set.
pub(super) fn script_cookies(response: &Object) -> Vec<PhpString> {
    let Some(cookies) = response.get(slot::COOKIE).as_array() else {
        return Vec::new();
    };
    cookies
        .iter()
        .filter_map(|(_, line)| line.to_string())
        .collect()
}

/// The status line, with the code that goes out for the one the script has set.
fn status_line(built: &mut hyper::Response<()>, state: &ResponseState) {
    let code = match state.status.get() {
        0 => 200,
        // An informational status is no final response (RFC 9110 §15.2); others have three digits.
        code => u16::try_from(code)
            .ok()
            .filter(|code| (200..=999).contains(code))
            .unwrap_or_else(|| {
                log::write(
                    Level::Warning,
                    &format!("{code} cannot be the status of a response, 500 is sent"),
                );
                500
            }),
    };
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *built.status_mut() = status;
    if let Some(phrase) = &*state.reason.borrow() {
        if let Ok(phrase) = hyper::ext::ReasonPhrase::try_from(phrase.to_vec()) {
            built.extensions_mut().insert(phrase);
        }
    } else if status != StatusCode::OK && status.canonical_reason() != Some(reason(code)) {
        built
            .extensions_mut()
            .insert(hyper::ext::ReasonPhrase::from_static(
                reason(code).as_bytes(),
            ));
    }
}

/// The head for what the script has set. `streaming`: the length of the body is not known.
///
/// # Errors
///
/// When a header's value throws as it is made a string; nothing was sent then.
pub(super) fn build(
    response: &Object,
    state: &ResponseState,
    exchange: &Exchange,
    streaming: bool,
) -> Result<hyper::Response<()>, Thrown> {
    let mut built = hyper::Response::new(());
    status_line(&mut built, state);
    // A chunked request may have had a length as well. hyper takes that out, and closes the connection afterwards: only
    // it knows, so it writes the line, and only then.
    let mut given = Given {
        connection: exchange
            .head
            .headers
            .contains_key(header::TRANSFER_ENCODING),
        ..Given::default()
    };
    let mut close = !keeps_alive(&exchange.head, exchange.connection.server());
    // The end of a body of unknown length is the end of the connection, for HTTP/1.0.
    close |= streaming && exchange.head.version < Version::HTTP_11;
    let is_head = exchange.head.method == Method::HEAD;
    let headers = built.headers_mut();
    script_headers(response, |name, value| {
        let Ok(parsed) = HeaderName::from_bytes(name) else {
            log::write(
                Level::Warning,
                &format!(
                    "header name is not valid and was dropped: {}",
                    name.to_text()
                ),
            );
            return;
        };
        let default = match parsed {
            header::SERVER => Some(&mut given.server),
            header::DATE => Some(&mut given.date),
            header::CONNECTION => Some(&mut given.connection),
            header::CONTENT_TYPE => Some(&mut given.content_type),
            // How a body is framed is decided by what is sent (RFC 9112 §6): a length that is not
            // the body's cannot pass. Of a HEAD's body only the script knows the length.
            header::CONTENT_LENGTH => {
                let length = value.filter(|value| {
                    is_head && !value.is_empty() && value.iter().all(u8::is_ascii_digit)
                });
                if let Some(Ok(length)) = length.map(|length| HeaderValue::from_bytes(length)) {
                    headers.insert(header::CONTENT_LENGTH, length);
                }
                return;
            }
            header::TRANSFER_ENCODING => return,
            _ => None,
        };
        let suppressed = value.is_none_or(|value| value.is_empty() && default.is_some());
        if let Some(default) = default {
            *default = true;
        }
        let Some(value) = value.filter(|_| !suppressed) else {
            return;
        };
        let value = value.trim_ascii_end();
        match HeaderValue::from_bytes(value) {
            Ok(value) => {
                if parsed == header::CONNECTION {
                    let mut tokens = value.as_bytes().split(|byte| *byte == b',');
                    close |= tokens.any(|token| token.trim_ascii().eq_ignore_ascii_case(b"close"));
                }
                headers.append(parsed, value);
            }
            Err(_) => log::write(
                Level::Warning,
                &format!("the value of header {parsed} is not valid and was dropped"),
            ),
        }
    });
    for cookie in script_cookies(response) {
        if let Ok(value) = HeaderValue::from_bytes(&cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    if globals::exception_pending() {
        return Err(Thrown);
    }
    if streaming && let Some(trailers) = &*state.trailers.borrow() {
        announce(headers, trailers);
    }
    add_defaults(headers, &given, close, exchange.connection.server());
    if close && exchange.head.version < Version::HTTP_11 {
        // Else hyper adds "keep-alive" for a client of HTTP/1.0 that asked for it.
        *built.version_mut() = Version::HTTP_10;
    }
    Ok(built)
}

/// Names the trailers that will follow the body (RFC 9110 §6.6.2). They are sent to clients that take them (`TE: trailers`).
fn announce(headers: &mut HeaderMap, trailers: &HeaderMap) {
    let names: Vec<&str> = trailers.keys().map(HeaderName::as_str).collect();
    if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
        headers.insert(header::TRAILER, names);
    }
}

/// The phrase of a status line.
pub(super) fn reason(code: u16) -> &'static str {
    status::reason(code).unwrap_or("Unknown Status")
}

/// The bytes of an answer that ends the connection, for when hyper cannot be asked any more.
pub(super) fn raw(code: u16, server: &Running) -> Vec<u8> {
    let date = date();
    let name = server.settings.http.server_header.as_ref();
    let name = name.and_then(|name| name.to_str().ok());
    let mut out = Vec::with_capacity(192);
    for part in [
        "HTTP/1.1 ",
        itoa::Buffer::new().format(code),
        " ",
        reason(code),
        name.map_or("", |_| "\r\nServer: "),
        name.unwrap_or_default(),
        "\r\nDate: ",
        date.to_str().unwrap_or_default(),
        "\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
    ] {
        out.extend_from_slice(part.as_bytes());
    }
    out
}

/// The answer to a WebSocket's handshake over HTTP/2, for the bytes of the one over HTTP/1: 200, without the lines that are
/// for HTTP/1 alone (RFC 8441 §5).
pub(super) fn of_stream(switching: &[u8]) -> hyper::Response<()> {
    let mut response = hyper::Response::new(());
    let lines = switching.split(|byte| *byte == b'\n').skip(1);
    for line in lines.map(<[u8]>::trim_ascii) {
        let Some(colon) = memchr::memchr(b':', line) else {
            continue;
        };
        let name = HeaderName::from_bytes(&line[..colon]);
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        let (Ok(name), Ok(value)) = (name, value) else {
            continue;
        };
        if !matches!(
            name,
            header::UPGRADE
                | header::CONNECTION
                | header::SEC_WEBSOCKET_ACCEPT
                | header::SEC_WEBSOCKET_VERSION
        ) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Whether these bytes are the answer hyper gives by itself to a head that it cannot parse.
#[inline]
pub(super) fn is_refusal(bytes: &[u8]) -> bool {
    // Responses of ours may look like that, if the script wants them to: they are for the caller to know.
    const LINES: &[u8] = b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    bytes.len() < 96 && bytes.starts_with(b"HTTP/1.1 4") && bytes.ends_with(LINES)
}

/// The code in a status line.
pub(super) fn status_in(bytes: &[u8]) -> u16 {
    bytes
        .get(9..12)
        .and_then(|code| std::str::from_utf8(code).ok())
        .and_then(|code| code.parse().ok())
        .unwrap_or(400)
}
