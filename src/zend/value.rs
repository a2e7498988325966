//! Owned PHP values, and the few raw zval operations the other files of this room share.

use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{self, zend_array, zend_object, zend_reference, zval};

use super::{Array, Object, PhpString};

pub(super) const IS_UNDEF: u32 = ffi::IS_UNDEF;
const TYPE_MASK: u32 = 0xff;
const TYPE_REFCOUNTED: u32 = 1 << 8;

/// The type of a zval, `IS_*`.
///
/// # Safety
/// `z` points to a valid zval.
#[inline(always)]
pub(super) unsafe fn kind(z: *const zval) -> u32 {
    // SAFETY: the caller vouches for z.
    unsafe { (*z).u1.type_info & TYPE_MASK }
}

/// Follows a PHP reference to the value behind it.
///
/// # Safety
/// `z` points to a valid zval.
#[inline(always)]
pub(super) unsafe fn deref(z: *mut zval) -> *mut zval {
    // SAFETY: the caller vouches for z; IS_REFERENCE holds a valid zend_reference.
    unsafe {
        if kind(z) == ffi::IS_REFERENCE {
            let reference: *mut zend_reference = (*z).value.ref_;
            &raw mut (*reference).val
        } else {
            z
        }
    }
}

/// An undefined value, for slots about to be filled.
///
/// ext-php-rs' zval releases what it holds when it goes out of scope. Here ownership is always
/// [`Value`]'s, so plain zvals never drop by themselves.
pub(super) const fn undef() -> ManuallyDrop<zval> {
    // SAFETY: an all-zero zval is IS_UNDEF.
    unsafe { std::mem::zeroed() }
}

/// Writes a plain scalar or a counted pointer into `z` without looking at what was there.
///
/// # Safety
/// `z` is writable and holds nothing that needs releasing.
#[inline(always)]
pub(super) unsafe fn write(z: *mut zval, value: Value) {
    // SAFETY: a bitwise move of the zval.
    unsafe { std::ptr::copy_nonoverlapping(value.as_raw(), z, 1) };
    std::mem::forget(value);
}

/// Puts `value` where another one was, and releases the old one after the new one is in place
/// (its destructor may look).
///
/// # Safety
/// `z` points to a valid zval.
#[inline]
pub(super) unsafe fn replace(z: *mut zval, value: Value) {
    // SAFETY: the caller vouches for z.
    unsafe {
        let z = deref(z);
        let old = Value(ManuallyDrop::new(std::ptr::read(z)));
        write(z, value);
        drop(old);
    }
}

/// Counts a reference to the value in `z` and returns it as an owned one.
///
/// # Safety
/// `z` points to a valid zval.
#[inline]
pub(super) unsafe fn copy(z: *mut zval) -> Value {
    // SAFETY: the caller vouches for z.
    unsafe { copy_reference(deref(z)) }
}

/// Counts a reference to what is in `z` itself, a PHP reference too, and returns it as an owned value.
///
/// # Safety
/// `z` points to a valid zval.
#[inline]
pub(super) unsafe fn copy_reference(z: *mut zval) -> Value {
    // SAFETY: the caller vouches for z.
    unsafe {
        if (*z).u1.type_info & (0xff << 8) != 0 {
            (*(*z).value.counted).gc.refcount += 1;
        }
        Value(ManuallyDrop::new(std::ptr::read(z)))
    }
}

/// Looks at the value in `z` without counting a reference.
///
/// # Safety
/// `z` points to a valid zval that is not changed while the result is in use.
pub(super) unsafe fn borrow(z: *mut zval) -> ManuallyDrop<Value> {
    // SAFETY: the caller vouches for z.
    ManuallyDrop::new(Value(ManuallyDrop::new(unsafe { std::ptr::read(z) })))
}

/// A PHP value that owns its reference.
#[repr(transparent)]
pub struct Value(ManuallyDrop<zval>);

impl Value {
    #[inline]
    fn plain(type_info: u32) -> Self {
        let mut z = undef();
        z.u1.type_info = type_info;
        Self(z)
    }

    /// `null`.
    #[inline]
    pub fn null() -> Self {
        Self::plain(ffi::IS_NULL)
    }

    /// Whether the value holds a reference that is counted.
    #[inline]
    pub(super) fn is_counted(&self) -> bool {
        // SAFETY: every zval has a type.
        unsafe { self.0.u1.type_info & (0xff << 8) != 0 }
    }

    #[inline]
    fn kind(&self) -> u32 {
        // SAFETY: self.0 is a valid zval.
        unsafe { kind(self.as_raw()) }
    }

    /// Whether this is `null` (or was never set).
    #[inline]
    pub fn is_null(&self) -> bool {
        self.kind() <= ffi::IS_NULL
    }

    /// Whether this is exactly `false`.
    pub fn is_false(&self) -> bool {
        self.kind() == ffi::IS_FALSE
    }

    /// Whether this is a resource.
    pub fn is_resource(&self) -> bool {
        self.kind() == ffi::IS_RESOURCE
    }

    /// Its type as error messages name it: `int`, `string`, a class' name, …
    pub fn type_name(&self) -> String {
        if let Some(object) = self.as_object() {
            return object.class_name();
        }
        match self.kind() {
            ffi::IS_TRUE | ffi::IS_FALSE => "bool",
            ffi::IS_LONG => "int",
            ffi::IS_DOUBLE => "float",
            ffi::IS_STRING => "string",
            ffi::IS_ARRAY => "array",
            ffi::IS_RESOURCE => "resource",
            _ => "null",
        }
        .to_owned()
    }

