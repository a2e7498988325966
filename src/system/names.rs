//! Host names: `gethostbyname` and `getaddrinfo` ask the system's resolver, on a thread;
//! `dnsLookup` asks the name servers itself.

use std::cell::RefCell;
use std::ffi::CString;
use std::io;
use std::net::IpAddr;
use std::time::Instant;

use crate::coroutine::wait::seconds;
use crate::coroutine::{options, require_coroutine, wait_timeout};
use crate::error::{self, code};
use crate::zend::sys::{self, Wanted};
use crate::zend::{self, Array, Call, PhpResult, PhpString, Thrown};

use super::cache::Cache;
use super::dns::Family;
use super::resolver::Resolver;
use super::{blocking, can_suspend, outcome};

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

/// The addresses of a host as the system knows them (`/etc/hosts`, DNS, …). Blocks the thread.
pub(crate) fn resolve(name: String, wanted: &Wanted) -> io::Result<Vec<IpAddr>> {
    sys::addresses_of(&CString::new(name)?, wanted)
}

/// Addresses of that family alone: a name server that is slow or mute about the other holds up nobody.
pub(super) fn only(family: Family) -> Wanted {
    Wanted {
        family: match family {
            Family::V4 => libc::AF_INET,
            Family::V6 => libc::AF_INET6,
        },
        ..Wanted::default()
    }
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

/// The addresses wanted, or none with the last error set.
fn addresses(name: String, wanted: Wanted, timeout: f64) -> Result<Vec<IpAddr>, Thrown> {
    let limit = seconds(timeout).or_else(options::dns_timeout);
    let found = outcome(
        blocking::run(move || resolve(name, &wanted), limit),
        code::DNSLOOKUP_RESOLVE_TIMEOUT,
    )?;
    let Some(found) = found else {
        return Ok(Vec::new());
    };
    let found = found.unwrap_or_default();
    if found.is_empty() {
        error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
    }
    Ok(found)
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
        Ok(addresses(name, only(family), timeout)?.first().copied())
    })?;
    match found {
        Some(address) => call.ret(address.to_string().as_str()),
        None => call.ret(false),
    }
}

/// `getaddrinfo(string $domain, int $family = AF_INET, int $socktype = SOCK_STREAM, int $protocol =
/// STREAM_IPPROTO_TCP, ?string $service = null, float $timeout = -1): array|bool`: what is asked for besides the family has
/// to exist, and makes no difference else: addresses have no ports here.
pub fn getaddrinfo(call: &mut Call) -> PhpResult {
    let name = call.string(0)?.to_text();
    let kind = call.long_or(1, i64::from(libc::AF_INET))?;
    let socket = call.long_or(2, i64::from(libc::SOCK_STREAM))?;
    let protocol = call.long_or(3, i64::from(libc::IPPROTO_TCP))?;
    let service = call.nullable_string(4)?;
    let timeout = call.double_or(5, -1.0)?;
    require_coroutine()?;
    if name.is_empty() {
        return refuse(call, "hostname is empty");
    }
    let Some(family) = family(kind) else {
        return refuse(call, "unknown protocol family, must be AF_INET or AF_INET6");
    };
    let number = |number: i64| i32::try_from(number).unwrap_or(-1);
    let service = service.filter(|service| !service.is_empty());
    let Ok(service) = service.map(|name| CString::new(&*name)).transpose() else {
        error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
        return call.ret(false);
    };
    let wanted = Wanted {
        kind: number(socket),
        protocol: number(protocol),
        service,
        ..only(family)
    };
    let found = addresses(name, wanted, timeout)?;
    ret_addresses(call, &found)
}

/// Addresses as text; false if there is none.
fn ret_addresses(call: &mut Call, found: &[IpAddr]) -> PhpResult {
    if found.is_empty() {
        return call.ret(false);
    }
    let mut list = Array::with_capacity(u32::try_from(found.len()).unwrap_or(0));
    for address in found {
        list.push(address.to_string().as_str());
    }
    call.ret(list)
}

/// `swoole_gethostbynamel(string $domain): array|false`: all IPv4 addresses of a host.
pub fn swoole_gethostbynamel(call: &mut Call) -> PhpResult {
    let name = call.string(0)?.to_text();
    let wanted = only(Family::V4);
    let found = if can_suspend() {
        addresses(name, wanted, 0.0)?
    } else {
        let found = resolve(name, &wanted).unwrap_or_default();
        if found.is_empty() {
            error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
        }
        found
    };
    ret_addresses(call, &found)
}

/// `swoole_gethostbyaddr(string $ip): string`: the name of an address; the address itself if it has none.
pub fn swoole_gethostbyaddr(call: &mut Call) -> PhpResult {
    let given = call.string(0)?;
    let name = match given.to_text().parse::<IpAddr>() {
        Err(_) => None,
        Ok(address) if can_suspend() => {
            let found = blocking::run(move || sys::name_of(address), options::dns_timeout());
            outcome(found, code::DNSLOOKUP_RESOLVE_TIMEOUT)?.and_then(Result::ok)
        }
        Ok(address) => sys::name_of(address).ok(),
    };
    call.ret(name.map_or(given, |name| PhpString::new(name.as_bytes())))
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
