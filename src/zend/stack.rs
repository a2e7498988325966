//! C stacks in bulk.
//!
//! The engine maps every stack by itself, protects a page below it, and unmaps it: three system
//! calls and two mappings each, of which the kernel allows a process 65,530 (`vm.max_map_count`).
//! Here many stacks lie in one mapping. The first thousands have their guard page; those beyond
//! share one mapping with their neighbours, and a new one costs no system call.
//!
//! A fresh context is no more than a few words at the top of its stack, which the engine's
//! `make_fcontext` writes. They are the same for every stack, so they are copied from two contexts
//! that the engine made, after these were compared. Where they differ (`ucontext`, shadow stacks)
//! there is no blueprint, and every stack is the engine's.

use std::cell::RefCell;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::sync::OnceLock;

use ext_php_rs::ffi::{self, zend_fiber_context, zend_fiber_transfer};

/// Stacks that keep their guard page. Each guard splits a mapping in two.
pub(super) const GUARDED: usize = 8192;
/// Stacks mapped at a time.
const BATCH: usize = 32;
/// Longest head of a stack that a blueprint may have.
const LONGEST_HEAD: usize = 512;

type Entry = unsafe extern "C" fn(*mut zend_fiber_transfer);

unsafe extern "C" {
    fn zend_observer_fiber_init_notify(context: *mut zend_fiber_context);
    fn zend_observer_fiber_destroy_notify(context: *mut zend_fiber_context);
}

/// The head of the engine's `zend_fiber_stack`. What may follow (numbers of sanitizers) is not used
/// in builds that have a blueprint, and zero.
#[repr(C)]
pub(super) struct Stack {
    /// The lowest usable address.
    pub(super) lowest: *mut u8,
    /// Usable bytes.
    pub(super) size: usize,
    reserved: [usize; 6],
}

/// What a fresh stack begins with.
struct Blueprint {
    head: Vec<u8>,
}

struct Stacks {
    /// `None` until looked at.
    blueprint: Option<Option<Blueprint>>,
    /// Lowest addresses of stacks that are free, all of `size`; the guard page is the one below.
    free: Vec<*mut u8>,
    size: usize,
    /// How many stacks have been handed out with their guard.
    guarded: usize,
}

thread_local! {
    static STACKS: ManuallyDrop<RefCell<Stacks>> = const {
        ManuallyDrop::new(RefCell::new(Stacks {
            blueprint: None,
            free: Vec::new(),
            size: 0,
            guarded: 0,
        }))
    };
}

fn page() -> usize {
    static PAGE: OnceLock<usize> = OnceLock::new();
    *PAGE.get_or_init(|| {
        // SAFETY: a plain call.
        usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
    })
}

impl Blueprint {
    /// Takes two contexts of the engine apart and compares them.
    fn draw(entry: Entry) -> Option<Self> {
        let first = Self::of_engine(entry)?;
        let second = Self::of_engine(entry)?;
        (first == second).then_some(Self { head: first })
    }

    /// The head of a stack the engine has made.
    fn of_engine(entry: Entry) -> Option<Vec<u8>> {
        /// Enough for any engine's minimum.
        const SIZE: usize = 256 * 1024;
        // SAFETY: the context is never switched to, and destroyed at once. Its handle is only read
        // from when it lies in the stack, below the top.
        unsafe {
            let mut context: zend_fiber_context = std::mem::zeroed();
            ffi::zend_fiber_init_context(&raw mut context, std::ptr::null_mut(), Some(entry), SIZE);
            if context.stack.is_null() {
                if super::globals::exception_pending() {
                    ffi::zend_clear_exception();
                }
                return None;
            }
            let stack = context.stack.cast::<Stack>();
            let top = (*stack).lowest as usize + (*stack).size;
            let length = top.wrapping_sub(context.handle as usize);
            let head = (length > 0 && length <= LONGEST_HEAD)
                .then(|| std::slice::from_raw_parts(context.handle.cast::<u8>(), length).to_vec());
            ffi::zend_fiber_destroy_context(&raw mut context);
            head
        }
    }
}

