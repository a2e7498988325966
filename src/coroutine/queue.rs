//! A bounded queue of PHP values between coroutines: what is inside a channel and a connection pool.
//!
//! A push hands over to the first waiting consumer on the spot, a pop to the first waiting producer;
//! waiters are served first come, first served (spec/coroutine-runtime §4.1).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use crate::zend::Value;
use crate::zend::native::Gc;

use super::task::Reason;
use super::waiters::Waiters;

/// Why a push or a pop failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Its time was over.
    TimedOut,
    /// The queue is or was closed.
    Closed,
    /// The coroutine was cancelled; an exception may be pending.
    Canceled,
}

/// The queue. Of capacity 0 until it is set up.
#[derive(Default)]
pub struct Queue {
    capacity: Cell<usize>,
    closed: Cell<bool>,
    values: RefCell<VecDeque<Value>>,
    producers: Waiters,
    consumers: Waiters,
}

fn result_of(reason: Reason) -> Result<(), Failure> {
    match reason {
        Reason::Resumed => Ok(()),
        Reason::TimedOut => Err(Failure::TimedOut),
        Reason::Closed => Err(Failure::Closed),
        Reason::Canceled => Err(Failure::Canceled),
    }
}

impl Queue {
    /// How many values it holds at most.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity.get()
    }

    /// Sets how many values it holds at most.
    pub fn set_capacity(&self, capacity: usize) {
        self.capacity.set(capacity);
    }

    /// Puts a value at the end; waits while the queue is full. `None` waits for ever.
    #[inline(always)]
    pub fn push(&self, value: Value, limit: Option<Duration>) -> Result<(), Failure> {
        if self.closed.get() {
            return Err(Failure::Closed);
        }
        if self.is_full() || !self.producers.is_empty() {
            result_of(self.producers.park(limit))?;
        }
        self.values.borrow_mut().push_back(value);
        self.consumers.wake_first(Reason::Resumed);
        Ok(())
    }

    /// Takes the first value; waits while there is none. A closed queue still gives what it holds.
    #[inline(always)]
    pub fn pop(&self, limit: Option<Duration>) -> Result<Value, Failure> {
        if self.closed.get() && self.is_empty() {
            return Err(Failure::Closed);
        }
        if self.is_empty() || !self.consumers.is_empty() {
            result_of(self.consumers.park(limit))?;
        }
        let value = self.values.borrow_mut().pop_front();
        self.producers.wake_first(Reason::Resumed);
        Ok(value.unwrap_or(Value::null()))
    }

    /// Wakes all who wait, producers first; false when it was closed before.
    pub fn close(&self) -> bool {
        if self.closed.replace(true) {
            return false;
        }
        self.producers.wake_all(Reason::Closed);
        self.consumers.wake_all(Reason::Closed);
        true
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Whether there is no room.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.len() >= self.capacity.get()
    }

    /// Whether it holds nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.values.borrow().is_empty()
    }

    /// How many values it holds.
    #[inline]
    pub fn len(&self) -> usize {
        self.values.borrow().len()
    }

    /// How many coroutines wait to push.
    pub fn producers(&self) -> usize {
        self.producers.len()
    }

    /// How many coroutines wait to pop.
    pub fn consumers(&self) -> usize {
        self.consumers.len()
    }

    /// Reports the values to the cycle collector.
    pub fn collect(&self, gc: &mut Gc) {
        if let Ok(values) = self.values.try_borrow() {
            values.iter().for_each(|value| gc.add(value));
        }
    }
}
