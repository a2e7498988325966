//! Rounds: whoever is ready is resumed, in the order in which they were woken, and then the loop looks at its events
//! again.
//!
//! A coroutine's waker puts its id into the queue and wakes the one task that drains it.

use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::time::Instant;

use super::super::task::{Coroutine, State};
use super::super::turn;
use super::super::wake::Remote;
use super::{SCHEDULER, Scheduler, after_events, is_over};

/// The clock of a round of coroutines.
#[derive(Clone, Copy)]
pub(super) enum Round {
    /// No round runs.
    None,
    /// Nobody has asked yet.
    Unread,
    /// The time when somebody first did.
    Read(Instant),
}

/// The time, read once for all coroutines that become ready together.
#[inline]
pub fn round_time() -> Instant {
    SCHEDULER.with(|s| match s.round.get() {
        Round::Read(time) => time,
        Round::None => Instant::now(),
        Round::Unread => {
            let now = Instant::now();
            s.round.set(Round::Read(now));
            now
        }
    })
}

/// What other threads may touch of this one's scheduler.
pub(in crate::coroutine) fn remote() -> Arc<Remote> {
    SCHEDULER.with(|s| Arc::clone(&s.remote))
}

/// Has the coroutine resumed in the next round, if `remote` belongs to this thread. False: it does not.
pub(in crate::coroutine) fn wake_here(cid: i64, remote: &Arc<Remote>) -> bool {
    SCHEDULER
        .try_with(|s| {
            if !Arc::ptr_eq(&s.remote, remote) {
                return false;
            }
            s.ready.borrow_mut().push_back(cid);
            wake_drainer(s);
            true
        })
        .unwrap_or(false)
}

/// Has the ready ones resumed: soon, or, if they were woken in a round or at the end of a turn, after the next look.
fn wake_drainer(s: &Scheduler) {
    if let Some(drainer) = &*s.drainer.borrow() {
        if !s.turn_ends.get() {
            drainer.wake_by_ref();
        } else if !s.drains_later.replace(true) {
            after_events(&Context::from_waker(drainer));
        }
    }
}

/// The running coroutine goes on when the others have had their turn and the loop has looked at its events.
pub(in crate::coroutine) fn step_back(cid: i64) {
    SCHEDULER.with(|s| {
        s.interrupted.set(true);
        s.stepped_back.borrow_mut().push_back(cid);
        wake_drainer(s);
    });
}

/// How often the loop has looked at its events.
pub(in crate::coroutine) fn looks() -> u64 {
    SCHEDULER.with(|s| s.looks.get())
}

/// Coroutines looked up together, so that memory is fetched for the next while one runs.
pub(in crate::coroutine) const BATCH: usize = 16;

/// The task that resumes whoever is ready.
pub(super) async fn drain() {
    std::future::poll_fn(|context| {
        SCHEDULER.with(|s| {
            {
                let mut drainer = s.drainer.borrow_mut();
                if !drainer
                    .as_ref()
                    .is_some_and(|waker| waker.will_wake(context.waker()))
                {
                    *drainer = Some(context.waker().clone());
                    s.remote.set_drainer(Some(context.waker().clone()));
                }
            }
            s.looks.set(s.looks.get() + 1);
            s.drains_later.set(false);
            s.turn_ends.set(true);
            s.remote.take_into(&mut s.ready.borrow_mut());
            // One round: those that become ready meanwhile come after the next look at the events.
            s.round.set(Round::Unread);
            let computes = may_compute(s);
            run_round(s);
            if computes && !s.interrupted.get() && !s.bailed_out.get() {
                go_on_computing(s);
            }
            s.turn_ends.set(false);
            if s.bailed_out.get() {
                return Poll::Ready(());
            }
            s.round.set(Round::None);
            s.interrupted.set(false);
            if !s.ready.borrow().is_empty() || !s.stepped_back.borrow().is_empty() {
                turn::ends();
                if !s.drains_later.replace(true) {
                    after_events(context);
                }
            }
            control_returned();
            Poll::Pending
        })
    })
    .await;
}

