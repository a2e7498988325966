//! Where a server listens, as Swoole's constructor spells it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::error::code;

/// A local address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// TCP over IPv4 or IPv6.
    Tcp(SocketAddr),
    /// `unix:/path`.
    Unix(PathBuf),
}

/// What is wrong with a host or port (spec §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// The host is the empty string.
    EmptyHost,
    /// Not an IP address: names are not resolved, except `localhost`.
    BadHost,
    /// Not in 0–65535.
    BadPort,
}

impl AddressError {
    /// The exception's code.
    pub fn code(self) -> i32 {
        match self {
            Self::EmptyHost => libc::EINVAL,
            Self::BadHost => code::BAD_HOST_ADDR,
            Self::BadPort => code::BAD_PORT,
        }
    }
}

impl Address {
    /// Parses a host and a port: an IPv4 or IPv6 address, `localhost`, `unix:/path` or
    /// `unix:///path`.
    pub fn parse(host: &str, port: i64) -> Result<Self, AddressError> {
        if host.is_empty() {
            return Err(AddressError::EmptyHost);
        }
        if let Some(path) = host.strip_prefix("unix:") {
            return Ok(Self::Unix(PathBuf::from(
                path.strip_prefix("//").unwrap_or(path),
            )));
        }
        let port = u16::try_from(port).map_err(|_| AddressError::BadPort)?;
        let ip: IpAddr = match host {
            "localhost" => IpAddr::from([127, 0, 0, 1]),
            _ => host.parse().map_err(|_| AddressError::BadHost)?,
        };
        Ok(Self::Tcp(SocketAddr::new(ip, port)))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}
