//! The call frames of coroutines that are not running: looking at them, and giving them up.

use ext_php_rs::ffi::{IS_OBJECT, zend_object, zval};

use super::fiber::Fiber;
use super::globals::eg;
use super::value::{self, Value};

unsafe extern "C" {
    fn zend_fetch_debug_backtrace(retval: *mut zval, skip_last: i32, options: i32, limit: i32);
}

/// `ZEND_CALL_GENERATOR`: the frame belongs to a generator, which is its return value.
const GENERATOR_FRAME: u32 = 1 << 24;
/// `IS_OBJ_DESTRUCTOR_CALLED`.
const DESTRUCTOR_CALLED: u32 = 1 << 8;

impl Fiber {
    /// Gives up a suspended fiber that will never be resumed, before the engine destroys all
    /// objects: a generator that runs on it must not be asked to unwind itself, its frame is in use.
    pub fn abandon(&self) {
        // SAFETY: a suspended fiber's frames are intact and linked to each other.
        unsafe {
            let mut frame = self.suspended_at.get();
            while !frame.is_null() {
                let this = &(*frame).This;
                let generator: *mut zend_object = if this.u1.type_info & GENERATOR_FRAME != 0 {
                    (*frame).return_value.cast()
                } else if (*frame).func.is_null() && this.u1.type_info & 0xff == IS_OBJECT {
                    // The placeholder of a generator that delegates with `yield from`.
                    this.value.obj
                } else {
                    std::ptr::null_mut()
                };
                if let Some(generator) = generator.as_mut() {
                    generator.gc.u.type_info |= DESTRUCTOR_CALLED;
                }
                frame = (*frame).prev_execute_data;
            }
        }
    }

    /// The call stack of this suspended fiber, in the form of `debug_backtrace()`.
    pub fn backtrace(&self, options: i32, limit: i32) -> Value {
        let mut retval = value::undef();
        // SAFETY: a suspended fiber's frames are intact; current_execute_data is put back before
        // anything else can look.
        unsafe {
            let eg = eg();
            let current = (*eg).current_execute_data;
            (*eg).current_execute_data = self.suspended_at.get();
            zend_fetch_debug_backtrace(&raw mut *retval, 0, options, limit);
            (*eg).current_execute_data = current;
            Value::from_zval(retval)
        }
    }
}
