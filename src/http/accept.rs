//! Accepting connections in the background, while `start()`'s coroutine waits.

use std::io;
use std::rc::Rc;
use std::time::Duration;

use crate::coroutine::scheduler::{self, External};
use crate::coroutine::{self, Interrupted};
use crate::log::{self, Level};
use crate::net::listener::Acceptor;
use crate::net::{Metered, Seat};

use super::admission::admits;
use super::connection::Connection;
use super::running::Running;

/// Pause before the next try when the process is out of descriptors.
const PAUSE: Duration = Duration::from_secs(1);

/// Accepts in the background until `shutdown()` or a cancellation of this coroutine.
pub(super) fn serve(running: &Rc<Running>, acceptor: Acceptor) -> io::Result<()> {
    let (ended, waiting) = tokio::sync::oneshot::channel();
    let server = running.clone();
    let external = External::new();
    scheduler::spawn_task(async move {
        let result = accept(&server, &acceptor).await;
        drop(acceptor);
        // Nobody listens when start()'s coroutine was cancelled.
        let _ = ended.send(result);
        drop(external);
        scheduler::control_returned();
    });
    match coroutine::wait(waiting) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Ok(()),
        Err(Interrupted::Canceled | Interrupted::Blocked | Interrupted::TimedOut) => {
            running.shut_down();
            Ok(())
        }
    }
}

async fn accept(server: &Rc<Running>, acceptor: &Acceptor) -> io::Result<()> {
    loop {
        let accepted = tokio::select! {
            biased;
            () = server.stop.notified() => return Ok(()),
            accepted = acceptor.accept() => accepted,
        };
        match accepted {
            Ok(stream) if !admits(server, &stream) => {}
            Ok(stream) => {
                let seat = Seat::take(server.counters.meter.clone());
                match &server.tls {
                    None => {
                        let stream = Rc::new(Metered::new(stream, seat));
                        Connection::serve(stream, server.clone());
                    }
                    Some(tls) => tls.accept(stream, seat, server.clone()),
                }
            }
            Err(reason) => match reason.raw_os_error() {
                Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM) => {
                    log::write(
                        Level::Warning,
                        &format!("accept failed, Error: {reason}; next try in 1 s"),
                    );
                    tokio::select! {
                        () = server.stop.notified() => return Ok(()),
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                }
                // The client gave up before it was accepted.
                Some(libc::ECONNABORTED | libc::EINTR | libc::EPROTO | libc::EPERM) => {}
                _ => return Err(reason),
            },
        }
    }
}
