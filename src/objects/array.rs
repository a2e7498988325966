//! `Swoole\ArrayObject`: what makes something of the whole array, sorts it, or looks for values. `elements` has single
//! elements.

use crate::zend::array::Key;
use crate::zend::{Call, PhpResult, Thrown, Value, function};

use super::{HELD, itself, methods, this};

methods! {
    /// `keys(): static`.
    keys = "array_keys" at 0 => alike;
    /// `values(): static`.
    values = "array_values" at 0 => alike;
    /// `flip(): static`.
    flip = "array_flip" at 0 => alike;
    /// `column(int|string|null $column, int|string|null $index = null): static`.
    column = "array_column" at 0 => alike;
    /// `unique(int $flags = SORT_STRING): static`.
    unique = "array_unique" at 0 => alike;
    /// `reverse(bool $preserve_keys = false): static`.
    reverse = "array_reverse" at 0 => alike;
    /// `chunk(int $length, bool $preserve_keys = false): static`.
    chunk = "array_chunk" at 0 => alike;
    /// `slice(int $offset, ?int $length = null, bool $preserve_keys = false): static`.
    slice = "array_slice" at 0 => alike;
    /// `filter(?callable $callback = null, int $mode = 0): static`.
    filter = "array_filter" at 0 => alike;
    /// `map(callable $callback, array ...$arrays): static`.
    map = "array_map" at 1 => alike;
    /// `reduce(callable $callback, mixed $initial = null): mixed`.
    reduce = "array_reduce" at 0 => itself;
    /// `sum(): int|float`.
    sum = "array_sum" at 0 => itself;
    /// `product(): int|float`.
    product = "array_product" at 0 => itself;
    /// `join(string $separator = ''): StringObject`.
    join = "implode" at 1 => string_object;
    /// `serialize(): string`.
    serialize = "serialize" at 0 => itself;

    /// `each(callable $callback, mixed $arg = null): static`.
    each = "array_walk" on => this;
    /// `splice(int $offset, ?int $length = null, mixed $replacement = []): static`.
    splice = "array_splice" on => alike;
    /// `shuffle(): static`.
    shuffle = "shuffle" on => this;
    /// `sort(int $flags = SORT_REGULAR): static`.
    sort = "sort" on => this;
    /// `rsort(int $flags = SORT_REGULAR): static`.
    rsort = "rsort" on => this;
    /// `usort(callable $callback): static`.
    usort = "usort" on => this;
    /// `asort(int $flags = SORT_REGULAR): static`.
    asort = "asort" on => this;
    /// `arsort(int $flags = SORT_REGULAR): static`.
    arsort = "arsort" on => this;
    /// `uasort(callable $callback): static`.
    uasort = "uasort" on => this;
    /// `ksort(int $flags = SORT_REGULAR): static`.
    ksort = "ksort" on => this;
    /// `krsort(int $flags = SORT_REGULAR): static`.
    krsort = "krsort" on => this;
    /// `uksort(callable $callback): static`.
    uksort = "uksort" on => this;
    /// `natsort(): static`.
    natsort = "natsort" on => this;
    /// `natcasesort(): static`.
    natcasesort = "natcasesort" on => this;
}

/// `__construct(array $array = [])`.
pub fn construct(call: &mut Call) -> PhpResult {
    let array = call.array(0)?;
    call.this().set(HELD, array);
    Ok(())
}

/// `toArray(): array`, `__toArray(): array`.
pub fn to_array(call: &mut Call) -> PhpResult {
    let array = super::elements::array(&call.this());
    call.ret(array)
}

/// `unserialize(string $data): static`. `UnexpectedValueException` when it is no array.
pub fn unserialize(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let array = function::call("unserialize", &mut [data.into()])?;
    if array.as_array().is_none() {
        return Err(crate::zend::error::throw_builtin(
            "UnexpectedValueException",
            "The data is not that of an array",
        ));
    }
    call.this().set(HELD, array);
    this(call, Value::null())
}

/// Looks through `array` with `in_array()` or `array_search()`, by `===` unless the method's second argument says otherwise.
fn look_for(call: &Call, function: &str, array: Value) -> Result<Value, Thrown> {
    let value = call.value(0).unwrap_or(Value::null());
    let strict = call.bool_or(1, true)?;
    function::call(function, &mut [value, array, strict.into()])
}

/// `contains(mixed $value, bool $strict = true): bool`.
pub fn contains(call: &mut Call) -> PhpResult {
    let found = look_for(call, "in_array", call.this().get(HELD))?;
    itself(call, found)
}

/// `search(mixed $value, bool $strict = true): int|string|false`, `indexOf()`.
pub fn search(call: &mut Call) -> PhpResult {
    let key = look_for(call, "array_search", call.this().get(HELD))?;
    itself(call, key)
}

/// `lastIndexOf(mixed $value, bool $strict = true): int|string|false`.
pub fn last_index_of(call: &mut Call) -> PhpResult {
    let mut arguments = [call.this().get(HELD), true.into()];
    let reversed = function::call("array_reverse", &mut arguments)?;
    let key = look_for(call, "array_search", reversed)?;
    itself(call, key)
}

/// `remove(mixed $value, bool $strict = true): static`: the first element that is equal.
pub fn remove(call: &mut Call) -> PhpResult {
    let key = look_for(call, "array_search", call.this().get(HELD))?;
    if !key.is_false() {
        super::elements::take_out(&call.this(), &Key::of(&key)?);
    }
    this(call, Value::null())
}
