//! The running method: its arguments, its object, its return value.

mod declared;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::ffi::{self, zend_execute_data, zval};

use super::error::{Thrown, throw_argument_type, throw_error};
use super::native::NativeState;
use super::object::Object;
use super::registry::ClassSlot;
use super::value::{self, Value};
use super::{Callable, PhpString};

/// What a method body returns: `Err` when an exception is pending.
pub type PhpResult = Result<(), Thrown>;

/// Slots of a call frame before its arguments (`ZEND_CALL_FRAME_SLOT`).
const FRAME_SLOTS: usize =
    std::mem::size_of::<zend_execute_data>().div_ceil(std::mem::size_of::<zval>());

unsafe extern "C" {
    /// The type of a value as error messages name it.
    #[cfg(not(php83))]
    fn zend_zval_type_name(arg: *const zval) -> *const std::ffi::c_char;
    #[cfg(php83)]
    #[link_name = "zend_zval_value_name"]
    fn zend_zval_type_name(arg: *const zval) -> *const std::ffi::c_char;
}

/// A call of one of our functions or methods.
pub struct Call {
    frame: *mut zend_execute_data,
    retval: *mut zval,
}

/// Entry of every registered function: checks the argument count and the type of the result that the stubs declare,
/// and keeps panics on the Rust side. `returns` has the bit `1 << IS_*` of each type that may be returned.
///
/// The engine does not check results of internal functions, and code that opcache's JIT makes of their callers relies on
/// the declared type: a `null` where `int` was declared is read as a number, as an array it would be followed.
///
/// # Safety
/// Called by the engine with a live frame and return slot.
#[inline(always)]
pub unsafe fn dispatch(
    frame: *mut zend_execute_data,
    retval: *mut zval,
    min: u32,
    max: u32,
    returns: u32,
    body: impl FnOnce(&mut Call) -> PhpResult,
) {
    // SAFETY: the frame is live for the whole call.
    let given = unsafe { (*frame).This.u2.num_args };
    if given < min || given > max {
        // SAFETY: reads the active frame to name the function.
        unsafe { ffi::zend_wrong_parameters_count_error(min, max) };
        return;
    }
    let mut call = Call { frame, retval };
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| {
        let _ = body(&mut call);
    })) {
        report_panic(&*panic);
    }
    // SAFETY: the engine has set the slot to null, `body` has written valid values only.
    let kind = unsafe { value::kind(retval) };
    if returns & (1 << kind) == 0 {
        // SAFETY: the frame is live.
        unsafe { refuse_result(frame, kind) };
    }
}

/// The exception takes the place of the result, which the engine then throws away unread.
///
/// # Safety
/// `frame` is a live call frame.
#[cold]
unsafe fn refuse_result(frame: *mut zend_execute_data, kind: u32) {
    // What is in the slot beside an exception is nobody's.
    if super::globals::exception_pending() {
        return;
    }
    // SAFETY: internal functions have names, those of classes a class with a name.
    let name = unsafe {
        let function = &(*(*frame).func).common;
        let class = function.scope.as_ref().map_or_else(String::new, |class| {
            format!("{}::", PhpString::copy_raw(class.name).to_text())
        });
        class + &PhpString::copy_raw(function.function_name).to_text()
    };
    throw_error(&format!(
        "swoole: internal error: {name}() returns a value of type number {kind}, which is not declared"
    ));
}

#[cold]
fn report_panic(panic: &(dyn std::any::Any + Send)) {
    let message = panic_text(panic);
    throw_error(&format!("swoole: internal error: {message}"));
}

/// What a panic said.
pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

impl Call {
    /// Number of arguments given.
    #[expect(clippy::len_without_is_empty, reason = "a call is not a collection")]
    #[inline]
    pub fn len(&self) -> u32 {
        // SAFETY: the frame is live.
        unsafe { (*self.frame).This.u2.num_args }
    }

    #[inline]
    fn slot(&self, index: u32) -> Option<*mut zval> {
        // SAFETY: arguments follow the frame header; index is checked against their number.
        (index < self.len()).then(|| unsafe {
            value::deref(self.frame.cast::<zval>().add(FRAME_SLOTS + index as usize))
        })
    }

