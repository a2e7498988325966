//! `Response::sendfile()`: a file as the body of a response (spec §3.8).

use std::fs::File;
use std::io;

use crate::error::{self, code, errno_of};
use crate::slot::http_response as slot;
use crate::zend::array::Key;
use crate::zend::{self, Call, Object, PhpResult, PhpString};

use super::body::Body;
use super::file::Part;
use super::response::{self, Phase, ResponseState};
use super::{head, mime_types};

/// Why a file is not sent.
enum Refusal {
    /// A system call has failed: which, and how.
    System(&'static str, io::Error),
    /// It is a directory, a device, a pipe.
    NotRegular,
    /// An argument that cannot be.
    Argument(String),
}

/// `sendfile(string $filename, int $offset = 0, int $length = 0): bool`: ends the response with a file, from `$offset`
/// on; `$length` 0 is all of the rest.
pub fn sendfile(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let offset = call.long_or(1, 0)?;
    let length = call.long_or(2, 0)?;
    let state: &ResponseState = call.state();
    let Some(exchange) = response::open_exchange(state) else {
        return call.ret(false);
    };
    if state.phase.get() == Phase::Streaming {
        zend::warning("can't use sendfile when HTTP chunk is enabled");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let part = match open(&name, offset, length) {
        Ok(part) => part,
        Err(refusal) => {
            refuse(&name, &refusal);
            return call.ret(false);
        }
    };
    let this = call.this();
    if !has_content_type(&this) {
        let kind = mime_types::type_of(&name);
        this.with_array(slot::HEADER, |headers| {
            headers.set(&PhpString::new(b"Content-Type"), &*kind)
        });
    }
    let head = head::build(&this, state, &exchange, false)?;
    // A header's __toString() may have used this response meanwhile.
    if state.phase.get() != Phase::Open {
        return response::ret_gone(call, state, &exchange);
    }
    state.phase.set(Phase::Ended);
    let body = if part.length == 0 {
        Body::Empty
    } else {
        Body::File(Some(part), exchange.connection.files())
    };
    if !exchange.connection.respond(head.map(|()| body)) {
        return response::ret_gone(call, state, &exchange);
    }
    response::wait_until_sent(call, &exchange)
}

fn open(name: &PhpString, offset: i64, length: i64) -> Result<Part, Refusal> {
    if name.is_empty() {
        return Err(Refusal::Argument(String::from("file name is empty")));
    }
    let check = |argument: &str, value: i64| {
        u64::try_from(value).map_err(|_| {
            Refusal::Argument(format!(
                "parameter ${argument}[{value}] must be greater than or equal to 0"
            ))
        })
    };
    let offset = check("offset", offset)?;
    let length = check("length", length)?;
    let path = name.to_path();
    // Looked at first: opening a pipe would wait for its other end.
    let found = std::fs::metadata(path).map_err(|reason| Refusal::System("stat", reason))?;
    if !found.is_file() {
        return Err(Refusal::NotRegular);
    }
    let file = File::open(path).map_err(|reason| Refusal::System("open", reason))?;
    let size = file
        .metadata()
        .map_err(|reason| Refusal::System("fstat", reason))?
        .len();
    let exceeds = |argument: &str, value: u64| {
        Refusal::Argument(format!(
            "parameter ${argument}[{value}] exceeds the file size"
        ))
    };
    let left = size
        .checked_sub(offset)
        .ok_or_else(|| exceeds("offset", offset))?;
    if length > left {
        return Err(exceeds("length", length));
    }
    Ok(Part {
        file,
        offset,
        length: if length == 0 { left } else { length },
    })
}

/// Says why a file is not sent. The response can still be used.
#[cold]
fn refuse(name: &PhpString, refusal: &Refusal) {
    let code = match refusal {
        Refusal::System(call, reason) => {
            // A name with a NUL byte never reaches the system.
            let errno = match reason.kind() {
                io::ErrorKind::InvalidInput => libc::EINVAL,
                _ => errno_of(reason),
            };
            zend::warning(&format!(
                "{call}({}) failed, Error: {}[{errno}]",
                name.to_text(),
                error::text(i64::from(errno))
            ));
            errno
        }
        Refusal::NotRegular => {
            zend::warning(&format!(
                "parameter $file[{}] given is not a regular file",
                name.to_text()
            ));
            code::SERVER_IS_NOT_REGULAR_FILE
        }
        Refusal::Argument(text) => {
            zend::warning(text);
            code::PHP_RUNTIME_NOTICE
        }
    };
    error::set_last(code);
}

fn has_content_type(response: &Object) -> bool {
    let Some(headers) = response.get(slot::HEADER).as_array() else {
        return false;
    };
    headers.iter().any(
        |(key, _)| matches!(key, Key::Name(name) if name.eq_ignore_ascii_case(b"content-type")),
    )
}
