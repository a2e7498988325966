//! A server process: started on its core, known by the port it prints, ended when dropped.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::peer::Peer;
use super::{Place, props};
use crate::error::{Error, Result};
use crate::scenario::Scenario;
use crate::sys;

/// How long a server may take to say its port.
const START: Duration = Duration::from_secs(20);

/// A server that listens.
pub struct Running {
    child: Child,
    peer: Peer,
    log: PathBuf,
    /// Where it listens, on the loopback address.
    pub port: u16,
}

impl Running {
    /// Starts `peer` on a free port, as `scenario` needs it. Its standard error goes to a file in the build folder.
    pub fn start(place: &Place, peer: Peer, scenario: &Scenario) -> Result<Running> {
        let logs = place.target.join("logs");
        fs::create_dir_all(&logs).map_err(Error::io(logs.display().to_string()))?;
        let log = logs.join(format!("{}.log", peer.name()));
        let stderr = File::create(&log).map_err(Error::io(log.display().to_string()))?;

        let mut command = peer.command(place);
        command
            .arg("0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr);
        props::offer(&mut command, place, scenario)?;
        sys::confine(&mut command, place.server_core);
        let mut child = command
            .spawn()
            .map_err(Error::io(format!("start {}", peer.name())))?;
        let stdout = child.stdout.take().expect("it is piped");
        let mut running = Running {
            child,
            peer,
            log,
            port: 0,
        };

        // The thread reads on after the port, so that a talkative server never blocks on its output.
        let (say, said) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout)
                .lines()
                .map_while(std::result::Result::ok)
            {
                if let Some(port) = line.strip_prefix("listening ") {
                    let _ = say.send(port.trim().parse());
                }
            }
        });
        match said.recv_timeout(START) {
            Ok(Ok(port)) => running.port = port,
            Ok(Err(_)) => return Err(Error::Server(format!("{} said no port", peer.name()))),
            Err(_) => {
                // One that has closed its output is about to end; the status tells more than its silence.
                std::thread::sleep(Duration::from_millis(100));
                running.still_runs()?;
                return Err(Error::Server(format!(
                    "{} did not start: {}",
                    peer.name(),
                    running.last_words()
                )));
            }
        }
        Ok(running)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// An error if it has ended by itself.
    pub fn still_runs(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(Error::Server(format!(
                "{} ended ({status}): {}",
                self.peer.name(),
                self.last_words()
            ))),
            Err(error) => Err(Error::Io("wait for the server".into(), error)),
        }
    }

    /// The last lines of its standard error.
    fn last_words(&self) -> String {
        let log = fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(5)..].join(" / ")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // All of it was measured; nothing is left to end in good order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
