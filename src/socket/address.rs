//! Addresses as PHP has them: a string and a port. Pure; how the kernel has them is in `kernel`.

use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// IPv4 or IPv6.
    Ip(SocketAddr),
    /// A Unix socket's path; an abstract name begins with a NUL; nothing when it has no name.
    Unix(Vec<u8>),
}

impl Default for Address {
    fn default() -> Self {
        Self::Unix(Vec::new())
    }
}

impl Address {
    /// The address as PHP has it: an IP address without brackets, or a path.
    pub fn host(&self) -> Vec<u8> {
        match self {
            Self::Ip(ip) => ip.ip().to_string().into_bytes(),
            Self::Unix(path) => path.clone(),
        }
    }

    /// 0 for a Unix socket.
    pub fn port(&self) -> u16 {
        match self {
            Self::Ip(ip) => ip.port(),
            Self::Unix(_) => 0,
        }
    }
}

/// Where a socket of a domain is to be bound, or is to send to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// It is known.
    Known(Address),
    /// A host name, whose addresses have to be looked up, and the port.
    Name(String, u16),
}

/// What is wrong with a host or a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// Sockets of that domain have no addresses known here.
    Domain,
    /// There is no host.
    Empty,
    /// The host is none that a socket of that domain can reach.
    Host,
    /// Not in 0–65535.
    Port,
}

/// Understands a host and a port for a socket of `domain` (`AF_*`).
pub fn parse(domain: i32, host: &[u8], port: i64) -> Result<Target, AddressError> {
    if domain == libc::AF_UNIX {
        return Ok(Target::Known(Address::Unix(host.to_vec())));
    }
    if domain != libc::AF_INET && domain != libc::AF_INET6 {
        return Err(AddressError::Domain);
    }
    let port = u16::try_from(port).map_err(|_| AddressError::Port)?;
    let text = std::str::from_utf8(host).map_err(|_| AddressError::Host)?;
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    Ok(match without_brackets(text).parse::<IpAddr>() {
        Ok(ip) => Target::Known(of_domain(domain, ip, port).ok_or(AddressError::Host)?),
        Err(_) => match scoped(text, port) {
            Some(scoped) if domain == libc::AF_INET6 => Target::Known(Address::Ip(scoped.into())),
            _ => Target::Name(text.to_owned(), port),
        },
    })
}

fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host)
}

/// `fe80::1%eth0`, `fe80::1%2`.
fn scoped(host: &str, port: u16) -> Option<SocketAddrV6> {
    let (ip, scope) = without_brackets(host).split_once('%')?;
    let ip: Ipv6Addr = ip.parse().ok()?;
    let scope = match scope.parse() {
        Ok(number) => number,
        Err(_) => interface_number(scope)?,
    };
    Some(SocketAddrV6::new(ip, port, 0, scope))
}

/// The number of a network interface.
pub fn interface_number(name: &str) -> Option<u32> {
    use rustix::net::{AddressFamily, SocketFlags, SocketType, netdevice, socket_with};
    // Any socket will do to ask the kernel. `/sys` may not be there: in a chroot, for one.
    let any = socket_with(
        AddressFamily::INET,
        SocketType::DGRAM,
        SocketFlags::CLOEXEC,
        None,
    );
    netdevice::name_to_index(any.ok()?, name).ok()
}

/// The address as a socket of `domain` can use it: one of IPv6 reaches IPv4 addresses too, mapped.
pub fn of_domain(domain: i32, ip: IpAddr, port: u16) -> Option<Address> {
    let ip = match (domain, ip) {
        (libc::AF_INET, IpAddr::V4(_)) | (libc::AF_INET6, IpAddr::V6(_)) => ip,
        (libc::AF_INET6, IpAddr::V4(v4)) => v4.to_ipv6_mapped().into(),
        _ => return None,
    };
    Some(Address::Ip(SocketAddr::new(ip, port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(host: &str) -> Target {
        Target::Known(Address::Ip(host.parse().expect("an address")))
    }

    #[test]
    fn hosts_and_ports() {
        let inet = libc::AF_INET;
        let inet6 = libc::AF_INET6;
        assert_eq!(parse(inet, b"127.0.0.1", 80), Ok(known("127.0.0.1:80")));
        assert_eq!(parse(inet6, b"::1", 80), Ok(known("[::1]:80")));
        assert_eq!(parse(inet6, b"[::1]", 80), Ok(known("[::1]:80")));
        assert_eq!(
            parse(inet6, b"10.0.0.1", 80),
            Ok(known("[::ffff:10.0.0.1]:80"))
        );
        assert_eq!(
            parse(inet6, b"fe80::1%7", 80),
            Ok(Target::Known(Address::Ip(
                SocketAddrV6::new("fe80::1".parse().expect("an address"), 80, 0, 7).into()
            )))
        );
        assert_eq!(parse(inet, b"::1", 80), Err(AddressError::Host));
        assert_eq!(parse(inet, b"1.2.3.4", 65536), Err(AddressError::Port));
        assert_eq!(parse(inet, b"1.2.3.4", -1), Err(AddressError::Port));
        assert_eq!(parse(inet, b"", 1), Err(AddressError::Empty));
        assert_eq!(
            parse(inet, b"example.org", 1),
            Ok(Target::Name("example.org".to_owned(), 1))
        );
        assert_eq!(
            parse(libc::AF_UNIX, b"/tmp/x", 0),
            Ok(Target::Known(Address::Unix(b"/tmp/x".to_vec())))
        );
        assert!(interface_number("lo").is_some());
        assert!(matches!(
            parse(inet6, b"fe80::1%lo", 80),
            Ok(Target::Known(_))
        ));
        // An interface that is not there leaves a name, which nobody will find.
        assert_eq!(interface_number("nosuch"), None);
        assert!(!matches!(
            parse(inet6, b"fe80::1%nosuch", 80),
            Ok(Target::Known(_))
        ));
        assert_eq!(parse(libc::AF_PACKET, b"x", 0), Err(AddressError::Domain));
    }
}
