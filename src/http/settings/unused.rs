//! Settings that have no effect here: none of them passes in silence.
//!
//! Those that Swoole's coroutine server honours and this one does not are warned of, unless they are switched off.
//! The others are named at NOTICE: frameworks hand the settings of a whole application to every server.

use crate::log::{self, Level};

use super::given::Given;

/// Honoured by Swoole's coroutine server (spec §1.4), not here.
const NOT_HONOURED: &[&str] = &["open_http2_protocol"];

/// One line for what the script may be relying on, one for the rest.
pub(super) fn report(given: &Given<'_>) {
    let (mut missing, mut others) = (Vec::new(), Vec::new());
    for (name, value) in given.unasked() {
        if !NOT_HONOURED.contains(&name.as_str()) {
            others.push(name);
        } else if value.is_truthy() {
            missing.push(name);
        }
    }
    if !missing.is_empty() {
        log::write(
            Level::Warning,
            &format!(
                "settings not supported in this version: {}",
                missing.join(", ")
            ),
        );
    }
    if !others.is_empty() {
        log::write(
            Level::Notice,
            &format!("settings without effect: {}", others.join(", ")),
        );
    }
}
