//! What the project has promised itself, and whether this run kept it.

use std::fmt::Write;

use super::peer::Peer;
use super::results::Results;

/// A limit on one of our figures.
struct Target {
    scenario: &'static str,
    limit: Limit,
}

enum Limit {
    /// Our cost over that server's, at most.
    Ratio(Peer, f64),
    /// KiB resident per idle connection, at most.
    Resident(f64),
    /// KiB by which the server's peak may be above what it had before the first connection, at most.
    Peak(f64),
    /// KiB that a receiver that does not read may cost, at most.
    Grown(f64),
    /// The other receivers' 99th percentile over that before it stopped, at most.
    Delayed(f64),
}

const fn ratio(scenario: &'static str, to: Peer, limit: f64) -> Target {
    Target {
        scenario,
        limit: Limit::Ratio(to, limit),
    }
}

const fn target(scenario: &'static str, limit: Limit) -> Target {
    Target { scenario, limit }
}

const TARGETS: &[Target] = &[
    ratio("echo16", Peer::Tungstenite, 1.15),
    ratio("echo64x1000", Peer::Tungstenite, 1.2),
    ratio("inflight16", Peer::Tungstenite, 0.25),
    ratio("echo64k", Peer::Tungstenite, 1.15),
    ratio("echo1m", Peer::Tungstenite, 1.15),
    ratio("handshake", Peer::Tungstenite, 1.35),
    ratio("deflate1k", Peer::Deflate, 1.2),
    ratio("hello", Peer::Hyper, 1.25),
    ratio("h2hello", Peer::Hyper, 1.4),
    ratio("h2streams", Peer::Hyper, 1.5),
    ratio("json512", Peer::Hyper, 1.5),
    ratio("form1k", Peer::Hyper, 1.7),
    ratio("broadcast1k", Peer::Epoll, 1.15),
    ratio("broadcast8k", Peer::Epoll, 1.15),
    ratio("broadcast1k", Peer::Swoole, 0.6),
    ratio("broadcast8k", Peer::Swoole, 0.6),
    ratio("tlsecho16", Peer::Tungstenite, 1.2),
    ratio("tlsgreeter", Peer::Tungstenite, 1.2),
    ratio("tlsecho64k", Peer::Tungstenite, 1.2),
    ratio("tlshello", Peer::Hyper, 1.2),
    ratio("tlshandshake", Peer::Hyper, 1.2),
    ratio("tlshandshake", Peer::Nginx, 1.0),
    ratio("file1m", Peer::Nginx, 1.2),
    ratio("file1g", Peer::Nginx, 1.2),
    target("file1m", Limit::Peak(1024.0)),
    target("file1g", Limit::Peak(1024.0)),
    target("idle9k", Limit::Resident(11.7)),
    target("idledeflate9k", Limit::Resident(16.0)),
    target("idlehttp9k", Limit::Resident(4.0)),
    target("idleh2", Limit::Resident(26.0)),
    target("tlsidle9k", Limit::Resident(20.0)),
    target("tlsidlehttp9k", Limit::Resident(12.0)),
    // The default limit of output that waits, a message beyond it, and what the allocators round up.
    target("stalled", Limit::Grown(2048.0 + 512.0)),
    target("stalled", Limit::Delayed(2.0)),
];

/// A line per target that this run can judge.
pub fn verdicts(results: &Results) -> String {
    let mut out = String::new();
    for target in TARGETS {
        let (figure, limit, what) = match target.limit {
            Limit::Ratio(to, limit) => (
                results.ratio(target.scenario, to),
                limit,
                format!("× the CPU of {}", to.name()),
            ),
            Limit::Peak(limit) => (
                results
                    .medians(target.scenario, Peer::Ours)
                    .map(|medians| medians.peak_grown_kib),
                limit,
                " KB more resident at the peak".into(),
            ),
            Limit::Grown(limit) => (
                stalled(results, target.scenario).map(|(grown, ..)| grown),
                limit,
                " KB more resident".into(),
            ),
            Limit::Delayed(limit) => (
                stalled(results, target.scenario).map(|(_, before, after)| after / before),
                limit,
                "× the p99 of before".into(),
            ),
            Limit::Resident(limit) => {
                let medians = results.medians(target.scenario, Peer::Ours);
                (
                    medians.and_then(|medians| medians.used_kib),
                    limit,
                    " KB a connection".into(),
                )
            }
        };
        let Some(figure) = figure else { continue };
        let verdict = if figure <= limit { "OK  " } else { "MISS" };
        let _ = writeln!(
            out,
            "{verdict} {}: {figure:.2}{what}, at most {limit}",
            target.scenario
        );
    }
    if !out.is_empty() {
        out.insert(0, '\n');
    }
    out
}

fn stalled(results: &Results, scenario: &str) -> Option<(f64, f64, f64)> {
    results.medians(scenario, Peer::Ours)?.stalled()
}
