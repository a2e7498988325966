//! HTTP/2 (RFC 9113): one connection, many streams, each with a handler in a coroutine of its own.
//!
//! The crate h2 does frames, header compression and flow control. Its connection is polled by its own task, and by
//! whoever has just given a stream something to send: a response leaves when `end()` is called, as with HTTP/1.
//!
//! `opening`: how a connection begins; `connection`: when h2 is polled; `requests`, `stream`, `sending`: from a stream's
//! beginning to its end; `limits`: the time for that; `io`: the socket as h2 sees it; `tunnel`: a WebSocket on a stream;
//! `upgrade`: from HTTP/1.1.
//!
//! `frame`, `frames` and `h2c` are pure: bytes in, values out.

pub mod frame;
pub mod frames;
pub mod h2c;

#[cfg(feature = "php")]
mod connection;
#[cfg(feature = "php")]
mod heads;
#[cfg(feature = "php")]
mod io;
#[cfg(feature = "php")]
mod limits;
#[cfg(feature = "php")]
mod opening;
#[cfg(feature = "php")]
mod requests;
#[cfg(feature = "php")]
mod sending;
#[cfg(feature = "php")]
mod stream;
#[cfg(feature = "php")]
mod tunnel;
#[cfg(feature = "php")]
mod upgrade;

#[cfg(feature = "php")]
pub use connection::Http2;
#[cfg(feature = "php")]
pub(in crate::http) use opening::serve;
#[cfg(feature = "php")]
pub(crate) use sending::Chunk;
#[cfg(feature = "php")]
pub(in crate::http) use stream::Http2Stream;
#[cfg(feature = "php")]
pub(in crate::http) use upgrade::{Upgrade, upgrade};
