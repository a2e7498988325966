//! A response as it comes from h2, piece by piece into its stream, and how it ends.

use std::rc::Weak;

use h2::Reason;
use h2::client::ResponseFuture;

use super::connection::Connection;
use super::stream::{Outcome, Stream};

/// How a response has failed.
enum Failure {
    /// The server, or the connection.
    H2(h2::Error),
    /// It is too long, or does not decode.
    Refused(i32),
}

impl From<h2::Error> for Failure {
    fn from(error: h2::Error) -> Self {
        Self::H2(error)
    }
}

/// Receives a response.
pub(super) async fn collect(connection: Weak<Connection>, id: u32, response: ResponseFuture) {
    let ended = receive(&connection, id, response).await;
    if let Some(connection) = connection.upgrade() {
        connection.end_stream(id, ended);
    }
}

async fn receive(
    connection: &Weak<Connection>,
    id: u32,
    response: ResponseFuture,
) -> Result<(), Failure> {
    let (head, mut body) = response.await?.into_parts();
    let tell = |change: &mut dyn FnMut(&Connection, &mut Stream) -> Result<(), Failure>| {
        let Some(connection) = connection.upgrade() else {
            return Ok(());
        };
        match connection.with(id, |stream| {
            change(&connection, stream).map(|()| stream.in_parts)
        }) {
            Some(Ok(true)) => {
                connection.tell(id);
                Ok(())
            }
            Some(Ok(false)) | None => Ok(()),
            Some(Err(failure)) => Err(failure),
        }
    };
    let flow = body.flow_control().clone();
    tell(&mut |_, stream| {
        stream.head(head.status.as_u16(), &head.headers, flow.clone());
        Ok(())
    })?;
    while let Some(bytes) = body.data().await {
        let bytes = bytes?;
        tell(&mut |connection, stream| {
            let take = connection.takes_whole.get();
            stream.data(&bytes, take).map_err(Failure::Refused)
        })?;
    }
    if let Some(trailers) = body.trailers().await? {
        tell(&mut |_, stream| {
            stream.trailers(&trailers);
            Ok(())
        })?;
    }
    Ok(())
}

impl Connection {
    /// A stream has ended, for the script to learn; what ended with the connection is told by that.
    fn end_stream(&self, id: u32, ended: Result<(), Failure>) {
        let outcome = match ended {
            Ok(()) => Outcome::Complete,
            Err(Failure::Refused(code)) => Outcome::Failed(i64::from(code)),
            Err(Failure::H2(error)) => match error.reason() {
                // Not looked at by the server, which goes away (RFC 9113 §6.8).
                Some(Reason::NO_ERROR) if error.is_go_away() && error.is_remote() => {
                    Outcome::Failed(i64::from(u32::from(Reason::REFUSED_STREAM)))
                }
                // For no reason at all.
                Some(Reason::NO_ERROR) if error.is_reset() => {
                    Outcome::Failed(i64::from(libc::ECONNRESET))
                }
                Some(reason) if error.is_reset() || error.is_remote() => {
                    Outcome::Failed(i64::from(u32::from(reason)))
                }
                _ => {
                    self.streams.borrow_mut().remove(&id);
                    return self.wake();
                }
            },
        };
        if self.with(id, |stream| stream.end(outcome)).is_some() {
            self.tell(id);
        }
    }
}
