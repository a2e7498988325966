//! An HTTP/2 connection of a client: its streams from their opening to their end, and when h2 is polled.
//!
//! Its own task reads and writes for as long as it is open, whether the script receives or not: pings are answered and
//! windows opened. Whoever has just given it something to send polls it too, so that a request leaves at once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use h2::client::{Builder, SendRequest};
use h2::{Reason, SendStream};

use crate::coroutine::scheduler;
use crate::error::{self, code, errno_of};
use crate::http::http2::Chunk;
use crate::log::{self, Level};
use crate::net::metered::{Meter, Metered, Seat};
use crate::net::{ConnectError, Stream as Transport};
use crate::zend::Object;

use super::super::settings::Settings;
use super::collecting::collect;
use super::io::{Io, Wire};
use super::request::Prepared;
use super::settings::MAX_WINDOW;
use super::stream::Stream;
use super::wire;

/// Bytes of one request that h2 has and the kernel has not: more would only be held twice.
const SEND_BUFFER: usize = 128 * 1024;

thread_local! {
    /// All clients are counted together; nobody asks for the sums.
    static METER: Rc<Meter> = Rc::default();
}

type H2 = h2::client::Connection<Io, Chunk>;

/// Why a connection has ended: an errno or `SWOOLE_ERROR_*` code, and its text.
#[derive(Clone, Debug)]
pub(super) struct Ending {
    pub(super) code: i64,
    pub(super) text: String,
}

/// An open connection.
pub(super) struct Connection {
    h2: RefCell<Option<H2>>,
    requests: RefCell<Option<SendRequest<Chunk>>>,
    pub(super) wire: Rc<Wire>,
    pub(super) local: wire::Settings,
    pub(super) streams: RefCell<BTreeMap<u32, Stream>>,
    /// Streams with something to take, first come, first served.
    ready: RefCell<VecDeque<u32>>,
    /// What wakes the connection's task.
    waker: RefCell<Option<Waker>>,
    /// Who waits for a response.
    receiver: RefCell<Option<Waker>>,
    /// Whole responses are waited for: of those in parts too nothing is held back.
    pub(super) takes_whole: Cell<bool>,
    last_stream: Cell<u32>,
    ending: RefCell<Option<Ending>>,
}

/// Begins HTTP/2 on a stream that was just opened.
///
/// # Errors
///
/// The errno of the first write.
pub(super) async fn begin(
    stream: Transport,
    local: wire::Settings,
) -> Result<Rc<Connection>, ConnectError> {
    let stream = Metered::new(stream, Seat::take(METER.with(Rc::clone)));
    let wire = Rc::new(Wire::new(Rc::new(stream)));
    let (requests, h2) = Builder::new()
        .enable_push(false)
        .header_table_size(local.header_table)
        .initial_window_size(local.window)
        // What is under way is limited by stream: one that nobody reads is no reason for others to wait.
        .initial_connection_window_size(MAX_WINDOW)
        .max_concurrent_streams(local.max_streams)
        .max_frame_size(local.max_frame)
        .max_header_list_size(local.max_header_list)
        .max_send_buffer_size(SEND_BUFFER)
        .handshake::<_, Chunk>(Io(wire.clone()))
        .await
        .map_err(|error| ConnectError(error.get_io().map_or(libc::ECONNRESET, errno_of)))?;
    let connection = Rc::new(Connection {
        h2: RefCell::new(Some(h2)),
        requests: RefCell::new(Some(requests)),
        wire,
        local,
        streams: RefCell::default(),
        ready: RefCell::default(),
        waker: RefCell::default(),
        receiver: RefCell::default(),
        takes_whole: Cell::new(false),
        last_stream: Cell::new(0),
        ending: RefCell::default(),
    });
    let driven = connection.clone();
    scheduler::spawn_task(poll_fn(move |context| {
        *driven.waker.borrow_mut() = Some(context.waker().clone());
        driven.wire.turn();
        driven.drive(context);
        if driven.is_over() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }));
    Ok(connection)
}

impl Connection {
    pub(super) fn fd(&self) -> i32 {
        self.wire.stream.fd()
    }

