//! The only room with `unsafe` engine calls.
//!
//! Everything else in the crate speaks to PHP through the safe types below: strings, arrays and
//! objects that own their reference, a `Call` for the running method, a `Fiber` to switch to.
//! This room knows nothing of coroutines, sockets or HTTP.
//!
//! * Values: `value`, `string`, `array`, `object` (with `native` state of Rust, or `lazy` properties), `callable`, `descriptor`;
//! * calls: `call`, the running method; `function`, of PHP; `error`; `exit`; `hook` and `autoload`, what PHP does otherwise;
//! * the engine: `registry` and `ini`, `globals`, `request`, `interrupt`, `trace`, `upload`, `processes`, `script_signals`;
//! * stacks: `fiber`, `stack`, `state` and `output` (what belongs to one), `overflow`, `aside`;
//! * the system: `sys`, `signals`, `termination`, `time`, `shared` memory, `process_lock`.

pub mod array;
pub mod aside;
pub mod autoload;
pub mod call;
pub mod callable;
pub mod descriptor;
pub mod error;
pub mod exit;
pub mod fiber;
pub mod fork;
pub mod function;
pub mod globals;
pub mod hook;
pub mod ini;
pub mod interrupt;
mod lazy;
pub mod message_queue;
pub mod native;
pub mod object;
pub mod output;
mod overflow;
pub mod process;
pub mod process_lock;
pub mod processes;
pub mod registry;
pub mod request;
pub mod script_signals;
pub mod shared;
pub mod signals;
mod stack;
mod state;
pub mod string;
pub mod sys;
pub mod termination;
pub mod time;
pub mod trace;
pub mod upload;
pub mod value;

pub use array::Array;
pub use call::{Call, PhpResult, dispatch};
pub use callable::Callable;
pub use error::{Thrown, throw, throw_error, warning};
pub use native::NativeState;
pub use object::Object;
pub use string::{PhpString, StringBuilder};
pub use value::Value;
