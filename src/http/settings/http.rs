//! Settings of requests and responses.

use std::rc::Rc;

use crate::http::upload;
use crate::zend::ini;

use super::given::Given;

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
        }
    }
}

/// php.ini's `max_input_vars`.
pub fn max_input_vars() -> usize {
    usize::try_from(ini::long("max_input_vars")).unwrap_or(1000)
}
