//! `Swoole\Http\Cookie`: a cookie to set, built step by step (spec §3.5).

use std::cell::RefCell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::class::HTTP_COOKIE;
use crate::error::{self, code};
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Array, Call, NativeState, PhpResult, PhpString, Thrown, Value};

use super::cookie::{CookieError, SetCookie};

/// What a Cookie holds. PHP sees it through `toArray()` only.
#[derive(Default)]
pub struct CookieState(RefCell<Parts>);

impl NativeState for CookieState {
    fn class() -> &'static ClassSlot {
        &HTTP_COOKIE
    }
}

/// The parts of a cookie, as they were given.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) name: PhpString,
    pub(super) value: PhpString,
    pub(super) path: PhpString,
    pub(super) domain: PhpString,
    pub(super) same_site: PhpString,
    pub(super) priority: PhpString,
    pub(super) encode: bool,
    pub(super) expires: i64,
    pub(super) secure: bool,
    pub(super) http_only: bool,
    pub(super) partitioned: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            name: PhpString::empty(),
            value: PhpString::empty(),
            path: PhpString::empty(),
            domain: PhpString::empty(),
            same_site: PhpString::empty(),
            priority: PhpString::empty(),
            encode: true,
            expires: 0,
            secure: false,
            http_only: false,
            partitioned: false,
        }
    }
}

impl Parts {
    /// The value of the `Set-Cookie` line.
    pub(super) fn render(&self) -> Result<PhpString, CookieError> {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO)
            .as_secs() as i64;
        let line = SetCookie {
            encode: self.encode,
            expires: self.expires,
            path: &self.path,
            domain: &self.domain,
            secure: self.secure,
            http_only: self.http_only,
            same_site: &self.same_site,
            priority: &self.priority,
            partitioned: self.partitioned,
            ..SetCookie::new(&self.name, &self.value)
        }
        .render(now)?;
        Ok(PhpString::new(&line))
    }
}

impl CookieState {
    /// The value of the `Set-Cookie` line. A cookie that cannot be written is emptied, as Swoole does.
    pub(super) fn render(&self) -> Result<PhpString, CookieError> {
        let rendered = self.0.borrow().render();
        if rendered.is_err() {
            self.0.take();
        }
        rendered
    }
}

/// `__construct(bool $encode = true)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let encode = call.bool_or(0, true)?;
    call.state::<CookieState>().0.borrow_mut().encode = encode;
    Ok(())
}

/// Changes a part and returns the object. The argument was read before: its conversion may run PHP code that uses this very
/// object.
fn with<T>(
    call: &mut Call,
    given: Result<T, Thrown>,
    change: impl FnOnce(&mut Parts, T),
) -> PhpResult {
    let given = given?;
    change(&mut call.state::<CookieState>().0.borrow_mut(), given);
    let this = call.this();
    call.ret(this)
}

/// `withName(string $name): Cookie`.
pub fn with_name(call: &mut Call) -> PhpResult {
    let given = call.string(0);
    with(call, given, |parts, given| parts.name = given)
}

/// `withValue(string $value = ''): Cookie`.
pub fn with_value(call: &mut Call) -> PhpResult {
    let given = call.string(0);
    with(call, given, |parts, given| parts.value = given)
}

/// `withExpires(int $expires = 0): Cookie`.
pub fn with_expires(call: &mut Call) -> PhpResult {
    let given = call.long_or(0, 0);
    with(call, given, |parts, given| parts.expires = given)
}

/// `withPath(string $path = '/'): Cookie`.
pub fn with_path(call: &mut Call) -> PhpResult {
    let given = match call.len() {
        0 => Ok(PhpString::new(b"/")),
        _ => call.string(0),
    };
    with(call, given, |parts, given| parts.path = given)
}

/// `withDomain(string $domain = ''): Cookie`.
pub fn with_domain(call: &mut Call) -> PhpResult {
    let given = call.string(0);
    with(call, given, |parts, given| parts.domain = given)
}

/// `withSecure(bool $secure = false): Cookie`.
pub fn with_secure(call: &mut Call) -> PhpResult {
    let given = call.bool_or(0, false);
    with(call, given, |parts, given| parts.secure = given)
}

/// `withHttpOnly(bool $httpOnly = false): Cookie`.
pub fn with_http_only(call: &mut Call) -> PhpResult {
    let given = call.bool_or(0, false);
    with(call, given, |parts, given| parts.http_only = given)
}

/// `withSameSite(string $sameSite = ''): Cookie`.
pub fn with_same_site(call: &mut Call) -> PhpResult {
    let given = call.string(0);
    with(call, given, |parts, given| parts.same_site = given)
}

/// `withPriority(string $priority = ''): Cookie`.
pub fn with_priority(call: &mut Call) -> PhpResult {
    let given = call.string(0);
    with(call, given, |parts, given| parts.priority = given)
}

/// `withPartitioned(bool $partitioned = false): Cookie`.
pub fn with_partitioned(call: &mut Call) -> PhpResult {
    let given = call.bool_or(0, false);
    with(call, given, |parts, given| parts.partitioned = given)
}

/// `toString(): string|false`: the value of the `Set-Cookie` line.
pub fn to_string(call: &mut Call) -> PhpResult {
    match call.state::<CookieState>().render() {
        Ok(line) => call.ret(line),
        Err(reason) => {
            zend::warning(&reason.to_string());
            error::set_last(code::PHP_RUNTIME_NOTICE);
            call.ret(false)
        }
    }
}

/// `toArray(): array`.
pub fn to_array(call: &mut Call) -> PhpResult {
    let parts = call.state::<CookieState>().0.borrow().clone();
    let mut array = Array::with_capacity(16);
    for (name, value) in [
        ("name", Value::from(parts.name)),
        ("value", parts.value.into()),
        ("path", parts.path.into()),
        ("domain", parts.domain.into()),
        ("sameSite", parts.same_site.into()),
        ("priority", parts.priority.into()),
        ("encode", parts.encode.into()),
        ("expires", parts.expires.into()),
        ("secure", parts.secure.into()),
        ("httpOnly", parts.http_only.into()),
        ("partitioned", parts.partitioned.into()),
    ] {
        array.set(&PhpString::new(name.as_bytes()), value);
    }
    call.ret(array)
}

/// `reset(): void`: as new, encoding included.
pub fn reset(call: &mut Call) -> PhpResult {
    let old = call.state::<CookieState>().0.take();
    drop(old);
    Ok(())
}
