//! Making sockets and connections: binding, listening, accepting, connecting.

use std::future::Future;
use std::io;
use std::num::NonZeroU32;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::Poll;

use rustix::io::Errno;
use rustix::net::{AddressFamily, Protocol, SocketFlags, SocketType};

use crate::error::code;
use crate::system::names;
use crate::zend::sys::Wanted;

use super::address::{self, Address, Target};
use super::handle::{Failure, Handle, Kind, Turn};
use super::kernel;
use super::transport::{Direction, Transport};

const FLAGS: SocketFlags = SocketFlags::NONBLOCK.union(SocketFlags::CLOEXEC);

impl Kind {
    /// A kind from PHP's numbers; flags in the type have no meaning. `EINVAL`: there is no such number.
    pub fn new(domain: i64, ty: i64, protocol: i64) -> Result<Self, Failure> {
        let number = |number| i32::try_from(number).map_err(|_| Failure::Code(libc::EINVAL));
        Ok(Self {
            domain: number(domain)?,
            ty: number(ty)? & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC),
            protocol: number(protocol)?,
        })
    }

    fn kernels(self) -> Result<(AddressFamily, SocketType, Option<Protocol>), Failure> {
        let invalid = |_| Failure::Code(libc::EINVAL);
        Ok((
            AddressFamily::from_raw(self.domain.try_into().map_err(invalid)?),
            SocketType::from_raw(self.ty.try_into().map_err(invalid)?),
            NonZeroU32::new(self.protocol.try_into().map_err(invalid)?).map(Protocol::from_raw),
        ))
    }

    /// What kind of socket a descriptor is; `ENOTSOCK` when it is none.
    pub fn of(fd: impl AsFd) -> io::Result<Self> {
        use rustix::net::sockopt;
        let fd = fd.as_fd();
        Ok(Self {
            domain: i32::from(sockopt::socket_domain(fd)?.as_raw()),
            ty: sockopt::socket_type(fd)?.as_raw() as i32,
            protocol: sockopt::socket_protocol(fd)?
                .map_or(0, |protocol| protocol.as_raw().get() as i32),
        })
    }
}

impl Handle {
    /// A new socket.
    pub fn open(kind: Kind) -> Result<Self, Failure> {
        let (domain, ty, protocol) = kind.kernels()?;
        let fd = rustix::net::socket_with(domain, ty, FLAGS, protocol).map_err(io::Error::from)?;
        Ok(Self::new(fd, kind))
    }

    /// Two sockets that are connected with each other.
    pub fn pair(kind: Kind) -> Result<(Self, Self), Failure> {
        let (domain, ty, protocol) = kind.kernels()?;
        let (one, other) =
            rustix::net::socketpair(domain, ty, FLAGS, protocol).map_err(io::Error::from)?;
        Ok((Self::new(one, kind), Self::new(other, kind)))
    }

    /// Gives the socket an address of its own. Names are not looked up, except `localhost`.
    pub fn bind_to(&self, host: &[u8], port: i64) -> Result<(), Failure> {
        let own = match address::parse(self.kind.domain, host, port)? {
            Target::Known(own) => own,
            Target::Name(name, port) if name == "localhost" => {
                let ip = if self.kind.domain == libc::AF_INET {
                    std::net::Ipv4Addr::LOCALHOST.into()
                } else {
                    std::net::Ipv6Addr::LOCALHOST.into()
                };
                Address::Ip(std::net::SocketAddr::new(ip, port))
            }
            Target::Name(..) => return Err(Failure::Code(code::BAD_HOST_ADDR)),
        };
        self.with(|fd| {
            kernel::with_kernels(
                &own,
                |ip| rustix::net::bind(fd, ip),
                |unix| rustix::net::bind(fd, unix),
            )
            .map_err(io::Error::from)
        })?;
        if let Address::Unix(path) = own
            && path.first().is_some_and(|first| *first != 0)
        {
            let path = PathBuf::from(std::ffi::OsStr::from_bytes(&path));
            *self.bound_path.borrow_mut() = Some(path);
        }
        Ok(())
    }

    /// Lets others connect.
    pub fn listen(&self, backlog: i32) -> Result<(), Failure> {
        self.with(|fd| Ok(rustix::net::listen(fd, backlog)?))
    }

    /// The next connection.
    pub fn accept(&self, timeout: f64) -> Result<Self, Failure> {
        let turn = self.bind(Direction::Read, timeout)?;
        let accepted = turn.wait(|transport, context| {
            transport.poll_call(context, |fd| {
                loop {
                    match rustix::net::accept_with(fd, FLAGS) {
                        // Gone before it was accepted.
                        Err(Errno::CONNABORTED) => {}
                        result => return result,
                    }
                }
            })
        })?;
        let mut accepted = Self::new(accepted, self.kind);
        accepted.inherit(self);
        Ok(accepted)
    }

