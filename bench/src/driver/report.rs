//! What is printed: a line per run while it goes on, and the table at the end.

use std::fmt::Write;
use std::fs;

use super::Place;
use super::options::Options;
use super::peer::Peer;
use super::results::{Medians, Results, Sample};
use crate::scenario::SCENARIOS;

/// One run in a line.
pub fn progress(sample: &Sample, place: &Place) -> String {
    let mut line = format!(
        "{} {} #{}: ",
        sample.scenario,
        sample.server.name(),
        sample.repeat + 1
    );
    match &sample.outcome {
        Err(reason) => line += &format!("FAILED: {reason}"),
        Ok(run) => {
            if let Some(speed) = &run.speed {
                line += &format!(
                    "{} ops/s, {} µs of CPU each",
                    rate(speed.ops_per_second),
                    figure(speed.cpu_us_per_op)
                );
            }
            if run.disturbed() && place.has_two_cores() {
                line += " (disturbed)";
            }
            if let Some(idle) = &run.idle {
                line += &format!(
                    "{:.1} KB a connection, fresh {:.1}",
                    idle.used_kib, idle.fresh_kib
                );
            }
            if let Some(stalled) = &run.stalled {
                line += &format!(
                    "; one stopped reading: {:.0} KB more, p99 of the others {} µs, before {} µs",
                    stalled.grown_kib,
                    figure(stalled.p99_us),
                    figure(stalled.p99_before_us)
                );
            }
        }
    }
    line
}

/// The table, in Markdown, after a few lines that say where it comes from.
pub fn table(results: &Results, place: &Place, options: &Options) -> String {
    let mut out = machine(place, options);
    out += "\n| scenario | server | ops/s | CPU µs/op | p50 µs | p99 µs | busy % | KB/conn | peak MB | ours ÷ it |\n";
    out += "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    let mut disturbed = false;
    for scenario in SCENARIOS {
        for server in results.servers(scenario.name) {
            let Some(medians) = results.medians(scenario.name, server) else {
                let _ = writeln!(
                    out,
                    "| {} | {} | failed |||||||| |",
                    scenario.title,
                    server.name()
                );
                continue;
            };
            let ratio = results
                .ratio(scenario.name, server)
                .filter(|_| server != Peer::Ours);
            let held_up = medians.disturbed && place.has_two_cores();
            disturbed |= held_up;
            let cells = [
                title(scenario.title, scenario.connections, &medians),
                format!("{}{}", server.name(), if held_up { "\\*" } else { "" }),
                cell(medians.ops_per_second, rate),
                cell(medians.cpu_us_per_op, figure),
                cell(medians.p50_us, figure),
                cell(medians.p99_us, figure),
                pair(medians.server_busy, medians.load_busy, |server, load| {
                    format!("{:.0} / {:.0}", server * 100.0, load * 100.0)
                }),
                pair(medians.used_kib, medians.fresh_kib, |used, fresh| {
                    format!("{used:.1} ({fresh:.1})")
                }),
                format!("{:.1}", medians.peak_kib / 1024.0),
                cell(ratio, |ratio| format!("{ratio:.2}×")),
            ];
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        }
    }
    for scenario in SCENARIOS {
        for server in results.servers(scenario.name) {
            let Some((grown, before, after)) = results
                .medians(scenario.name, server)
                .and_then(|medians| medians.stalled())
            else {
                continue;
            };
            let _ = writeln!(
                out,
                "\n{}, {}: {grown:.0} KB more resident; p99 of the others {} µs, before {} µs.",
                scenario.title,
                server.name(),
                figure(after),
                figure(before)
            );
        }
    }
    if disturbed {
        out += "\n\\*: other work on the machine held this up in every repeat; measure it again.\n";
    }
    for (sample, reason) in results.failures() {
        let _ = writeln!(
            out,
            "\nFAILED {} {} #{}: {reason}",
            sample.scenario,
            sample.server.name(),
            sample.repeat + 1
        );
    }
    out
}

/// A figure, or a dash where there is none.
fn cell(value: Option<f64>, show: fn(f64) -> String) -> String {
    value.map_or("–".into(), show)
}

fn pair(first: Option<f64>, second: Option<f64>, show: fn(f64, f64) -> String) -> String {
    first
        .zip(second)
        .map_or("–".into(), |(first, second)| show(first, second))
}

/// The scenario's title, with the true number of connections if the limit on open files made it smaller.
fn title(title: &str, wanted: usize, medians: &Medians) -> String {
    if medians.connections == wanted {
        title.into()
    } else {
        format!("{title} (only {})", medians.connections)
    }
}

fn machine(place: &Place, options: &Options) -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown CPU", |(_, name)| name);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = match (place.server_core, place.load_core) {
        (Some(server), Some(load)) => {
            format!("server on core {server}, load generator on core {load}")
        }
        _ => "server and load generator on the same core".into(),
    };
    format!(
        "{cpu}, Linux {}, {cores}; medians of {} runs of {} s; load average at the end {}.\n",
        kernel.trim(),
        options.repeats,
        options.seconds,
        load.split(' ').next().unwrap_or_default(),
    )
}

fn rate(ops: f64) -> String {
    let digits = format!("{ops:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Three digits that mean something.
fn figure(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{figure, rate};

    #[test]
    fn numbers_are_readable() {
        assert_eq!(rate(999.4), "999");
        assert_eq!(rate(1_234_567.0), "1,234,567");
        assert_eq!(figure(0.3449), "0.34");
        assert_eq!(figure(44.96), "45.0");
        assert_eq!(figure(770.4), "770");
    }
}
