//! A connection that only answers: a script has read the request itself, hyper is shown its head again, and everything a
//! response can do goes on as if a server had received it. The socket stays the script's.

use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use http::request::Parts;

use crate::coroutine::scheduler;
use crate::http::mailbox::Arrived;
use crate::http::running::Running;
use crate::net::Metered;
use crate::socket::handle::Handle;

use super::{Connection, Phase};

impl Connection {
    /// Shows hyper `head`, a request without a body, and answers it over `stream`, which is `lender`'s. `None`: hyper does
    /// not take it for a request.
    pub(in crate::http) fn answering(
        lender: &Rc<Handle>,
        stream: Rc<Metered>,
        head: Vec<u8>,
        server: Rc<Running>,
    ) -> Option<(Rc<Self>, Parts)> {
        let connection = Rc::new(Self {
            lender: Some(Rc::downgrade(lender)),
            fd: lender.fd(),
            ..Self::new(stream.clone(), server)
        });
        // Nothing is read: what the client sends is for the script.
        connection.traffic.is_deaf.set(true);
        *connection.codec.borrow_mut() = connection.codec(stream, head);
        *connection.phase.borrow_mut() = Phase::Handler;
        let waker = Waker::noop();
        *connection.waker.borrow_mut() = Some(waker.clone());
        let driven = connection.drive(&mut Context::from_waker(waker));
        let request = connection.mailbox.request.borrow_mut().take();
        let (Poll::Pending, Some(Arrived::Hyper(request))) = (driven, request) else {
            return None;
        };
        connection.server.enter(&connection);
        let answering = connection.clone();
        scheduler::spawn_task(async move {
            std::future::poll_fn(|context| answering.poll_answer(context)).await;
            answering.server.leave(&answering);
            scheduler::control_returned();
        });
        Some((connection, request.into_parts().0))
    }

    /// Sends what there is of the response. Ready when the kernel has all of it.
    fn poll_answer(&self, context: &mut Context<'_>) -> Poll<()> {
        *self.waker.borrow_mut() = Some(context.waker().clone());
        self.in_poll.set(true);
        let driven = self.drive(context);
        self.in_poll.set(false);
        let over = driven.is_ready()
            || !(self.mailbox.unanswered.get()
                || self.mailbox.response.borrow().is_some()
                || self.traffic.is_blocked());
        if over {
            self.finish();
            return Poll::Ready(());
        }
        Poll::Pending
    }

    /// Whether the socket that was lent is open; true of a server's own.
    pub(super) fn is_lent(&self) -> bool {
        let lender = self.lender.as_ref();
        lender.is_none_or(|lender| lender.upgrade().is_some_and(|lender| !lender.is_closed()))
    }

    /// Closes the socket that was lent.
    pub(super) fn close_lender(&self) {
        if let Some(lender) = self.lender.as_ref().and_then(Weak::upgrade) {
            lender.close();
        }
    }
}