    /// Whether nothing more can be sent or received.
    pub(super) fn is_over(&self) -> bool {
        self.ending.borrow().is_some()
    }

    pub(super) fn ending(&self) -> Option<Ending> {
        self.ending.borrow().clone()
    }

    /// The number of the last stream that was opened; 0 when none was.
    pub(super) fn last_stream(&self) -> u32 {
        self.last_stream.get()
    }

    /// Streams whose responses the script does not have.
    pub(super) fn active_streams(&self) -> usize {
        self.streams.borrow().len()
    }

    /// Changes a stream, if it is still there.
    pub(super) fn with<T>(&self, id: u32, change: impl FnOnce(&mut Stream) -> T) -> Option<T> {
        self.streams.borrow_mut().get_mut(&id).map(change)
    }

    /// Forgets a stream; the server is told if it is not over.
    pub(super) fn forget(&self, id: u32) {
        let stream = self.streams.borrow_mut().remove(&id);
        if let Some(mut stream) = stream {
            stream.reset();
            drop(stream);
            self.pump();
        }
    }

    /// Reads and writes.
    fn drive(&self, context: &mut Context<'_>) {
        let polled = {
            let Ok(mut h2) = self.h2.try_borrow_mut() else {
                return;
            };
            let Some(h2) = &mut *h2 else { return };
            Pin::new(h2).poll(context)
        };
        self.wire.send_after(context);
        if self.wire.is_flooded.get() {
            self.wire
                .go_away(Reason::ENHANCE_YOUR_CALM.into(), b"too many control frames");
            self.lose(
                i64::from(code::HTTP_INVALID_PROTOCOL),
                "the server sends too many control frames",
            );
            return;
        }
        match polled {
            Poll::Ready(Ok(())) => self.ended(None),
            Poll::Ready(Err(error)) => self.ended(Some(&error)),
            Poll::Pending => {}
        }
    }

    /// Lets h2 send what it was given.
    pub(super) fn pump(&self) {
        let waker = self.waker.borrow().clone();
        // Before its task has run once there is none, and it will run.
        let waker = waker.as_ref().unwrap_or(Waker::noop());
        self.drive(&mut Context::from_waker(waker));
    }

    /// h2 is done.
    fn ended(&self, error: Option<&h2::Error>) {
        let go_away = self.wire.incoming.borrow().go_away().cloned();
        if let Some(go_away) = go_away.filter(|go_away| go_away.code != 0) {
            let reason = Reason::from(go_away.code);
            let text = if go_away.debug.is_empty() {
                reason.description().to_owned()
            } else {
                String::from_utf8_lossy(&go_away.debug).into_owned()
            };
            return self.lose(i64::from(go_away.code), &text);
        }
        match error {
            Some(error) if !error.is_io() => {
                if log::enabled(Level::Notice) {
                    let fd = self.fd();
                    log::write(
                        Level::Notice,
                        &format!("HTTP/2 connection fd#{fd} failed: {error}"),
                    );
                }
                self.lose_errno(code::HTTP_INVALID_PROTOCOL);
            }
            _ => match self.wire.error.get() {
                0 => self.lose_errno(libc::ECONNRESET),
                errno => self.lose_errno(errno),
            },
        }
    }

    fn lose_errno(&self, errno: i32) {
        let errno = i64::from(errno);
        self.lose(errno, &error::text(errno));
    }

    /// The connection has ended. Streams end by themselves: what has come of them is complete, or they fail.
    fn lose(&self, code: i64, text: &str) {
        if self.is_over() {
            return;
        }
        *self.ending.borrow_mut() = Some(Ending {
            code,
            text: text.to_owned(),
        });
        let mut context = Context::from_waker(Waker::noop());
        self.wire.send_after(&mut context);
        let h2 = self.h2.take();
        drop(h2);
        self.requests.take();
        self.wire.stream.shutdown_write();
        self.wake();
    }

    /// Ends it, and all its streams.
    pub(super) fn close(&self) {
        if !self.is_over() {
            self.wire.go_away(0, b"");
            self.lose_errno(libc::ECONNRESET);
        }
        let streams = self.streams.take();
        drop(streams);
        self.ready.borrow_mut().clear();
        self.wake();
    }

