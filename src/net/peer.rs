//! Whom a client connects to, as Swoole's clients spell it, and in which order addresses are tried.

use std::net::IpAddr;
use std::path::PathBuf;

/// Whom to connect to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Peer {
    /// A host, as a name or an address of either family, and a port.
    Tcp(String, u16),
    /// A Unix socket.
    Unix(PathBuf),
}

impl Peer {
    /// A host as Swoole's clients spell it: a name, an address (IPv6 with or without brackets), or `unix:/path`.
    pub fn new(host: &str, port: u16) -> Self {
        if let Some(path) = host.strip_prefix("unix:") {
            return Self::Unix(PathBuf::from(path.strip_prefix("//").unwrap_or(path)));
        }
        let bare = host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(host);
        Self::Tcp(bare.to_owned(), port)
    }
}

/// The same addresses, the families taking turns (RFC 8305 §4).
pub fn alternate(addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    let Some(first) = addresses.first().copied() else {
        return addresses;
    };
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    for address in addresses {
        let list = if address.is_ipv4() == first.is_ipv4() {
            &mut ours
        } else {
            &mut others
        };
        if !list.contains(&address) {
            list.push(address);
        }
    }
    let mut others = others.into_iter();
    let mut all = Vec::new();
    for address in ours {
        all.push(address);
        all.extend(others.next());
    }
    all.extend(others);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(list: &[&str]) -> Vec<IpAddr> {
        list.iter().map(|each| each.parse().unwrap()).collect()
    }

    #[test]
    fn families_take_turns() {
        assert_eq!(
            alternate(addresses(&["::1", "::2", "::1", "1.1.1.1", "::3"])),
            addresses(&["::1", "1.1.1.1", "::2", "::3"])
        );
        assert_eq!(alternate(addresses(&[])), addresses(&[]));
    }

    #[test]
    fn hosts() {
        assert_eq!(Peer::new("[::1]", 5), Peer::Tcp("::1".into(), 5));
        assert_eq!(Peer::new("unix:///a/b", 5), Peer::Unix("/a/b".into()));
        assert_eq!(Peer::new("unix:/a/b", 5), Peer::Unix("/a/b".into()));
    }
}
