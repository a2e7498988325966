//! `Swoole\WebSocket\Group`: the same message for many, in one call. Ours, not Swoole's.
//!
//! A group does not keep its members: a connection ends as it would without, and leaves by itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::class::{HTTP_RESPONSE, WEBSOCKET_GROUP};
use crate::error::{self, code};
use crate::websocket::codec;
use crate::websocket::connection::{Connection as WebSocket, PushError};
use crate::websocket::outgoing::{Arguments, Outgoing};
use crate::zend::registry::ClassSlot;
use crate::zend::{Array, Call, NativeState, Object, PhpResult};

use super::response::ResponseState;
use super::websocket_methods::{not_a_websocket, ret_refused};

/// A group's native state.
#[derive(Default)]
pub struct GroupState(RefCell<Members>);

impl NativeState for GroupState {
    fn class() -> &'static ClassSlot {
        &WEBSOCKET_GROUP
    }
}

/// One connection, with the number of its `Response` (`spl_object_id`).
struct Member {
    id: u32,
    websocket: Rc<WebSocket>,
}

impl Member {
    /// The script's object, if it still has it.
    fn response(&self) -> Option<Object> {
        let object = Object::by_id(self.id, &HTTP_RESPONSE)?;
        // Numbers are given again: it has to be the object of this connection.
        let state: &ResponseState = object.state();
        let same = state
            .websocket
            .borrow()
            .as_ref()
            .is_some_and(|websocket| Rc::ptr_eq(websocket, &self.websocket));
        same.then_some(object)
    }
}

#[derive(Default)]
struct Members {
    list: Vec<Member>,
    /// Where in the list an object's number stands.
    places: HashMap<u32, usize>,
}

impl Members {
    fn contains(&self, id: u32, websocket: &Rc<WebSocket>) -> bool {
        self.places
            .get(&id)
            .is_some_and(|&at| Rc::ptr_eq(&self.list[at].websocket, websocket))
    }

    fn add(&mut self, id: u32, websocket: Rc<WebSocket>) {
        if self.list.len() == self.list.capacity() {
            // Before it grows: a group that is seldom pushed to must not collect those that have ended.
            self.leave_ended();
        }
        // Another connection of this number has ended: its object is gone.
        self.remove(id);
        self.places.insert(id, self.list.len());
        self.list.push(Member { id, websocket });
    }

    fn remove(&mut self, id: u32) -> bool {
        let Some(at) = self.places.remove(&id) else {
            return false;
        };
        self.list.swap_remove(at);
        if let Some(moved) = self.list.get(at) {
            self.places.insert(moved.id, at);
        }
        true
    }

    fn leave_ended(&mut self) {
        let mut at = 0;
        while let Some(member) = self.list.get(at) {
            if member.websocket.takes_frames() {
                at += 1;
            } else {
                self.remove(member.id);
            }
        }
    }
}

fn websocket_of(response: &Object) -> Option<Rc<WebSocket>> {
    let state: &ResponseState = response.state();
    state.websocket.borrow().clone()
}

/// `add(Response $ws): bool`.
pub fn add(call: &mut Call) -> PhpResult {
    let response = call.object(0, &HTTP_RESPONSE)?;
    let Some(websocket) = websocket_of(&response) else {
        not_a_websocket(&response);
        return call.ret(false);
    };
    if !websocket.takes_frames() {
        error::set_last(libc::EBADF);
        return call.ret(false);
    }
    let state: &GroupState = call.state();
    let mut members = state.0.borrow_mut();
    if !members.contains(response.id(), &websocket) {
        members.add(response.id(), websocket);
    }
    drop(members);
    call.ret(true)
}

/// `remove(Response $ws): bool`.
pub fn remove(call: &mut Call) -> PhpResult {
    let response = call.object(0, &HTTP_RESPONSE)?;
    let state: &GroupState = call.state();
    let removed = websocket_of(&response).is_some_and(|websocket| {
        let mut members = state.0.borrow_mut();
        members.contains(response.id(), &websocket) && members.remove(response.id())
    });
    call.ret(removed)
}

/// `contains(Response $ws): bool`.
pub fn contains(call: &mut Call) -> PhpResult {
    let response = call.object(0, &HTTP_RESPONSE)?;
    let state: &GroupState = call.state();
    let contained = websocket_of(&response).is_some_and(|websocket| {
        websocket.takes_frames() && state.0.borrow().contains(response.id(), &websocket)
    });
    call.ret(contained)
}

/// `count(): int`.
pub fn count(call: &mut Call) -> PhpResult {
    let state: &GroupState = call.state();
    let mut members = state.0.borrow_mut();
    members.leave_ended();
    let count = members.list.len();
    drop(members);
    call.ret(i64::try_from(count).unwrap_or(i64::MAX))
}

/// `push(Frame|string $data, int $opcode = 1, int $flags = 1, ?Response $except = null): array|false`: never waits.
pub fn push(call: &mut Call) -> PhpResult {
    let arguments = Arguments::of(call)?;
    let except = match call.value(3) {
        Some(except) if !except.is_null() => Some(call.object(3, &HTTP_RESPONSE)?),
        _ => None,
    };
    let outgoing = match arguments.frame().and_then(Outgoing::refuse_reserved) {
        Ok(outgoing) => outgoing,
        Err(refused) => return ret_refused(call, refused),
    };
    let state: &GroupState = call.state();
    let failed = offer_all(state, &outgoing, except.as_ref());
    let mut list = Array::empty();
    for (member, error) in failed {
        if let Some(response) = member.response() {
            let mut pair = Array::with_capacity(2);
            pair.push(response);
            pair.push(i64::from(error));
            list.push(pair);
        }
    }
    call.ret(list)
}

/// Offers the frame to every member, and tells who did not take it. No PHP code runs meanwhile.
fn offer_all(
    state: &GroupState,
    outgoing: &Outgoing,
    except: Option<&Object>,
) -> Vec<(Member, i32)> {
    let except = except.and_then(websocket_of);
    let mut members = state.0.borrow_mut();
    members.leave_ended();
    let mut failed = Vec::new();
    for Member { id, websocket } in &members.list {
        if except
            .as_ref()
            .is_some_and(|not| Rc::ptr_eq(not, websocket))
        {
            continue;
        }
        let offered = if outgoing.opcode == codec::OPCODE_CLOSE {
            websocket
                .push_close(&outgoing.payload)
                .map_err(PushError::Errno)
        } else {
            websocket.offer(
                outgoing.fin(),
                outgoing.opcode,
                &outgoing.payload,
                outgoing.compress(),
            )
        };
        let error = match offered {
            Ok(()) => continue,
            Err(PushError::Errno(errno)) => errno,
            Err(PushError::Sequence(_)) => code::WEBSOCKET_PACK_FAILED,
        };
        let member = Member {
            id: *id,
            websocket: websocket.clone(),
        };
        failed.push((member, error));
    }
    failed
}
