//! The socket as hyper reads and writes it.

use std::cell::{Cell, OnceCell, RefCell};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use bytes::BufMut;
use hyper::rt::{Read, ReadBufCursor, Write};

use crate::coroutine::scheduler::External;
use crate::error::errno_of;
use crate::net::Metered;
use crate::net::stream::Endpoint;

use super::file::{self, Files};
use super::head;
use super::mailbox::Mailbox;
use super::running::Running;

/// What is known of a socket's traffic beside hyper.
#[derive(Default)]
pub(super) struct Traffic {
    /// Bytes received.
    pub(super) received: Cell<u64>,
    /// Bytes sent.
    pub(super) sent: Cell<u64>,
    /// The errno of the first write that failed; 0: none did.
    pub(super) error: Cell<i32>,
    /// Set while hyper has bytes that the kernel would not take: the script's end waits for them.
    blocked: Cell<Option<External>>,
    is_blocked: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
    /// The files on their way out.
    pub(super) files: Rc<Files>,
    /// The first bytes, held back while they may be the beginning of HTTP/2's preface.
    preface: RefCell<Vec<u8>>,
    speaks_http2: Cell<bool>,
    /// Nothing is read: the socket is a script's, which has read the request.
    pub(super) is_deaf: Cell<bool>,
    /// The client whose request hyper has refused: once it has the answer it may be gone, and its address with it.
    pub(super) refused: OnceCell<Box<Endpoint>>,
}

/// How HTTP/2's preface begins, and nothing of HTTP/1 does (RFC 9113 §3.4).
const PREFACE: &[u8] = b"PRI ";

impl Traffic {
    /// Takes the first bytes of a connection. What is to be read as HTTP/1; `None`: nothing yet.
    #[cold]
    pub(super) fn begin(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut held = self.preface.borrow_mut();
        held.extend_from_slice(bytes);
        if held.starts_with(PREFACE) {
            self.speaks_http2.set(true);
            return None;
        }
        let unclear = !bytes.is_empty() && PREFACE.starts_with(held.as_slice());
        (!unclear).then(|| std::mem::take(&mut *held))
    }

    /// Whether what has come is HTTP/2.
    pub(super) fn speaks_http2(&self) -> bool {
        self.speaks_http2.get()
    }

    /// What has come, when it is HTTP/2.
    #[inline]
    pub(super) fn take_preface(&self) -> Option<Vec<u8>> {
        self.speaks_http2.get().then(|| self.preface.take())
    }

    /// Whether hyper has bytes that the kernel would not take.
    #[inline]
    pub(super) fn is_blocked(&self) -> bool {
        self.is_blocked.get()
    }

    pub(super) fn block(&self) {
        if !self.is_blocked.replace(true) {
            self.blocked.set(Some(External::new()));
        }
    }

    /// Everything was sent, or nothing more will be: whoever waits for it goes on.
    pub(super) fn unblock(&self) {
        if self.is_blocked.replace(false) {
            self.blocked.set(None);
            let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
            waiting.into_iter().for_each(Waker::wake);
        }
    }

    /// Ready when the kernel has taken what hyper had.
    pub(super) fn poll_unblocked(&self, context: &mut Context<'_>) -> Poll<()> {
        if !self.is_blocked() {
            return Poll::Ready(());
        }
        self.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }
}

/// Our stream, as hyper reads and writes it.
pub(super) struct HttpIo {
    stream: Rc<Metered>,
    traffic: Rc<Traffic>,
    mailbox: Rc<Mailbox>,
    server: Rc<Running>,
    /// Read before, and counted.
    ahead: Vec<u8>,
}

impl HttpIo {
    /// What hyper reads first is what was read `ahead`.
    pub(super) fn new(
        stream: Rc<Metered>,
        traffic: Rc<Traffic>,
        mailbox: Rc<Mailbox>,
        server: Rc<Running>,
        ahead: Vec<u8>,
    ) -> Self {
        Self {
            stream,
            traffic,
            mailbox,
            server,
            ahead,
        }
    }

    fn poll_write_with(
        &self,
        context: &mut Context<'_>,
        mut write: impl FnMut(&Metered) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.traffic.block();
                    ready!(self.stream.poll_writable_again(context))?;
                }
                Ok(count) => {
                    self.traffic
                        .sent
                        .set(self.traffic.sent.get() + count as u64);
                    return Poll::Ready(Ok(count));
                }
                Err(error) => {
                    self.traffic.error.set(errno_of(&error));
                    return Poll::Ready(Err(error));
                }
            }
        }
    }
}

