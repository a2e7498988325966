//! `Swoole\Process\Pool`: a number of processes that are kept going (spec/coroutine-runtime §7.4).
//!
//! * `class`: what PHP sees; `state`: what it is made of;
//! * `master`: the process that starts the others, and starts them again;
//! * `restarts`: how soon (pure);
//! * `worker`: such a process, from its beginning to its end;
//! * `messages`: where a worker's messages come from: a Unix socket, a message queue, a port;
//! * `bus`: large messages in pieces (pure).

pub mod bus;
#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
mod master;
#[cfg(feature = "php")]
mod messages;
pub mod restarts;
#[cfg(feature = "php")]
pub mod state;
#[cfg(feature = "php")]
mod worker;

#[cfg(feature = "php")]
pub use worker::reset;
