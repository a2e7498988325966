//! What a coroutine runs, from its function to the last thing its function held.

use std::rc::Rc;

use crate::zend::{Callable, Value, error, fiber, output};

use super::Coroutine;
use super::running::give_away;

/// What a coroutine runs.
pub enum Body {
    /// PHP code: an uncaught exception ends the process.
    Callable(CallableBody),
    /// Rust code that calls into PHP and deals with exceptions itself (request handlers).
    Native(Box<dyn FnOnce()>),
}

/// A PHP callable with its arguments. They are let go of in this order.
pub struct CallableBody {
    /// What it is called with.
    pub arguments: Vec<Value>,
    /// What is called.
    pub callable: Callable,
    /// Told the result as soon as there is one.
    pub tell: Option<Box<dyn FnOnce(Value)>>,
}

/// What a fiber is handed when a coroutine begins: a coroutine that sleeps holds its body on its own stack only.
pub(super) struct Start {
    coroutine: Rc<Coroutine>,
    body: Option<Body>,
}

impl Start {
    pub(super) fn new(coroutine: &Rc<Coroutine>, body: Body) -> Self {
        Self {
            coroutine: coroutine.clone(),
            body: Some(body),
        }
    }
}

impl fiber::Body for Start {
    /// The order in which a coroutine ends: its function, its deferred callbacks, its output, its
    /// context, what its function held (spec/coroutine-runtime §3.6).
    #[inline(always)]
    fn run(mut self) {
        let mut fatal = false;
        let mut result = Value::null();
        // Not moved about: every byte on this stack stays resident while the coroutine sleeps.
        match &mut self.body {
            None => return,
            Some(Body::Native(_)) => {
                if let Some(Body::Native(run)) = self.body.take() {
                    run();
                }
            }
            Some(Body::Callable(body)) => {
                match body.callable.call(&mut body.arguments) {
                    Some(value) => result = value,
                    None => fatal = error::report_uncaught(),
                }
                if let Some(tell) = body.tell.take().filter(|_| !fatal) {
                    tell(result.clone());
                }
            }
        }
        self.coroutine.end(self.body.take(), result, fatal);
        give_away();
    }
}

impl Coroutine {
    #[inline(never)]
    fn end(&self, body: Option<Body>, result: Value, mut fatal: bool) {
        fatal |= !self.run_defers(&result);
        output::end_all();
        self.over.set(true);
        if let Some(extras) = self.extras.get() {
            let context = extras.context.take();
            drop(context);
        }
        drop(body);
        fatal |= error::report_uncaught();
        drop(result);
        fatal |= error::report_uncaught();
        if fatal {
            // An uncaught exception ends the script: not this coroutine alone.
            error::bailout();
        }
    }

    /// Runs the deferred callbacks. False when one threw: the rest is dropped then.
    fn run_defers(&self, result: &Value) -> bool {
        loop {
            let Some(callback) = self.defers.borrow_mut().pop() else {
                return true;
            };
            let mut arguments = if result.is_null() {
                vec![]
            } else {
                vec![result.clone()]
            };
            if callback.call(&mut arguments).is_none() {
                error::report_uncaught();
                let dropped = std::mem::take(&mut *self.defers.borrow_mut());
                drop(dropped);
                return false;
            }
        }
    }
}
