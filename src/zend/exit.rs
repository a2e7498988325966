//! `exit()` and `die()`: lets a coroutine turn them into an exception.
//!
//! Up to PHP 8.3 `exit` is an opcode, later a function; this file hides the difference.

use super::error::Thrown;
use super::globals::{eg, exception_pending};
use super::value::{self, Value};
use ext_php_rs::ffi::{self, zend_execute_data};

/// Decides what an `exit($status)` means: true when it was handled (an exception is pending).
pub type Hook = fn(Value) -> bool;

static HOOK: std::sync::OnceLock<Hook> = std::sync::OnceLock::new();

/// Installs the hook. Called at module start.
pub fn install(hook: Hook) {
    let _ = HOOK.set(hook);
    imp::install();
}

/// Ends the script as `exit($status)` outside of coroutines does: no `catch` and no `finally` runs, shutdown functions and
/// destructors do.
pub fn leave(status: i32) -> Thrown {
    drop(super::error::take_exception());
    super::globals::set_exit_status(status);
    // SAFETY: called in a function of ours, whose frame is the running one; no exception is pending.
    unsafe { ffi::zend_throw_unwind_exit() };
    Thrown
}

/// Whether the script is being ended by `exit`.
pub fn is_leaving() -> bool {
    // SAFETY: a pending exception is a live object.
    unsafe { exception_pending() && ffi::zend_is_unwind_exit((*eg()).exception) }
}

#[cfg(not(php84))]
mod imp {
    use super::*;

    const CONTINUE: i32 = 0; // ZEND_USER_OPCODE_CONTINUE
    const DISPATCH: i32 = 2; // ZEND_USER_OPCODE_DISPATCH
    const IS_CONST: u8 = 1;
    const IS_TMP_OR_VAR: u8 = 2 | 4;

    pub(super) fn install() {
        // SAFETY: module start.
        unsafe { ffi::zend_set_user_opcode_handler(ffi::ZEND_EXIT as u8, Some(opcode)) };
    }

    unsafe extern "C" fn opcode(frame: *mut zend_execute_data) -> i32 {
        // SAFETY: the engine passes the frame that executes ZEND_EXIT; op1 is decoded as its
        // handlers do (RT_CONSTANT, EX_VAR).
        unsafe {
            let opline = (*frame).opline;
            let operand = match (*opline).op1_type {
                0 => std::ptr::null_mut(),
                IS_CONST => opline
                    .byte_offset((*opline).op1.constant as i32 as isize)
                    .cast::<ffi::zval>()
                    .cast_mut(),
                _ => frame
                    .byte_add((*opline).op1.var as usize)
                    .cast::<ffi::zval>(),
            };
            let status = if operand.is_null() || value::kind(operand) == value::IS_UNDEF {
                Value::null()
            } else {
                value::copy(operand)
            };
            if !HOOK.get().is_some_and(|hook| hook(status)) {
                return DISPATCH;
            }
            if (*opline).op1_type & IS_TMP_OR_VAR != 0 {
                ffi::zval_ptr_dtor(operand);
            }
            CONTINUE
        }
    }
}

#[cfg(php84)]
mod imp {
    use super::*;
    use std::sync::OnceLock;

    type Handler = unsafe extern "C" fn(*mut zend_execute_data, *mut ffi::zval);
    static NATIVE: OnceLock<Handler> = OnceLock::new();

    pub(super) fn install() {
        // SAFETY: module start; `exit` and `die` are internal functions since 8.4.
        unsafe {
            let table = (*ffi::ext_php_rs_compiler_globals()).function_table;
            for name in ["exit", "die"] {
                let function: *mut ffi::zend_function =
                    ffi::zend_hash_str_find_ptr_lc(table, name.as_ptr().cast(), name.len()).cast();
                if let Some(function) = function.as_mut() {
                    if let Some(native) = function.internal_function.handler {
                        let _ = NATIVE.set(native);
                    }
                    function.internal_function.handler = Some(exit);
                }
            }
        }
    }

    unsafe extern "C" fn exit(frame: *mut zend_execute_data, retval: *mut ffi::zval) {
        // SAFETY: a live internal call frame; one optional argument follows its header.
        unsafe {
            let slots =
                std::mem::size_of::<zend_execute_data>().div_ceil(std::mem::size_of::<ffi::zval>());
            let status = if (*frame).This.u2.num_args > 0 {
                value::copy(frame.cast::<ffi::zval>().add(slots))
            } else {
                Value::from(0)
            };
            if HOOK.get().is_some_and(|hook| hook(status)) {
                return;
            }
            if let Some(native) = NATIVE.get() {
                native(frame, retval);
            }
        }
    }
}
