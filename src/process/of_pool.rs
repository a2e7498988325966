//! `Swoole\Process` objects for the workers of a pool: their pipes have both ends in all of the pool's processes.

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::net::{SendFlags, send};

use crate::class::PROCESS;
use crate::coroutine::{self, Interrupted, task};
use crate::slot::process as slot;
use crate::zend::{Object, sys};

use super::class::{Inner, state_of};
use super::pipe::{End, Pipe};

/// The object for a worker.
pub(super) fn make(number: i64, pipe: Option<Pipe>) -> Object {
    let object = Object::new(&PROCESS);
    let descriptor = pipe.as_ref().and_then(Pipe::descriptor);
    let _ = state_of(&object).set(Inner::new(number, pipe, false, false));
    object.set(slot::ID, number);
    if let Some(descriptor) = descriptor {
        object.set(slot::PIPE, i64::from(descriptor));
    }
    object
}

/// This process is the worker of that object.
pub(super) fn become_worker(object: &Object) {
    set_pid(object, std::process::id().cast_signed());
    if let Some(pipe) = pipe_of(object) {
        pipe.use_end(End::Worker);
        if let Some(descriptor) = pipe.descriptor() {
            object.set(slot::PIPE, i64::from(descriptor));
        }
    }
}

/// Tells the process id of an object.
pub(super) fn set_pid(object: &Object, pid: i32) {
    if let Some(inner) = state_of(object).get() {
        inner.pid.set(pid);
        object.set(slot::PID, i64::from(pid));
    }
}

fn pipe_of(object: &Object) -> Option<&Pipe> {
    state_of(object).get()?.pipe.as_ref()
}

/// A descriptor of its own for the end that messages come to.
pub(super) fn receiving_end(object: &Object) -> Option<OwnedFd> {
    pipe_of(object)?.copy_of(End::Worker).ok()
}

/// Sends a message to the worker of an object, within a limit. In a coroutine the others go on meanwhile.
///
/// # Errors
///
/// `EMSGSIZE`: too long. `EAGAIN`: no time. An exception may be pending.
pub(super) fn send_to(object: &Object, bytes: &[u8], limit: Option<Duration>) -> io::Result<()> {
    let closed = || io::Error::from_raw_os_error(libc::EBADF);
    let pipe = pipe_of(object).ok_or_else(closed)?;
    if task::current_id() < 0 {
        return pipe.send_from(End::Master, bytes, limit);
    }
    match pipe.send_from(End::Master, bytes, Some(Duration::ZERO)) {
        Err(reason) if reason.raw_os_error() == Some(libc::EAGAIN) => {}
        sent => return sent,
    }
    let end = pipe.copy_of(End::Master)?;
    match coroutine::wait_timeout(send_when_possible(end, bytes), limit) {
        Ok(sent) => sent,
        Err(Interrupted::Canceled) => Err(io::Error::from_raw_os_error(libc::ECANCELED)),
        Err(_) => Err(io::Error::from_raw_os_error(libc::EAGAIN)),
    }
}

async fn send_when_possible(end: OwnedFd, bytes: &[u8]) -> io::Result<()> {
    let watch = sys::watch_owned(end)?;
    loop {
        let mut guard = watch.writable().await?;
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        match send(watch.get_ref(), bytes, flags) {
            Ok(_) => return Ok(()),
            Err(rustix::io::Errno::AGAIN) => guard.clear_ready(),
            Err(rustix::io::Errno::INTR) => {}
            Err(reason) => return Err(reason.into()),
        }
    }
}
