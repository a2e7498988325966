//! Reason phrases of HTTP status codes, as they go out in status lines.
//!
//! The phrases are IANA's with a few of Swoole's older ones. `Swoole\Http\Status` has a table of its own, with the
//! phrases of RFC 2616; it is PHP's to read and not this one.

/// The reason phrase for `code`; `None` where Swoole writes `Unknown Status`.
pub fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",

        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",

        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        306 => "(Unused)",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",

        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Payload Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        422 => "Unprocessable Entity",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",

        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",

        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn the_known_codes_are_swooles() {
        for code in 0..=u16::MAX {
            let known = matches!(
                code,
                100..=103 | 200..=208 | 226 | 300..=308 | 400..=418 | 421..=426 | 428 | 429 | 431
                    | 451 | 500..=508 | 510 | 511
            );
            assert_eq!(reason(code).is_some(), known, "{code}");
        }
    }

    #[test]
    fn phrases_that_differ_between_tables() {
        assert_eq!(reason(306), Some("(Unused)"));
        assert_eq!(reason(413), Some("Payload Too Large"));
        assert_eq!(reason(414), Some("URI Too Long"));
        assert_eq!(reason(416), Some("Range Not Satisfiable"));
        assert_eq!(reason(418), Some("I'm a teapot"));
        assert_eq!(reason(422), Some("Unprocessable Entity"));
        assert_eq!(reason(425), Some("Too Early"));
    }

    #[test]
    fn the_others_agree_with_the_http_crate() {
        // 203 lost its hyphen there.
        for code in (100..600).filter(|code| *code != 203) {
            let canonical = http::StatusCode::from_u16(code).unwrap().canonical_reason();
            if let (Some(ours), Some(canonical)) = (reason(code), canonical) {
                assert_eq!(ours, canonical, "{code}");
            }
        }
    }
}
