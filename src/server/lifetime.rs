//! The servers of the process, from their beginning to their end.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use super::termination;

/// A server that runs.
pub trait Serving {
    /// Accepts nothing more, and ends what can end.
    fn end(self: Rc<Self>);

    /// How long what still runs may take when the process is asked to end; `None`: there is no limit.
    fn max_wait(&self) -> Option<Duration>;
}

thread_local! {
    static RUNNING: RefCell<Vec<Weak<dyn Serving>>> = const { RefCell::new(Vec::new()) };
}

/// A server starts.
pub fn begin(server: Weak<dyn Serving>) {
    RUNNING.with_borrow_mut(|all| all.push(server));
    termination::watch();
}

/// `start()` returns.
pub fn end(server: &Weak<dyn Serving>) {
    let last = RUNNING.with_borrow_mut(|all| {
        all.retain(|other| !Weak::ptr_eq(other, server));
        all.is_empty()
    });
    if last {
        termination::unwatch();
    }
}

/// Whether any server runs in this process.
pub fn any_running() -> bool {
    RUNNING.with_borrow(|running| !running.is_empty())
}

/// The request ends: no server runs any more.
pub fn request_shutdown() {
    drop(RUNNING.take());
    termination::unwatch();
}

/// Shuts all servers down. Gives the longest time that one of them may take; `None`: there is no limit.
pub(super) fn shut_down_all() -> Option<Duration> {
    let all = RUNNING.with_borrow(Vec::clone);
    let all: Vec<_> = all.iter().filter_map(Weak::upgrade).collect();
    for server in &all {
        server.clone().end();
    }
    let waits = all.iter().map(|server| server.max_wait());
    waits.collect::<Option<Vec<_>>>()?.into_iter().max()
}
