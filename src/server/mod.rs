//! Servers: accepting, which all have in common, and `Swoole\Coroutine\Server`, which gives each connection to a
//! handler as it is. The HTTP server is in `http`.

pub mod accept;
pub mod admission;
pub mod class;
pub mod connection;
pub mod lifetime;
mod run;
mod termination;