/// Whether one that was interrupted goes on after this round. Before it comes a look without anybody who computes, so that
/// the alarms are set which those who are ready now ask for.
fn may_compute(s: &Scheduler) -> bool {
    let is_turn = !s.interrupted.get()
        && !s.stepped_back.borrow().is_empty()
        && (s.ready.borrow().is_empty() || s.computes_next.get());
    s.computes_next.set(!is_turn);
    is_turn
}

fn go_on_computing(s: &Scheduler) {
    let first = s.stepped_back.borrow_mut().pop_front();
    if let Some(coroutine) = first.and_then(super::find)
        && coroutine.state() == State::SteppedBack
    {
        turn::happened();
        coroutine.enter();
    }
}

/// Resumes all who are ready now, or until one of them is interrupted.
fn run_round(s: &Scheduler) {
    let mut round = s.ready.borrow().len();
    if round > 0 {
        turn::happened();
    }
    while round > 0 {
        let mut batch = [0; BATCH];
        let taken = round.min(BATCH);
        round -= taken;
        batch
            .iter_mut()
            .zip(s.ready.borrow_mut().drain(..taken))
            .for_each(|(slot, cid)| *slot = cid);
        let ran = run_batch(s, batch[..taken].iter().copied());
        if has_to_stop() {
            let mut ready = s.ready.borrow_mut();
            batch[ran..taken]
                .iter()
                .rev()
                .for_each(|&cid| ready.push_front(cid));
            return;
        }
    }
}

/// Resumes coroutines that are due, [`BATCH`] at most. Returns how many had their turn: not all if one was interrupted, or
/// the loop is to end.
pub(in crate::coroutine) fn resume_batch(cids: impl Iterator<Item = i64>) -> usize {
    turn::happened();
    SCHEDULER.with(|s| run_batch(s, cids))
}

/// Whether nobody else may go on now.
pub(in crate::coroutine) fn has_to_stop() -> bool {
    SCHEDULER.with(|s| s.interrupted.get() || s.bailed_out.get() || s.stopped.get())
}

fn run_batch(s: &Scheduler, cids: impl Iterator<Item = i64>) -> usize {
    let mut batch: [Option<Rc<Coroutine>>; BATCH] = [const { None }; BATCH];
    let mut taken = 0;
    {
        let table = s.table.borrow();
        for (slot, cid) in batch.iter_mut().zip(cids) {
            *slot = table.get(&cid).cloned();
            taken += 1;
        }
    }
    // Memory is fetched for all of them side by side, not for one after the other.
    batch
        .iter()
        .flatten()
        .for_each(|coroutine| coroutine.prefetch());
    batch
        .iter()
        .flatten()
        .for_each(|coroutine| coroutine.prefetch_more());
    for (turn, slot) in batch.iter_mut().enumerate().take(taken) {
        let Some(coroutine) = slot.take() else {
            continue;
        };
        resume_ready(&coroutine);
        if s.bailed_out.get() || s.interrupted.get() {
            return turn + 1;
        }
    }
    taken
}

/// A round whose time is known, for as long as it lives.
pub(in crate::coroutine) struct RoundTime;

impl RoundTime {
    /// A round begins, at this time.
    pub(in crate::coroutine) fn begin(time: Instant) -> Self {
        SCHEDULER.with(|s| s.round.set(Round::Read(time)));
        Self
    }
}

impl Drop for RoundTime {
    fn drop(&mut self) {
        SCHEDULER.with(|s| s.round.set(Round::None));
    }
}

fn resume_ready(coroutine: &Rc<Coroutine>) {
    if let Some(handle) = coroutine.wake_handle() {
        handle.clear();
    }
    // Only futures wake through here; a parked coroutine may have a timer beside its queue.
    if matches!(coroutine.state(), State::Waiting | State::Parked) {
        coroutine.enter();
    }
}

/// Control is back on the main stack: the loop may be over.
#[inline]
pub fn control_returned() {
    SCHEDULER.with(|s| {
        if (s.external.get() == 0 || s.stopped.get())
            && is_over(s)
            && let Some(root) = &*s.root.borrow()
        {
            root.wake_by_ref();
        }
    });
}
