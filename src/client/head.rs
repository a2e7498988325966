//! A request's head and body from a client's properties, in Swoole's order (spec/coroutine-runtime §6.4).

use crate::class::COROUTINE_HTTP_CLIENT_EXCEPTION;
use crate::error::{self, code};
use crate::http::form;
use crate::slot::coroutine_http_client as slot;
use crate::zend::array::Key;
use crate::zend::{self, Array, Callable, Object, PhpString, Thrown, Value};

use super::class::{ClientState, key_name};
use super::encode::{self, header};
use super::form::Form;
use super::response::Asked;
use super::server::Server;
use super::settings::{ProxyKind, Settings};

/// Header lines of an upgrade, which come with the script's own.
pub struct Upgrade {
    /// The value of Sec-WebSocket-Key.
    pub key: String,
}

/// What follows the head.
pub enum Content {
    /// Nothing.
    None,
    /// Bytes in memory.
    Text(PhpString),
    /// A form with files.
    Form(Form),
}

/// A request that can be sent: its head is in the client's state.
pub struct Prepared {
    /// What its response may have.
    pub asked: Asked,
    /// What follows the head.
    pub content: Content,
    /// Whether it may be sent once more when the connection turns out to be gone (RFC 9110 §9.2.2).
    pub is_idempotent: bool,
}

/// Why there is no request.
pub enum Unprepared {
    /// An exception is pending.
    Thrown,
    /// The errno.
    Errno(i32),
}

