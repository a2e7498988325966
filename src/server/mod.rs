//! Servers: accepting, which all have in common, and `Swoole\Coroutine\Server`, which gives each connection to a
//! handler as it is. The HTTP server is in `http`.
//!
//! * `class`: the PHP class; `connection`: what its handlers get; `run`: a server while it runs;
//! * for all servers `place` (where they listen), `accept`, `admission` (who is let in), `lifetime` (what becomes of connections), `termination` (signals).

pub mod accept;
pub mod admission;
pub mod class;
pub mod connection;
pub mod lifetime;
pub mod place;
mod run;
pub mod termination;
