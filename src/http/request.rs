//! `Swoole\Http\Request`: what the client asked for, in plain PHP arrays (spec §2).

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{self, HeaderMap, HeaderName};
use http::{Method, Version};

use crate::class::HTTP_REQUEST;
use crate::error::{self, code};
use crate::log::{self, Level};
use crate::slot::http_request as slot;
use crate::zend::registry::ClassSlot;
use crate::zend::{Array, Call, NativeState, Object, PhpResult, PhpString, Value, ini};

use super::connection::Connection;
use super::incoming::Received;
use super::settings::Settings;
use super::{cookie, form, names};

/// What a Request keeps beside its properties.
#[derive(Default)]
pub struct RequestState {
    /// Set for requests that a server made.
    received: RefCell<Option<Kept>>,
}

struct Kept {
    method: PhpString,
    body: PhpString,
}

impl NativeState for RequestState {
    fn class() -> &'static ClassSlot {
        &HTTP_REQUEST
    }
}

/// Headers of which a client may send several without meaning a list: the last one counts.
const SINGLE: [HeaderName; 8] = [
    header::HOST,
    header::USER_AGENT,
    header::ACCEPT,
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::AUTHORIZATION,
    header::CONNECTION,
    header::ACCEPT_ENCODING,
];

const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// Makes the Request object for a received request.
#[inline(never)]
pub(super) fn build(connection: &Connection, received: &Received, settings: &Settings) -> Object {
    let head = &received.head;
    let request = Object::new(&HTTP_REQUEST);
    let body = PhpString::new(&received.body);
    let method = text(head.method.as_str());
    request.init(slot::FD, i64::from(connection.fd()));
    request.init(
        slot::HEADER,
        header_array(&head.headers, settings.http.parse_cookie),
    );
    request.init(slot::SERVER, server_array(connection, head, &method));
    if let Some(query) = head.uri.query().filter(|query| !query.is_empty()) {
        request.init(
            slot::GET,
            variables(form::parse_pairs(query.as_bytes(), max_input_vars())),
        );
    }
    if settings.http.parse_cookie && head.headers.contains_key(header::COOKIE) {
        request.init(slot::COOKIE, cookie_array(&head.headers));
    }
    if settings.http.parse_post && !body.is_empty() && is_form(&head.method, &head.headers) {
        request.init(
            slot::POST,
            variables(form::parse_pairs(&body, max_input_vars())),
        );
    }
    *request.state::<RequestState>().received.borrow_mut() = Some(Kept { method, body });
    request
}

/// A permanent string if there is one, else a new one.
#[inline]
fn text(text: &str) -> PhpString {
    names::known(text).unwrap_or_else(|| PhpString::new(text.as_bytes()))
}

fn value(bytes: &[u8]) -> PhpString {
    let bytes = bytes.trim_ascii_end();
    std::str::from_utf8(bytes)
        .ok()
        .and_then(names::known)
        .unwrap_or_else(|| PhpString::new(bytes))
}

fn header_array(headers: &HeaderMap, without_cookie: bool) -> Array {
    let mut array = Array::with_capacity(headers.keys_len() as u32);
    for name in headers.keys() {
        if without_cookie && name == header::COOKIE {
            continue;
        }
        let key = text(name.as_str());
        let mut values = headers.get_all(name).iter();
        let (Some(first), second) = (values.next(), values.next()) else {
            continue;
        };
        match second {
            None => array.set(&key, value(first.as_bytes())),
            Some(second) if SINGLE.contains(name) => {
                let last = values.next_back().unwrap_or(second);
                array.set(&key, value(last.as_bytes()));
            }
            Some(second) => {
                let mut list = Array::with_capacity(4);
                for each in [first, second].into_iter().chain(values) {
                    list.push(value(each.as_bytes()));
                }
                array.set(&key, list);
            }
        }
    }
    array
}

