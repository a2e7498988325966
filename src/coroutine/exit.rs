//! `exit()` in a coroutine: an exception of the class `Swoole\ExitException`.

use crate::error::{EXIT_IN_COROUTINE, EXIT_IN_SERVER};
use crate::zend::{self, Call, Object, PhpResult, Value};

use super::task;

/// Installs the meaning of `exit()`. Called at module start.
pub fn install() {
    zend::exit::install(|status| {
        if task::current_id() < 0 {
            return false;
        }
        let flags = EXIT_IN_COROUTINE
            | if crate::server::lifetime::any_running() {
                EXIT_IN_SERVER
            } else {
                0
            };
        let exception = Object::new(&crate::class::EXIT_EXCEPTION);
        exception.write_property("message", Value::from("swoole exit"));
        exception.write_private(&crate::class::EXIT_EXCEPTION, "flags", Value::from(flags));
        exception.write_private(&crate::class::EXIT_EXCEPTION, "status", status);
        zend::error::throw_object(exception);
        true
    });
}

/// `getFlags(): int`: `SWOOLE_EXIT_IN_COROUTINE` | `SWOOLE_EXIT_IN_SERVER`.
pub fn get_flags(call: &mut Call) -> PhpResult {
    let flags = call
        .this()
        .read_private(&crate::class::EXIT_EXCEPTION, "flags");
    call.ret(flags)
}

/// `getStatus(): mixed`: what `exit` was given, null for a bare one.
pub fn get_status(call: &mut Call) -> PhpResult {
    let status = call
        .this()
        .read_private(&crate::class::EXIT_EXCEPTION, "status");
    call.ret(status)
}
