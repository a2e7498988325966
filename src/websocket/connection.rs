//! One WebSocket connection: who reads, who writes, and how it ends.
//!
//! State is shared: one coroutine may wait for a frame while any number of others push and one
//! closes. No borrow is held while a coroutine is suspended.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Waker;

use crate::coroutine::deadline::Deadline;
use crate::error;
use crate::net::Metered;
use crate::zend::{PhpString, StringBuilder};

use super::ahead::Ahead;
use super::close::{self, parse_close_payload};
use super::codec::Violation;
use super::extension::Agreement;
use super::heartbeat::Life;
use super::held;
use super::message::{ControlPayload, Limits, Reader};
use super::outbox::Outbox;
use super::policy::Policy;

pub(super) mod compress;
mod end;
mod heartbeat;
mod receive;
mod send;
mod successor;

pub use compress::Compress;
use compress::Deflate;
pub use send::PushError;
pub(super) use send::check_sequence;
use successor::Successor;

/// A frame for the script.
pub enum Incoming {
    /// A data message: opcode, payload, whether it came compressed.
    Message(u8, PhpString, bool),
    /// A ping or pong: opcode, payload.
    Control(u8, ControlPayload),
    /// A close frame: code and reason (1000 and empty when it has none).
    Close(u16, PhpString),
}

/// Why no frame came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecvError {
    /// The connection has ended: `recv()` returns the empty string.
    Closed,
    /// Anything else: `recv()` returns false with this code.
    Code(i32),
}

impl Incoming {
    /// The frame of a close with this payload, which was checked when it came.
    pub(super) fn close(payload: &ControlPayload) -> Self {
        let parsed = parse_close_payload(payload).unwrap_or(None);
        let (code, reason) = parsed.unwrap_or((close::code::NORMAL, ""));
        Self::Close(code, PhpString::new(reason.as_bytes()))
    }
}

impl RecvError {
    /// How `recv()` tells that the peer broke a rule.
    pub(super) fn violated(violation: Violation) -> Self {
        Self::Code(match violation.close_code() {
            close::code::MESSAGE_TOO_BIG => error::code::PACKAGE_LENGTH_TOO_LARGE,
            _ => error::code::PROTOCOL_ERROR,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Both sides may send.
    Open,
    /// The peer's close frame was given to the script, which has not answered yet.
    PeerClosed,
    /// The script has pushed a close frame; what is left happens in the background.
    CloseSent,
    /// Reading failed with this errno: the peer is gone. The script has not closed yet.
    Lost(i32),
    /// The script knows that it is over; what is left happens in the background.
    Closed,
}

/// A WebSocket connection.
///
/// In this order in memory: what each push looks at comes first, so that in a broadcast few lines have to be fetched for a
/// connection (see `successor`).
#[repr(C)]
pub struct Connection {
    stream: RefCell<Option<Rc<Metered>>>,
    phase: Cell<Phase>,
    /// Whether an unfinished message has been pushed (a text or binary frame without FIN).
    fragment_open: Cell<bool>,
    /// Several frames were pushed in answer to the last one received.
    talkative: Cell<bool>,
    /// Reads since the reader last waited.
    reads: Cell<u8>,
    /// Frames pushed since the last one was received; several make it talkative.
    pushed: Cell<u32>,
    last_reader: Cell<i64>,
    /// Coroutines in `push()` that wait for room.
    waiting: Cell<usize>,
    /// permessage-deflate, when both sides have agreed on it.
    deflate: Option<Box<Deflate>>,
    successor: Successor,
    outbox: Outbox,
    // From here on only readers and those who wait look.
    fd: i32,
    policy: Rc<Policy>,
    reader: RefCell<Reader<StringBuilder>>,
    ahead: Ahead,
    life: Life,
    /// The coroutine in `recv()`, -1 when none is.
    reading: Cell<i64>,
    deadline: Deadline,
    reader_waker: RefCell<Option<Waker>>,
}

/// There is one for each client: what makes it larger is to be worth it.
const _: () = assert!(std::mem::size_of::<Connection>() <= 448);

impl Connection {
    /// A connection over `stream`, of which `ahead` was read already.
    pub fn new(
        stream: Rc<Metered>,
        ahead: Vec<u8>,
        policy: Rc<Policy>,
        agreement: Option<Agreement>,
    ) -> Rc<Self> {
        let deflate = agreement
            .zip(policy.compression)
            .map(|(agreement, how)| Box::new(Deflate::new(&agreement, &how)));
        Rc::new(Self {
            fd: stream.fd(),
            stream: RefCell::new(Some(stream)),
            policy,
            deflate,
            reader: RefCell::new(Reader::new()),
            ahead: Ahead::new(ahead),
            outbox: Outbox::default(),
            life: Life::default(),
            phase: Cell::new(Phase::Open),
            reading: Cell::new(-1),
            waiting: Cell::new(0),
            pushed: Cell::new(0),
            talkative: Cell::new(false),
            last_reader: Cell::new(-1),
            reads: Cell::new(0),
            fragment_open: Cell::new(false),
            deadline: Deadline::default(),
            reader_waker: RefCell::new(None),
            successor: Successor::default(),
        })
    }

    /// The limits on what is received.
    fn limits(&self) -> &Limits {
        if self.deflate.is_some() {
            &self.policy.compressed_limits
        } else {
            &self.policy.limits
        }
    }

    /// The descriptor it has (or had).
    pub fn fd(&self) -> i32 {
        self.fd
    }

    /// The connection as the log names it.
    fn name(&self) -> String {
        let peer = self.stream().map(|stream| stream.peer());
        match peer {
            Some(peer) if !peer.address.is_empty() => {
                format!("fd#{} ({}:{})", self.fd, peer.address, peer.port)
            }
            _ => format!("fd#{}", self.fd),
        }
    }

    /// Whether it can still be used.
    pub fn is_open(&self) -> bool {
        self.phase.get() != Phase::Closed
    }

    /// Bytes that were pushed and that the kernel has not taken: the peer is behind.
    pub fn queued(self: &Rc<Self>) -> usize {
        held::flush_of(self);
        self.outbox.queued()
    }

    /// The socket, until it is closed.
    pub fn stream(&self) -> Option<Rc<Metered>> {
        self.stream.borrow().clone()
    }

    /// The coroutine that waits in `recv()`, -1 when none does.
    pub fn reader_id(&self) -> i64 {
        self.reading.get()
    }
}
