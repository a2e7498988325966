//! `swoole_select()`: which of several descriptors are ready. Blocks the process, coroutines and all, as Swoole's does.

use std::time::Duration;

use crate::error;
use crate::zend::{self, Array, Call, PhpResult, Thrown, sys};

use super::class::descriptor_of;

/// The arguments, and what makes a descriptor part of their answer.
const KINDS: [(u32, i16, i16); 3] = [
    (
        0,
        libc::POLLIN,
        libc::POLLIN | libc::POLLHUP | libc::POLLERR,
    ),
    (1, libc::POLLOUT, libc::POLLOUT | libc::POLLERR),
    (2, libc::POLLPRI, libc::POLLPRI),
];

fn array(call: &Call, index: u32) -> Result<Array, Thrown> {
    let given = call.value(index);
    if given.is_none_or(|value| value.is_null()) {
        return Ok(Array::empty());
    }
    call.array(index)
}

/// `swoole_select(?array &$read, ?array &$write, ?array &$except, ?float $timeout = 0.5): int|false`: leaves in the arrays
/// what is ready, under its key.
pub fn swoole_select(call: &mut Call) -> PhpResult {
    let given = call.value(3);
    let limit = match given {
        Some(value) if value.is_null() => None,
        _ => Duration::try_from_secs_f64(call.double_or(3, 0.5)?).ok(),
    };
    let mut lists = Vec::with_capacity(KINDS.len());
    let mut polled = Vec::new();
    for (index, events, _) in KINDS {
        let list = array(call, index)?;
        for (_, value) in list.iter() {
            let Some(fd) = descriptor_of(&value) else {
                return call.ret(false);
            };
            polled.push((fd, events));
        }
        lists.push(list);
    }
    if polled.is_empty() {
        zend::warning("no resource arrays were passed to select");
        error::set_last(error::code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let found = match sys::poll(&polled, limit) {
        Ok(found) => found,
        Err(reason) => {
            error::set_last_and_errno(error::errno_of(&reason));
            return call.ret(false);
        }
    };
    let mut found = found.into_iter();
    let mut total = 0;
    for ((index, _, ready), list) in KINDS.into_iter().zip(lists) {
        let mut left = Array::with_capacity(4);
        for (key, value) in list.iter() {
            if found.next().unwrap_or(0) & ready != 0 {
                left.set_key(&key, value);
                total += 1;
            }
        }
        if !call.value(index).is_none_or(|value| value.is_null()) {
            call.assign(index, left);
        }
    }
    call.ret(total)
}
