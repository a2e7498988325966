//! The report on coroutines that sleep for ever when the loop ends (spec/coroutine-runtime §3.3).

use std::fmt::Write;

use crate::zend::{output, trace};

use super::{options, scheduler};

/// `DEBUG_BACKTRACE_IGNORE_ARGS`.
const IGNORE_ARGS: i32 = 2;

/// Prints the report if any coroutine is left.
pub fn deadlock() {
    let left = scheduler::all();
    let Some((with_traces, limit, depth)) = options::deadlock_report() else {
        return;
    };
    if left.is_empty() {
        return;
    }
    let digits = left.len().to_string().len();
    let rule = "=".repeat(64 + digits);
    let mut text = format!(
        "\n {rule}\n  [FATAL ERROR]: all coroutines (count: {}) are asleep - deadlock!\n {rule}\n",
        left.len()
    );
    if with_traces {
        for coroutine in left.iter().take(limit) {
            let _ = write!(
                text,
                "\n  [Coroutine-{}]\n {}\n",
                coroutine.id(),
                "-".repeat(64 + digits)
            );
            if let Some(trace) = coroutine
                .backtrace(IGNORE_ARGS, depth)
                .and_then(|trace| trace.as_array())
            {
                text.push_str(&trace::render(&trace));
            }
        }
    }
    let _ = write!(text, "\n {rule}\n");
    output::echo(text.as_bytes());
}
