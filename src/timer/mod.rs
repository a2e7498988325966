//! Timers: `Swoole\Timer` and the functions `swoole_timer_*`.
//!
//! * `queue`: which timer is due when (pure);
//! * `clock`: the one alarm of the runtime that all of them share, and calling back;
//! * `class`: what PHP sees.

#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
pub mod clock;
pub mod queue;
