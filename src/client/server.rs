//! The server that a client is for, as the arguments of its constructor name it.

use crate::error::{self, code};
use crate::net::Peer;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, PhpString, Thrown};

use super::encode;

/// The server a client is for.
pub(super) struct Server {
    /// Where it is.
    pub peer: Peer,
    /// Its port.
    pub port: u16,
    /// For the Host header and whole URLs.
    pub name: String,
    /// Whether the connection is encrypted.
    pub ssl: bool,
}

impl Server {
    /// The server at `host`, which may be a name, an address or `unix:/path`. Port 0 is the scheme's.
    ///
    /// # Errors
    ///
    /// An `exception`: 22 for an empty host, 505 for a port that is none.
    pub fn new(
        host: &PhpString,
        port: i64,
        ssl: bool,
        exception: &'static ClassSlot,
    ) -> Result<Self, Thrown> {
        let refuse = |message: &str, errno: i32| {
            error::set_last(errno);
            zend::throw(exception, message, i64::from(errno))
        };
        if host.is_empty() {
            return Err(refuse("host is empty", libc::EINVAL));
        }
        let default = if ssl { 443 } else { 80 };
        let port = if port == 0 { default } else { port };
        let Ok(number) = u16::try_from(port) else {
            return Err(refuse("The port is invalid", code::INVALID_PARAMS));
        };
        let text = host.to_text();
        let name = if text.starts_with("unix:") {
            // Swoole sends the path, which is no host to a server that looks (RFC 9110 §7.2).
            String::from("localhost")
        } else if port == default {
            encode::host(&text)
        } else {
            format!("{}:{number}", encode::host(&text))
        };
        Ok(Self {
            peer: Peer::new(&text, number),
            port: number,
            name,
            ssl,
        })
    }
}
