//! `Swoole\MultibyteStringObject`: a string whose positions and lengths count characters. What does not count is
//! inherited from `StringObject`.

use crate::zend::{Call, PhpResult, Thrown, Value, function, throw_error};

use super::{HELD, alike, methods, string};

methods! {
    /// `length(): int`.
    length = "mb_strlen" at 0 => itself;
    /// `indexOf(string $needle, int $offset = 0): int|false`.
    index_of = "mb_strpos" at 0 => itself;
    /// `lastIndexOf(string $needle, int $offset = 0): int|false`.
    last_index_of = "mb_strrpos" at 0 => itself;
    /// `ipos(string $needle, int $offset = 0): int|false`.
    ipos = "mb_stripos" at 0 => itself;
    /// `lower(): static`.
    lower = "mb_strtolower" at 0 => alike;
    /// `upper(): static`.
    upper = "mb_strtoupper" at 0 => alike;
    /// `substr(int $offset, ?int $length = null): static`.
    substr = "mb_substr" at 0 => alike;
    /// `chunk(int $length = 1): ArrayObject`.
    chunk = "mb_str_split" at 0 => array_object;
}

/// `Error` if there are no functions for characters, of PHP's extension or of one that stands in for it.
pub fn require_extension() -> PhpResult {
    if function::exists("mb_strlen") {
        return Ok(());
    }
    Err(throw_error(
        "Swoole\\MultibyteStringObject needs PHP's extension mbstring",
    ))
}

/// `__construct(string $string = '')`.
pub fn construct(call: &mut Call) -> PhpResult {
    require_extension()?;
    string::construct(call)
}

/// The pieces of `length` characters that the string consists of.
fn pieces(call: &Call, length: i64) -> Result<Value, Thrown> {
    function::call("mb_str_split", &mut [call.this().get(HELD), length.into()])
}

/// `reverse(): static`.
pub fn reverse(call: &mut Call) -> PhpResult {
    let characters = pieces(call, 1)?;
    let reversed = function::call("array_reverse", &mut [characters])?;
    let string = function::call("implode", &mut ["".into(), reversed])?;
    alike(call, string)
}

/// `chunkSplit(int $length = 76, ?string $separator = null): static`: the separator also comes after the last piece.
pub fn chunk_split(call: &mut Call) -> PhpResult {
    let length = call.long_or(0, 76)?;
    let separator = call.nullable_string(1)?;
    let separator = separator.as_deref().unwrap_or(b"\r\n");
    let pieces = pieces(call, length)?;
    let joined = function::call("implode", &mut [separator.into(), pieces])?;
    let joined = joined.to_string().ok_or(Thrown)?;
    alike(call, [&*joined, separator].concat().as_slice().into())
}

/// `char(int $index): string`: empty beyond the end.
pub fn char(call: &mut Call) -> PhpResult {
    super::substring(call, "mb_substr")
}
