//! TLS over rustls, for servers and clients: from settings to a configuration, and the stream that encrypts.

pub mod ciphers;
#[cfg(feature = "php")]
pub mod client;
#[cfg(feature = "php")]
pub mod config;
#[cfg(feature = "php")]
mod keys;
pub mod names;
#[cfg(feature = "php")]
mod provider;
#[cfg(feature = "php")]
mod session;
#[cfg(feature = "php")]
mod verify;

#[cfg(feature = "php")]
pub use client::{ClientOptions, ServerCheck, server_name};
#[cfg(feature = "php")]
pub use config::{Certificate, ClientCheck, ConfigError, Options};
#[cfg(feature = "php")]
pub use session::{HandshakeError, Sender, TlsStream};
