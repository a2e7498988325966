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
}

const fn ratio(scenario: &'static str, to: Peer, limit: f64) -> Target {
    Target {
        scenario,
        limit: Limit::Ratio(to, limit),
    }
}

const TARGETS: &[Target] = &[
    ratio("echo16", Peer::Tungstenite, 1.15),
    ratio("echo64x1000", Peer::Tungstenite, 1.2),
    ratio("inflight16", Peer::Tungstenite, 0.25),
    ratio("echo64k", Peer::Tungstenite, 1.15),
    ratio("echo1m", Peer::Tungstenite, 1.15),
    ratio("handshake", Peer::Tungstenite, 1.35),
    ratio("hello", Peer::Hyper, 1.5),
    ratio("broadcast1k", Peer::Epoll, 1.15),
    ratio("broadcast8k", Peer::Epoll, 1.15),
    ratio("broadcast1k", Peer::Swoole, 0.6),
    ratio("broadcast8k", Peer::Swoole, 0.6),
    Target {
        scenario: "idle9k",
        limit: Limit::Resident(14.0),
    },
    Target {
        scenario: "idle9k",
        limit: Limit::Resident(12.0),
    },
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
