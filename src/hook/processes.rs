//! Functions of pcntl that would copy, or hold up, a process whose event loop is at work: they refuse to, as in Swoole
//! (spec/coroutine-runtime §3.6). In no family of hooks: they always do.

use crate::coroutine::scheduler;
use crate::zend::{self, PhpResult};

// Null, as Swoole does it, which their declarations exclude.
super::replacements! {
    on: scheduler::is_live(),
    untyped: true,
    Fork "pcntl_fork" |_| refuse(Fork::NAME),
    Rfork "pcntl_rfork" |_| refuse(Rfork::NAME),
    Wait "pcntl_wait" |_| refuse(Wait::NAME),
    Waitpid "pcntl_waitpid" |_| refuse(Waitpid::NAME),
    Sigtimedwait "pcntl_sigtimedwait" |_| refuse(Sigtimedwait::NAME),
    Sigwaitinfo "pcntl_sigwaitinfo" |_| refuse(Sigwaitinfo::NAME),
}

fn refuse(function: &str) -> PhpResult {
    let reason = format!("{function}() has been disabled for security reasons");
    zend::error::plain_warning(&reason);
    Ok(())
}
