//! Call frames: looking at them, and giving those up that will never go on.

use ext_php_rs::ffi::{HashTable, IS_OBJECT, zend_object, zend_string, zend_vm_stack, zval};

use super::fiber::Fiber;
use super::globals::eg;
use super::value::{self, Value};
use super::{Array, PhpString};

unsafe extern "C" {
    fn zend_fetch_debug_backtrace(retval: *mut zval, skip_last: i32, options: i32, limit: i32);
    fn zend_trace_to_string(trace: *mut HashTable, include_main: bool) -> *mut zend_string;
}

/// `ZEND_CALL_GENERATOR`: the frame belongs to a generator, which is its return value.
const GENERATOR_FRAME: u32 = 1 << 24;
/// `IS_OBJ_DESTRUCTOR_CALLED`.
const DESTRUCTOR_CALLED: u32 = 1 << 8;

impl Fiber {
    /// Gives up a suspended fiber that will never be resumed, before the engine destroys all
    /// objects: a generator that runs on it must not be asked to unwind itself, its frame is in use.
    pub(super) fn abandon(&self) {
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

    /// Bytes of this fiber's VM stack when it was last left.
    pub(super) fn vm_stack_bytes(&self) -> usize {
        // SAFETY: the pages of a fiber that is not over are linked and stay where they are.
        unsafe { pages(self.vm_stack.get()) }
    }

    /// The call stack of this suspended fiber, in the form of `debug_backtrace()`.
    pub(super) fn backtrace(&self, options: i32, limit: i32) -> Value {
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

/// The running call stack, in the form of `debug_backtrace()`; `skip` leaves the innermost call out.
pub fn running(skip: bool, options: i32, limit: i32) -> Value {
    let mut retval = value::undef();
    // SAFETY: the frames of the running stack are live.
    unsafe {
        zend_fetch_debug_backtrace(&raw mut *retval, i32::from(skip), options, limit);
        Value::from_zval(retval)
    }
}

/// Bytes of the running VM stack.
pub fn running_vm_stack_bytes() -> usize {
    // SAFETY: the running stack's pages are linked.
    unsafe { pages((*eg()).vm_stack) }
}

/// A backtrace as `debug_print_backtrace()` prints it.
pub fn render(trace: &Array) -> String {
    // SAFETY: the engine checks what it finds in the array and returns a new string.
    unsafe { PhpString::from_raw(zend_trace_to_string(trace.as_raw(), false)) }.to_text()
}

/// What all pages of a VM stack have room for.
///
/// # Safety
/// `page` is null or the last page of a live VM stack.
unsafe fn pages(mut page: zend_vm_stack) -> usize {
    /// `ZEND_VM_STACK_HEADER_SLOTS`.
    const HEADER: usize = std::mem::size_of::<ext_php_rs::ffi::_zend_vm_stack>()
        .div_ceil(std::mem::size_of::<zval>())
        * std::mem::size_of::<zval>();
    let mut bytes = 0;
    // SAFETY: the caller says so; `prev` leads to the first page.
    unsafe {
        while !page.is_null() {
            bytes += (*page).end as usize - page as usize - HEADER;
            page = (*page).prev;
        }
    }
    bytes
}
