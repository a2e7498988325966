//! Handlers of `pcntl_signal()` run when the loop waits, not only when PHP code runs next: each in a coroutine of its
//! own, as callbacks of timers do.
//!
//! Only with `pcntl_async_signals(true)`: else pcntl keeps the signals for `pcntl_signal_dispatch()`.

use tokio::net::UnixDatagram;

use crate::zend::script_signals::{self, Hooks, Noted};
use crate::zend::{Callable, Value};

use super::{functions, scheduler, task};

/// Called when a request starts.
pub fn install() {
    script_signals::install(Hooks {
        loop_has_control: || scheduler::in_loop() && task::current_id() < 0,
        changed: || {
            if scheduler::is_live() {
                listen();
            }
        },
    });
}

/// Called when a loop is prepared, and when the script has set a handler.
pub(super) fn listen() {
    if !script_signals::are_any() || script_signals::listens() {
        return;
    }
    // Without a descriptor the handlers run when PHP code runs next.
    let Ok(signals) = script_signals::listen().and_then(UnixDatagram::from_std) else {
        return;
    };
    scheduler::spawn_task(async move {
        let mut bytes = [0; Noted::SIZE];
        while let Ok(read) = signals.recv(&mut bytes).await {
            if read == Noted::SIZE {
                deliver(Noted::from_bytes(&bytes));
            }
        }
    });
}

fn ask(function: &str, arguments: &mut [Value]) -> Option<Value> {
    Callable::new(Value::from(function)).ok()?.call(arguments)
}

fn deliver(noted: Noted) {
    if scheduler::is_stopping() {
        return;
    }
    if !ask("pcntl_async_signals", &mut []).is_some_and(|on| on.is_truthy()) {
        noted.pass_on();
        return;
    }
    let signal = Value::from(i64::from(noted.signal()));
    // A number, SIG_DFL or SIG_IGN, when the script has changed its mind meanwhile.
    let handler = ask("pcntl_signal_get_handler", &mut [signal.clone()]);
    if let Some(Ok(handler)) = handler.map(Callable::new) {
        functions::call_back(handler, vec![signal, noted.details().into()]);
    }
}
