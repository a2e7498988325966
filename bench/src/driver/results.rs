//! All runs, and the medians of those of one scenario on one server.

use serde::Serialize;

use super::peer::Peer;
use crate::measurement::Measurement;

/// One run.
#[derive(Serialize)]
pub struct Sample {
    /// The scenario's name.
    pub scenario: &'static str,
    /// The server.
    pub server: Peer,
    /// Which repeat it was, from 0.
    pub repeat: usize,
    /// What was measured, or what went wrong.
    pub outcome: Result<Measurement, String>,
}

/// All runs, in the order in which they were made.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub struct Results(Vec<Sample>);

/// The medians over the repeats that nothing disturbed, or over all if there are no such, each figure
/// by itself. A figure that the scenario does not have is absent.
#[derive(Clone, Copy)]
pub struct Medians {
    pub connections: usize,
    pub ops_per_second: Option<f64>,
    pub cpu_us_per_op: Option<f64>,
    pub p50_us: Option<f64>,
    pub p99_us: Option<f64>,
    pub server_busy: Option<f64>,
    pub load_busy: Option<f64>,
    pub fresh_kib: Option<f64>,
    pub used_kib: Option<f64>,
    pub peak_kib: f64,
    /// By how much the peak is above what was resident before the first connection.
    pub peak_grown_kib: f64,
    pub grown_kib: Option<f64>,
    pub p99_before_us: Option<f64>,
    /// Whether all repeats were disturbed.
    pub disturbed: bool,
}

impl Medians {
    /// What a server is compared by: its CPU time per operation, or its memory per connection.
    pub fn cost(&self) -> Option<f64> {
        self.cpu_us_per_op.or(self.used_kib)
    }

    /// Of a receiver that stops reading: KiB by which the server grew, and the 99th percentile in µs of the others'
    /// delays before and after.
    pub fn stalled(&self) -> Option<(f64, f64, f64)> {
        Some((self.grown_kib?, self.p99_before_us?, self.p99_us?))
    }
}

impl Results {
    /// Adds a run.
    pub fn push(&mut self, sample: Sample) {
        self.0.push(sample);
    }

    /// The runs that did not succeed.
    pub fn failures(&self) -> impl Iterator<Item = (&Sample, &str)> {
        self.0
            .iter()
            .filter_map(|sample| Some((sample, sample.outcome.as_ref().err()?.as_str())))
    }

    /// The servers that were to run the scenario.
    pub fn servers(&self, scenario: &str) -> Vec<Peer> {
        let ran = |peer: &Peer| {
            self.0
                .iter()
                .any(|sample| sample.scenario == scenario && sample.server == *peer)
        };
        Peer::ALL.iter().copied().filter(ran).collect()
    }

    /// The medians of the runs that succeeded, if any did.
    pub fn medians(&self, scenario: &str, server: Peer) -> Option<Medians> {
        let mut runs: Vec<&Measurement> = self
            .0
            .iter()
            .filter(|sample| sample.scenario == scenario && sample.server == server)
            .filter_map(|sample| sample.outcome.as_ref().ok())
            .collect();
        let disturbed = runs.iter().all(|run| run.disturbed());
        runs.retain(|run| disturbed || !run.disturbed());
        let of = |figure: fn(&Measurement) -> Option<f64>| {
            median(runs.iter().filter_map(|run| figure(run)).collect())
        };
        Some(Medians {
            connections: runs.first()?.connections,
            ops_per_second: of(|run| Some(run.speed.as_ref()?.ops_per_second)),
            cpu_us_per_op: of(|run| Some(run.speed.as_ref()?.cpu_us_per_op)),
            p50_us: of(|run| Some(run.speed.as_ref()?.p50_us)),
            p99_us: of(|run| Some(run.speed.as_ref()?.p99_us)),
            server_busy: of(|run| Some(run.speed.as_ref()?.server_busy)),
            load_busy: of(|run| Some(run.speed.as_ref()?.load_busy)),
            fresh_kib: of(|run| Some(run.idle.as_ref()?.fresh_kib)),
            used_kib: of(|run| Some(run.idle.as_ref()?.used_kib)),
            grown_kib: of(|run| Some(run.stalled.as_ref()?.grown_kib)),
            p99_before_us: of(|run| Some(run.stalled.as_ref()?.p99_before_us)),
            peak_kib: of(|run| Some(run.peak_kib as f64))?,
            peak_grown_kib: of(|run| Some(run.grown_kib as f64))?,
            disturbed,
        })
    }

    /// How many times the cost of `to` our cost is.
    pub fn ratio(&self, scenario: &str, to: Peer) -> Option<f64> {
        Some(self.medians(scenario, Peer::Ours)?.cost()? / self.medians(scenario, to)?.cost()?)
    }
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(figures[middle]),
        _ => Some((figures[middle - 1] + figures[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }
}
