//! `Process::signal()`: callbacks that the event loop calls, and `alarm()`. A listener does not keep the loop running.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::coroutine::{functions, scheduler};
use crate::error::{self, code};
use crate::timer::clock;
use crate::zend::process::set_interval_timer;
use crate::zend::signals::{CatchError, Caught};
use crate::zend::{self, Call, Callable, PhpResult, Value};

use super::class::refuse;

/// One signal's callback.
struct Listener {
    callback: RefCell<Callable>,
    /// Taken out when it is removed, on the spot: the signal has its old effect at once.
    caught: RefCell<Option<Caught>>,
    waker: Cell<Option<Waker>>,
}

thread_local! {
    static LISTENERS: RefCell<HashMap<i64, Rc<Listener>>> = RefCell::default();
}

impl Listener {
    fn step(&self, context: &mut Context<'_>) -> Poll<()> {
        self.waker.set(Some(context.waker().clone()));
        loop {
            let caught = match &*self.caught.borrow() {
                None => return Poll::Ready(()),
                Some(caught) => caught.poll_next(context),
            };
            let Poll::Ready(signal) = caught else {
                return Poll::Pending;
            };
            let callback = self.callback.borrow().clone();
            functions::call_back(callback, vec![Value::from(i64::from(signal))]);
            scheduler::control_returned();
            if scheduler::is_stopping() {
                return Poll::Pending;
            }
        }
    }

    fn stop(&self) {
        self.caught.take();
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// The request is over, or this is a forked process.
pub fn reset() {
    let all = LISTENERS.take();
    all.values().for_each(|listener| listener.stop());
    drop(all);
}

fn fail(call: &mut Call, message: &str) -> PhpResult {
    zend::warning(message);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// `signal(int $signal_no, ?callable $callback = null): bool`.
pub fn signal(call: &mut Call) -> PhpResult {
    let signal = call.long(0)?;
    let given = call.value(1);
    if given.is_none_or(|callback| callback.is_null()) {
        let Some(listener) = LISTENERS.with_borrow_mut(|all| all.remove(&signal)) else {
            return fail(
                call,
                &format!("unable to find the callback of signal [{signal}]"),
            );
        };
        listener.stop();
        return call.ret(true);
    }
    let callback = call.callable(1)?;
    if let Some(listener) = LISTENERS.with_borrow(|all| all.get(&signal).cloned()) {
        let old = listener.callback.replace(callback);
        drop(old);
        functions::prepare_loop()?;
        return call.ret(true);
    }
    functions::prepare_loop()?;
    let caught = match Caught::new(&[signal]) {
        Ok(caught) => caught,
        Err(CatchError::Invalid) => {
            return fail(call, &format!("invalid signal number [{signal}]"));
        }
        Err(CatchError::Taken) => {
            return fail(
                call,
                &format!("unable to listen for signal [{signal}], a coroutine waits for it"),
            );
        }
        Err(CatchError::System(reason)) => return refuse(call, "sigaction()", &reason),
    };
    let listener = Rc::new(Listener {
        callback: RefCell::new(callback),
        caught: RefCell::new(Some(caught)),
        waker: Cell::new(None),
    });
    LISTENERS.with_borrow_mut(|all| all.insert(signal, listener.clone()));
    scheduler::spawn_task(std::future::poll_fn(move |context| listener.step(context)));
    call.ret(true)
}

/// `alarm(int $usec, int $type = 0): bool`.
pub fn alarm(call: &mut Call) -> PhpResult {
    let interval = call.long(0)?;
    let kind = call.long_or(1, 0)?;
    if clock::is_initialized() {
        return fail(call, "cannot use both 'timer' and 'alarm' at the same time");
    }
    let interval = Duration::from_micros(u64::try_from(interval).unwrap_or(0));
    match set_interval_timer(i32::try_from(kind).unwrap_or(-1), interval) {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, "setitimer()", &reason),
    }
}
