//! Functions of Swoole's PHP library that stand for PHP's own and suspend the coroutine: `swoole_exec` and others. And the
//! library's options, which nothing here reads.

use std::cell::RefCell;

use crate::coroutine::require_coroutine;
use crate::zend::array::Key;
use crate::zend::{Array, Call, PhpResult, Value};

use super::exec;

thread_local! {
    static OPTIONS: RefCell<Option<Array>> = const { RefCell::new(None) };
}

/// Forgets the library's options, at the end of a request.
pub fn reset() {
    let options = OPTIONS.take();
    drop(options);
}

/// `swoole_library_get_options(): array`.
pub fn swoole_library_get_options(call: &mut Call) -> PhpResult {
    let options = OPTIONS.with_borrow(Clone::clone);
    call.ret(options.unwrap_or_else(Array::empty))
}

/// `swoole_library_set_options(array $options): void`: instead of those set before.
pub fn swoole_library_set_options(call: &mut Call) -> PhpResult {
    let options = call.array(0)?;
    let before = OPTIONS.replace(Some(options));
    drop(before);
    Ok(())
}

/// The value of an option, if it was set.
fn option(key: &Key) -> Option<Value> {
    let options = OPTIONS.with_borrow(Clone::clone);
    options.and_then(|options| options.get_key(key))
}

/// `swoole_library_get_option(string $key): mixed`: null when it was not set.
pub fn swoole_library_get_option(call: &mut Call) -> PhpResult {
    let key = Key::of(&call.string(0)?.into())?;
    call.ret(option(&key).unwrap_or(Value::null()))
}

/// `swoole_library_set_option(string $key, mixed $value): void`.
pub fn swoole_library_set_option(call: &mut Call) -> PhpResult {
    let key = Key::of(&call.string(0)?.into())?;
    let value = call.value(1).unwrap_or(Value::null());
    // What was there may have a destructor, which may ask for options.
    let before = option(&key);
    OPTIONS.with_borrow_mut(|options| {
        options
            .get_or_insert_with(|| Array::with_capacity(8))
            .set_key(&key, value);
    });
    drop(before);
    Ok(())
}

/// `swoole_array_default_value(array $array, mixed $key, mixed $default_value = null): mixed`: as `$array[$key] ?? $default`.
pub fn swoole_array_default_value(call: &mut Call) -> PhpResult {
    let array = call.array(0)?;
    let key = call.value(1).unwrap_or(Value::null());
    let found = array.get_key(&Key::of(&key)?);
    match found.filter(|value| !value.is_null()) {
        Some(value) => call.ret(value),
        None => {
            let default = call.value(2).unwrap_or(Value::null());
            call.ret(default)
        }
    }
}

/// `swoole_exec(string $command, &$output = null, &$returnVar = null): string|false`: as PHP's `exec()`, lines are added to
/// an array that is given.
pub fn swoole_exec(call: &mut Call) -> PhpResult {
    let command = call.string(0)?;
    require_coroutine()?;
    let Some((status, output)) = exec::run(&command, false)? else {
        return call.ret(false);
    };
    let mut lines: Vec<&[u8]> = output.split(|byte| *byte == b'\n').collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    let lines: Vec<&[u8]> = lines.into_iter().map(without_space).collect();
    let mut all = call
        .value(1)
        .and_then(|given| given.as_array())
        .unwrap_or_else(|| Array::with_capacity(8));
    for line in &lines {
        all.push(*line);
    }
    call.assign(1, all);
    call.assign(2, exec::code(status));
    call.ret(lines.last().copied().unwrap_or_default())
}

/// A line without white space at its end: what `isspace()` of C says, as PHP's `exec()`.
fn without_space(line: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let end = line.iter().rposition(|byte| !is_space(byte));
    &line[..end.map_or(0, |last| last + 1)]
}

/// `swoole_shell_exec(string $cmd): string|false|null`: what the command writes, null if that is nothing.
pub fn swoole_shell_exec(call: &mut Call) -> PhpResult {
    let command = call.string(0)?;
    require_coroutine()?;
    match exec::run(&command, false)? {
        Some((_, output)) if output.is_empty() => call.ret(Value::null()),
        Some((_, output)) => call.ret(output.as_slice()),
        None => call.ret(false),
    }
}
