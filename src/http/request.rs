//! `Swoole\Http\Request`: what the client asked for, in plain PHP arrays (spec §2).

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use http::header;

use crate::class::HTTP_REQUEST;
use crate::error::{self, code};
use crate::slot::http_request as slot;
use crate::zend::registry::ClassSlot;
use crate::zend::{Array, Call, NativeState, Object, PhpResult, PhpString, upload};

use super::incoming::Content;
use super::response::Exchange;
use super::upload::Form;
use super::variables;

/// What a Request keeps beside its properties.
#[derive(Default)]
pub struct RequestState {
    /// Set for requests that a server made.
    received: RefCell<Option<Kept>>,
}

struct Kept {
    method: PhpString,
    /// `None`: a form too long to be kept as it was.
    body: Option<PhpString>,
    exchange: Weak<Exchange>,
    _files: TemporaryFiles,
}

/// Uploaded files that go with the request.
struct TemporaryFiles(Vec<PhpString>);

impl Drop for TemporaryFiles {
    fn drop(&mut self) {
        for path in &self.0 {
            // One that is off the list was moved: what has the name now is not ours.
            if upload::forget(path) {
                let _ = std::fs::remove_file(path.to_path());
            }
        }
    }
}

impl NativeState for RequestState {
    fn class() -> &'static ClassSlot {
        &HTTP_REQUEST
    }
}

/// Makes the Request object for a received request.
#[inline(never)]
pub(super) fn build(exchange: &Rc<Exchange>, content: Content) -> Object {
    let connection = &exchange.connection;
    let settings = &connection.server().settings.http;
    let head = &exchange.head;
    let request = Object::new(&HTTP_REQUEST);
    let body = content.raw.map(|raw| PhpString::new(&raw));
    let method = variables::text(head.method.as_str());
    request.init(slot::FD, i64::from(connection.fd()));
    request.init(
        slot::HEADER,
        variables::header_array(&head.headers, settings.parse_cookie),
    );
    request.init(
        slot::SERVER,
        variables::server_array(Some(connection), head, &method),
    );
    if let Some(query) = head.uri.query().filter(|query| !query.is_empty()) {
        request.init(slot::GET, variables::variables(query.as_bytes()));
    }
    if settings.parse_cookie && head.headers.contains_key(header::COOKIE) {
        request.init(slot::COOKIE, variables::cookie_array(&head.headers));
    }
    let mut files = Vec::new();
    if let Some(form) = content.form {
        request.init(slot::POST, variables::field_array(&form));
        request.init(
            slot::FILES,
            variables::file_array(&form.files, settings.parse_files),
        );
        files = hand_over(form);
        if !files.is_empty() {
            let mut paths = Array::with_capacity(8);
            for path in &files {
                paths.push(path.clone());
            }
            request.init(slot::TMPFILES, paths);
        }
    } else if let Some(body) = body.as_ref().filter(|body| !body.is_empty())
        && settings.parse_post
        && variables::is_form(head)
    {
        request.init(slot::POST, variables::variables(body));
    }
    *request.state::<RequestState>().received.borrow_mut() = Some(Kept {
        method,
        body,
        exchange: Rc::downgrade(exchange),
        _files: TemporaryFiles(files),
    });
    request
}

/// Puts a form's files into PHP's hands: `is_uploaded_file()` knows them, and the request removes them.
fn hand_over(form: Form) -> Vec<PhpString> {
    let kept = form
        .files
        .into_iter()
        .filter_map(|file| file.path?.keep().ok());
    kept.map(|path| {
        let path = PhpString::new(path.as_os_str().as_encoded_bytes());
        upload::register(&path);
        path
    })
    .collect()
}

/// Nothing to return, and why: a form too long to be kept as it was.
const TOO_LARGE: i32 = code::PACKAGE_LENGTH_TOO_LARGE;
/// Nothing to return, and why: no server made this object, or the request is over.
const UNAVAILABLE: i32 = code::HTTP_CONTEXT_UNAVAILABLE;

fn ret_kept(call: &mut Call, get: impl FnOnce(&Kept) -> Result<PhpString, i32>) -> PhpResult {
    let found = call
        .state::<RequestState>()
        .received
        .borrow()
        .as_ref()
        .map_or(Err(UNAVAILABLE), get);
    match found {
        Ok(string) => call.ret(string),
        Err(reason) => {
            error::set_last(reason);
            call.ret(false)
        }
    }
}

/// `getContent(): string|false`: the body, '' when there is none.
pub fn get_content(call: &mut Call) -> PhpResult {
    ret_kept(call, |kept| kept.body.clone().ok_or(TOO_LARGE))
}

/// `getMethod(): string|false`.
pub fn get_method(call: &mut Call) -> PhpResult {
    ret_kept(call, |kept| Ok(kept.method.clone()))
}

/// `getData(): string|false`: head and body as text.
pub fn get_data(call: &mut Call) -> PhpResult {
    ret_kept(call, |kept| {
        let exchange = kept.exchange.upgrade().ok_or(UNAVAILABLE)?;
        let body = kept.body.as_ref().ok_or(TOO_LARGE)?;
        Ok(PhpString::new(&head_text(&exchange.head, body)))
    })
}

/// A request as it may have stood on the wire. The parser keeps neither the case of header names nor the framing of a
/// body that came in chunks.
fn head_text(head: &http::request::Parts, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(512 + body.len());
    let target = head.uri.to_string();
    let version = format!("{:?}", head.version);
    for part in [head.method.as_str(), " ", &target, " ", &version, "\r\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    for (name, value) in &head.headers {
        if name == header::TRANSFER_ENCODING {
            continue;
        }
        out.extend_from_slice(&super::response_head::format_name(name.as_str().as_bytes()));
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    if head.headers.contains_key(header::TRANSFER_ENCODING) {
        out.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    out
}
