//! HTTP: the pure parsers and writers, then the PHP classes that use them.
//!
//! `check`, `chunked`, `cookie`, `encoding`, `form`, `http2::frames`, `http2::h2c`, `mime`, `multipart`, `parser`, `router`, `status` and `whole` are pure: bytes in, values out, no PHP type in sight.

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
