//! hyper's part of a connection: made when something comes that is not simple (see `direct`), put away while nothing does.
//!
//! It holds two buffers of 8 KiB and what was last sent, and between two requests none of that is needed. So a connection
//! begins without it, and `tidy` has it put away after a while of silence.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::server::conn::http1;

use crate::http::io::HttpIo;
use crate::http::mailbox::Handler;
use crate::http::parser::MAX_HEAD;
use crate::http::time_limits::Waits;
use crate::net::Metered;

use super::direct::Rest;
use super::{Connection, Phase};

pub(super) type Hyper = http1::Connection<HttpIo, Handler>;

/// Where hyper's connection is.
pub(super) enum Codec {
    /// There is none: what comes may make one.
    Away,
    /// There is none, and this request, which was read past it, is not answered.
    Direct(Bytes),
    /// There is none, and a response is on its way past it.
    Sending(Box<Rest>),
    /// It is at work.
    Here(Box<Hyper>),
    /// It has ended, or was taken away: no more HTTP/1 here.
    Over,
}

/// What a look at a connection that may be idle has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Found {
    /// It is busy, or has part of a request.
    InUse,
    /// There is nothing (more) to put away.
    Away,
}

impl Connection {
    /// A connection of hyper's that first reads what was read `ahead`.
    pub(super) fn codec(&self, stream: Rc<Metered>, ahead: Vec<u8>) -> Codec {
        let io = HttpIo::new(
            stream,
            self.traffic.clone(),
            self.mailbox.clone(),
            self.server.clone(),
            ahead,
        );
        let hyper = http1::Builder::new()
            // All time limits are kept in `time_limits`: a timer for each request costs more than the rest of its head.
            .header_read_timeout(None)
            // A client that has said all it wants to say still gets its answer.
            .half_close(true)
            .max_buf_size(MAX_HEAD)
            .max_header_size(MAX_HEAD)
            .title_case_headers(true)
            .auto_date_header(false)
            .serve_connection(io, Handler(self.mailbox.clone()));
        Codec::Here(Box::new(hyper))
    }

    /// Whether hyper is at work.
    pub(super) fn has_hyper(&self) -> bool {
        let codec = self.codec.try_borrow();
        codec.is_ok_and(|codec| matches!(*codec, Codec::Here(_)))
    }

    /// Reads and writes. Ready: there is nothing more to do here.
    pub(super) fn drive(&self, context: &mut Context<'_>) -> Poll<()> {
        let Ok(mut codec) = self.codec.try_borrow_mut() else {
            return Poll::Pending;
        };
        let over = match &*codec {
            Codec::Here(_) => Poll::Pending,
            Codec::Away => self.poll_request(&mut codec, context),
            Codec::Direct(_) => Poll::Pending,
            Codec::Sending(_) => self.poll_rest(&mut codec, context),
            Codec::Over => Poll::Ready(()),
        };
        if over.is_ready() {
            return over;
        }
        let Codec::Here(hyper) = &mut *codec else {
            return Poll::Pending;
        };
        Pin::new(&mut **hyper).poll(context).map(|ended| {
            if let Err(reason) = ended
                && reason.is_parse()
            {
                self.note(&reason.to_string());
                self.lingers.set(true);
            }
        })
    }

    /// Puts hyper's connection away if it does nothing but wait for the next request.
    pub(in crate::http) fn put_away(&self) -> Found {
        let is_idle = matches!(*self.phase.borrow(), Phase::Idle)
            && self.mailbox.request.borrow().is_none()
            && !self.mailbox.unanswered.get()
            && !self.traffic.is_blocked()
            && matches!(self.clock.head(&self.traffic), Waits::Request(_));
        let Ok(mut codec) = self.codec.try_borrow_mut() else {
            return Found::InUse;
        };
        match std::mem::replace(&mut *codec, Codec::Away) {
            Codec::Here(hyper) if is_idle => {
                let Some(stream) = self.stream.borrow().clone() else {
                    return Found::Away;
                };
                let ahead = hyper.into_parts().read_buf;
                if !ahead.is_empty() {
                    // The beginning of a request that came together with the last one.
                    *codec = self.codec(stream, ahead.to_vec());
                }
                drop(codec);
                // The task asks the socket for the next bytes itself now.
                self.wake_task();
                if ahead.is_empty() {
                    self.is_listed.set(false);
                    Found::Away
                } else {
                    Found::InUse
                }
            }
            other => {
                let found = match other {
                    Codec::Here(_) | Codec::Direct(_) | Codec::Sending(_) => Found::InUse,
                    Codec::Away | Codec::Over => Found::Away,
                };
                *codec = other;
                found
            }
        }
    }

    /// The server stops: an idle connection ends now, a busy one after its response.
    pub(in crate::http) fn stop(&self) {
        if let Ok(mut codec) = self.codec.try_borrow_mut()
            && let Codec::Here(hyper) = &mut *codec
        {
            Pin::new(&mut **hyper).graceful_shutdown();
        }
        self.wake_task();
    }
}