impl From<Thrown> for Unprepared {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

fn text(value: &Value) -> Result<PhpString, Unprepared> {
    value.to_string().ok_or(Unprepared::Thrown)
}

fn too_large(message: &str) -> Unprepared {
    error::set_last(code::INVALID_PARAMS);
    zend::throw(
        &COROUTINE_HTTP_CLIENT_EXCEPTION,
        message,
        i64::from(code::INVALID_PARAMS),
    );
    Unprepared::Thrown
}

/// What the script's headers have said.
#[derive(Default)]
struct Given {
    host: bool,
    connection: bool,
    accept_encoding: bool,
    content_type: bool,
    content_length: bool,
    authorization: bool,
}

/// Writes the head of a request for `path` into the client's state.
///
/// # Errors
///
/// A part of the head that would end its line, files that cannot be read, more than a head may hold.
pub fn prepare(
    this: &Object,
    state: &ClientState,
    server: &Server,
    settings: &Settings,
    path: &PhpString,
    upgrade: Option<&Upgrade>,
) -> Result<Prepared, Unprepared> {
    let body = this.get(slot::REQUEST_BODY);
    let method = this.get(slot::REQUEST_METHOD);
    let method = match method.as_string() {
        Some(method) if !method.is_empty() => method,
        _ if body.is_null() => PhpString::new(b"GET"),
        _ => PhpString::new(b"POST"),
    };
    if encode::breaks_lines(&method) || encode::breaks_lines(path) {
        return Err(Unprepared::Errno(code::INVALID_PARAMS));
    }
    let files = this.get(slot::UPLOAD_FILES).as_array();
    let content = content(&body, files.filter(|files| !files.is_empty()))?;

    // Taken out: converting values may run the script's code.
    let mut out = state.sent_head.take();
    out.clear();
    out.extend_from_slice(&method);
    out.push(b' ');
    if is_whole_url(server, settings, upgrade) {
        out.extend_from_slice(b"http://");
        out.extend_from_slice(server.name.as_bytes());
    }
    out.extend_from_slice(path);
    out.extend_from_slice(b" HTTP/1.1\r\n");
    let given = write_headers(&mut out, this, state, server, settings, upgrade)?;
    if !given.accept_encoding && settings.http_compression {
        header(&mut out, b"Accept-Encoding", b"gzip, deflate, br");
    }
    if let Some(cookies) = this.get(slot::COOKIES).as_array() {
        write_cookies(&mut out, &cookies)?;
    }
    match &content {
        Content::None if given.content_length => header(&mut out, b"Content-Length", b"0"),
        Content::None => {}
        Content::Text(text) => {
            if body.as_array().is_some() && !given.content_type {
                header(
                    &mut out,
                    b"Content-Type",
                    b"application/x-www-form-urlencoded",
                );
            }
            let mut length = itoa::Buffer::new();
            header(
                &mut out,
                b"Content-Length",
                length.format(text.len()).as_bytes(),
            );
        }
        Content::Form(form) => {
            let kind = format!("multipart/form-data; boundary={}", form.boundary());
            header(&mut out, b"Content-Type", kind.as_bytes());
            let mut length = itoa::Buffer::new();
            header(
                &mut out,
                b"Content-Length",
                length.format(form.length()).as_bytes(),
            );
        }
    }
    out.extend_from_slice(b"\r\n");
    if out.len() > encode::MAX_HEAD {
        return Err(too_large("HTTP/1 header block is too large"));
    }
    *state.sent_head.borrow_mut() = out;
    Ok(Prepared {
        asked: if method.eq_ignore_ascii_case(b"HEAD") {
            Asked::Head
        } else {
            Asked::Other
        },
        content,
        is_idempotent: [
            &b"GET"[..],
            b"HEAD",
            b"OPTIONS",
            b"PUT",
            b"DELETE",
            b"TRACE",
        ]
        .contains(&&*method),
    })
}

/// A proxy that is not asked for a tunnel gets the whole URL (RFC 9112 §3.2.2).
fn is_whole_url(server: &Server, settings: &Settings, upgrade: Option<&Upgrade>) -> bool {
    upgrade.is_none()
        && !server.ssl
        && settings
            .proxy
            .as_ref()
            .is_some_and(|proxy| proxy.kind == ProxyKind::Http)
}

fn content(body: &Value, files: Option<Array>) -> Result<Content, Unprepared> {
    if let Some(files) = files {
        return Form::new(body.as_array(), &files).map(Content::Form);
    }
    if let Some(fields) = body.as_array() {
        let build =
            Callable::new(Value::from("http_build_query")).map_err(|_| Unprepared::Thrown)?;
        let query = build.call(&mut [fields.into()]).ok_or(Unprepared::Thrown)?;
        return Ok(Content::Text(text(&query)?));
    }
    if body.is_null() {
        Ok(Content::None)
    } else {
        text(body).map(Content::Text)
    }
}

fn write_headers(
    out: &mut Vec<u8>,
    this: &Object,
    state: &ClientState,
    server: &Server,
    settings: &Settings,
    upgrade: Option<&Upgrade>,
) -> Result<Given, Unprepared> {
    let headers = this.get(slot::REQUEST_HEADERS).as_array();
    let mut given = Given::default();
    let mut host = None;
    if let Some(headers) = &headers {
        for (key, value) in headers.iter() {
            if key_name(&key).is_some_and(|name| name.eq_ignore_ascii_case(b"host")) {
                host = Some(text(&value)?);
            }
        }
    }
    let host = host.unwrap_or_else(|| PhpString::new(server.name.as_bytes()));
    if encode::breaks_lines(&host) {
        return Err(Unprepared::Errno(code::INVALID_PARAMS));
    }
    given.host = true;
    header(out, b"Host", &host);
    let is_form = this
        .get(slot::UPLOAD_FILES)
        .as_array()
        .is_some_and(|files| !files.is_empty());
    for (key, value) in headers.iter().flat_map(Array::iter) {
        let Some(name) = key_name(&key) else { continue };
        if value.is_null() || name.is_empty() {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        match &lower[..] {
            b"host" => continue,
            b"content-length" => {
                given.content_length = true;
                continue;
            }
            // It has to name the boundary.
            b"content-type" if is_form => continue,
            b"content-type" => given.content_type = true,
            b"accept-encoding" => given.accept_encoding = true,
            b"authorization" => given.authorization = true,
            b"connection" => given.connection = true,
            _ => {}
        }
        let value = text(&value)?;
        if encode::breaks_lines(name) || encode::breaks_lines(&value) {
            return Err(Unprepared::Errno(code::INVALID_PARAMS));
        }
        if lower == b"connection" && value.eq_ignore_ascii_case(b"close") {
            state.never_keep_alive.set(true);
        }
        header(out, name, &value);
    }
    if is_whole_url(server, settings, upgrade)
        && let Some((user, password)) = settings
            .proxy
            .as_ref()
            .and_then(|proxy| proxy.user.as_ref())
    {
        let value = encode::basic(user, password);
        header(out, b"Proxy-Authorization", value.as_bytes());
    }
    if let Some(authorization) = &*state.authorization.borrow() {
        header(out, b"Authorization", authorization.as_bytes());
    }
    if !given.connection {
        let keep = settings.keep_alive && !state.never_keep_alive.get();
        header(
            out,
            b"Connection",
            if keep { b"keep-alive" } else { b"closed" },
        );
    }
    Ok(given)
}

/// One line; values are encoded, empty ones left out.
fn write_cookies(out: &mut Vec<u8>, cookies: &Array) -> Result<(), Unprepared> {
    out.extend_from_slice(b"Cookie: ");
    let mut is_first = true;
    for (key, value) in cookies.iter() {
        let name = match &key {
            Key::Name(name) => name.clone(),
            Key::Index(_) => continue,
        };
        let value = text(&value)?;
        if value.is_empty() || name.is_empty() || encode::breaks_lines(&name) {
            continue;
        }
        if !is_first {
            out.extend_from_slice(b"; ");
        }
        is_first = false;
        let start = out.len();
        out.extend_from_slice(&name);
        out.push(b'=');
        form::encode(out, &value);
        if out.len() - start > encode::MAX_COOKIE {
            return Err(too_large("HTTP cookie header is too large"));
        }
    }
    out.extend_from_slice(b"\r\n");
    Ok(())
}
