//! Classes whose objects carry Rust state, and their handlers in the engine.

use std::mem::offset_of;

use ext_php_rs::ffi::{
    self, zend_class_entry, zend_object, zend_object_handlers, zend_string, zval,
};

use super::object::Object;
use super::registry::ClassSlot;
use super::value::{self, Value};
use super::{PhpString, lazy};

/// Rust state that lives inside a PHP object.
///
/// Methods see it as `&self` only: another coroutine may call a method of the same object while
/// this one is suspended in its own.
pub trait NativeState: Default + 'static {
    /// The class whose objects carry this state.
    fn class() -> &'static ClassSlot;

    /// Reports the PHP values held in the state to the cycle collector.
    fn collect(&self, _gc: &mut Gc) {}

    /// The declared property that is made when it is first looked at, once [`Object::leave_out`] has
    /// been called for it.
    const LAZY: Option<&'static str> = None;

    /// Makes that property, unless there is nothing (more) to make.
    fn make_lazy(&self, _object: &Object) {}
}

/// The values an object reports to the cycle collector.
pub struct Gc(*mut ffi::zend_get_gc_buffer);

impl Gc {
    /// Reports one value.
    pub fn add(&mut self, value: &Value) {
        // SAFETY: the buffer is the engine's; it grows before it is full.
        unsafe {
            if value.is_counted() {
                if (*self.0).cur == (*self.0).end {
                    ffi::zend_get_gc_buffer_grow(self.0);
                }
                std::ptr::copy_nonoverlapping(value.as_raw(), (*self.0).cur, 1);
                (*self.0).cur = (*self.0).cur.add(1);
            }
        }
    }
}

#[repr(C)]
struct Native<T> {
    state: T,
    std: zend_object,
}

/// The state behind a raw object, unchecked.
///
/// # Safety
/// `raw` is an object of `T`'s class and outlives `'a`.
#[inline]
pub(super) unsafe fn state_of_raw<'a, T: NativeState>(raw: *mut zend_object) -> &'a T {
    // SAFETY: the caller says so.
    unsafe { &*state_of::<T>(raw) }
}

#[inline]
unsafe fn state_of<T>(raw: *mut zend_object) -> *mut T {
    // SAFETY: the caller knows the object to be part of a Native<T>.
    unsafe { raw.byte_sub(offset_of!(Native<T>, std)).cast() }
}

/// `create_object` of a class with native state.
///
/// # Safety
/// Called by the engine with a class registered for `T`.
pub unsafe extern "C" fn create<T: NativeState>(ce: *mut zend_class_entry) -> *mut zend_object {
    // SAFETY: the allocation has room for the state, the object and its property slots.
    unsafe {
        // As zend_object_properties_size does it: the first slot is part of the object, unless the class needs
        // guards, which are kept in a slot of their own.
        let slots = usize::try_from((*ce).default_properties_count).unwrap_or(0);
        let within = usize::from((*ce).ce_flags & ffi::ZEND_ACC_USE_GUARDS == 0);
        let bytes = std::mem::size_of::<Native<T>>() + slots * std::mem::size_of::<zval>()
            - within * std::mem::size_of::<zval>();
        let native = super::string::emalloc(bytes).cast::<Native<T>>();
        (&raw mut (*native).state).write(T::default());
        let std = &raw mut (*native).std;
        ffi::zend_object_std_init(std, ce);
        ffi::object_properties_init(std, ce);
        (*std).handlers = T::class().handlers();
        std
    }
}

/// The handlers of a class with native state.
///
/// # Safety
/// Called at registration, when the engine's standard handlers are set up.
pub(super) unsafe fn handlers<T: NativeState>() -> zend_object_handlers {
    // SAFETY: the standard handlers are plain function pointers.
    let mut handlers = unsafe { std::ptr::read(&raw const ffi::std_object_handlers) };
    handlers.offset = offset_of!(Native<T>, std) as i32;
    handlers.free_obj = Some(free::<T>);
    handlers.get_gc = Some(get_gc::<T>);
    handlers.clone_obj = None;
    handlers.unset_property = Some(unset_property);
    if T::LAZY.is_some() {
        lazy::install::<T>(&mut handlers);
    }
    handlers
}

