//! Going on after the loop has looked at its events: what always has something to do, one turn after the other, must not
//! keep sockets, timers and signals waiting.
//!
//! A task that is woken at once comes back before that look, 61 times in a row.

use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Wake, Waker};

use super::super::turn;
use super::{SCHEDULER, Scheduler};

/// Has the task polled again when the loop has looked at its events. This turn ends.
pub fn next_turn(context: &Context<'_>) {
    turn::ends();
    after_events(context);
}

/// The same for the task that is the end of the turn.
pub(in crate::coroutine) fn after_events(context: &Context<'_>) {
    let is_first = SCHEDULER.with(|s| {
        let mut later = s.later.borrow_mut();
        later.push(context.waker().clone());
        later.len() == 1
    });
    if is_first {
        // The runtime keeps the waker until it has looked.
        static LOOK: LazyLock<Waker> = LazyLock::new(|| Arc::new(Look).into());
        let _ = pin!(tokio::task::yield_now()).poll(&mut Context::from_waker(&LOOK));
    }
}

/// Runs what belongs to the end of a turn: whoever it wakes goes on after the next look.
pub(in crate::coroutine) fn end_of_turn(act: impl FnOnce()) {
    SCHEDULER.with(|s| s.turn_ends.set(true));
    act();
    SCHEDULER.with(|s| s.turn_ends.set(false));
}

/// Woken when the loop has looked.
struct Look;

impl Wake for Look {
    fn wake(self: Arc<Self>) {
        SCHEDULER.with(|s| wake_all(s));
    }
}

/// Also called when a loop ends, which may be before it has looked: a later loop goes on.
pub(super) fn wake_all(s: &Scheduler) {
    // Waking pushes to the runtime's queue, and runs nothing.
    let later = s.later.take();
    later.into_iter().for_each(Waker::wake);
}
