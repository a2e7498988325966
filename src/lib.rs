//! `swoole.so`: Swoole's coroutine HTTP and WebSocket server for PHP, in Rust.
//!
//! A PHP coroutine is a Rust future: `zend` switches fibers, `coroutine` schedules them on tokio,
//! `http` and `websocket` speak the protocols, and the files named after PHP classes are thin.
//! Without the feature `php` only the pure protocol rooms are built.

pub mod client;
pub mod http;
pub mod process;
pub mod random;
pub mod socket;
pub mod system;
pub mod timer;
pub mod websocket;

#[cfg(feature = "php")]
pub mod coroutine;
#[cfg(feature = "php")]
pub mod error;
#[cfg(feature = "php")]
pub mod event;
#[cfg(feature = "php")]
pub mod hook;
#[cfg(feature = "php")]
pub mod log;
#[cfg(feature = "php")]
mod module;
pub mod net;
#[cfg(feature = "php")]
pub mod objects;
#[cfg(feature = "php")]
pub mod server;
#[cfg(feature = "php")]
pub mod shared;
#[cfg(feature = "php")]
pub mod util;
#[cfg(feature = "php")]
pub mod zend;

/// What PHP sees, generated from `stubs/*.php` by build.rs.
#[cfg(feature = "php")]
#[allow(
    missing_docs,
    dead_code,
    clippy::all,
    clippy::undocumented_unsafe_blocks
)]
mod registry {
    include!(concat!(env!("OUT_DIR"), "/registry.rs"));
}

#[cfg(feature = "php")]
pub(crate) use registry::{class, slot};
