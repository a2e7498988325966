//! Whether a request's head may be served at all: what the HTTP parser lets through and RFC 9112 does not.
//!
//! Pure: a head in, a status code out. Syntax is the parser's business, and what a handler does with a request is not
//! looked at.

use http::header::{self, HeaderMap};
use http::{HeaderValue, Method, Uri, Version};

/// Checks a request's head. The error is the status code to refuse it with.
///
/// # Errors
///
/// 400 for a missing, repeated or malformed Host and for a target that is not ASCII or does not fit the method (RFC 9112
/// §3.2);
/// 501 for a method nobody has registered (RFC 9110 §9.1) and for a transfer coding other than chunked (RFC 9112 §6.1).
pub fn check(method: &Method, uri: &Uri, version: Version, headers: &HeaderMap) -> Result<(), u16> {
    if !is_known(method) {
        return Err(501);
    }
    if !has_right_form(method, uri)
        || !uri.path().is_ascii()
        || !uri.query().is_none_or(str::is_ascii)
    {
        return Err(400);
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if host.as_bytes().iter().all(|byte| may_be_in_host(*byte)) => {}
        (None, None) if version < Version::HTTP_11 => {}
        _ => return Err(400),
    }
    if headers.contains_key(header::TRANSFER_ENCODING) {
        let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
        match (codings.next(), codings.next()) {
            (Some(coding), None)
                if coding
                    .as_bytes()
                    .trim_ascii()
                    .eq_ignore_ascii_case(b"chunked") => {}
            _ => return Err(501),
        }
    }
    Ok(())
}

/// What [`check`] found, in words.
pub fn reason_of(status: u16) -> &'static str {
    match status {
        501 => "the method or the transfer coding is not known",
        _ => "the target or Host is not as it should be",
    }
}

/// The host in a target of absolute form, which takes the place of the Host header (RFC 9112 §3.2.2).
pub fn host_of_target(uri: &Uri) -> Option<HeaderValue> {
    uri.scheme()?;
    let authority = uri.authority()?.as_str();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    HeaderValue::from_str(host).ok()
}

/// Methods of IANA's registry, and the few older ones that HTTP servers know.
fn is_known(method: &Method) -> bool {
    match *method {
        Method::GET
        | Method::POST
        | Method::HEAD
        | Method::PUT
        | Method::DELETE
        | Method::PATCH
        | Method::OPTIONS
        | Method::CONNECT
        | Method::TRACE => true,
        _ => matches!(
            method.as_str(),
            "ACL"
                | "BASELINE-CONTROL"
                | "BIND"
                | "CHECKIN"
                | "CHECKOUT"
                | "COPY"
                | "LABEL"
                | "LINK"
                | "LOCK"
                | "M-SEARCH"
                | "MERGE"
                | "MKACTIVITY"
                | "MKCALENDAR"
                | "MKCOL"
                | "MKREDIRECTREF"
                | "MKWORKSPACE"
                | "MOVE"
                | "NOTIFY"
                | "ORDERPATCH"
                | "PROPFIND"
                | "PROPPATCH"
                | "PURGE"
                | "QUERY"
                | "REBIND"
                | "REPORT"
                | "SEARCH"
                | "SOURCE"
                | "SUBSCRIBE"
                | "UNBIND"
                | "UNCHECKOUT"
                | "UNLINK"
                | "UNLOCK"
                | "UNSUBSCRIBE"
                | "UPDATE"
                | "UPDATEREDIRECTREF"
                | "VERSION-CONTROL"
        ),
    }
}

/// The four forms of a target and who may use them (RFC 9112 §3.2).
fn has_right_form(method: &Method, uri: &Uri) -> bool {
    let path = uri.path();
    if *method == Method::CONNECT {
        return uri.scheme().is_none() && uri.authority().is_some() && path.is_empty();
    }
    match path.as_bytes() {
        [b'/', ..] => true,
        b"*" => *method == Method::OPTIONS,
        _ => false,
    }
}