    /// Wakes whoever waits for a response, and the connection's task.
    pub(super) fn wake(&self) {
        if let Some(waker) = self.receiver.take() {
            waker.wake();
        }
        if self.is_over()
            && let Some(waker) = &*self.waker.borrow()
        {
            waker.wake_by_ref();
        }
    }

    /// Opens a stream.
    ///
    /// # Errors
    ///
    /// The connection is over, or the server has said that it is about to be.
    pub(super) fn open(
        self: &Rc<Self>,
        prepared: Prepared,
        settings: &Settings,
        ends: bool,
    ) -> Result<u32, h2::Error> {
        let requests = self.requests.borrow().clone();
        let Some(mut requests) = requests else {
            return Err(h2::Error::from(Reason::REFUSED_STREAM));
        };
        let (response, sender) = requests.send_request(prepared.head, ends)?;
        let id = response.stream_id().as_u32();
        self.last_stream.set(id);
        let mut stream = Stream::new(id, settings, prepared.in_parts, prepared.pipeline);
        stream.sender = Some(sender).filter(|_| !ends);
        stream.collecting = Some(Box::pin(collect(Rc::downgrade(self), id, response)));
        self.streams.borrow_mut().insert(id, stream);
        let connection = Rc::downgrade(self);
        scheduler::spawn_task(poll_fn(move |context| {
            connection.upgrade().map_or(Poll::Ready(()), |connection| {
                connection.poll_stream(id, context)
            })
        }));
        Ok(id)
    }

    /// Takes what has come of a response. It is the stream's: with the stream it is dropped.
    fn poll_stream(&self, id: u32, context: &mut Context<'_>) -> Poll<()> {
        let collecting = self.with(id, |stream| stream.collecting.take()).flatten();
        let Some(mut collecting) = collecting else {
            return Poll::Ready(());
        };
        let polled = collecting.as_mut().poll(context);
        if polled.is_pending() {
            self.with(id, |stream| stream.collecting = Some(collecting));
        }
        polled
    }

    /// A stream has something to take.
    pub(super) fn tell(&self, id: u32) {
        let mut ready = self.ready.borrow_mut();
        if !ready.contains(&id) {
            ready.push_back(id);
        }
        drop(ready);
        self.wake();
    }

    /// Whole responses are waited for from now on, or parts.
    pub(super) fn take_whole(&self, whole: bool) {
        self.takes_whole.set(whole);
        if whole {
            let mut held = false;
            for stream in self.streams.borrow_mut().values_mut() {
                held |= stream.in_parts;
                stream.release();
            }
            if held {
                self.pump();
            }
        }
    }

    /// The next response, or with `parts` the next part of one; `None`: the connection is over, and there are no more.
    pub(super) fn poll_response(
        &self,
        parts: bool,
        context: &mut Context<'_>,
    ) -> Poll<Option<Object>> {
        let mut streams = self.streams.borrow_mut();
        let mut ready = self.ready.borrow_mut();
        let position = ready
            .iter()
            .position(|id| streams.get(id).is_some_and(|stream| stream.is_ready(parts)));
        if let Some(id) = position.and_then(|position| ready.remove(position)) {
            drop(ready);
            let response = streams.get_mut(&id).map(Stream::take);
            let is_over = streams
                .get(&id)
                .is_some_and(|stream| stream.outcome.is_some());
            let over = if is_over { streams.remove(&id) } else { None };
            drop(streams);
            drop(over);
            // Windows were opened, or what is left of a request is not sent any more.
            self.pump();
            return Poll::Ready(response);
        }
        if self.is_over() && streams.values().all(|stream| stream.outcome.is_some()) {
            return Poll::Ready(None);
        }
        *self.receiver.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }

    /// The sender of a stream's body, for the coroutine that sends.
    pub(super) fn take_sender(&self, id: u32) -> Option<SendStream<Chunk>> {
        self.with(id, |stream| stream.sender.take()).flatten()
    }
}
