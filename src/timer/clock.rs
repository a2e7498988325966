//! The timers of this thread, and calling back those that the alarm says are due.
//!
//! A callback runs in a coroutine of its own; whoever else is due goes on when it first suspends.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::coroutine::scheduler::External;
use crate::coroutine::{alarm, functions, turn};
use crate::zend::{Callable, Thrown, Value};

use super::agenda::{Nanos, Who};
use super::table::{Due, Info, Next, Table};

/// What a timer does.
pub(super) struct Job {
    callable: Callable,
    arguments: Box<[Value]>,
}

#[derive(Default)]
struct Clock {
    table: RefCell<Table<Job>>,
    /// When the first timer was made; `None` while there is no timer system.
    began: Cell<Option<Nanos>>,
    /// Timers that wait keep the loop running.
    waiting: RefCell<Option<External>>,
}

thread_local! {
    static CLOCK: Clock = Clock::default();
}

impl Clock {
    /// Keeps the loop running while a timer waits.
    fn hold_loop(&self) {
        let idle = self.table.borrow().is_idle();
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
    let delay = Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0));
    let job = Job {
        callable,
        arguments: arguments.into_boxed_slice(),
    };
    Ok(CLOCK.with(|c| {
        if c.began.get().is_none() {
            c.began.set(Some(alarm::now()));
        }
        let mut table = c.table.borrow_mut();
        let id = table.next_id();
        let due = alarm::add(delay, Who::timer(id));
        table.add(due, if repeats { alarm::nanos(delay) } else { 0 }, job);
        drop(table);
        c.hold_loop();
        id
    }))
}

/// Removes a timer. False when there is none.
pub(super) fn remove(id: i64) -> bool {
    CLOCK.with(|c| {
        let Some(removed) = c.table.borrow_mut().remove(id) else {
            return false;
        };
        if let Some(due) = removed.due {
            alarm::remove(due, Who::timer(id));
        }
        c.hold_loop();
        // Its destructors may do anything, also make timers.
        drop(removed.what);
        true
    })
}

/// Removes all timers. False when none was made since the last loop ended.
pub fn remove_all() -> bool {
    let ids = CLOCK.with(|c| c.table.borrow().ids());
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
    CLOCK.with(|c| c.table.borrow().exists(id))
}

/// Its due time is counted from the beginning of the timer system.
pub(super) fn info(id: i64) -> Option<Info> {
    CLOCK.with(|c| {
        let mut info = c.table.borrow().info(id)?;
        info.due = info.due.saturating_sub(c.began.get().unwrap_or(0));
        Some(info)
    })
}

pub(super) fn ids() -> Vec<i64> {
    CLOCK.with(|c| c.table.borrow().ids())
}

/// Number of timers, and of rounds that have been.
pub(super) fn figures() -> (usize, u64) {
    CLOCK.with(|c| {
        let table = c.table.borrow();
        (table.len(), table.round())
    })
}

/// Fires a timer that is due at `now`, the first of a round or a further one.
pub fn fire(id: i64, now: Nanos, is_first: bool) {
    CLOCK.with(|c| {
        let (callable, arguments) = {
            let mut table = c.table.borrow_mut();
            if is_first {
                table.start_round();
            }
            match table.begin(id) {
                None => return,
                Some(Due::Once(job)) => (job.callable, job.arguments.into_vec()),
                Some(Due::Again(job)) => {
                    let mut arguments = Vec::with_capacity(job.arguments.len() + 1);
                    arguments.push(Value::from(id));
                    arguments.extend(job.arguments.iter().cloned());
                    (job.callable.clone(), arguments)
                }
            }
        };
        functions::call_back(callable, arguments);
        let mut table = c.table.borrow_mut();
        let left = match table.finish(id, now) {
            Next::At(due) => {
                let due = alarm::add_at(due, Who::timer(id));
                table.wait(id, due);
                None
            }
            Next::Over(job) => job,
        };
        drop(table);
        c.hold_loop();
        functions::drop_outside(left);
    });
}

/// The loop has ended, or the request: there is no timer system any more, ids start anew.
pub fn reset() {
    remove_all();
    let old = CLOCK.with(|c| {
        c.began.set(None);
        c.waiting.take();
        c.table.take()
    });
    drop(old);
}
