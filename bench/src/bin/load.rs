//! `load SCENARIO PORT SERVER-PID SECONDS`: runs one scenario against a server on this machine and
//! prints the measurement as one line of JSON. The driver starts it; nothing else needs to.

use std::net::{Ipv4Addr, SocketAddrV4};
use std::process::ExitCode;
use std::time::Duration;

use swoole_bench::error::{Error, Result};
use swoole_bench::load::{Job, run};
use swoole_bench::scenario::Scenario;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match job(&arguments).and_then(|job| run(&job)) {
        Ok(measurement) => {
            println!(
                "{}",
                serde_json::to_string(&measurement).expect("plain numbers")
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn job(arguments: &[String]) -> Result<Job> {
    let [scenario, port, server, seconds] = arguments else {
        return Err(Error::Usage("load SCENARIO PORT SERVER-PID SECONDS".into()));
    };
    fn number<T: std::str::FromStr>(text: &str) -> Result<T> {
        text.parse()
            .map_err(|_| Error::Usage(format!("{text} is not a number")))
    }
    let scenario =
        Scenario::find(scenario).ok_or_else(|| Error::Usage(format!("no scenario {scenario}")))?;
    let measured = Duration::from_secs_f64(number::<f64>(seconds)?.clamp(0.1, 60.0));
    Ok(Job {
        scenario,
        address: SocketAddrV4::new(Ipv4Addr::LOCALHOST, number(port)?),
        server: number(server)?,
        measured,
        // A third, but long enough for a just-in-time compiler to have seen the handler.
        warm_up: (measured / 3).max(Duration::from_millis(500)),
    })
}
