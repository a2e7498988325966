//! Says what happened when a coroutine overflows its C stack.
//!
//! PHP code that calls PHP code costs no C stack, but recursion through internal functions
//! (`array_map`, `preg_replace_callback`, …) does. From PHP 8.3 on the engine throws an Error in
//! time. Before, the overflow hits the guard page below the stack: a bare "Segmentation fault"
//! that nobody understands. Here a line on standard error comes first.

use std::ffi::{c_int, c_void};
use std::sync::Once;

use super::globals::eg;
use super::stack::Stack;

/// Room for the handler, which cannot run on the stack that is full.
const HANDLER_STACK: usize = 64 * 1024;
/// Largest guard page there is (64 KB pages on some arm64 and ppc64 machines).
const LARGEST_GUARD: usize = 64 * 1024;

/// Installs the handler, once in a process, unless somebody else handles the signal.
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: plain system calls with structures of ours; the handler's stack is never freed.
        unsafe {
            let mut current: libc::sigaction = std::mem::zeroed();
            let asked = libc::sigaction(libc::SIGSEGV, std::ptr::null(), &raw mut current);
            if asked != 0 || current.sa_sigaction != libc::SIG_DFL {
                return;
            }
            let mut alternate: libc::stack_t = std::mem::zeroed();
            libc::sigaltstack(std::ptr::null(), &raw mut alternate);
            if alternate.ss_flags & libc::SS_DISABLE != 0 {
                alternate.ss_sp = Box::leak(vec![0_u8; HANDLER_STACK].into_boxed_slice())
                    .as_mut_ptr()
                    .cast();
                alternate.ss_size = HANDLER_STACK;
                alternate.ss_flags = 0;
                if libc::sigaltstack(&raw const alternate, std::ptr::null_mut()) != 0 {
                    return;
                }
            }
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = handle as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigemptyset(&raw mut action.sa_mask);
            libc::sigaction(libc::SIGSEGV, &raw const action, std::ptr::null_mut());
        }
    });
}

/// Writes the line if the fault lies in the guard page of the running fiber; then the default
/// action happens: the faulting instruction is executed again without a handler.
unsafe extern "C" fn handle(_signal: c_int, info: *mut libc::siginfo_t, _context: *mut c_void) {
    // SAFETY: only async-signal-safe calls; the fiber that runs is live.
    unsafe {
        let mut default: libc::sigaction = std::mem::zeroed();
        default.sa_sigaction = libc::SIG_DFL;
        libc::sigaction(libc::SIGSEGV, &raw const default, std::ptr::null_mut());
        let fiber = (*eg()).current_fiber_context;
        if fiber.is_null() || (*fiber).stack.is_null() {
            return;
        }
        let stack = (*fiber).stack.cast::<Stack>();
        let lowest = (*stack).lowest as usize;
        let fault = (*info).si_addr() as usize;
        if fault >= lowest || fault < lowest.saturating_sub(LARGEST_GUARD) {
            return;
        }
        let mut line = Line {
            bytes: [0; 160],
            len: 0,
        };
        let ours = super::fiber::Fiber::owns(fiber);
        line.push(b"PHP Fatal error:  stack overflow in ");
        line.push(if ours {
            b"coroutine (c_stack_size ".as_slice()
        } else {
            b"Fiber (fiber.stack_size "
        });
        line.push_number((*stack).size);
        line.push(b"): too deep a recursion through internal functions\n");
        libc::write(libc::STDERR_FILENO, line.bytes.as_ptr().cast(), line.len);
    }
}

/// A line of text that needs no memory.
struct Line {
    bytes: [u8; 160],
    len: usize,
}

impl Line {
    fn push(&mut self, text: &[u8]) {
        for &byte in text {
            if let Some(slot) = self.bytes.get_mut(self.len) {
                *slot = byte;
                self.len += 1;
            }
        }
    }

    fn push_number(&mut self, number: usize) {
        let mut scale = 1;
        while number / scale >= 10 {
            scale *= 10;
        }
        while scale > 0 {
            self.push(&[b'0' + (number / scale % 10) as u8]);
            scale /= 10;
        }
    }
}
