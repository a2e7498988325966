//! The position that each PHP array has: that of `current()` and `next()`.

use super::*;

impl Array {
    fn position(&self) -> *mut ffi::HashPosition {
        // SAFETY: a live array. Reading goes on from a deleted element without writing to the position.
        unsafe { &raw mut (*self.0.as_ptr()).nInternalPointer }
    }

    /// The element at the position; `None` behind the last.
    pub fn current(&self) -> Option<Value> {
        // SAFETY: a live array and its position; the found zval is copied.
        unsafe {
            let found = ffi::zend_hash_get_current_data_ex(self.0.as_ptr(), self.position());
            (!found.is_null()).then(|| value::copy(resolve(found)))
        }
    }

    /// The key at the position; null behind the last.
    pub fn current_key(&self) -> Value {
        let mut key = value::undef();
        // SAFETY: as above; the engine writes an owned key, or null.
        unsafe {
            ffi::zend_hash_get_current_key_zval_ex(self.0.as_ptr(), &raw mut *key, self.position());
            Value::from_zval(key)
        }
    }

    /// Goes on to the next element.
    pub fn forward(&mut self) {
        self.separate();
        // SAFETY: an array of ours alone.
        unsafe { ffi::zend_hash_move_forward_ex(self.0.as_ptr(), self.position()) };
    }

    /// Goes back to the first element: also from the place of one that was deleted, reading goes on to it.
    pub fn rewind(&mut self) {
        // SAFETY: a live array; it is ours alone when it changes.
        unsafe {
            if *self.position() != 0 {
                self.separate();
                *self.position() = 0;
            }
        }
    }
}
