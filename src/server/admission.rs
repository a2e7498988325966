//! Who is let in: at `max_connection` one more is refused.

use std::cell::Cell;

use crate::log::{self, Level};

/// TLS's fatal alert `internal_error` (RFC 8446 §6.2), in clear: clients take it for what it is, and nothing has been agreed
/// on before.
pub const ALERT: [u8; 7] = [21, 3, 3, 0, 2, 2, 80];

/// What a server remembers of those it has refused.
#[derive(Default)]
pub struct Admission {
    /// The limit is reached, and that was said.
    is_full: Cell<bool>,
}

impl Admission {
    /// Whether there may be one more where `open` are and no more than `most` may be. The first refusal is said in the log.
    pub fn admits(&self, open: usize, most: usize) -> bool {
        let admits = open < most;
        if self.is_full.replace(!admits) || admits {
            return admits;
        }
        log::write(
            Level::Warning,
            &format!("max_connection {most} is reached: further connections are refused"),
        );
        false
    }
}
