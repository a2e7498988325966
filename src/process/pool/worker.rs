//! A worker of a pool, from its beginning to its end: its callbacks, and its messages in between.

use std::cell::Cell;

use crate::coroutine::{functions, options, scheduler};
use crate::server::termination;
use crate::zend::signals::SignalPipe;
use crate::zend::{Object, Value, exit, fork, globals};

use super::messages::{self, Source};
use super::state::{Event, PoolInner, state_of};

thread_local! {
    /// The pool that this process is a worker of, for the end by a signal.
    static POOL: Cell<Option<Object>> = const { Cell::new(None) };
}

/// The request is over.
pub fn reset() {
    drop(POOL.take());
}

/// Everything that the worker does. What is left is to end the process.
pub(super) fn live(pool: &Object, inner: &PoolInner, number: usize, master: i32) {
    // Without a master nobody would ever end it.
    fork::signal_with_parent(libc::SIGTERM);
    if fork::parent() != master {
        return;
    }
    inner.become_worker(pool, number);
    if inner.in_coroutine.get() {
        in_coroutines(pool, inner);
    } else {
        in_order(pool, inner, number);
    }
    if exit::is_leaving() || globals::exit_status() != 0 {
        return;
    }
    inner.call(pool, Event::WorkerStop, number_of(number));
}

fn number_of(number: usize) -> Vec<Value> {
    vec![Value::from(number as i64)]
}

/// Without coroutines: a callback, then message after message.
fn in_order(pool: &Object, inner: &PoolInner, number: usize) {
    let Some(source) = Source::of(inner, number) else {
        inner.call(pool, Event::WorkerStart, number_of(number));
        run_loop();
        return;
    };
    inner.call(pool, Event::WorkerStart, number_of(number));
    run_loop();
    if exit::is_leaving() || globals::exit_status() != 0 {
        return;
    }
    // From here on a signal that ends the worker waits until the message it works at is done, unless the script handles it.
    let signals = SignalPipe::if_default(libc::SIGTERM);
    messages::serve(pool, inner, &source, signals.as_ref());
}

fn run_loop() {
    if !exit::is_leaving() && scheduler::is_live() {
        scheduler::run();
    }
}

/// With coroutines: a callback in one, and the loop until nothing is left.
fn in_coroutines(pool: &Object, inner: &PoolInner) {
    options::default_hook_flags();
    let number = inner.number();
    if functions::prepare_loop().is_err() {
        crate::zend::error::report_uncaught();
        return;
    }
    POOL.set(Some(pool.clone()));
    // Unless the script handles it: see there.
    termination::watch_for(asked_to_end);
    if inner.has(Event::Message)
        && let Some(source) = Source::of(inner, number)
    {
        messages::listen(pool, source);
    }
    inner.start(pool, Event::WorkerStart, number_of(number));
    scheduler::run();
    POOL.take();
}

/// SIGTERM came, and the script does not handle it. Servers shut down; without any, the loop ends at once, or where there
/// is a callback for it, when nothing is left to do.
fn asked_to_end(servers: bool) {
    let Some(pool) = POOL.take() else {
        return;
    };
    let inner = state_of(&pool);
    inner.stop_listening(&pool);
    if inner.has(Event::WorkerExit) {
        inner.start(&pool, Event::WorkerExit, number_of(inner.number()));
    } else if !servers {
        scheduler::stop_quietly();
    }
}
