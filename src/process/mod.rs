//! Processes of one's own: `Swoole\Process` and `Process\Pool` (spec/coroutine-runtime §7.3, 7.4).
//!
//! * `class`: what a `Process` is made of, starting it, what it becomes;
//! * `child`: from the fork to the end of the new process;
//! * `pipe`: the pair of sockets between the two; `pipe_methods`: what PHP does with it;
//! * `queue`: the same by a System V message queue;
//! * `signals`: `Process::signal()` and `alarm()`;
//! * `pool`: processes that are kept going; `of_pool`: their objects;
//! * `system`: the other calls that need no object: waiting, killing, becoming a daemon, processors.
//!
//! Waiting for children without blocking is `Swoole\Coroutine\System::wait()`, in `system::children`.

#[cfg(feature = "php")]
mod child;
#[cfg(feature = "php")]
pub mod class;
#[cfg(feature = "php")]
mod of_pool;
#[cfg(feature = "php")]
mod pipe;
#[cfg(feature = "php")]
mod pipe_methods;
pub mod pool;
#[cfg(feature = "php")]
mod queue;
#[cfg(feature = "php")]
pub mod signals;
#[cfg(feature = "php")]
mod system;
