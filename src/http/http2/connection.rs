//! An HTTP/2 connection: its streams from their opening to their end, and when h2 is polled.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use h2::server::SendResponse;
use h2::{Reason, RecvStream};

use crate::coroutine::scheduler::{self, External};
use crate::net::Metered;
use crate::net::stream::Endpoint;
use crate::zend::PhpString;

use super::super::counters::Counted;
use super::super::incoming::Collecting;
use super::super::running::Running;

use super::frame;
use super::io::{Counters, Io};
use super::limits::Limits;
use super::opening::note;
use super::sending::Chunk;
use super::stream::Http2Stream;

/// How long a complete response waits for others before no further handler begins ahead of it.
const TOGETHER: Duration = Duration::from_millis(1);

pub(super) type H2 = h2::server::Connection<Io, Chunk>;
type Opened = (http::Request<RecvStream>, SendResponse<Chunk>);

/// A connection.
pub struct Http2 {
    h2: RefCell<Option<H2>>,
    pub(super) counters: Rc<Counters>,
    /// For after h2; `None` at the end.
    pub(super) stream: RefCell<Option<Rc<Metered>>>,
    pub(super) fd: i32,
    pub(super) server: Rc<Running>,
    pub(super) peer: (PhpString, u16),
    pub(super) local: (PhpString, u16),
    waker: RefCell<Option<Waker>>,
    in_poll: Cell<bool>,
    /// Since when a complete response waits for others.
    held_since: Cell<Option<Instant>>,
    /// Requests whose handlers have not started.
    opened: RefCell<VecDeque<Opened>>,
    /// Requests whose bodies are not complete.
    pub(super) collecting: RefCell<Vec<(Rc<Http2Stream>, Collecting)>>,
    /// Responses that are on their way.
    pub(super) sending: RefCell<Vec<Rc<Http2Stream>>>,
    pub(super) handlers: Cell<usize>,
    pub(super) ping: RefCell<Option<h2::PingPong>>,
    /// Keeps the script running while a response is on its way.
    busy: Cell<Option<External>>,
    pub(super) ended: OnceCell<()>,
    pub(super) limits: Limits,
    _counted: Counted,
}

impl Http2 {
    /// A connection whose handshake is done.
    pub(super) fn new(
        mut h2: H2,
        counters: Rc<Counters>,
        stream: Rc<Metered>,
        ends: (Endpoint, Endpoint),
        server: Rc<Running>,
    ) -> Rc<Self> {
        let shown = |end: Endpoint| (PhpString::new(end.address.as_bytes()), end.port);
        Rc::new(Self {
            _counted: Counted::new(&server.counters, |counters| &counters.http2),
            ping: RefCell::new(h2.ping_pong()),
            h2: RefCell::new(Some(h2)),
            counters,
            fd: stream.fd(),
            stream: RefCell::new(Some(stream)),
            server,
            peer: shown(ends.0),
            local: shown(ends.1),
            waker: RefCell::new(None),
            in_poll: Cell::new(false),
            held_since: Cell::new(None),
            opened: RefCell::default(),
            collecting: RefCell::default(),
            sending: RefCell::default(),
            handlers: Cell::new(0),
            busy: Cell::new(None),
            ended: OnceCell::new(),
            limits: Limits::default(),
        })
    }

    /// The socket, until it is closed.
    pub(super) fn stream(&self) -> Option<Rc<Metered>> {
        self.stream.borrow().clone()
    }

    pub(super) fn poll(self: &Rc<Self>, context: &mut Context<'_>) -> Poll<()> {
        *self.waker.borrow_mut() = Some(context.waker().clone());
        self.in_poll.set(true);
        self.counters.turn();
        let polled = self.poll_steps(context);
        self.in_poll.set(false);
        self.note_busy();
        polled
    }

