//! What some scenarios need beside a server: files to serve, a certificate. Made on the first run, in the build folder.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Place;
use crate::error::{Error, Result};
use crate::load::file::pattern;
use crate::scenario::{Scenario, Work};
use crate::serve::{CERTIFICATES, FILES, HTTP2};

/// Makes what `scenario` needs, and tells the server that `command` will start where it is.
pub fn offer(command: &mut Command, place: &Place, scenario: &Scenario) -> Result<()> {
    for name in [CERTIFICATES, FILES, HTTP2] {
        command.env_remove(name);
    }
    if scenario.is_http2() {
        command.env(HTTP2, "1");
    }
    if scenario.tls {
        command.env(CERTIFICATES, certificates(place)?);
    }
    if let Work::File { length } = scenario.work {
        let folder = place.target.join("files");
        write_file(&folder.join(scenario.path.trim_start_matches('/')), length)?;
        command.env(FILES, folder);
    }
    Ok(())
}

/// The folder of a certificate for `localhost`, ECDSA with P-256, and its key.
fn certificates(place: &Place) -> Result<PathBuf> {
    let folder = place.target.join("certificates");
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    if !(certificate.exists() && key.exists()) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])
            .map_err(|reason| Error::Server(format!("make a certificate: {reason}")))?;
        fs::create_dir_all(&folder).map_err(io(&folder))?;
        fs::write(&certificate, made.cert.pem()).map_err(io(&certificate))?;
        fs::write(&key, made.signing_key.serialize_pem()).map_err(io(&key))?;
    }
    Ok(folder)
}

/// A file of `length` bytes made of the pattern. What is there already is right, if it is as long.
fn write_file(path: &Path, length: u64) -> Result<()> {
    if fs::metadata(path).is_ok_and(|there| there.len() == length) {
        return Ok(());
    }
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/")))?;
        let pattern = pattern();
        let mut file = BufWriter::new(fs::File::create(path)?);
        let mut left = length;
        while left > 0 {
            let count = left.min(pattern.len() as u64);
            file.write_all(&pattern[..count as usize])?;
            left -= count;
        }
        file.flush()
    };
    write().map_err(io(path))
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    Error::io(path.display().to_string())
}
