//! permessage-deflate on a connection (RFC 7692): what was agreed on, and the compressors, which all
//! connections share.
//!
//! No window is carried from one message to the next, so an idle compressed connection holds no
//! compressor. That also makes equal messages equal on the wire: the last one compressed is kept, and a
//! broadcast compresses its message once.

use std::cell::RefCell;

use crate::zend::{PhpString, StringBuilder};

use super::super::deflate::{Deflater, InflateError, Inflater};
use super::super::extension::Agreement;

/// zlib's own default.
const LEVEL: u32 = 6;
/// Room for one compressor for each window size.
const SIZES: usize = 16;

/// The message compressed last.
struct Last {
    payload: PhpString,
    window_bits: u8,
    compressed: Vec<u8>,
}

#[derive(Default)]
struct Shared {
    deflaters: [Option<Deflater>; SIZES],
    inflater: Option<Inflater>,
    last: Option<Last>,
}

thread_local! {
    static SHARED: RefCell<Shared> = RefCell::default();
}

/// Drops what belongs to the request. Called when it ends.
pub fn reset() {
    SHARED.with_borrow_mut(|shared| shared.last = None);
}

/// Hands the compressed form of `payload` to `send`. Every message that is not empty is compressed,
/// however short, as Swoole does (spec §4.5). `None`: it is empty.
pub(super) fn deflated<T>(
    agreement: Agreement,
    payload: &PhpString,
    send: impl FnOnce(&[u8]) -> T,
) -> Option<T> {
    if payload.is_empty() {
        return None;
    }
    // Taken out while it is in use: sending must not find the compressors borrowed.
    let last = SHARED.with_borrow_mut(|shared| {
        let window_bits = agreement.server_window_bits();
        match shared.last.take() {
            Some(last) if last.window_bits == window_bits && *last.payload == **payload => last,
            other => {
                let mut compressed = other.map_or_else(Vec::new, |last| last.compressed);
                compressed.clear();
                shared.deflaters[usize::from(window_bits) % SIZES]
                    .get_or_insert_with(|| Deflater::new(LEVEL, window_bits))
                    .message(payload, false, &mut compressed);
                Last {
                    payload: payload.clone(),
                    window_bits,
                    compressed,
                }
            }
        }
    });
    let result = send(&last.compressed);
    SHARED.with_borrow_mut(|shared| shared.last = Some(last));
    Some(result)
}

/// Inflates a message of at most `limit` bytes.
pub(super) fn inflated(compressed: &[u8], limit: usize) -> Result<StringBuilder, InflateError> {
    // Taken out for the time: making the string may end in the engine's long jump, out of memory.
    let mut inflater = SHARED
        .with_borrow_mut(|shared| shared.inflater.take())
        .unwrap_or_default();
    let message = inflater.message(compressed, false, limit);
    SHARED.with_borrow_mut(|shared| shared.inflater = Some(inflater));
    message
}
