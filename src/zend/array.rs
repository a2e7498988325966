//! Owned references to PHP arrays, built and read without borrowing into them.

mod position;

use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_array, zval};

use super::PhpString;
use super::error::{Thrown, throw_builtin};
use super::value::{self, Value};

/// `GC_IMMUTABLE`: shared constant arrays, not reference counted.
const IMMUTABLE: u32 = 1 << 6;
/// `HASH_FLAG_PACKED`.
const PACKED: u32 = 1 << 2;

/// A reference to a PHP array.
pub struct Array(NonNull<zend_array>);

/// A key of a PHP array.
pub enum Key {
    /// An integer key.
    Index(i64),
    /// A string key.
    Name(PhpString),
}

impl Key {
    /// The key that `value` stands for in `$array[$value]`. `TypeError` for arrays and objects.
    pub fn of(value: &Value) -> Result<Self, Thrown> {
        if let Some(name) = value.as_string() {
            return Ok(numeric_key(&name).map_or(Self::Name(name), Self::Index));
        }
        if value.is_null() {
            return Ok(Self::Name(PhpString::empty()));
        }
        if value.as_array().is_some() || value.as_object().is_some() {
            let message = format!("Cannot access offset of type {}", value.type_name());
            return Err(throw_builtin("TypeError", &message));
        }
        Ok(Self::Index(value.to_long()))
    }
}

impl Array {
    /// A new array with room for `capacity` elements.
    #[inline]
    pub fn with_capacity(capacity: u32) -> Self {
        // SAFETY: never null.
        Self(unsafe { NonNull::new_unchecked(ffi::_zend_new_array(capacity)) })
    }

    /// The engine's shared empty array.
    pub fn empty() -> Self {
        // SAFETY: a permanent array.
        Self(unsafe { NonNull::new_unchecked((&raw const ffi::zend_empty_array).cast_mut()) })
    }

    #[inline]
    pub(super) fn is_immutable(&self) -> bool {
        // SAFETY: a live array.
        unsafe { (*self.0.as_ptr()).gc.u.type_info & IMMUTABLE != 0 }
    }

    /// # Safety
    /// `raw` is a valid array.
    #[inline]
    pub(super) unsafe fn copy_raw(raw: *mut zend_array) -> Self {
        // SAFETY: the caller vouches for raw.
        let this = Self(unsafe { NonNull::new_unchecked(raw) });
        this.add_ref();
        this
    }

    #[inline]
    fn add_ref(&self) {
        if !self.is_immutable() {
            // SAFETY: a live, counted array.
            unsafe { (*self.0.as_ptr()).gc.refcount += 1 };
        }
    }

    #[inline]
    pub(super) fn into_raw(self) -> *mut zend_array {
        std::mem::ManuallyDrop::new(self).0.as_ptr()
    }

    #[inline]
    pub(super) fn as_raw(&self) -> *mut zend_array {
        self.0.as_ptr()
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        // SAFETY: a live array.
        unsafe { (*self.0.as_ptr()).nNumOfElements as usize }
    }

    /// Whether the array has no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes the array ours alone, so that a change is not seen by others who hold it.
    fn separate(&mut self) {
        // SAFETY: a live array; zend_array_dup returns a new one with one reference.
        unsafe {
            if self.is_immutable() || (*self.0.as_ptr()).gc.refcount > 1 {
                let copy = Self(NonNull::new_unchecked(ffi::zend_array_dup(self.0.as_ptr())));
                *self = copy;
            }
        }
    }

    /// Sets `name`. Numeric names become integer keys, as in PHP.
    #[inline]
    pub fn set(&mut self, name: &PhpString, value: impl Into<Value>) {
        self.separate();
        match numeric_key(name) {
            None => self.set_name(name, value.into()),
            Some(index) => self.set_index(index, value.into()),
        }
    }

    /// Sets `name`, known not to be numeric and not to be there yet: the fast way to build.
    #[inline]
    pub fn add(&mut self, name: &PhpString, value: impl Into<Value>) {
        self.set_name(name, value.into());
    }

    fn set_name(&mut self, name: &PhpString, value: Value) {
        // SAFETY: a live array of ours; the table takes its own reference to the key and the
        // value's reference from us.
        unsafe { ffi::zend_hash_update(self.0.as_ptr(), name.as_raw(), value.as_raw()) };
        std::mem::forget(value);
    }

    fn set_index(&mut self, index: i64, value: Value) {
        // SAFETY: as above.
        unsafe { ffi::zend_hash_index_update(self.0.as_ptr(), index as u64, value.as_raw()) };
        std::mem::forget(value);
    }

