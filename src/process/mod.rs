//! Processes of one's own: `Swoole\Process` (spec/coroutine-runtime §7.3).
//!
//! * `class`: what a `Process` is made of, starting it, what it becomes;
//! * `child`: from the fork to the end of the new process;
//! * `pipe`: the pair of sockets between the two; `pipe_methods`: what PHP does with it;
//! * `queue`: the same by a System V message queue;
//! * `signals`: `Process::signal()` and `alarm()`;
//! * `system`: the other calls that need no object: waiting, killing, becoming a daemon, processors.
//!
//! Waiting for children without blocking is `Swoole\Coroutine\System::wait()`, in `system::children`.

mod child;
pub mod class;
mod pipe;
mod pipe_methods;
mod queue;
pub mod signals;
mod system;
