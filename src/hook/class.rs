//! `Swoole\Runtime`: the static methods.

use crate::coroutine::{functions, options};
use crate::zend::{Call, PhpResult};

use super::flags;

/// `enableCoroutine(int $flags = SWOOLE_HOOK_ALL): bool`.
pub fn enable_coroutine(call: &mut Call) -> PhpResult {
    let flags = call.long_or(0, flags::ALL)?;
    functions::require_cli()?;
    options::set_hook_flags(flags);
    call.ret(true)
}

/// `setHookFlags(int $flags): bool`.
pub fn set_hook_flags(call: &mut Call) -> PhpResult {
    enable_coroutine(call)
}

/// `getHookFlags(): int`.
pub fn get_hook_flags(call: &mut Call) -> PhpResult {
    call.ret(flags::get())
}
