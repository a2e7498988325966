//! How PHP's names become Rust's.

/// A PHP name as documentation shows it.
pub fn code(name: &str) -> String {
    format!("`{name}`")
}

/// A class name without the `Swoole\` all of them share; `WebSocket` counts as one word.
pub fn short(name: &str) -> &str {
    name.strip_prefix("Swoole\\").unwrap_or(name)
}

/// `Http\Response` to `HTTP_RESPONSE`, `errCode` to `ERR_CODE`.
pub fn upper_snake(name: &str) -> String {
    let mut out = String::new();
    let mut after_lower = false;
    for c in name.replace("WebSocket", "Websocket").chars() {
        if c == '\\' {
            out.push('_');
        } else {
            if c.is_ascii_uppercase() && after_lower {
                out.push('_');
            }
            out.push(c.to_ascii_uppercase());
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out
}

/// The Rust function behind a PHP name: `getCid` is `get_cid`, `__construct` is `construct`, `yield` is `yield_`.
pub fn rust_name(name: &str) -> String {
    const RESERVED: &[&str] = &[
        "yield", "type", "match", "move", "loop", "ref", "use", "where", "await", "try",
    ];
    let snake = upper_snake(name.trim_start_matches('_')).to_ascii_lowercase();
    if RESERVED.contains(&snake.as_str()) {
        format!("{snake}_")
    } else {
        snake
    }
}
