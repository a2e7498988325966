//! The read buffer all connections share: bytes are parsed out of it before anyone else reads.
//! An idle connection therefore holds none.

use std::cell::Cell;
use std::io;
use std::task::{Context, Poll};

use bytes::BufMut;

use crate::net::Metered;

/// Its size: what one read takes at most.
pub(crate) const SIZE: usize = 64 * 1024;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Reads once and hands the bytes to `parse`, which copies what it keeps.
pub(crate) fn receive(
    stream: &Metered,
    context: &mut Context<'_>,
    parse: impl FnOnce(&[u8]),
) -> Poll<io::Result<usize>> {
    // Taken out for the time: should `parse` never return (out of memory ends in a long jump), the
    // next one makes a new buffer.
    let mut buffer = BUFFER.take();
    buffer.clear();
    buffer.reserve_exact(SIZE);
    let polled = stream.poll_recv(context, &mut (&mut buffer).limit(SIZE));
    if let Poll::Ready(Ok(_)) = polled {
        parse(&buffer);
    }
    BUFFER.set(buffer);
    polled
}
