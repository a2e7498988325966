//! Small functions about the extension and the machine.

use crate::zend::{Call, PhpResult};

/// The API level spoken: Swoole's version.
pub const API_VERSION: &str = "6.2.1";

/// `swoole_version(): string`.
pub fn swoole_version(call: &mut Call) -> PhpResult {
    call.ret(API_VERSION)
}

/// `swoole_cpu_num(): int`.
pub fn swoole_cpu_num(call: &mut Call) -> PhpResult {
    call.ret(std::thread::available_parallelism().map_or(1, |n| n.get() as i64))
}
