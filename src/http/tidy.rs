//! Idle HTTP connections are put away: see `connection/codec`.
//!
//! A connection that has dealt with a request is noted once; from then on it is looked at a few times a second, until
//! there was no request between two looks. One that is busy costs a comparison each time, a request a look at a flag.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use crate::coroutine::scheduler;
use crate::zend;

use super::connection::{Connection, Found};
use super::running::Running;

/// Between two looks. The next request of a page mostly comes sooner; making hyper's state anew takes about a microsecond.
const PAUSE: Duration = Duration::from_millis(100);

/// With so many put away there are megabytes for the system. The allocator would keep them: between what is still in use
/// there are holes, of which only it knows.
const MANY: usize = 256;
/// While connections go on being put away, the system is given their memory no more often.
const SELDOM: Duration = Duration::from_secs(1);

/// The connections that may have become idle.
#[derive(Default)]
pub(super) struct Tidy {
    /// Each with the number of requests it had had at the last look.
    noted: RefCell<Vec<(Weak<Connection>, u32)>>,
    at_work: Cell<bool>,
    /// How many were put away since the system was last given memory, and when that was.
    away: Cell<usize>,
    trimmed: Cell<Option<Instant>>,
}

impl Tidy {
    /// Looks at all of them. Whether there is more to do.
    fn look(&self) -> bool {
        let before = self.noted.borrow().len();
        let left = self.put_away();
        let fresh = before.saturating_sub(left);
        let away = self.away.get() + fresh;
        self.away.set(away);
        if away < MANY {
            return left > 0;
        }
        let now = Instant::now();
        let recently = |then: Instant| now.duration_since(then) < SELDOM;
        if fresh == 0 || !self.trimmed.get().is_some_and(recently) {
            self.away.set(0);
            self.trimmed.set(Some(now));
            zend::sys::trim_heap();
        }
        true
    }

    /// Puts away those that had no request since the last look; how many are left.
    fn put_away(&self) -> usize {
        let mut noted = self.noted.take();
        noted.retain_mut(|(connection, seen)| {
            let Some(connection) = connection.upgrade() else {
                return false;
            };
            let requests = connection.clock().requests();
            std::mem::replace(seen, requests) != requests || connection.put_away() == Found::InUse
        });
        let mut meanwhile = self.noted.borrow_mut();
        noted.append(&mut meanwhile);
        *meanwhile = noted;
        meanwhile.len()
    }
}

/// Notes a connection that has dealt with a request. Does not keep the loop running.
pub(super) fn note(server: &Rc<Running>, connection: &Rc<Connection>) {
    let tidy = &server.tidy;
    let requests = connection.clock().requests();
    tidy.noted
        .borrow_mut()
        .push((Rc::downgrade(connection), requests));
    if tidy.at_work.replace(true) {
        return;
    }
    let server = Rc::downgrade(server);
    scheduler::spawn_task(async move {
        loop {
            tokio::time::sleep(PAUSE).await;
            let Some(server) = server.upgrade() else {
                return;
            };
            if !server.tidy.look() {
                server.tidy.at_work.set(false);
                return;
            }
        }
    });
}
