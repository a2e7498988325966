//! HTTP: the pure parsers and writers, then the PHP classes that use them.
//!
//! * A server: `server`, the class; `running`: from `start()` to the end of its last connection, with its `settings`, `tls`,
//!   `counters`, `router`; `admission`: who is let in; `time_limits`, `heartbeat`, `tidy`, `lifetime`: what becomes of
//!   connections meanwhile and in the end;
//! * HTTP/1: `connection`, in which hyper does what is not simple (`io`: the socket as hyper sees it, `mailbox`: how requests
//!   leave it); `whole` and `simple_head` for what is. HTTP/2: `http2`. `link`: either of them, to a response;
//! * a request: `check`, `incoming` (its body), `upload` and `multipart`, `form`, `cookie`; `request`, the class, with
//!   `request_parse`, `request_server`, `variables`;
//! * a response: `response`, the class, with `response_head`, `sendfile`, `detached`, `websocket_upgrade`,
//!   `websocket_methods`; `head`, `body`, `file`, `compression` and `encoding`: what goes out; `answering`: over a socket of a
//!   script's own;
//! * WebSockets of a server: `websockets`; `websocket_group`: one push for many; `socket`: `$response->socket`;
//! * `cookie_class`, `status_class`, `mime_types`: what PHP sees of `cookie`, `status`, `mime`; `names`: strings made once.
//!
//! `check`, `chunked`, `cookie`, `encoding`, `form`, `http2::{frame, frames, h2c}`, `mime`, `multipart`, `parser`, `router`,
//! `status` and `whole` are pure: bytes in, values out, no PHP type in sight.

pub mod check;
pub mod chunked;
pub mod cookie;
pub mod encoding;
pub mod form;
pub mod http2;
pub mod mime;
#[cfg(feature = "php")]
pub mod mime_types;
pub mod multipart;
pub mod parser;
pub mod router;
pub mod status;
pub mod whole;

#[cfg(feature = "php")]
mod admission;
#[cfg(feature = "php")]
pub mod answering;
#[cfg(feature = "php")]
mod body;
#[cfg(feature = "php")]
pub mod compression;
#[cfg(feature = "php")]
mod connection;
#[cfg(feature = "php")]
pub mod cookie_class;
#[cfg(feature = "php")]
pub mod counters;
#[cfg(feature = "php")]
pub mod detached;
#[cfg(feature = "php")]
mod file;
#[cfg(feature = "php")]
mod head;
#[cfg(feature = "php")]
mod heartbeat;
#[cfg(feature = "php")]
mod incoming;
#[cfg(feature = "php")]
mod io;
#[cfg(feature = "php")]
mod lifetime;
#[cfg(feature = "php")]
mod link;
#[cfg(feature = "php")]
mod mailbox;
#[cfg(feature = "php")]
pub mod names;
#[cfg(feature = "php")]
pub mod request;
#[cfg(feature = "php")]
pub mod request_parse;
#[cfg(feature = "php")]
mod request_server;
#[cfg(feature = "php")]
pub mod response;
#[cfg(feature = "php")]
pub mod response_head;
#[cfg(feature = "php")]
mod running;
#[cfg(feature = "php")]
pub mod sendfile;
#[cfg(feature = "php")]
pub mod server;
#[cfg(feature = "php")]
pub(crate) mod settings;
#[cfg(feature = "php")]
mod simple_head;
#[cfg(feature = "php")]
mod socket;
#[cfg(feature = "php")]
pub mod status_class;
#[cfg(feature = "php")]
mod tidy;
#[cfg(feature = "php")]
mod time_limits;
#[cfg(feature = "php")]
pub mod tls;
#[cfg(feature = "php")]
mod upload;
#[cfg(feature = "php")]
mod variables;
#[cfg(feature = "php")]
pub mod websocket_group;
#[cfg(feature = "php")]
pub mod websocket_methods;
#[cfg(feature = "php")]
pub mod websocket_upgrade;
#[cfg(feature = "php")]
mod websockets;
