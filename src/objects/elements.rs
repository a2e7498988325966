//! `Swoole\ArrayObject`: single elements by key, by iteration, and at the ends.

use crate::zend::array::Key;
use crate::zend::error::{plain_warning, throw_builtin};
use crate::zend::{Array, Call, Object, PhpResult, Thrown, Value, function, throw_error};

use super::{HELD, methods, this};

methods! {
    /// `exists(mixed $key): bool`.
    exists = "array_key_exists" at 1 => itself;
    /// `firstKey(): int|string|null`.
    first_key = "array_key_first" at 0 => itself;
    /// `lastKey(): int|string|null`.
    last_key = "array_key_last" at 0 => itself;

    /// `pushFront(mixed $value): int`.
    push_front = "array_unshift" on => itself;
    /// `popBack(): mixed`.
    pop_back = "array_pop" on => itself;
    /// `popFront(): mixed`.
    pop_front = "array_shift" on => itself;
}

/// The array of an object; empty when a class that extends it has put something else there.
pub(super) fn array(object: &Object) -> Array {
    object.get(HELD).as_array().unwrap_or_else(Array::empty)
}

/// Removes an element.
pub(super) fn take_out(object: &Object, key: &Key) {
    let mut removed = None;
    object.with_array(HELD, |array| removed = array.remove(key));
    drop(removed);
}

/// The method's first argument as a key.
fn key_of(call: &Call) -> Result<Key, Thrown> {
    Key::of(&call.value(0).unwrap_or(Value::null()))
}

fn find(call: &Call) -> Result<Option<Value>, Thrown> {
    Ok(array(&call.this()).get_key(&key_of(call)?))
}

/// What is said about a key that is not there, as PHP says it of arrays.
fn undefined(call: &Call) -> Result<String, Thrown> {
    Ok(match key_of(call)? {
        Key::Index(index) => format!("Undefined array key {index}"),
        Key::Name(name) => format!("Undefined array key \"{}\"", name.to_text()),
    })
}

/// `current(): mixed`: false behind the last element, as PHP's `current()`.
pub fn current(call: &mut Call) -> PhpResult {
    let current = array(&call.this()).current();
    call.ret(current.unwrap_or(false.into()))
}

/// `key(): int|string|null`.
pub fn key(call: &mut Call) -> PhpResult {
    let key = array(&call.this()).current_key();
    call.ret(key)
}

/// `valid(): bool`.
pub fn valid(call: &mut Call) -> PhpResult {
    let valid = !array(&call.this()).current_key().is_null();
    call.ret(valid)
}

/// `next(): void`.
pub fn next(call: &mut Call) -> PhpResult {
    call.this().with_array(HELD, Array::forward);
    Ok(())
}

/// `rewind(): void`.
pub fn rewind(call: &mut Call) -> PhpResult {
    call.this().with_array(HELD, Array::rewind);
    Ok(())
}

/// Adds a value behind the others.
fn push(object: &Object, value: Value) -> PhpResult {
    let mut added = true;
    object.with_array(HELD, |array| added = array.try_push(value));
    if added {
        return Ok(());
    }
    Err(throw_error(
        "Cannot add element to the array as the next element is already occupied",
    ))
}

/// `append(mixed ...$values): static`.
pub fn append(call: &mut Call) -> PhpResult {
    for value in call.declared()? {
        push(&call.this(), value)?;
    }
    this(call, Value::null())
}

/// `pushBack(mixed $value): int`.
pub fn push_back(call: &mut Call) -> PhpResult {
    push(&call.this(), call.value(0).unwrap_or(Value::null()))?;
    count(call)
}

/// `count(): int`.
pub fn count(call: &mut Call) -> PhpResult {
    let count = array(&call.this()).len();
    call.ret(i64::try_from(count).unwrap_or(i64::MAX))
}

/// `isEmpty(): bool`.
pub fn is_empty(call: &mut Call) -> PhpResult {
    let empty = array(&call.this()).is_empty();
    call.ret(empty)
}

