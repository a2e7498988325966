//! How a connection begins and ends: the handshake with its limits, and the last bytes of a client that is told to go.

use std::rc::Rc;
use std::time::Duration;

use bytes::BufMut;
use h2::server::Builder;

use crate::coroutine::{options, scheduler};
use crate::log::{self, Level};
use crate::net::Metered;

use super::super::running::Running;

use super::connection::{H2, Http2};
use super::io::{Counters, Io};
use super::sending::Chunk;

/// Streams that were reset before a handler took them, more than which end the connection: opening and resetting
/// (CVE-2023-44487) is to get nobody more work done.
const MAX_RESET_UNSEEN: usize = 20;
/// Streams that we had to reset for the client's faults, more than which end the connection.
const MAX_FAULTS: usize = 100;
/// Bytes of all streams that may be under way to us, unless one may have more.
const CONNECTION_WINDOW: u32 = 1024 * 1024;
/// The largest window there can be (RFC 9113 §6.9.1).
const MAX_WINDOW: u32 = 0x7fff_ffff;
/// Bytes of one response that h2 has and the kernel has not: more would only be held twice.
const SEND_BUFFER: usize = 128 * 1024;
/// How long a client that was told that the connection ends may take to read it.
const LINGER: Duration = Duration::from_secs(2);

/// Serves a connection in the background. `ahead`: what was read from it already.
pub(in crate::http) fn serve(stream: Rc<Metered>, ahead: Vec<u8>, server: Rc<Running>) {
    scheduler::spawn_task(async move {
        // In boxes: else the task would have room for what is only needed at its ends as long as the connection lives.
        let Some(connection) = Box::pin(open(stream, ahead, server)).await else {
            return;
        };
        std::future::poll_fn(|context| connection.poll(context)).await;
        connection.server.leave_http2(&connection);
        let stream = connection.stream.take();
        // Only the socket is needed any longer.
        drop(connection);
        if let Some(stream) = stream {
            Box::pin(linger(stream)).await;
        }
        scheduler::control_returned();
    });
}

/// Shakes hands. `None`: the client does not, or the server stops.
async fn open(stream: Rc<Metered>, ahead: Vec<u8>, server: Rc<Running>) -> Option<Rc<Http2>> {
    // It may be gone by the time it is asked for them.
    let ends = (stream.peer(), stream.local());
    let counters = Rc::new(Counters::new(server.settings.http2.max_control_frames));
    let io = Io::new(stream.clone(), ahead, counters.clone());
    let h2 = shake_hands(io, &stream, &server).await?;
    let connection = Http2::new(h2, counters, stream, ends, server);
    connection.server.enter_http2(&connection);
    if connection.server.is_stopping() {
        connection.stop();
    }
    Some(connection)
}

async fn shake_hands(io: Io, stream: &Metered, server: &Running) -> Option<H2> {
    let settings = &server.settings.http2;
    let mut builder = Builder::new();
    let mut window = settings.window.max(CONNECTION_WINDOW);
    if settings.websocket {
        builder.enable_connect_protocol();
        // Handlers that do not read for long are no reason for others to wait.
        let all = settings.window.saturating_mul(settings.max_streams);
        window = window.max(all.min(MAX_WINDOW));
    }
    let handshake = builder
        .max_concurrent_streams(settings.max_streams)
        .max_header_list_size(settings.max_header_list)
        .max_frame_size(settings.max_frame)
        .header_table_size(settings.header_table)
        .initial_window_size(settings.window)
        .initial_connection_window_size(window)
        .max_send_buffer_size(SEND_BUFFER)
        .max_pending_accept_reset_streams(MAX_RESET_UNSEEN)
        .max_local_error_reset_streams(Some(MAX_FAULTS))
        .handshake::<_, Chunk>(io);
    let limit = options::read_timeout().unwrap_or(Duration::MAX);
    let shaken = tokio::select! {
        biased;
        shaken = tokio::time::timeout(limit, handshake) => shaken,
        () = server.stopped.notified() => return None,
    };
    match shaken {
        Ok(Ok(h2)) => return Some(h2),
        Ok(Err(reason)) => note(stream.fd(), &reason.to_string()),
        Err(_) => note(stream.fd(), "the client's preface did not come in time"),
    }
    None
}

/// A connection that ended in an error.
#[cold]
pub(super) fn note(fd: i32, reason: &str) {
    if log::enabled(Level::Notice) {
        log::write(
            Level::Notice,
            &format!("HTTP/2 connection fd#{fd} failed: {reason}"),
        );
    }
}

/// Reads and forgets what the client still sends: closing a socket with unread input would reset the connection, and
/// might take from the client why it has ended.
async fn linger(stream: Rc<Metered>) {
    stream.shutdown_write();
    let over = tokio::time::sleep(LINGER);
    let mut sink = Vec::with_capacity(4096);
    let drained = async {
        loop {
            sink.clear();
            let read = std::future::poll_fn(|context| {
                stream.poll_recv(context, &mut (&mut sink).limit(4096))
            });
            if !matches!(read.await, Ok(1..)) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = over => {}
        () = drained => {}
    }
}
