//! What must happen before the running coroutine gives control away.
//!
//! A room that holds something back for company (output of several pushes in one write) asks to be
//! called here; nothing is held back while somebody else runs.

use std::cell::Cell;

thread_local! {
    static PENDING: Cell<Option<fn()>> = const { Cell::new(None) };
}

/// Asks for `act` to be called once, before the running coroutine suspends or ends.
#[inline]
pub fn before_next(act: fn()) {
    PENDING.set(Some(act));
}

/// Calls what was asked for. Costs one load when nothing was.
#[inline(always)]
pub(super) fn run() {
    if let Some(act) = PENDING.get() {
        PENDING.set(None);
        act();
    }
}
