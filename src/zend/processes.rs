//! The child processes that PHP's `proc_open()` has started and `proc_close()` will wait for.

use std::ffi::{c_char, c_int};

use ext_php_rs::ffi::{self, zend_resource};

use super::globals::eg;
use super::value;

unsafe extern "C" {
    fn zend_fetch_list_dtor_id(name: *const c_char) -> c_int;
}

/// Their process ids.
pub fn open() -> Vec<i32> {
    let mut all = Vec::new();
    // SAFETY: the list of resources is live for the whole request. A resource of the type "process"
    // points to PHP's php_process_handle, whose first field is the child's id.
    unsafe {
        let kind = zend_fetch_list_dtor_id(c"process".as_ptr());
        if kind == 0 {
            return all;
        }
        let list = &raw mut (*eg()).regular_list;
        let mut position = 0;
        loop {
            let entry = ffi::zend_hash_get_current_data_ex(list, &raw mut position);
            if entry.is_null() {
                break;
            }
            if value::kind(entry) == ffi::IS_RESOURCE {
                let resource: *mut zend_resource = (*entry).value.res;
                if (*resource).type_ == kind && !(*resource).ptr.is_null() {
                    all.push(*(*resource).ptr.cast::<i32>());
                }
            }
            ffi::zend_hash_move_forward_ex(list, &raw mut position);
        }
    }
    all
}
