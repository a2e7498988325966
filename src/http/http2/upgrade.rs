//! From HTTP/1.1 to HTTP/2 with `Upgrade: h2c`: the 101, and the client's first words after it. What becomes of them is
//! in `h2c`.

use std::io;
use std::rc::Rc;

use bytes::BufMut;
use http::request::Parts;

use crate::coroutine::options;
use crate::coroutine::scheduler;
use crate::net::Metered;

use super::super::connection::Connection;
use super::h2c::{self, First};
use super::opening::{note, serve};

/// Most that is read before the first frame is complete.
const MOST: usize = 16 * 1024;

/// A request that goes on as HTTP/2.
pub(in crate::http) struct Upgrade {
    /// Its head.
    pub(in crate::http) head: Parts,
    /// The client's settings.
    pub(in crate::http) settings: Vec<u8>,
}

/// Takes the connection out of HTTP/1's hands, once all earlier responses are with the kernel.
pub(in crate::http) fn upgrade(connection: Rc<Connection>, upgrade: Box<Upgrade>) {
    scheduler::spawn_task(async move {
        let server = connection.server().clone();
        let taken = std::future::poll_fn(|context| connection.poll_take_over(context)).await;
        drop(connection);
        let Some((stream, ahead)) = taken else { return };
        let limit = options::read_timeout().unwrap_or(std::time::Duration::MAX);
        let begun = tokio::select! {
            biased;
            begun = tokio::time::timeout(limit, begin(&stream, ahead, &upgrade)) => begun,
            () = server.stopped.notified() => return,
        };
        match begun {
            Ok(Ok(Some(beginning))) => serve(stream, beginning, server),
            Ok(Ok(None)) => note(
                stream.fd(),
                "the client does not go on as it has offered (h2c)",
            ),
            // It is gone.
            Ok(Err(_)) => {}
            Err(_) => note(stream.fd(), "the client's preface did not come in time"),
        }
    });
}

/// Answers, and reads what the client then begins with. What h2 is to read; `None`: that is no HTTP/2.
async fn begin(
    stream: &Rc<Metered>,
    mut received: Vec<u8>,
    upgrade: &Upgrade,
) -> io::Result<Option<Vec<u8>>> {
    send(stream, h2c::SWITCHING).await?;
    loop {
        match h2c::first(&received) {
            First::Settings(settings, rest) => {
                let beginning = h2c::beginning(&upgrade.head, &upgrade.settings, settings, rest);
                return Ok(Some(beginning));
            }
            First::Wrong => return Ok(None),
            First::Partial if received.len() >= MOST => return Ok(None),
            First::Partial => {}
        }
        let read = std::future::poll_fn(|context| {
            stream.poll_recv(context, &mut (&mut received).limit(MOST))
        });
        if read.await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

async fn send(stream: &Metered, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_send(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                std::future::poll_fn(|context| stream.poll_writable_again(context)).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
