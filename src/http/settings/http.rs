//! Settings of requests and responses.

use super::given::Given;

/// `package_max_length` when it is not set: 2 MiB.
const DEFAULT_MAX_LENGTH: usize = 2 * 1024 * 1024;

/// How requests are read and responses made.
#[derive(Debug)]
pub struct Http {
    /// Most bytes of a request's body (`package_max_length`).
    pub max_length: usize,
    /// `http_parse_cookie`.
    pub parse_cookie: bool,
    /// `http_parse_post`.
    pub parse_post: bool,
}

impl Http {
    pub(super) fn read(given: &Given<'_>) -> Self {
        Self {
            max_length: given.size("package_max_length", DEFAULT_MAX_LENGTH),
            parse_cookie: given.flag("http_parse_cookie", true),
            parse_post: given.flag("http_parse_post", true),
        }
    }
}
