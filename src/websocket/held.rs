//! Output held back for company: frames that one connection's handler pushes in one go leave in one
//! write.
//!
//! Held bytes are sent when the handler's coroutine gives control away, when they pass a limit, and
//! by a watchdog thread when they are older than about a millisecond: PHP may compute for long, or
//! block in a call that does not yield, and no client may wait for that.
//!
//! Only the running coroutine holds bytes, and only for one connection at a time.

use std::cell::RefCell;
use std::io::{self, Write};
use std::os::fd::RawFd;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::coroutine::task;
use crate::net::{Stream, tls};
use crate::zend::signals;

use super::connection::Connection;

/// More than this is not held back.
pub(super) const LIMIT: usize = 64 * 1024;
/// How often the watchdog looks. What it finds twice is older than this and is sent.
const TICK: Duration = Duration::from_micros(500);
/// Ticks without anything held after which the watchdog sleeps until it is called.
const QUIET_TICKS: u32 = 100;

/// What main thread and watchdog share.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    called: Condvar,
}

#[derive(Default)]
struct State {
    fd: RawFd,
    /// Set where the connection encrypts.
    tls: Option<tls::Sender>,
    bytes: Vec<u8>,
    /// What the watchdog has sent of what was held, and nobody has counted.
    sent: usize,
    /// Counts the times something was held anew.
    serial: u64,
    asleep: bool,
}

struct Holder {
    shared: Arc<Shared>,
    /// Whose bytes are held.
    connection: Option<Rc<Connection>>,
}

thread_local! {
    static HOLDER: RefCell<Option<Holder>> = const { RefCell::new(None) };
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Holds a frame of `connection` back. False when it cannot be: the caller sends it.
pub(super) fn hold(
    connection: &Rc<Connection>,
    stream: &Stream,
    head: &[u8],
    payload: &[u8],
) -> bool {
    let held = HOLDER.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = start();
        }
        let holder = slot.as_mut()?;
        match &holder.connection {
            Some(current) if !Rc::ptr_eq(current, connection) => return None,
            Some(_) => {}
            None => {
                holder.connection = Some(connection.clone());
                task::before_next(flush);
            }
        }
        let mut state = lock(&holder.shared);
        if state.bytes.is_empty() {
            state.fd = connection.fd();
            state.tls = stream.tls_sender();
            state.serial += 1;
            if std::mem::take(&mut state.asleep) {
                holder.shared.called.notify_one();
            }
        }
        state.bytes.extend_from_slice(head);
        state.bytes.extend_from_slice(payload);
        Some(state.bytes.len())
    });
    if held.is_some_and(|length| length > LIMIT) {
        flush();
    }
    held.is_some()
}

/// Sends what is held, in the order it was pushed.
pub fn flush() {
    let taken = HOLDER.with_borrow_mut(|slot| {
        let holder = slot.as_mut()?;
        let connection = holder.connection.take()?;
        let mut state = lock(&holder.shared);
        state.tls = None;
        let bytes = std::mem::take(&mut state.bytes);
        let sent = std::mem::take(&mut state.sent);
        Some((connection, bytes, sent))
    });
    let Some((connection, mut bytes, sent)) = taken else {
        return;
    };
    connection.send_held(&bytes, sent);
    bytes.clear();
    HOLDER.with_borrow_mut(|slot| {
        if let Some(holder) = slot {
            // The room is kept for the next time.
            let mut state = lock(&holder.shared);
            if state.bytes.is_empty() {
                state.bytes = bytes;
            }
        }
    });
}

/// Sends what is held for `connection`: something else of it is about to be sent.
pub(super) fn flush_of(connection: &Rc<Connection>) {
    let ours = HOLDER.with_borrow(|slot| {
        slot.as_ref()
            .and_then(|holder| holder.connection.as_ref())
            .is_some_and(|holding| Rc::ptr_eq(holding, connection))
    });
    if ours {
        flush();
    }
}

/// This is a forked process: the watchdog is the parent's.
pub fn forked() {
    // What they shared may be locked for ever.
    std::mem::forget(HOLDER.take());
}

fn start() -> Option<Holder> {
    let shared = Arc::new(Shared::default());
    let watched = shared.clone();
    std::thread::Builder::new()
        .name(String::from("swoole-flush"))
        .stack_size(64 * 1024)
        .spawn(move || watch(&watched))
        .ok()?;
    Some(Holder {
        shared,
        connection: None,
    })
}

/// The watchdog: sends what it sees for the second time.
fn watch(shared: &Shared) {
    // PHP's signal handlers expect to run on PHP's thread.
    signals::block_all();
    let mut seen = 0;
    let mut quiet = 0;
    loop {
        std::thread::sleep(TICK);
        let mut state = lock(shared);
        if state.bytes.is_empty() {
            quiet += 1;
            if quiet >= QUIET_TICKS {
                quiet = 0;
                state.asleep = true;
                while state.asleep {
                    state = shared
                        .called
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
            continue;
        }
        quiet = 0;
        if state.serial == seen {
            // The descriptor stays open: it is closed only after what is held was taken.
            let sent = send(&state).unwrap_or(0);
            state.bytes.drain(..sent);
            state.sent += sent;
        }
        seen = state.serial;
    }
}

/// Sends what the socket takes right now. Over TLS what it does not take may be encrypted already; it comes first again.
fn send(state: &State) -> io::Result<usize> {
    match &state.tls {
        Some(tls) => tls.send(&state.bytes, &mut Socket(state.fd)),
        None => signals::send(state.fd, &state.bytes),
    }
}

/// A descriptor as a session writes to it.
struct Socket(RawFd);

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        signals::send(self.0, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
