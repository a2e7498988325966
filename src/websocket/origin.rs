//! Which pages may open a WebSocket: the `Origin` header against a list (RFC 6455 §10.2).
//!
//! Browsers send the origin of the page with every handshake and do not let the page change it; any other client says
//! what it likes, or nothing. The check therefore protects a browser's user from foreign pages, and nobody else from
//! anything: a handshake without `Origin` passes.

use http::header::{self, HeaderMap};

/// What follows the scheme of a pattern for a host and everything below it.
const ANY_LABELS: &str = "*.";

/// The origins that may connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<Pattern>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    /// `*`: every origin.
    Any,
    /// This origin, in lower case, without a default port.
    Exact(String),
    /// `https://*.example.com`: every host below this one.
    Below { scheme: String, host: String },
}

impl AllowedOrigins {
    /// Reads a list: `https://example.com`, `https://example.com:8443`, `https://*.example.com` (every host below, not
    /// the host itself), `null` (pages without an origin, such as files), `*`.
    ///
    /// Gives the entries that are none of these as well: nobody is let in by them.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> (Self, Vec<&'a str>) {
        let (mut patterns, mut unusable) = (Vec::new(), Vec::new());
        for entry in entries {
            match Pattern::parse(entry) {
                Some(pattern) => patterns.push(pattern),
                None => unusable.push(entry),
            }
        }
        (Self(patterns), unusable)
    }

    /// Whether a handshake with these headers may go on. Several origins are none that is allowed.
    pub fn allow(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let (Some(origin), None) = (origins.next(), origins.next()) else {
            return !headers.contains_key(header::ORIGIN);
        };
        let Ok(origin) = std::str::from_utf8(origin.as_bytes()) else {
            return false;
        };
        let origin = normal(origin.trim());
        self.0.iter().any(|pattern| pattern.matches(&origin))
    }
}

impl Pattern {
    fn parse(entry: &str) -> Option<Self> {
        let entry = normal(entry.trim());
        if entry == "*" {
            return Some(Self::Any);
        }
        if entry == "null" {
            return Some(Self::Exact(entry));
        }
        let (scheme, host) = entry.split_once("://")?;
        let (below, host) = match host.strip_prefix(ANY_LABELS) {
            Some(host) => (true, host),
            None => (false, host),
        };
        let plain = |c: char| !c.is_whitespace() && !"/?#@*,".contains(c);
        if scheme.is_empty() || host.is_empty() || !host.chars().all(plain) {
            return None;
        }
        Some(if below {
            Self::Below {
                scheme: scheme.to_owned(),
                host: host.to_owned(),
            }
        } else {
            Self::Exact(entry.clone())
        })
    }

    fn matches(&self, origin: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(allowed) => allowed == origin,
            Self::Below { scheme, host } => origin
                .strip_prefix(scheme.as_str())
                .and_then(|rest| rest.strip_prefix("://"))
                .and_then(|rest| rest.strip_suffix(host.as_str()))
                .and_then(|labels| labels.strip_suffix('.'))
                .is_some_and(|labels| {
                    !labels.is_empty()
                        && labels
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
                }),
        }
    }
}

/// In lower case, without the slash people put at the end and without the scheme's own port.
fn normal(origin: &str) -> String {
    let mut origin = origin.to_ascii_lowercase();
    if origin.ends_with('/') && !origin.ends_with("//") {
        origin.pop();
    }
    for (scheme, port) in [("https://", ":443"), ("http://", ":80")] {
        if origin.starts_with(scheme) && origin.ends_with(port) {
            origin.truncate(origin.len() - port.len());
        }
    }
    origin
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(origins: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        headers
    }

    fn allowed(list: &[&str], origin: &str) -> bool {
        let (allowed, unusable) = AllowedOrigins::parse(list.iter().copied());
        assert!(unusable.is_empty(), "{unusable:?}");
        allowed.allow(&headers(&[origin]))
    }

    #[test]
    fn exact() {
        let list = [
            "https://example.com",
            "http://127.0.0.1:8080",
            "http://[::1]:80/",
        ];
        for origin in [
            "https://example.com",
            "HTTPS://Example.COM",
            "https://example.com:443",
            "http://127.0.0.1:8080",
            "http://[::1]",
        ] {
            assert!(allowed(&list, origin), "{origin}");
        }
        for origin in [
            "http://example.com",
            "https://example.com:8443",
            "https://www.example.com",
            "https://example.com.evil.test",
            "https://evil.test/https://example.com",
            "https://example.co",
            "http://127.0.0.1",
            "null",
            "",
            "*",
        ] {
            assert!(!allowed(&list, origin), "{origin}");
        }
    }

    #[test]
    fn below_a_host() {
        let list = ["https://*.example.com"];
        for origin in ["https://www.example.com", "https://a.b-c.example.com:443"] {
            assert!(allowed(&list, origin), "{origin}");
        }
        for origin in [
            "https://example.com",
            "https://.example.com",
            "https://evilexample.com",
            "http://www.example.com",
            "https://www.example.com:8443",
            "https://evil.test/.example.com",
            "https://evil.test#.example.com",
            "https://user@.example.com",
        ] {
            assert!(!allowed(&list, origin), "{origin}");
        }
        assert!(allowed(
            &["https://*.example.com:8443"],
            "https://a.example.com:8443"
        ));
    }

    #[test]
    fn all_and_none() {
        assert!(allowed(&["*"], "https://anybody.test"));
        assert!(allowed(&["*"], "null"));
        assert!(allowed(&["null"], "null"));
        assert!(!allowed(&[], "https://anybody.test"));
    }

    #[test]
    fn no_origin_or_several() {
        let (list, _) = AllowedOrigins::parse(["https://example.com"]);
        assert!(list.allow(&headers(&[])));
        assert!(!list.allow(&headers(&["https://example.com", "https://example.com"])));
        assert!(!list.allow(&headers(&["https://example.com, https://evil.test"])));
    }

    #[test]
    fn entries_that_let_nobody_in() {
        let entries = [
            "example.com",
            "",
            "https://",
            "https://a b",
            "https://a/path",
            "https://*",
            "://x",
        ];
        let (list, unusable) = AllowedOrigins::parse(entries);
        assert_eq!(unusable, entries);
        assert!(!list.allow(&headers(&["https://example.com"])));
    }
}
