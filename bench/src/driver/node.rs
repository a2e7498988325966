//! node and the `ws` package: installed into the build folder on the first run.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Place;

fn folder(place: &Place) -> PathBuf {
    place.target.join("node")
}

/// Copies the server beside its packages, and installs those unless they are there.
pub fn install(place: &Place) -> Result<(), String> {
    for tool in ["node", "npm"] {
        if Command::new(tool)
            .arg("--version")
            .stdout(Stdio::null())
            .status()
            .is_err()
        {
            return Err(format!("there is no {tool}"));
        }
    }
    let source = place.package.join("ref-node");
    let folder = folder(place);
    let copy = || -> std::io::Result<bool> {
        fs::create_dir_all(&folder)?;
        fs::copy(source.join("server.js"), folder.join("server.js"))?;
        let wanted = fs::read(source.join("package.json"))?;
        let installed = fs::read(folder.join("package.json")).is_ok_and(|there| there == wanted)
            && folder.join("node_modules/ws").exists();
        fs::write(folder.join("package.json"), wanted)?;
        Ok(installed)
    };
    if copy().map_err(|error| format!("{}: {error}", folder.display()))? {
        return Ok(());
    }
    let npm = Command::new("npm")
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--loglevel=error",
        ])
        .current_dir(&folder)
        .stdout(Stdio::null())
        .status();
    match npm {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("npm install: {status}")),
        Err(error) => Err(format!("npm install: {error}")),
    }
}

/// The command that starts the server.
pub fn server(place: &Place) -> Command {
    let mut command = Command::new("node");
    command.arg(folder(place).join("server.js"));
    command
}
