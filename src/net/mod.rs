//! Sockets: one stream type over TCP, Unix sockets and TLS, and what makes them: listeners and [`connect()`].
//!
//! `peer`, `tls::ciphers` and `tls::names` are pure: strings in, values out.

#[cfg(feature = "php")]
pub mod address;
#[cfg(feature = "php")]
pub mod connect;
#[cfg(feature = "php")]
pub mod listener;
#[cfg(feature = "php")]
pub mod metered;
pub mod peer;
#[cfg(feature = "php")]
pub mod stream;
pub mod tls;

#[cfg(feature = "php")]
pub use address::Address;
#[cfg(feature = "php")]
pub use connect::{ConnectError, ConnectOptions, connect};
#[cfg(feature = "php")]
pub use listener::Listener;
#[cfg(feature = "php")]
pub use metered::{Meter, Metered, Seat};
#[cfg(feature = "php")]
pub use peer::Peer;
#[cfg(feature = "php")]
pub use stream::Stream;
