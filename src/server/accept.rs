//! Accepting connections in the background, while `start()`'s coroutine waits.

use std::io;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::coroutine::scheduler::{self, External};
use crate::coroutine::{self, Interrupted};
use crate::log::{self, Level};
use crate::net::Stream;
use crate::net::listener::Acceptor;

/// Pause before the next try when the process is out of descriptors.
const PAUSE: Duration = Duration::from_secs(1);

/// Accepts in the background, and gives each connection to `welcome`, until `stop` is notified or this coroutine is
/// cancelled: then the caller notifies it.
///
/// # Errors
///
/// `accept(2)` failed in a way that does not pass.
pub fn serve(
    acceptor: Acceptor,
    stop: Rc<Notify>,
    welcome: impl FnMut(Stream) + 'static,
) -> io::Result<()> {
    let (ended, waiting) = tokio::sync::oneshot::channel();
    let external = External::new();
    scheduler::spawn_task(async move {
        let result = accept(&acceptor, &stop, welcome).await;
        drop(acceptor);
        // Nobody listens when start()'s coroutine was cancelled.
        let _ = ended.send(result);
        drop(external);
        scheduler::control_returned();
    });
    match coroutine::wait(waiting) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) | Err(Interrupted::Canceled | Interrupted::Blocked | Interrupted::TimedOut) => {
            Ok(())
        }
    }
}

async fn accept(
    acceptor: &Acceptor,
    stop: &Notify,
    mut welcome: impl FnMut(Stream),
) -> io::Result<()> {
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.notified() => return Ok(()),
            accepted = acceptor.accept() => accepted,
        };
        match accepted {
            Ok(stream) => welcome(stream),
            Err(reason) => match reason.raw_os_error() {
                // Of the last: there is no room to watch one more socket.
                Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM | libc::ENOSPC) => {
                    log::write(
                        Level::Warning,
                        &format!("accept failed, Error: {reason}; next try in 1 s"),
                    );
                    tokio::select! {
                        () = stop.notified() => return Ok(()),
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                }
                // The client gave up before it was accepted, or was out of reach again: Linux tells of the new connection's
                // errors here (accept(2)).
                Some(
                    libc::ECONNABORTED
                    | libc::ECONNRESET
                    | libc::EINTR
                    | libc::EPROTO
                    | libc::EPERM
                    | libc::ENETDOWN
                    | libc::ENETUNREACH
                    | libc::EHOSTDOWN
                    | libc::EHOSTUNREACH
                    | libc::ENONET
                    | libc::ENOPROTOOPT
                    | libc::ETIMEDOUT,
                ) => {}
                _ => return Err(reason),
            },
        }
    }
}
