//! Registers classes, functions and constants from the tables that build.rs makes of the stubs.
//!
//! The stubs (`stubs/*.php`) are the only description of what PHP sees; the generated tables
//! point at the Rust functions that implement it.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char};
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::ffi::{
    self, zend_class_entry, zend_execute_data, zend_function_entry, zend_internal_arg_info,
    zend_object, zend_object_handlers, zend_type, zval,
};

use super::PhpString;
use super::native::NativeState;
use super::value::Value as PhpValue;

/// An engine-callable function.
pub type Handler = unsafe extern "C" fn(*mut zend_execute_data, *mut zval);
/// A class' `create_object`.
pub type CreateObject = unsafe extern "C" fn(*mut zend_class_entry) -> *mut zend_object;

/// A constant value in a stub.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the variants are PHP's types")]
pub enum Value {
    Undef,
    Null,
    Bool(bool),
    Long(i64),
    Double(f64),
    Str(&'static str),
    EmptyArray,
}

impl Value {
    /// The value as a permanent zval (strings interned for the life of the process).
    fn permanent(self) -> PhpValue {
        match self {
            Self::Undef | Self::Null => PhpValue::null(),
            Self::Bool(flag) => flag.into(),
            Self::Long(number) => number.into(),
            Self::Double(number) => number.into(),
            Self::Str(text) => PhpString::interned(text.as_bytes()).into(),
            Self::EmptyArray => super::Array::empty().into(),
        }
    }
}

/// A PHP type: class names (`A|B`) and a mask of `1 << IS_*` bits.
pub struct TypeDef {
    /// Class names, separated by `|`.
    pub class: Option<&'static CStr>,
    /// `MAY_BE_*` bits.
    pub mask: u32,
}

/// A parameter.
#[expect(missing_docs, reason = "the fields are PHP's")]
pub struct ArgDef {
    pub name: &'static CStr,
    pub ty: TypeDef,
    /// The default as PHP source text.
    pub default: Option<&'static CStr>,
    pub by_ref: bool,
    pub variadic: bool,
}

/// A function or method.
#[expect(missing_docs, reason = "the fields are PHP's")]
pub struct FunctionDef {
    pub name: &'static CStr,
    pub handler: Handler,
    pub args: &'static [ArgDef],
    pub required: u32,
    pub returns: Option<TypeDef>,
    /// `ZEND_ACC_*`.
    pub flags: u32,
}

/// A declared property.
#[expect(missing_docs, reason = "the fields are PHP's")]
pub struct PropertyDef {
    pub name: &'static str,
    pub default: Value,
    pub flags: u32,
}

/// A class or global constant.
#[expect(missing_docs, reason = "the fields are PHP's")]
pub struct ConstantDef {
    pub name: &'static str,
    pub value: Value,
}

/// A class.
#[expect(missing_docs, reason = "the fields are PHP's")]
pub struct ClassDef {
    pub name: &'static CStr,
    pub slot: &'static ClassSlot,
    pub parent: Option<&'static CStr>,
    pub interfaces: &'static [&'static CStr],
    pub flags: u32,
    pub constants: &'static [ConstantDef],
    pub properties: &'static [PropertyDef],
    pub methods: &'static [FunctionDef],
    /// Allocates objects with native state.
    pub create: Option<CreateObject>,
    pub uninstantiable: bool,
}

/// A second name of a class.
#[expect(missing_docs, reason = "the fields are PHP's")]
pub struct AliasDef {
    pub alias: &'static CStr,
    pub class: &'static CStr,
}

/// Where a registered class is found again. Set anew on every module start.
pub struct ClassSlot {
    entry: AtomicPtr<zend_class_entry>,
    handlers: UnsafeCell<Option<zend_object_handlers>>,
}

// SAFETY: handlers are written once per module start, before any script runs, and only read after.
unsafe impl Sync for ClassSlot {}

impl ClassSlot {
    /// An empty slot.
    #[expect(clippy::new_without_default, reason = "const, for statics")]
    pub const fn new() -> Self {
        Self {
            entry: AtomicPtr::new(std::ptr::null_mut()),
            handlers: UnsafeCell::new(None),
        }
    }

    #[inline]
    pub(super) fn get(&self) -> *mut zend_class_entry {
        self.entry.load(Ordering::Relaxed)
    }

