//! What processes share that are forked from the one that made it: `Swoole\Atomic`, `Atomic\Long`, `Lock` and `Table`
//! (spec/coroutine-runtime §7.5 to 7.7). Make them before the fork.
//!
//! None of it knows of coroutines: what waits here blocks the process. The memory itself is `zend::shared`.

pub mod atomic;
pub mod atomic_long;
pub mod lock;
pub mod table;

use std::cell::OnceCell;

use crate::error;
use crate::zend::{self, Call, NativeState, Thrown};

/// What a constructor makes, once.
#[derive(Debug)]
struct Once<T>(OnceCell<T>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> Once<T> {
    /// Called in a constructor; an `Error` the second time.
    fn set(&self, call: &Call, value: T) -> Result<(), Thrown> {
        self.0.set(value).map_err(|_| {
            zend::throw_error(&format!(
                "Constructor of {} can only be called once",
                call.this().class_name()
            ))
        })
    }

    /// Called in a method; an `Error` when a subclass has not called the constructor.
    fn get(&self) -> Result<&T, Thrown> {
        self.0.get().ok_or_else(error::unconstructed)
    }
}

/// The state of the object a method was called on.
fn state<'a, T: NativeState>(call: &Call) -> &'a T {
    call.state()
}

/// Throws when the system has no memory for a new object.
fn no_memory(call: &Call, reason: i32) -> Thrown {
    zend::throw(
        &crate::class::EXCEPTION,
        &format!(
            "{} cannot have shared memory, Error: {}",
            call.this().class_name(),
            crate::error::text(i64::from(reason))
        ),
        i64::from(reason),
    )
}
