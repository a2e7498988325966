//! The compressors and the inflater that all connections of the process share, and the message compressed last.
//!
//! One for each format serves everybody: a message starts with an empty one, or with the connection's own `Window`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::zend::{PhpString, StringBuilder, aside};

use super::deflate::{Deflater, InflateError, Inflater};
use super::recent::{Format, Recent};
use super::window::Window;

/// zlib's own default, and Swoole's.
pub const DEFAULT_LEVEL: u8 = 6;

#[derive(Default)]
struct Shared {
    deflaters: Vec<(Format, Deflater)>,
    inflater: Option<Inflater>,
    recent: Recent<PhpString>,
}

impl Shared {
    fn deflate(
        deflaters: &mut Vec<(Format, Deflater)>,
        format: Format,
        payload: &[u8],
        window: Option<&mut Window>,
        out: &mut Vec<u8>,
    ) {
        let known = deflaters.iter().position(|(known, _)| *known == format);
        let index = known.unwrap_or_else(|| {
            let deflater = Deflater::new(u32::from(format.level), format.window_bits);
            deflaters.push((format, deflater));
            deflaters.len() - 1
        });
        aside::call(|| deflaters[index].1.message(payload, window, out));
    }
}

thread_local! {
    static SHARED: RefCell<Shared> = RefCell::default();
}

/// Drops what belongs to the request. Called when it ends.
pub fn reset() {
    SHARED.with_borrow_mut(|shared| shared.recent.forget());
}

/// The compressed form of a message that refers to no other. An equal one right after it is not compressed again.
pub fn deflated(format: Format, payload: &PhpString) -> Rc<Vec<u8>> {
    SHARED.with_borrow_mut(|shared| {
        let Shared {
            deflaters, recent, ..
        } = shared;
        recent.get(payload, format, |bytes, out| {
            Shared::deflate(deflaters, format, bytes, None, out);
        })
    })
}

/// The compressed form of a message that may refer to what `window` remembers.
pub fn deflated_after(format: Format, window: &mut Window, payload: &[u8]) -> Vec<u8> {
    SHARED.with_borrow_mut(|shared| {
        let mut out = Vec::new();
        Shared::deflate(
            &mut shared.deflaters,
            format,
            payload,
            Some(window),
            &mut out,
        );
        out
    })
}

/// Inflates a message of at most `limit` bytes.
///
/// # Errors
///
/// As [`Inflater::message`].
pub fn inflated(
    compressed: &[u8],
    window: Option<&mut Window>,
    limit: usize,
) -> Result<StringBuilder, InflateError> {
    // Taken out for the time: making the string may end in the engine's long jump, out of memory.
    let mut inflater = SHARED
        .with_borrow_mut(|shared| shared.inflater.take())
        .unwrap_or_default();
    let message = aside::call(|| inflater.message(compressed, window, limit));
    SHARED.with_borrow_mut(|shared| shared.inflater = Some(inflater));
    message
}
