//! Bytes received beyond the last frame that was returned, and feeding a reader so that none are lost.

use std::cell::{Cell, RefCell};

use super::message::{Event, Limits, Payload, Reader};
use super::violation::Violation;

/// What was read and not yet understood.
pub(super) struct Ahead {
    bytes: RefCell<Vec<u8>>,
    /// So many of them are done with.
    parsed: Cell<usize>,
}

impl Ahead {
    /// `bytes` were read before.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes: RefCell::new(bytes),
            parsed: Cell::new(0),
        }
    }

    /// Whether nothing is left.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.borrow().is_empty()
    }

    /// Takes all that is left.
    pub(super) fn take(&self) -> Vec<u8> {
        let mut bytes = self.bytes.take();
        bytes.drain(..self.parsed.replace(0));
        bytes
    }

    /// Feeds the reader what was just received: up to its next event, the rest is kept.
    ///
    /// # Errors
    ///
    /// The rule that the peer broke.
    #[inline]
    pub(super) fn receive<P: Payload>(
        &self,
        reader: &RefCell<Reader<P>>,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<Option<Event<P>>, Violation> {
        let (used, event) = reader.borrow_mut().feed(bytes, limits)?;
        if used < bytes.len() {
            self.bytes.borrow_mut().extend_from_slice(&bytes[used..]);
        }
        Ok(event)
    }

    /// The next event of what was read before.
    #[inline]
    pub(super) fn next<P: Payload>(
        &self,
        reader: &RefCell<Reader<P>>,
        limits: &Limits,
    ) -> Option<Result<Event<P>, Violation>> {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.is_empty() {
            return None;
        }
        let parsed = self.parsed.get();
        let fed = reader.borrow_mut().feed(&bytes[parsed..], limits);
        let (result, parsed) = match fed {
            Ok((used, event)) => (event.map(Ok), parsed + used),
            Err(violation) => (Some(Err(violation)), bytes.len()),
        };
        if parsed >= bytes.len() {
            // Given back: an idle connection holds no buffer.
            *bytes = Vec::new();
            self.parsed.set(0);
        } else {
            self.parsed.set(parsed);
        }
        result
    }
}
