//! `send()` and `write()`: requests on their way out.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use h2::SendStream;

use crate::class::HTTP2_REQUEST;
use crate::coroutine::bound::{Doing, already_bound};
use crate::coroutine::{self, Interrupted};
use crate::error::code;
use crate::http::http2::Chunk;
use crate::zend::{Call, PhpResult, PhpString, Thrown, Value};

use super::class::{ClientState, set_error, set_error_text};
use super::connection::Connection;
use super::request::{self, Unprepared};

/// Most bytes that are asked for at once.
const MOST: usize = 64 * 1024;

/// Why a body is not sent.
enum Unsent {
    /// The server has reset the stream, or the connection is over.
    Gone,
    /// The errno.
    Errno(i32),
}

/// `send(Swoole\Http2\Request $request): int|false`: the number of the stream.
pub fn send(call: &mut Call) -> PhpResult {
    let request = call.object(0, &HTTP2_REQUEST)?;
    let this = call.this();
    let state: &ClientState = call.state();
    let server = state.base.server()?;
    coroutine::require_coroutine()?;
    let prepared = match request::prepare(&request, &server.name, server.ssl) {
        Ok(prepared) => prepared,
        Err(Unprepared::Thrown) => return Err(Thrown),
        Err(Unprepared::Errno(errno)) => {
            set_error(&this, errno);
            return call.ret(false);
        }
    };
    // Asked for now: converting values may have run the script's code.
    let Some(connection) = state.connected(&this) else {
        return call.ret(false);
    };
    let settings = state.base.settings();
    let body = prepared.body.clone();
    let ends = !prepared.pipeline;
    let Ok(id) = connection.open(prepared, &settings, ends && body.is_empty()) else {
        match connection.ending() {
            Some(ending) => set_error_text(&this, ending.code, &ending.text),
            // The server goes away: this is for another connection.
            None => set_error(&this, libc::ECONNRESET),
        }
        return call.ret(false);
    };
    let sent = if body.is_empty() {
        Ok(())
    } else {
        let limit = settings.write_timeout();
        send_body(&connection, id, &body, ends, limit)
    };
    connection.pump();
    match sent {
        Ok(()) => call.ret(i64::from(id)),
        // How a stream has ended is for `recv()` to say, if it is still there.
        Err(Unsent::Gone) if connection.with(id, |_| ()).is_some() => call.ret(i64::from(id)),
        Err(Unsent::Gone) => {
            set_error(&this, libc::ECONNRESET);
            call.ret(false)
        }
        Err(Unsent::Errno(errno)) => {
            connection.forget(id);
            set_error(&this, errno);
            if crate::zend::globals::exception_pending() {
                return Err(Thrown);
            }
            call.ret(false)
        }
    }
}

/// `write(int $stream_id, mixed $data, bool $end_stream = false): bool`: more of a request with `pipeline`.
pub fn write(call: &mut Call) -> PhpResult {
    let id = call.long(0)?;
    let data = call.value(1).unwrap_or(Value::null());
    let ends = call.bool_or(2, false)?;
    let this = call.this();
    let state: &ClientState = call.state();
    state.base.server()?;
    coroutine::require_coroutine()?;
    let body = match request::content(&data) {
        Ok((body, _)) => body,
        Err(Unprepared::Thrown) => return Err(Thrown),
        Err(Unprepared::Errno(errno)) => {
            set_error(&this, errno);
            return call.ret(false);
        }
    };
    let Some(connection) = state.connected(&this) else {
        return call.ret(false);
    };
    let stream = u32::try_from(id)
        .ok()
        .and_then(|id| connection.with(id, |stream| (id, stream.pipeline, stream.sending)));
    let id = match stream {
        Some((id, true, None)) => id,
        Some((_, true, Some(by))) => {
            return Err(already_bound(connection.fd(), by, Doing::Writing));
        }
        Some((_, false, _)) => {
            set_error_text(
                &this,
                i64::from(libc::EPERM),
                "the request of this stream is complete: it was sent without pipeline",
            );
            return call.ret(false);
        }
        None => {
            set_error(&this, code::HTTP2_STREAM_NOT_FOUND);
            return call.ret(false);
        }
    };
    let limit = state.base.settings().write_timeout();
    let sent = send_body(&connection, id, &body, ends, limit);
    connection.pump();
    match sent {
        Ok(()) => call.ret(true),
        Err(unsent) => {
            let errno = match unsent {
                Unsent::Gone => code::HTTP2_STREAM_NOT_FOUND,
                Unsent::Errno(errno) => {
                    connection.forget(id);
                    errno
                }
            };
            set_error(&this, errno);
            if crate::zend::globals::exception_pending() {
                return Err(Thrown);
            }
            call.ret(false)
        }
    }
}

/// Sends a body, as the server makes room for it. `limit` is for each time that it takes nothing.
fn send_body(
    connection: &Rc<Connection>,
    id: u32,
    body: &PhpString,
    ends: bool,
    limit: Option<Duration>,
) -> Result<(), Unsent> {
    let Some(mut sender) = connection.take_sender(id) else {
        return Err(Unsent::Gone);
    };
    let current = coroutine::task::current_id();
    connection.with(id, |stream| stream.sending = Some(current));
    let mut given = 0;
    let mut sent = Ok(());
    while sent.is_ok() && (given < body.len() || (body.is_empty() && given == 0)) {
        let step = poll_fn(|context| {
            let before = given;
            let polled = poll_give(&mut sender, body, &mut given, ends, context);
            if given > before {
                connection.pump();
                return Poll::Ready(Ok(()));
            }
            polled
        });
        sent = match coroutine::wait_timeout(step, limit) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Unsent::Gone),
            Err(Interrupted::TimedOut) => Err(Unsent::Errno(libc::ETIMEDOUT)),
            Err(Interrupted::Canceled | Interrupted::Blocked) => {
                Err(Unsent::Errno(libc::ECANCELED))
            }
        };
        if body.is_empty() {
            break;
        }
    }
    // Given back: also for the reset of a stream that is given up. A stream that was closed meanwhile has no place.
    let is_done = sent.is_ok() && ends;
    connection.with(id, |stream| {
        stream.sending = None;
        if is_done {
            stream.pipeline = false;
        }
        if stream.outcome.is_none() || stream.pipeline {
            stream.sender = Some(sender).filter(|_| !is_done);
        }
    });
    sent
}

/// Gives h2 what it may have. Ready when it has everything, or nobody wants it any more.
fn poll_give(
    sender: &mut SendStream<Chunk>,
    body: &PhpString,
    given: &mut usize,
    ends: bool,
    context: &mut Context<'_>,
) -> Poll<Result<(), h2::Error>> {
    if body.is_empty() {
        let nothing = Chunk::String(PhpString::empty(), 0, 0);
        return Poll::Ready(if ends {
            sender.send_data(nothing, true)
        } else {
            Ok(())
        });
    }
    while *given < body.len() {
        sender.reserve_capacity((body.len() - *given).min(MOST));
        let mut room = sender.capacity();
        while room == 0 {
            match ready!(sender.poll_capacity(context)) {
                Some(Ok(_)) => room = sender.capacity(),
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => return Poll::Ready(Err(h2::Error::from(h2::Reason::STREAM_CLOSED))),
            }
        }
        let end = (*given + room).min(body.len());
        let chunk = Chunk::String(body.clone(), *given, end);
        sender.send_data(chunk, ends && end == body.len())?;
        *given = end;
    }
    Poll::Ready(Ok(()))
}
