//! Which handler serves a path: `Server::handle()` patterns, matched the way Swoole matches them.
//!
//! Patterns are case-insensitive prefixes without segment boundaries. No parameters, methods or rewriting, and
//! no decoding: the path is the raw request target up to `?`.

/// The pattern that only serves what no other pattern does.
const FALLBACK: &[u8] = b"/";

/// Handlers by path prefix.
///
/// Where several patterns fit, the longest wins; Swoole leaves that to its hash table's order. `/` is asked last,
/// after even the empty pattern, and serves any path.
#[derive(Clone, Debug)]
pub struct Router<T> {
    /// Longest pattern first.
    routes: Vec<Route<T>>,
    fallback: Option<T>,
}

#[derive(Clone, Debug)]
struct Route<T> {
    pattern: Box<[u8]>,
    handler: T,
}

impl<T> Router<T> {
    /// A router without routes.
    pub fn new() -> Self {
        Self {
            routes: Vec::new(),
            fallback: None,
        }
    }

    /// Serves paths that begin with `pattern` with `handler`. Replaces the handler of an equal pattern, ASCII case
    /// aside, and returns the one replaced.
    pub fn add(&mut self, pattern: &str, handler: T) -> Option<T> {
        let pattern = pattern.as_bytes();
        if pattern == FALLBACK {
            return self.fallback.replace(handler);
        }
        if let Some(route) = self
            .routes
            .iter_mut()
            .find(|route| route.pattern.eq_ignore_ascii_case(pattern))
        {
            return Some(std::mem::replace(&mut route.handler, handler));
        }
        let position = self
            .routes
            .partition_point(|route| route.pattern.len() >= pattern.len());
        self.routes.insert(
            position,
            Route {
                pattern: pattern.into(),
                handler,
            },
        );
        None
    }

    /// The handler for `path`: the raw, undecoded request target up to `?`.
    pub fn find(&self, path: &[u8]) -> Option<&T> {
        self.routes
            .iter()
            .find(|route| starts_with_ignore_ascii_case(path, &route.pattern))
            .map(|route| &route.handler)
            .or(self.fallback.as_ref())
    }

    /// All handlers, in no particular order.
    pub fn handlers(&self) -> impl Iterator<Item = &T> {
        self.routes
            .iter()
            .map(|route| &route.handler)
            .chain(&self.fallback)
    }
}

impl<T> Default for Router<T> {
    fn default() -> Self {
        Self::new()
    }
}

fn starts_with_ignore_ascii_case(path: &[u8], prefix: &[u8]) -> bool {
    path.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::Router;

    fn router(patterns: &[&'static str]) -> Router<&'static str> {
        let mut router = Router::new();
        for pattern in patterns {
            router.add(pattern, *pattern);
        }
        router
    }

    #[test]
    fn a_pattern_is_a_case_insensitive_prefix() {
        let router = router(&["/ab"]);
        for path in ["/ab", "/AB", "/abcd", "/ab/x", "/aB?"] {
            assert_eq!(router.find(path.as_bytes()), Some(&"/ab"), "{path}");
        }
        for path in [
            "",
            "/",
            "/a",
            "/ba",
            "//ab",
            "/%61b",
            "http://host/ab",
            "ab",
        ] {
            assert_eq!(router.find(path.as_bytes()), None, "{path}");
        }
    }

    #[test]
    fn the_longest_pattern_wins_whatever_the_order() {
        let paths = [
            ("/abc/d", "/abc/d"),
            ("/abc/x", "/abc"),
            ("/abx", "/ab"),
            ("/x", "/"),
        ];
        let orders = [
            ["/", "/ab", "/abc", "/abc/d"],
            ["/abc/d", "/abc", "/ab", "/"],
            ["/abc", "/", "/abc/d", "/ab"],
        ];
        for order in orders {
            let router = router(&order);
            for (path, expected) in paths {
                assert_eq!(router.find(path.as_bytes()), Some(&expected), "{path}");
            }
        }
    }

    #[test]
    fn slash_is_the_last_resort_for_everything() {
        let mut router = router(&["/"]);
        for path in ["", "/", "*", "/x", "host:1", "\u{e9}"] {
            assert_eq!(router.find(path.as_bytes()), Some(&"/"));
        }
        router.add("", "empty");
        assert_eq!(router.find(b"/x"), Some(&"empty"));
    }

    #[test]
    fn an_equal_pattern_is_replaced() {
        let mut router = router(&["/chat", "/"]);
        assert_eq!(router.add("/CHAT", "second"), Some("/chat"));
        assert_eq!(router.add("/", "other"), Some("/"));
        assert_eq!(router.add("/chats", "third"), None);
        assert_eq!(router.find(b"/chat"), Some(&"second"));
        assert_eq!(router.find(b"/"), Some(&"other"));
        assert_eq!(router.handlers().count(), 3);
    }

    #[test]
    fn a_pattern_that_no_path_begins_with_never_matches() {
        let router = router(&["noslash"]);
        assert_eq!(router.find(b"/noslash"), None);
    }

    #[test]
    fn without_routes_nothing_is_found() {
        assert_eq!(Router::<()>::default().find(b"/"), None);
    }
}
