//! SIGTERM and SIGINT end the servers of the process as `shutdown()` does; `run()` then returns and the script goes on
//! to its end. What has not ended within the longest `max_wait_time` ends with the process, as without this file.
//!
//! A signal that the script handles itself, or ignores, is left alone.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;

use crate::coroutine::scheduler;
use crate::log::{self, Level};
use crate::zend::termination::{self, Taken};

use super::lifetime;

const SIGNALS: [i32; 2] = [libc::SIGTERM, libc::SIGINT];

thread_local! {
    static TAKEN: RefCell<Option<Taken>> = const { RefCell::new(None) };
    /// What is to be done besides, told whether servers run.
    static ACT: Cell<Option<fn(bool)>> = const { Cell::new(None) };
}

/// Has `act` called when a signal asks the process to end, also without a server: from now on, in this process. Further
/// signals do nothing.
pub fn watch_for(act: fn(bool)) {
    ACT.set(Some(act));
    watch();
}

/// A server has started.
pub(super) fn watch() {
    if TAKEN.with_borrow(Option::is_some) {
        return;
    }
    // Who has something else done has somebody who kills.
    let again_ends = ACT.get().is_none();
    let reader = termination::take(&SIGNALS, again_ends).and_then(|(taken, reader)| {
        TAKEN.set(Some(taken));
        UnixStream::from_std(reader)
    });
    let Ok(mut reader) = reader else {
        TAKEN.take();
        return;
    };
    scheduler::spawn_task(async move {
        let mut signal = [0];
        // The other end is closed when no server runs any more.
        if reader.read_exact(&mut signal).await.is_ok() {
            end(i32::from(signal[0])).await;
        }
    });
}

/// No server runs any more.
pub(super) fn unwatch() {
    if ACT.get().is_none() {
        TAKEN.take();
    }
}

async fn end(signal: i32) {
    let servers = lifetime::any_running();
    if let Some(act) = ACT.get() {
        act(servers);
        scheduler::control_returned();
    }
    if !servers {
        return;
    }
    log::write(
        Level::Notice,
        &format!("signal {signal}: the servers of this process shut down"),
    );
    let Some(wait) = lifetime::shut_down_all() else {
        // No limit.
        return;
    };
    tokio::time::sleep(wait.max(Duration::from_millis(1))).await;
    log::write(
        Level::Warning,
        &format!("signal {signal}: something still runs, the process ends"),
    );
    termination::die_of(signal);
}
