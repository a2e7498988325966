//! The arrays a Request shows: headers, and the variables of query, cookies and forms by PHP's rules
//! (spec §2.2–2.5). `server` is in `request_server`.

use http::header::{self, HeaderMap, HeaderName};

use crate::log::{self, Level};
use crate::zend::{Array, PhpString, Value};

use super::incoming::may_have_form;
use super::settings::max_input_vars;
use super::upload::{Form, Uploaded};
use super::{cookie, form, names};

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

/// A permanent string if there is one, else a new one.
#[inline]
pub(super) fn text(text: &str) -> PhpString {
    names::known(text).unwrap_or_else(|| PhpString::new(text.as_bytes()))
}

fn value(bytes: &[u8]) -> PhpString {
    // Not all known names: most values are none, and to find that out costs more than a string of one that is.
    // The parser of HTTP/1 has done so.
    let bytes = match bytes {
        [.., last] if last.is_ascii_whitespace() => bytes.trim_ascii_end(),
        bytes => bytes,
    };
    match bytes {
        b"keep-alive" => names::KEEP_ALIVE.get(),
        b"websocket" => names::WEBSOCKET.get(),
        bytes => PhpString::new(bytes),
    }
}

pub(super) fn header_array(headers: &HeaderMap, without_cookie: bool) -> Array {
    let mut array = Array::with_capacity(headers.keys_len() as u32);
    // Lines of one name stand together.
    let mut lines = headers.iter().peekable();
    while let Some((name, mut line)) = lines.next() {
        if without_cookie && name == header::COOKIE {
            continue;
        }
        let mut shown = None;
        while let Some((_, next)) = lines.next_if(|(other, _)| *other == name) {
            if !SINGLE.contains(name) {
                let list = shown.get_or_insert_with(|| Array::with_capacity(4));
                list.push(value(line.as_bytes()));
            }
            line = next;
        }
        let last = value(line.as_bytes());
        let shown = match shown {
            None => Value::from(last),
            Some(mut list) => {
                list.push(last);
                Value::from(list)
            }
        };
        match names::known(name.as_str()) {
            Some(key) => array.add(&key, shown),
            None => array.set(&PhpString::new(name.as_str().as_bytes()), shown),
        }
    }
    array
}

/// The path of any request target: of an absolute one its path, of CONNECT's the authority.
pub(super) fn target_path(uri: &http::Uri) -> &str {
    match uri.path() {
        "" => uri.authority().map_or("/", |authority| authority.as_str()),
        path => path,
    }
}

fn warn_truncated(limit: usize) {
    log::write(
        Level::Warning,
        &format!(
            "Input variables exceeded {limit}. To increase the limit change max_input_vars in php.ini."
        ),
    );
}

/// The variables in a query or an urlencoded body; null when there are none.
pub(super) fn variables(encoded: &[u8]) -> Value {
    let mut pairs = form::parse_pairs(encoded, max_input_vars());
    let mut array = Array::with_capacity(8);
    for (name, value) in pairs.by_ref() {
        array.register_variable(&name, &*value);
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
pub(super) fn cookie_array(headers: &HeaderMap) -> Array {
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
        array.register_first(name, &*value);
    }
    array
}

/// Whether the body is an urlencoded form.
pub(super) fn is_form(head: &http::request::Parts) -> bool {
    may_have_form(&head.method)
        && head
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.as_bytes().get(..FORM.len()))
            .is_some_and(|kind| kind.eq_ignore_ascii_case(FORM))
}

/// The fields of a multipart form that are no files; null when there are none.
pub(super) fn field_array(form: &Form) -> Value {
    let mut array = Array::with_capacity(8);
    for (name, value) in &form.fields {
        array.register_variable(name, value.as_slice());
    }
    if form.truncated {
        warn_truncated(max_input_vars());
    }
    if array.is_empty() {
        Value::null()
    } else {
        array.into()
    }
}

/// `$request->files`; null when there are none. `transposed`: `a[]` in PHP's own layout, `files['a']['name'][0]`.
pub(super) fn file_array(files: &[Uploaded], transposed: bool) -> Value {
    let mut array = Array::with_capacity(8);
    for file in files {
        let tmp_name = match &file.path {
            Some(path) => PhpString::new(path.as_os_str().as_encoded_bytes()),
            None => PhpString::empty(),
        };
        let name: Value = file.name.as_slice().into();
        let kind: Value = file.content_type.as_slice().into();
        let size: Value = i64::try_from(file.size).unwrap_or(i64::MAX).into();
        let error: Value = (file.outcome as i64).into();
        let (base, nested) = match memchr::memchr(b'[', &file.field) {
            Some(at) if transposed && at > 0 => file.field.split_at(at),
            _ => {
                let mut entry = Array::with_capacity(8);
                for (key, value) in [
                    (&names::TYPE, kind),
                    (&names::TMP_NAME, tmp_name.into()),
                    (&names::SIZE, size),
                    (&names::NAME, name),
                    (&names::ERROR, error),
                ] {
                    entry.add(&key.get(), value);
                }
                array.register_variable(&file.field, entry);
                continue;
            }
        };
        for (key, value) in [
            ("name", name),
            ("type", kind),
            ("tmp_name", tmp_name.into()),
            ("error", error),
            ("size", size),
        ] {
            let name = [base, b"[", key.as_bytes(), b"]", nested].concat();
            array.register_variable(&name, value);
        }
    }
    if array.is_empty() {
        Value::null()
    } else {
        array.into()
    }
}
