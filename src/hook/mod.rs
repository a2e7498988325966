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

/// What some functions of PHP do instead of what they are declared as, each with a type, its name and what it does: `on`
/// is asked at every call. Makes `install()` and `restore()`, which put all of them in place and take them away.
macro_rules! replacements {
    (on: $on:expr, untyped: $untyped:literal, $($type:ident $name:literal $body:expr),+ $(,)?) => {
        $(
            struct $type;
            impl $crate::zend::hook::Replacement for $type {
                const NAME: &'static str = $name;
                const IS_UNTYPED: bool = $untyped;
                fn native() -> &'static $crate::zend::hook::Native {
                    static NATIVE: $crate::zend::hook::Native = $crate::zend::hook::Native::new();
                    &NATIVE
                }
                fn is_on() -> bool {
                    $on
                }
                fn call(call: &mut $crate::zend::Call) -> $crate::zend::PhpResult {
                    let body: fn(&mut $crate::zend::Call) -> $crate::zend::PhpResult = $body;
                    body(call)
                }
            }
        )+

        /// Puts the replacements in place.
        pub(super) fn install() {
            $($crate::zend::hook::install::<$type>();)+
        }

        /// Takes them away.
        pub(super) fn restore() {
            $($crate::zend::hook::restore::<$type>();)+
        }
    };
}
use replacements;

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