fn server_array(connection: &Connection, head: &http::request::Parts, method: &PhpString) -> Array {
    let mut server = Array::with_capacity(12);
    if let Some(query) = head.uri.query().filter(|query| !query.is_empty()) {
        server.add(&names::QUERY_STRING.get(), query.as_bytes());
    }
    server.add(&names::REQUEST_METHOD.get(), method.clone());
    let path = target_path(&head.uri);
    let uri = PhpString::new(path.as_bytes());
    let path_info = match form::percent_decode_path(path.as_bytes()) {
        std::borrow::Cow::Borrowed(_) => uri.clone(),
        std::borrow::Cow::Owned(decoded) => PhpString::new(&decoded),
    };
    server.add(&names::REQUEST_URI.get(), uri);
    server.add(&names::PATH_INFO.get(), path_info);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    server.add(&names::REQUEST_TIME.get(), now.as_secs() as i64);
    server.add(&names::REQUEST_TIME_FLOAT.get(), now.as_secs_f64());
    let protocol = if head.version == Version::HTTP_10 {
        &names::HTTP_1_0
    } else {
        &names::HTTP_1_1
    };
    server.add(&names::SERVER_PROTOCOL.get(), protocol.get());
    let (address, port) = connection.peer();
    server.add(&names::REMOTE_ADDR.get(), address);
    server.add(&names::REMOTE_PORT.get(), i64::from(port));
    let (address, port) = connection.local();
    server.add(&names::SERVER_ADDR.get(), address);
    server.add(&names::SERVER_PORT.get(), i64::from(port));
    server
}

/// The path of any request target: of an absolute one its path, of CONNECT's the authority.
pub(super) fn target_path(uri: &http::Uri) -> &str {
    match uri.path() {
        "" => uri.authority().map_or("/", |authority| authority.as_str()),
        path => path,
    }
}

fn max_input_vars() -> usize {
    usize::try_from(ini::long("max_input_vars")).unwrap_or(1000)
}

fn warn_truncated(limit: usize) {
    log::write(
        Level::Warning,
        &format!(
            "Input variables exceeded {limit}. To increase the limit change max_input_vars in php.ini."
        ),
    );
}

fn variables(mut pairs: form::Pairs<'_>) -> Value {
    let mut array = Array::with_capacity(8);
    for (name, value) in pairs.by_ref() {
        array.register_variable(&name, &value);
    }
    if pairs.is_truncated() {
        warn_truncated(max_input_vars());
    }
    if array.is_empty() {
        Value::null()
    } else {
        array.into()
    }
}

/// Cookies of all Cookie headers; of two with one name the first counts.
fn cookie_array(headers: &HeaderMap) -> Array {
    let mut array = Array::with_capacity(8);
    let limit = max_input_vars();
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|line| cookie::parse(line.as_bytes()));
    for (count, (name, value)) in all.enumerate() {
        if count >= limit {
            warn_truncated(limit);
            break;
        }
        if name.contains(&b'[') || !array.has_variable(name) {
            array.register_variable(name, &value);
        }
    }
    array
}

fn is_form(method: &Method, headers: &HeaderMap) -> bool {
    matches!(
        *method,
        Method::POST | Method::PUT | Method::DELETE | Method::PATCH
    ) && headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.as_bytes().get(..FORM.len()))
        .is_some_and(|kind| kind.eq_ignore_ascii_case(FORM))
}

fn ret_kept(call: &mut Call, get: impl FnOnce(&Kept) -> PhpString) -> PhpResult {
    let found = call
        .state::<RequestState>()
        .received
        .borrow()
        .as_ref()
        .map(get);
    match found {
        Some(string) => call.ret(string),
        None => {
            error::set_last(code::HTTP_CONTEXT_UNAVAILABLE);
            call.ret(false)
        }
    }
}

/// `getContent(): string|false`: the body, '' when there is none.
pub fn get_content(call: &mut Call) -> PhpResult {
    ret_kept(call, |kept| kept.body.clone())
}

/// `getMethod(): string|false`.
pub fn get_method(call: &mut Call) -> PhpResult {
    ret_kept(call, |kept| kept.method.clone())
}
