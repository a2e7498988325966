//! The driver: starts each server, has the load generator run each scenario against it, and prints
//! what came out.

mod node;
pub mod options;
pub mod peer;
mod props;
mod report;
mod results;
mod running;
mod targets;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::measurement::Measurement;
use crate::scenario::Scenario;
use crate::sys;
use options::Options;
use peer::Peer;
use results::{Results, Sample};
use running::Running;

/// Where things are, and on which cores they run.
pub struct Place {
    /// The folder of this package.
    package: PathBuf,
    /// The folder with the programs of this package.
    programs: PathBuf,
    /// The build folder, for what a run leaves behind.
    target: PathBuf,
    /// The server's core, or `None` if there is only one.
    server_core: Option<usize>,
    /// The load generator's core, or `None` if there is only one.
    load_core: Option<usize>,
}

impl Place {
    fn find() -> Result<Place> {
        let program = std::env::current_exe().map_err(Error::io("find this program"))?;
        let programs = program.parent().unwrap_or(Path::new("/")).to_path_buf();
        let target = programs.parent().unwrap_or(Path::new("/")).to_path_buf();
        let (server_core, load_core) = match sys::allowed_cores()[..] {
            [first, .., last] => (Some(first), Some(last)),
            _ => (None, None),
        };
        Ok(Place {
            package: env!("CARGO_MANIFEST_DIR").into(),
            programs,
            target,
            server_core,
            load_core,
        })
    }

    /// Whether server and load generator can be kept out of each other's way.
    fn has_two_cores(&self) -> bool {
        self.server_core.is_some()
    }

    /// One of this package's programs.
    fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }
}

/// Runs what the command line asks for; false if a run failed.
pub fn run(options: &Options) -> Result<bool> {
    sys::raise_file_limit();
    let place = Place::find()?;
    build_programs(&place)?;
    let peers = available(options, &place)?;
    let rounds = plan(options, &peers);
    if !place.has_two_cores() {
        eprintln!(
            "Only one core: servers and load generator share it, so rates and latencies mean little."
        );
    }
    eprintln!(
        "{} runs, about {} minutes",
        rounds.len(),
        estimate(options, rounds.len())
    );

    let mut results = Results::default();
    for (index, &(scenario, peer, repeat)) in rounds.iter().enumerate() {
        let outcome = measure(&place, options, scenario, peer);
        let sample = Sample {
            scenario: scenario.name,
            server: peer,
            repeat,
            outcome: outcome.map_err(|e| e.to_string()),
        };
        eprintln!(
            "[{}/{}] {}",
            index + 1,
            rounds.len(),
            report::progress(&sample, &place)
        );
        results.push(sample);
    }

    print!("{}", report::table(&results, &place, options));
    print!("{}", targets::verdicts(&results));
    if let Some(path) = &options.json {
        let text = serde_json::to_string_pretty(&results).expect("plain data");
        std::fs::write(path, text).map_err(Error::io(path.display().to_string()))?;
    }
    Ok(results.failures().next().is_none())
}

/// `cargo run --bin bench` builds the driver alone; the other programs are built here.
fn build_programs(place: &Place) -> Result<()> {
    if let Some(cargo) = std::env::var_os("CARGO") {
        let status = Command::new(cargo)
            .args(["build", "--release", "--bins", "--quiet", "--manifest-path"])
            .arg(place.package.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&place.target)
            .status()
            .map_err(Error::io("cargo build"))?;
        if !status.success() {
            return Err(Error::Server(
                "the benchmark's programs could not be built".into(),
            ));
        }
    }
    let load = place.program("load");
    if !load.exists() {
        return Err(Error::Server(format!(
            "{} is missing: cargo build --release --bins",
            load.display()
        )));
    }
    Ok(())
}

/// The servers to measure: those asked for, or all that there are.
fn available(options: &Options, place: &Place) -> Result<Vec<Peer>> {
    let mut peers = Vec::new();
    for &peer in options.servers.as_deref().unwrap_or(Peer::ALL) {
        match peer.prepare(place) {
            Ok(()) => peers.push(peer),
            Err(reason) if options.servers.is_some() => {
                return Err(Error::Server(format!("{}: {reason}", peer.name())));
            }
            Err(reason) => eprintln!("{} is left out: {reason}", peer.name()),
        }
    }
    Ok(peers)
}

/// The runs in order: scenario by scenario, the servers back to back, the repeats interleaved and
/// each beginning with another server, so that a drift of the machine meets all of them.
fn plan(options: &Options, peers: &[Peer]) -> Vec<(&'static Scenario, Peer, usize)> {
    let mut runs = Vec::new();
    for &scenario in &options.scenarios {
        let peers: Vec<Peer> = peers
            .iter()
            .copied()
            .filter(|peer| peer.serves(scenario))
            .collect();
        for repeat in 0..options.repeats {
            runs.extend(
                (0..peers.len()).map(|i| (scenario, peers[(i + repeat) % peers.len()], repeat)),
            );
        }
    }
    runs
}

fn estimate(options: &Options, runs: usize) -> u64 {
    (runs as f64 * (options.seconds * 4.0 / 3.0 + 0.5) / 60.0).ceil() as u64
}

/// One scenario on one freshly started server.
fn measure(
    place: &Place,
    options: &Options,
    scenario: &Scenario,
    peer: Peer,
) -> Result<Measurement> {
    let mut server = Running::start(place, peer, scenario)?;
    let mut load = Command::new(place.program("load"));
    load.args([
        scenario.name,
        &server.port.to_string(),
        &server.id().to_string(),
        &options.seconds.to_string(),
    ])
    .stdin(Stdio::null());
    sys::confine(&mut load, place.load_core);
    let output = load
        .output()
        .map_err(Error::io("start the load generator"))?;
    // Ended by itself during the run, or in the moment after it.
    std::thread::sleep(Duration::from_millis(20));
    server.still_runs()?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Server(message.trim().to_owned()));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Error::Server(format!("the load generator's result: {error}")))
}
