//! PHP's own functions, called by name.

use std::mem::size_of;

use ext_php_rs::ffi::{self, zend_function, zend_reference, zval};

use super::error::{Thrown, throw_error};
use super::globals::{eg, exception_pending};
use super::object::Object;
use super::value::{self, Value};
use super::{Array, string};

fn find(name: &str) -> Option<*mut zend_function> {
    // SAFETY: the table of the functions that the script can call holds pointers.
    unsafe {
        let found =
            ffi::zend_hash_str_find((*eg()).function_table, name.as_ptr().cast(), name.len());
        (!found.is_null()).then(|| (*found).value.func)
    }
}

/// Whether there is a function of this name (in lower case, as all of PHP's own are), of an extension or of the script.
pub fn exists(name: &str) -> bool {
    find(name).is_some()
}

/// Calls the function of this name. `Error` when there is none.
pub fn call(name: &str, arguments: &mut [Value]) -> Result<Value, Thrown> {
    let Some(function) = find(name) else {
        return Err(throw_error(&format!("Call to undefined function {name}()")));
    };
    let mut result = value::undef();
    // SAFETY: a live function; a Value is a zval in memory, which the engine copies into the frame.
    unsafe {
        ffi::zend_call_known_function(
            function,
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            &raw mut *result,
            arguments.len() as u32,
            arguments.as_mut_ptr().cast(),
            std::ptr::null_mut(),
        );
        let result = Value::from_zval(result);
        if exception_pending() {
            Err(Thrown)
        } else {
            Ok(result)
        }
    }
}

/// Calls the function of this name with the property at `index` by reference as its first argument, as
/// `sort($this->property, ...)`.
pub fn call_on(
    object: &Object,
    index: usize,
    name: &str,
    rest: Vec<Value>,
) -> Result<Value, Thrown> {
    let slot = object.slot(index);
    // SAFETY: a slot of a live object, which lives as long as `object`.
    let reference = unsafe { make_reference(slot) };
    let mut arguments = rest;
    arguments.insert(0, reference);
    let result = call(name, &mut arguments);
    drop(arguments);
    // SAFETY: as above.
    unsafe { end_reference(slot) };
    result
}

/// Makes `slot` a PHP reference, if it is none, and returns a second holder of it. Nothing becomes an empty array.
///
/// # Safety
/// `slot` points to a valid zval.
unsafe fn make_reference(slot: *mut zval) -> Value {
    /// `GC_REFERENCE` of Zend/zend_types.h: a reference is no root of garbage cycles.
    const GC_REFERENCE: u32 = ffi::IS_REFERENCE | 1 << 4;
    // SAFETY: the caller vouches for slot; the allocation is as large as a reference, which is filled in before use.
    unsafe {
        if value::kind(slot) == value::IS_UNDEF {
            value::write(slot, Array::empty().into());
        }
        if value::kind(slot) != ffi::IS_REFERENCE {
            let reference = string::emalloc(size_of::<zend_reference>()).cast::<zend_reference>();
            (&raw mut (*reference).gc.refcount).write(1);
            (&raw mut (*reference).gc.u.type_info).write(GC_REFERENCE);
            std::ptr::copy_nonoverlapping(slot, &raw mut (*reference).val, 1);
            (&raw mut (*reference).sources.ptr).write(std::ptr::null_mut());
            (*slot).value.ref_ = reference;
            (*slot).u1.type_info = ffi::IS_REFERENCE_EX;
        }
        value::copy_reference(slot)
    }
}

/// Makes a reference that nobody else holds a plain value again.
///
/// # Safety
/// `slot` points to a valid zval.
unsafe fn end_reference(slot: *mut zval) {
    // SAFETY: the caller vouches for slot; the value moves out of a reference of which the slot is the only holder.
    unsafe {
        if value::kind(slot) != ffi::IS_REFERENCE {
            return;
        }
        let reference = (*slot).value.ref_;
        if (*reference).gc.refcount == 1 {
            std::ptr::copy_nonoverlapping(&raw const (*reference).val, slot, 1);
            string::efree(reference.cast());
        }
    }
}
