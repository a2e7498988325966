//! The servers of the process, from their beginning to their end, and what becomes of what is not over by then.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use tokio::time::Instant;

use crate::coroutine::scheduler;
use crate::log::{self, Level};

use super::running::Running;
use super::termination;

thread_local! {
    static RUNNING: RefCell<Vec<Weak<Running>>> = const { RefCell::new(Vec::new()) };
}

/// A server starts.
pub(super) fn begin(server: &Rc<Running>) {
    RUNNING.with_borrow_mut(|all| all.push(Rc::downgrade(server)));
    termination::watch();
}

/// `start()` returns.
pub(super) fn end(server: &Rc<Running>) {
    let last = RUNNING.with_borrow_mut(|all| {
        all.retain(|other| other.as_ptr() != Rc::as_ptr(server));
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
    all.iter().for_each(Running::shut_down);
    let waits = all
        .iter()
        .map(|server| server.settings.connections.max_wait);
    waits.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Drops the connections that are still there when the time is over. Their handlers go on, for nobody.
pub(super) fn drop_after(running: &Rc<Running>, wait: Duration) {
    let Some(end) = Instant::now().checked_add(wait) else {
        // As good as no limit.
        return;
    };
    running.settings.websocket.give_up.set(Some(end));
    let websockets = running.websockets.clone();
    let server = Rc::downgrade(running);
    scheduler::spawn_task(async move {
        tokio::time::sleep_until(end).await;
        websockets.drop_all();
        let Some(server) = server.upgrade() else {
            return;
        };
        let (late, http2) = (server.select(|_| Some(())), server.http2());
        let count = late.len() + http2.len();
        if count > 0 {
            log::write(
                Level::Notice,
                &format!("{count} connections dropped, max_wait_time is over"),
            );
        }
        http2.iter().for_each(|connection| connection.abort());
        for (connection, ()) in late {
            connection.abort();
        }
    });
}