unsafe extern "C" fn free<T: NativeState>(raw: *mut zend_object) {
    // SAFETY: called once by the engine when the object dies; the state is dropped in place, and
    // a panic in a Drop must not cross into C.
    unsafe {
        let state = state_of::<T>(raw);
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            std::ptr::drop_in_place(state)
        }));
        ffi::zend_object_std_dtor(raw);
    }
}

unsafe extern "C" fn get_gc<T: NativeState>(
    raw: *mut zend_object,
    table: *mut *mut zval,
    count: *mut i32,
) -> *mut ffi::HashTable {
    // SAFETY: the engine's buffer is valid until the next get_gc call.
    unsafe {
        let buffer = ffi::zend_get_gc_buffer_create();
        let mut gc = Gc(buffer);
        // A property table, made for dynamic properties, leads to the slots as well: each value
        // must be reported once.
        let slots = if (*raw).properties.is_null() {
            usize::try_from((*(*raw).ce).default_properties_count).unwrap_or(0)
        } else {
            0
        };
        for index in 0..slots {
            let slot = (&raw mut (*raw).properties_table).cast::<zval>().add(index);
            let borrowed = value::borrow(slot);
            gc.add(&borrowed);
        }
        (*state_of::<T>(raw)).collect(&mut gc);
        *table = (*buffer).start;
        *count = i32::try_from((*buffer).cur.offset_from((*buffer).start)).unwrap_or(0);
        (*raw).properties
    }
}

/// Declared properties of these classes cannot be unset (spec: Error "Property X of class Y
/// cannot be unset"); dynamic ones can.
unsafe extern "C" fn unset_property(
    raw: *mut zend_object,
    name: *mut zend_string,
    cache_slot: *mut *mut std::ffi::c_void,
) {
    // SAFETY: the engine passes a live object and a live name.
    unsafe {
        let ce = (*raw).ce;
        let declared = ffi::zend_hash_find(&raw const (*ce).properties_info, name);
        if declared.is_null() {
            ffi::zend_std_unset_property(raw, name, cache_slot);
            return;
        }
        let property = PhpString::copy_raw(name).to_text();
        let class = PhpString::copy_raw((*ce).name).to_text();
        super::error::throw_error(&format!(
            "Property {property} of class {class} cannot be unset"
        ));
    }
}

impl Object {
    /// Leaves out the declared property at `index` of an object just made, whose state makes it when somebody looks
    /// ([`NativeState::LAZY`]).
    #[inline]
    pub fn leave_out(&self, index: usize) {
        self.undefine(index);
    }

    /// Lets go of what is in the property at `index` and leaves it out again; what the script has made a reference to
    /// becomes null.
    pub fn leave_out_again(&self, index: usize) {
        self.set(index, Value::null());
        if self.is_plain_null(index) {
            self.undefine(index);
        }
    }

    /// Whether the property at `index` is left out.
    pub fn is_left_out(&self, index: usize) -> bool {
        self.is_undefined(index)
    }

    /// Sets the property that was left out, unless the script has meanwhile.
    pub fn fill_in(&self, index: usize, new: impl Into<Value>) {
        if self.is_undefined(index) {
            self.init(index, new);
        }
    }

    /// Where an object with native state lies in memory, for prefetching it.
    #[inline]
    pub fn memory<T: NativeState>(&self) -> (*const u8, usize) {
        let start = self
            .as_raw()
            .cast::<u8>()
            .cast_const()
            .wrapping_sub(offset_of!(Native<T>, std));
        (start, std::mem::size_of::<Native<T>>() + 64)
    }

    /// The native state of an object of a class registered with [`create`].
    ///
    /// # Panics
    /// If the object is not of such a class: a bug of this crate.
    #[inline]
    pub fn state<T: NativeState>(&self) -> &T {
        assert!(
            self.instance_of(T::class()),
            "object without the expected native state"
        );
        // SAFETY: objects of this class are allocated as Native<T>.
        unsafe { &*state_of::<T>(self.as_raw()) }
    }
}
