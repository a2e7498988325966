//! The extension's own log: one line an event, leveled, in Swoole's form
//! `[date time %pid.N]<TAB>LEVEL<TAB>text`, to standard output or to `log_file` ([`destination`]).
//!
//! Below `WARNING` it is silent unless `log_level` says otherwise.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use crate::error;
use crate::zend::{Call, PhpResult, time};

mod destination;

use destination::{Destination, Rotation};

/// `SWOOLE_LOG_*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Level {
    Debug = 0,
    Trace = 1,
    Info = 2,
    Notice = 3,
    Warning = 4,
    Error = 5,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Trace => "TRACE",
            Self::Info => "INFO",
            Self::Notice => "NOTICE",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        }
    }

    fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Debug,
            1 => Self::Trace,
            3 => Self::Notice,
            4 => Self::Warning,
            5 => Self::Error,
            _ => Self::Info,
        }
    }
}

const DEFAULT_LEVEL: i64 = Level::Warning as i64;

struct Log {
    level: Cell<i64>,
    destination: RefCell<Destination>,
    date_format: RefCell<Option<String>>,
    microseconds: Cell<bool>,
    ignored: RefCell<HashSet<i32>>,
}

thread_local! {
    static LOG: Log = Log {
        level: Cell::new(DEFAULT_LEVEL),
        destination: RefCell::default(),
        date_format: RefCell::new(None),
        microseconds: Cell::new(false),
        ignored: RefCell::default(),
    };
}

/// Lines below this level are dropped (`log_level`; 6 and above: all).
pub fn set_level(level: i64) {
    LOG.with(|log| log.level.set(level));
}

/// Appends to this file from now on; '' or a file that cannot be opened: standard output.
pub fn set_file(path: &str) {
    let opened = LOG.with(|log| log.destination.borrow_mut().set_path(path));
    if let Err(reason) = opened {
        write(
            Level::Warning,
            &format!("log_file[{path}] cannot be opened, Error: {reason}"),
        );
    }
}

/// When another file begins (`log_rotation`, a `SWOOLE_LOG_ROTATION_*` number).
pub fn set_rotation(number: i64) {
    let rotation = Rotation::from_number(number);
    LOG.with(|log| log.destination.borrow_mut().set_rotation(rotation));
}

/// A `strftime` format for the date (`log_date_format`).
pub fn set_date_format(format: &str) {
    LOG.with(|log| *log.date_format.borrow_mut() = Some(format.to_owned()));
}

/// Whether the date carries microseconds (`log_date_with_microseconds`).
pub fn set_microseconds(on: bool) {
    LOG.with(|log| log.microseconds.set(on));
}

/// Back to the defaults, at the end of a request.
pub fn reset() {
    LOG.with(|log| {
        log.level.set(DEFAULT_LEVEL);
        log.destination.take();
        log.date_format.take();
        log.microseconds.set(false);
        log.ignored.borrow_mut().clear();
    });
}

/// Whether a line of this level would be written: ask before building a costly text.
#[inline]
pub fn enabled(level: Level) -> bool {
    LOG.with(|log| log.level.get() <= level as i64)
}

/// Writes one line.
pub fn write(level: Level, text: &str) {
    if !enabled(level) {
        return;
    }
    LOG.with(|log| {
        let format = log.date_format.borrow();
        let mut stamp = time::local(format.as_deref().unwrap_or("%Y-%m-%d %H:%M:%S"));
        if log.microseconds.get() {
            stamp.push_str(&time::microseconds());
        }
        let clean: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let line = format!(
            "[{stamp} %{}.0]\t{}\t{clean}\n",
            std::process::id(),
            level.name()
        );
        // A log that cannot be written has nowhere to complain to.
        let _ = log.destination.borrow_mut().write(line.as_bytes());
    });
}

/// Writes one line with a code, unless the script ignores it.
pub fn write_code(level: Level, function: &str, code: i32, text: &str) {
    if LOG.with(|log| log.ignored.borrow().contains(&code)) {
        return;
    }
    write(level, &format!("{function} (ERRNO {code}): {text}"));
}

/// `swoole_error_log(int $level, string $msg): void`.
pub fn swoole_error_log(call: &mut Call) -> PhpResult {
    let level = call.long(0)?;
    let message = call.string(1)?;
    write(Level::from_number(level), &message.to_text());
    Ok(())
}

/// `swoole_error_log_ex(int $level, int $error, string $msg): void`.
pub fn swoole_error_log_ex(call: &mut Call) -> PhpResult {
    let level = call.long(0)?;
    let code = i32::try_from(call.long(1)?).unwrap_or(0);
    let message = call.string(2)?;
    error::set_last(code);
    write_code(
        Level::from_number(level),
        "zif_swoole_error_log_ex()",
        code,
        &message.to_text(),
    );
    Ok(())
}

/// `swoole_ignore_error(int $error): void`: lines with this code are not written any more.
pub fn swoole_ignore_error(call: &mut Call) -> PhpResult {
    let code = i32::try_from(call.long(0)?).unwrap_or(0);
    LOG.with(|log| log.ignored.borrow_mut().insert(code));
    Ok(())
}
