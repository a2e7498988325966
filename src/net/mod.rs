//! Sockets: one stream type over TCP and Unix sockets, and the listeners that make them.

pub mod address;
pub mod listener;
pub mod stream;

pub use address::Address;
pub use listener::Listener;
pub use stream::Stream;
