//! Engine state that belongs to a stack but that the engine's fiber switch leaves alone: put aside
//! when a stack is left, put back when it is entered again.
//!
//! Nearly always there is nothing to put aside, and a switch pays a handful of loads to see that.

use ext_php_rs::ffi::{self, php_basic_globals, zend_execute_data};

use super::globals::eg;
use super::output;

/// The globals of PHP's standard extension (`BG`) of this thread.
#[inline(always)]
fn bg() -> *mut php_basic_globals {
    &raw mut ffi::basic_globals
}

/// What was put aside for one stack.
pub(super) struct Aside {
    error_handling: ffi::zend_error_handling_t,
    exception_class: *mut ffi::zend_class_entry,
    rare: Option<Box<Rare>>,
}

/// What few stacks have when they are left.
struct Rare {
    output: output::Saved,
    /// How often switching was blocked (`zend_fiber_switch_block`): by a running destructor.
    blocked: u32,
    sort: (ffi::zend_fcall_info, ffi::zend_fcall_info_cache),
    serialize_lock: u32,
    serialize: ffi::_php_basic_globals__bindgen_ty_1,
    unserialize: ffi::_php_basic_globals__bindgen_ty_2,
}

/// Puts the running stack's state aside; what runs next starts with a clean one.
#[inline(always)]
pub(super) fn save() -> Aside {
    // SAFETY: EG and BG are live for the whole request.
    unsafe {
        let eg = eg();
        let bg = bg();
        let aside = Aside {
            error_handling: (*eg).error_handling,
            exception_class: (*eg).exception_class,
            rare: if output::is_buffering()
                || (*bg).user_compare_fci.size != 0
                || ((*bg).serialize_lock | (*bg).serialize.level | (*bg).unserialize.level) != 0
                || ffi::zend_fiber_switch_blocked()
            {
                Some(save_rare())
            } else {
                None
            },
        };
        (*eg).error_handling = ffi::zend_error_handling_t_EH_NORMAL;
        aside
    }
}

/// Puts back what [`save`] put aside.
#[inline(always)]
pub(super) fn restore(aside: Aside) {
    // SAFETY: as above; whoever ran meanwhile has put its own state aside or is done with it.
    unsafe {
        let eg = eg();
        (*eg).error_handling = aside.error_handling;
        (*eg).exception_class = aside.exception_class;
    }
    if let Some(rare) = aside.rare {
        restore_rare(rare);
    }
}

#[cold]
#[inline(never)]
fn save_rare() -> Box<Rare> {
    // SAFETY: plain data of the running request. The callable of a running sort and the tables of
    // a running serialize() are owned by the frames that use them: moved bitwise, never released.
    unsafe {
        let bg = bg();
        let rare = Box::new(Rare {
            output: output::save(),
            blocked: unblock(),
            sort: (
                std::ptr::read(&raw const (*bg).user_compare_fci),
                std::ptr::read(&raw const (*bg).user_compare_fci_cache),
            ),
            serialize_lock: (*bg).serialize_lock,
            serialize: std::ptr::read(&raw const (*bg).serialize),
            unserialize: std::ptr::read(&raw const (*bg).unserialize),
        });
        std::ptr::write_bytes(&raw mut (*bg).user_compare_fci, 0, 1);
        std::ptr::write_bytes(&raw mut (*bg).user_compare_fci_cache, 0, 1);
        (*bg).serialize_lock = 0;
        std::ptr::write_bytes(&raw mut (*bg).serialize, 0, 1);
        std::ptr::write_bytes(&raw mut (*bg).unserialize, 0, 1);
        rare
    }
}

#[cold]
#[inline(never)]
#[allow(clippy::boxed_local)] // Taken apart here, not on the stack of every suspended coroutine.
fn restore_rare(rare: Box<Rare>) {
    let rare = *rare;
    output::restore(rare.output);
    block(rare.blocked);
    // SAFETY: as above.
    unsafe {
        let bg = bg();
        std::ptr::write(&raw mut (*bg).user_compare_fci, rare.sort.0);
        std::ptr::write(&raw mut (*bg).user_compare_fci_cache, rare.sort.1);
        (*bg).serialize_lock = rare.serialize_lock;
        std::ptr::write(&raw mut (*bg).serialize, rare.serialize);
        std::ptr::write(&raw mut (*bg).unserialize, rare.unserialize);
    }
}

/// Lifts every block on switching, and returns how many there were.
fn unblock() -> u32 {
    let mut count = 0;
    // SAFETY: the counter is the engine's own; each unblock takes one block back.
    unsafe {
        while ffi::zend_fiber_switch_blocked() {
            ffi::zend_fiber_switch_unblock();
            count += 1;
        }
    }
    count
}

fn block(count: u32) {
    for _ in 0..count {
        // SAFETY: as above.
        unsafe { ffi::zend_fiber_switch_block() };
    }
}

/// Whether the running stack must not be suspended now.
///
/// Before PHP 8.4 the engine forbids it in every destructor. Most of them may well be suspended: a
/// destructor is an ordinary call, and the block goes aside with the stack. What must not be
/// interrupted is the cycle collector, which calls destructors in the middle of its work; its
/// block is the one that no destructor on the stack accounts for.
#[inline]
pub(super) fn is_pinned() -> bool {
    // SAFETY: reads one counter.
    unsafe { ffi::zend_fiber_switch_blocked() && unaccounted_block() }
}

#[cold]
fn unaccounted_block() -> bool {
    let blocked = unblock();
    block(blocked);
    let mut destructors = 0;
    // SAFETY: the frames of the running stack are live; each is linked to its caller.
    unsafe {
        let mut frame = (*eg()).current_execute_data;
        while !frame.is_null() {
            destructors += u32::from(is_destructor(frame));
            frame = (*frame).prev_execute_data;
        }
    }
    blocked > destructors
}

/// Whether a frame is a destructor that the engine has called.
///
/// # Safety
/// The frame is live.
pub(super) unsafe fn is_destructor(frame: *mut zend_execute_data) -> bool {
    /// `IS_OBJ_DESTRUCTOR_CALLED` of the engine.
    const DESTRUCTOR_CALLED: u32 = 1 << 8;
    // SAFETY: the caller says so; a frame with an object holds a reference to it.
    unsafe {
        let this = &(*frame).This;
        if this.u1.type_info & 0xff != ffi::IS_OBJECT || (*frame).func.is_null() {
            return false;
        }
        let object = this.value.obj;
        (*(*object).ce).destructor == (*frame).func
            && (*object).gc.u.type_info & DESTRUCTOR_CALLED != 0
    }
}
