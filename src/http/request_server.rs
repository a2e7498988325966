//! `$request->server`, made when it is first looked at: most handlers never do, and an array of eleven elements for each
//! request costs time, and memory as long as a WebSocket's handler holds its request.

use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

use http::Version;

use crate::zend::string::Interned;
use crate::zend::{Array, PhpString};

use super::link::Link;
use super::variables::{target_path, text};
use super::{form, names};

/// An end of the connection: address and port.
type End = (PhpString, u16);

/// What the array is made of.
pub(super) struct Facts {
    method: PhpString,
    uri: PhpString,
    query: Option<PhpString>,
    protocol: &'static Interned,
    /// When the request came, in seconds since 1970. Swoole leaves it out with HTTP/2 (spec §1.10): then it is 0.
    time: f64,
    /// The client's end and ours. What no server has received has none.
    ends: Option<(End, End)>,
}

impl Facts {
    /// Notes them, as long as the head is there.
    pub(super) fn new(connection: Option<&Link>, head: &http::request::Parts) -> Self {
        let query = head.uri.query().filter(|query| !query.is_empty());
        let time = if head.version == Version::HTTP_2 {
            0.0
        } else {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .as_secs_f64()
        };
        Self {
            method: text(head.method.as_str()),
            uri: PhpString::new(target_path(&head.uri).as_bytes()),
            query: query.map(|query| PhpString::new(query.as_bytes())),
            protocol: match head.version {
                Version::HTTP_10 => &names::HTTP_1_0,
                Version::HTTP_2 => &names::HTTP_2,
                _ => &names::HTTP_1_1,
            },
            time,
            ends: connection.map(|connection| (connection.peer(), connection.local())),
        }
    }

    /// The request's method.
    pub(super) fn method(&self) -> &PhpString {
        &self.method
    }

    /// Makes the array.
    pub(super) fn array(self) -> Array {
        let mut server = Array::with_capacity(12);
        if let Some(query) = self.query {
            server.add(&names::QUERY_STRING.get(), query);
        }
        server.add(&names::REQUEST_METHOD.get(), self.method);
        let path_info = match form::percent_decode_path(&self.uri) {
            Cow::Borrowed(_) => self.uri.clone(),
            Cow::Owned(decoded) => PhpString::new(&decoded),
        };
        server.add(&names::REQUEST_URI.get(), self.uri);
        server.add(&names::PATH_INFO.get(), path_info);
        if self.time > 0.0 {
            server.add(&names::REQUEST_TIME.get(), self.time as i64);
            server.add(&names::REQUEST_TIME_FLOAT.get(), self.time);
        }
        server.add(&names::SERVER_PROTOCOL.get(), self.protocol.get());
        if let Some(((peer, peer_port), (local, local_port))) = self.ends {
            server.add(&names::REMOTE_ADDR.get(), peer);
            server.add(&names::REMOTE_PORT.get(), i64::from(peer_port));
            server.add(&names::SERVER_ADDR.get(), local);
            server.add(&names::SERVER_PORT.get(), i64::from(local_port));
        }
        server
    }
}
