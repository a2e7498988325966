//! `Swoole\Http\Status`: names of status codes, and phrases for them.
//!
//! The phrases are PHP's to read: older ones than those of `status`, which go out in status lines.

use crate::zend::{Array, Call, PhpResult, PhpString};

/// Codes and phrases, as `Swoole\Http\Status` has them.
const PHRASES: &[(i64, &str)] = &[
    (100, "Continue"),
    (101, "Switching Protocols"),
    (102, "Processing"),
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-status"),
    (208, "Already Reported"),
    (226, "IM Used"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (306, "Switch Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Time-out"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Request Entity Too Large"),
    (414, "Request-URI Too Large"),
    (415, "Unsupported Media Type"),
    (416, "Requested range not satisfiable"),
    (417, "Expectation Failed"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Entity"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Unordered Collection"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Time-out"),
    (505, "HTTP Version not supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (510, "Not Extended"),
    (511, "Network Authentication Required"),
];

/// `getReasonPhrases(): array`: all phrases by code.
pub fn get_reason_phrases(call: &mut Call) -> PhpResult {
    let mut phrases = Array::with_capacity(PHRASES.len() as u32);
    for (code, phrase) in PHRASES {
        phrases.set(&PhpString::new(code.to_string().as_bytes()), *phrase);
    }
    call.ret(phrases)
}

/// `getReasonPhrase(int $value): string`: `Unknown` for a code without one.
pub fn get_reason_phrase(call: &mut Call) -> PhpResult {
    let code = call.long(0)?;
    let phrase = PHRASES
        .iter()
        .find_map(|(known, phrase)| (*known == code).then_some(*phrase));
    call.ret(phrase.unwrap_or("Unknown"))
}