    /// The class' name.
    pub fn name(&self) -> String {
        // SAFETY: a registered class has a name.
        unsafe { PhpString::copy_raw((*self.get()).name) }.to_text()
    }

    #[inline]
    pub(super) fn handlers(&self) -> *const zend_object_handlers {
        // SAFETY: written before any object exists.
        match unsafe { &*self.handlers.get() } {
            Some(handlers) => handlers,
            // The standard ones would free an object at the wrong address.
            None => unreachable!("module::startup() has no line for a class with native state"),
        }
    }

    /// Prepares the object handlers of a class with native state. Called at module start.
    pub fn set_native<T: NativeState>(&self) {
        // SAFETY: module start is single-threaded.
        unsafe { *self.handlers.get() = Some(super::native::handlers::<T>()) };
    }
}

fn zend_type(ty: &TypeDef, extra: u32) -> zend_type {
    const NAME_BIT: u32 = ffi::_ZEND_TYPE_NAME_BIT;
    #[cfg(php83)]
    const CLASS_BIT: u32 = ffi::_ZEND_TYPE_LITERAL_NAME_BIT;
    #[cfg(not(php83))]
    const CLASS_BIT: u32 = NAME_BIT;
    let _ = NAME_BIT;
    zend_type {
        ptr: ty
            .class
            .map_or(std::ptr::null_mut(), |name| name.as_ptr().cast_mut().cast()),
        type_mask: ty.mask | extra | if ty.class.is_some() { CLASS_BIT } else { 0 },
    }
}

const NO_TYPE: TypeDef = TypeDef {
    class: None,
    mask: 0,
};

/// The engine keeps pointing into these tables for the life of the process: they are leaked.
fn function_entries(defs: &'static [FunctionDef]) -> *const zend_function_entry {
    let mut entries: Vec<zend_function_entry> = Vec::with_capacity(defs.len() + 1);
    for def in defs {
        let mut info = Vec::with_capacity(def.args.len() + 1);
        info.push(zend_internal_arg_info {
            name: def.required as usize as *const c_char,
            type_: zend_type(def.returns.as_ref().unwrap_or(&NO_TYPE), 0),
            default_value: std::ptr::null(),
        });
        let mut variadic = false;
        for arg in def.args {
            variadic |= arg.variadic;
            let extra = (u32::from(arg.by_ref) << ffi::_ZEND_SEND_MODE_SHIFT)
                | if arg.variadic {
                    ffi::_ZEND_IS_VARIADIC_BIT
                } else {
                    0
                };
            info.push(zend_internal_arg_info {
                name: arg.name.as_ptr(),
                type_: zend_type(&arg.ty, extra),
                default_value: arg.default.map_or(std::ptr::null(), CStr::as_ptr),
            });
        }
        // SAFETY: a zeroed entry is valid; fields are filled in by name because later PHP
        // versions have more of them.
        let mut entry: zend_function_entry = unsafe { std::mem::zeroed() };
        entry.fname = def.name.as_ptr();
        entry.handler = Some(def.handler);
        // The engine counts the arguments from the flag itself, which it sets for variadics.
        entry.num_args = def.args.len() as u32;
        entry.flags = def.flags | if variadic { ffi::ZEND_ACC_VARIADIC } else { 0 };
        entry.arg_info = Box::leak(info.into_boxed_slice()).as_ptr();
        entries.push(entry);
    }
    // SAFETY: a zeroed entry ends the table.
    entries.push(unsafe { std::mem::zeroed() });
    Box::leak(entries.into_boxed_slice()).as_ptr()
}

/// Registers functions. Called at module start.
pub fn register_functions(defs: &'static [FunctionDef]) {
    // SAFETY: module start; the tables live as long as the process.
    unsafe {
        ffi::zend_register_functions(
            std::ptr::null_mut(),
            function_entries(defs),
            std::ptr::null_mut(),
            ffi::MODULE_PERSISTENT as i32,
        );
    }
}

fn find_class(name: &CStr) -> *mut zend_class_entry {
    // SAFETY: the compiler's class table holds every class registered so far.
    unsafe {
        let table = (*ffi::ext_php_rs_compiler_globals()).class_table;
        ffi::zend_hash_str_find_ptr_lc(table, name.as_ptr(), name.to_bytes().len()).cast()
    }
}

