//! The extension's php.ini directives (spec/coroutine-runtime §1.5).

use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};

static DIRECTIVES: IniEntryDefs<11> = IniEntryDefs::new([
    IniEntryDef::new(c"swoole.enable_library", c"On", IniEntryPermission::All),
    IniEntryDef::new(c"swoole.enable_fiber_mock", c"Off", IniEntryPermission::All),
    IniEntryDef::new(
        c"swoole.enable_preemptive_scheduler",
        c"Off",
        IniEntryPermission::All,
    ),
    IniEntryDef::new(c"swoole.display_errors", c"On", IniEntryPermission::All),
    IniEntryDef::new(c"swoole.use_shortname", c"On", IniEntryPermission::System),
    IniEntryDef::new(
        c"swoole.socket_buffer_size",
        c"8388608",
        IniEntryPermission::All,
    ),
    IniEntryDef::new(
        c"swoole.blocking_detection",
        c"Off",
        IniEntryPermission::All,
    ),
    IniEntryDef::new(
        c"swoole.blocking_threshold",
        c"100000",
        IniEntryPermission::All,
    ),
    IniEntryDef::new(c"swoole.profile", c"Off", IniEntryPermission::All),
    IniEntryDef::new(c"swoole.leak_detection", c"Off", IniEntryPermission::All),
    IniEntryDef::end(),
]);

/// Registers the directives. Called at module start.
pub fn register(module: i32) {
    IniEntryDef::register(DIRECTIVES.as_slice(), module);
}

/// Prints the directives as `phpinfo()` and `php --ri` show them.
///
/// # Safety
/// `module` is this module's entry, as the engine's info function is given it.
pub unsafe fn show(module: *mut ext_php_rs::zend::ModuleEntry) {
    // SAFETY: as this function's.
    unsafe { display_ini_entries(module) };
}

fn text(name: &str) -> Option<String> {
    // SAFETY: the name is only read; the value is valid until the directive changes.
    unsafe {
        let value = ffi::zend_ini_string(name.as_ptr().cast(), name.len(), 0);
        (!value.is_null()).then(|| {
            std::ffi::CStr::from_ptr(value)
                .to_string_lossy()
                .into_owned()
        })
    }
}

unsafe extern "C" {
    fn display_ini_entries(module: *mut ext_php_rs::zend::ModuleEntry);
    fn php_check_open_basedir(path: *const std::ffi::c_char) -> i32;
}

/// Whether `open_basedir` allows a path; raises PHP's warning when not.
pub fn path_is_allowed(path: &[u8]) -> bool {
    let Ok(path) = std::ffi::CString::new(path) else {
        return false;
    };
    // SAFETY: the path is terminated and only read.
    unsafe { php_check_open_basedir(path.as_ptr()) == 0 }
}

/// A boolean directive, by php.ini's rules.
pub fn flag(name: &str) -> bool {
    text(name).is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        matches!(value.as_str(), "on" | "yes" | "true")
            || value.trim().parse::<i64>().is_ok_and(|n| n != 0)
    })
}

/// An integer directive.
pub fn long(name: &str) -> i64 {
    // SAFETY: the name is only read.
    unsafe { ffi::zend_ini_long(name.as_ptr().cast(), name.len(), 0) }
}

/// A directive that is a number of bytes ("128M"); `None`: no limit.
pub fn size(name: &str) -> Option<usize> {
    let value = text(name)?;
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match value.as_bytes().last().map(u8::to_ascii_lowercase) {
        Some(b'g') => 1 << 30,
        Some(b'm') => 1 << 20,
        Some(b'k') => 1 << 10,
        _ => 1,
    };
    let number: usize = digits.trim().parse().ok()?;
    Some(number.saturating_mul(factor))
}
