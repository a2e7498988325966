//! A server's settings, read from its `settings` property when it starts (spec §1.4): one file for each part of the
//! server. docs/settings.md is the page for users; what is read here has a row there.

mod connections;
mod given;
mod http;
mod http2;
mod tls;
mod unused;
mod websocket;

use std::rc::Rc;

use crate::net::tls::ConfigError;
use crate::websocket::policy::Policy;
use crate::zend::Array;

pub use connections::{Connections, Limits};
use given::Given;
pub use http::{Http, max_input_vars};
pub use http2::Http2;
pub use tls::{Tls, of_socket as tls_of_socket, reread as reread_tls};

/// Settings of a running server.
#[derive(Debug)]
pub struct Settings {
    /// Connections, whatever is spoken over them.
    pub connections: Connections,
    /// Requests and responses.
    pub http: Http,
    /// HTTP/2.
    pub http2: Http2,
    /// What WebSocket connections of this server accept and deliver.
    pub websocket: Rc<Policy>,
    /// TLS, when the server encrypts, or why it cannot.
    pub tls: Option<Result<Tls, ConfigError>>,
}

impl Settings {
    /// Reads the settings; what is missing has its default. What has no effect here is named in the log.
    pub fn read(settings: Option<&Array>) -> Self {
        let given = Given::new(settings);
        let connections = Connections::read(&given);
        let http = Http::read(&given);
        let http2 = Http2::read(&given);
        let websocket = Rc::new(websocket::read(&given, http.max_length));
        let tls = tls::read(&given);
        unused::report(&given);
        Self {
            connections,
            http,
            http2,
            websocket,
            tls,
        }
    }
}
