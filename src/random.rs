//! Numbers that are hard to guess, for masks, keys, boundaries and ids on the wire. Not for secrets.

use std::hash::{BuildHasher, Hasher, RandomState};

/// 64 bits: a keyed hash, whose key the system's randomness made.
pub fn bits() -> u64 {
    RandomState::new().build_hasher().finish()
}
