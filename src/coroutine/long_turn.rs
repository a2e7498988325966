//! Coroutines that hand over to each other, on and on: whoever began never waits itself, so the event loop never gets
//! control. After a while one of them steps back, for a look at the events.
//!
//! Who steps back should be somebody for whose suspension nobody waits. Short of the limits nothing changes: control comes
//! back to whoever hands over, and nobody else runs in between.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::zend::globals;

use super::{scheduler, task};

/// Hand-overs between two looks at the clock.
pub(super) const HAND_OVERS: u32 = 1024;
/// How long they may go on until the one that the loop has resumed steps back.
const LIMIT: Duration = Duration::from_millis(10);
/// The same for one that another coroutine has started or handed over to, and goes on when this one steps back.
const LIMIT_OF_OTHERS: Duration = Duration::from_millis(100);

thread_local! {
    /// How often the loop had looked at its events when it was first seen to be kept waiting, and when that was.
    static SEEN: Cell<Option<(u64, Instant)>> = const { Cell::new(None) };
}

/// Called by a coroutine to which control has come back, after every [`HAND_OVERS`].
#[cold]
#[inline(never)]
pub(super) fn look() {
    let Some(coroutine) = task::current() else {
        return;
    };
    let looks = scheduler::looks();
    let now = Instant::now();
    let since = match SEEN.get() {
        Some((seen, since)) if seen == looks => since,
        _ => {
            SEEN.set(Some((looks, now)));
            return;
        }
    };
    let lasts = now.duration_since(since);
    if lasts < LIMIT {
        return;
    }
    // Whoever has called `Coroutine::resume()` relies on it: control comes back when this one yields, not before.
    let may = coroutine.is_first() || (lasts >= LIMIT_OF_OTHERS && !coroutine.has_yielded());
    if may
        && coroutine.is_preemptible()
        && !globals::exception_pending()
        && !globals::switch_blocked()
    {
        coroutine.step_back();
    } else {
        task::look_again();
    }
}
