//! Files as response bodies. Where the socket allows it the kernel sends them itself (sendfile(2)), and not a byte of
//! them passes through this process.
//!
//! hyper writes slices. So the body of such a file is a slice of [`MARK`], as long as the file, and [`super::io`], which
//! is what hyper writes to, knows the mark by its address and sends the file in its place. hyper counts, frames and
//! paces the bytes as it does any others.
//!
//! Over TLS the bytes have to be read and encrypted here, a buffer at a time.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use crate::net::Stream;

/// Most bytes of a file in one call: others get their turn in between.
const PIECE: usize = 1024 * 1024;

/// Most bytes of a file that are read for one call over TLS.
const READ: usize = 64 * 1024;

/// What stands for a file's bytes. Never read: no memory is behind it.
static MARK: [u8; PIECE] = [0; PIECE];

/// The mark for as many of `remaining` bytes as one call may send.
pub(super) fn mark(remaining: u64) -> &'static [u8] {
    &MARK[..usize::try_from(remaining).unwrap_or(PIECE).min(PIECE)]
}

/// Whether these bytes stand for a file's.
#[inline]
pub(super) fn is_mark(bytes: &[u8]) -> bool {
    std::ptr::eq(bytes.as_ptr(), MARK.as_ptr()) && !bytes.is_empty()
}

/// A part of an open file.
pub(super) struct Part {
    /// The file.
    pub(super) file: File,
    /// Where the part begins.
    pub(super) offset: u64,
    /// How many bytes it has.
    pub(super) length: u64,
}

impl Part {
    /// Lets the kernel send the next bytes.
    fn send_plain(&mut self, stream: &Stream, most: usize) -> io::Result<usize> {
        loop {
            match rustix::fs::sendfile(stream, &self.file, Some(&mut self.offset), most) {
                Err(rustix::io::Errno::INTR) => {}
                result => return Ok(result?),
            }
        }
    }

    /// Reads the next bytes and sends them. What the stream refuses is read again for the next call.
    fn send_encrypted(&mut self, stream: &Stream, most: usize) -> io::Result<usize> {
        thread_local! {
            static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        BUFFER.with_borrow_mut(|buffer| {
            buffer.resize(READ, 0);
            let most = most.min(READ);
            let read = self.file.read_at(&mut buffer[..most], self.offset)?;
            if read == 0 {
                return Ok(0);
            }
            let sent = stream.try_send(&buffer[..read])?;
            self.offset += sent as u64;
            Ok(sent)
        })
    }
}

/// The files that a connection is sending, in the order in which their marks come.
#[derive(Default)]
pub(super) struct Files {
    queue: RefCell<VecDeque<Part>>,
    /// Whether a piece was sent and nobody else has had a turn since.
    had_turn: Cell<bool>,
}

impl Files {
    /// The mark of this part is on its way.
    pub(super) fn push(&self, part: Part) {
        self.queue.borrow_mut().push_back(part);
    }

    /// Whether another piece has to wait until others have had their turn; asked twice, it has not.
    pub(super) fn takes_turns(&self) -> bool {
        self.had_turn.replace(false)
    }

    /// Sends up to `most` bytes of the first file.
    ///
    /// # Errors
    ///
    /// `WouldBlock` when the socket takes nothing; `UnexpectedEof` when the file has become shorter than its mark.
    pub(super) fn send(&self, stream: &Stream, most: usize) -> io::Result<usize> {
        let mut queue = self.queue.borrow_mut();
        let part = queue.front_mut().ok_or(io::ErrorKind::NotFound)?;
        let most = most.min(usize::try_from(part.length).unwrap_or(usize::MAX));
        let sent = if stream.is_tls() {
            part.send_encrypted(stream, most)?
        } else {
            part.send_plain(stream, most)?
        };
        if sent == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        part.length -= sent as u64;
        if part.length == 0 {
            queue.pop_front();
        } else {
            self.had_turn.set(true);
        }
        Ok(sent)
    }
}