    /// The object a method was called on.
    #[inline]
    pub fn this(&self) -> Object {
        // SAFETY: only called in non-static methods, whose frame holds the object.
        unsafe { Object::copy_raw((*self.frame).This.value.obj) }
    }

    /// The native state of the object a method was called on. The engine holds a reference to
    /// the object for the whole call, even when the coroutine is suspended inside it.
    #[inline]
    pub fn state<'a, T: NativeState>(&self) -> &'a T {
        // SAFETY: see above; objects of T's class carry a T.
        unsafe { super::native::state_of_raw((*self.frame).This.value.obj) }
    }

    /// Any argument, as it is.
    #[inline]
    pub fn value(&self, index: u32) -> Option<Value> {
        // SAFETY: slots hold valid zvals.
        self.slot(index).map(|slot| unsafe { value::copy(slot) })
    }

    /// The arguments from `first` on.
    pub fn rest(&self, first: u32) -> Vec<Value> {
        (first..self.len())
            .filter_map(|index| self.value(index))
            .collect()
    }

    #[cold]
    fn wrong_type(&self, index: u32, expected: &str, slot: *mut zval) -> Thrown {
        if super::globals::exception_pending() {
            return Thrown;
        }
        // SAFETY: the engine returns a static or class name string.
        let given = unsafe {
            std::ffi::CStr::from_ptr(zend_zval_type_name(slot))
                .to_string_lossy()
                .into_owned()
        };
        throw_argument_type(
            index + 1,
            &format!("must be of type {expected}, {given} given"),
        )
    }

    /// An `int` argument, by PHP's coercion rules.
    #[inline]
    pub fn long(&self, index: u32) -> Result<i64, Thrown> {
        self.long_of_type(index, "int")
    }

