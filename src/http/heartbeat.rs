//! The heartbeat of a server's WebSockets: one timer looks at all of them (docs/settings.md, `heartbeat_idle_time`).

use std::rc::Rc;

use crate::coroutine::scheduler;

use super::running::Running;

/// Connections looked at in one go; then the others have their turn.
const BATCH: usize = 256;

/// Looks at a server's WebSockets until the server and the last of them are gone. Nothing, if it has no heartbeat.
pub(super) fn keep(server: &Rc<Running>) {
    let Some(rhythm) = server.settings.websocket.heartbeat else {
        return;
    };
    let websockets = server.websockets().clone();
    let server = Rc::downgrade(server);
    scheduler::spawn_task(async move {
        loop {
            tokio::time::sleep(rhythm.pause).await;
            let all = websockets.all();
            if all.is_empty() && server.strong_count() == 0 {
                return;
            }
            for batch in all.chunks(BATCH) {
                batch.iter().for_each(|websocket| websocket.look(&rhythm));
                tokio::task::yield_now().await;
            }
        }
    });
}
