//! Settings that have no effect here are named at NOTICE: frameworks hand the settings of a whole application to every
//! server.

use crate::log::{self, Level};

use super::given::Given;

/// One line for all of them.
pub(super) fn report(given: &Given<'_>) {
    let unasked = given.unasked();
    if unasked.is_empty() {
        return;
    }
    let names: Vec<String> = unasked.into_iter().map(|(name, _)| name).collect();
    log::write(
        Level::Notice,
        &format!("settings without effect: {}", names.join(", ")),
    );
}
