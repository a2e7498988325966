//! Small functions about the extension and the machine.

use crate::zend::sys::{Interface, interfaces};
use crate::zend::{self, Array, Call, Callable, PhpResult, PhpString, Value};

/// The API level spoken: Swoole's version.
pub const API_VERSION: &str = "6.2.1";

/// `swoole_version(): string`.
pub fn swoole_version(call: &mut Call) -> PhpResult {
    call.ret(API_VERSION)
}

/// `swoole_cpu_num(): int`.
pub fn swoole_cpu_num(call: &mut Call) -> PhpResult {
    call.ret(std::thread::available_parallelism().map_or(1, |n| n.get() as i64))
}

/// `swoole_is_in_container(): bool`.
pub fn swoole_is_in_container(call: &mut Call) -> PhpResult {
    let marked = ["/.dockerenv", "/run/.containerenv"]
        .iter()
        .any(|path| std::path::Path::new(path).exists());
    let groups = std::fs::read_to_string("/proc/1/cgroup").unwrap_or_default();
    let grouped = ["docker", "kubepods", "containerd", "libpod", "lxc"]
        .iter()
        .any(|name| groups.contains(name));
    call.ret(marked || grouped)
}

/// `swoole_get_local_ip(int $family = AF_INET): array`: by interface, without the loopback.
pub fn swoole_get_local_ip(call: &mut Call) -> PhpResult {
    let family = call.long_or(0, i64::from(libc::AF_INET))?;
    let mut found = Array::with_capacity(4);
    for interface in interfaces().unwrap_or_default() {
        if let Interface::Ip(name, address) = interface
            && !address.is_loopback()
            && address.is_ipv4() == (family == i64::from(libc::AF_INET))
            && address.is_ipv6() == (family == i64::from(libc::AF_INET6))
        {
            found.set(
                &PhpString::new(name.as_bytes()),
                address.to_string().as_str(),
            );
        }
    }
    call.ret(found)
}

/// `swoole_get_local_mac(): array`: by interface.
pub fn swoole_get_local_mac(call: &mut Call) -> PhpResult {
    let mut found = Array::with_capacity(4);
    for interface in interfaces().unwrap_or_default() {
        if let Interface::Mac(name, mac) = interface {
            let text = mac.map(|byte| format!("{byte:02X}")).join(":");
            found.set(&PhpString::new(name.as_bytes()), text.as_str());
        }
    }
    call.ret(found)
}

/// `swoole_set_process_name(string $process_name): bool`: as `cli_set_process_title()`.
pub fn swoole_set_process_name(call: &mut Call) -> PhpResult {
    let name = call.string(0)?;
    let Ok(set) = Callable::new(Value::from("cli_set_process_title")) else {
        zend::warning("the process name can be set on the command line only");
        return call.ret(false);
    };
    match set.call(&mut [name.into()]) {
        Some(done) => call.ret(done),
        None => Err(zend::Thrown),
    }
}

/// `swoole_hashcode(string $data, int $type = 0): int|false`.
pub fn swoole_hashcode(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    match call.long_or(1, 0)? {
        0 => call.ret(times_33(&data)),
        1 => call.ret(i64::from(one_at_a_time(&data))),
        _ => call.ret(false),
    }
}

/// Bernstein's hash as PHP has it: 64 bits of which the first is always set.
fn times_33(data: &[u8]) -> i64 {
    let hash = data.iter().fold(5381_u64, |hash, byte| {
        hash.wrapping_mul(33).wrapping_add(u64::from(*byte))
    });
    (hash | 1 << 63) as i64
}

/// Jenkins' one-at-a-time hash, 32 bits.
fn one_at_a_time(data: &[u8]) -> u32 {
    let mut hash = 0_u32;
    for byte in data {
        hash = hash.wrapping_add(u32::from(*byte));
        hash = hash.wrapping_add(hash << 10);
        hash ^= hash >> 6;
    }
    hash = hash.wrapping_add(hash << 3);
    hash ^= hash >> 11;
    hash.wrapping_add(hash << 15)
}

/// `swoole_get_vm_status(): array`: how many objects and resources PHP holds.
pub fn swoole_get_vm_status(call: &mut Call) -> PhpResult {
    let (objects, resources) = zend::globals::holdings();
    let mut status = Array::with_capacity(2);
    status.add(&PhpString::new(b"object_num"), objects);
    status.add(&PhpString::new(b"resource_num"), resources);
    call.ret(status)
}
