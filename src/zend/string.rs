//! Owned references to PHP strings, and a builder that receives bytes straight into one.

use std::mem::MaybeUninit;
use std::ops::Deref;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_string};

use crate::websocket::message::Payload;

/// Offset of the bytes in a `zend_string`.
const HEADER: usize = std::mem::offset_of!(zend_string, val);
/// `GC_STRING` of the engine: a string that the cycle collector never looks at.
const GC_STRING: u32 = ffi::IS_STRING | (1 << 4);
/// `IS_STR_INTERNED`: immutable, not reference counted.
const IS_STR_INTERNED: u32 = 1 << 6;

/// The allocation size of a string of `len` bytes: header, bytes, NUL, aligned to 8.
const fn allocation(len: usize) -> usize {
    (HEADER + len + 1 + 7) & !7
}

/// A reference to a PHP string. Cloning counts a reference, it does not copy bytes.
pub struct PhpString(NonNull<zend_string>);

impl PhpString {
    /// A new string holding `bytes`. Empty and one-byte strings are the engine's shared ones.
    #[inline]
    pub fn new(bytes: &[u8]) -> Self {
        match bytes {
            [] => Self::empty(),
            [byte] => Self::one_char(*byte),
            _ => {
                let mut builder = StringBuilder::with_exact_capacity(bytes.len());
                builder.append_with(bytes.len(), |out| out.copy_from_slice(bytes));
                builder.finish()
            }
        }
    }

    /// The empty string.
    #[inline]
    pub fn empty() -> Self {
        // SAFETY: zend_empty_string is set at engine start-up and never freed.
        Self(unsafe { NonNull::new_unchecked(ffi::zend_empty_string) })
    }

    #[inline]
    fn one_char(byte: u8) -> Self {
        // SAFETY: the table has 256 permanent entries.
        Self(unsafe {
            NonNull::new_unchecked(
                *(&raw const ffi::zend_one_char_string)
                    .cast::<*mut zend_string>()
                    .add(usize::from(byte)),
            )
        })
    }

    /// A permanent, hashed string for names that repeat (array keys, header names).
    /// Only valid before the first request (MINIT).
    pub fn interned(bytes: &[u8]) -> Self {
        // SAFETY: the engine is starting up; the returned string lives as long as the process.
        Self(unsafe {
            NonNull::new_unchecked((ffi::zend_string_init_interned.unwrap_unchecked())(
                bytes.as_ptr().cast(),
                bytes.len(),
                true,
            ))
        })
    }

    /// Takes over one reference.
    ///
    /// # Safety
    /// `raw` is a valid string of which the caller owns one reference (or an interned one).
    #[inline]
    pub(super) unsafe fn from_raw(raw: *mut zend_string) -> Self {
        // SAFETY: the caller says it is valid, hence not null.
        Self(unsafe { NonNull::new_unchecked(raw) })
    }

    /// Counts a reference to a string that somebody else owns.
    ///
    /// # Safety
    /// `raw` is a valid string.
    #[inline]
    pub(super) unsafe fn copy_raw(raw: *mut zend_string) -> Self {
        // SAFETY: as above.
        let borrowed = std::mem::ManuallyDrop::new(unsafe { Self::from_raw(raw) });
        (*borrowed).clone()
    }

    #[inline]
    pub(super) fn as_raw(&self) -> *mut zend_string {
        self.0.as_ptr()
    }

    /// Gives the reference away.
    #[inline]
    pub(super) fn into_raw(self) -> *mut zend_string {
        std::mem::ManuallyDrop::new(self).0.as_ptr()
    }

    #[inline]
    pub(super) fn is_interned(&self) -> bool {
        // SAFETY: self is a valid string.
        unsafe { (*self.0.as_ptr()).gc.u.type_info & IS_STR_INTERNED != 0 }
    }

    /// The string's bytes as a path.
    pub fn to_path(&self) -> &std::path::Path {
        use std::os::unix::ffi::OsStrExt;
        std::path::Path::new(std::ffi::OsStr::from_bytes(self))
    }

    /// The string's bytes as text, with what is not UTF-8 replaced. For messages and log lines.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(self).into_owned()
    }
}

impl Deref for PhpString {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        // SAFETY: self is a valid string; val holds len bytes.
        unsafe {
            let raw = self.0.as_ptr();
            std::slice::from_raw_parts((&raw const (*raw).val).cast::<u8>(), (*raw).len)
        }
    }
}

impl AsRef<[u8]> for PhpString {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Clone for PhpString {
    #[inline]
    fn clone(&self) -> Self {
        if !self.is_interned() {
            // SAFETY: a live, counted string.
            unsafe { (*self.0.as_ptr()).gc.refcount += 1 };
        }
        Self(self.0)
    }
}

impl Drop for PhpString {
    #[inline]
    fn drop(&mut self) {
        if !self.is_interned() {
            // SAFETY: we own one reference; at zero the string is ours alone. Persistent strings
            // are all interned in this crate, so the request allocator is the right one.
            unsafe {
                let raw = self.0.as_ptr();
                (*raw).gc.refcount -= 1;
                if (*raw).gc.refcount == 0 {
                    efree(raw.cast());
                }
            }
        }
    }
}

/// A PHP string under construction: bytes are written into their final place.
pub struct StringBuilder {
    raw: NonNull<zend_string>,
    len: usize,
    capacity: usize,
}

impl StringBuilder {
    /// Room for exactly `capacity` bytes.
    #[inline]
    pub fn with_exact_capacity(capacity: usize) -> Self {
        // SAFETY: _emalloc never returns null (it bails out instead).
        let raw =
            unsafe { NonNull::new_unchecked(emalloc(allocation(capacity)).cast::<zend_string>()) };
        Self {
            raw,
            len: 0,
            capacity,
        }
    }

