//! The process that starts the others, starts them again when they end, and ends them when it is asked to.
//!
//! SIGTERM and SIGINT end the pool, a second one kills who is left; SIGUSR1 has the workers ended and started again, one
//! after the other. It does nothing else: no loop runs in it.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use crate::log::{self, Level};
use crate::zend::fork::Side;
use crate::zend::signals::{CatchError, SignalPipe};
use crate::zend::{Thrown, process, sys};

use super::super::child;
use super::restarts::Restarts;

const SIGNALS: [i64; 4] = [
    libc::SIGTERM as i64,
    libc::SIGINT as i64,
    libc::SIGUSR1 as i64,
    libc::SIGCHLD as i64,
];
/// How soon it is tried again when the system has no room for a process.
const TRY_AGAIN: Duration = Duration::from_secs(1);
/// How often those are told to end that may have missed it just before they began to wait for the kernel.
const REMIND: Duration = Duration::from_secs(1);

/// One of the processes: which one, and since or from when.
struct Worker {
    pid: Option<i32>,
    /// When it was started, or is to be.
    at: Instant,
    restarts: Restarts,
}

/// How a worker tells of itself that it does not belong to the pool any more: its number and process id.
pub(super) const NOTE: usize = 8;

/// What the pool does for its master.
pub(super) trait Owner {
    /// A worker was started.
    fn started(&self, number: usize, pid: i32);
    /// It was asked to end; nobody was told yet.
    fn stopping(&self);
}

/// The master's part of the pool.
pub(super) struct Master {
    workers: Vec<Worker>,
    signals: SignalPipe,
    notes: UnixStream,
    /// Those that have left the pool, until they end.
    detached: Vec<i32>,
    /// Who is to be started anew; the first has been told to end.
    reloading: VecDeque<usize>,
    is_stopping: bool,
    /// Whether workers wait where a signal may come too early.
    reminds: bool,
}

/// How the master's work has ended.
pub(super) enum Ended {
    /// The pool is over.
    Over,
    /// This is a worker.
    Worker(usize),
}

impl Master {
    /// Takes the signals over. `notes` is where workers write to that leave.
    ///
    /// # Errors
    ///
    /// When there is no descriptor left.
    pub(super) fn new(count: usize, notes: UnixStream, reminds: bool) -> io::Result<Self> {
        let signals = SignalPipe::instead(&SIGNALS).map_err(|refused| match refused {
            CatchError::System(reason) => reason,
            CatchError::Invalid | CatchError::Taken => io::ErrorKind::InvalidInput.into(),
        })?;
        notes.set_nonblocking(true)?;
        let now = Instant::now();
        let worker = |_| Worker {
            pid: None,
            at: now,
            restarts: Restarts::default(),
        };
        Ok(Self {
            workers: (0..count).map(worker).collect(),
            signals,
            notes,
            detached: Vec::new(),
            reloading: VecDeque::new(),
            is_stopping: false,
            reminds,
        })
    }

    /// Keeps the workers going until the pool is over. Returns in each worker too.
    pub(super) fn run(&mut self, owner: &impl Owner) -> Result<Ended, Thrown> {
        loop {
            if let Some(number) = self.start_due(owner)? {
                return Ok(Ended::Worker(number));
            }
            if self.is_stopping && self.workers.iter().all(|worker| worker.pid.is_none()) {
                return Ok(Ended::Over);
            }
            self.wait();
            while let Ok(signal) = self.signals.take() {
                self.take(signal, owner);
            }
            self.read_notes();
            self.reap();
            self.go_on_reloading();
        }
    }

    fn start_due(&mut self, owner: &impl Owner) -> Result<Option<usize>, Thrown> {
        if self.is_stopping {
            return Ok(None);
        }
        for number in 0..self.workers.len() {
            let now = Instant::now();
            let worker = &mut self.workers[number];
            if worker.pid.is_some() || worker.at > now {
                continue;
            }
            worker.at = now;
            match child::make()? {
                Ok(Side::Child) => return Ok(Some(number)),
                Ok(Side::Parent(pid)) => {
                    worker.pid = Some(pid);
                    owner.started(number, pid);
                }
                Err(reason) => {
                    worker.at = now + TRY_AGAIN;
                    log::write(
                        Level::Warning,
                        &format!("Pool: worker(id={number}) cannot be started: {reason}"),
                    );
                }
            }
        }
        Ok(None)
    }

