//! `Swoole\Http\Request`: what the client asked for, in plain PHP arrays (spec §2).

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use http::header;

use crate::class::HTTP_REQUEST;
use crate::error::{self, code};
use crate::slot::http_request as slot;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, Object, PhpResult, PhpString, upload};

use super::incoming::Content;
use super::link::Link;
use super::request_parse::Parsing;
use super::request_server::Facts;
use super::response::Exchange;
use super::upload::Form;
use super::variables;

/// What a Request keeps beside its properties.
#[derive(Default)]
pub struct RequestState {
    /// Set for requests that are complete.
    pub(super) received: RefCell<Option<Kept>>,
    /// Set for those that the script parses itself.
    pub(super) parsing: RefCell<Option<Box<Parsing>>>,
    /// What `server` will be made of, until somebody looks at it.
    facts: Cell<Option<Facts>>,
}

/// What a complete request was made of.
pub(super) struct Kept {
    pub(super) method: PhpString,
    /// `None`: a form too long to be kept as it was.
    pub(super) body: Option<PhpString>,
    /// All of it, if the script has parsed it.
    pub(super) data: Option<PhpString>,
    /// Set if a server has received it.
    pub(super) exchange: Weak<Exchange>,
    /// `None`: there are none, as with nearly all.
    pub(super) _files: Option<Box<TemporaryFiles>>,
}

/// What becomes of a request's parts.
pub(super) struct Rules {
    /// Fill `cookie`.
    pub(super) parse_cookie: bool,
    /// Fill `post`, and with a multipart form `files` and `tmpfiles`.
    pub(super) parse_post: bool,
    /// Nested file names in PHP's own layout.
    pub(super) parse_files: bool,
}

/// Uploaded files that go with the request.
pub(super) struct TemporaryFiles(Vec<PhpString>);

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

    const LAZY: Option<&'static str> = Some("server");

    fn make_lazy(&self, request: &Object) {
        if let Some(facts) = self.facts.take() {
            request.fill_in(slot::SERVER, facts.array());
        }
    }
}

/// Makes the Request object for a received request.
#[inline(never)]
pub(super) fn build(exchange: &Rc<Exchange>, content: Content) -> Object {
    let connection = &exchange.connection;
    let settings = &connection.server().settings.http;
    let head = &exchange.head;
    let rules = Rules {
        parse_cookie: settings.parse_cookie,
        parse_post: settings.parse_post,
        parse_files: settings.parse_files,
    };
    let request = Object::new(&HTTP_REQUEST);
    request.init(slot::FD, i64::from(connection.fd()));
    if connection.http2().is_some() {
        request.set(slot::STREAM_ID, i64::from(connection.stream_id()));
    }
    let method = show_head(&request, Some(connection), head, &rules);
    let (body, files) = show_body(&request, head, content, &rules);
    *request.state::<RequestState>().received.borrow_mut() = Some(Kept {
        method,
        body,
        data: None,
        exchange: Rc::downgrade(exchange),
        _files: files,
    });
    request
}

/// Fills the properties that a head gives, and returns the method.
pub(super) fn show_head(
    request: &Object,
    connection: Option<&Link>,
    head: &http::request::Parts,
    rules: &Rules,
) -> PhpString {
    request.set(
        slot::HEADER,
        variables::header_array(&head.headers, rules.parse_cookie),
    );
    let facts = Facts::new(connection, head);
    let method = facts.method().clone();
    if connection.is_some() {
        request.leave_out(slot::SERVER);
        request.state::<RequestState>().facts.set(Some(facts));
    } else {
        // The script has this object already, and may have looked.
        request.set(slot::SERVER, facts.array());
    }
    if let Some(query) = head.uri.query().filter(|query| !query.is_empty()) {
        request.set(slot::GET, variables::variables(query.as_bytes()));
    }
    if rules.parse_cookie && head.headers.contains_key(header::COOKIE) {
        request.set(slot::COOKIE, variables::cookie_array(&head.headers));
    }
    method
}

/// Fills the properties that a body gives, and returns the body and the files that go with the request.
pub(super) fn show_body(
    request: &Object,
    head: &http::request::Parts,
    content: Content,
    rules: &Rules,
) -> (Option<PhpString>, Option<Box<TemporaryFiles>>) {
    let body = content.raw.map(|raw| PhpString::new(&raw));
    let mut files = Vec::new();
    if let Some(form) = content.form {
        request.set(slot::POST, variables::field_array(&form));
        request.set(
            slot::FILES,
            variables::file_array(&form.files, rules.parse_files),
        );
        files = hand_over(form);
        if !files.is_empty() {
            let mut paths = Array::with_capacity(8);
            for path in &files {
                paths.push(path.clone());
            }
            request.set(slot::TMPFILES, paths);
        }
    } else if let Some(body) = body.as_ref().filter(|body| !body.is_empty())
        && rules.parse_post
        && variables::is_form(head)
    {
        request.set(slot::POST, variables::variables(body));
    }
    let files = (!files.is_empty()).then(|| Box::new(TemporaryFiles(files)));
    (body, files)
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
    let parsing = call.state::<RequestState>().parsing.borrow().is_some();
    if parsing && call.state::<RequestState>().received.borrow().is_none() {
        return call.ret("");
    }
    ret_kept(call, |kept| kept.body.clone().ok_or(TOO_LARGE))
}

/// `getMethod(): string|false`.
pub fn get_method(call: &mut Call) -> PhpResult {
    ret_kept(call, |kept| Ok(kept.method.clone()))
}

/// `getData(): string|false`: head and body as text.
pub fn get_data(call: &mut Call) -> PhpResult {
    let exchange = {
        let kept = call.state::<RequestState>().received.borrow();
        kept.as_ref().and_then(|kept| kept.exchange.upgrade())
    };
    if exchange.is_some_and(|exchange| exchange.connection.http2().is_some()) {
        zend::warning("unable to get data from HTTP2 request");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    ret_kept(call, |kept| {
        if let Some(data) = &kept.data {
            return Ok(data.clone());
        }
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