impl Stacks {
    /// Maps some more stacks. False when the system has no memory or no mapping left.
    fn map(&mut self, size: usize) -> bool {
        let stride = size + page();
        for count in [BATCH, 1] {
            let flags =
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK | libc::MAP_NORESERVE;
            // SAFETY: new memory of our own. Huge pages would give each stack two megabytes.
            unsafe {
                let start = libc::mmap(
                    std::ptr::null_mut(),
                    stride * count,
                    libc::PROT_READ | libc::PROT_WRITE,
                    flags,
                    -1,
                    0,
                );
                if start == libc::MAP_FAILED {
                    continue;
                }
                libc::madvise(start, stride * count, libc::MADV_NOHUGEPAGE);
                for index in (0..count).rev() {
                    let lowest = start.cast::<u8>().add(index * stride + page());
                    if self.guarded < GUARDED {
                        self.guarded += 1;
                        libc::mprotect(lowest.sub(page()).cast(), page(), libc::PROT_NONE);
                    }
                    self.free.push(lowest);
                }
            }
            return true;
        }
        false
    }

    fn take(&mut self, size: usize) -> Option<*mut u8> {
        if self.size != size {
            for lowest in std::mem::take(&mut self.free) {
                unmap(lowest, self.size);
            }
            self.size = size;
            self.guarded = 0;
        }
        if self.free.is_empty() && !self.map(size) {
            return None;
        }
        self.free.pop()
    }
}

fn unmap(lowest: *mut u8, size: usize) {
    // SAFETY: a stack of ours with its guard page, which nobody uses any more.
    unsafe { libc::munmap(lowest.sub(page()).cast(), size + page()) };
}

/// Gives `context` a stack of `size` bytes, described in `stack`, on which `entry` will run.
/// `None`: here only the engine can do that. `Some(false)`: there is no memory for it.
///
/// # Safety
/// Both stay where they are until [`release`].
pub(super) unsafe fn lay_out(
    context: *mut zend_fiber_context,
    stack: *mut Stack,
    kind: *mut c_void,
    entry: Entry,
    size: usize,
) -> Option<bool> {
    STACKS.with(|stacks| {
        let stacks = &mut *stacks.borrow_mut();
        if stacks.blueprint.is_none() {
            stacks.blueprint = Some(Blueprint::draw(entry));
        }
        stacks.blueprint.as_ref()?.as_ref()?;
        let Some(lowest) = stacks.take(size) else {
            return Some(false);
        };
        let head = &stacks.blueprint.as_ref()?.as_ref()?.head;
        // SAFETY: the head fits into the stack, whose top is aligned to a page as the engine's is;
        // the rest is what zend_fiber_init_context does.
        unsafe {
            *stack = Stack {
                lowest,
                size,
                reserved: [0; 6],
            };
            let handle = lowest.add(size - head.len());
            std::ptr::copy_nonoverlapping(head.as_ptr(), handle, head.len());
            (*context).handle = handle.cast();
            (*context).stack = stack.cast();
            (*context).kind = kind;
            (*context).function = Some(entry);
            (*context).status = ffi::zend_fiber_status_ZEND_FIBER_STATUS_INIT;
            zend_observer_fiber_init_notify(context);
        }
        Some(true)
    })
}

/// Takes the stack of a context back that [`lay_out`] has made. Its memory goes back to the system;
/// the mapping stays for the next one.
///
/// # Safety
/// Nothing runs on it or will run on it again.
pub(super) unsafe fn release(context: *mut zend_fiber_context) {
    // SAFETY: as said.
    unsafe {
        zend_observer_fiber_destroy_notify(context);
        let stack = (*context).stack.cast::<Stack>();
        let (lowest, size) = ((*stack).lowest, (*stack).size);
        STACKS.with(|stacks| {
            let stacks = &mut *stacks.borrow_mut();
            if size == stacks.size {
                libc::madvise(lowest.cast(), size, libc::MADV_DONTNEED);
                stacks.free.push(lowest);
            } else {
                unmap(lowest, size);
            }
        });
    }
}
