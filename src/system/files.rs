//! Whole files: `readFile`, `writeFile`, and `statvfs`.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use crate::coroutine::require_coroutine;
use crate::error;
use crate::log::{self, Level};
use crate::zend::{self, Array, Call, PhpResult, PhpString, Thrown, sys};

use super::{blocking, outcome};

/// `FILE_LOCK`, and `LOCK_EX` of `file_put_contents()`.
const LOCK: i64 = 2;
/// `FILE_APPEND`.
const APPEND: i64 = 8;

/// The path of an argument; `None` when `open_basedir` forbids it (a warning was raised).
fn path(call: &Call, index: u32) -> Result<Option<PathBuf>, Thrown> {
    let name = call.string(index)?;
    if name.is_empty() {
        return Err(zend::error::throw_value_error("Filename cannot be empty"));
    }
    if name.contains(&0) {
        return Err(zend::error::throw_argument_value(
            index + 1,
            "must not contain any null bytes",
        ));
    }
    Ok(zend::ini::path_is_allowed(&name).then(|| PathBuf::from(OsString::from_vec(name.to_vec()))))
}

fn log_failure(function: &str, path: &str, flags: &str, reason: &io::Error) {
    let text = error::text(i64::from(error::errno_of(reason)));
    log::write(
        Level::Warning,
        &format!(
            "System::{function}(): open({path}, {flags}) failed, Error: {text}[{}]",
            error::errno_of(reason)
        ),
    );
    error::set_last_and_errno(error::errno_of(reason));
}

/// `readFile(string $filename, int $flag = 0): string|false`.
pub fn read_file(call: &mut Call) -> PhpResult {
    let path = path(call, 0)?;
    let lock = call.long_or(1, 0)? & LOCK != 0;
    require_coroutine()?;
    let Some(path) = path else {
        return call.ret(false);
    };
    let shown = path.display().to_string();
    let job = move || {
        let mut file = File::open(path)?;
        if lock {
            file.lock_shared()?;
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content)?;
        Ok(content)
    };
    match outcome(blocking::run(job, None), 0)? {
        Some(Ok(content)) => call.ret(content.as_slice()),
        Some(Err(reason)) => {
            log_failure("read_file", &shown, "O_RDONLY", &reason);
            call.ret(false)
        }
        None => call.ret(false),
    }
}

/// `writeFile(string $filename, string $fileContent, int $flags = 0): int|false`. Symbolic links are
/// not followed.
pub fn write_file(call: &mut Call) -> PhpResult {
    let path = path(call, 0)?;
    let content = call.string(1)?.to_vec();
    let flags = call.long_or(2, 0)?;
    require_coroutine()?;
    let Some(path) = path else {
        return call.ret(false);
    };
    let shown = path.display().to_string();
    let append = flags & APPEND != 0;
    let lock = flags & LOCK != 0;
    let job = move || {
        let mut options = OpenOptions::new();
        options
            .create(true)
            .mode(0o644)
            .custom_flags(libc::O_NOFOLLOW);
        // Under a lock the file is emptied only when the lock is held.
        options
            .write(true)
            .append(append)
            .truncate(!append && !lock);
        let mut file = options.open(path)?;
        if lock {
            file.lock()?;
            if !append {
                file.set_len(0)?;
            }
        }
        file.write_all(&content)?;
        Ok(content.len())
    };
    match outcome(blocking::run(job, None), 0)? {
        Some(Ok(written)) => call.ret(written as i64),
        Some(Err(reason)) => {
            // Swoole names a number here, the flags of the call.
            let mode = if append {
                libc::O_APPEND
            } else {
                libc::O_TRUNC
            };
            let flags = libc::O_NOFOLLOW | libc::O_CREAT | libc::O_WRONLY | mode;
            log_failure("write_file", &shown, &flags.to_string(), &reason);
            call.ret(false)
        }
        None => call.ret(false),
    }
}

/// `statvfs(string $path): array|false`.
pub fn statvfs(call: &mut Call) -> PhpResult {
    let Some(path) = path(call, 0)? else {
        return call.ret(false);
    };
    let Ok(figures) = sys::statvfs(&path) else {
        return call.ret(false);
    };
    let mut fields = Array::with_capacity(16);
    for (name, figure) in figures {
        fields.add(
            &PhpString::new(name.as_bytes()),
            i64::try_from(figure).unwrap_or(i64::MAX),
        );
    }
    call.ret(fields)
}
