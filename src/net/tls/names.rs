//! Which certificate answers for which server name (SNI, RFC 6066 §3).

use std::collections::HashMap;

/// Values by server name. A name may begin with `*.`, which stands for exactly one label (RFC 9525 §6.3).
#[derive(Debug, Clone)]
pub struct ByName<T>(HashMap<String, T>);

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> ByName<T> {
    /// Adds a name, in any case; the last of two equal ones holds.
    pub fn insert(&mut self, name: &str, value: T) {
        self.0.insert(normal(name), value);
    }

    /// The value for a name a client asks for: that of the very name, else of the wildcard one label up.
    pub fn find(&self, name: &str) -> Option<&T> {
        let name = normal(name);
        if let Some(found) = self.0.get(&name) {
            return Some(found);
        }
        let (label, parent) = name.split_once('.')?;
        if label.is_empty() {
            return None;
        }
        self.0.get(&format!("*.{parent}"))
    }
}

/// DNS knows no upper case, and a dot at the end says nothing more.
fn normal(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> ByName<u8> {
        let mut names = ByName::default();
        names.insert("Example.org", 1);
        names.insert("*.example.org", 2);
        names.insert("www.example.org.", 3);
        names
    }

    #[test]
    fn exact_names_come_first() {
        assert_eq!(names().find("example.org"), Some(&1));
        assert_eq!(names().find("WWW.example.ORG"), Some(&3));
        assert_eq!(names().find("example.org."), Some(&1));
    }

    #[test]
    fn a_wildcard_stands_for_one_label() {
        assert_eq!(names().find("a.example.org"), Some(&2));
        assert_eq!(names().find("a.b.example.org"), None);
        assert_eq!(names().find(".example.org"), None);
        assert_eq!(names().find("aexample.org"), None);
    }

    #[test]
    fn others_are_not_found() {
        assert_eq!(names().find("example.com"), None);
        assert_eq!(names().find(""), None);
        assert_eq!(names().find("org"), None);
    }
}