    fn wait(&self) {
        let now = Instant::now();
        let waiting = self.workers.iter().filter(|worker| worker.pid.is_none());
        let due = waiting.map(|worker| worker.at.saturating_duration_since(now));
        let limit = match (self.is_stopping, self.reloading.is_empty()) {
            (false, true) => due.min(),
            _ if self.reminds => Some(REMIND),
            (true, _) => None,
            (false, false) => due.min(),
        };
        let wanted = [
            (self.signals.descriptor(), libc::POLLIN),
            (self.notes.as_raw_fd(), libc::POLLIN),
        ];
        let found = sys::poll(&wanted, limit);
        let is_silent = found.is_ok_and(|found| found.iter().all(|events| *events == 0));
        if self.reminds && is_silent {
            let reloading = self.reloading.front().map(|number| &self.workers[*number]);
            let all = self.workers.iter().filter(|_| self.is_stopping);
            for pid in all.chain(reloading).filter_map(|worker| worker.pid) {
                let _ = process::kill(pid, libc::SIGTERM);
            }
        }
    }

    fn tell_all(&self, signal: i32) {
        for pid in self.workers.iter().filter_map(|worker| worker.pid) {
            let _ = process::kill(pid, signal);
        }
    }

    fn take(&mut self, signal: i32, owner: &impl Owner) {
        match signal {
            libc::SIGTERM | libc::SIGINT if self.is_stopping => self.tell_all(libc::SIGKILL),
            libc::SIGTERM | libc::SIGINT => {
                self.is_stopping = true;
                self.reloading.clear();
                owner.stopping();
                self.tell_all(libc::SIGTERM);
            }
            libc::SIGUSR1 if !self.is_stopping && self.reloading.is_empty() => {
                self.reloading = (0..self.workers.len()).collect();
                self.end_first_of_reloading();
            }
            _ => {}
        }
    }

    /// Tells the first of those that are to be started anew to end. Who does not run is started anyway.
    fn end_first_of_reloading(&mut self) {
        while let Some(number) = self.reloading.front() {
            if let Some(pid) = self.workers[*number].pid {
                let _ = process::kill(pid, libc::SIGTERM);
                return;
            }
            self.reloading.pop_front();
        }
    }

    fn go_on_reloading(&mut self) {
        let has_ended = self
            .reloading
            .front()
            .is_some_and(|number| self.workers[*number].pid.is_none());
        if has_ended {
            self.end_first_of_reloading();
        }
    }

    fn read_notes(&mut self) {
        let mut note = [0; NOTE];
        // Written in one piece, and as short as that, read in one.
        while matches!((&self.notes).read(&mut note), Ok(NOTE)) {
            let [a, b, c, d, rest @ ..] = note;
            let number = u32::from_ne_bytes([a, b, c, d]) as usize;
            let pid = i32::from_ne_bytes(rest);
            if let Some(worker) = self.workers.get_mut(number)
                && worker.pid == Some(pid)
            {
                worker.pid = None;
                worker.at = Instant::now();
                self.detached.push(pid);
            }
        }
    }

    fn reap(&mut self) {
        self.detached
            .retain(|pid| matches!(sys::reap(*pid), Ok(None)));
        let expected = self.reloading.front().copied();
        for (number, worker) in self.workers.iter_mut().enumerate() {
            let Some(pid) = worker.pid else { continue };
            let status = match sys::reap(pid) {
                Ok(None) => continue,
                Ok(Some(status)) => Some(ExitStatus::from_raw(status)),
                // Somebody else has seen its end.
                Err(_) => None,
            };
            worker.pid = None;
            if self.is_stopping {
                continue;
            }
            let now = Instant::now();
            if expected == Some(number) {
                worker.at = now;
                continue;
            }
            let is_broken = status.is_some_and(|status| !status.success());
            if let Some(status) = status.filter(|_| is_broken) {
                log::write(
                    Level::Warning,
                    &format!(
                        "Pool: worker(pid={pid}, id={number}) abnormal exit, status={}, signal={}",
                        status.code().unwrap_or(0),
                        status.signal().unwrap_or(0)
                    ),
                );
            }
            let pause = worker.restarts.ended(now - worker.at, is_broken);
            worker.at = now + pause;
            if worker.restarts.begins_to_wait() {
                log::write(
                    Level::Notice,
                    &format!(
                        "Pool: worker(id={number}) keeps ending at once: it is started again less often"
                    ),
                );
            }
        }
    }
}
