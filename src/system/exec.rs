//! Commands: `exec`.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};

use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::process::{Child, Command};

use crate::coroutine::{require_coroutine, wait};
use crate::error;
use crate::zend::{Array, Call, PhpResult, PhpString, Thrown};

use super::outcome;

thread_local! {
    /// Processes that run for somebody's `exec`: not for `System::wait()` to take.
    static OURS: RefCell<HashSet<i32>> = RefCell::default();
}

/// Whether there is any running `exec`.
pub fn any_running() -> bool {
    OURS.with_borrow(|ours| !ours.is_empty())
}

/// Whether a child belongs to a running `exec`.
pub(super) fn is_ours(pid: i32) -> bool {
    OURS.with_borrow(|ours| ours.contains(&pid))
}

/// A running command, known as one of ours until it is dropped.
struct Running {
    child: Child,
    pid: i32,
    output: pipe::Receiver,
}

impl Drop for Running {
    fn drop(&mut self) {
        OURS.with_borrow_mut(|ours| ours.remove(&self.pid));
    }
}

impl Running {
    fn start(command: &[u8], with_errors: bool) -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(std::ffi::OsStr::from_bytes(command));
        if with_errors {
            shell.stderr(Stdio::from(writer.try_clone()?));
        }
        shell.stdout(Stdio::from(writer));
        let output = pipe::Receiver::from_owned_fd(OwnedFd::from(reader))?;
        let child = shell.spawn()?;
        let pid = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .unwrap_or(0);
        OURS.with_borrow_mut(|ours| ours.insert(pid));
        Ok(Self { child, pid, output })
    }

    async fn finish(&mut self) -> io::Result<(ExitStatus, Vec<u8>)> {
        let mut output = Vec::new();
        self.output.read_to_end(&mut output).await?;
        Ok((self.child.wait().await?, output))
    }
}

/// Runs a command in a coroutine: how it ended and what it has written. `None` with the last error set: it could not be
/// started, or the wait was cancelled. Such a command goes on by itself; it is reaped when it ends.
pub(super) fn run(
    command: &[u8],
    with_errors: bool,
) -> Result<Option<(ExitStatus, Vec<u8>)>, Thrown> {
    let ended = Running::start(command, with_errors)
        .map(|mut running| wait(async { running.finish().await }));
    let ended = match ended {
        Ok(ended) => outcome(ended, 0)?,
        Err(reason) => Some(Err(reason)),
    };
    Ok(match ended {
        Some(Ok(ended)) => Some(ended),
        Some(Err(reason)) => {
            error::set_last_and_errno(error::errno_of(&reason));
            None
        }
        None => None,
    })
}

/// The exit code, 0 after a signal.
pub(super) fn code(status: ExitStatus) -> i64 {
    i64::from(status.code().unwrap_or(0))
}

/// `exec(string $command, bool $get_error_stream = false): array|false`.
pub fn exec(call: &mut Call) -> PhpResult {
    let command = call.string(0)?;
    let with_errors = call.bool_or(1, false)?;
    require_coroutine()?;
    let Some((status, output)) = run(&command, with_errors)? else {
        return call.ret(false);
    };
    let mut fields = Array::with_capacity(4);
    fields.add(&PhpString::new(b"code"), code(status));
    fields.add(
        &PhpString::new(b"signal"),
        i64::from(status.signal().unwrap_or(0)),
    );
    fields.add(&PhpString::new(b"output"), output.as_slice());
    call.ret(fields)
}
