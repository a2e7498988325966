//! The option `exit_condition`: a function of the script that may keep a loop running which has nothing left to do
//! (spec/coroutine-runtime §1.4).

use std::cell::RefCell;
use std::rc::Rc;

use crate::zend::{self, Callable};

use super::scheduler;

thread_local! {
    static CONDITION: RefCell<Option<Rc<Callable>>> = const { RefCell::new(None) };
}

/// Sets the function; `None`: none any more.
pub(super) fn set(condition: Option<Callable>) {
    let before = CONDITION.replace(condition.map(Rc::new));
    drop(before);
}

/// Whether the loop may end: the function does not return exactly false. It is called outside of any coroutine. An
/// exception in it ends the script, as one in a callback does.
pub(super) fn allows() -> bool {
    let Some(condition) = CONDITION.with_borrow(Clone::clone) else {
        return true;
    };
    let mut refused = false;
    let mut threw = false;
    let survived = zend::error::guarded(|| {
        refused = condition
            .call(&mut [])
            .is_some_and(|answer| answer.is_false());
        threw = zend::error::report_uncaught();
    });
    if threw || !survived {
        scheduler::fail();
    }
    !refused
}
