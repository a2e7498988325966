//! Cookies: the pairs of a `Cookie` header, and the lines of `Set-Cookie`.
//!
//! Follows what Swoole and PHP's `setcookie()` accept and write, which is looser than RFC 6265 §4.1. Array names,
//! duplicates and where the lines go are not handled here.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use percent_encoding::percent_decode;

use super::form::{self, split_once};

/// Iterates over the cookies of one `Cookie` header: names as they stand, values percent-decoded.
///
/// Cookies are separated by `;`, white space before a name is dropped. `+` and quotes are kept. A name without `=`
/// has the empty value; a cookie without a name is dropped.
pub fn parse(header: &[u8]) -> Cookies<'_> {
    Cookies { rest: header }
}

/// The iterator [`parse`] returns: names and values.
#[derive(Clone, Debug)]
pub struct Cookies<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Cookies<'a> {
    type Item = (&'a [u8], Cow<'a, [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (cookie, rest) = split_once(self.rest, b';');
            self.rest = rest;
            let (name, value) = split_once(cookie, b'=');
            let start = name
                .iter()
                .position(|byte| !is_space(*byte))
                .unwrap_or(name.len());
            let name = &name[start..];
            if !name.is_empty() {
                return Some((name, percent_decode(value).into()));
            }
        }
        None
    }
}

/// C's `isspace`.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// The first second of the year 10000: no `expires` date reaches it.
const YEAR_10000: i64 = 253_402_300_800;

/// A cookie to set, and how to write it.
#[derive(Clone, Copy, Debug)]
pub struct SetCookie<'a> {
    /// Name. Not empty, without `=`, separators and white space.
    pub name: &'a [u8],
    /// Value. When empty, the line deletes the cookie.
    pub value: &'a [u8],
    /// Encode the value as PHP's `urlencode()` does. Otherwise it is written as it is and must be without
    /// separators and white space.
    pub encode: bool,
    /// Unix time in seconds at which the cookie expires; 0 or less for a session cookie.
    pub expires: i64,
    /// `path`, left out when empty.
    pub path: &'a [u8],
    /// `domain`, left out when empty.
    pub domain: &'a [u8],
    /// `secure`.
    pub secure: bool,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `SameSite`, left out when empty. Which value is not checked.
    pub same_site: &'a [u8],
    /// `Priority`, left out when empty. Which value is not checked.
    pub priority: &'a [u8],
    /// `Partitioned`.
    pub partitioned: bool,
}

impl<'a> SetCookie<'a> {
    /// A session cookie without attributes, its value to be encoded.
    pub fn new(name: &'a [u8], value: &'a [u8]) -> Self {
        Self {
            name,
            value,
            encode: true,
            expires: 0,
            path: b"",
            domain: b"",
            secure: false,
            http_only: false,
            same_site: b"",
            priority: b"",
            partitioned: false,
        }
    }

    /// The value of the `Set-Cookie` line. `now` is the Unix time in seconds that `Max-Age` counts from.
    ///
    /// # Errors
    ///
    /// What may not be written; the text of the error is Swoole's warning.
    pub fn render(&self, now: i64) -> Result<Vec<u8>, CookieError> {
        self.check()?;
        let mut line = Vec::with_capacity(128);
        line.extend(self.name);
        line.push(b'=');
        if self.value.is_empty() {
            line.extend(b"deleted");
            write_expires(&mut line, 1, 0);
        } else {
            if self.encode {
                form::encode(&mut line, self.value);
            } else {
                line.extend(self.value);
            }
            if self.expires > 0 {
                write_expires(
                    &mut line,
                    self.expires,
                    self.expires.saturating_sub(now).max(0),
                );
            }
        }
        write_attribute(&mut line, "path", self.path);
        write_attribute(&mut line, "domain", self.domain);
        if self.secure {
            line.extend(b"; secure");
        }
        if self.http_only {
            line.extend(b"; HttpOnly");
        }
        write_attribute(&mut line, "SameSite", self.same_site);
        write_attribute(&mut line, "Priority", self.priority);
        if self.partitioned {
            line.extend(b"; Partitioned");
        }
        Ok(line)
    }

    fn check(&self) -> Result<(), CookieError> {
        if self.name.is_empty() {
            return Err(CookieError::EmptyName);
        }
        if self.name.contains(&b'=') || has_illegal(self.name) {
            return Err(CookieError::Name);
        }
        if !self.encode && has_illegal(self.value) {
            return Err(CookieError::Value);
        }
        if self.expires >= YEAR_10000 && !self.value.is_empty() {
            return Err(CookieError::Expires);
        }
        if has_illegal(self.path) {
            return Err(CookieError::Path);
        }
        if has_illegal(self.domain) {
            return Err(CookieError::Domain);
        }
        if has_illegal(self.same_site) {
            return Err(CookieError::SameSite);
        }
        if has_illegal(self.priority) {
            return Err(CookieError::Priority);
        }
        Ok(())
    }
}