/// What a host and port are made of (RFC 3986 §3.2.2).
fn may_be_in_host(byte: u8) -> bool {
    /// Beside letters and digits.
    const OTHERS: u128 = {
        let (all, mut set, mut index) = (b".-:_~%[]!$&'()*+,;=", 0, 0);
        while index < all.len() {
            set |= 1 << all[index];
            index += 1;
        }
        set
    };
    byte.is_ascii_alphanumeric() || byte.is_ascii() && OTHERS >> byte & 1 == 1
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    fn checked(
        method: &str,
        target: &str,
        version: Version,
        lines: &[(&str, &str)],
    ) -> Result<(), u16> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        check(
            &Method::from_bytes(method.as_bytes()).unwrap(),
            &target.parse().unwrap(),
            version,
            &headers,
        )
    }

    fn with_host(method: &str, target: &str) -> Result<(), u16> {
        checked(method, target, Version::HTTP_11, &[("Host", "x")])
    }

    #[test]
    fn methods_are_known_or_501() {
        for method in ["GET", "POST", "PROPFIND", "M-SEARCH", "QUERY"] {
            assert_eq!(with_host(method, "/"), Ok(()), "{method}");
        }
        for method in ["get", "G", "FOO", "GETT", "PRI"] {
            assert_eq!(with_host(method, "/"), Err(501), "{method}");
        }
    }

    #[test]
    fn a_target_has_the_form_its_method_asks_for() {
        for (method, target) in [
            ("GET", "/"),
            ("GET", "/a?b"),
            ("GET", "http://host/x"),
            ("GET", "http://host"),
            ("OPTIONS", "*"),
            ("CONNECT", "host:1"),
        ] {
            assert_eq!(with_host(method, target), Ok(()), "{method} {target}");
        }
        for (method, target) in [
            ("GET", "foo"),
            ("GET", "*"),
            ("GET", "host:1"),
            ("CONNECT", "/"),
            ("CONNECT", "*"),
        ] {
            assert_eq!(with_host(method, target), Err(400), "{method} {target}");
        }
    }

    #[test]
    fn an_absolute_target_names_the_host() {
        let host = |target: &str| host_of_target(&target.parse().unwrap());
        assert_eq!(host("http://a:80/x").unwrap(), "a:80");
        assert_eq!(host("http://user@a/x").unwrap(), "a");
        assert_eq!(host("/x"), None);
        assert_eq!(host("a:80"), None);
    }

    #[test]
    fn a_target_is_ascii() {
        let uri = Uri::from_maybe_shared(bytes::Bytes::from_static("/\u{e9}".as_bytes()));
        assert_eq!(checked_uri(&uri.unwrap()), Err(400));
        let uri = Uri::from_maybe_shared(bytes::Bytes::from_static("/?\u{e9}".as_bytes()));
        assert_eq!(checked_uri(&uri.unwrap()), Err(400));
    }

    fn checked_uri(uri: &Uri) -> Result<(), u16> {
        check(&Method::GET, uri, Version::HTTP_10, &HeaderMap::new())
    }

    #[test]
    fn there_is_one_host() {
        let host = |version, lines: &[(&str, &str)]| checked("GET", "/", version, lines);
        assert_eq!(host(Version::HTTP_11, &[]), Err(400));
        assert_eq!(host(Version::HTTP_10, &[]), Ok(()));
        for version in [Version::HTTP_10, Version::HTTP_11] {
            assert_eq!(host(version, &[("Host", "a"), ("Host", "a")]), Err(400));
            assert_eq!(host(version, &[("Host", "a b")]), Err(400));
            assert_eq!(host(version, &[("Host", "a/b")]), Err(400));
            assert_eq!(host(version, &[("Host", "user@a")]), Err(400));
            for fine in ["", "a", "a.b:80", "[::1]:9502", "127.0.0.1", "x_y", "%61"] {
                assert_eq!(host(version, &[("Host", fine)]), Ok(()), "{fine}");
            }
        }
    }

    #[test]
    fn chunked_is_the_only_transfer_coding() {
        let coded = |codings: &[&str]| {
            let mut lines = vec![("Host", "x")];
            lines.extend(codings.iter().map(|coding| ("Transfer-Encoding", *coding)));
            checked("POST", "/", Version::HTTP_11, &lines)
        };
        assert_eq!(coded(&["chunked"]), Ok(()));
        assert_eq!(coded(&["Chunked "]), Ok(()));
        assert_eq!(coded(&["gzip, chunked"]), Err(501));
        assert_eq!(coded(&["chunked, chunked"]), Err(501));
        assert_eq!(coded(&["gzip", "chunked"]), Err(501));
    }
}
