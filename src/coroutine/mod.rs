//! Coroutines: PHP code that blocks, on threads that never do.
//!
//! * `task`: one coroutine, its fiber, its state, how it is started and resumed;
//! * `scheduler`: the event loop (tokio) and the queue of coroutines that may go on;
//! * `wait`: the bridge: a PHP method passes a future, the coroutine sleeps until it is ready;
//! * `deadline`: a time limit that is cheap to set anew;
//! * `turn`: what runs at the end of a turn of the loop; `standing`: tasks of the loop that stand by;
//! * `wake`: a coroutine's waker, and what other threads may touch;
//! * `long_turn`: coroutines that hand over to each other, on and on;
//! * `alarm`: the one alarm of all that waits for a time; `sleepers`: coroutines that sleep;
//! * `waiters`: a queue of coroutines that are resumed directly; `bound`: one reads from a socket, not two;
//! * the other files are one PHP class or family of functions each.

pub mod alarm;
pub mod autoload;
pub mod barrier;
pub mod batch;
pub mod bound;
pub mod channel;
pub mod class;
pub mod connection_pool;
pub mod context;
pub mod deadline;
pub mod exit;
mod exit_condition;
pub mod functions;
pub mod inspect;
pub mod join;
pub mod lock;
mod long_turn;
pub mod options;
pub mod preempt;
pub mod queue;
pub mod report;
pub mod scheduler;
pub mod scheduler_class;
pub mod script_signals;
mod shared_lock;
pub mod sleepers;
pub mod standing;
pub mod system;
pub mod task;
pub mod time_limit;
pub mod turn;
pub mod wait;
pub mod wait_group;
pub mod waiters;
mod wake;

pub use task::{Body, Coroutine};
pub use wait::{Interrupted, require_coroutine, wait, wait_timeout};
