//! The event loop itself: the tokio runtime, how it is run, and when it is over.

use std::task::Poll;

use tokio::runtime::LocalRuntime;

use crate::system::blocking;
use crate::zend;
use crate::zend::shared::process_id;

use super::super::{alarm, exit_condition, options, preempt, report, script_signals, turn};
use super::rounds::drain;
use super::{SCHEDULER, Scheduler, is_bailing_out, is_live, is_over, is_stopping, later};

/// Makes the runtime on first use. Called before anything that needs it: a coroutine, a server.
pub fn prepare() -> std::io::Result<()> {
    SCHEDULER.with(|s| {
        let process = process_id();
        let is_forked = s.process.replace(process) != process && s.runtime.get().is_some();
        if is_forked {
            forget_parent(s);
        }
        if s.runtime.get().is_none() {
            let (threads, idle) = options::blocking_threads();
            let runtime = zend::fork::keep_apart(|| {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .max_blocking_threads(threads)
                    .thread_keep_alive(idle)
                    .on_thread_start(blocking::thread_started)
                    .on_thread_stop(blocking::thread_ended)
                    .on_thread_park(turn::before_waiting)
                    .build_local(tokio::runtime::LocalOptions::default())
            })?;
            let runtime: &'static LocalRuntime = Box::leak(Box::new(runtime));
            std::mem::forget(runtime.enter());
            s.runtime.set(Some(runtime));
        }
        s.live.set(true);
        if !s.armed.replace(true) {
            zend::request::at_script_end("swoole_event_rshutdown");
            if zend::ini::flag("swoole.enable_preemptive_scheduler") {
                preempt::enable(true);
            }
            script_signals::listen();
        } else if is_forked {
            preempt::restart();
            script_signals::listen();
        }
        Ok(())
    })
}

/// This is a forked process, and all that waits for events is the parent's: the kernel's list of descriptors is shared with
/// it, the threads have not come along. No loop was at work: what is dropped here waits for nothing.
#[cold]
fn forget_parent(s: &Scheduler) {
    s.runtime.set(None);
    s.trimming.set(false);
    alarm::reset();
    turn::forked();
    blocking::forked();
    crate::websocket::held::forked();
    crate::http::answering::forget();
}

/// This is a forked process that begins anew: nothing that its parent has started goes on here. No loop was at work.
///
/// Coroutines stay in memory, never unwound; [`prepare`] makes another runtime.
pub fn begin_anew() {
    for coroutine in super::all() {
        coroutine.abandon();
    }
    let left: Vec<_> = SCHEDULER.with(|s| {
        s.external.set(0);
        s.epoch.set(s.epoch.get() + 1);
        s.ready.borrow_mut().clear();
        s.stepped_back.borrow_mut().clear();
        s.computes_next.set(false);
        s.interrupted.set(false);
        s.drains_later.set(false);
        s.later.take();
        s.live.set(false);
        s.table.borrow_mut().drain().collect()
    });
    std::mem::forget(left);
}

/// Spawns a Rust task on the loop.
pub fn spawn_task(future: impl Future<Output = ()> + 'static) {
    if let Some(runtime) = SCHEDULER.with(|s| s.runtime.get()) {
        runtime.spawn_local(tokio::task::unconstrained(future));
    }
}

/// Spawns a Rust task on the loop that can be called off. `None` before [`prepare`].
pub fn spawn_abortable(
    future: impl Future<Output = ()> + 'static,
) -> Option<tokio::task::AbortHandle> {
    let runtime = SCHEDULER.with(|s| s.runtime.get())?;
    Some(
        runtime
            .spawn_local(tokio::task::unconstrained(future))
            .abort_handle(),
    )
}

/// After many coroutines at once: frees their stacks little by little, those that were not needed
/// again meanwhile. Does not keep the loop running.
pub(in crate::coroutine) fn trim_later() {
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);
    if SCHEDULER.with(|s| s.trimming.replace(true)) {
        return;
    }
    spawn_task(async {
        while zend::fiber::trim() {
            tokio::time::sleep(PAUSE).await;
        }
        SCHEDULER.with(|s| s.trimming.set(false));
    });
}

/// Runs the loop until no coroutine is left, or none of those left can ever go on.
///
/// Coroutines that sleep for ever are reported (spec/coroutine-runtime §3.3). A fatal error in
/// one of them goes on here, on the stack of the caller; after it, in shutdown functions, the loop
/// does not run any more.
pub fn run() {
    if run_loop(false) {
        SCHEDULER.with(|s| s.live.set(false));
        turn::loop_ended();
        if !SCHEDULER.with(|s| s.quiet.replace(false)) {
            report::deadlock();
        }
    }
}

/// Runs one turn of the loop: waits for an event unless somebody is ready, and runs all who are.
/// False when nothing was ever started.
pub fn run_once() -> bool {
    is_live() && run_loop(true)
}

fn run_loop(single: bool) -> bool {
    if is_bailing_out() {
        return false;
    }
    let Some(runtime) = SCHEDULER.with(|s| s.runtime.get()) else {
        return false;
    };
    SCHEDULER.with(|s| {
        s.in_loop.set(true);
        s.turn_ends.set(false);
        s.drains_later.set(false);
        s.stopped.set(false);
    });
    turn::start(single);
    runtime.block_on(async {
        let drainer = tokio::task::spawn_local(tokio::task::unconstrained(drain()));
        std::future::poll_fn(|context| {
            SCHEDULER.with(|s| {
                if turn::is_over() || (single && is_stopping()) {
                    return Poll::Ready(());
                }
                while !single && is_over(s) {
                    if is_stopping() {
                        return Poll::Ready(());
                    }
                    if turn::finish() {
                        continue;
                    }
                    if !exit_condition::allows() {
                        break;
                    }
                    if is_over(s) {
                        return Poll::Ready(());
                    }
                }
                let mut root = s.root.borrow_mut();
                if !root
                    .as_ref()
                    .is_some_and(|waker| waker.will_wake(context.waker()))
                {
                    *root = Some(context.waker().clone());
                }
                Poll::Pending
            })
        })
        .await;
        drainer.abort();
    });
    SCHEDULER.with(|s| {
        s.in_loop.set(false);
        if s.stopped.get() {
            // Who was left waiting keeps no later loop running.
            s.external.set(0);
            s.epoch.set(s.epoch.get() + 1);
        }
        s.root.take();
        s.drainer.take();
        later::wake_all(s);
        s.remote.set_drainer(None);
    });
    if is_bailing_out() {
        zend::error::bailout();
    }
    true
}
