//! A request's head and body from the script's `Swoole\Http2\Request`.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Method, Uri};

use crate::error::code;
use crate::http::form;
use crate::slot::http2_request as slot;
use crate::zend::{Array, Callable, Object, PhpString, Value};

use super::super::class::key_name;
use super::super::encode::{self, MAX_COOKIE, MAX_HEAD};

/// What RFC 9113 §8.2.2 does not allow, and what is told otherwise.
const LEFT_OUT: [&str; 6] = [
    "connection",
    "host",
    "keep-alive",
    "proxy-connection",
    "transfer-encoding",
    "upgrade",
];

/// A request that can be sent.
pub(super) struct Prepared {
    pub(super) head: http::Request<()>,
    pub(super) body: PhpString,
    /// More of the body follows.
    pub(super) pipeline: bool,
    /// The response is taken in parts.
    pub(super) in_parts: bool,
}

/// Why there is none.
pub(super) enum Unprepared {
    /// An exception is pending.
    Thrown,
    /// The errno.
    Errno(i32),
}

const INVALID: Unprepared = Unprepared::Errno(code::INVALID_PARAMS);

fn text(value: &Value) -> Result<PhpString, Unprepared> {
    value.to_string().ok_or(Unprepared::Thrown)
}

/// The bytes of a body, and whether they are a form.
pub(super) fn content(data: &Value) -> Result<(PhpString, bool), Unprepared> {
    match data.as_array() {
        None if data.is_null() => Ok((PhpString::empty(), false)),
        None => Ok((text(data)?, false)),
        Some(fields) if fields.is_empty() => Ok((PhpString::empty(), false)),
        Some(fields) => {
            let build =
                Callable::new(Value::from("http_build_query")).map_err(|_| Unprepared::Thrown)?;
            let query = build.call(&mut [fields.into()]).ok_or(Unprepared::Thrown)?;
            Ok((text(&query)?, true))
        }
    }
}

/// Reads `request`, for the server that is called `authority`.
///
/// # Errors
///
/// What cannot be said in HTTP/2: methods, paths, names and values with bytes that do not belong there, a head of more
/// than 64 KiB, a cookie of more than 4 KiB.
pub(super) fn prepare(
    request: &Object,
    authority: &str,
    ssl: bool,
) -> Result<Prepared, Unprepared> {
    let method = text(&request.get(slot::METHOD))?;
    let path = text(&request.get(slot::PATH))?;
    let (body, is_form) = content(&request.get(slot::DATA))?;
    let pipeline = request.get(slot::PIPELINE).is_truthy();
    let in_parts = pipeline || request.get(slot::USE_PIPELINE_READ).is_truthy();
    let mut headers = HeaderMap::new();
    let mut size = path.len();
    let host = match request.get(slot::HEADERS).as_array() {
        Some(given) => write_headers(&mut headers, &given, &mut size)?,
        None => None,
    };
    if let Some(cookies) = request.get(slot::COOKIES).as_array() {
        write_cookies(&mut headers, &cookies, &mut size)?;
    }
    if size > MAX_HEAD {
        return Err(INVALID);
    }
    if is_form && !headers.contains_key(header::CONTENT_TYPE) {
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(header::CONTENT_TYPE, kind);
    }
    // Of a body that goes on only the script may know the length.
    if !pipeline {
        headers.remove(header::CONTENT_LENGTH);
        if !body.is_empty() {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
    }
    let mut uri = http::uri::Parts::default();
    uri.scheme = Some(if ssl { Scheme::HTTPS } else { Scheme::HTTP });
    let authority = match &host {
        Some(host) => Authority::try_from(&host[..]),
        None => Authority::try_from(authority),
    };
    uri.authority = Some(authority.map_err(|_| INVALID)?);
    let path: &[u8] = if path.is_empty() { b"/" } else { &path };
    if !path.starts_with(b"/") && path != b"*" {
        return Err(INVALID);
    }
    uri.path_and_query = Some(PathAndQuery::try_from(path).map_err(|_| INVALID)?);
    let method: &[u8] = if method.is_empty() { b"GET" } else { &method };
    let method = Method::from_bytes(method).map_err(|_| INVALID)?;
    if method == Method::CONNECT {
        return Err(INVALID);
    }
    let mut head = http::Request::new(());
    *head.method_mut() = method;
    *head.uri_mut() = Uri::from_parts(uri).map_err(|_| INVALID)?;
    *head.version_mut() = http::Version::HTTP_2;
    *head.headers_mut() = headers;
    Ok(Prepared {
        head,
        body,
        pipeline,
        in_parts,
    })
}

/// The value of Host, if there is one: it becomes `:authority`.
fn write_headers(
    headers: &mut HeaderMap,
    given: &Array,
    size: &mut usize,
) -> Result<Option<PhpString>, Unprepared> {
    let mut host = None;
    for (key, value) in given.iter() {
        let Some(name) = key_name(&key) else { continue };
        if value.is_null() || name.is_empty() {
            continue;
        }
        let name = HeaderName::from_bytes(name).map_err(|_| INVALID)?;
        let value = text(&value)?;
        if name == header::HOST && !value.is_empty() {
            host = Some(value.clone());
        }
        let is_left_out = LEFT_OUT.contains(&name.as_str())
            || (name == header::TE && !value.eq_ignore_ascii_case(b"trailers"));
        if is_left_out {
            continue;
        }
        *size += name.as_str().len() + value.len();
        let value = HeaderValue::from_bytes(value.trim_ascii()).map_err(|_| INVALID)?;
        headers.insert(name, value);
    }
    Ok(host)
}

/// One line; values are encoded, empty ones left out.
fn write_cookies(
    headers: &mut HeaderMap,
    cookies: &Array,
    size: &mut usize,
) -> Result<(), Unprepared> {
    let mut line = Vec::new();
    for (key, value) in cookies.iter() {
        let Some(name) = key_name(&key) else { continue };
        let value = text(&value)?;
        if value.is_empty() || name.is_empty() || encode::breaks_lines(name) {
            continue;
        }
        if !line.is_empty() {
            line.extend_from_slice(b"; ");
        }
        let start = line.len();
        line.extend_from_slice(name);
        line.push(b'=');
        form::encode(&mut line, &value);
        if line.len() - start > MAX_COOKIE {
            return Err(INVALID);
        }
    }
    if !line.is_empty() {
        *size += line.len();
        let line = HeaderValue::from_bytes(&line).map_err(|_| INVALID)?;
        headers.insert(header::COOKIE, line);
    }
    Ok(())
}
