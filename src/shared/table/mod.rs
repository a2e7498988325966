//! `Swoole\Table`: rows of fixed size that several processes read and write, by key.
//!
//! * `columns` (pure): what lies where in a row;
//! * `store`: the rows in shared memory, their locks;
//! * `fields`: PHP's values as bytes;
//! * `cursor`: `foreach`;
//! * this file: the class's methods.

mod columns;
mod cursor;
mod fields;
mod store;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::class::TABLE;
use crate::error::{self, code};
use crate::slot::table as slot;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, Object, PhpResult, PhpString, Thrown, Value};

use columns::{Columns, Kind};
use cursor::Cursor;
pub use cursor::{current, key, next, rewind, valid};
use fields::refuse;
use store::{MAX_KEY, Store, rows_for};

const TYPE_INT: i64 = 1;
const TYPE_FLOAT: i64 = 2;
const TYPE_STRING: i64 = 3;

/// The state of a Table object.
#[derive(Default)]
pub struct TableState {
    rows: Cell<usize>,
    columns: RefCell<Columns>,
    /// There is one between `create()` and `destroy()`.
    created: RefCell<Option<Rc<Created>>>,
    cursor: RefCell<Cursor>,
}

/// A table that was created: its columns do not change any more.
struct Created {
    columns: Columns,
    store: Store,
}

impl NativeState for TableState {
    fn class() -> &'static ClassSlot {
        &TABLE
    }
}

/// The table, an `Error` when there is none.
fn created(call: &Call) -> Result<Rc<Created>, Thrown> {
    let state: &TableState = call.state();
    let created = state.created.borrow().clone();
    created.ok_or_else(|| {
        zend::throw(
            &crate::class::ERROR,
            "table is not created or has been destroyed",
            i64::from(code::PHP_FATAL_ERROR),
        )
    })
}

/// A key; `None` when it is too long (a warning was raised).
fn key_of(call: &Call) -> Result<Option<PhpString>, Thrown> {
    let key = call.string(0)?;
    if key.len() <= MAX_KEY {
        return Ok(Some(key));
    }
    zend::warning(&format!("key length exceeds the limit of {MAX_KEY} bytes"));
    error::set_last(code::PHP_FATAL_ERROR);
    Ok(None)
}

/// `__construct(int $table_size, float $conflict_proportion = 0.2)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let size = call.long(0)?;
    // There is a reserve for all rows, whatever is asked for.
    call.double_or(1, 0.2)?;
    let state: &TableState = call.state();
    if state.rows.get() > 0 {
        return Err(zend::throw_error(&format!(
            "Constructor of {} can only be called once",
            call.this().class_name()
        )));
    }
    state.rows.set(rows_for(size));
    Ok(())
}

/// `column(string $name, int $type, int $size = 0): bool`.
pub fn column(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let number = call.long(1)?;
    let size = call.long_or(2, 0)?;
    let state: &TableState = call.state();
    if name.is_empty() {
        return refuse(call, "the column name is empty");
    }
    if state.created.borrow().is_some() {
        return refuse(call, "unable to add column after table has been created");
    }
    let kind = match number {
        TYPE_INT => Kind::Int,
        TYPE_FLOAT => Kind::Float,
        TYPE_STRING => match u32::try_from(size) {
            // As much as fits into the memory it takes anyway.
            Ok(size) if size > 0 => Kind::Text((size as usize).next_multiple_of(8)),
            _ => {
                return refuse(
                    call,
                    "the length of string type values has to be more than zero",
                );
            }
        },
        _ => return refuse(call, "unknown column type"),
    };
    let added = state.columns.borrow_mut().add(&name, kind);
    call.ret(added)
}

/// `create(): bool`: false with a warning when it was created before, has no columns, or memory is short.
pub fn create(call: &mut Call) -> PhpResult {
    let state: &TableState = call.state();
    if state.rows.get() == 0 {
        return Err(zend::throw_error("must call constructor first"));
    }
    if state.created.borrow().is_some() {
        return refuse(call, "the table has been created already");
    }
    let columns = state.columns.borrow().clone();
    if columns.is_empty() {
        return refuse(call, "the table has no columns");
    }
    let store = match Store::new(state.rows.get(), columns.width()) {
        Ok(store) => store,
        Err(_) => return refuse(call, "unable to allocate memory"),
    };
    let this = call.this();
    this.set(slot::SIZE, state.rows.get() as i64);
    this.set(slot::MEMORY_SIZE, store.memory_size() as i64);
    *state.created.borrow_mut() = Some(Rc::new(Created { columns, store }));
    call.ret(true)
}

