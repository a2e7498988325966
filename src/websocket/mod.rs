//! WebSocket: the wire format and the rules of RFC 6455, then what PHP sees of them.
//!
//! * Frames: `codec` (heads), `mask`, `message` (messages of fragments, and the rules), `payload` (where they are put),
//!   `utf8`, `close`, `violation`, `skip` (what still comes after a close frame);
//! * the handshake: `handshake`, `origin`, `subprotocol`, `extension`; `policy`: what the server's settings say;
//! * compression: `deflate`, with `window` for what a message may refer to; `compressors` and `recent`: shared by all;
//! * a connection: `connection` of a server, `client` of a client; `ahead` and `scratch`: what is read; `outbox` and `held`:
//!   what is sent; `heartbeat`: who is gone without a word;
//! * what PHP sees: `frame`, the classes; `outgoing`: what the arguments of `push()` mean.
//!
//! `codec`, `message`, `close`, `deflate`, `extension`, `handshake`, `heartbeat`, `origin` and `subprotocol` are pure:
//! bytes in, values out, no PHP type in sight.

#[cfg(feature = "php")]
mod ahead;
#[cfg(feature = "php")]
pub mod client;
pub mod close;
pub mod codec;
#[cfg(feature = "php")]
pub mod compressors;
#[cfg(feature = "php")]
pub mod connection;
pub mod deflate;
pub mod extension;
#[cfg(feature = "php")]
pub mod frame;
pub mod handshake;
pub mod heartbeat;
#[cfg(feature = "php")]
pub mod held;
mod mask;
pub mod message;
pub mod origin;
#[cfg(feature = "php")]
mod outbox;
#[cfg(feature = "php")]
pub mod outgoing;
mod payload;
#[cfg(feature = "php")]
pub mod policy;
pub mod recent;
#[cfg(feature = "php")]
pub(crate) mod scratch;
mod skip;
pub mod subprotocol;
mod utf8;
mod violation;
pub mod window;
