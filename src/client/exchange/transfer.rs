//! One request on its way out and its response on its way in: what is sent and received, step by step, and what the
//! properties show of it.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use crate::coroutine::{self, Interrupted};
use crate::error::{self, code, errno_of};
use crate::log::{self, Level};
use crate::slot::coroutine_http_client as slot;
use crate::zend::{self, PhpString, Value};

use super::super::body::{Received, Target};
use super::super::class::status;
use super::super::connection::{Connection, Progress, ReceiveError};
use super::super::form::Form;
use super::super::head::Content;
use super::super::response::{ReadError, Reader};
use super::{Exchange, Failure, Outcome, Pending};

/// What is sent after the head by itself.
enum Rest {
    Text(PhpString),
    Form(Form),
}

impl Exchange<'_> {
    /// Sends the head that was prepared, and the body.
    pub(super) fn send(
        &self,
        connection: &Rc<Connection>,
        content: Content,
    ) -> Result<(), Failure> {
        // Taken out while it is sent: the script may ask for it meanwhile, and gets an empty one.
        let mut head = self.state.sent_head.take();
        let length = head.len();
        let mut form = None;
        match content {
            Content::None => {}
            // One packet where it may be one.
            Content::Text(text) if text.len() <= 16 * 1024 => head.extend_from_slice(&text),
            Content::Text(text) => form = Some(Rest::Text(text)),
            Content::Form(parts) => form = Some(Rest::Form(parts)),
        }
        let sent = self.send_bytes(connection, &head);
        head.truncate(length);
        *self.state.sent_head.borrow_mut() = head;
        sent?;
        match form {
            None => Ok(()),
            Some(Rest::Text(text)) => self.send_bytes(connection, &text),
            Some(Rest::Form(mut parts)) => {
                while let Some(bytes) = parts
                    .next_bytes()
                    .map_err(|errno| Failure::Errno(status::SEND_FAILED, errno))?
                {
                    self.send_bytes(connection, &bytes)?;
                }
                Ok(())
            }
        }
    }

    fn send_bytes(&self, connection: &Rc<Connection>, bytes: &[u8]) -> Result<(), Failure> {
        let mut sent = 0;
        let failed = |errno| Failure::Errno(status::SEND_FAILED, errno);
        while sent < bytes.len() {
            let before = sent;
            // The limit is for each time that the server takes nothing.
            let step = poll_fn(|context| {
                let polled = connection.poll_send(bytes, &mut sent, context);
                if polled.is_pending() && sent > before {
                    return Poll::Ready(Ok(()));
                }
                polled
            });
            match coroutine::wait_timeout(step, self.settings.write_timeout()) {
                Ok(Ok(())) => {}
                Ok(Err(ReceiveError::Io(error))) => {
                    let errno = errno_of(&error);
                    return Err(if connection.is_used.get() {
                        Failure::Gone(errno)
                    } else {
                        failed(errno)
                    });
                }
                Ok(Err(_)) => return Err(failed(libc::ECANCELED)),
                Err(Interrupted::TimedOut) => return Err(failed(libc::ETIMEDOUT)),
                Err(Interrupted::Canceled | Interrupted::Blocked) => {
                    return Err(failed(libc::ECANCELED));
                }
            }
        }
        Ok(())
    }

    /// Receives the response and puts it into the properties.
    pub(super) fn receive(
        &self,
        connection: &Rc<Connection>,
        pending: Pending,
        limit: Option<Duration>,
    ) -> Result<Outcome, Failure> {
        let write_func = self.settings.write_func.clone();
        let mut download = pending.download;
        let mut reader = Reader::new(pending.asked);
        let steps = download.is_some() || write_func.is_some();
        let mut received = Received::new(self.settings, steps);
        let end = limit.and_then(|limit| pending.since.checked_add(limit));
        let mut is_head_shown = false;
        while !reader.is_done() {
            let step = self.step(connection, &mut reader, &mut received, end);
            if !is_head_shown && received.status.is_some() {
                is_head_shown = true;
                self.show_head(&mut received);
            }
            let progress = step.map_err(|failure| match failure {
                Failure::Errno(_, errno)
                    if errno == libc::ECONNRESET && !is_head_shown && connection.is_used.get() =>
                {
                    Failure::Gone(errno)
                }
                other => other,
            })?;
            if matches!(progress, Progress::End) && !reader.end() {
                return Err(if !is_head_shown && connection.is_used.get() {
                    Failure::Gone(libc::ECONNRESET)
                } else {
                    Failure::Errno(status::SERVER_RESET, libc::ECONNRESET)
                });
            }
            if reader.is_done() {
                received.finish();
                if let Some(errno) = received.refused {
                    return Err(Failure::Errno(status::SERVER_RESET, errno));
                }
            }
            if let Target::Steps(bytes) = &mut received.target
                && !bytes.is_empty()
            {
                let bytes = std::mem::take(bytes);
                if let Some(download) = &mut download {
                    download
                        .write(&bytes)
                        .map_err(|errno| Failure::Errno(status::SERVER_RESET, errno))?;
                } else if let Some(callback) = &write_func {
                    let piece = Value::from(PhpString::new(&bytes));
                    callback
                        .call(&mut [self.this.clone().into(), piece])
                        .ok_or(Failure::Thrown)?;
                }
            }
        }
        if let Target::Memory(body) = received.target {
            self.this.set(slot::BODY, body.finish());
        }
        connection.is_used.set(true);
        error::set_last(0);
        let keeps_alive =
            reader.keeps_alive() && self.settings.keep_alive && !self.state.never_keep_alive.get();
        if !keeps_alive && self.upgrade.is_none_or(|_| reader.status() != 101) {
            self.state.disconnect(self.this);
        }
        Ok(Outcome::Complete)
    }

    /// One read.
    fn step(
        &self,
        connection: &Rc<Connection>,
        reader: &mut Reader,
        received: &mut Received,
        end: Option<Instant>,
    ) -> Result<Progress, Failure> {
        let deadline = &connection.deadline;
        deadline.until(end);
        let read = poll_fn(
            |context| match connection.poll_feed(reader, received, context) {
                Poll::Pending => deadline.poll().map(|()| None),
                Poll::Ready(result) => Poll::Ready(Some(result)),
            },
        );
        let read = match self.settings.read_timeout() {
            None => coroutine::wait(read),
            Some(limit) => coroutine::wait_timeout(read, Some(limit)),
        };
        let reset = |errno| Failure::Errno(status::SERVER_RESET, errno);
        match read {
            Ok(Some(Ok(progress))) => Ok(progress),
            Ok(Some(Err(ReceiveError::Io(error)))) => Err(reset(errno_of(&error))),
            Ok(Some(Err(ReceiveError::Response(ReadError::Malformed)))) => {
                if log::enabled(Level::Notice) {
                    let fd = connection.fd();
                    log::write(
                        Level::Notice,
                        &format!("fd#{fd}: what came is no response of HTTP/1"),
                    );
                }
                Err(reset(code::HTTP_INVALID_PROTOCOL))
            }
            Ok(Some(Err(ReceiveError::Response(ReadError::Refused)))) => {
                Err(reset(received.refused.unwrap_or(libc::EIO)))
            }
            Ok(Some(Err(ReceiveError::Closed))) => Err(reset(libc::ECANCELED)),
            Ok(None) | Err(Interrupted::TimedOut) => {
                Err(Failure::Errno(status::REQUEST_TIMEOUT, libc::ETIMEDOUT))
            }
            Err(Interrupted::Canceled | Interrupted::Blocked) => Err(reset(libc::ECANCELED)),
        }
    }

    /// The head has come: the script can see it, also when the body never comes.
    fn show_head(&self, received: &mut Received) {
        let status = received.status.unwrap_or(0);
        self.this.set(slot::STATUS_CODE, i64::from(status));
        let headers = std::mem::replace(&mut received.headers, zend::Array::empty());
        self.this.set(slot::HEADERS, headers);
        if received.cookies.is_empty() && received.cookie_lines.is_empty() {
            return;
        }
        let lines = std::mem::replace(&mut received.cookie_lines, zend::Array::empty());
        self.this.set(slot::SET_COOKIE_HEADERS, lines);
        let cookies = std::mem::take(&mut received.cookies);
        self.this.with_array(slot::COOKIES, |kept| {
            for (name, value) in cookies {
                kept.set(&name, value);
            }
        });
    }
}
