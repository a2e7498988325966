//! Timers: `Swoole\Timer` and the functions `swoole_timer_*`.
//!
//! * `agenda`: who is due when, timers and coroutines in one order (pure);
//! * `table`: the timers by their ids (pure);
//! * `clock`: the timers of this thread, and calling back; the alarm they share with coroutines is `coroutine::alarm`;
//! * `class`: what PHP sees.

pub mod agenda;
#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
pub mod clock;
pub mod table;
