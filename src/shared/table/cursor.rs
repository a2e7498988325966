//! `foreach` over a table: bucket by bucket, each as it was when it was come to. What other processes, or the loop itself,
//! change meanwhile disturbs nothing.

use std::collections::VecDeque;

use crate::zend::{Call, PhpResult, PhpString, Value};

use super::{TableState, created, fields};

/// How far a loop is.
#[derive(Default)]
pub(super) struct Cursor {
    /// The bucket to look at next.
    bucket: usize,
    /// Rows of the bucket before, keys and data: the first is the current one.
    rows: VecDeque<(Vec<u8>, Vec<u8>)>,
}

/// Takes the rows of the next bucket that has some.
fn fill(call: &Call) -> PhpResult {
    let table = created(call)?;
    let mut cursor = call.state::<TableState>().cursor.borrow_mut();
    while cursor.rows.is_empty() {
        let bucket = cursor.bucket;
        if table.store.looks_empty(bucket) {
            cursor.bucket += 1;
            continue;
        }
        let Some(rows) = table.store.rows_of(bucket) else {
            break;
        };
        cursor.bucket += 1;
        cursor.rows.extend(rows);
    }
    Ok(())
}

/// `rewind(): void`.
pub fn rewind(call: &mut Call) -> PhpResult {
    call.state::<TableState>().cursor.take();
    fill(call)
}

/// `valid(): bool`.
pub fn valid(call: &mut Call) -> PhpResult {
    created(call)?;
    let valid = !call.state::<TableState>().cursor.borrow().rows.is_empty();
    call.ret(valid)
}

/// `next(): void`.
pub fn next(call: &mut Call) -> PhpResult {
    let passed = call
        .state::<TableState>()
        .cursor
        .borrow_mut()
        .rows
        .pop_front();
    drop(passed);
    fill(call)
}

/// `current(): mixed`: a row as an array, null behind the last.
pub fn current(call: &mut Call) -> PhpResult {
    let table = created(call)?;
    let state: &TableState = call.state();
    let row = state
        .cursor
        .borrow()
        .rows
        .front()
        .map(|(_, data)| fields::array(&table.columns, data));
    match row {
        Some(row) => call.ret(row),
        None => call.ret(Value::null()),
    }
}

/// `key(): mixed`: the row's key, null behind the last.
pub fn key(call: &mut Call) -> PhpResult {
    created(call)?;
    let state: &TableState = call.state();
    let key = state
        .cursor
        .borrow()
        .rows
        .front()
        .map(|(key, _)| PhpString::new(key));
    match key {
        Some(key) => call.ret(key),
        None => call.ret(Value::null()),
    }
}
