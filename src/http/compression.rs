//! Which responses are compressed (spec §3.7): those that `end()` sends whole, to clients that ask for it.

use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

use crate::error::code;
use crate::log::{self, Level};
use crate::slot::http_response as slot;
use crate::zend::array::Key;
use crate::zend::{Object, PhpString};

use super::encoding::{self, Coding};

/// A server's `http_compression*` settings.
#[derive(Debug)]
pub struct Rules {
    /// `http_compression_level`: 1 is fast, 9 (11 for br) small.
    pub level: u32,
    /// Bodies shorter than this many bytes stay as they are (`http_compression_min_length`).
    pub min_length: usize,
    /// The media types to compress, in lower case (`http_compression_types`); `None`: all.
    pub types: Option<Vec<String>>,
}

impl Rules {
    /// How a body of so many bytes may be coded for this client; `None`: it is sent as it is.
    pub(super) fn coding(&self, request: &http::request::Parts, length: usize) -> Option<Coding> {
        if length < self.min_length {
            return None;
        }
        let accept = request.headers.get_all(header::ACCEPT_ENCODING).iter();
        encoding::negotiate(accept.map(HeaderValue::as_bytes))
    }

    /// The body to send, coded as [`Self::coding`] says if its type is one to compress, and what the head says of it.
    pub(super) fn apply(
        &self,
        coding: Coding,
        request: &http::request::Parts,
        script: &Object,
        response: &mut hyper::Response<()>,
        body: PhpString,
    ) -> PhpString {
        self.compress(coding, request, script, response, &body)
            .unwrap_or(body)
    }

    #[cold]
    #[inline(never)]
    fn compress(
        &self,
        coding: Coding,
        request: &http::request::Parts,
        script: &Object,
        response: &mut hyper::Response<()>,
        body: &PhpString,
    ) -> Option<PhpString> {
        let bodiless = matches!(
            response.status(),
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
        );
        // A part of something is not the beginning of its compressed form.
        let partial = response.status() == StatusCode::PARTIAL_CONTENT;
        if bodiless || partial || request.method == Method::HEAD {
            return None;
        }
        let headers = response.headers_mut();
        if headers.contains_key(header::CONTENT_ENCODING) || !self.includes(headers) {
            return None;
        }
        let coded = encoding::compress(coding, self.level, body)?;
        headers.append(
            header::CONTENT_ENCODING,
            HeaderValue::from_static(coding.name()),
        );
        add_vary(headers);
        if has_length(script) {
            log::write(
                Level::Warning,
                &format!(
                    "the body is compressed, the Content-Length that was set is ignored (ERRNO {})",
                    code::HTTP_CONFLICT_HEADER
                ),
            );
        }
        Some(PhpString::new(&coded))
    }

    /// Whether bodies of this type are compressed. Parameters such as `charset` do not count.
    fn includes(&self, headers: &HeaderMap) -> bool {
        let Some(types) = &self.types else {
            return true;
        };
        let kind = headers
            .get(header::CONTENT_TYPE)
            .map_or(&b""[..], HeaderValue::as_bytes);
        let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default();
        types
            .iter()
            .any(|included| included.as_bytes().eq_ignore_ascii_case(kind.trim_ascii()))
    }
}

/// A cache must not give this answer to a client that asks for another coding.
fn add_vary(headers: &mut HeaderMap) {
    let varies = headers
        .get_all(header::VARY)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .any(|name| name == b"*" || name.eq_ignore_ascii_case(b"accept-encoding"));
    if !varies {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
}

/// Whether the script has set a Content-Length.
fn has_length(script: &Object) -> bool {
    script.get(slot::HEADER).as_array().is_some_and(|headers| {
        headers.iter().any(
            |(key, _)| matches!(key, Key::Name(name) if name.eq_ignore_ascii_case(b"content-length")),
        )
    })
}
