//! Waiting for child processes: `wait`, `waitPid`.
//!
//! `wait` takes any child that nobody else waits for: not those of a running `System::exec()`, nor
//! those of an open `proc_open()`, which `proc_close()` is to find. `waitPid` takes the one it is
//! asked for.

use std::future::poll_fn;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::task::Poll;
use std::time::Duration;

use crate::coroutine::wait::seconds;
use crate::coroutine::{require_coroutine, wait_timeout};
use crate::error;
use crate::zend::{self, Array, Call, PhpResult, PhpString, sys};

use super::{exec, outcome};

/// How often children are looked at where the kernel cannot say that one has ended (before Linux
/// 5.3).
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The child that has ended first; `None` when none of them is ours to wait for (any more).
async fn first_ended(mut pids: Vec<i32>) -> Option<(i32, ExitStatus)> {
    let mut ends: Vec<_> = pids.iter().map(|pid| sys::pidfd(*pid).ok()).collect();
    loop {
        let mut index = 0;
        while index < pids.len() {
            match sys::reap(pids[index]) {
                Ok(Some(status)) => return Some((pids[index], ExitStatus::from_raw(status))),
                Ok(None) => index += 1,
                Err(_) => {
                    pids.swap_remove(index);
                    ends.swap_remove(index);
                }
            }
        }
        if pids.is_empty() {
            return None;
        }
        if ends.iter().any(Option::is_none) {
            tokio::time::sleep(LOOK_AGAIN).await;
            continue;
        }
        poll_fn(|context| {
            let ended = ends
                .iter()
                .flatten()
                .any(|end| end.poll_read_ready(context).is_ready());
            if ended {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}

/// How a child has ended, as PHP is told.
pub fn fields_of(pid: i32, status: ExitStatus) -> Array {
    let mut fields = Array::with_capacity(4);
    for (name, number) in [
        ("pid", pid),
        ("code", status.code().unwrap_or(0)),
        ("signal", status.signal().unwrap_or(0)),
    ] {
        fields.add(&PhpString::new(name.as_bytes()), i64::from(number));
    }
    fields
}

fn wait_for(call: &mut Call, pids: Vec<i32>, timeout: f64) -> PhpResult {
    let limit = seconds(timeout);
    let ended = wait_timeout(
        async move {
            let ended = first_ended(pids).await;
            if ended.is_none() && limit.is_some() {
                // One may not know that there is no such child: the time is waited for.
                std::future::pending::<()>().await;
            }
            ended
        },
        limit,
    );
    match outcome(ended, libc::ETIMEDOUT)? {
        Some(Some((pid, status))) => call.ret(fields_of(pid, status)),
        Some(None) => {
            error::set_last_and_errno(libc::ECHILD);
            call.ret(false)
        }
        None => call.ret(false),
    }
}

/// The children that nobody else waits for.
pub fn any_child() -> Vec<i32> {
    let opened = zend::processes::open();
    sys::children()
        .into_iter()
        .filter(|pid| !exec::is_ours(*pid) && !opened.contains(pid))
        .collect()
}

/// `wait(float $timeout = -1): array|false`.
pub fn wait(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, -1.0)?;
    require_coroutine()?;
    wait_for(call, any_child(), timeout)
}

/// `waitPid(int $pid, float $timeout = -1): array|false`: a negative id stands for any.
pub fn wait_pid(call: &mut Call) -> PhpResult {
    let pid = call.long(0)?;
    let timeout = call.double_or(1, -1.0)?;
    require_coroutine()?;
    let pids = match i32::try_from(pid) {
        Ok(pid) if pid > 0 => vec![pid],
        _ if pid < 0 => any_child(),
        _ => Vec::new(),
    };
    wait_for(call, pids, timeout)
}
