//! A task of the event loop that stands by: it takes a step whenever somebody wakes it, and costs
//! nothing in between. It does not keep the loop running.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::scheduler;

/// A task that stands by.
#[derive(Default)]
pub struct Standing(RefCell<Option<Rc<Shared>>>);

#[derive(Default)]
struct Shared {
    waker: RefCell<Option<Waker>>,
    /// It has been woken and has not taken its step yet. Waking it again would cost each of many that do so in one turn
    /// a page of its stack.
    woken: Cell<bool>,
    stopped: Cell<bool>,
}

impl Shared {
    fn wake(&self) {
        if !self.woken.replace(true)
            && let Some(waker) = &*self.waker.borrow()
        {
            waker.wake_by_ref();
        }
    }
}

impl Standing {
    /// Has `step` called soon, from the event loop on the main stack. The first call makes the
    /// task; the runtime must have been prepared ([`scheduler::prepare`]).
    pub fn wake(&self, step: fn(&mut Context<'_>)) {
        let mut standing = self.0.borrow_mut();
        if let Some(shared) = &*standing {
            shared.wake();
            return;
        }
        let shared = standing.insert(Rc::default()).clone();
        shared.woken.set(true);
        scheduler::spawn_task(std::future::poll_fn(move |context| {
            if shared.stopped.get() {
                return Poll::Ready(());
            }
            shared.woken.set(false);
            *shared.waker.borrow_mut() = Some(context.waker().clone());
            step(context);
            Poll::Pending
        }));
    }

    /// Ends the task.
    pub fn stop(&self) {
        if let Some(shared) = self.0.take() {
            shared.stopped.set(true);
            shared.wake();
        }
    }
}