    /// PHP's truth of the value.
    pub fn is_truthy(&self) -> bool {
        // SAFETY: self.0 is a valid zval; the engine does not change it.
        let truth = unsafe { ffi::zend_is_true(self.as_raw()) };
        // An int before PHP 8.4, a bool since.
        #[allow(clippy::useless_conversion)]
        let truth = i32::from(truth);
        truth != 0
    }

    /// The integer, if it is one.
    #[inline]
    pub fn as_long(&self) -> Option<i64> {
        // SAFETY: the type says which union member is valid.
        (self.kind() == ffi::IS_LONG).then(|| unsafe { self.0.value.lval })
    }

    /// The value as PHP's `(int)` cast gives it.
    pub fn to_long(&self) -> i64 {
        // SAFETY: self.0 is a valid zval.
        self.as_long()
            .unwrap_or_else(|| unsafe { ffi::zval_get_long_func(self.as_raw(), false) })
    }

    /// The value as PHP's `(float)` cast gives it.
    pub fn to_double(&self) -> f64 {
        // SAFETY: self.0 is a valid zval.
        unsafe { ffi::zval_get_double_func(self.as_raw()) }
    }

    /// The string, if it is one.
    #[inline]
    pub fn as_string(&self) -> Option<PhpString> {
        // SAFETY: the type says which union member is valid.
        (self.kind() == ffi::IS_STRING).then(|| unsafe { PhpString::copy_raw(self.0.value.str_) })
    }

    /// The value as PHP's `(string)` cast gives it; `None` with an exception pending when it
    /// cannot be converted.
    pub fn to_string(&self) -> Option<PhpString> {
        if let Some(string) = self.as_string() {
            return Some(string);
        }
        // SAFETY: self.0 is a valid zval; null means an exception is pending.
        unsafe {
            let raw = ffi::zval_try_get_string_func(self.as_raw());
            (!raw.is_null()).then(|| PhpString::from_raw(raw))
        }
    }

    /// The array, if it is one.
    #[inline]
    pub fn as_array(&self) -> Option<Array> {
        // SAFETY: the type says which union member is valid.
        (self.kind() == ffi::IS_ARRAY).then(|| unsafe { Array::copy_raw(self.0.value.arr) })
    }

    /// The object, if it is one.
    #[inline]
    pub fn as_object(&self) -> Option<Object> {
        // SAFETY: the type says which union member is valid.
        (self.kind() == ffi::IS_OBJECT).then(|| unsafe { Object::copy_raw(self.0.value.obj) })
    }

    #[inline]
    pub(super) fn as_raw(&self) -> *mut zval {
        (&raw const self.0).cast::<zval>().cast_mut()
    }

    /// Reads a possibly undefined zval as an owned value.
    ///
    /// # Safety
    /// The caller gives its reference away.
    #[inline]
    pub(super) unsafe fn from_zval(z: ManuallyDrop<zval>) -> Self {
        Self(z)
    }
}

impl Clone for Value {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: self.0 is a valid zval.
        unsafe { copy(self.as_raw()) }
    }
}

impl Drop for Value {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: self.0 is a valid zval whose reference we own.
        unsafe {
            if self.is_counted() {
                ffi::zval_ptr_dtor(self.as_raw());
            }
        }
    }
}

impl From<bool> for Value {
    #[inline]
    fn from(value: bool) -> Self {
        Self::plain(if value { ffi::IS_TRUE } else { ffi::IS_FALSE })
    }
}

impl From<i64> for Value {
    #[inline]
    fn from(value: i64) -> Self {
        let mut this = Self::plain(ffi::IS_LONG);
        this.0.value.lval = value;
        this
    }
}

impl From<f64> for Value {
    #[inline]
    fn from(value: f64) -> Self {
        let mut this = Self::plain(ffi::IS_DOUBLE);
        this.0.value.dval = value;
        this
    }
}

impl From<PhpString> for Value {
    #[inline]
    fn from(value: PhpString) -> Self {
        let mut this = Self::plain(if value.is_interned() {
            ffi::IS_STRING
        } else {
            ffi::IS_STRING | TYPE_REFCOUNTED
        });
        this.0.value.str_ = value.into_raw();
        this
    }
}

impl From<&[u8]> for Value {
    #[inline]
    fn from(value: &[u8]) -> Self {
        PhpString::new(value).into()
    }
}

impl From<&str> for Value {
    #[inline]
    fn from(value: &str) -> Self {
        PhpString::new(value.as_bytes()).into()
    }
}

impl From<Array> for Value {
    #[inline]
    fn from(value: Array) -> Self {
        let mut this = Self::plain(if value.is_immutable() {
            ffi::IS_ARRAY
        } else {
            ffi::IS_ARRAY_EX
        });
        let raw: *mut zend_array = value.into_raw();
        this.0.value.arr = raw;
        this
    }
}

impl From<Object> for Value {
    #[inline]
    fn from(value: Object) -> Self {
        let mut this = Self::plain(ffi::IS_OBJECT_EX);
        let raw: *mut zend_object = value.into_raw();
        this.0.value.obj = raw;
        this
    }
}
