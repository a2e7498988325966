//! The event loop as PHP sees it: `Swoole\Event` and the functions `swoole_event_*`.
//!
//! * `watch`: descriptors whose readiness calls back;
//! * `class`: what PHP sees; `select`: `swoole_select()`.

pub mod class;
pub mod select;
pub mod watch;
