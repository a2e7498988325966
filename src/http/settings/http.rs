//! Settings of requests and responses.

use std::rc::Rc;

use http::HeaderValue;

use crate::http::{compression, upload};
use crate::zend::{Value, ini};

use super::given::{Given, unusable};

const SERVER_HEADER: &str = "http_server_header";

/// `package_max_length` when it is not set: 2 MiB.
const DEFAULT_MAX_LENGTH: usize = 2 * 1024 * 1024;
/// `upload_tmp_dir` when it is not set.
const DEFAULT_UPLOAD_DIRECTORY: &str = "/tmp";
/// `upload_max_files` when it is not set.
const DEFAULT_MAX_FILES: usize = 1000;

/// `http_compression_level` when it is not set.
const DEFAULT_LEVEL: u8 = 1;
/// `http_compression_min_length` when it is not set.
const DEFAULT_MIN_LENGTH: usize = 20;

/// How requests are read and responses made.
#[derive(Debug)]
pub struct Http {
    /// Most bytes of a request's body (`package_max_length`).
    pub max_length: usize,
    /// `http_parse_cookie`.
    pub parse_cookie: bool,
    /// `http_parse_post`.
    pub parse_post: bool,
    /// `http_parse_files`: nested file names in PHP's own layout.
    pub parse_files: bool,
    /// `upload_tmp_dir` and the limits of uploads.
    pub uploads: Rc<upload::Limits>,
    /// The `Server` line of every answer (`http_server_header`); `None`: no such line.
    pub server_header: Option<HeaderValue>,
    /// `http_compression` and what belongs to it; `None`: off.
    pub compression: Option<compression::Rules>,
}

impl Http {
    pub(super) fn read(given: &Given<'_>) -> Self {
        Self {
            max_length: given.size("package_max_length", DEFAULT_MAX_LENGTH),
            parse_cookie: given.flag("http_parse_cookie", true),
            parse_post: given.flag("http_parse_post", true),
            parse_files: given.flag("http_parse_files", false),
            uploads: Rc::new(upload::Limits {
                directory: given
                    .text("upload_tmp_dir", DEFAULT_UPLOAD_DIRECTORY)
                    .into(),
                max_fields: max_input_vars(),
                max_files: given.size("upload_max_files", DEFAULT_MAX_FILES),
                max_file_size: given.size("upload_max_filesize", usize::MAX) as u64,
            }),
            server_header: server_header(given),
            compression: compression(given),
        }
    }
}

/// `http_compression` and its details, which have several names each: the first that is given counts.
fn compression(given: &Given<'_>) -> Option<compression::Rules> {
    let level = first(
        given,
        &[
            "http_compression_level",
            "compression_level",
            "http_gzip_level",
        ],
        "an integer of 0 or more",
        |value| Some(value.to_long().clamp(0, 255) as u8),
    );
    let min_length = first(
        given,
        &["http_compression_min_length", "compression_min_length"],
        "an integer of 0 or more",
        |value| usize::try_from(value.to_long()).ok(),
    );
    let types = first(
        given,
        &["http_compression_types", "compression_types"],
        "an array of media types",
        texts,
    );
    let rules = compression::Rules {
        level: u32::from(level.unwrap_or(DEFAULT_LEVEL)),
        min_length: min_length.unwrap_or(DEFAULT_MIN_LENGTH),
        types,
    };
    given.flag("http_compression", true).then_some(rules)
}

fn first<T>(
    given: &Given<'_>,
    names: &[&'static str],
    wanted: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<T> {
    // All of them are asked for: none is to be told without effect for being a second name.
    let mut values: Vec<_> = names
        .iter()
        .filter_map(|&name| Some((name, given.value(name)?)))
        .collect();
    let (name, value) = (!values.is_empty()).then(|| values.swap_remove(0))?;
    let read = read(&value);
    if read.is_none() {
        unusable(name, &value, wanted);
    }
    read
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let list = value.as_array()?;
    list.iter()
        .map(|(_, each)| Some(each.as_string()?.to_text()))
        .collect()
}

/// `http_server_header`: '' hides the line.
fn server_header(given: &Given<'_>) -> Option<HeaderValue> {
    let default = HeaderValue::from_static("swoole-http-server");
    let Some(value) = given.value(SERVER_HEADER) else {
        return Some(default);
    };
    let text = value.to_string().map(|text| text.to_text());
    match text.as_deref().map(HeaderValue::from_str) {
        Some(Ok(header)) => Some(header).filter(|header| !header.is_empty()),
        _ => {
            unusable(SERVER_HEADER, &value, "the value of a header");
            Some(default)
        }
    }
}

/// php.ini's `max_input_vars`.
pub fn max_input_vars() -> usize {
    usize::try_from(ini::long("max_input_vars")).unwrap_or(1000)
}
