//! Autoloading when a loader may be suspended.
//!
//! The engine keeps a set of class names that are being loaded, to stop a loader that needs its
//! own class. The set is one for the process: a second coroutine that needs the class would be
//! told at once that it does not exist. The hook here stands before the engine's loader and lets
//! whoever knows coroutines decide instead.

use std::ffi::c_void;
use std::sync::OnceLock;

use ext_php_rs::ffi::{self, zend_class_entry, zend_string};

use super::PhpString;
use super::globals::eg;

type Loader = unsafe extern "C" fn(*mut zend_string, *mut zend_string) -> *mut zend_class_entry;

/// What is to happen with a class that is needed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Load it, and tell [`Policy::done`] afterwards.
    Load,
    /// Somebody else has finished loading meanwhile: look whether it is there now.
    Look,
    /// It is being loaded by the one who asks: it does not exist.
    Refuse,
}

/// Decides who loads what. Class names are given in lower case.
pub struct Policy {
    /// Whether the running code is one of several that may load classes at once. If not, the
    /// engine's own way is taken.
    pub concerned: fn() -> bool,
    /// Called before a class is loaded. May suspend.
    pub decide: fn(&[u8]) -> Decision,
    /// Called when a class has been loaded, or could not be.
    pub done: fn(&[u8]),
}

static NATIVE: OnceLock<Loader> = OnceLock::new();
static POLICY: OnceLock<Policy> = OnceLock::new();

/// Installs the hook. Called at module start. The engine's pointer is looked up by name: a PHP
/// that has none keeps its own behaviour.
pub fn install(policy: Policy) {
    if POLICY.set(policy).is_err() {
        return;
    }
    // SAFETY: the symbol, where it exists, is the engine's variable of this type; module start is
    // single-threaded.
    unsafe {
        let variable =
            libc::dlsym(libc::RTLD_DEFAULT, c"zend_autoload".as_ptr()).cast::<Option<Loader>>();
        if let Some(variable) = variable.as_mut()
            && let Some(native) = *variable
        {
            let _ = NATIVE.set(native);
            *variable = Some(load);
        }
    }
}

unsafe extern "C" fn load(
    name: *mut zend_string,
    lower: *mut zend_string,
) -> *mut zend_class_entry {
    let (Some(native), Some(policy)) = (NATIVE.get(), POLICY.get()) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the engine passes live strings and holds them for the whole call.
    unsafe {
        let key = PhpString::copy_raw(lower);
        if !(policy.concerned)() {
            return native(name, lower);
        }
        // The engine's own mark would turn everybody else away.
        ffi::zend_hash_del((*eg()).in_autoload, lower);
        match (policy.decide)(&key) {
            Decision::Load => {
                let class = native(name, lower);
                let pending = Pending::take();
                (policy.done)(&key);
                pending.put_back();
                class
            }
            Decision::Look => find(lower),
            Decision::Refuse => std::ptr::null_mut(),
        }
    }
}

unsafe fn find(lower: *mut zend_string) -> *mut zend_class_entry {
    // SAFETY: the class table holds class entries under lower-case names.
    unsafe {
        let found = ffi::zend_hash_find((*eg()).class_table, lower);
        if found.is_null() {
            std::ptr::null_mut()
        } else {
            (*found).value.ptr.cast::<zend_class_entry>()
        }
    }
}

/// A pending exception, put aside while others run: no stack may be entered with one.
struct Pending {
    exception: *mut ffi::zend_object,
    opline: *const c_void,
}

impl Pending {
    unsafe fn take() -> Self {
        // SAFETY: EG is live.
        unsafe {
            let eg = eg();
            let exception = std::mem::replace(&mut (*eg).exception, std::ptr::null_mut());
            Self {
                exception,
                opline: (*eg).opline_before_exception.cast(),
            }
        }
    }

    unsafe fn put_back(self) {
        // SAFETY: EG is live; nobody leaves an exception pending when control returns.
        unsafe {
            if !self.exception.is_null() {
                (*eg()).exception = self.exception;
                (*eg()).opline_before_exception = self.opline.cast();
            }
        }
    }
}
