//! Owned references to PHP objects, and their declared property slots. Rust state inside of them is
//! in `native`.

use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_object, zval};

use super::PhpString;
pub use super::native::Gc;
use super::registry::ClassSlot;
use super::value::{self, Value};

/// A reference to a PHP object.
pub struct Object(NonNull<zend_object>);

impl Object {
    /// # Safety
    /// `raw` is a valid object.
    #[inline]
    pub(super) unsafe fn copy_raw(raw: *mut zend_object) -> Self {
        // SAFETY: the caller vouches for raw.
        unsafe {
            (*raw).gc.refcount += 1;
            Self(NonNull::new_unchecked(raw))
        }
    }

    /// # Safety
    /// `raw` is a valid object of which the caller gives one reference away.
    #[inline]
    pub(super) unsafe fn from_raw(raw: *mut zend_object) -> Self {
        // SAFETY: the caller vouches for raw.
        Self(unsafe { NonNull::new_unchecked(raw) })
    }

    #[inline]
    pub(super) fn into_raw(self) -> *mut zend_object {
        std::mem::ManuallyDrop::new(self).0.as_ptr()
    }

    #[inline]
    pub(super) fn as_raw(&self) -> *mut zend_object {
        self.0.as_ptr()
    }

    /// A new object of one of our classes with its declared defaults; no constructor is called.
    #[inline]
    pub fn new(class: &ClassSlot) -> Self {
        // SAFETY: the class is registered. create_object or the standard allocation with the
        // defaults copied in, as object_init_ex does, but without its checks for abstract classes.
        unsafe {
            let ce = class.get();
            match (*ce).__bindgen_anon_2.create_object {
                Some(create) => Self::from_raw(create(ce)),
                None => {
                    let raw = ffi::zend_objects_new(ce);
                    ffi::object_properties_init(raw, ce);
                    Self::from_raw(raw)
                }
            }
        }
    }

    /// A new object of one of our classes, whose constructor was called. `None` when it threw.
    pub fn construct(class: &ClassSlot, arguments: &mut [Value]) -> Option<Self> {
        let object = Self::new(class);
        // SAFETY: a live object of the class whose constructor is called.
        unsafe { object.call_constructor(arguments) }
    }

    /// A new object of the class of that name, as `new $name(...)`. `None` with an exception
    /// pending when there is no such class, it cannot be instantiated, or its constructor threw.
    pub fn construct_named(class: &PhpString, arguments: &mut [Value]) -> Option<Self> {
        // SAFETY: looking a class up may run an autoloader; what it found is registered. The object
        // is the engine's own work, checks included.
        unsafe {
            let ce = ffi::zend_lookup_class(class.as_raw());
            if ce.is_null() {
                if !super::globals::exception_pending() {
                    super::error::throw_error(&format!("Class \"{}\" not found", class.to_text()));
                }
                return None;
            }
            let mut z = value::undef();
            if ffi::object_init_ex(&raw mut *z, ce) != 0 {
                return None;
            }
            Self::from_raw(z.value.obj).call_constructor(arguments)
        }
    }

    /// A new object of the same class as this one, as `new static(...)`. `None` when its constructor threw.
    pub fn construct_alike(&self, arguments: &mut [Value]) -> Option<Self> {
        let mut z = value::undef();
        // SAFETY: the class of a live object; the object is the engine's own work.
        unsafe {
            if ffi::object_init_ex(&raw mut *z, (*self.as_raw()).ce) != 0 {
                return None;
            }
            Self::from_raw(z.value.obj).call_constructor(arguments)
        }
    }

    unsafe fn call_constructor(self, arguments: &mut [Value]) -> Option<Self> {
        // SAFETY: the constructor belongs to the object's class; a Value is a zval in memory, which
        // the engine copies into the frame.
        unsafe {
            let ce = (*self.as_raw()).ce;
            let constructor = (*ce).constructor;
            if !constructor.is_null() {
                let mut retval = value::undef();
                ffi::zend_call_known_function(
                    constructor,
                    self.as_raw(),
                    ce,
                    &raw mut *retval,
                    arguments.len() as u32,
                    arguments.as_mut_ptr().cast(),
                    std::ptr::null_mut(),
                );
                drop(Value::from_zval(retval));
            }
        }
        (!super::globals::exception_pending()).then_some(self)
    }

    /// Whether this is an instance of `class` or of a class that extends it.
    #[inline]
    pub fn instance_of(&self, class: &ClassSlot) -> bool {
        // SAFETY: both class entries are registered.
        unsafe {
            let ce = (*self.as_raw()).ce;
            std::ptr::eq(ce, class.get()) || ffi::instanceof_function_slow(ce, class.get())
        }
    }

    /// How many references to it there are, this one included.
    pub fn references(&self) -> u32 {
        // SAFETY: a live object.
        unsafe { (*self.as_raw()).gc.refcount }
    }

    /// The name of its class.
    pub fn class_name(&self) -> String {
        // SAFETY: a live object; a class has a name.
        unsafe { PhpString::copy_raw((*(*self.as_raw()).ce).name) }.to_text()
    }

    /// The living object of this number, if it is of `class`.
    pub fn by_id(id: u32, class: &ClassSlot) -> Option<Self> {
        // SAFETY: the store has an entry for each number below `top`: an object, or a link of the free list with its
        // lowest bit set. What is being freed already is left alone.
        unsafe {
            let store = &(*super::globals::eg()).objects_store;
            if id >= store.top {
                return None;
            }
            let raw = *store.object_buckets.add(id as usize);
            if raw.is_null() || raw.addr() & 1 != 0 {
                return None;
            }
            // IS_OBJ_FREE_CALLED of zend_types.h.
            let freed = 1 << 9;
            if (*raw).gc.refcount == 0 || (*raw).gc.u.type_info & freed != 0 {
                return None;
            }
            let object = Self::copy_raw(raw);
            object.instance_of(class).then_some(object)
        }
    }

