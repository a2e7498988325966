//! PHP callables: kept alive, called any number of times.

use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{self, zend_fcall_info, zend_fcall_info_cache, zval};

use super::globals::exception_pending;
use super::native::Gc;
use super::value::{self, Value};

/// A PHP callable with its resolved function.
pub struct Callable {
    value: Value,
    cache: zend_fcall_info_cache,
}

unsafe extern "C" {
    static zend_ce_closure: *mut ffi::zend_class_entry;
}

/// The resolution of a closure, as `zend_is_callable_at_frame` finds it: most callables are one.
#[inline]
fn closure(value: &Value) -> Option<zend_fcall_info_cache> {
    // SAFETY: the value is a valid zval; its object's handlers are live, and the out parameters are ours.
    unsafe {
        let value = value.as_raw();
        if value::kind(value) != ffi::IS_OBJECT {
            return None;
        }
        let object = (*value).value.obj;
        if (*object).ce != zend_ce_closure {
            return None;
        }
        let get = (*(*object).handlers).get_closure?;
        let mut cache: zend_fcall_info_cache = std::mem::zeroed();
        let result = get(
            object,
            &raw mut cache.calling_scope,
            &raw mut cache.function_handler,
            &raw mut cache.object,
            true,
        );
        if result != 0 || (*cache.function_handler).common.fn_flags & VIA_TRAMPOLINE != 0 {
            return None;
        }
        cache.called_scope = cache.calling_scope;
        #[cfg(php83)]
        {
            cache.closure = object;
        }
        Some(cache)
    }
}

/// The resolution of a `__call` trampoline is good for one call only.
const VIA_TRAMPOLINE: u32 = ffi::ZEND_ACC_CALL_VIA_TRAMPOLINE;

impl Clone for Callable {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            cache: self.cache_copy(),
        }
    }
}

impl Callable {
    /// The resolution once more: the engine may write to the one it is given.
    #[inline]
    fn cache_copy(&self) -> zend_fcall_info_cache {
        zend_fcall_info_cache {
            function_handler: self.cache.function_handler,
            calling_scope: self.cache.calling_scope,
            called_scope: self.cache.called_scope,
            object: self.cache.object,
            #[cfg(php83)]
            closure: self.cache.closure,
        }
    }

    /// Resolves `value`. The error is PHP's own explanation ("function \"x\" not found …").
    #[inline]
    pub fn new(value: Value) -> Result<Self, String> {
        if let Some(cache) = closure(&value) {
            return Ok(Self { value, cache });
        }
        Self::resolve(value)
    }

    fn resolve(value: Value) -> Result<Self, String> {
        // SAFETY: fci and cache are out parameters; the error string is emalloc'ed for us.
        unsafe {
            let mut fci = ManuallyDrop::new(std::mem::zeroed::<zend_fcall_info>());
            let mut cache: zend_fcall_info_cache = std::mem::zeroed();
            let mut error: *mut std::ffi::c_char = std::ptr::null_mut();
            let result = ffi::zend_fcall_info_init(
                value.as_raw(),
                0,
                &raw mut *fci,
                &raw mut cache,
                std::ptr::null_mut(),
                &raw mut error,
            );
            let message = if error.is_null() {
                String::from("no array or string given")
            } else {
                let text = std::ffi::CStr::from_ptr(error)
                    .to_string_lossy()
                    .into_owned();
                super::string::efree(error.cast());
                text
            };
            if result != 0 {
                return Err(message);
            }
            if (*cache.function_handler).common.fn_flags & VIA_TRAMPOLINE != 0 {
                ffi::zend_release_fcall_info_cache(&raw mut cache);
                cache = std::mem::zeroed();
            }
            Ok(Self { value, cache })
        }
    }

    /// The callable as PHP sees it.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Reports the callable to the cycle collector.
    pub fn collect(&self, gc: &mut Gc) {
        gc.add(&self.value);
    }

    /// Calls it. `None` when an exception is pending afterwards.
    #[inline(never)]
    pub fn call(&self, arguments: &mut [Value]) -> Option<Value> {
        let mut retval = value::undef();
        // SAFETY: Value is a zval in memory; the engine copies the arguments into the frame. The
        // cache outlives the call, it is copied because the engine may write to it.
        unsafe {
            let mut cache = self.cache_copy();
            // The callable stays ours: the engine only reads it.
            let mut fci = ManuallyDrop::new(zend_fcall_info {
                size: std::mem::size_of::<zend_fcall_info>(),
                function_name: std::ptr::read(self.value.as_raw()),
                retval: &raw mut *retval,
                params: arguments.as_mut_ptr().cast::<zval>(),
                object: std::ptr::null_mut(),
                param_count: arguments.len() as u32,
                named_params: std::ptr::null_mut(),
            });
            let known = !cache.function_handler.is_null();
            ffi::zend_call_function(
                &raw mut *fci,
                if known {
                    &raw mut cache
                } else {
                    std::ptr::null_mut()
                },
            );
            let result = Value::from_zval(retval);
            (!exception_pending()).then_some(result)
        }
    }
}
