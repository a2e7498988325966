//! The measured phase: when it starts, what is counted in it, what comes out.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::{Job, PATIENCE};
use crate::error::{Error, Result};
use crate::measurement::{Measurement, Speed};
use crate::sys::{self, CpuClock};

/// Warm-up, then measuring, then over. [`Window::tick`] moves it on.
pub struct Window {
    measured: Duration,
    server: Process,
    load: Process,
    /// When the warm-up ends.
    warm_at: Instant,
    /// Set while measuring.
    start: Option<Start>,
    operations: u64,
    /// Nanoseconds from sending to the last byte of the answer.
    latency: Histogram<u64>,
    /// To notice a server that has stopped answering.
    last_progress: Instant,
    progressed: bool,
}

struct Start {
    at: Instant,
    server: Usage,
    load: Usage,
}

/// A process whose use of its core is watched.
struct Process {
    id: u32,
    clock: CpuClock,
}

/// CPU time used, and time spent waiting for a core, in seconds.
#[derive(Clone, Copy)]
struct Usage {
    used: f64,
    waited: f64,
}

impl Process {
    fn new(id: u32) -> Result<Process> {
        Ok(Process {
            id,
            clock: CpuClock::of(id)?,
        })
    }

    fn usage(&self) -> Result<Usage> {
        Ok(Usage {
            used: self.clock.now()?.as_secs_f64(),
            waited: sys::waited(self.id)?.as_secs_f64(),
        })
    }

    fn usage_since(&self, start: Usage) -> Result<Usage> {
        let now = self.usage()?;
        Ok(Usage {
            used: now.used - start.used,
            waited: now.waited - start.waited,
        })
    }
}

impl Window {
    /// The warm-up begins now.
    pub fn new(job: &Job) -> Result<Window> {
        let now = Instant::now();
        Ok(Window {
            measured: job.measured,
            server: Process::new(job.server)?,
            load: Process::new(std::process::id())?,
            warm_at: now + job.warm_up,
            start: None,
            operations: 0,
            // Up to a minute, three significant digits.
            latency: Histogram::new_with_max(60_000_000_000, 3).expect("the bounds are valid"),
            last_progress: now,
            progressed: false,
        })
    }

    /// An operation begun at `sent` was completed at `now`.
    #[inline]
    pub fn completed(&mut self, sent: Instant, now: Instant) {
        self.progressed = true;
        if self.start.is_some() {
            self.operations += 1;
            self.latency
                .saturating_record((now - sent).as_nanos() as u64);
        }
    }

    /// Called once per turn of the event loop. The result comes when the phase is over.
    pub fn tick(&mut self, connections: usize) -> Result<Option<Measurement>> {
        let now = Instant::now();
        if std::mem::take(&mut self.progressed) {
            self.last_progress = now;
        } else if now - self.last_progress > PATIENCE {
            return Err(Error::Stalled(format!(
                "no operation completed in {} s",
                PATIENCE.as_secs()
            )));
        }
        match &self.start {
            None if now >= self.warm_at => {
                self.start = Some(Start {
                    at: now,
                    server: self.server.usage()?,
                    load: self.load.usage()?,
                });
                Ok(None)
            }
            Some(start) if now - start.at >= self.measured => {
                self.result(start, now, connections).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn result(&self, start: &Start, now: Instant, connections: usize) -> Result<Measurement> {
        if self.operations == 0 {
            return Err(Error::Stalled(
                "no operation completed in the measured phase".into(),
            ));
        }
        let operations = self.operations as f64;
        let seconds = (now - start.at).as_secs_f64();
        let server = self.server.usage_since(start.server)?;
        let load = self.load.usage_since(start.load)?;
        let microseconds = |quantile| self.latency.value_at_quantile(quantile) as f64 / 1e3;
        Ok(Measurement {
            connections,
            operations: self.operations,
            seconds,
            peak_kib: 0,
            grown_kib: 0,
            speed: Some(Speed {
                ops_per_second: operations / seconds,
                cpu_us_per_op: server.used * 1e6 / operations,
                p50_us: microseconds(0.5),
                p99_us: microseconds(0.99),
                server_busy: server.used / seconds,
                load_busy: load.used / seconds,
                server_waited: server.waited / seconds,
                load_waited: load.waited / seconds,
            }),
            idle: None,
            stalled: None,
        })
    }
}
