//! Two coroutines need one class, and its autoloader suspends: the second waits for the first.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::zend::autoload::{self, Decision, Policy};

use super::task::{self, Reason};
use super::waiters::Waiters;

/// A class that is being loaded.
struct Loading {
    by: i64,
    waiters: Rc<Waiters>,
}

#[derive(Default)]
struct Autoloads {
    loading: HashMap<Vec<u8>, Loading>,
    /// Which class a coroutine waits for.
    waiting: HashMap<i64, Vec<u8>>,
}

thread_local! {
    static AUTOLOADS: RefCell<Autoloads> = RefCell::default();
}

/// Installs the policy. Called at module start.
pub fn install() {
    autoload::install(Policy {
        concerned: || task::current_id() >= 0,
        decide,
        done,
    });
}

/// The request is over.
pub fn reset() {
    AUTOLOADS.take();
}

impl Autoloads {
    /// Whether waiting for `class` would make `cid` wait for itself.
    fn leads_back(&self, class: &[u8], cid: i64) -> bool {
        let mut class = class;
        while let Some(loading) = self.loading.get(class) {
            if loading.by == cid {
                return true;
            }
            match self.waiting.get(&loading.by) {
                Some(next) => class = next,
                None => return false,
            }
        }
        false
    }
}

fn decide(class: &[u8]) -> Decision {
    let cid = task::current_id();
    let waiters = AUTOLOADS.with_borrow_mut(|all| {
        if all.leads_back(class, cid) {
            return Err(Decision::Refuse);
        }
        match all.loading.get(class) {
            Some(loading) => {
                let waiters = loading.waiters.clone();
                all.waiting.insert(cid, class.to_owned());
                Ok(waiters)
            }
            None => {
                all.loading.insert(
                    class.to_owned(),
                    Loading {
                        by: cid,
                        waiters: Rc::default(),
                    },
                );
                Err(Decision::Load)
            }
        }
    });
    match waiters {
        Err(decision) => decision,
        Ok(waiters) => {
            let reason = waiters.park(None);
            AUTOLOADS.with_borrow_mut(|all| all.waiting.remove(&cid));
            if reason == Reason::Resumed {
                Decision::Look
            } else {
                Decision::Refuse
            }
        }
    }
}

fn done(class: &[u8]) {
    let loading = AUTOLOADS.with_borrow_mut(|all| all.loading.remove(class));
    if let Some(loading) = loading {
        loading.waiters.wake_all(Reason::Resumed);
    }
}
