//! Settings of requests and responses.

use std::rc::Rc;

use http::HeaderValue;

use crate::http::upload;
use crate::zend::ini;

use super::given::{Given, unusable};

const SERVER_HEADER: &str = "http_server_header";

/// `package_max_length` when it is not set: 2 MiB.
const DEFAULT_MAX_LENGTH: usize = 2 * 1024 * 1024;
/// `upload_tmp_dir` when it is not set.
const DEFAULT_UPLOAD_DIRECTORY: &str = "/tmp";
/// `upload_max_files` when it is not set.
const DEFAULT_MAX_FILES: usize = 1000;

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
        }
    }
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
