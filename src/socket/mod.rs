//! Sockets of scripts: `Swoole\Coroutine\Socket`, `Swoole\Coroutine\Client`.
//!
//! * `package`, `ahead`, `address`: where a package ends, what was received too early, where something
//!   goes (all pure);
//! * `plain`: the descriptor, and waiting for it; `tls`: encryption; `transport`: one of the two;
//! * `handle`: who uses a socket, for how long, and who ends that;
//! * `read`, `write`, `connect`: what is done with it;
//! * `options`, `settings`, `framing`: of a socket, of a protocol; `kernel`: addresses as the kernel has them;
//! * `class` and `class_io`, `client` and `client_io` are what PHP sees.
//!
//! The sockets of servers are not here but in `net`.

pub mod address;
pub mod ahead;
#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
mod class_io;
#[cfg(feature = "php")]
pub mod client;
#[cfg(feature = "php")]
mod client_io;
#[cfg(feature = "php")]
mod connect;
#[cfg(feature = "php")]
pub mod framing;
#[cfg(feature = "php")]
pub mod handle;
#[cfg(feature = "php")]
mod kernel;
#[cfg(feature = "php")]
mod options;
pub mod package;
#[cfg(feature = "php")]
mod plain;
#[cfg(feature = "php")]
mod read;
#[cfg(feature = "php")]
pub mod settings;
#[cfg(feature = "php")]
mod tls;
#[cfg(feature = "php")]
pub mod transport;
#[cfg(feature = "php")]
mod write;
