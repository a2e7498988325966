//! The alarm that all timers share, and calling back when it rings.
//!
//! The runtime has one timer for all of ours, set to the next one due. A callback runs in a
//! coroutine of its own; what is left of a round goes on when it first suspends.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::coroutine::scheduler::{self, External};
use crate::coroutine::standing::Standing;
use crate::coroutine::{functions, turn};
use crate::zend::{Callable, Thrown, Value};

use super::queue::{Due, Info, Micros, Queue};

/// What a timer does.
pub(super) struct Job {
    callable: Callable,
    arguments: Box<[Value]>,
}

#[derive(Default)]
struct Clock {
    queue: RefCell<Queue<Job>>,
    /// When the first timer was made; `None` while there is no timer system.
    began: Cell<Option<Instant>>,
    alarm: RefCell<Option<Pin<Box<Sleep>>>>,
    /// Whether a timer was made that is due first: the alarm has to be set.
    unset: Cell<bool>,
    driver: Standing,
    /// Timers that wait keep the loop running.
    waiting: RefCell<Option<External>>,
}

thread_local! {
    static CLOCK: Clock = Clock::default();
}

impl Clock {
    fn now(&self) -> Micros {
        let began = self.began.get().unwrap_or_else(|| {
            let now = Instant::now();
            self.began.set(Some(now));
            now
        });
        u64::try_from(began.elapsed().as_micros()).unwrap_or(Micros::MAX)
    }

    /// The instant of a due time; one beyond the clock's range is a year ahead, and looked at again
    /// then.
    fn instant(&self, due: Micros) -> Instant {
        let began = self.began.get().unwrap_or_else(Instant::now);
        began
            .checked_add(Duration::from_micros(due))
            .unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400 * 365))
    }

    /// Keeps the loop running while a timer waits.
    fn hold_loop(&self) {
        let idle = self.queue.borrow().is_idle();
        let mut waiting = self.waiting.borrow_mut();
        if idle {
            waiting.take();
        } else if waiting.is_none() {
            *waiting = Some(External::new());
        }
    }
}

/// Adds a timer and returns its id. `Err` when there can be no event loop.
pub(super) fn add(
    milliseconds: i64,
    repeats: bool,
    callable: Callable,
    arguments: Vec<Value>,
) -> Result<i64, Thrown> {
    functions::prepare_loop()?;
    turn::at_loop_end(reset);
    let delay = u64::try_from(milliseconds)
        .unwrap_or(0)
        .saturating_mul(1000);
    let job = Job {
        callable,
        arguments: arguments.into_boxed_slice(),
    };
    Ok(CLOCK.with(|c| {
        let now = c.now();
        let (id, is_next) = {
            let mut queue = c.queue.borrow_mut();
            let before = queue.next_due();
            let id = queue.add(now, delay, repeats, job);
            (id, queue.next_due() != before)
        };
        c.hold_loop();
        if is_next {
            c.unset.set(true);
            c.driver.wake(drive);
        }
        id
    }))
}

/// Removes a timer. False when there is none.
pub(super) fn remove(id: i64) -> bool {
    CLOCK.with(|c| {
        let (removed, job) = c.queue.borrow_mut().remove(id);
        c.hold_loop();
        // Its destructors may do anything, also make timers.
        drop(job);
        removed
    })
}

/// Removes all timers. False when none was made since the last loop ended.
pub fn remove_all() -> bool {
    let ids = CLOCK.with(|c| c.queue.borrow().ids());
    for id in ids {
        remove(id);
    }
    is_initialized()
}

/// Whether a timer was made since the last loop ended.
pub fn is_initialized() -> bool {
    CLOCK.with(|c| c.began.get().is_some())
}

pub(super) fn exists(id: i64) -> bool {
    CLOCK.with(|c| c.queue.borrow().exists(id))
}

pub(super) fn info(id: i64) -> Option<Info> {
    CLOCK.with(|c| c.queue.borrow().info(id))
}

pub(super) fn ids() -> Vec<i64> {
    CLOCK.with(|c| c.queue.borrow().ids())
}

/// Number of timers, and of rounds that have been.
pub(super) fn figures() -> (usize, u64) {
    CLOCK.with(|c| {
        let queue = c.queue.borrow();
        (queue.len(), queue.round())
    })
}

/// Fires what is due and sets the alarm to what is next.
fn drive(context: &mut Context<'_>) {
    CLOCK.with(|c| {
        let Some(due) = c.queue.borrow().next_due() else {
            return;
        };
        let now = c.now();
        if c.unset.replace(false) && due <= now {
            // A round has taken longer than its delay: the events come first.
            scheduler::next_turn(context);
            return;
        }
        if due <= now {
            fire(c, now);
            scheduler::control_returned();
            if !scheduler::is_stopping() {
                // The sockets are looked at before the next round.
                scheduler::next_turn(context);
            }
            return;
        }
        let at = c.instant(due);
        let rings = {
            let mut alarm = c.alarm.borrow_mut();
            let alarm = alarm.get_or_insert_with(|| Box::pin(sleep_until(at)));
            if alarm.deadline() != at {
                alarm.as_mut().reset(at);
            }
            alarm.as_mut().poll(context).is_ready()
        };
        if rings {
            context.waker().wake_by_ref();
        }
    });
}

fn fire(c: &Clock, now: Micros) {
    let due = c.queue.borrow_mut().due(now);
    for id in due {
        let call = match c.queue.borrow_mut().begin(id) {
            None => continue,
            Some(Due::Once(job)) => (job.callable, job.arguments.into_vec()),
            Some(Due::Again(job)) => {
                let mut arguments = Vec::with_capacity(job.arguments.len() + 1);
                arguments.push(Value::from(id));
                arguments.extend(job.arguments.iter().cloned());
                (job.callable.clone(), arguments)
            }
        };
        functions::call_back(call.0, call.1);
        let job = c.queue.borrow_mut().finish(id, now);
        c.hold_loop();
        functions::drop_outside(job);
        if scheduler::is_stopping() {
            return;
        }
    }
}

/// The loop has ended, or the request: there is no timer system any more, ids start anew.
pub fn reset() {
    remove_all();
    let old = CLOCK.with(|c| {
        c.began.set(None);
        c.alarm.take();
        c.waiting.take();
        c.driver.stop();
        c.queue.take()
    });
    drop(old);
}
