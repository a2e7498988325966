//! The command line of `bench`.

use std::path::PathBuf;

use super::peer::Peer;
use crate::error::{Error, Result};
use crate::scenario::{SCENARIOS, Scenario};

/// What `--help` prints.
pub const HELP: &str = "\
Measures the extension and the reference servers, and prints one table.

  --only NAME,...      these scenarios (default: all; --list names them)
  --servers NAME,...   these servers: ours, swoole, epoll, tungstenite, deflate,
                       hyper, nginx, node
                       (default: all that are there)
  --seconds N          length of a measured phase, after a warm-up of a third of it (default: 3)
  --repeat N           runs of each scenario on each server; the median counts (default: 3)
  --json FILE          write every single run as JSON
  --list               name the scenarios
  --help               this text

SWOOLE_RS_SO   our extension (default: target/release/libswoole.so of the project)
SWOOLE_SO      a C++ Swoole to compare with (default: none)
PHP            the PHP to run them with (default: php)
";

/// A command line that was understood.
pub enum Command {
    /// Measure.
    Run(Options),
    /// Print this and be done.
    Print(String),
}

/// What to measure, and how long.
pub struct Options {
    /// Which scenarios, in the table's order.
    pub scenarios: Vec<&'static Scenario>,
    /// Which servers; `None` for all that are there.
    pub servers: Option<Vec<Peer>>,
    /// Seconds of a measured phase.
    pub seconds: f64,
    /// How often each run is made.
    pub repeats: usize,
    /// Where to write all runs.
    pub json: Option<PathBuf>,
}

/// Reads the arguments, the program's name left out.
pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command> {
    let mut options = Options {
        scenarios: SCENARIOS.iter().collect(),
        servers: None,
        seconds: 3.0,
        repeats: 3,
        json: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| Error::Usage(format!("{argument} needs a value")))
        };
        match argument.as_str() {
            "--only" => {
                let names = value()?;
                let wanted = names
                    .split(',')
                    .map(|name| {
                        Scenario::find(name)
                            .ok_or_else(|| Error::Usage(format!("no scenario {name}")))
                    })
                    .collect::<Result<Vec<_>>>()?;
                options
                    .scenarios
                    .retain(|scenario| wanted.iter().any(|wanted| wanted.name == scenario.name));
            }
            "--servers" => {
                let names = value()?;
                let peer = |name| {
                    Peer::find(name).ok_or_else(|| Error::Usage(format!("no server {name}")))
                };
                options.servers = Some(names.split(',').map(peer).collect::<Result<_>>()?);
            }
            "--seconds" => options.seconds = number(&value()?, 0.1..=60.0)?,
            "--repeat" => options.repeats = number(&value()?, 1.0..=25.0)? as usize,
            "--json" => options.json = Some(value()?.into()),
            "--list" => {
                let lines = SCENARIOS
                    .iter()
                    .map(|scenario| format!("{:12} {}\n", scenario.name, scenario.title));
                return Ok(Command::Print(lines.collect()));
            }
            "--help" | "-h" => return Ok(Command::Print(HELP.into())),
            _ => return Err(Error::Usage(format!("unknown option {argument}"))),
        }
    }
    Ok(Command::Run(options))
}

fn number(text: &str, range: std::ops::RangeInclusive<f64>) -> Result<f64> {
    text.parse()
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| {
            Error::Usage(format!(
                "{text} is not a number from {} to {}",
                range.start(),
                range.end()
            ))
        })
}
