//! Runtime hooks: blocking functions of PHP that suspend the coroutine instead of the process
//! (spec/coroutine-runtime §5).
//!
//! * `flags`: which families are on;
//! * `class`: `Swoole\Runtime`;
//! * the other files are one family each.
//!
//! A family replaces the handlers of its functions at module start and decides at every call
//! whether it is on, in a coroutine, and may suspend; else PHP's own handler runs. `processes` is no family: it keeps a
//! running loop from being forked.

pub mod class;
pub mod flags;
mod processes;
pub mod sleep;

/// Puts the replacements in place. Called at module start.
pub fn install() {
    sleep::install();
}

/// The same for functions of extensions that may be loaded after this one. Called when the first request starts.
pub fn install_late() {
    processes::install();
}

/// Takes them away. Called at module shutdown.
pub fn restore() {
    sleep::restore();
    processes::restore();
}

/// Whether a call of a function of this family is ours: the hook is on and there is a coroutine
/// that can be suspended.
#[inline]
fn applies(family: i64) -> bool {
    flags::get() & family != 0
        && crate::coroutine::task::current_id() >= 0
        && !crate::zend::globals::switch_blocked()
}
