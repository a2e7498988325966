//! The one alarm for everything that waits for a time: timers, coroutines that sleep, limits of what coroutines wait for.
//!
//! The runtime has one timer for all of them, set to who is due next. Nothing of an entry lies on a coroutine's stack, so
//! waking a hundred thousand of them touches none of their memory before it is their turn (docs/decisions.md 12, 32).

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::timer::agenda::{Agenda, Kind, Nanos, Who};
use crate::timer::clock;

use super::scheduler::{self, BATCH};
use super::standing::Standing;

/// What the alarm is set to for a time beyond the clock's range: then it is looked at again.
const FAR: Duration = Duration::from_secs(86_400 * 365);

#[derive(Default)]
struct Alarm {
    agenda: RefCell<Agenda>,
    /// All who were due by then have been taken out.
    rung: Cell<Nanos>,
    /// The beginning of the clock.
    began: Cell<Option<Instant>>,
    bell: RefCell<Option<Pin<Box<Sleep>>>>,
    /// When it rings; `None` while it is not set. Nobody is due before the beginning: 0 while who is due goes on.
    rings: Cell<Option<Nanos>>,
    driver: Standing,
}

thread_local! {
    static ALARM: Alarm = Alarm::default();
}

impl Alarm {
    #[inline]
    fn time(&self, instant: Instant) -> Nanos {
        let began = self.began.get().unwrap_or_else(|| {
            // Never 0: that is what `rung` begins with.
            let began = instant.checked_sub(Duration::from_nanos(1));
            self.began.set(began);
            began.unwrap_or(instant)
        });
        nanos(instant.saturating_duration_since(began)).max(1)
    }

    /// The instant of a due time.
    fn instant(&self, due: Nanos) -> Instant {
        let began = self.began.get().unwrap_or_else(Instant::now);
        began
            .checked_add(Duration::from_nanos(due))
            .unwrap_or_else(|| Instant::now() + FAR)
    }

    fn poll_bell(&self, context: &mut Context<'_>) -> bool {
        let mut bell = self.bell.borrow_mut();
        bell.as_mut()
            .is_some_and(|bell| bell.as_mut().poll(context).is_ready())
    }

    /// Somebody has come who is due at `due`.
    #[inline]
    fn look_at(&self, due: Nanos) {
        if self.rings.get().is_none_or(|rings| due < rings) {
            self.driver.wake(drive);
        }
    }
}

/// A duration in the alarm's unit; one beyond its range is its longest.
#[inline]
pub fn nanos(duration: Duration) -> Nanos {
    Nanos::try_from(duration.as_nanos()).unwrap_or(Nanos::MAX)
}

/// The time.
#[inline]
pub fn now() -> Nanos {
    ALARM.with(|a| a.time(Instant::now()))
}

/// The time, read once for all coroutines that become ready together.
#[inline]
pub fn round_time() -> Nanos {
    ALARM.with(|a| a.time(scheduler::round_time()))
}

/// The time of an instant.
pub fn time(instant: Instant) -> Nanos {
    ALARM.with(|a| a.time(instant))
}

/// Adds one that is due `delay` from now. Returns when it is, by which it can be removed.
pub fn add(delay: Duration, who: Who) -> Nanos {
    ALARM.with(|a| {
        let now = a.time(Instant::now());
        let due = a.agenda.borrow_mut().add(now, nanos(delay), who);
        a.look_at(due);
        due
    })
}

/// Adds one that is due at `due`, or very shortly after it. Returns when.
pub fn add_at(due: Nanos, who: Who) -> Nanos {
    ALARM.with(|a| {
        let due = a.agenda.borrow_mut().add_at(due, who);
        a.look_at(due);
        due
    })
}

/// Removes one that has not been its turn.
pub fn remove(due: Nanos, who: Who) {
    // Values of the thread may be dropped after the alarm.
    let _ = ALARM.try_with(|a| a.agenda.borrow_mut().remove(due, who));
}

/// Whether the time of one that was added with this due time has come.
#[inline]
pub fn has_rung(due: Nanos) -> bool {
    ALARM.with(|a| a.rung.get() >= due)
}

/// Has those who are due go on when the bell has rung, and sets it to who is next. It only rings when the loop has looked at
/// its events.
fn drive(context: &mut Context<'_>) {
    ALARM.with(|a| {
        if a.rings.get().is_some() && a.poll_bell(context) {
            a.rings.set(Some(0));
            ring(a);
            a.rings.set(None);
            scheduler::control_returned();
        }
        let next = a.agenda.borrow().next_due();
        if let Some(due) = next
            && a.rings.replace(next) != next
        {
            let at = a.instant(due);
            let mut bell = a.bell.borrow_mut();
            let bell = bell.get_or_insert_with(|| Box::pin(sleep_until(at)));
            bell.as_mut().reset(at);
            if bell.as_mut().poll(context).is_ready() {
                scheduler::next_turn(context);
            }
        }
    });
}

fn ring(a: &Alarm) {
    let instant = Instant::now();
    let now = a.time(instant);
    let mut due = a.agenda.borrow_mut().take_due(now).peekable();
    a.rung.set(now);
    let round = scheduler::RoundTime::begin(instant);
    let mut fired = false;
    while let Some(&(_, who)) = due.peek() {
        if scheduler::has_to_stop() {
            break;
        }
        match who.kind() {
            Kind::Timer(id) => {
                due.next();
                clock::fire(id, now, !std::mem::replace(&mut fired, true));
            }
            Kind::Coroutine(_) => {
                let mut batch = [(0, who); BATCH];
                let mut taken = 0;
                while taken < BATCH
                    && let Some(entry) = due.next_if(|(_, who)| is_coroutine(*who))
                {
                    batch[taken] = entry;
                    taken += 1;
                }
                let batch = &batch[..taken];
                let ran = scheduler::resume_batch(batch.iter().map(|(_, who)| id_of(*who)));
                if ran < taken {
                    a.agenda.borrow_mut().put_back(batch[ran..].iter().copied());
                }
            }
        }
    }
    drop(round);
    a.agenda.borrow_mut().put_back(due);
}

fn is_coroutine(who: Who) -> bool {
    matches!(who.kind(), Kind::Coroutine(_))
}

fn id_of(who: Who) -> i64 {
    match who.kind() {
        Kind::Timer(id) | Kind::Coroutine(id) => id,
    }
}

/// The request is over, or this is a forked process: nobody waits.
pub fn reset() {
    ALARM.with(|a| {
        a.agenda.take();
        a.rung.set(0);
        a.began.set(None);
        a.bell.take();
        a.rings.set(None);
        a.driver.stop();
    });
}