    /// Sets the element under a key as [`Self::iter`] gives it.
    pub fn set_key(&mut self, key: &Key, value: impl Into<Value>) {
        self.separate();
        match key {
            Key::Index(index) => self.set_index(*index, value.into()),
            Key::Name(name) => self.set_name(name, value.into()),
        }
    }

    /// Appends `value` under the next integer key, which is free in arrays of ours.
    pub fn push(&mut self, value: impl Into<Value>) {
        self.try_push(value);
    }

    /// Appends `value` under the next integer key. False if that cannot be, for the greatest one is taken.
    pub fn try_push(&mut self, value: impl Into<Value>) -> bool {
        self.separate();
        let value = value.into();
        // SAFETY: a live array of ours, which takes the value's reference if it has room.
        let added = unsafe { ffi::zend_hash_next_index_insert(self.0.as_ptr(), value.as_raw()) };
        if added.is_null() {
            return false;
        }
        std::mem::forget(value);
        true
    }

    fn find(&self, key: &Key) -> Option<*mut zval> {
        // SAFETY: a live array and a live name.
        let found = unsafe {
            match key {
                Key::Index(index) => {
                    ffi::zend_hash_index_find(self.0.as_ptr(), index.cast_unsigned())
                }
                Key::Name(name) => ffi::zend_hash_find(self.0.as_ptr(), name.as_raw()),
            }
        };
        (!found.is_null()).then_some(found)
    }

    /// The element under `key`.
    pub fn get_key(&self, key: &Key) -> Option<Value> {
        // SAFETY: the found zval is valid until the array changes, and is copied.
        self.find(key).map(|found| unsafe { value::copy(found) })
    }

    /// `$array[$key] = $value`: an element that is a reference changes what it refers to. Gives back what was there, whose
    /// destructor then runs when the array is in order again.
    pub fn assign(&mut self, key: &Key, value: Value) -> Option<Value> {
        self.separate();
        let before = self.get_key(key);
        match self.find(key) {
            // SAFETY: found just now, in an array that is ours alone.
            Some(found) => unsafe { value::replace(found, value) },
            None => self.set_key(key, value),
        }
        before
    }

    /// Removes the element under `key` and gives it back.
    pub fn remove(&mut self, key: &Key) -> Option<Value> {
        let removed = self.get_key(key)?;
        self.separate();
        // SAFETY: an array of ours alone; what is removed is still held.
        unsafe {
            match key {
                Key::Index(index) => {
                    ffi::zend_hash_index_del(self.0.as_ptr(), index.cast_unsigned());
                }
                Key::Name(name) => {
                    ffi::zend_hash_del(self.0.as_ptr(), name.as_raw());
                }
            }
        }
        Some(removed)
    }

    /// The element with an integer key.
    pub fn get_index(&self, index: i64) -> Option<Value> {
        // SAFETY: as in `get`.
        unsafe {
            let found = ffi::zend_hash_index_find(self.0.as_ptr(), index.cast_unsigned());
            (!found.is_null()).then(|| value::copy(resolve(found)))
        }
    }

    /// The value under a string key (not numeric).
    pub fn get(&self, name: &[u8]) -> Option<Value> {
        // SAFETY: a live array; the found zval is valid until the array changes, and is copied.
        unsafe {
            let found = ffi::zend_hash_str_find(self.0.as_ptr(), name.as_ptr().cast(), name.len());
            (!found.is_null()).then(|| value::copy(resolve(found)))
        }
    }

    /// Whether there is an element of this name, numeric or not.
    fn has(&self, name: &[u8]) -> bool {
        match numeric_key(name) {
            None => self.get(name).is_some(),
            Some(index) => self.get_index(index).is_some(),
        }
    }

    /// [`Self::register_variable`], unless that would replace a value that is no array.
    pub fn register_first(&mut self, name: &[u8], value: impl Into<Value>) {
        let is_there = if is_plain_variable(name) {
            self.has(name)
        } else {
            let mangled = name.iter().map(|byte| match byte {
                b' ' | b'.' => b'_',
                byte => *byte,
            });
            !name.contains(&b'[') && self.has(&mangled.collect::<Vec<_>>())
        };
        if !is_there {
            self.register_variable(name, value);
        }
    }

