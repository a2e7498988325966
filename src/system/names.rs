//! Host names: `gethostbyname` and `getaddrinfo` ask the system's resolver, on a thread;
//! `dnsLookup` asks the name servers itself.

use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, ToSocketAddrs};
use std::time::Instant;

use crate::coroutine::wait::seconds;
use crate::coroutine::{options, require_coroutine, wait_timeout};
use crate::error::{self, code};
use crate::zend::{self, Array, Call, PhpResult, Thrown};

use super::cache::Cache;
use super::dns::Family;
use super::resolver::Resolver;
use super::{blocking, outcome};

fn refuse(call: &mut Call, message: &str) -> PhpResult {
    zend::warning(message);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

fn family(number: i64) -> Option<Family> {
    match i32::try_from(number) {
        Ok(libc::AF_INET) => Some(Family::V4),
        Ok(libc::AF_INET6) => Some(Family::V6),
        _ => None,
    }
}

fn of_family(address: &IpAddr, family: Family) -> bool {
    match family {
        Family::V4 => address.is_ipv4(),
        Family::V6 => address.is_ipv6(),
    }
}

/// The addresses of a host as the system knows them (`/etc/hosts`, DNS, …).
pub(crate) fn resolve(name: String) -> io::Result<Vec<IpAddr>> {
    Ok((name, 0)
        .to_socket_addrs()?
        .map(|address| address.ip())
        .collect())
}

/// Who was asked for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    /// The system's resolver.
    System,
    /// The name servers.
    Dns,
}

thread_local! {
    /// The first address of a name, as `gethostbyname()` and `dnsLookup()` give it.
    static KNOWN: RefCell<Cache<(Source, Family, String), IpAddr>> = RefCell::default();
}

/// Forgets the names looked up.
pub fn reset() {
    KNOWN.with_borrow_mut(Cache::clear);
}

/// The address of a name, as it was found not long ago, or by `look_up`: `None` with the last error set.
fn known_or(
    source: Source,
    family: Family,
    name: String,
    look_up: impl FnOnce(String) -> Result<Option<IpAddr>, Thrown>,
) -> Result<Option<IpAddr>, Thrown> {
    let key = (source, family, name.to_ascii_lowercase());
    let known = KNOWN.with_borrow_mut(|known| known.get(&key, Instant::now()));
    if known.is_some() {
        return Ok(known);
    }
    let found = look_up(name)?;
    if let Some(address) = found {
        let (expire, capacity) = options::dns_cache();
        KNOWN.with_borrow_mut(|known| known.put(key, address, Instant::now(), expire, capacity));
    }
    Ok(found)
}

/// The addresses of one family, or none with the last error set.
pub(super) fn addresses(name: String, family: Family, timeout: f64) -> Result<Vec<IpAddr>, Thrown> {
    let limit = seconds(timeout).or_else(options::dns_timeout);
    let found = outcome(
        blocking::run(move || resolve(name), limit),
        code::DNSLOOKUP_RESOLVE_TIMEOUT,
    )?;
    let Some(found) = found else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for address in found.unwrap_or_default() {
        if of_family(&address, family) && !all.contains(&address) {
            all.push(address);
        }
    }
    if all.is_empty() {
        error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
    }
    Ok(all)
}

/// `gethostbyname(string $domain_name, int $type = AF_INET, float $timeout = -1): string|false`.
pub fn gethostbyname(call: &mut Call) -> PhpResult {
    let name = call.string(0)?.to_text();
    let kind = call.long_or(1, i64::from(libc::AF_INET))?;
    let timeout = call.double_or(2, -1.0)?;
    require_coroutine()?;
    if name.is_empty() {
        return refuse(call, "domain name is empty");
    }
    let Some(family) = family(kind) else {
        return refuse(call, "unknown protocol family, must be AF_INET or AF_INET6");
    };
    if name
        .parse::<IpAddr>()
        .is_ok_and(|ip| of_family(&ip, family))
    {
        return call.ret(name.as_str());
    }
    let found = known_or(Source::System, family, name, |name| {
        Ok(addresses(name, family, timeout)?.first().copied())
    })?;
    match found {
        Some(address) => call.ret(address.to_string().as_str()),
        None => call.ret(false),
    }
}

/// `getaddrinfo(string $domain, int $family = AF_INET, int $socktype = SOCK_STREAM, int $protocol =
/// STREAM_IPPROTO_TCP, ?string $service = null, float $timeout = -1): array|bool`: addresses have no
/// ports here, so that only the first two and the timeout matter.
pub fn getaddrinfo(call: &mut Call) -> PhpResult {
    let name = call.string(0)?.to_text();
    let kind = call.long_or(1, i64::from(libc::AF_INET))?;
    call.long_or(2, 0)?;
    call.long_or(3, 0)?;
    call.nullable_string(4)?;
    let timeout = call.double_or(5, -1.0)?;
    require_coroutine()?;
    if name.is_empty() {
        return refuse(call, "hostname is empty");
    }
    let Some(family) = family(kind) else {
        return refuse(call, "unknown protocol family, must be AF_INET or AF_INET6");
    };
    ret_addresses(call, name, family, timeout)
}

/// All addresses of a name, as text; false if it has none.
pub(super) fn ret_addresses(
    call: &mut Call,
    name: String,
    family: Family,
    timeout: f64,
) -> PhpResult {
    let found = addresses(name, family, timeout)?;
    if found.is_empty() {
        return call.ret(false);
    }
    let mut list = Array::with_capacity(u32::try_from(found.len()).unwrap_or(0));
    for address in found {
        list.push(address.to_string().as_str());
    }
    call.ret(list)
}

async fn look_up(resolver: Resolver, name: String, family: Family) -> Option<IpAddr> {
    let response = resolver.query(name.as_bytes(), family.kind()).await.ok()?;
    response.found(family.kind()).find_map(address)
}

fn address(data: &[u8]) -> Option<IpAddr> {
    if let Ok(bytes) = <[u8; 4]>::try_from(data) {
        return Some(bytes.into());
    }
    <[u8; 16]>::try_from(data).ok().map(IpAddr::from)
}

/// `dnsLookup(string $domain_name, float $timeout = 60, int $type = AF_INET): string|false`.
pub fn dns_lookup(call: &mut Call) -> PhpResult {
    let name = call.string(0)?.to_text();
    let timeout = call.double_or(1, 60.0)?;
    let kind = call.long_or(2, i64::from(libc::AF_INET))?;
    require_coroutine()?;
    if name.is_empty() {
        return refuse(call, "domain name is empty");
    }
    let Some(family) = family(kind) else {
        return refuse(call, "unknown protocol family, must be AF_INET or AF_INET6");
    };
    if name.parse::<IpAddr>().is_ok() {
        error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
        return call.ret(false);
    }
    let found = known_or(Source::Dns, family, name, |name| {
        let found = wait_timeout(look_up(Resolver::new(), name, family), seconds(timeout));
        let found = outcome(found, code::DNSLOOKUP_RESOLVE_TIMEOUT)?;
        if found == Some(None) {
            error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
        }
        Ok(found.flatten())
    })?;
    match found {
        Some(address) => call.ret(address.to_string().as_str()),
        None => call.ret(false),
    }
}

/// `swoole_clear_dns_cache(): void`.
pub fn swoole_clear_dns_cache(_: &mut Call) -> PhpResult {
    reset();
    Ok(())
}
