//! Which families of hooks are on, as bits `SWOOLE_HOOK_*`.

use std::cell::Cell;

/// `SWOOLE_HOOK_SLEEP`.
pub const SLEEP: i64 = 512;
/// `SWOOLE_HOOK_CURL`.
const CURL: i64 = 2048;
/// `SWOOLE_HOOK_NATIVE_CURL`.
const NATIVE_CURL: i64 = 4096;
/// `SWOOLE_HOOK_ALL`.
pub const ALL: i64 = 2_143_287_295;

thread_local! {
    static FLAGS: Cell<i64> = const { Cell::new(0) };
}

/// The bits that are on.
#[inline]
pub fn get() -> i64 {
    FLAGS.get()
}

/// Replaces the bits. Of the two families for curl the native one wins.
pub fn set(flags: i64) {
    let both = CURL | NATIVE_CURL;
    FLAGS.set(if flags & both == both {
        flags & !CURL
    } else {
        flags
    });
}