/// Why a cookie cannot be written. The texts are Swoole's warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieError {
    /// There is no name.
    EmptyName,
    /// The name has `=`, a separator or white space.
    Name,
    /// The raw value has a separator or white space.
    Value,
    /// The date is in the year 10000 or later.
    Expires,
    /// The path has a separator or white space.
    Path,
    /// The domain has a separator or white space.
    Domain,
    /// The SameSite value has a separator or white space. Swoole lets that through, line breaks included.
    SameSite,
    /// The priority has a separator or white space. Swoole lets that through, line breaks included.
    Priority,
}

/// What names, raw values and attributes may not contain, as the warnings put it.
const ILLEGAL_TEXT: &str = r#"",", ";", " ", "\t", "\r", "\n", "\013", or "\014""#;

impl fmt::Display for CookieError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyName => f.write_str("The name cannot be empty"),
            Self::Name => write!(f, r#"The name cannot contain "=", {ILLEGAL_TEXT}"#),
            Self::Value => write!(f, "The value cannot contain {ILLEGAL_TEXT}"),
            Self::Expires => f.write_str("The expires cannot have a year greater than 9999"),
            Self::Path => write!(f, "The path option cannot contain {ILLEGAL_TEXT}"),
            Self::Domain => write!(f, "The domain option cannot contain {ILLEGAL_TEXT}"),
            Self::SameSite => write!(f, "The samesite option cannot contain {ILLEGAL_TEXT}"),
            Self::Priority => write!(f, "The priority option cannot contain {ILLEGAL_TEXT}"),
        }
    }
}

impl std::error::Error for CookieError {}

fn has_illegal(part: &[u8]) -> bool {
    part.iter()
        .any(|byte| matches!(byte, b',' | b';') || is_space(*byte))
}

/// Writes the date in the form of Netscape's first cookies, with dashes. `at` is within 1..YEAR_10000.
fn write_expires(line: &mut Vec<u8>, at: i64, max_age: i64) {
    let date = UNIX_EPOCH + Duration::from_secs(at.clamp(0, YEAR_10000 - 1).unsigned_abs());
    // "Wed, 18 May 2033 03:33:20 GMT": the day and the month are followed by a space each.
    let mut date = httpdate::fmt_http_date(date).into_bytes();
    date[7] = b'-';
    date[11] = b'-';
    write_attribute(line, "expires", &date);
    write_attribute(
        line,
        "Max-Age",
        itoa::Buffer::new().format(max_age).as_bytes(),
    );
}

