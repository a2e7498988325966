//! What becomes of connections that are not over when their server is.

use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use crate::coroutine::scheduler;
use crate::log::{self, Level};

use super::running::Running;

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
