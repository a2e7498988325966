//! The report on coroutines that sleep for ever when the loop ends (spec/coroutine-runtime §3.3).

use std::fmt::Write;

use crate::zend::{Value, output};

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
            if let Some(trace) = coroutine.backtrace(IGNORE_ARGS, depth) {
                text.push_str(&render(&trace));
            }
        }
    }
    let _ = write!(text, "\n {rule}\n");
    output::echo(text.as_bytes());
}

/// A backtrace as `debug_print_backtrace()` prints it.
pub fn render(trace: &Value) -> String {
    let mut text = String::new();
    let Some(frames) = trace.as_array() else {
        return text;
    };
    for (number, (_, frame)) in frames.iter().enumerate() {
        let Some(frame) = frame.as_array() else {
            continue;
        };
        let field = |name: &str| {
            frame
                .get(name.as_bytes())
                .and_then(|value| value.to_string())
                .map(|s| s.to_text())
        };
        let at = match (field("file"), field("line")) {
            (Some(file), Some(line)) => format!("{file}({line})"),
            _ => String::from("[internal function]"),
        };
        let class = field("class").unwrap_or_default();
        let arrow = field("type").unwrap_or_default();
        let function = field("function").unwrap_or_default();
        let _ = writeln!(text, "#{number} {at}: {class}{arrow}{function}()");
    }
    text
}
