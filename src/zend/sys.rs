//! System calls on descriptors and processes for which the standard library has no safe function.

use std::ffi::{CStr, CString};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::Duration;

use tokio::io::unix::AsyncFd;

fn check(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// A descriptor that belongs to somebody else and is never closed by us, or a copy of it, which is.
pub struct Borrowed(RawFd, Option<OwnedFd>);

impl AsRawFd for Borrowed {
    fn as_raw_fd(&self) -> RawFd {
        self.1.as_ref().map_or(self.0, OwnedFd::as_raw_fd)
    }
}

/// Has the runtime tell when a descriptor becomes ready. The error is the kernel's: a regular file
/// cannot be watched (`EPERM`), nor one descriptor twice (`EEXIST`).
pub fn watch(fd: RawFd) -> io::Result<AsyncFd<Borrowed>> {
    // SAFETY: the descriptor is the script's. One that it closes while it is watched drops out of
    // the kernel's list: events are missed, memory is not touched.
    unsafe { Ok(AsyncFd::register(Borrowed(fd, None))?) }
}

/// [`watch`], also when the descriptor is watched already: then it is a copy that is.
pub fn watch_beside(fd: RawFd) -> io::Result<AsyncFd<Borrowed>> {
    match watch(fd) {
        Err(error) if error.raw_os_error() == Some(libc::EEXIST) => {
            let copy = duplicate(fd)?;
            // SAFETY: the copy is ours alone, and stays open while it is watched.
            unsafe { Ok(AsyncFd::register(Borrowed(fd, Some(copy)))?) }
        }
        result => result,
    }
}

/// Makes reads and writes on a descriptor return instead of waiting.
pub fn set_nonblocking(fd: RawFd) -> io::Result<()> {
    // SAFETY: fcntl on any number is safe: an unknown one is an error.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFL))?;
        check(libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK))?;
    }
    Ok(())
}

/// A socket option as the kernel keeps it, at most as many bytes as there is room for: how many it
/// has.
pub fn socket_option(fd: RawFd, level: i32, name: i32, room: &mut [u8]) -> io::Result<usize> {
    let mut length = libc::socklen_t::try_from(room.len()).unwrap_or(libc::socklen_t::MAX);
    // SAFETY: the kernel writes at most `length` bytes of the room, and the length.
    unsafe {
        check(libc::getsockopt(
            fd,
            level,
            name,
            room.as_mut_ptr().cast(),
            &raw mut length,
        ))?;
    }
    Ok(length as usize)
}

/// Sets a socket option to what the kernel keeps it as.
pub fn set_socket_option(fd: RawFd, level: i32, name: i32, value: &[u8]) -> io::Result<()> {
    let length = libc::socklen_t::try_from(value.len()).unwrap_or(libc::socklen_t::MAX);
    // SAFETY: the kernel reads `length` bytes.
    unsafe {
        check(libc::setsockopt(
            fd,
            level,
            name,
            value.as_ptr().cast(),
            length,
        ))?;
    }
    Ok(())
}

/// A copy of somebody else's descriptor, which is ours alone.
pub fn duplicate(fd: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: the copy is new, hence nobody else's.
    unsafe {
        Ok(OwnedFd::from_raw_fd(check(libc::fcntl(
            fd,
            libc::F_DUPFD_CLOEXEC,
            3,
        ))?))
    }
}

/// Which of `events` (`POLLIN`, `POLLOUT`) hold for a descriptor right now, with what always holds
/// besides (`POLLHUP`, `POLLERR`, `POLLNVAL`).
pub fn poll_now(fd: RawFd, events: i16) -> i16 {
    let mut entry = libc::pollfd {
        fd,
        events,
        revents: 0,
    };
    // SAFETY: one entry, no waiting.
    let found = unsafe { libc::poll(&raw mut entry, 1, 0) };
    if found > 0 { entry.revents } else { 0 }
}

/// Waits until one of the events of a descriptor is there, for `limit` at most (`None`: for ever), and tells what each
/// descriptor has. Blocks the thread.
pub fn poll(wanted: &[(RawFd, i16)], limit: Option<Duration>) -> io::Result<Vec<i16>> {
    let mut entries: Vec<libc::pollfd> = wanted
        .iter()
        .map(|&(fd, events)| libc::pollfd {
            fd,
            events,
            revents: 0,
        })
        .collect();
    let limit = limit.map_or(-1, |limit| {
        i32::try_from(limit.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
    });
    // SAFETY: as many entries as said, live for the call.
    check(unsafe { libc::poll(entries.as_mut_ptr(), entries.len() as libc::nfds_t, limit) })?;
    Ok(entries.into_iter().map(|entry| entry.revents).collect())
}

/// What `getaddrinfo(3)` is asked for besides the name; 0 where it does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// `AF_INET` or `AF_INET6`; both with 0.
    pub family: i32,
    /// `SOCK_STREAM` and so on.
    pub kind: i32,
    /// `IPPROTO_TCP` and so on.
    pub protocol: i32,
    /// A service that there has to be, by its name or number.
    pub service: Option<CString>,
}

