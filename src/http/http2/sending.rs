//! The body of a response on its way to h2: as much at a time as the client's windows allow, so that what is not sent
//! stays with the script's string or in its file, and a client that takes nothing is seen.

use std::os::unix::fs::FileExt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use h2::{Reason, SendStream};
use http_body::Body as _;

use crate::zend::PhpString;

use super::super::body::{Body, Data};
use super::super::file::Part;

/// Most bytes that are asked for, and read of a file, at once.
const MOST: usize = 64 * 1024;

/// What h2 sends.
pub(crate) enum Chunk {
    /// A part of a PHP string: from the first byte to the second.
    String(PhpString, usize, usize),
    /// Bytes of a file, or none.
    Bytes(Bytes),
}

impl Buf for Chunk {
    fn remaining(&self) -> usize {
        match self {
            Self::String(_, position, end) => end - position,
            Self::Bytes(bytes) => bytes.remaining(),
        }
    }

    fn chunk(&self) -> &[u8] {
        match self {
            Self::String(string, position, end) => &string[*position..*end],
            Self::Bytes(bytes) => bytes.chunk(),
        }
    }

    fn advance(&mut self, count: usize) {
        match self {
            Self::String(_, position, end) => *position = (*position + count).min(*end),
            Self::Bytes(bytes) => bytes.advance(count),
        }
    }
}

/// A body and the stream it goes out on.
pub(super) struct Sending {
    stream: SendStream<Chunk>,
    body: Body,
    /// The piece that is being sent, and how much of it h2 has.
    piece: Option<(PhpString, usize)>,
    /// Bytes that h2 has.
    given: u64,
}

impl Sending {
    pub(super) fn new(stream: SendStream<Chunk>, body: Body) -> Self {
        Self {
            stream,
            body,
            piece: None,
            given: 0,
        }
    }

    /// Bytes that h2 has got. While this stays the same the client makes no room.
    pub(super) fn given(&self) -> u64 {
        self.given
    }

    /// Whether there is nothing to send until the script adds something.
    pub(super) fn waits_for_script(&self) -> bool {
        self.piece.is_none() && matches!(&self.body, Body::Stream(pieces) if pieces.is_waiting())
    }

    /// Ends the stream for this reason.
    pub(super) fn reset(&mut self, reason: Reason) {
        self.stream.send_reset(reason);
    }

    /// Gives h2 what it may have. Ready when the body is complete, or nobody wants it any more.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), h2::Error>> {
        loop {
            if let Poll::Ready(reset) = self.stream.poll_reset(context) {
                return Poll::Ready(Err(reset.map_or_else(|error| error, h2::Error::from)));
            }
            let over = match (&self.piece, &self.body) {
                (Some(_), _) => ready!(self.poll_piece(context))?,
                (None, Body::File(Some(_), _)) => ready!(self.poll_file(context))?,
                (None, _) => ready!(self.poll_next(context))?,
            };
            if over {
                return Poll::Ready(Ok(()));
            }
        }
    }

    /// Waits until the client takes something. How much, at most `wanted`.
    fn poll_room(
        &mut self,
        wanted: usize,
        context: &mut Context<'_>,
    ) -> Poll<Result<usize, h2::Error>> {
        self.stream.reserve_capacity(wanted.min(MOST));
        loop {
            let room = self.stream.capacity();
            if room > 0 {
                return Poll::Ready(Ok(room.min(wanted)));
            }
            match ready!(self.stream.poll_capacity(context)) {
                Some(Ok(_)) => {}
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => return Poll::Ready(Err(h2::Error::from(Reason::STREAM_CLOSED))),
            }
        }
    }

    /// Sends of the piece at hand. Whether that was the end.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, h2::Error>> {
        let Some((string, position)) = &self.piece else {
            return Poll::Ready(Ok(false));
        };
        let (string, position) = (string.clone(), *position);
        let room = ready!(self.poll_room(string.len() - position, context))?;
        let end = position + room;
        self.given += room as u64;
        self.piece = (end < string.len()).then(|| (string.clone(), end));
        let last = self.piece.is_none() && self.body.is_over();
        let sent = self
            .stream
            .send_data(Chunk::String(string, position, end), last);
        Poll::Ready(sent.map(|()| last))
    }

    /// Sends of the file. Whether that was the end.
    fn poll_file(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, h2::Error>> {
        let Body::File(Some(part), _) = &self.body else {
            return Poll::Ready(Ok(false));
        };
        let left = usize::try_from(part.length).unwrap_or(usize::MAX).min(MOST);
        let room = ready!(self.poll_room(left, context))?;
        let Body::File(Some(part), _) = &mut self.body else {
            return Poll::Ready(Ok(false));
        };
        let Some(bytes) = read(part, room) else {
            // It has become shorter than was said.
            self.stream.send_reset(Reason::INTERNAL_ERROR);
            return Poll::Ready(Err(h2::Error::from(Reason::INTERNAL_ERROR)));
        };
        let last = part.length == 0;
        self.given += bytes.len() as u64;
        let sent = self.stream.send_data(Chunk::Bytes(bytes), last);
        Poll::Ready(sent.map(|()| last))
    }

    /// Takes the next piece, or sends what comes after the last one. Whether that was the end.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, h2::Error>> {
        let Some(frame) = ready!(Pin::new(&mut self.body).poll_frame(context)) else {
            let end = Chunk::Bytes(Bytes::new());
            return Poll::Ready(self.stream.send_data(end, true).map(|()| true));
        };
        let frame = match frame {
            Ok(frame) => frame,
            Err(never) => match never {},
        };
        match frame.into_data() {
            Ok(Data::String(string, position)) => {
                self.piece = (position < string.len()).then_some((string, position));
            }
            // Files are read here.
            Ok(Data::File(_)) => {}
            Err(frame) => {
                if let Ok(trailers) = frame.into_trailers() {
                    return Poll::Ready(self.stream.send_trailers(trailers).map(|()| true));
                }
            }
        }
        Poll::Ready(Ok(false))
    }
}

/// The next bytes of a file, at most as many.
fn read(part: &mut Part, most: usize) -> Option<Bytes> {
    let mut bytes = vec![0; most];
    let count = part.file.read_at(&mut bytes, part.offset).ok()?;
    if count == 0 {
        return None;
    }
    bytes.truncate(count);
    part.offset += count as u64;
    part.length -= count as u64;
    Some(Bytes::from(bytes))
}
