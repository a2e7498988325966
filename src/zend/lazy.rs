//! A declared property that is made when it is first looked at: what most scripts never ask for costs
//! neither time nor memory.
//!
//! Its slot is left undefined. The engine reads defined slots by itself; where one is undefined it asks
//! the object's handlers, as it does for everything that looks at all properties at once.

use std::ffi::{c_int, c_void};

use ext_php_rs::ffi::{self, zend_object, zend_object_handlers, zend_string, zval};

use super::PhpString;
use super::native::{NativeState, state_of_raw};
use super::object::Object;

/// Has the handlers of `T` make its lazy property before they look at it.
pub(super) fn install<T: NativeState>(handlers: &mut zend_object_handlers) {
    handlers.read_property = Some(read_property::<T>);
    handlers.get_property_ptr_ptr = Some(get_property_ptr_ptr::<T>);
    handlers.has_property = Some(has_property::<T>);
    handlers.get_properties = Some(get_properties::<T>);
    handlers.compare = Some(compare::<T>);
}

/// # Safety
/// `raw` is a live object of `T`'s class.
unsafe fn make<T: NativeState>(raw: *mut zend_object) {
    // SAFETY: the caller says so.
    unsafe { state_of_raw::<T>(raw).make_lazy(&Object::copy_raw(raw)) };
}

/// # Safety
/// As for [`make`]; `name` is a live string.
unsafe fn make_if_named<T: NativeState>(raw: *mut zend_object, name: *mut zend_string) {
    // SAFETY: the caller says so.
    unsafe {
        let name = PhpString::copy_raw(name);
        if T::LAZY.is_some_and(|lazy| *name == *lazy.as_bytes()) {
            make::<T>(raw);
        }
    }
}

/// Calls one of the standard handlers.
macro_rules! standard {
    ($handler:ident($($argument:expr),*)) => {
        match ffi::std_object_handlers.$handler {
            Some(handler) => handler($($argument),*),
            None => unreachable!("the engine has all standard handlers"),
        }
    };
}

unsafe extern "C" fn read_property<T: NativeState>(
    raw: *mut zend_object,
    name: *mut zend_string,
    kind: c_int,
    cache_slot: *mut *mut c_void,
    scratch: *mut zval,
) -> *mut zval {
    // SAFETY: the engine passes a live object of the class and a live name.
    unsafe {
        make_if_named::<T>(raw, name);
        standard!(read_property(raw, name, kind, cache_slot, scratch))
    }
}

unsafe extern "C" fn get_property_ptr_ptr<T: NativeState>(
    raw: *mut zend_object,
    name: *mut zend_string,
    kind: c_int,
    cache_slot: *mut *mut c_void,
) -> *mut zval {
    // SAFETY: as above.
    unsafe {
        make_if_named::<T>(raw, name);
        standard!(get_property_ptr_ptr(raw, name, kind, cache_slot))
    }
}

unsafe extern "C" fn has_property<T: NativeState>(
    raw: *mut zend_object,
    name: *mut zend_string,
    check: c_int,
    cache_slot: *mut *mut c_void,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        make_if_named::<T>(raw, name);
        standard!(has_property(raw, name, check, cache_slot))
    }
}

unsafe extern "C" fn get_properties<T: NativeState>(raw: *mut zend_object) -> *mut ffi::HashTable {
    // SAFETY: as above.
    unsafe {
        make::<T>(raw);
        standard!(get_properties(raw))
    }
}

unsafe extern "C" fn compare<T: NativeState>(left: *mut zval, right: *mut zval) -> c_int {
    // SAFETY: the engine passes two values, of which one at least is an object with these handlers.
    unsafe {
        for side in [left, right] {
            if super::value::kind(side) == ffi::IS_OBJECT {
                let raw = (*side).value.obj;
                if std::ptr::eq((*raw).handlers, T::class().handlers()) {
                    make::<T>(raw);
                }
            }
        }
        standard!(compare(left, right))
    }
}