/// The addresses of a host as the system has them (`/etc/hosts`, DNS, …), each once. Blocks the thread.
pub fn addresses_of(name: &CStr, wanted: &Wanted) -> io::Result<Vec<IpAddr>> {
    let service = wanted.service.as_deref();
    let service = service.map_or(std::ptr::null(), CStr::as_ptr);
    let mut first = std::ptr::null_mut();
    // SAFETY: the hints are zeros but for what is set; the texts are live and terminated; a list is only written on success.
    let code = unsafe {
        let mut hints: libc::addrinfo = std::mem::zeroed();
        hints.ai_family = wanted.family;
        hints.ai_socktype = wanted.kind;
        hints.ai_protocol = wanted.protocol;
        libc::getaddrinfo(name.as_ptr(), service, &raw const hints, &raw mut first)
    };
    if code != 0 {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut addresses = Vec::new();
    let mut next = first;
    while !next.is_null() {
        // SAFETY: an entry of the list, whose address is of the type that its family says.
        let address = unsafe {
            let entry = &*next;
            next = entry.ai_next;
            match entry.ai_family {
                libc::AF_INET => {
                    let address = entry.ai_addr.cast::<libc::sockaddr_in>().read_unaligned();
                    IpAddr::from(address.sin_addr.s_addr.to_ne_bytes())
                }
                libc::AF_INET6 => {
                    let address = entry.ai_addr.cast::<libc::sockaddr_in6>().read_unaligned();
                    IpAddr::from(address.sin6_addr.s6_addr)
                }
                _ => continue,
            }
        };
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    // SAFETY: the list, which nothing refers to any more.
    unsafe { libc::freeaddrinfo(first) };
    Ok(addresses)
}

/// The name of an address, as the system's resolver has it. Blocks the thread.
pub fn name_of(address: IpAddr) -> io::Result<String> {
    let address = socket2::SockAddr::from(std::net::SocketAddr::new(address, 0));
    // NI_MAXHOST.
    let mut name = [0; 1025];
    // SAFETY: the address and the buffer are live for the call and as long as said.
    let code = unsafe {
        libc::getnameinfo(
            address.as_ptr().cast(),
            address.len(),
            name.as_mut_ptr(),
            name.len() as libc::socklen_t,
            std::ptr::null_mut(),
            0,
            libc::NI_NAMEREQD,
        )
    };
    if code != 0 {
        return Err(io::ErrorKind::NotFound.into());
    }
    // SAFETY: the call has written a terminated name.
    let name = unsafe { CStr::from_ptr(name.as_ptr()) };
    Ok(name.to_string_lossy().into_owned())
}

/// Writes what the descriptor takes.
pub fn write(fd: RawFd, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the buffer is live for the call.
    let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
    usize::try_from(written).map_err(|_| io::Error::last_os_error())
}

/// Bytes that were written to a socket and not taken by its peer; 0 of what is none.
pub fn untaken(fd: RawFd) -> u64 {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the kernel writes an int, or nothing.
    let asked = unsafe { libc::ioctl(fd, libc::TIOCOUTQ, &raw mut bytes) };
    if asked == 0 {
        u64::try_from(bytes).unwrap_or(0)
    } else {
        0
    }
}

/// [`watch`] on a descriptor of ours, closed afterwards.
pub fn watch_owned(fd: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: the descriptor is ours alone, and stays open while it is watched.
    unsafe { Ok(AsyncFd::register(fd)?) }
}

/// [`watch`] on a copy of a descriptor, closed afterwards: the descriptor itself may be watched
/// elsewhere.
pub fn watch_copy(fd: RawFd) -> io::Result<AsyncFd<OwnedFd>> {
    let copy = duplicate(fd)?;
    // SAFETY: the copy is ours alone, and stays open while it is watched.
    unsafe { Ok(AsyncFd::register(copy)?) }
}

/// A descriptor that becomes readable when a process has ended (Linux 5.3).
pub fn process_descriptor(pid: i32) -> io::Result<OwnedFd> {
    // SAFETY: the system call makes a new descriptor, which is ours alone.
    unsafe {
        let fd = libc::syscall(libc::SYS_pidfd_open, pid, libc::PIDFD_NONBLOCK);
        Ok(OwnedFd::from_raw_fd(check(
            i32::try_from(fd).unwrap_or(-1),
        )?))
    }
}

/// [`process_descriptor`], watched by the event loop.
pub fn pidfd(pid: i32) -> io::Result<AsyncFd<OwnedFd>> {
    let fd = process_descriptor(pid)?;
    // SAFETY: the descriptor is ours alone, and stays open while it is watched.
    unsafe { Ok(AsyncFd::register(fd)?) }
}

/// The status of a child that has ended, which is forgotten by the kernel then; `None` while it
/// runs. `ECHILD`: no child of ours.
pub fn reap(pid: i32) -> io::Result<Option<i32>> {
    let mut status = 0;
    // SAFETY: status is writable.
    let reaped = check(unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) })?;
    Ok((reaped == pid).then_some(status))
}