/// `destroy(): bool`: for this process; others keep theirs.
pub fn destroy(call: &mut Call) -> PhpResult {
    let state: &TableState = call.state();
    created(call)?;
    let gone = state.created.take();
    state.cursor.take();
    drop(gone);
    call.ret(true)
}

/// Which rows a write is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// Any; it is made if there is none.
    Any,
    /// One that there is not yet.
    New,
    /// One that there is.
    Known,
}

fn write(call: &mut Call, target: Target) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let values = call.array(1)?;
    let table = created(call)?;
    let (fields, _) = fields::fields(&key, &table.columns, &values)?;
    let bucket = table.store.bucket(&key);
    let found = bucket.find(&key);
    let row = match (found, target) {
        (Some(_), Target::New) | (None, Target::Known) => None,
        (Some(row), _) => {
            bucket.updated();
            Some(row)
        }
        (None, _) => match bucket.insert(&key) {
            Some(row) => Some(row),
            None => {
                drop(bucket);
                return no_room(call, &key);
            }
        },
    };
    if let Some(row) = row {
        fields.iter().for_each(|field| field.write(&bucket, row));
    }
    drop(bucket);
    call.ret(row.is_some())
}

fn no_room(call: &mut Call, key: &PhpString) -> PhpResult {
    let message = format!(
        "failed to set('{}'), unable to allocate memory",
        key.to_text()
    );
    refuse(call, &message)
}

/// `set(string $key, array $value): bool`.
pub fn set(call: &mut Call) -> PhpResult {
    write(call, Target::Any)
}

/// `add(string $key, array $values): bool`: false when there is such a row.
pub fn add(call: &mut Call) -> PhpResult {
    write(call, Target::New)
}

/// `update(string $key, array $values): bool`: false when there is no such row.
pub fn update(call: &mut Call) -> PhpResult {
    write(call, Target::Known)
}

/// Runs `act` on the row of the key if it has the values of the second argument. False: it has not.
fn if_equal(
    call: &Call,
    key: &PhpString,
    act: impl FnOnce(&Created, &store::Bucket<'_>, store::Row),
) -> Result<bool, Thrown> {
    let expected = call.array(1)?;
    let table = created(call)?;
    let (expected, all_known) = fields::fields(key, &table.columns, &expected)?;
    let bucket = table.store.bucket(key);
    match bucket.find(key) {
        Some(row) if all_known && expected.iter().all(|field| field.is_in(&bucket, row)) => {
            act(&table, &bucket, row);
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// `cmpset(string $key, array $expected, array $values): bool`.
pub fn cmpset(call: &mut Call) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let values = call.array(2)?;
    let (values, _) = fields::fields(&key, &created(call)?.columns, &values)?;
    let done = if_equal(call, &key, |_, bucket, row| {
        bucket.updated();
        values.iter().for_each(|field| field.write(bucket, row));
    })?;
    call.ret(done)
}

/// `cmpdel(string $key, array $expected): bool`.
pub fn cmpdel(call: &mut Call) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let done = if_equal(call, &key, |_, bucket, row| bucket.remove(row))?;
    call.ret(done)
}

fn read(call: &mut Call, remove: bool) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let field = call.nullable_string(1)?;
    let table = created(call)?;
    let bucket = table.store.bucket(&key);
    let data = bucket.find(&key).map(|row| {
        let data = bucket.data(row);
        if remove {
            bucket.remove(row);
        }
        data
    });
    drop(bucket);
    let Some(data) = data else {
        return call.ret(false);
    };
    let Some(field) = field else {
        return call.ret(fields::array(&table.columns, &data));
    };
    match table.columns.find(&field) {
        Some(column) => call.ret(fields::value(column, &data)),
        None => call.ret(false),
    }
}

/// `get(string $key, ?string $field = null): array|string|int|float|false`.
pub fn get(call: &mut Call) -> PhpResult {
    read(call, false)
}

/// `getdel(string $key, ?string $field = null): array|string|int|float|false`.
pub fn getdel(call: &mut Call) -> PhpResult {
    read(call, true)
}

/// `count(): int`.
pub fn count(call: &mut Call) -> PhpResult {
    let count = created(call)?.store.len();
    call.ret(i64::try_from(count).unwrap_or(i64::MAX))
}

/// `del(string $key): bool`: false when there is no such row.
pub fn del(call: &mut Call) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let table = created(call)?;
    let bucket = table.store.bucket(&key);
    let found = bucket.find(&key);
    if let Some(row) = found {
        bucket.remove(row);
    }
    drop(bucket);
    call.ret(found.is_some())
}

