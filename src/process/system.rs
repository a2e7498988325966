//! What `Swoole\Process` offers without an object: waiting for children, sending signals, becoming a daemon, processors
//! and priorities.

use std::io;
use std::os::fd::RawFd;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::coroutine::scheduler;
use crate::error::{self, code};
use crate::event::class::descriptor_of;
use crate::system::{children, exec};
use crate::zend::fork::{self, Side};
use crate::zend::{self, Array, Call, PhpResult, Thrown, process, sys};

use super::child;
use super::class::{inner, refuse};

/// A child that has ended. While commands of `System::exec()` or `proc_open()` run, theirs are left alone.
fn next_ended(blocking: bool) -> io::Result<Option<(i32, i32)>> {
    if !exec::any_running() && zend::processes::open().is_empty() {
        return process::wait_any(blocking);
    }
    loop {
        let pids = children::any_child();
        if pids.is_empty() {
            return Err(io::Error::from_raw_os_error(libc::ECHILD));
        }
        for pid in &pids {
            if let Ok(Some(status)) = sys::reap(*pid) {
                return Ok(Some((*pid, status)));
            }
        }
        if !blocking {
            return Ok(None);
        }
        let ends: io::Result<Vec<_>> = pids
            .iter()
            .map(|pid| sys::process_descriptor(*pid))
            .collect();
        let ends = ends?;
        let wanted: Vec<_> = ends
            .iter()
            .map(|end| (std::os::fd::AsRawFd::as_raw_fd(end), libc::POLLIN))
            .collect();
        sys::poll(&wanted, None)?;
    }
}

/// `wait(bool $blocking = true): array|false`: blocks the process, also in a coroutine.
pub fn wait(call: &mut Call) -> PhpResult {
    let blocking = call.bool_or(0, true)?;
    match next_ended(blocking) {
        Ok(Some((pid, status))) => call.ret(children::fields_of(pid, ExitStatus::from_raw(status))),
        Ok(None) => call.ret(false),
        Err(reason) => {
            error::set_last_and_errno(error::errno_of(&reason));
            call.ret(false)
        }
    }
}

/// `kill(int $pid, int $signal_no = SIGTERM): bool`.
pub fn kill(call: &mut Call) -> PhpResult {
    let pid = call.long(0)?;
    let signal = call.long_or(1, i64::from(libc::SIGTERM))?;
    let sent = match (i32::try_from(pid), i32::try_from(signal)) {
        (Ok(pid), Ok(signal)) => process::kill(pid, signal),
        (Err(_), _) => Err(io::Error::from_raw_os_error(libc::ESRCH)),
        (_, Err(_)) => Err(io::Error::from_raw_os_error(libc::EINVAL)),
    };
    match sent {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, &format!("kill({pid}, {signal})"), &reason),
    }
}

/// The descriptors that take the places of 0, 1 and 2.
fn standard(pipes: &Array) -> Result<Option<Vec<(RawFd, RawFd)>>, Thrown> {
    let mut standard = Vec::new();
    for (number, value) in pipes.iter().map(|(_, value)| value).take(3).enumerate() {
        if value.is_null() {
            continue;
        }
        match descriptor_of(&value) {
            Some(fd) => standard.push((fd, number as RawFd)),
            None => return Ok(None),
        }
    }
    Ok(Some(standard))
}

/// `daemon(bool $nochdir = true, bool $noclose = true, array $pipes = []): bool`.
pub fn daemon(call: &mut Call) -> PhpResult {
    let stays = call.bool_or(0, true)?;
    let keeps = call.bool_or(1, true)?;
    let Some(given) = standard(&call.array(2)?)? else {
        return call.ret(false);
    };
    child::refuse_inside()?;
    if scheduler::is_live() {
        zend::warning("the event loop has begun already, call it before anything else");
        error::set_last(code::WRONG_OPERATION);
        return call.ret(false);
    }
    let mut standard = Vec::new();
    let null;
    if !keeps {
        let opened = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open("/dev/null");
        match opened {
            Ok(file) => {
                null = file;
                let fd = std::os::fd::AsRawFd::as_raw_fd(&null);
                standard.extend((0..3).map(|number| (fd, number)));
            }
            Err(reason) => return refuse(call, "open(/dev/null)", &reason),
        }
    }
    standard.extend(given);
    match fork::fork() {
        Err(reason) => return refuse(call, "fork()", &reason),
        // What the script has in its output buffers is written by the other one.
        Ok(Side::Parent(_)) => fork::end_now(0),
        Ok(Side::Child) => {}
    }
    let mut done = fork::new_session();
    if !stays {
        done = done.and(std::env::set_current_dir("/"));
    }
    for (from, to) in standard {
        done = done.and(process::copy_to(from, to));
    }
    match done {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, "daemon()", &reason),
    }
}

/// `setAffinity(array $cpu_settings): bool`.
pub fn set_affinity(call: &mut Call) -> PhpResult {
    let given = call.array(0)?;
    let most = process::MOST_PROCESSORS as i64;
    let mut processors = Vec::with_capacity(given.len());
    for (_, value) in given.iter() {
        let number = value.to_long();
        if !(0..most).contains(&number) {
            zend::warning(&format!("invalid cpu id [{number}]"));
            error::set_last(code::INVALID_PARAMS);
            return call.ret(false);
        }
        processors.push(number as usize);
    }
    if processors.is_empty() {
        zend::warning("no cpu id given");
        error::set_last(code::INVALID_PARAMS);
        return call.ret(false);
    }
    match process::set_affinity(&processors) {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, "sched_setaffinity()", &reason),
    }
}

/// `getAffinity(): array`.
pub fn get_affinity(call: &mut Call) -> PhpResult {
    let mut list = Array::with_capacity(8);
    for processor in process::affinity().unwrap_or_default() {
        list.push(processor as i64);
    }
    call.ret(list)
}

/// Whose priority is meant: by itself this object's process, once it was started.
fn whom(call: &Call, index: u32, which: i64) -> Result<u32, Thrown> {
    let given = call.value(index).filter(|who| !who.is_null());
    let number = match given {
        Some(_) => call.long(index)?,
        None if which == i64::from(libc::PRIO_PROCESS) => i64::from(inner(call)?.pid.get()),
        None => 0,
    };
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

/// `setPriority(int $which, int $priority, ?int $who = null): bool`.
pub fn set_priority(call: &mut Call) -> PhpResult {
    let (which, priority) = (call.long(0)?, call.long(1)?);
    let who = whom(call, 2, which)?;
    let (which, priority) = (
        i32::try_from(which).unwrap_or(-1),
        i32::try_from(priority.clamp(-20, 20)).unwrap_or(0),
    );
    match process::set_priority(which, who, priority) {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, "setpriority()", &reason),
    }
}

/// `getPriority(int $which, ?int $who = null): int|false`.
pub fn get_priority(call: &mut Call) -> PhpResult {
    let which = call.long(0)?;
    let who = whom(call, 1, which)?;
    match process::priority(i32::try_from(which).unwrap_or(-1), who) {
        Ok(priority) => call.ret(i64::from(priority)),
        Err(reason) => refuse(call, "getpriority()", &reason),
    }
}
