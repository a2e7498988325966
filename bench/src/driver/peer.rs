//! The servers that are measured: what they are called, what they can do, how they are started.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Serialize;

use super::{Place, node};
use crate::scenario::{Idle, Request, Scenario, Work};

/// A server to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Peer {
    /// This project's extension.
    Ours,
    /// The extension of C++, if `SWOOLE_SO` names one.
    Swoole,
    /// `ref-epoll`.
    Epoll,
    /// `ref-tungstenite`.
    Tungstenite,
    /// `ref-deflate`.
    Deflate,
    /// `ref-hyper`.
    Hyper,
    /// `ref-nginx`, if there is an nginx.
    Nginx,
    /// `ref-node/server.js`.
    Node,
}

impl Peer {
    /// All of them, in the table's order.
    pub const ALL: &[Peer] = &[
        Peer::Ours,
        Peer::Swoole,
        Peer::Epoll,
        Peer::Tungstenite,
        Peer::Deflate,
        Peer::Hyper,
        Peer::Nginx,
        Peer::Node,
    ];

    /// The name for `--servers` and for the table.
    pub fn name(self) -> &'static str {
        match self {
            Peer::Ours => "ours",
            Peer::Swoole => "swoole",
            Peer::Epoll => "epoll",
            Peer::Tungstenite => "tungstenite",
            Peer::Deflate => "deflate",
            Peer::Hyper => "hyper",
            Peer::Nginx => "nginx",
            Peer::Node => "node",
        }
    }

    /// The server of that name.
    pub fn find(name: &str) -> Option<Peer> {
        Peer::ALL.iter().copied().find(|peer| peer.name() == name)
    }

    /// Whether it has what the scenario asks for.
    pub fn serves(self, scenario: &Scenario) -> bool {
        let deflated = scenario.is_deflated();
        let file = matches!(scenario.work, Work::File { .. });
        match self {
            Peer::Ours | Peer::Swoole => true,
            Peer::Node => !scenario.tls && !file && !scenario.is_http2(),
            Peer::Epoll => {
                let simple = matches!(
                    scenario.work,
                    Work::Http(Request::Hello) | Work::Idle(Idle::Http)
                );
                !scenario.tls && !deflated && (!scenario.is_http() || simple)
            }
            Peer::Tungstenite => {
                // A sender that waits for each receiver in turn stands still with the first that stalls.
                let stalled = matches!(scenario.work, Work::Stalled { .. });
                !scenario.is_http() && !deflated && !stalled
            }
            Peer::Deflate => deflated,
            Peer::Hyper => scenario.is_http() && !file,
            Peer::Nginx => {
                let hello = matches!(
                    scenario.work,
                    Work::Http(Request::Hello) | Work::Http2 { .. }
                );
                file || hello || scenario.is_tls_handshake()
            }
        }
    }

    /// Checks that it can be started, or says why not.
    pub(super) fn prepare(self, place: &Place) -> Result<(), String> {
        match self {
            Peer::Ours => {
                let extension = our_extension(place);
                if !extension.exists() {
                    return Err(format!("there is no {}", extension.display()));
                }
                has_php()
            }
            Peer::Swoole => match std::env::var_os("SWOOLE_SO") {
                Some(path) if PathBuf::from(&path).exists() => has_php(),
                Some(path) => Err(format!("there is no {}", path.display())),
                None => Err("SWOOLE_SO is not set".into()),
            },
            Peer::Node => node::install(place),
            Peer::Nginx => has_nginx(),
            Peer::Epoll | Peer::Tungstenite | Peer::Deflate | Peer::Hyper => Ok(()),
        }
    }

    /// The command that starts it on a free port.
    pub(super) fn command(self, place: &Place) -> Command {
        match self {
            Peer::Ours => php_server(place, our_extension(place)),
            Peer::Swoole => php_server(
                place,
                std::env::var_os("SWOOLE_SO").unwrap_or_default().into(),
            ),
            Peer::Node => node::server(place),
            Peer::Epoll => Command::new(place.program("ref-epoll")),
            Peer::Tungstenite => Command::new(place.program("ref-tungstenite")),
            Peer::Deflate => Command::new(place.program("ref-deflate")),
            Peer::Hyper => Command::new(place.program("ref-hyper")),
            Peer::Nginx => Command::new(place.program("ref-nginx")),
        }
    }
}

fn our_extension(place: &Place) -> PathBuf {
    match std::env::var_os("SWOOLE_RS_SO") {
        Some(path) => path.into(),
        None => place.package.with_file_name("target/release/libswoole.so"),
    }
}

fn php() -> Command {
    Command::new(std::env::var_os("PHP").unwrap_or("php".into()))
}

fn has_php() -> Result<(), String> {
    match php().args(["-n", "-v"]).stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("php -v: {status}")),
        Err(error) => Err(format!("php: {error}")),
    }
}

fn has_nginx() -> Result<(), String> {
    match Command::new("nginx")
        .arg("-v")
        .stderr(Stdio::null())
        .status()
    {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("nginx -v: {status}")),
        Err(_) => Err("there is no nginx (apt-get install nginx-light)".into()),
    }
}

/// `-n`: no ini file, so that nothing else is loaded and everybody measures the same PHP.
fn php_server(place: &Place, extension: PathBuf) -> Command {
    // PHP takes a path only if it is absolute.
    let extension = std::path::absolute(&extension).unwrap_or(extension);
    let mut command = php();
    command
        .arg("-n")
        .arg("-d")
        .arg(format!("extension={}", extension.display()))
        .args(["-d", "memory_limit=-1", "-d", "display_errors=stderr"])
        .arg(place.package.join("php/server.php"));
    command
}
