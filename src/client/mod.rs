//! Clients: HTTP and WebSocket, spoken from a coroutine.
//!
//! `decoding`, `encode`, `response` and `socks` are pure: bytes in, values out.

pub mod decoding;
pub mod response;