    /// The object's number, as `spl_object_id()` gives it.
    pub fn id(&self) -> u32 {
        // SAFETY: a live object.
        unsafe { (*self.as_raw()).handle }
    }

    #[inline]
    pub(super) fn slot(&self, index: usize) -> *mut zval {
        // SAFETY: a live object; index comes from the generated slot tables.
        unsafe {
            (&raw mut (*self.as_raw()).properties_table)
                .cast::<zval>()
                .add(index)
        }
    }

    /// A copy of the declared property at `index` (see the generated `slot` tables). `null` when
    /// it was unset.
    #[inline]
    pub fn get(&self, index: usize) -> Value {
        // SAFETY: slots hold valid zvals; an undefined one reads as null.
        unsafe {
            let slot = self.slot(index);
            if value::kind(slot) == value::IS_UNDEF {
                Value::null()
            } else {
                value::copy(slot)
            }
        }
    }

    /// Writes the declared property at `index`.
    #[inline]
    pub fn set(&self, index: usize, new: impl Into<Value>) {
        // SAFETY: slots hold valid zvals.
        unsafe { value::replace(self.slot(index), new.into()) }
    }

    /// Writes a slot of an object just made by [`Object::new`], whose default is a scalar or an
    /// interned string: nothing has to be released.
    #[inline]
    pub fn init(&self, index: usize, new: impl Into<Value>) {
        // SAFETY: as said; the object is not visible to PHP yet.
        unsafe { value::write(self.slot(index), new.into()) }
    }

    /// Leaves the slot at `index` of an object just made undefined; its default has nothing to be released.
    #[inline]
    pub(super) fn undefine(&self, index: usize) {
        // SAFETY: as for `init`.
        unsafe { (*self.slot(index)).u1.type_info = value::IS_UNDEF };
    }

    /// Whether the slot at `index` itself holds null: no reference to one.
    pub(super) fn is_plain_null(&self, index: usize) -> bool {
        // SAFETY: slots hold valid zvals.
        unsafe { value::kind(self.slot(index)) == ffi::IS_NULL }
    }

    /// Whether nothing was ever written to the slot at `index`.
    #[inline]
    pub(super) fn is_undefined(&self, index: usize) -> bool {
        // SAFETY: slots hold valid zvals.
        unsafe { value::kind(self.slot(index)) == value::IS_UNDEF }
    }

    /// Runs `change` on the array in the property at `index` without copying it when the property
    /// holds the only reference. A property that holds no array becomes one first.
    pub fn with_array(&self, index: usize, change: impl FnOnce(&mut super::Array)) {
        // SAFETY: the slot is emptied before the array changes, so a destructor that looks at the
        // property meanwhile sees null, not a half-changed array.
        unsafe {
            let slot = value::deref(self.slot(index));
            let held = Value::from_zval(std::mem::ManuallyDrop::new(std::ptr::read(slot)));
            value::write(slot, Value::null());
            let mut array = match held.as_array() {
                Some(array) => {
                    drop(held);
                    array
                }
                None => super::Array::with_capacity(0),
            };
            change(&mut array);
            value::replace(slot, array.into());
        }
    }
}

impl Clone for Object {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: a live object.
        unsafe { Self::copy_raw(self.as_raw()) }
    }
}

impl Drop for Object {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: we own one reference; a counted value with more holders may be the root of a
        // garbage cycle, which zval_ptr_dtor notes.
        unsafe {
            let mut z = value::undef();
            z.value.obj = self.as_raw();
            z.u1.type_info = ffi::IS_OBJECT_EX;
            ffi::zval_ptr_dtor(&raw mut *z);
        }
    }
}

impl Object {
    /// Calls a public method.
    pub fn call(
        &self,
        method: &str,
        arguments: &mut [Value],
    ) -> Result<Value, super::error::Thrown> {
        let mut callable = super::Array::with_capacity(2);
        callable.push(self.clone());
        callable.push(method);
        super::Callable::new(callable.into())
            .map_err(|reason| super::error::throw_error(&reason))?
            .call(arguments)
            .ok_or(super::error::Thrown)
    }

    /// Writes a public or protected property by name.
    pub fn write_property(&self, name: &str, value: Value) {
        // SAFETY: a live object of its own class' scope; the engine copies the value.
        unsafe {
            ffi::zend_update_property_ex(
                (*self.as_raw()).ce,
                self.as_raw(),
                PhpString::new(name.as_bytes()).as_raw(),
                value.as_raw(),
            );
        }
    }

    /// Writes a property that is private to `scope`.
    pub fn write_private(&self, scope: &ClassSlot, name: &str, value: Value) {
        // SAFETY: as above, in the scope of the declaring class.
        unsafe {
            ffi::zend_update_property_ex(
                scope.get(),
                self.as_raw(),
                PhpString::new(name.as_bytes()).as_raw(),
                value.as_raw(),
            );
        }
    }

    /// Reads a property that is private to `scope`.
    pub fn read_private(&self, scope: &ClassSlot, name: &str) -> Value {
        let mut scratch = value::undef();
        // SAFETY: the returned zval is valid until the object changes; it is copied.
        unsafe {
            let found = ffi::zend_read_property(
                scope.get(),
                self.as_raw(),
                name.as_ptr().cast(),
                name.len(),
                true,
                &raw mut *scratch,
            );
            if found.is_null() {
                Value::null()
            } else {
                value::copy(found)
            }
        }
    }
}
