//! What is asked of the kernel: CPU clocks, memory figures, cores, limits. All `unsafe` is here.

use std::fs;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use rustix::process::{Resource, Rlimit};
use rustix::thread::CpuSet;

use crate::error::{Error, Result};

/// The CPU time a process has used: user and system, all its threads, those that have ended too.
///
/// It is read from the process's CPU clock, which the kernel brings up to date at the moment of
/// asking; `/proc/PID/stat` counts in ticks of 10 ms and `schedstat` lags by up to a tick.
#[derive(Clone, Copy, Debug)]
pub struct CpuClock(libc::clockid_t);

impl CpuClock {
    /// The clock of the process `pid`; 0 is this process.
    pub fn of(pid: u32) -> Result<CpuClock> {
        let mut clock = 0;
        // SAFETY: `clock` is a valid place for the result.
        match unsafe { libc::clock_getcpuclockid(pid as libc::pid_t, &mut clock) } {
            0 => Ok(CpuClock(clock)),
            errno => Err(Error::Io(
                format!("CPU clock of process {pid}"),
                io::Error::from_raw_os_error(errno),
            )),
        }
    }

    /// The time used until now.
    pub fn now(self) -> Result<Duration> {
        let mut time = MaybeUninit::<libc::timespec>::uninit();
        // SAFETY: `time` is a valid place for the result, read only after success.
        let time = unsafe {
            if libc::clock_gettime(self.0, time.as_mut_ptr()) != 0 {
                return Err(Error::Io(
                    "read the server's CPU clock".into(),
                    io::Error::last_os_error(),
                ));
            }
            time.assume_init()
        };
        Ok(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
    }
}

/// How long the threads of a process were ready to run and had to wait for a core, all in all: the
/// sign that somebody else was using it. A process that has just begun has little of it.
pub fn waited(pid: u32) -> Result<Duration> {
    let path = format!("/proc/{pid}/task");
    let threads = fs::read_dir(&path).map_err(Error::io(&path))?;
    let nanoseconds = threads
        .flatten()
        // A thread may end between being listed and being read.
        .filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok())
        .filter_map(|stat| stat.split_ascii_whitespace().nth(1)?.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_nanos(nanoseconds))
}

/// A line of `/proc/PID/status`, in KiB.
fn status_kib(pid: u32, field: &str) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).map_err(Error::io(&path))?;
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix(field)?
                .strip_prefix(':')?
                .trim()
                .strip_suffix(" kB")?
                .parse()
                .ok()
        })
        .ok_or_else(|| Error::Server(format!("{path} has no {field}")))
}

/// The memory a process has resident, in KiB.
pub fn resident_kib(pid: u32) -> Result<u64> {
    status_kib(pid, "VmRSS")
}

/// The most memory it has had resident since [`reset_peak`], in KiB.
pub fn peak_kib(pid: u32) -> Result<u64> {
    status_kib(pid, "VmHWM")
}

/// Forgets the peak so far.
pub fn reset_peak(pid: u32) -> Result<()> {
    let path = format!("/proc/{pid}/clear_refs");
    fs::write(&path, "5").map_err(Error::io(path))
}

/// Allows as many open files as the system lets us, and returns how many that is. Processes started
/// afterwards inherit it.
pub fn raise_file_limit() -> u64 {
    let maximum = rustix::process::getrlimit(Resource::Nofile).maximum;
    let _ = rustix::process::setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    );
    rustix::process::getrlimit(Resource::Nofile)
        .current
        .unwrap_or(u64::MAX)
}

/// The cores this process may run on.
pub fn allowed_cores() -> Vec<usize> {
    let Ok(set) = rustix::thread::sched_getaffinity(None) else {
        return Vec::new();
    };
    (0..CpuSet::MAX_CPU)
        .filter(|&core| set.is_set(core))
        .collect()
}

/// Makes the process that `command` will start stay on `core` (`None`: anywhere) and end with us.
pub fn confine(command: &mut Command, core: Option<usize>) {
    let setup = move || {
        if let Some(core) = core {
            let mut set = CpuSet::new();
            set.set(core);
            rustix::thread::sched_setaffinity(None, &set)?;
        }
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        Ok(())
    };
    // SAFETY: between fork and exec the closure only makes two system calls; it allocates nothing.
    unsafe { command.pre_exec(setup) };
}

/// Leaves the choice of the local port to `connect`, so that one port can serve several peers.
pub fn bind_address_only(socket: BorrowedFd<'_>) -> io::Result<()> {
    let on: libc::c_int = 1;
    // SAFETY: a valid descriptor, and a pointer to a C int with its size.
    let result = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_IP,
            libc::IP_BIND_ADDRESS_NO_PORT,
            (&raw const on).cast(),
            size_of_val(&on) as libc::socklen_t,
        )
    };
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}
