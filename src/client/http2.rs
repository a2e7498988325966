//! `Swoole\Coroutine\Http2\Client`: many requests at once over one HTTP/2 connection (RFC 9113).
//!
//! * `class`: the PHP class: construction, settings, connecting, what it tells of itself;
//! * `request`: a request's head from the script's object; `sending`: its body on the way out;
//! * `receiving`: `recv()` and `read()`; `stream`: a response as far as it has come;
//! * `connection`: what is open, driven by the crate h2; `collecting`: what it receives; `io`: the socket as h2 sees it.
//!
//! `wire` is pure: frames in bytes, for what h2 does not tell and does not send.

#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
mod collecting;
#[cfg(feature = "php")]
mod connection;
#[cfg(feature = "php")]
mod io;
#[cfg(feature = "php")]
mod receiving;
#[cfg(feature = "php")]
mod request;
#[cfg(feature = "php")]
mod sending;
#[cfg(feature = "php")]
mod settings;
#[cfg(feature = "php")]
mod stream;
pub mod wire;

#[cfg(feature = "php")]
pub use self::{
    class::{close, connect, construct, destruct, goaway, is_stream_exist, ping, set, stats},
    receiving::{read, recv},
    sending::{send, write},
};