    #[inline]
    fn long_of_type(&self, index: u32, expected: &str) -> Result<i64, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(0);
        };
        // SAFETY: slot is a valid zval; the engine's parser writes `out` when it says true.
        unsafe {
            if value::kind(slot) == ffi::IS_LONG {
                return Ok((*slot).value.lval);
            }
            let mut out = 0;
            if ffi::zend_parse_arg_long_slow(slot, &raw mut out, index + 1) {
                return Ok(out);
            }
        }
        Err(self.wrong_type(index, expected, slot))
    }

    /// An optional `int` argument.
    #[inline]
    pub fn long_or(&self, index: u32, default: i64) -> Result<i64, Thrown> {
        if index < self.len() {
            self.long(index)
        } else {
            Ok(default)
        }
    }

    /// An optional `int|float` argument.
    pub fn number_or(&self, index: u32, default: i64) -> Result<Value, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(default.into());
        };
        // SAFETY: as in `long`.
        unsafe {
            if value::kind(slot) == ffi::IS_LONG {
                return Ok((*slot).value.lval.into());
            }
            let mut out = 0.0;
            if value::kind(slot) == ffi::IS_DOUBLE
                || !ffi::zend_parse_arg_double_slow(slot, &raw mut out, index + 1)
            {
                return match value::kind(slot) {
                    ffi::IS_DOUBLE => Ok((*slot).value.dval.into()),
                    _ => Err(self.wrong_type(index, "int|float", slot)),
                };
            }
            Ok(out.into())
        }
    }

    /// An optional `float` argument.
    #[inline]
    pub fn double_or(&self, index: u32, default: f64) -> Result<f64, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(default);
        };
        // SAFETY: as in `long`.
        unsafe {
            if value::kind(slot) == ffi::IS_DOUBLE {
                return Ok((*slot).value.dval);
            }
            let mut out = 0.0;
            if ffi::zend_parse_arg_double_slow(slot, &raw mut out, index + 1) {
                return Ok(out);
            }
        }
        Err(self.wrong_type(index, "float", slot))
    }

    /// An optional `bool` argument.
    #[inline]
    pub fn bool_or(&self, index: u32, default: bool) -> Result<bool, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(default);
        };
        // SAFETY: as in `long`.
        unsafe {
            match value::kind(slot) {
                ffi::IS_TRUE => return Ok(true),
                ffi::IS_FALSE => return Ok(false),
                _ => {}
            }
            let mut out = false;
            if ffi::zend_parse_arg_bool_slow(slot, &raw mut out, index + 1) {
                return Ok(out);
            }
        }
        Err(self.wrong_type(index, "bool", slot))
    }

    fn string_of_type(&self, index: u32, expected: &str) -> Result<PhpString, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(PhpString::empty());
        };
        // SAFETY: as in `long`; the parser leaves the string in the argument slot, which owns it.
        unsafe {
            if value::kind(slot) == ffi::IS_STRING {
                return Ok(PhpString::copy_raw((*slot).value.str_));
            }
            let mut out = std::ptr::null_mut();
            if ffi::zend_parse_arg_str_slow(slot, &raw mut out, index + 1) {
                return Ok(PhpString::copy_raw(out));
            }
        }
        Err(self.wrong_type(index, expected, slot))
    }

    /// A `string` argument (the empty string when it is absent).
    #[inline]
    pub fn string(&self, index: u32) -> Result<PhpString, Thrown> {
        self.string_of_type(index, "string")
    }

    /// A `?string` argument.
    #[inline]
    pub fn nullable_string(&self, index: u32) -> Result<Option<PhpString>, Thrown> {
        match self.slot(index) {
            None => Ok(None),
            // SAFETY: slot is a valid zval.
            Some(slot) if unsafe { value::kind(slot) } == ffi::IS_NULL => Ok(None),
            Some(_) => self.string_of_type(index, "?string").map(Some),
        }
    }

    /// An `array` argument.
    pub fn array(&self, index: u32) -> Result<super::Array, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(super::Array::empty());
        };
        // SAFETY: slot is a valid zval.
        match unsafe { value::copy(slot) }.as_array() {
            Some(array) => Ok(array),
            None => Err(self.wrong_type(index, "array", slot)),
        }
    }

    /// A `?array` argument; `None` also when it is absent.
    pub fn nullable_array(&self, index: u32) -> Result<Option<super::Array>, Thrown> {
        let Some(slot) = self.slot(index) else {
            return Ok(None);
        };
        // SAFETY: slot is a valid zval.
        let given = unsafe { value::copy(slot) };
        match given.as_array() {
            None if !given.is_null() => Err(self.wrong_type(index, "?array", slot)),
            array => Ok(array),
        }
    }

    /// An argument that has to be an object of `class`.
    pub fn object(&self, index: u32, class: &ClassSlot) -> Result<Object, Thrown> {
        let object = self.value(index).and_then(|value| value.as_object());
        match (object, self.slot(index)) {
            (Some(object), _) if object.instance_of(class) => Ok(object),
            (_, Some(slot)) => Err(self.wrong_type(index, &class.name(), slot)),
            (_, None) => Err(Thrown),
        }
    }

    /// Whether there is a variable of the caller's behind an argument taken by reference: not when it was left out, also
    /// with a named one after it. The engine makes a reference then too, which is nobody else's.
    pub fn has_variable(&self, index: u32) -> bool {
        if index >= self.len() {
            return false;
        }
        // SAFETY: as in `slot`; a reference is a live, counted object.
        unsafe {
            let slot = self.frame.cast::<zval>().add(FRAME_SLOTS + index as usize);
            value::kind(slot) == ffi::IS_REFERENCE && (*(*slot).value.ref_).gc.refcount > 1
        }
    }

    /// Writes to the caller's variable behind an argument taken by reference.
    pub fn assign(&self, index: u32, new: impl Into<Value>) {
        if let Some(slot) = self.slot(index) {
            // SAFETY: slot is a valid zval, the one behind the reference.
            unsafe { value::replace(slot, new.into()) };
        }
    }

    /// A `callable` argument.
    pub fn callable(&self, index: u32) -> Result<Callable, Thrown> {
        let value = self.value(index).unwrap_or(Value::null());
        Callable::new(value).map_err(|reason| {
            throw_argument_type(index + 1, &format!("must be a valid callback, {reason}"))
        })
    }

    /// Sets the return value.
    #[inline]
    pub fn ret(&mut self, value: impl Into<Value>) -> PhpResult {
        // SAFETY: the return slot is writable and holds nothing (or a scalar set before).
        unsafe { value::write(self.retval, value.into()) };
        Ok(())
    }
}
