//! The WebSockets of a server: known, not owned.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use crate::websocket::close;
use crate::websocket::connection::Connection;

/// A list that its owners share.
#[derive(Clone, Default)]
pub(super) struct Websockets(Rc<RefCell<Vec<Weak<Connection>>>>);

impl Websockets {
    /// Notes an upgraded connection.
    pub(super) fn add(&self, websocket: &Rc<Connection>) {
        let mut all = self.0.borrow_mut();
        if all.len() == all.capacity() {
            all.retain(|known| known.strong_count() > 0);
        }
        all.push(Rc::downgrade(websocket));
    }

    /// Those there are.
    pub(super) fn all(&self) -> Vec<Rc<Connection>> {
        self.0.borrow().iter().filter_map(Weak::upgrade).collect()
    }

    /// Tells every peer that the server goes away (1001, RFC 6455 §7.4.1). `recv()` gives "".
    pub(super) fn go_away(&self) {
        for websocket in self.all() {
            websocket.close(close::code::GOING_AWAY, b"");
        }
    }

    /// Drops those that are still open.
    pub(super) fn drop_all(&self) {
        for websocket in self.all() {
            websocket.abandon();
        }
    }
}
