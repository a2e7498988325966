//! What a script says of a response before it is sent: status, headers, cookies, trailers (spec §3.3–3.6).

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Version};

use crate::class::HTTP_COOKIE;
use crate::error::{self, code};
use crate::slot::http_response as slot;
use crate::zend::{self, Call, PhpResult, PhpString, Value};

use super::cookie_class::{CookieState, Parts};
use super::response::{Phase, ResponseState, open_exchange};

/// Longest name of a header or trailer, exclusive.
const MAX_NAME: usize = 128;

const SPLIT: &str = "Header may not contain more than a single header, new line detected";
const NUL: &str = "Header may not contain NUL bytes";

pub(super) fn notice(call: &mut Call, text: &str) -> PhpResult {
    zend::warning(text);
    error::set_last(code::PHP_RUNTIME_NOTICE);
    call.ret(false)
}

/// What is wrong with a name or a value that becomes part of a line.
fn breaks_line(text: &[u8]) -> Option<&'static str> {
    match memchr::memchr3(b'\r', b'\n', 0, text) {
        Some(at) if text[at] == 0 => Some(NUL),
        Some(_) => Some(SPLIT),
        None => None,
    }
}

/// `initHeader(): bool`: turns `header`, `cookie` and `trailer` into empty arrays.
pub fn init_header(call: &mut Call) -> PhpResult {
    let state: &ResponseState = call.state();
    if open_exchange(state).is_none() {
        return call.ret(false);
    }
    let this = call.this();
    for index in [slot::HEADER, slot::COOKIE, slot::TRAILER] {
        this.with_array(index, |_| {});
    }
    call.ret(true)
}

/// Whether [`format_name`] leaves `name` as it is.
pub(super) fn is_formatted(name: &[u8]) -> bool {
    let mut first = true;
    name.iter().all(|&byte| {
        let fits = !if first {
            byte.is_ascii_lowercase()
        } else {
            byte.is_ascii_uppercase()
        };
        first = byte == b'-';
        fits
    })
}

/// `x-aBC-def` → `X-Abc-Def`.
pub(super) fn format_name(name: &[u8]) -> PhpString {
    let mut first = true;
    let formatted: Vec<u8> = name
        .iter()
        .map(|&byte| {
            let out = if first {
                byte.to_ascii_uppercase()
            } else {
                byte.to_ascii_lowercase()
            };
            first = byte == b'-';
            out
        })
        .collect();
    PhpString::new(&formatted)
}

/// `header(string $key, array|string $value, bool $format = true): bool`.
pub fn header(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let value = call.value(1).unwrap_or(Value::null());
    let format = call.bool_or(2, true)?;
    if open_exchange(call.state()).is_none() {
        return call.ret(false);
    }
    if name.len() >= MAX_NAME {
        return notice(call, "header key is too long");
    }
    let breaks = |value: &Value| value.as_string().and_then(|text| breaks_line(&text));
    let reason = breaks_line(&name).or_else(|| match value.as_array() {
        Some(list) => list.iter().find_map(|(_, each)| breaks(&each)),
        None => breaks(&value),
    });
    if let Some(reason) = reason {
        return notice(call, reason);
    }
    let name = if format && !is_formatted(&name) {
        format_name(&name)
    } else {
        name
    };
    call.this()
        .with_array(slot::HEADER, |headers| headers.set(&name, value));
    call.ret(true)
}

/// `status(int $http_code, string $reason = ''): bool`.
pub fn status(call: &mut Call) -> PhpResult {
    let code = call.long(0)?;
    let reason = call.string(1)?;
    let state: &ResponseState = call.state();
    if open_exchange(state).is_none() {
        return call.ret(false);
    }
    if breaks_line(&reason).is_some() {
        return notice(call, "the reason may not contain line breaks or NUL bytes");
    }
    state.status.set(code);
    *state.reason.borrow_mut() = (!reason.is_empty()).then_some(reason);
    call.ret(true)
}

fn set_cookie(call: &mut Call, encode: bool) -> PhpResult {
    let first = call.value(0).unwrap_or(Value::null());
    if open_exchange(call.state()).is_none() {
        return call.ret(false);
    }
    let object = first
        .as_object()
        .filter(|object| object.instance_of(&HTTP_COOKIE));
    let rendered = if let Some(cookie) = object {
        // Whether the value is encoded is the object's own choice.
        cookie.state::<CookieState>().render()
    } else if let Some(name) = first.as_string() {
        Parts {
            name,
            value: call.string(1)?,
            expires: call.long_or(2, 0)?,
            path: call.string(3)?,
            domain: call.string(4)?,
            secure: call.bool_or(5, false)?,
            http_only: call.bool_or(6, false)?,
            same_site: call.string(7)?,
            priority: call.string(8)?,
            partitioned: call.bool_or(9, false)?,
            encode,
        }
        .render()
    } else {
        return notice(
            call,
            "The first argument must be a string or a Http\\Cookie object",
        );
    };
    match rendered {
        Ok(line) => {
            call.this()
                .with_array(slot::COOKIE, |cookies| cookies.push(line));
            call.ret(true)
        }
        Err(reason) => notice(call, &reason.to_string()),
    }
}

/// `cookie(…): bool`: the value is URL-encoded.
pub fn cookie(call: &mut Call) -> PhpResult {
    set_cookie(call, true)
}

/// `rawcookie(…): bool`: the value goes out as it is.
pub fn rawcookie(call: &mut Call) -> PhpResult {
    set_cookie(call, false)
}

/// `trailer(string $key, string $value): bool`: a line after a body that is sent with `write()`.
///
/// HTTP/1 announces trailers in the head (RFC 9110 §6.6.2): there a name that is new after the first `write()` is
/// refused.
pub fn trailer(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let value = call.string(1)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = open_exchange(state) else {
        return call.ret(false);
    };
    if name.len() >= MAX_NAME {
        return notice(call, "trailer key is too long");
    }
    if let Some(reason) = breaks_line(&name).or_else(|| breaks_line(&value)) {
        return notice(call, reason);
    }
    let (Ok(header), Ok(line)) = (
        HeaderName::from_bytes(&name),
        HeaderValue::from_bytes(value.trim_ascii_end()),
    ) else {
        return notice(call, "trailer key or value is not valid");
    };
    let late = state.phase.get() == Phase::Streaming && exchange.head.version <= Version::HTTP_11;
    let mut trailers = state.trailers.borrow_mut();
    if late
        && !trailers
            .as_ref()
            .is_some_and(|known| known.contains_key(&header))
    {
        drop(trailers);
        return notice(call, "a new trailer has to be set before the first write()");
    }
    let key = PhpString::new(header.as_str().as_bytes());
    trailers
        .get_or_insert_with(|| Box::new(HeaderMap::new()))
        .insert(header, line);
    drop(trailers);
    call.this()
        .with_array(slot::TRAILER, |trailers| trailers.set(&key, value));
    call.ret(true)
}
