//! The benchmark of the extension: what is measured (`scenario`), the load generator (`load`), what
//! the reference servers share (`serve`) and the program that runs them all (`driver`).
//!
//! Each file in `bin/` is one process of a run; `README.md` says how they play together.

pub mod deflate;
pub mod driver;
pub mod error;
pub mod load;
pub mod measurement;
pub mod scenario;
pub mod serve;
pub mod sys;
pub mod wire;