    /// Bytes that fit without growing.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    #[inline]
    fn bytes(&self) -> *mut u8 {
        // SAFETY: raw points to an allocation of at least HEADER bytes.
        unsafe { self.raw.as_ptr().cast::<u8>().add(HEADER) }
    }

    /// The finished string.
    #[inline]
    pub fn finish(self) -> PhpString {
        if self.len == 0 {
            return PhpString::empty();
        }
        let this = std::mem::ManuallyDrop::new(self);
        // SAFETY: the allocation holds the header, `len` written bytes and room for the NUL.
        unsafe {
            let raw = this.raw.as_ptr();
            (*raw).gc.refcount = 1;
            (*raw).gc.u.type_info = GC_STRING;
            (*raw).h = 0;
            (*raw).len = this.len;
            this.bytes().add(this.len).write(0);
            PhpString::from_raw(raw)
        }
    }
}

impl Drop for StringBuilder {
    fn drop(&mut self) {
        // SAFETY: the allocation is ours and unpublished.
        unsafe { efree(self.raw.as_ptr().cast()) }
    }
}

impl Payload for StringBuilder {
    fn with_capacity(capacity: usize) -> Self {
        Self::with_exact_capacity(capacity)
    }

    #[inline]
    fn len(&self) -> usize {
        self.len
    }

    fn reserve(&mut self, additional: usize) {
        let needed = self.len.saturating_add(additional);
        if needed > self.capacity {
            // SAFETY: raw is a live allocation of the request heap.
            unsafe {
                let grown = erealloc(self.raw.as_ptr().cast(), allocation(needed));
                self.raw = NonNull::new_unchecked(grown.cast());
            }
            self.capacity = needed;
        }
    }

    #[inline]
    fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes were written.
        unsafe { std::slice::from_raw_parts(self.bytes(), self.len) }
    }

    #[inline]
    fn as_mut_slice(&mut self) -> &mut [u8] {
        // SAFETY: as above, and we are the only owner.
        unsafe { std::slice::from_raw_parts_mut(self.bytes(), self.len) }
    }

    #[inline]
    fn append_with(&mut self, n: usize, fill: impl FnOnce(&mut [u8])) {
        self.reserve(n);
        // SAFETY: reserve made room for n bytes. They may be uninitialised: `fill` is given them
        // as plain bytes only to write, as the trait demands.
        fill(unsafe { std::slice::from_raw_parts_mut(self.bytes().add(self.len), n) });
        self.len += n;
    }

    #[inline]
    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        // SAFETY: capacity bytes belong to us, those past len are uninitialised.
        unsafe {
            std::slice::from_raw_parts_mut(
                self.bytes().add(self.len).cast(),
                self.capacity - self.len,
            )
        }
    }

    #[inline]
    unsafe fn advance(&mut self, n: usize) {
        debug_assert!(self.len + n <= self.capacity);
        self.len += n;
    }
}

/// Allocates on the request heap. Out of memory ends in the engine's bailout, never in null.
#[inline]
pub(super) fn emalloc(size: usize) -> *mut u8 {
    // SAFETY: plain allocation.
    unsafe {
        #[cfg(not(php_debug))]
        {
            ffi::_emalloc(size).cast()
        }
        #[cfg(php_debug)]
        {
            ffi::_emalloc(size, c"swoole".as_ptr(), 0, std::ptr::null(), 0).cast()
        }
    }
}

/// # Safety
/// `ptr` is a live allocation of the request heap, and nobody uses it any more.
#[inline]
pub(super) unsafe fn efree(ptr: *mut u8) {
    // SAFETY: the caller vouches for ptr.
    unsafe {
        #[cfg(not(php_debug))]
        {
            ffi::_efree(ptr.cast());
        }
        #[cfg(php_debug)]
        {
            ffi::_efree(ptr.cast(), c"swoole".as_ptr(), 0, std::ptr::null(), 0);
        }
    }
}

/// # Safety
/// `ptr` is a live allocation of the request heap.
unsafe fn erealloc(ptr: *mut u8, size: usize) -> *mut u8 {
    // SAFETY: the caller vouches for ptr.
    unsafe {
        #[cfg(not(php_debug))]
        {
            ffi::_erealloc(ptr.cast(), size).cast()
        }
        #[cfg(php_debug)]
        {
            ffi::_erealloc(ptr.cast(), size, c"swoole".as_ptr(), 0, std::ptr::null(), 0).cast()
        }
    }
}

/// A permanent string, made once at module start, for names and values that repeat.
pub struct Interned(std::sync::atomic::AtomicPtr<zend_string>);

impl Interned {
    /// Not made yet.
    #[expect(clippy::new_without_default, reason = "const, for statics")]
    pub const fn new() -> Self {
        Self(std::sync::atomic::AtomicPtr::new(std::ptr::null_mut()))
    }

    /// Makes the string. Called at module start.
    pub fn make(&self, bytes: &[u8]) {
        self.0.store(
            PhpString::interned(bytes).into_raw(),
            std::sync::atomic::Ordering::Relaxed,
        );
    }

    /// The string.
    #[inline]
    pub fn get(&self) -> PhpString {
        let raw = self.0.load(std::sync::atomic::Ordering::Relaxed);
        debug_assert!(!raw.is_null());
        // SAFETY: made at module start and never freed; interned strings are not counted.
        unsafe { PhpString::from_raw(raw) }
    }
}
