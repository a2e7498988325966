//! The result of one scenario on one server: what `load` prints as JSON and the driver reads.

use serde::{Deserialize, Serialize};

/// One run of one scenario.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measurement {
    /// Connections that were open.
    pub connections: usize,
    /// Operations completed (and validated) within the measured phase.
    pub operations: u64,
    /// Length of the measured phase.
    pub seconds: f64,
    /// The most memory the server had resident at any moment of the run, in KiB.
    pub peak_kib: u64,
    /// By how much that is more than before the first connection, in KiB.
    pub grown_kib: u64,
    /// How fast; absent where the scenario has no operations.
    pub speed: Option<Speed>,
    /// How heavy connections are; absent elsewhere.
    pub idle: Option<Idle>,
    /// What a receiver that stops reading did; absent elsewhere.
    pub stalled: Option<Stalled>,
}

/// Figures of a scenario that has operations.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Speed {
    /// Operations completed per second.
    pub ops_per_second: f64,
    /// CPU time of the server process (user + system, all threads) per operation, in microseconds.
    pub cpu_us_per_op: f64,
    /// Median time from sending to the last byte of the answer, in microseconds.
    pub p50_us: f64,
    /// The 99th percentile of the same.
    pub p99_us: f64,
    /// Share of the measured phase the server process was on its core; near 1, it was saturated.
    pub server_busy: f64,
    /// The same of the load generator.
    pub load_busy: f64,
    /// Share of the measured phase the server was ready to run and somebody else had its core.
    pub server_waited: f64,
    /// The same of the load generator.
    pub load_waited: f64,
}

impl Measurement {
    /// Whether other work on the machine held up the server or the load generator so much that the
    /// figures are doubtful. Both have a core of their own, so neither should ever wait for it.
    pub fn disturbed(&self) -> bool {
        // Threads of one process wait for each other too, but then the process has the core.
        let lost = |waited: f64, busy: f64| waited.min(1.0 - busy);
        self.speed.as_ref().is_some_and(|speed| {
            lost(speed.server_waited, speed.server_busy) > 0.1
                || lost(speed.load_waited, speed.load_busy) > 0.1
        })
    }
}

/// Memory per connection, in KiB of the server's resident set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Idle {
    /// After the upgrade, before any message.
    pub fresh_kib: f64,
    /// After one message and its echo on each connection.
    pub used_kib: f64,
}

/// A receiver that stops reading.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stalled {
    /// What the server's resident set grew by at most, in KiB.
    pub grown_kib: f64,
    /// The 99th percentile of the delays of all receivers, in microseconds, before one stopped.
    pub p99_before_us: f64,
    /// The same of the other receivers, after.
    pub p99_us: f64,
}