/// `exists(string $key): bool`.
pub fn exists(call: &mut Call) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let table = created(call)?;
    let found = table.store.bucket(&key).find(&key).is_some();
    call.ret(found)
}

/// Adds `sign` times the third argument to a number; makes the row if there is none.
fn change(call: &mut Call, function: &str, sign: i64) -> PhpResult {
    let Some(key) = key_of(call)? else {
        return call.ret(false);
    };
    let name = call.string(1)?;
    let by = call.number_or(2, 1)?;
    let table = created(call)?;
    let Some(column) = table.columns.find(&name) else {
        return refuse(call, &format!("column[{}] does not exist", name.to_text()));
    };
    if matches!(column.kind, Kind::Text(_)) {
        return refuse(
            call,
            &format!("can't execute '{function}' on a string type column"),
        );
    }
    let bucket = table.store.bucket(&key);
    let found = bucket.find(&key).inspect(|_| bucket.updated());
    let Some(row) = found.or_else(|| bucket.insert(&key)) else {
        drop(bucket);
        return no_room(call, &key);
    };
    let sum = fields::add(column, &bucket, row, &by, sign);
    drop(bucket);
    call.ret(sum.unwrap_or(Value::from(false)))
}

/// `incr(string $key, string $column, int|float $incrby = 1): int|float|false`.
pub fn incr(call: &mut Call) -> PhpResult {
    change(call, "incr", 1)
}

/// `decr(string $key, string $column, int|float $incrby = 1): int|float|false`.
pub fn decr(call: &mut Call) -> PhpResult {
    change(call, "decr", -1)
}

/// `getSize(): int`: the rows that have a bucket of their own.
pub fn get_size(call: &mut Call) -> PhpResult {
    let rows = call.state::<TableState>().rows.get();
    call.ret(rows as i64)
}

/// `getMemorySize(): int`.
pub fn get_memory_size(call: &mut Call) -> PhpResult {
    let size = created(call)?.store.memory_size();
    call.ret(size as i64)
}

/// `stats(): array|false`.
pub fn stats(call: &mut Call) -> PhpResult {
    let figures = created(call)?.store.figures();
    let mut stats = Array::with_capacity(8);
    for (name, figure) in [
        ("num", figures.rows),
        ("conflict_count", figures.conflicts),
        ("conflict_max_level", figures.deepest),
        ("insert_count", figures.inserts),
        ("update_count", figures.updates),
        ("delete_count", figures.deletes),
        ("available_slice_num", figures.reserve_left),
        ("total_slice_num", figures.reserve),
    ] {
        let figure = i64::try_from(figure).unwrap_or(i64::MAX);
        stats.set(&PhpString::new(name.as_bytes()), figure);
    }
    call.ret(stats)
}

/// `swoole_table(int $size, string $fields): Swoole\Table`: created, with the columns of a text such as
/// "id:i,name:s:32,ratio:f".
pub fn swoole_table(call: &mut Call) -> PhpResult {
    let size = call.long(0)?;
    let text = call.string(1)?.to_text();
    let table =
        Object::construct(&TABLE, &mut [Value::from(size), Value::from(0.25)]).ok_or(Thrown)?;
    for field in text.split(',') {
        let mut parts = field.trim().split(':').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let kind = match parts.next().unwrap_or_default() {
            "i" | "int" => TYPE_INT,
            "f" | "float" => TYPE_FLOAT,
            "s" | "string" => TYPE_STRING,
            other => {
                return Err(zend::throw(
                    &crate::class::EXCEPTION,
                    &format!("unknown field type [{other}] of [{name}]"),
                    i64::from(code::INVALID_PARAMS),
                ));
            }
        };
        let length = parts
            .next()
            .and_then(|size| size.parse().ok())
            .unwrap_or(0_i64);
        table.call(
            "column",
            &mut [Value::from(name), Value::from(kind), Value::from(length)],
        )?;
    }
    table.call("create", &mut [])?;
    call.ret(table)
}
