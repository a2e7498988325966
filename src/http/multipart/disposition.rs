//! The header values of `multipart/form-data`: parameters, the boundary, a part's name and file name.

use std::borrow::Cow;

use super::{MAX_NAME, MAX_PART_HEADERS, MultipartError};

/// Longest boundary (RFC 2046 §5.1.1).
const MAX_BOUNDARY: usize = 70;

/// What a part says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartHead<'a> {
    /// The field's name.
    pub name: Cow<'a, [u8]>,
    /// The file's name as the client gave it, which may be empty; `None` for a field that is no file.
    pub file_name: Option<Cow<'a, [u8]>>,
    /// The part's Content-Type; empty when it has none.
    pub content_type: &'a [u8],
}

/// The boundary in a request's Content-Type; `None` when the type is not `multipart/form-data`.
///
/// # Errors
///
/// [`MultipartError::Boundary`] when it has no boundary, or none that RFC 2046 allows.
pub fn boundary_of(content_type: &[u8]) -> Option<Result<Vec<u8>, MultipartError>> {
    let (media_type, parameters) = match memchr::memchr(b';', content_type) {
        Some(at) => (&content_type[..at], &content_type[at + 1..]),
        None => (content_type, &b""[..]),
    };
    if !media_type
        .trim_ascii()
        .eq_ignore_ascii_case(b"multipart/form-data")
    {
        return None;
    }
    let boundary = Parameters(parameters)
        .find(|(name, _)| name.eq_ignore_ascii_case(b"boundary"))
        .map(|(_, value)| value.into_owned())
        .filter(|boundary| {
            (1..=MAX_BOUNDARY).contains(&boundary.len())
                && boundary.iter().all(|byte| (b' '..=b'~').contains(byte))
                && !boundary.ends_with(b" ")
        });
    Some(boundary.ok_or(MultipartError::Boundary))
}

/// Reads a part's head, which ends with its empty line.
pub(super) fn part_head(head: &[u8]) -> Result<PartHead<'_>, MultipartError> {
    let mut lines = [httparse::EMPTY_HEADER; MAX_PART_HEADERS];
    let lines = match httparse::parse_headers(head, &mut lines) {
        Ok(httparse::Status::Complete((_, lines))) => lines,
        _ => return Err(MultipartError::Head),
    };
    let value_of = |name: &str| {
        lines
            .iter()
            .find(|line| line.name.eq_ignore_ascii_case(name))
            .map(|line| line.value)
    };
    let disposition = value_of("content-disposition").ok_or(MultipartError::Disposition)?;
    let parameters = match memchr::memchr(b';', disposition) {
        Some(at)
            if disposition[..at]
                .trim_ascii()
                .eq_ignore_ascii_case(b"form-data") =>
        {
            &disposition[at + 1..]
        }
        _ => return Err(MultipartError::Disposition),
    };
    let mut name = None;
    let mut file_name = None;
    for (parameter, value) in Parameters(parameters) {
        // `filename*` is not looked at: RFC 7578 §4.2 forbids it.
        let slot = if parameter.eq_ignore_ascii_case(b"name") {
            &mut name
        } else if parameter.eq_ignore_ascii_case(b"filename") {
            &mut file_name
        } else {
            continue;
        };
        if value.len() >= MAX_NAME {
            return Err(MultipartError::Name);
        }
        slot.get_or_insert(value);
    }
    Ok(PartHead {
        name: name.ok_or(MultipartError::Disposition)?,
        file_name,
        content_type: value_of("content-type").unwrap_or_default().trim_ascii(),
    })
}

/// The `name=value` pairs after a header's first `;`: values quoted or not.
struct Parameters<'a>(&'a [u8]);

impl<'a> Iterator for Parameters<'a> {
    type Item = (&'a [u8], Cow<'a, [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self
                .0
                .iter()
                .position(|byte| !matches!(byte, b' ' | b'\t' | b';'))?;
            let rest = &self.0[start..];
            let end = rest
                .iter()
                .position(|byte| matches!(byte, b'=' | b';'))
                .unwrap_or(rest.len());
            let name = rest[..end].trim_ascii();
            let Some(value) = rest[end..].strip_prefix(b"=") else {
                // A parameter without a value says nothing.
                self.0 = &rest[end..];
                continue;
            };
            let value = value.trim_ascii_start();
            let (value, rest) = match value.strip_prefix(b"\"") {
                Some(quoted) => unquote(quoted),
                None => {
                    let end = memchr::memchr(b';', value).unwrap_or(value.len());
                    (Cow::Borrowed(value[..end].trim_ascii_end()), &value[end..])
                }
            };
            self.0 = rest;
            return Some((name, value));
        }
    }
}

/// The text up to the closing quote, and what follows it. A backslash escapes a quote and itself; before anything else
/// it is one, since old browsers send Windows paths.
fn unquote(quoted: &[u8]) -> (Cow<'_, [u8]>, &[u8]) {
    let mut text = Vec::new();
    let mut rest = quoted;
    loop {
        let at = memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
        match rest[at..] {
            [b'\\', escaped @ (b'"' | b'\\'), ..] => {
                text.extend_from_slice(&rest[..at]);
                text.push(escaped);
                rest = &rest[at + 2..];
            }
            [b'\\', ..] => {
                text.extend_from_slice(&rest[..=at]);
                rest = &rest[at + 1..];
            }
            _ => {
                let after = rest.get(at + 1..).unwrap_or_default();
                if text.is_empty() {
                    return (Cow::Borrowed(&rest[..at]), after);
                }
                text.extend_from_slice(&rest[..at]);
                return (Cow::Owned(text), after);
            }
        }
    }
}
