//! Coroutines that sleep, and the one alarm they share.
//!
//! Who sleeps is an entry of 16 bytes in an ordered set: nothing of it lies on its stack, so waking a hundred thousand of
//! them touches none of their memory before it is their turn (docs/decisions.md 32).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::zend::globals;

use super::scheduler::{self, External};
use super::standing::Standing;
use super::task::{self, Reason, State};
use super::wait::Interrupted;

/// Nanoseconds since the first sleep of the request.
type Nanos = u64;

/// What an alarm is set to for a time beyond the clock's range: then it is looked at again.
const FAR: Duration = Duration::from_secs(86_400 * 365);

#[derive(Default)]
struct Sleepers {
    /// When to wake whom. A coroutine is in it once at most.
    by_due: RefCell<BTreeSet<(Nanos, i64)>>,
    /// All who were due by then have been woken.
    woken: Cell<Nanos>,
    began: Cell<Option<Instant>>,
    alarm: RefCell<Option<Pin<Box<Sleep>>>>,
    /// Whether somebody has come who is due first: the alarm has to be set.
    unset: Cell<bool>,
    driver: Standing,
}

thread_local! {
    static SLEEPERS: Sleepers = Sleepers::default();
}

impl Sleepers {
    fn began(&self, now: Instant) -> Instant {
        self.began.get().unwrap_or_else(|| {
            self.began.set(Some(now));
            now
        })
    }

    fn now(&self) -> Nanos {
        let now = Instant::now();
        nanos(now.saturating_duration_since(self.began(now)))
    }

    /// Adds one; when it is due.
    fn add(&self, cid: i64, duration: Duration) -> Nanos {
        // Never 0: that is what `woken` begins with.
        let due = self.now().saturating_add(nanos(duration)).max(1);
        let mut by_due = self.by_due.borrow_mut();
        by_due.insert((due, cid));
        if by_due.first() == Some(&(due, cid)) {
            self.unset.set(true);
            self.driver.wake(drive);
        }
        due
    }

    /// Takes out all who are due.
    fn take_due(&self, now: Nanos) -> BTreeSet<(Nanos, i64)> {
        let mut by_due = self.by_due.borrow_mut();
        let later = by_due.split_off(&(now.saturating_add(1), i64::MIN));
        self.woken.set(now);
        std::mem::replace(&mut *by_due, later)
    }
}

fn nanos(duration: Duration) -> Nanos {
    Nanos::try_from(duration.as_nanos()).unwrap_or(Nanos::MAX)
}

/// Suspends the running coroutine for `duration`, to the next whole millisecond of the runtime's clock.
pub fn sleep(duration: Duration) -> Result<(), Interrupted> {
    let Some(coroutine) = task::current() else {
        return Err(Interrupted::Blocked);
    };
    if globals::switch_blocked() {
        return Err(Interrupted::Blocked);
    }
    let cid = coroutine.id();
    let due = SLEEPERS.with(|s| s.add(cid, duration));
    let _waiting = External::new();
    loop {
        coroutine.suspend(State::Waiting);
        if coroutine.take_reason() == Some(Reason::Canceled) {
            SLEEPERS.with(|s| s.by_due.borrow_mut().remove(&(due, cid)));
            return Err(Interrupted::Canceled);
        }
        // Something it waited for before may have woken it.
        if SLEEPERS.with(|s| s.woken.get()) >= due {
            return Ok(());
        }
    }
}

/// Wakes who is due and sets the alarm to who is next.
fn drive(context: &mut Context<'_>) {
    SLEEPERS.with(|s| {
        let Some(&(due, _)) = s.by_due.borrow().first() else {
            return;
        };
        let now = s.now();
        if s.unset.replace(false) && due <= now {
            // A round has taken longer than this one wants to sleep: the events come first.
            scheduler::next_turn(context);
            return;
        }
        if due <= now {
            scheduler::make_ready(s.take_due(now).into_iter().map(|(_, cid)| cid));
        }
        let Some(&(due, _)) = s.by_due.borrow().first() else {
            return;
        };
        let began = s.began.get().unwrap_or_else(Instant::now);
        let at = began
            .checked_add(Duration::from_nanos(due))
            .unwrap_or_else(|| Instant::now() + FAR);
        let mut alarm = s.alarm.borrow_mut();
        let alarm = alarm.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if alarm.deadline() != at {
            alarm.as_mut().reset(at);
        }
        if alarm.as_mut().poll(context).is_ready() {
            context.waker().wake_by_ref();
        }
    });
}

/// The request is over.
pub fn reset() {
    SLEEPERS.with(|s| {
        s.by_due.take();
        s.woken.set(0);
        s.began.set(None);
        s.alarm.take();
        s.driver.stop();
    });
}
