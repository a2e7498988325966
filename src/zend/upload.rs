//! PHP's list of uploaded files, which `is_uploaded_file()` and `move_uploaded_file()` ask.

use ext_php_rs::ffi;

use super::PhpString;
use super::value::Value;

/// Puts `path` on the list. What is still on it when the script ends is removed from disk by PHP.
pub fn register(path: &PhpString) {
    let value = Value::from(path.clone());
    // SAFETY: the list is the engine's, or made here as the engine makes it: a table of strings under themselves. The
    // engine reads a value's pointer, which a string's zval has where its own entries have it, and the table's
    // destructor releases a string.
    unsafe {
        let globals = ffi::ext_php_rs_sapi_globals();
        if (*globals).rfc1867_uploaded_files.is_null() {
            (*globals).rfc1867_uploaded_files = ffi::_zend_new_array(8);
        }
        ffi::zend_hash_update(
            (*globals).rfc1867_uploaded_files,
            path.as_raw(),
            value.as_raw(),
        );
    }
    std::mem::forget(value);
}

/// Takes `path` off the list. False when it was not on it (any more): the script has moved the file.
pub fn forget(path: &PhpString) -> bool {
    // SAFETY: as above; the key is only read.
    unsafe {
        let files = (*ffi::ext_php_rs_sapi_globals()).rfc1867_uploaded_files;
        // `zend_result`: 0 is success.
        !files.is_null() && ffi::zend_hash_del(files, path.as_raw()) as i32 == 0
    }
}
