//! Where log lines go: to standard output, or to a file, of which `log_rotation` begins a new one with each month, day,
//! hour or minute. Nothing is ever removed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};

use crate::zend::time;

/// How long one file is written to: `SWOOLE_LOG_ROTATION_*`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    #[default]
    Single,
    Monthly,
    Daily,
    Hourly,
    EveryMinute,
}

impl Rotation {
    /// The rotation behind a `SWOOLE_LOG_ROTATION_*` number; `Single` for what is none.
    pub fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Monthly,
            2 => Self::Daily,
            3 => Self::Hourly,
            4 => Self::EveryMinute,
            _ => Self::Single,
        }
    }

    /// What the file of this moment is called after its name: `.20261125` by days.
    fn suffix(self) -> String {
        time::local(match self {
            Self::Single => return String::new(),
            Self::Monthly => ".%Y%m",
            Self::Daily => ".%Y%m%d",
            Self::Hourly => ".%Y%m%d%H",
            Self::EveryMinute => ".%Y%m%d%H%M",
        })
    }
}

struct Open {
    suffix: String,
    file: File,
}

/// Standard output, unless a file was named.
#[derive(Default)]
pub struct Destination {
    path: String,
    rotation: Rotation,
    open: Option<Open>,
}

impl Destination {
    /// A file of this name, to be appended to; an empty name for standard output.
    ///
    /// # Errors
    /// The file cannot be opened: lines go to standard output then.
    pub fn set_path(&mut self, path: &str) -> io::Result<()> {
        path.clone_into(&mut self.path);
        self.open = None;
        if path.is_empty() {
            return Ok(());
        }
        let opened = self.turn();
        if opened.is_err() {
            self.path.clear();
        }
        opened
    }

    /// Takes effect with the next line.
    pub fn set_rotation(&mut self, rotation: Rotation) {
        self.rotation = rotation;
    }

    /// Opens the file of this moment, unless it is open.
    fn turn(&mut self) -> io::Result<()> {
        let suffix = self.rotation.suffix();
        if self.open.as_ref().is_some_and(|open| open.suffix == suffix) {
            return Ok(());
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(format!("{}{suffix}", self.path))?;
        self.open = Some(Open { suffix, file });
        Ok(())
    }

    /// Writes a line. Where the next file cannot be opened, the last one goes on.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&mut self, line: &[u8]) -> io::Result<()> {
        if !self.path.is_empty() {
            let _ = self.turn();
        }
        match &mut self.open {
            Some(open) => open.file.write_all(line),
            None => io::stdout().lock().write_all(line),
        }
    }
}