    fn poll_steps(self: &Rc<Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            self.drive(context);
            if self.counters.is_flooded.get() {
                self.conclude(
                    Reason::ENHANCE_YOUR_CALM,
                    "the client sends too many control frames (http2_max_control_frames)",
                );
            }
            let mut more = false;
            while let Some((request, respond)) = self.take_opened() {
                more = true;
                self.begin(request, respond);
                if scheduler::is_bailing_out() {
                    return Poll::Pending;
                }
            }
            more |= self.collect(context);
            if scheduler::is_bailing_out() {
                return Poll::Pending;
            }
            self.send(context);
            if self.ended.get().is_some() {
                return Poll::Ready(());
            }
            if !more {
                // What was given to h2 just now.
                self.drive(context);
                return Poll::Pending;
            }
        }
    }

    fn take_opened(&self) -> Option<Opened> {
        self.opened.borrow_mut().pop_front()
    }

    /// Reads, writes, and takes new streams from h2, as long as there may be more handlers.
    fn drive(&self, context: &mut Context<'_>) {
        self.held_since.set(None);
        let ended = {
            let Ok(mut h2) = self.h2.try_borrow_mut() else {
                return;
            };
            let Some(h2) = &mut *h2 else { return };
            loop {
                let working = self.handlers.get() + self.opened.borrow().len();
                if working >= self.server.settings.http2.max_streams as usize {
                    match h2.poll_closed(context) {
                        Poll::Pending => return,
                        Poll::Ready(result) => break result.err(),
                    }
                }
                match h2.poll_accept(context) {
                    Poll::Pending => return,
                    Poll::Ready(Some(Ok(opened))) => self.opened.borrow_mut().push_back(opened),
                    Poll::Ready(Some(Err(reason))) => break Some(reason),
                    Poll::Ready(None) => break None,
                }
            }
        };
        if let Some(reason) = ended {
            note(self.fd, &reason.to_string());
        } else {
            // In good order: both sides have said all.
            self.stream.take();
        }
        self.end();
    }

    /// The end of the connection: whoever waits for a stream learns it.
    fn end(&self) {
        if self.ended.set(()).is_err() {
            return;
        }
        let h2 = self.h2.take();
        drop(h2);
        self.ping.take();
        let opened = self.opened.take();
        let collecting = self.collecting.take();
        drop((opened, collecting));
        for stream in self.sending.take() {
            stream.lost();
        }
        self.busy.set(None);
        self.wake_task();
    }

    /// Ends the connection without another word.
    pub(in crate::http) fn abort(&self) {
        self.stream.take();
        self.end();
    }

    /// Ends the connection at once, and tells the client why.
    pub(super) fn conclude(&self, reason: Reason, text: &str) {
        if self.ended.get().is_some() {
            return;
        }
        note(self.fd, text);
        if let (Ok(mut h2), Some(waker)) = (self.h2.try_borrow_mut(), self.waker())
            && let Some(h2) = &mut *h2
        {
            h2.abrupt_shutdown(reason);
            // What cannot be sent now is not worth a wait.
            let _ = h2.poll_closed(&mut Context::from_waker(&waker));
        }
        self.end();
    }

    /// Gives h2 what it may have of the responses.
    fn send(&self, context: &mut Context<'_>) {
        let streams = self.sending.borrow().clone();
        for stream in streams {
            if stream.advance(context) {
                self.sending
                    .borrow_mut()
                    .retain(|sending| !Rc::ptr_eq(sending, &stream));
            }
        }
    }

    /// What wakes the connection's task.
    pub(super) fn waker(&self) -> Option<Waker> {
        self.waker.borrow().clone()
    }

    /// Lets h2 send a complete response: at once, or together with those to the requests that came with it and whose
    /// handlers begin next.
    pub(super) fn pump_complete(&self) {
        if self.in_poll.get() && !self.opened.borrow().is_empty() {
            let now = Instant::now();
            let since = self.held_since.get().unwrap_or(now);
            if now.duration_since(since) < TOGETHER {
                self.held_since.set(Some(since));
                return;
            }
        }
        self.pump();
    }

    /// Lets h2 send what a stream was given.
    pub(super) fn pump(&self) {
        let Some(waker) = self.waker() else {
            return;
        };
        self.drive(&mut Context::from_waker(&waker));
        self.note_busy();
        self.wake_task();
    }

    pub(super) fn wake_task(&self) {
        if self.in_poll.get() {
            return;
        }
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }

    /// The script does not end while responses are on their way.
    fn note_busy(&self) {
        let busy = self.has_streams();
        let held = self.busy.take();
        self.busy.set(busy.then(|| held.unwrap_or_default()));
    }

    /// Gives back what the queues have grown to.
    pub(super) fn shrink(&self) {
        self.opened.borrow_mut().shrink_to_fit();
        self.collecting.borrow_mut().shrink_to_fit();
        self.sending.borrow_mut().shrink_to_fit();
    }

    /// Whether a request or response is on its way.
    pub(super) fn has_streams(&self) -> bool {
        let h2 = self.h2.try_borrow();
        h2.is_ok_and(|h2| h2.as_ref().is_some_and(H2::has_streams))
    }

    /// The server stops: no new streams; those whose handlers run are answered.
    pub(in crate::http) fn stop(&self) {
        let unheard = self.collecting.take();
        drop(unheard);
        self.go_away(None, b"");
        self.wake_task();
    }

    /// Sends a frame that h2 does not make. False: too many wait for the client already.
    pub(super) fn send_beside(&self, frame: &[u8]) -> bool {
        let fits = self.counters.send_beside(frame);
        self.pump();
        fits
    }

    /// Tells the client that the connection ends, with a text that may be empty: after the streams there are, or for a reason at once.
    pub(super) fn go_away(&self, reason: Option<Reason>, text: &[u8]) {
        if !text.is_empty() {
            // h2's own has none. It follows, with the last stream that h2 knows: that may only become less.
            let (last, code) = match reason {
                None => (frame::ANY_STREAM, Reason::NO_ERROR),
                Some(reason) => (self.counters.frames.borrow().last_stream(), reason),
            };
            self.send_beside(&frame::go_away(last, code.into(), text));
            self.counters.forget_beside();
        }
        if let Ok(mut h2) = self.h2.try_borrow_mut()
            && let Some(h2) = &mut *h2
        {
            match reason {
                None => h2.graceful_shutdown(),
                Some(reason) => h2.abrupt_shutdown(reason),
            }
        }
        self.pump();
    }
}
