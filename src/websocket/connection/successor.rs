//! Who was pushed to after whom: a script that sends one message to many goes through them in the same order again.
//!
//! With a thousand receivers none of what a push touches is in the processor's caches when its turn comes, and waiting
//! for memory would be most of its cost. So each push has the next one's memory fetched while the kernel sends this one.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use crate::zend::fiber::prefetch;

use super::Connection;

/// A place in memory and its length. Only ever prefetched, never read: it may be gone.
type Place = (*const u8, usize);

/// What the push after the last one to this connection touched.
#[derive(Default)]
pub(super) struct Successor(Cell<Option<Touched>>);

#[derive(Clone, Copy)]
struct Touched {
    owner: Place,
    connection: *const u8,
    stream: *const u8,
}

/// Bytes of a connection that a push looks at, the reference counts before it included.
const CONNECTION: usize = 16 + std::mem::offset_of!(Connection, outbox) + 16;

thread_local! {
    /// The connection of the last push.
    static LAST: RefCell<Weak<Connection>> = const { RefCell::new(Weak::new()) };
}

impl Successor {
    /// Has it fetched.
    #[inline]
    pub(super) fn prefetch(&self) {
        if let Some(touched) = self.0.get() {
            prefetch(touched.owner.0, touched.owner.1);
            prefetch(touched.connection, CONNECTION);
            prefetch(touched.stream, 64);
        }
    }
}

/// Notes that a push to `connection`, through a PHP object at `owner`, follows the last one.
#[inline]
pub(super) fn follows(connection: &Rc<Connection>, owner: Place) {
    let last = LAST.replace(Rc::downgrade(connection));
    if let Some(last) = last.upgrade() {
        let stream = connection.stream.borrow().as_ref().map(Rc::as_ptr);
        last.successor.0.set(Some(Touched {
            owner,
            connection: Rc::as_ptr(connection).cast::<u8>().wrapping_sub(16),
            stream: stream.map_or(std::ptr::null(), |stream| {
                stream.cast::<u8>().wrapping_sub(16)
            }),
        }));
    }
}
