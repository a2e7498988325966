//! Backtraces of coroutines that are not running.

use ext_php_rs::ffi::zval;

use super::fiber::Fiber;
use super::globals::eg;
use super::value::{self, Value};

unsafe extern "C" {
    fn zend_fetch_debug_backtrace(retval: *mut zval, skip_last: i32, options: i32, limit: i32);
}

impl Fiber {
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