/// Registers classes, parents before children. Called at module start.
///
/// # Panics
/// If a parent or interface does not exist: a mistake in the stubs.
pub fn register_classes(defs: &'static [ClassDef]) {
    for def in defs {
        // SAFETY: module start; the entry is copied by the engine, tables are leaked.
        unsafe {
            let mut template: zend_class_entry = std::mem::zeroed();
            template.name = PhpString::interned(def.name.to_bytes()).into_raw();
            template.info.internal.builtin_functions = function_entries(def.methods);
            let parent = def.parent.map_or(std::ptr::null_mut(), |name| {
                let found = find_class(name);
                assert!(!found.is_null(), "parent class {name:?} is not registered");
                found
            });
            let ce = ffi::zend_register_internal_class_ex(&raw mut template, parent);
            (*ce).ce_flags |= def.flags;
            for name in def.interfaces {
                let interface = find_class(name);
                assert!(!interface.is_null(), "interface {name:?} is not registered");
                if !implements(ce, interface) {
                    ffi::zend_do_implement_interface(ce, interface);
                }
            }
            for property in def.properties {
                let name = PhpString::interned(property.name.as_bytes());
                let default = std::mem::ManuallyDrop::new(property.default.permanent());
                ffi::zend_declare_property_ex(
                    ce,
                    name.as_raw(),
                    default.as_raw(),
                    property.flags as i32,
                    std::ptr::null_mut(),
                );
            }
            for constant in def.constants {
                let name = PhpString::interned(constant.name.as_bytes());
                let value = std::mem::ManuallyDrop::new(constant.value.permanent());
                ffi::zend_declare_class_constant_ex(
                    ce,
                    name.as_raw(),
                    value.as_raw(),
                    ffi::ZEND_ACC_PUBLIC as i32,
                    std::ptr::null_mut(),
                );
            }
            if let Some(create) = def.create {
                (*ce).__bindgen_anon_2.create_object = Some(create);
            } else if def.uninstantiable {
                (*ce).__bindgen_anon_2.create_object = Some(refuse);
            }
            def.slot.entry.store(ce, Ordering::Relaxed);
        }
    }
}

unsafe fn implements(ce: *mut zend_class_entry, interface: *mut zend_class_entry) -> bool {
    // SAFETY: both are registered.
    unsafe { ffi::instanceof_function_slow(ce, interface) }
}

/// `create_object` of classes that only have static methods.
unsafe extern "C" fn refuse(ce: *mut zend_class_entry) -> *mut zend_object {
    // SAFETY: an ordinary object is made all the same, since `new` expects one; the exception
    // keeps the script from seeing it.
    unsafe {
        let name = PhpString::copy_raw((*ce).name).to_text();
        super::error::throw_error(&format!(
            "The object of {name} can not be created for security reasons"
        ));
        let object = ffi::zend_objects_new(ce);
        ffi::object_properties_init(object, ce);
        object
    }
}

/// Registers second names of classes. Called at module start.
pub fn register_aliases(defs: &'static [AliasDef]) {
    for def in defs {
        let ce = find_class(def.class);
        assert!(
            !ce.is_null(),
            "aliased class {:?} is not registered",
            def.class
        );
        let alias = def.alias.to_bytes();
        // SAFETY: module start; the name is copied.
        unsafe { ffi::zend_register_class_alias_ex(alias.as_ptr().cast(), alias.len(), ce, true) };
    }
}

/// Registers global constants. Called at module start.
pub fn register_constants(defs: &'static [ConstantDef], module: i32) {
    let flags = (ffi::CONST_CS | ffi::CONST_PERSISTENT) as i32;
    for def in defs {
        let (name, len) = (def.name.as_ptr().cast(), def.name.len());
        // SAFETY: module start; names and strings are copied.
        unsafe {
            match def.value {
                Value::Long(number) => {
                    ffi::zend_register_long_constant(name, len, number, flags, module)
                }
                Value::Double(number) => {
                    ffi::zend_register_double_constant(name, len, number, flags, module)
                }
                Value::Bool(flag) => {
                    ffi::zend_register_bool_constant(name, len, flag, flags, module)
                }
                Value::Str(text) => {
                    let text = std::ffi::CString::new(text).unwrap_or_default();
                    ffi::zend_register_string_constant(name, len, text.as_ptr(), flags, module);
                }
                Value::Undef | Value::Null | Value::EmptyArray => {}
            }
        }
    }
}