    /// The addresses a host and a port stand for; names are looked up without holding up others.
    pub(super) fn targets(
        &self,
        turn: &Turn<'_>,
        host: &[u8],
        port: i64,
    ) -> Result<Vec<Address>, Failure> {
        let (name, port) = match address::parse(self.kind.domain, host, port)? {
            Target::Known(address) => return Ok(vec![address]),
            Target::Name(name, port) => (name, port),
        };
        // A socket of IPv6 reaches both.
        let wanted = Wanted {
            family: match self.kind.domain {
                libc::AF_INET => libc::AF_INET,
                _ => libc::AF_UNSPEC,
            },
            kind: libc::SOCK_STREAM,
            ..Wanted::default()
        };
        let mut job = tokio::task::spawn_blocking(move || names::resolve(name, &wanted));
        let found = turn.wait(|_, context| match Pin::new(&mut job).poll(context) {
            Poll::Ready(found) => Poll::Ready(Ok(found)),
            Poll::Pending => Poll::Pending,
        })?;
        let mut found: Vec<_> = found.ok().and_then(Result::ok).unwrap_or_default();
        if self.kind.domain == libc::AF_INET6 {
            // Those of IPv4 are the second choice.
            found.sort_by_key(std::net::IpAddr::is_ipv4);
        }
        let mut targets: Vec<_> = found
            .into_iter()
            .filter_map(|ip| address::of_domain(self.kind.domain, ip, port))
            .collect();
        targets.dedup();
        if targets.is_empty() {
            return Err(Failure::Code(code::DNSLOOKUP_RESOLVE_FAILED));
        }
        Ok(targets)
    }

    /// Connects to the first of the host's addresses that answers.
    pub fn connect(&self, host: &[u8], port: i64, timeout: f64) -> Result<(), Failure> {
        let turn = self.bind(Direction::Write, timeout)?;
        if timeout == 0.0 && self.limit(Direction::Write).get() == 0.0 {
            turn.limit(crate::coroutine::options::connect_timeout());
        }
        if self.kind.is_stream() && self.peer().is_ok() {
            // The kernel says so only to the second who asks.
            return Err(Failure::Code(libc::EISCONN));
        }
        let mut failed = Failure::Code(libc::EHOSTUNREACH);
        for target in self.targets(&turn, host, port)? {
            match self.connect_to(&turn, &target) {
                Ok(()) => {
                    *self.host.borrow_mut() = String::from_utf8_lossy(host).into_owned();
                    return if self.wants_tls() {
                        self.encrypt(&turn)
                    } else {
                        Ok(())
                    };
                }
                Err(failure) if failure.is_of_address() => failed = failure,
                Err(failure) => return Err(failure),
            }
        }
        Err(failed)
    }

    fn connect_to(&self, turn: &Turn<'_>, target: &Address) -> Result<(), Failure> {
        if let Some(Transport::Plain(plain)) = &*self.transport.borrow() {
            plain.forget();
        }
        let begun = self.with(|fd| begin(fd, target))?;
        if begun {
            return Ok(());
        }
        turn.wait(|transport, context| match transport.plain() {
            Some(plain) => plain.poll_connected(context),
            None => Poll::Ready(Ok(())),
        })
    }

    /// Ends one direction, or both.
    pub fn shutdown(&self, how: i64) -> Result<(), Failure> {
        use rustix::net::Shutdown;
        let how = match how {
            0 => Shutdown::Read,
            1 => Shutdown::Write,
            2 => Shutdown::Both,
            _ => return Err(Failure::Code(libc::EINVAL)),
        };
        self.with(|fd| Ok(rustix::net::shutdown(fd, how)?))
    }

    /// Takes over a descriptor of somebody else's, of which `fd` is a copy.
    pub fn import(fd: OwnedFd) -> io::Result<Self> {
        let kind = Kind::of(&fd)?;
        rustix::io::ioctl_fionbio(&fd, true)?;
        Ok(Self::new(fd, kind))
    }
}

/// Begins to connect. True when that was all.
fn begin(fd: BorrowedFd<'_>, target: &Address) -> io::Result<bool> {
    let begun = kernel::with_kernels(
        target,
        |ip| rustix::net::connect(fd, ip),
        |unix| rustix::net::connect(fd, unix),
    );
    match begun {
        Ok(()) => Ok(true),
        Err(Errno::INPROGRESS | Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl Failure {
    /// Whether another address of the same host may do better.
    pub(super) fn is_of_address(self) -> bool {
        matches!(
            self,
            Self::Code(
                libc::ECONNREFUSED
                    | libc::ECONNRESET
                    | libc::ENETUNREACH
                    | libc::EHOSTUNREACH
                    | libc::EADDRNOTAVAIL
                    | libc::EACCES
            )
        )
    }
}
