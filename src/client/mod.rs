//! Clients: HTTP and WebSocket, spoken from a coroutine.
//!
//! * `class`: the PHP class and its properties; `base`: what it has in common with that of HTTP/2: settings (`settings`,
//!   `tls_settings`), whom it is for (`server`);
//! * `exchange`: a request and its response, with `head` and `form` for the one, `body` for the other;
//! * `websocket_methods`: the same class once it is a WebSocket, which is `websocket::client`'s;
//! * `http2`: the HTTP/2 client;
//! * `functions`: `request()`, `get()` and `post()`;
//! * `opening`: connecting, through proxies, and TLS; `connection`: what is open; `socket`: that as a script sees it.
//!
//! `decoding`, `encode`, `response` and `socks` are pure: bytes in, values out.

#[cfg(feature = "php")]
mod base;
#[cfg(feature = "php")]
mod body;
#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
mod connection;
pub mod decoding;
pub mod encode;
#[cfg(feature = "php")]
pub mod exchange;
#[cfg(feature = "php")]
pub mod form;
#[cfg(feature = "php")]
pub mod functions;
#[cfg(feature = "php")]
mod head;
pub mod http2;
#[cfg(feature = "php")]
pub(crate) mod opening;
pub mod response;
#[cfg(feature = "php")]
mod server;
#[cfg(feature = "php")]
pub(crate) mod settings;
#[cfg(feature = "php")]
mod socket;
pub mod socks;
#[cfg(feature = "php")]
pub mod tls_settings;
#[cfg(feature = "php")]
mod websocket_methods;

#[cfg(feature = "php")]
pub use self::{
    class::{
        close, construct, destruct, get_body, get_cookies, get_defer, get_header_out, get_headers,
        get_peer_cert, get_status_code, getpeername, getsockname, set, set_basic_auth, set_cookies,
        set_data, set_defer, set_headers, set_method,
    },
    exchange::{download, execute, get, post},
    form::{add_data, add_file},
    websocket_methods::{disconnect, ping, push, recv, upgrade},
};
