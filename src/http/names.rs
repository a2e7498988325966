//! Strings that repeat with every request: made once, permanent and hashed.

use crate::zend::PhpString;
use crate::zend::string::Interned;

macro_rules! names {
    ($($ident:ident = $text:literal),* $(,)?) => {
        $(
            #[doc = concat!("`", $text, "`")]
            pub static $ident: Interned = Interned::new();
        )*

        /// Makes them. Called at module start.
        pub fn intern() {
            $( $ident.make($text.as_bytes()); )*
        }

        /// The permanent string for a header name or other text, if it is one of those that repeat.
        #[inline]
        pub fn known(text: &str) -> Option<PhpString> {
            match text {
                $( $text => Some($ident.get()), )*
                _ => None,
            }
        }
    };
}

names! {
    QUERY_STRING = "query_string",
    REQUEST_METHOD = "request_method",
    REQUEST_URI = "request_uri",
    PATH_INFO = "path_info",
    REQUEST_TIME = "request_time",
    REQUEST_TIME_FLOAT = "request_time_float",
    SERVER_PROTOCOL = "server_protocol",
    REMOTE_ADDR = "remote_addr",
    REMOTE_PORT = "remote_port",
    SERVER_ADDR = "server_addr",
    SERVER_PORT = "server_port",
    HTTP_1_1 = "HTTP/1.1",
    HTTP_1_0 = "HTTP/1.0",
    HTTP_2 = "HTTP/2",
    GET = "GET",
    POST = "POST",
    PUT = "PUT",
    DELETE = "DELETE",
    HEAD = "HEAD",
    OPTIONS = "OPTIONS",
    PATCH = "PATCH",
    ACCEPT = "accept",
    ACCEPT_ENCODING = "accept-encoding",
    ACCEPT_LANGUAGE = "accept-language",
    AUTHORIZATION = "authorization",
    CACHE_CONTROL = "cache-control",
    CONNECTION = "connection",
    CONTENT_LENGTH = "content-length",
    CONTENT_TYPE = "content-type",
    COOKIE = "cookie",
    HOST = "host",
    IF_MODIFIED_SINCE = "if-modified-since",
    IF_NONE_MATCH = "if-none-match",
    ORIGIN = "origin",
    PRAGMA = "pragma",
    REFERER = "referer",
    SEC_FETCH_DEST = "sec-fetch-dest",
    SEC_FETCH_MODE = "sec-fetch-mode",
    SEC_FETCH_SITE = "sec-fetch-site",
    SEC_WEBSOCKET_EXTENSIONS = "sec-websocket-extensions",
    SEC_WEBSOCKET_KEY = "sec-websocket-key",
    SEC_WEBSOCKET_PROTOCOL = "sec-websocket-protocol",
    SEC_WEBSOCKET_VERSION = "sec-websocket-version",
    UPGRADE = "upgrade",
    UPGRADE_INSECURE_REQUESTS = "upgrade-insecure-requests",
    USER_AGENT = "user-agent",
    WEBSOCKET = "websocket",
    KEEP_ALIVE = "keep-alive",
    X_FORWARDED_FOR = "x-forwarded-for",
    X_FORWARDED_PROTO = "x-forwarded-proto",
    X_REAL_IP = "x-real-ip",
    X_REQUESTED_WITH = "x-requested-with",
    NAME = "name",
    TYPE = "type",
    TMP_NAME = "tmp_name",
    ERROR = "error",
    SIZE = "size",
}
