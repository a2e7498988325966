//! Response bodies for hyper: one string, the pieces of `write()` as they come, or a file.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use bytes::Buf;
use http::HeaderMap;
use http_body::{Frame, SizeHint};

use crate::zend::PhpString;

use super::file;

/// What hyper writes.
pub(super) enum Data {
    /// A PHP string, from this byte on: no copy is made.
    String(PhpString, usize),
    /// This many bytes of the file whose turn it is.
    File(u64),
}

impl From<PhpString> for Data {
    fn from(string: PhpString) -> Self {
        Self::String(string, 0)
    }
}

impl Buf for Data {
    fn remaining(&self) -> usize {
        match self {
            Self::String(string, position) => string.len() - position,
            Self::File(remaining) => usize::try_from(*remaining).unwrap_or(usize::MAX),
        }
    }

    fn chunk(&self) -> &[u8] {
        match self {
            Self::String(string, position) => &string[*position..],
            Self::File(remaining) => file::mark(*remaining),
        }
    }

    fn advance(&mut self, count: usize) {
        match self {
            Self::String(string, position) => *position = (*position + count).min(string.len()),
            Self::File(remaining) => *remaining = remaining.saturating_sub(count as u64),
        }
    }
}

/// The pieces of a streamed body that hyper has not taken yet.
#[derive(Default)]
pub(super) struct Pieces {
    queue: RefCell<VecDeque<PhpString>>,
    queued: Cell<usize>,
    ended: Cell<bool>,
    /// What follows the last piece.
    trailers: RefCell<Option<Box<HeaderMap>>>,
    /// hyper wants no more: the client is gone, or the response has no body (HEAD, 204, 304).
    abandoned: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Pieces {
    /// Adds a piece; nothing happens when nobody reads any more.
    pub(super) fn push(&self, piece: PhpString) {
        if self.abandoned.get() {
            return;
        }
        self.queued.set(self.queued.get() + piece.len());
        self.queue.borrow_mut().push_back(piece);
    }

    /// There will be no more pieces.
    pub(super) fn end(&self, trailers: Option<Box<HeaderMap>>) {
        *self.trailers.borrow_mut() = trailers;
        self.ended.set(true);
    }

    /// Whether there is nothing to send until something is added.
    pub(super) fn is_waiting(&self) -> bool {
        !self.ended.get() && self.queue.borrow().is_empty()
    }

    /// Whether nothing more will come, not even trailers.
    fn is_over(&self) -> bool {
        self.ended.get() && self.queue.borrow().is_empty() && self.trailers.borrow().is_none()
    }

    /// Drops what is left and lets writers go on: nobody reads any more.
    fn abandon(&self) {
        self.abandoned.set(true);
        let dropped = std::mem::take(&mut *self.queue.borrow_mut());
        drop(dropped);
        self.queued.set(0);
        self.wake();
    }

    fn wake(&self) {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Ready when at most `mark` bytes wait.
    pub(super) fn poll_below(&self, mark: usize, context: &mut Context<'_>) -> Poll<()> {
        if self.queued.get() <= mark {
            return Poll::Ready(());
        }
        self.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }
}

/// The body of a response.
pub(super) enum Body {
    /// Nothing.
    Empty,
    /// All of it.
    Whole(Option<PhpString>),
    /// Pieces, sent chunked.
    Stream(Rc<Pieces>),
    /// A part of a file, and the connection's list of them.
    File(Option<file::Part>, Rc<file::Files>),
}

impl Body {
    /// Whether everything was taken out of it, and nothing will be added.
    pub(super) fn is_over(&self) -> bool {
        match self {
            Self::Empty | Self::Whole(None) | Self::File(None, _) => true,
            Self::Whole(Some(_)) | Self::File(Some(_), _) => false,
            Self::Stream(pieces) => pieces.is_over(),
        }
    }
}

impl http_body::Body for Body {
    type Data = Data;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Data>, Infallible>>> {
        match self.get_mut() {
            Self::Empty => Poll::Ready(None),
            Self::Whole(string) => {
                Poll::Ready(string.take().map(|string| Ok(Frame::data(string.into()))))
            }
            Self::File(part, files) => Poll::Ready(part.take().map(|part| {
                let mark = Data::File(part.length);
                files.push(part);
                Ok(Frame::data(mark))
            })),
            Self::Stream(pieces) => {
                let next = pieces.queue.borrow_mut().pop_front();
                match next {
                    Some(piece) => {
                        pieces.queued.set(pieces.queued.get() - piece.len());
                        pieces.wake();
                        Poll::Ready(Some(Ok(Frame::data(piece.into()))))
                    }
                    None if pieces.ended.get() => {
                        let trailers = pieces.trailers.take();
                        Poll::Ready(trailers.map(|trailers| Ok(Frame::trailers(*trailers))))
                    }
                    // Whoever adds a piece polls the connection: no waker is needed.
                    None => Poll::Pending,
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Empty | Self::Whole(None) | Self::File(None, _))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Empty | Self::Whole(None) | Self::File(None, _) => SizeHint::with_exact(0),
            Self::File(Some(part), _) => SizeHint::with_exact(part.length),
            Self::Whole(Some(string)) => SizeHint::with_exact(string.len() as u64),
            Self::Stream(_) => SizeHint::default(),
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if let Self::Stream(pieces) = self {
            pieces.abandon();
        }
    }
}
