//! Routes. Input: a path and patterns, a line each.
//!
//! - The handler found is the one of the longest pattern that the path begins with, letter case aside; `/` is asked
//!   last.
//! - A second handler for a pattern takes the first one's place.

use swoole::http::router::Router;

/// See the module.
pub fn run(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let path = lines.next().unwrap_or_default();
    let patterns: Vec<&str> = lines
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();

    let mut router = Router::new();
    for (number, pattern) in patterns.iter().enumerate() {
        let earlier = patterns[..number]
            .iter()
            .rposition(|other| other.eq_ignore_ascii_case(pattern));
        assert_eq!(router.add(pattern, number), earlier);
    }

    let fits = |pattern: &&str| {
        let pattern = pattern.as_bytes();
        pattern.len() <= path.len() && path[..pattern.len()].eq_ignore_ascii_case(pattern)
    };
    let best = patterns
        .iter()
        .enumerate()
        .filter(|(_, pattern)| **pattern != "/" && fits(pattern))
        // Of two of the same length, which then are the same pattern, the later one.
        .max_by_key(|(number, pattern)| (pattern.len(), *number))
        .map(|(number, _)| number)
        .or_else(|| patterns.iter().rposition(|pattern| *pattern == "/"));
    assert_eq!(router.find(path), best.as_ref());

    let distinct = patterns
        .iter()
        .map(|pattern| pattern.to_ascii_lowercase())
        .collect::<std::collections::HashSet<_>>();
    assert_eq!(router.handlers().count(), distinct.len());
}