/// `get(mixed $key): mixed`. `OutOfBoundsException` when there is no such element.
pub fn get(call: &mut Call) -> PhpResult {
    match find(call)? {
        Some(value) => call.ret(value),
        None => Err(throw_builtin("OutOfBoundsException", &undefined(call)?)),
    }
}

/// `getOr(mixed $key, mixed $default = null): mixed`.
pub fn get_or(call: &mut Call) -> PhpResult {
    let found = find(call)?.or_else(|| call.value(1));
    call.ret(found.unwrap_or(Value::null()))
}

/// `offsetGet(mixed $key): mixed`: null with PHP's warning when there is no such element.
pub fn offset_get(call: &mut Call) -> PhpResult {
    match find(call)? {
        Some(value) => call.ret(value),
        None => {
            plain_warning(&undefined(call)?);
            call.ret(Value::null())
        }
    }
}

/// `offsetExists(mixed $key): bool`: `isset()`, which null is not.
pub fn offset_exists(call: &mut Call) -> PhpResult {
    let is_set = find(call)?.is_some_and(|value| !value.is_null());
    call.ret(is_set)
}

/// `offsetSet(mixed $key, mixed $value): void`: without a key (`$array[] = $value`) behind the others.
pub fn offset_set(call: &mut Call) -> PhpResult {
    if call.value(0).is_some_and(|key| !key.is_null()) {
        return put(call);
    }
    let value = call.value(1).unwrap_or(Value::null());
    push(&call.this(), value)
}

/// `$array[$key] = $value` with the method's arguments.
fn put(call: &Call) -> PhpResult {
    let key = key_of(call)?;
    let value = call.value(1).unwrap_or(Value::null());
    let mut before = None;
    call.this()
        .with_array(HELD, |array| before = array.assign(&key, value));
    drop(before);
    Ok(())
}

/// `set(mixed $key, mixed $value): static`.
pub fn set(call: &mut Call) -> PhpResult {
    put(call)?;
    this(call, Value::null())
}

/// `offsetUnset(mixed $key): void`.
pub fn offset_unset(call: &mut Call) -> PhpResult {
    take_out(&call.this(), &key_of(call)?);
    Ok(())
}

/// `delete(mixed $key): static`.
pub fn delete(call: &mut Call) -> PhpResult {
    offset_unset(call)?;
    this(call, Value::null())
}

/// `clear(): static`.
pub fn clear(call: &mut Call) -> PhpResult {
    call.this().set(HELD, Array::empty());
    this(call, Value::null())
}

/// `insert(int $offset, mixed $value): static`: before the element that is at this place.
pub fn insert(call: &mut Call) -> PhpResult {
    let offset = call.long(0)?;
    let mut one = Array::with_capacity(1);
    one.push(call.value(1).unwrap_or(Value::null()));
    let arguments = vec![offset.into(), 0.into(), one.into()];
    function::call_on(&call.this(), HELD, "array_splice", arguments)?;
    this(call, Value::null())
}

/// The element under the key that a function of PHP's chooses; null when it chooses none.
fn chosen(call: &mut Call, function: &str) -> PhpResult {
    let array = array(&call.this());
    let key = function::call(function, &mut [array.clone().into()])?;
    let value = (!key.is_null()).then(|| Key::of(&key)).transpose()?;
    let value = value.and_then(|key| array.get_key(&key));
    call.ret(value.unwrap_or(Value::null()))
}

/// `first(): mixed`.
pub fn first(call: &mut Call) -> PhpResult {
    chosen(call, "array_key_first")
}

/// `last(): mixed`.
pub fn last(call: &mut Call) -> PhpResult {
    chosen(call, "array_key_last")
}

/// `randomGet(): mixed`. `ValueError` when the array is empty.
pub fn random_get(call: &mut Call) -> PhpResult {
    chosen(call, "array_rand")
}