    /// Registers `name=value` by PHP's rules for request variables: `a[b][]` nests, `.` and space
    /// in a name become `_`, and `max_input_nesting_level` holds.
    pub fn register_variable(&mut self, name: &[u8], value: impl Into<Value>) {
        if is_plain_variable(name) {
            return self.set(&PhpString::new(name), value);
        }
        self.separate();
        let mut terminated = Vec::with_capacity(name.len() + 1);
        terminated.extend_from_slice(name);
        terminated.push(0);
        let value = std::mem::ManuallyDrop::new(value.into());
        let mut target = value::undef();
        target.value.arr = self.0.as_ptr();
        target.u1.type_info = ffi::IS_ARRAY_EX;
        // SAFETY: the name is NUL-terminated, the target is an array of ours with one reference,
        // and the engine takes over the value.
        unsafe {
            ffi::php_register_variable_ex(
                terminated.as_ptr().cast(),
                value.as_raw(),
                &raw mut *target,
            );
        }
    }

    /// The elements in order, each copied before the next is looked at: the array may change
    /// under the loop (a destructor, a `__toString`).
    pub fn iter(&self) -> Iter<'_> {
        Iter {
            array: self,
            position: 0,
        }
    }
}

impl Clone for Array {
    fn clone(&self) -> Self {
        self.add_ref();
        Self(self.0)
    }
}

impl Drop for Array {
    #[inline]
    fn drop(&mut self) {
        if self.is_immutable() {
            return;
        }
        let mut z = value::undef();
        z.value.arr = self.0.as_ptr();
        z.u1.type_info = ffi::IS_ARRAY_EX;
        // SAFETY: we own one reference; an array with more holders may be the root of a garbage
        // cycle, which zval_ptr_dtor notes.
        unsafe { ffi::zval_ptr_dtor(&raw mut *z) };
    }
}

/// Iterator over an [`Array`].
pub struct Iter<'a> {
    array: &'a Array,
    position: u32,
}

impl Iterator for Iter<'_> {
    type Item = (Key, Value);

    fn next(&mut self) -> Option<Self::Item> {
        // SAFETY: position is compared with nNumUsed on every step; elements are copied out.
        unsafe {
            let raw = self.array.0.as_ptr();
            while self.position < (*raw).nNumUsed {
                let at = self.position as usize;
                self.position += 1;
                let (key, element) = if is_packed(raw) {
                    (Key::Index(at as i64), packed_element(raw, at))
                } else {
                    let bucket = (*raw).__bindgen_anon_1.arData.add(at);
                    let key = if (*bucket).key.is_null() {
                        Key::Index((*bucket).h as i64)
                    } else {
                        Key::Name(PhpString::copy_raw((*bucket).key))
                    };
                    (key, &raw mut (*bucket).val)
                };
                let element = resolve(element);
                if value::kind(element) != value::IS_UNDEF {
                    return Some((key, value::copy(element)));
                }
            }
            None
        }
    }
}

#[inline]
unsafe fn is_packed(raw: *mut zend_array) -> bool {
    // SAFETY: the caller passes a live array.
    unsafe { (*raw).u.flags & PACKED != 0 }
}

/// PHP 8.2 stores packed arrays as plain zvals, older versions as buckets.
#[inline]
unsafe fn packed_element(raw: *mut zend_array, at: usize) -> *mut zval {
    // SAFETY: the caller checked at < nNumUsed and that the array is packed.
    unsafe {
        #[cfg(php82)]
        {
            (*raw).__bindgen_anon_1.arPacked.add(at)
        }
        #[cfg(not(php82))]
        {
            &raw mut (*(*raw).__bindgen_anon_1.arData.add(at)).val
        }
    }
}

/// Property tables hold indirections to slots; follow them.
unsafe fn resolve(z: *mut zval) -> *mut zval {
    // SAFETY: IS_INDIRECT holds a valid zval pointer.
    unsafe {
        if value::kind(z) == ffi::IS_INDIRECT {
            (*z).value.zv
        } else {
            z
        }
    }
}

/// Whether PHP's rules for request variables take `name` as it is.
fn is_plain_variable(name: &[u8]) -> bool {
    !name.is_empty()
        && !name
            .iter()
            .any(|byte| matches!(byte, b' ' | b'.' | b'[' | 0))
}

/// The integer a canonical decimal name stands for ("0", "-5", "42", not "05" or "4.2").
fn numeric_key(name: &[u8]) -> Option<i64> {
    let digits = name.strip_prefix(b"-").unwrap_or(name);
    let canonical = match digits {
        [] => false,
        [b'0'] => digits.len() == name.len(),
        [b'1'..=b'9', rest @ ..] => rest.len() < 19 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if !canonical {
        return None;
    }
    std::str::from_utf8(name).ok()?.parse().ok()
}
