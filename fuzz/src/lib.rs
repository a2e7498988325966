//! The fuzz targets as plain functions: bytes in, a panic when a room breaks one of its promises.
//!
//! `fuzz_targets/` hands them to libFuzzer, `tests/seeds.rs` calls them with the seeds. Each module says what it
//! promises on behalf of its room. Where a second opinion is cheap the room is compared with one: a model written
//! from the RFC without regard to speed, or a library that shares no code with it.

pub mod codec;
pub mod cookie;
pub mod deflate;
pub mod dns;
pub mod encoding;
pub mod extension;
pub mod form;
pub mod handshake;
pub mod head;
pub mod inflate;
mod input;
pub mod message;
pub mod model;
pub mod multipart;
pub mod package;
pub mod parser;
pub mod policy;
pub mod router;

/// A target: what it is called, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("codec", codec::run),
    ("cookie", cookie::run),
    ("deflate", deflate::run),
    ("dns", dns::run),
    ("encoding", encoding::run),
    ("extension", extension::run),
    ("form", form::run),
    ("handshake", handshake::run),
    ("head", head::run),
    ("inflate", inflate::run),
    ("message", message::run),
    ("multipart", multipart::run),
    ("package", package::run),
    ("parser", parser::run),
    ("policy", policy::run),
    ("router", router::run),
];
