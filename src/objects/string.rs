//! `Swoole\StringObject`: a string of bytes as an object that does not change.

use crate::class::STRING_OBJECT;
use crate::zend::{Call, Object, PhpResult, PhpString, Thrown};

use super::{HELD, alike, methods};

methods! {
    /// `length(): int`.
    length = "strlen" at 0 => itself;
    /// `indexOf(string $needle, int $offset = 0): int|false`.
    index_of = "strpos" at 0 => itself;
    /// `lastIndexOf(string $needle, int $offset = 0): int|false`.
    last_index_of = "strrpos" at 0 => itself;
    /// `ipos(string $needle, int $offset = 0): int|false`.
    ipos = "stripos" at 0 => itself;
    /// `contains(string $needle): bool`.
    contains = "str_contains" at 0 => itself;
    /// `startsWith(string $needle): bool`.
    starts_with = "str_starts_with" at 0 => itself;
    /// `endsWith(string $needle): bool`.
    ends_with = "str_ends_with" at 0 => itself;
    /// `reverse(): static`.
    reverse = "strrev" at 0 => alike;
    /// `lower(): static`.
    lower = "strtolower" at 0 => alike;
    /// `upper(): static`.
    upper = "strtoupper" at 0 => alike;
    /// `trim(?string $characters = null): static`.
    trim = "trim" at 0 => alike;
    /// `ltrim(?string $characters = null): static`.
    ltrim = "ltrim" at 0 => alike;
    /// `rtrim(?string $characters = null): static`.
    rtrim = "rtrim" at 0 => alike;
    /// `substr(int $offset, ?int $length = null): static`.
    substr = "substr" at 0 => alike;
    /// `repeat(int $times): static`.
    repeat = "str_repeat" at 0 => alike;
    /// `replace(array|string $search, array|string $replace, &$count = null): static`.
    replace = "str_replace" at 2 => alike;
    /// `chunkSplit(int $length = 76, ?string $separator = null): static`.
    chunk_split = "chunk_split" at 0 => alike;
    /// `split(string $separator, int $limit = PHP_INT_MAX): ArrayObject`.
    split = "explode" at 1 => array_object;
    /// `chunk(int $length = 1): ArrayObject`.
    chunk = "str_split" at 0 => array_object;
}

/// The string of an object.
pub(super) fn text(object: &Object) -> Result<PhpString, Thrown> {
    object.get(HELD).to_string().ok_or(Thrown)
}

/// `__construct(string $string = '')`.
pub fn construct(call: &mut Call) -> PhpResult {
    let string = call.string(0)?;
    call.this().set(HELD, string);
    Ok(())
}

/// `toString(): string`, `__toString(): string`.
pub fn to_string(call: &mut Call) -> PhpResult {
    let string = text(&call.this())?;
    call.ret(string)
}

/// `append(mixed $string): static`.
pub fn append(call: &mut Call) -> PhpResult {
    let further = call
        .value(0)
        .map_or(Some(PhpString::empty()), |value| value.to_string());
    let all = [&*text(&call.this())?, &*further.ok_or(Thrown)?].concat();
    alike(call, all.as_slice().into())
}

/// `equals(mixed $string, bool $strict = false): bool`.
pub fn equals(call: &mut Call) -> PhpResult {
    let strict = call.bool_or(1, false)?;
    let Some(other) = call.value(0) else {
        return call.ret(false);
    };
    let is_text = other.as_string().is_some()
        || other
            .as_object()
            .is_some_and(|object| object.instance_of(&STRING_OBJECT));
    if strict && !is_text {
        return call.ret(false);
    }
    let other = other.to_string().ok_or(Thrown)?;
    let equal = *other == *text(&call.this())?;
    call.ret(equal)
}

/// `char(int $index): string`: empty beyond the end.
pub fn char(call: &mut Call) -> PhpResult {
    super::substring(call, "substr")
}