impl HttpIo {
    /// Sends up to `most` bytes of the file whose mark hyper writes.
    fn poll_send_file(&self, context: &mut Context<'_>, most: usize) -> Poll<io::Result<usize>> {
        let files = &self.traffic.files;
        if files.takes_turns() {
            self.traffic.block();
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.poll_write_with(context, |stream| stream.counted(files.send(stream, most)))
    }

    /// Sends hyper's own answer to what it could not parse, with our header lines.
    #[cold]
    fn poll_refuse(&self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let answer = head::raw(head::status_in(bytes), &self.server);
        self.traffic
            .refused
            .get_or_init(|| Box::new(self.stream.peer()));
        let sent = ready!(self.poll_write_with(context, |stream| stream.try_send(&answer)))?;
        Poll::Ready(if sent == answer.len() {
            Ok(bytes.len())
        } else {
            Err(io::ErrorKind::WriteZero.into())
        })
    }
}

thread_local! {
    /// Bytes pass through here on their way into hyper's buffer, which safe code cannot fill in place.
    static PASSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Most bytes of one read.
const READ_SIZE: usize = 64 * 1024;

/// What a read has found.
pub(super) enum Got {
    /// Something, of which is told.
    Bytes,
    /// The end of the stream.
    End,
}

/// Reads past hyper, at most so many bytes. `tell` is given them, and whether they may be the beginning of HTTP/2's preface.
pub(super) fn poll_read_past(
    stream: &Metered,
    traffic: &Traffic,
    most: usize,
    context: &mut Context<'_>,
    tell: impl FnOnce(&[u8], bool),
) -> Poll<io::Result<Got>> {
    PASSAGE.with_borrow_mut(|passage| {
        passage.clear();
        passage.reserve(most);
        if ready!(stream.poll_recv(context, &mut (&mut *passage).limit(most)))? == 0 {
            return Poll::Ready(Ok(Got::End));
        }
        let before = traffic.received.get();
        traffic.received.set(before + passage.len() as u64);
        tell(passage, before < PREFACE.len() as u64);
        Poll::Ready(Ok(Got::Bytes))
    })
}

impl Read for HttpIo {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let count = self.ahead.len().min(cursor.remaining());
            cursor.put_slice(&self.ahead[..count]);
            self.ahead.drain(..count);
            return Poll::Ready(Ok(()));
        }
        if self.traffic.is_deaf.get() {
            return Poll::Pending;
        }
        PASSAGE.with_borrow_mut(|passage| {
            loop {
                passage.clear();
                passage.reserve(READ_SIZE);
                // Less than fits: the first bytes may have been held back.
                let room =
                    (cursor.remaining() - PREFACE.len().min(cursor.remaining() - 1)).min(READ_SIZE);
                ready!(
                    self.stream
                        .poll_recv(context, &mut (&mut *passage).limit(room))
                )?;
                let before = self.traffic.received.get();
                self.traffic.received.set(before + passage.len() as u64);
                // Over TLS the protocol was agreed on before.
                if before >= PREFACE.len() as u64 || self.stream.is_tls() {
                    cursor.put_slice(passage);
                    return Poll::Ready(Ok(()));
                }
                if let Some(bytes) = self.traffic.begin(passage) {
                    cursor.put_slice(&bytes);
                    return Poll::Ready(Ok(()));
                }
                if self.traffic.speaks_http2.get() {
                    // hyper is not asked again: see `take_preface`.
                    return Poll::Pending;
                }
            }
        })
    }
}

impl Write for HttpIo {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let count = pieces
            .iter()
            .take_while(|piece| !file::is_mark(piece))
            .count();
        match &pieces[..count] {
            [] if !pieces.is_empty() => self.poll_send_file(context, pieces[0].len()),
            // A body may look like that, too.
            [bytes] if head::is_refusal(bytes) && !self.mailbox.is_written.get() => {
                self.poll_refuse(context, bytes)
            }
            [bytes] => self.poll_write_with(context, |stream| stream.try_send(bytes)),
            pieces => self.poll_write_with(context, |stream| stream.try_send_vectored(pieces)),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.traffic.unblock();
        self.mailbox.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.shutdown_write();
        Poll::Ready(Ok(()))
    }
}
