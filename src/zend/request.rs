//! Hooks into the life of a request: running something at script end, before objects are freed.

use ext_php_rs::ffi::{self, php_shutdown_function_entry};

use super::PhpString;
use super::globals::eg;
use super::state::is_destructor;
use super::value::{self, Value};

/// Whether the shutdown functions have run and the last destructors are being called: what is
/// started now would never go on.
pub fn is_past_shutdown_functions() -> bool {
    /// `EG_FLAGS_IN_SHUTDOWN`.
    const IN_SHUTDOWN: u32 = 1;
    // SAFETY: EG is live; the frames of the running stack are linked to their callers.
    unsafe {
        if u32::from((*eg()).flags) & IN_SHUTDOWN == 0 {
            return false;
        }
        let mut frame = (*eg()).current_execute_data;
        while !frame.is_null() && !(*frame).prev_execute_data.is_null() {
            frame = (*frame).prev_execute_data;
        }
        // A shutdown function would be the outermost frame.
        !frame.is_null() && is_destructor(frame)
    }
}

/// Registers a global function of ours to run as a PHP shutdown function, at the place in the
/// list that it has now.
pub fn at_script_end(function: &str) {
    let mut name = Value::from(PhpString::new(function.as_bytes()));
    // SAFETY: the entry is copied by the engine, which takes over the function name's reference.
    unsafe {
        let mut entry =
            std::mem::ManuallyDrop::new(std::mem::zeroed::<php_shutdown_function_entry>());
        let resolved = ffi::zend_fcall_info_init(
            name.as_raw(),
            0,
            &raw mut entry.fci,
            &raw mut entry.fci_cache,
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        );
        if resolved == 0 {
            value::write(
                &raw mut entry.fci.function_name,
                std::mem::replace(&mut name, Value::null()),
            );
            ffi::append_user_shutdown_function(&raw mut *entry);
        }
    }
}
