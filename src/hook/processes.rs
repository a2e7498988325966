//! Functions of pcntl that would copy, or hold up, a process whose event loop is at work: they refuse to, as in Swoole
//! (spec/coroutine-runtime §3.6). In no family of hooks: they always do.

use crate::coroutine::scheduler;
use crate::zend::hook::{self, Native, Replacement};
use crate::zend::{self, Call, PhpResult};

macro_rules! refuse {
    ($($type:ident $name:literal),+) => {
        $(
            struct $type;
            impl Replacement for $type {
                const NAME: &'static str = $name;
                // Null, as Swoole does it.
                const IS_UNTYPED: bool = true;
                fn native() -> &'static Native {
                    static NATIVE: Native = Native::new();
                    &NATIVE
                }
                fn is_on() -> bool {
                    scheduler::is_live()
                }
                fn call(_: &mut Call) -> PhpResult {
                    zend::error::plain_warning(concat!($name, "() has been disabled for security reasons"));
                    Ok(())
                }
            }
        )+

        /// Puts the replacements in place.
        pub(super) fn install() {
            $(hook::install::<$type>();)+
        }

        /// Takes them away.
        pub(super) fn restore() {
            $(hook::restore::<$type>();)+
        }
    };
}

refuse!(
    Fork "pcntl_fork",
    Rfork "pcntl_rfork",
    Wait "pcntl_wait",
    Waitpid "pcntl_waitpid",
    Sigtimedwait "pcntl_sigtimedwait",
    Sigwaitinfo "pcntl_sigwaitinfo"
);
