//! Internal functions of PHP that may do something else: the handler in the function table is
//! replaced once, at module start, and decides at every call.
//!
//! It is never replaced later: compiled code (the JIT's) may hold the handler's address.

use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::ffi::{self, zend_execute_data, zend_function, zval};

use super::call::{Call, PhpResult, dispatch};
use super::registry::Handler;

/// Where the native handler of a replaced function is kept.
pub struct Native(AtomicPtr<()>);

impl Native {
    /// Nothing was replaced yet.
    #[expect(clippy::new_without_default, reason = "const, for statics")]
    pub const fn new() -> Self {
        Self(AtomicPtr::new(std::ptr::null_mut()))
    }
}

/// What a function does instead while its hook is on.
pub trait Replacement {
    /// The function's name, in lower case.
    const NAME: &'static str;
    /// Whether it returns what the function's declaration excludes. The JIT relies on declared types, so it is told of none.
    const IS_UNTYPED: bool = false;
    /// Where its native handler is kept.
    fn native() -> &'static Native;
    /// Whether this call is ours. Asked at every call.
    fn is_on() -> bool;
    /// Does it. The number of arguments has been checked.
    fn call(call: &mut Call) -> PhpResult;
}

/// A function whose calls are looked at afterwards.
pub trait Followed {
    /// The function's name, in lower case.
    const NAME: &'static str;
    /// Where its native handler is kept.
    fn native() -> &'static Native;
    /// Called when the native handler has returned, possibly with an exception.
    fn after(call: &mut Call);
}

/// Looks at the function's calls from now on, if there is one of this name. Called before any script runs.
pub fn follow<F: Followed>() {
    let Some(function) = find(F::NAME) else {
        return;
    };
    // SAFETY: as in `install`.
    unsafe {
        if let Some(native) = function.internal_function.handler {
            F::native().0.store(native as *mut (), Ordering::Relaxed);
            function.internal_function.handler = Some(followed::<F>);
        }
    }
}

unsafe extern "C" fn followed<F: Followed>(frame: *mut zend_execute_data, retval: *mut zval) {
    // SAFETY: a live internal call frame, whose arguments stay until its caller frees them.
    unsafe {
        if let Some(native) = stored(F::native()) {
            native(frame, retval);
        }
        dispatch(frame, retval, 0, u32::MAX, ANY_RESULT, |call| {
            F::after(call);
            Ok(())
        });
    }
}

fn find(name: &str) -> Option<&'static mut zend_function> {
    // SAFETY: the function table lives as long as the process; called while no script runs.
    unsafe {
        let table = (*ffi::ext_php_rs_compiler_globals()).function_table;
        let function: *mut zend_function =
            ffi::zend_hash_str_find_ptr_lc(table, name.as_ptr().cast(), name.len()).cast();
        function.as_mut()
    }
}

/// The result of a function without a declared type, as `1 << IS_*` bits.
const ANY_RESULT: u32 = 0x3fe;

/// The types that a function of PHP's may return, as `1 << IS_*` bits.
///
/// # Safety
/// `function` is an internal function.
unsafe fn results(function: *const zend_function) -> u32 {
    // SAFETY: all kinds of functions begin with the common part.
    let function = unsafe { &(*function).common };
    if function.fn_flags & ffi::ZEND_ACC_HAS_RETURN_TYPE == 0 {
        return ANY_RESULT;
    }
    // SAFETY: the declaration of the result comes before those of the arguments.
    let mask = unsafe { (*function.arg_info.sub(1)).type_.type_mask };
    // `void` is null as a value.
    let void = u32::from(mask & 1 << 14 != 0) << ffi::IS_NULL;
    mask & ANY_RESULT | void
}

/// Replaces the function, if there is one of this name (`disable_functions` takes them away).
/// Called at module start.
pub fn install<R: Replacement>() {
    let Some(function) = find(R::NAME) else {
        return;
    };
    // SAFETY: a function of this name is an internal one: scripts' are not loaded yet.
    unsafe {
        if let Some(native) = function.internal_function.handler {
            R::native().0.store(native as *mut (), Ordering::Relaxed);
            function.internal_function.handler = Some(handler::<R>);
            if R::IS_UNTYPED {
                function.common.fn_flags &= !ffi::ZEND_ACC_HAS_RETURN_TYPE;
            }
        }
    }
}

/// Gives the function its native handler back. Called at module shutdown.
pub fn restore<R: Replacement>() {
    if let (Some(function), Some(native)) = (find(R::NAME), native::<R>()) {
        function.internal_function.handler = Some(native);
        if R::IS_UNTYPED {
            // SAFETY: all kinds of functions begin with the common part.
            unsafe { function.common.fn_flags |= ffi::ZEND_ACC_HAS_RETURN_TYPE };
        }
    }
}

fn native<R: Replacement>() -> Option<Handler> {
    stored(R::native())
}

fn stored(native: &Native) -> Option<Handler> {
    let native = native.0.load(Ordering::Relaxed);
    // SAFETY: only handlers are stored there.
    (!native.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), Handler>(native) })
}

unsafe extern "C" fn handler<R: Replacement>(frame: *mut zend_execute_data, retval: *mut zval) {
    // SAFETY: a live internal call frame; the function's own declaration says how many arguments
    // it takes.
    unsafe {
        if R::is_on() {
            let common = &(*(*frame).func).common;
            dispatch(
                frame,
                retval,
                common.required_num_args,
                common.num_args,
                results((*frame).func),
                R::call,
            );
        } else if let Some(native) = native::<R>() {
            native(frame, retval);
        }
    }
}
