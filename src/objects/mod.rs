//! Strings and arrays as objects: `Swoole\StringObject`, `MultibyteStringObject`, `ArrayObject`, and the functions that make
//! them. Not for Swoole's own containers: `Table` is in `shared`, `Context` in `coroutine`.
//!
//! An object holds its string or array in a property, the first of its class, so that comparing, cloning, serializing and
//! the collection of cycles are the engine's. Nearly every method is a function of PHP's, called by name ([`methods!`]):
//! what it does with odd arguments is what PHP does.
//!
//! * `string`, `multibyte`: text in bytes, in characters;
//! * `array`: what makes something of an array, sorts it, looks for values;
//! * `elements`: single elements by their keys, and the ends.

pub mod array;
pub mod elements;
pub mod multibyte;
pub mod string;

use crate::class::{ARRAY_OBJECT, MULTIBYTE_STRING_OBJECT, STRING_OBJECT};
use crate::zend::registry::ClassSlot;
use crate::zend::{Call, Object, PhpResult, Thrown, Value, function};

/// The property that holds the string or the array. Each class has one, which comes first.
const HELD: usize = 0;
const _: () = assert!(crate::slot::string_object::STRING == HELD);
const _: () = assert!(crate::slot::array_object::ARRAY == HELD);

/// Defines methods that call one function of PHP's each.
///
/// - `name = "function" at N => result`: with the arguments of the method, among which what the object holds is number N.
/// - `name = "function" on => result`: with what the object holds as the first argument, by reference: it is changed.
///
/// The result is one of the functions of this module that say what becomes of a result.
macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $function:literal $way:ident $($at:literal)? => $result:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(call: &mut $crate::zend::Call) -> $crate::zend::PhpResult {
            let result = $crate::objects::$way(call, $function $(, $at)?)?;
            $crate::objects::$result(call, result)
        }
    )*};
}
use methods;

/// Calls a function with what the object holds at position `at` among the arguments.
fn at(call: &Call, function: &str, at: usize) -> Result<Value, Thrown> {
    let mut arguments = call.declared()?;
    arguments.insert(at.min(arguments.len()), call.this().get(HELD));
    function::call(function, &mut arguments)
}

/// Calls a function that changes what the object holds.
fn on(call: &Call, function: &str) -> Result<Value, Thrown> {
    function::call_on(&call.this(), HELD, function, call.declared()?)
}

/// The method returns what the function returns.
fn itself(call: &mut Call, result: Value) -> PhpResult {
    call.ret(result)
}

/// The method returns its object.
fn this(call: &mut Call, _: Value) -> PhpResult {
    let this = call.this();
    call.ret(this)
}

/// The method returns a new object of its object's class, made by its constructor.
fn alike(call: &mut Call, result: Value) -> PhpResult {
    let object = call.this().construct_alike(&mut [result]).ok_or(Thrown)?;
    call.ret(object)
}

/// The method returns an `ArrayObject`.
fn array_object(call: &mut Call, result: Value) -> PhpResult {
    call.ret(holding(&ARRAY_OBJECT, result))
}

/// The method returns a `StringObject`.
fn string_object(call: &mut Call, result: Value) -> PhpResult {
    call.ret(holding(&STRING_OBJECT, result))
}

/// `char(int $index): string` with a function that takes parts of strings.
fn substring(call: &mut Call, function: &str) -> PhpResult {
    let index = call.long(0)?.into();
    let mut arguments = [call.this().get(HELD), index, 1.into()];
    let character = function::call(function, &mut arguments)?;
    call.ret(character)
}

/// A new object of one of the classes.
fn holding(class: &ClassSlot, held: Value) -> Object {
    let object = Object::new(class);
    object.set(HELD, held);
    object
}

/// `swoole_string(string $string = ''): StringObject`.
pub fn swoole_string(call: &mut Call) -> PhpResult {
    let string = call.string(0)?.into();
    string_object(call, string)
}

/// `swoole_mbstring(string $string = ''): MultibyteStringObject`.
pub fn swoole_mbstring(call: &mut Call) -> PhpResult {
    let string = call.string(0)?.into();
    multibyte::require_extension()?;
    call.ret(holding(&MULTIBYTE_STRING_OBJECT, string))
}

/// `swoole_array(array $array = []): ArrayObject`.
pub fn swoole_array(call: &mut Call) -> PhpResult {
    let array = call.array(0)?.into();
    array_object(call, array)
}

/// `swoole_array_list(mixed ...$arrray): ArrayObject`.
pub fn swoole_array_list(call: &mut Call) -> PhpResult {
    let array = call.variadic(0).into();
    array_object(call, array)
}