/// The process' children that run or wait to be reaped.
pub fn children() -> Vec<i32> {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Vec::new();
    };
    threads
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace()
                .filter_map(|pid| pid.parse().ok())
                .collect::<Vec<i32>>()
        })
        .collect()
}

/// What the kernel knows about the file system of a path, by the names PHP has for it.
pub fn statvfs(path: &Path) -> io::Result<[(&'static str, u64); 11]> {
    let path = CString::new(path.as_os_str().as_bytes())?;
    // SAFETY: the path is terminated, the result is filled in when the call succeeds.
    let found = unsafe {
        let mut found: libc::statvfs = std::mem::zeroed();
        check(libc::statvfs(path.as_ptr(), &raw mut found))?;
        found
    };
    Ok([
        ("bsize", found.f_bsize),
        ("frsize", found.f_frsize),
        ("blocks", found.f_blocks),
        ("bfree", found.f_bfree),
        ("bavail", found.f_bavail),
        ("files", found.f_files),
        ("ffree", found.f_ffree),
        ("favail", found.f_favail),
        ("fsid", found.f_fsid),
        ("flag", found.f_flag),
        ("namemax", found.f_namemax),
    ])
}

/// A network interface's address: its name, and what it has.
pub enum Interface {
    /// An IP address.
    Ip(String, IpAddr),
    /// A hardware address.
    Mac(String, [u8; 6]),
}

/// The addresses of the network interfaces.
pub fn interfaces() -> io::Result<Vec<Interface>> {
    let mut all = Vec::new();
    // SAFETY: the list is valid until freeifaddrs; an address is read as its family says.
    unsafe {
        let mut list: *mut libc::ifaddrs = std::ptr::null_mut();
        check(libc::getifaddrs(&raw mut list))?;
        let mut at = list;
        while let Some(entry) = at.as_ref() {
            at = entry.ifa_next;
            let Some(address) = entry.ifa_addr.as_ref() else {
                continue;
            };
            let name = CStr::from_ptr(entry.ifa_name)
                .to_string_lossy()
                .into_owned();
            match i32::from(address.sa_family) {
                libc::AF_INET => {
                    let v4 = &*entry.ifa_addr.cast::<libc::sockaddr_in>();
                    let ip = Ipv4Addr::from(u32::from_be(v4.sin_addr.s_addr));
                    all.push(Interface::Ip(name, ip.into()));
                }
                libc::AF_INET6 => {
                    let v6 = &*entry.ifa_addr.cast::<libc::sockaddr_in6>();
                    let ip = Ipv6Addr::from(v6.sin6_addr.s6_addr);
                    all.push(Interface::Ip(name, ip.into()));
                }
                libc::AF_PACKET => {
                    let link = &*entry.ifa_addr.cast::<libc::sockaddr_ll>();
                    let mac = link.sll_addr;
                    if link.sll_halen == 6 {
                        let mac = [mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]];
                        all.push(Interface::Mac(name, mac));
                    }
                }
                _ => {}
            }
        }
        libc::freeifaddrs(list);
    }
    Ok(all)
}

/// Gives memory that was freed back to the system where whole pages of it are unused; by itself the C library does that at
/// the end of its heap only. Takes about a microsecond a piece.
pub fn trim_heap() {
    #[cfg(target_env = "gnu")]
    // SAFETY: takes the allocator's own locks, changes nothing that is in use.
    unsafe {
        libc::malloc_trim(0);
    }
}