fn write_attribute(line: &mut Vec<u8>, name: &str, value: &[u8]) {
    if !value.is_empty() {
        line.extend(b"; ");
        line.extend(name.as_bytes());
        line.push(b'=');
        line.extend(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn cookies(header: &[u8]) -> Vec<(String, Vec<u8>)> {
        parse(header)
            .map(|(name, value)| {
                (
                    String::from_utf8_lossy(name).into_owned(),
                    value.into_owned(),
                )
            })
            .collect()
    }

    fn cookie(name: &str, value: &[u8]) -> (String, Vec<u8>) {
        (name.to_owned(), value.to_vec())
    }

    fn render(cookie: SetCookie<'_>) -> String {
        String::from_utf8(cookie.render(NOW).unwrap()).unwrap()
    }

    #[test]
    fn cookies_are_split_and_decoded() {
        assert_eq!(
            cookies(b"a=1; b=2;c=3"),
            [cookie("a", b"1"), cookie("b", b"2"), cookie("c", b"3")]
        );
        assert_eq!(cookies(b"a=x%20y+z%2B"), [cookie("a", b"x y+z+")]);
        assert_eq!(
            cookies(b"a=\"q;r\""),
            [cookie("a", b"\"q"), cookie("r\"", b"")]
        );
        assert_eq!(cookies(b"a=b=c"), [cookie("a", b"b=c")]);
        assert_eq!(cookies(b"a=%zz%"), [cookie("a", b"%zz%")]);
        assert_eq!(cookies(b"a=%00%ff"), [cookie("a", b"\0\xff")]);
        assert_eq!(
            cookies(b"a[]=1;a%5B%5D=2"),
            [cookie("a[]", b"1"), cookie("a%5B%5D", b"2")]
        );
    }

    #[test]
    fn duplicates_are_left_to_the_caller() {
        assert_eq!(cookies(b"a=1; a=2"), [cookie("a", b"1"), cookie("a", b"2")]);
    }

    #[test]
    fn only_leading_space_is_trimmed() {
        assert_eq!(
            cookies(b" \t\x0ba=1 ; b =2"),
            [cookie("a", b"1 "), cookie("b ", b"2")]
        );
    }

    #[test]
    fn values_may_be_missing_but_names_may_not() {
        assert_eq!(cookies(b"a; b="), [cookie("a", b""), cookie("b", b"")]);
        assert_eq!(cookies(b"=f; =; ;; a=1;  =g"), [cookie("a", b"1")]);
        assert_eq!(cookies(b""), []);
    }

    #[test]
    fn a_full_line_has_its_parts_in_order() {
        let full = SetCookie {
            expires: 2_000_000_000,
            path: b"/p",
            domain: b"example.com",
            secure: true,
            http_only: true,
            same_site: b"Lax",
            priority: b"High",
            partitioned: true,
            ..SetCookie::new(b"n", b"v")
        };
        assert_eq!(
            render(full),
            "n=v; expires=Wed, 18-May-2033 03:33:20 GMT; Max-Age=300000000; path=/p; \
             domain=example.com; secure; HttpOnly; SameSite=Lax; Priority=High; Partitioned"
        );
        assert_eq!(render(SetCookie::new(b"n", b"v")), "n=v");
    }

    #[test]
    fn values_are_encoded_or_raw() {
        let value = "a b-_.~+/%;=\u{e9}".as_bytes();
        assert_eq!(
            render(SetCookie::new(b"n", value)),
            "n=a+b-_.%7E%2B%2F%25%3B%3D%C3%A9"
        );
        let raw = SetCookie {
            encode: false,
            ..SetCookie::new(b"n", b"a=b%20\"c\"")
        };
        assert_eq!(render(raw), "n=a=b%20\"c\"");
        let binary = SetCookie {
            encode: false,
            ..SetCookie::new(b"n", b"\xff")
        };
        assert_eq!(binary.render(NOW).unwrap(), b"n=\xff");
    }

    #[test]
    fn an_empty_value_deletes() {
        let deleted = "n=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0";
        for encode in [true, false] {
            for expires in [0, NOW + 10, YEAR_10000] {
                let cookie = SetCookie {
                    encode,
                    expires,
                    ..SetCookie::new(b"n", b"")
                };
                assert_eq!(render(cookie), deleted);
            }
        }
        let cookie = SetCookie {
            path: b"/p",
            secure: true,
            ..SetCookie::new(b"n", b"")
        };
        assert_eq!(render(cookie), format!("{deleted}; path=/p; secure"));
    }

    #[test]
    fn expiry_dates() {
        let at = |expires| {
            render(SetCookie {
                expires,
                ..SetCookie::new(b"n", b"v")
            })
        };
        assert_eq!(at(0), "n=v");
        assert_eq!(at(-1), "n=v");
        assert_eq!(at(i64::MIN), "n=v");
        assert_eq!(
            at(1),
            "n=v; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0"
        );
        assert_eq!(
            at(NOW),
            "n=v; expires=Tue, 14-Nov-2023 22:13:20 GMT; Max-Age=0"
        );
        assert_eq!(
            at(NOW + 60),
            "n=v; expires=Tue, 14-Nov-2023 22:14:20 GMT; Max-Age=60"
        );
        assert_eq!(
            at(YEAR_10000 - 1),
            "n=v; expires=Fri, 31-Dec-9999 23:59:59 GMT; Max-Age=251702300799"
        );
        let late = SetCookie {
            expires: YEAR_10000,
            ..SetCookie::new(b"n", b"v")
        };
        assert_eq!(late.render(NOW), Err(CookieError::Expires));
        // A clock far off changes nothing but Max-Age.
        let line = SetCookie {
            expires: 1,
            ..SetCookie::new(b"n", b"v")
        }
        .render(i64::MIN);
        assert!(line.is_ok());
    }

    #[test]
    fn what_would_break_the_line_is_refused() {
        let error = |cookie: SetCookie<'_>| cookie.render(NOW).unwrap_err();
        assert_eq!(error(SetCookie::new(b"", b"v")), CookieError::EmptyName);
        assert_eq!(error(SetCookie::new(b"a=b", b"v")), CookieError::Name);
        for byte in *b",; \t\r\n\x0b\x0c" {
            let bad = &[b'a', byte, b'b'][..];
            let base = SetCookie::new(b"n", b"v");
            assert_eq!(error(SetCookie { name: bad, ..base }), CookieError::Name);
            assert_eq!(
                error(SetCookie {
                    value: bad,
                    encode: false,
                    ..base
                }),
                CookieError::Value
            );
            assert_eq!(error(SetCookie { path: bad, ..base }), CookieError::Path);
            assert_eq!(
                error(SetCookie {
                    domain: bad,
                    ..base
                }),
                CookieError::Domain
            );
            assert_eq!(
                error(SetCookie {
                    same_site: bad,
                    ..base
                }),
                CookieError::SameSite
            );
            assert_eq!(
                error(SetCookie {
                    priority: bad,
                    ..base
                }),
                CookieError::Priority
            );
            assert!(
                SetCookie { value: bad, ..base }.render(NOW).is_ok(),
                "encoded"
            );
        }
    }

    #[test]
    fn the_texts_are_the_warnings() {
        assert_eq!(
            CookieError::Name.to_string(),
            "The name cannot contain \"=\", \",\", \";\", \" \", \"\\t\", \"\\r\", \"\\n\", \"\\013\", or \"\\014\""
        );
        assert_eq!(
            CookieError::Path.to_string(),
            "The path option cannot contain \",\", \";\", \" \", \"\\t\", \"\\r\", \"\\n\", \"\\013\", or \"\\014\""
        );
        assert_eq!(
            CookieError::EmptyName.to_string(),
            "The name cannot be empty"
        );
        assert_eq!(
            CookieError::Expires.to_string(),
            "The expires cannot have a year greater than 9999"
        );
    }
}
