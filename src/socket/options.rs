//! `getOption()` and `setOption()`: values as PHP's `socket_get_option()` has them.

use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::AsRawFd;

use crate::zend::array::Key;
use crate::zend::{Array, PhpString, Value, error, sys};

use super::address::interface_number;
use super::handle::{Failure, Handle};
use super::transport::Direction;

/// The numbers of `struct tcp_info` (linux/tcp.h): first bytes, then words from offset 8 on.
const TCP_INFO_BYTES: [&str; 6] = [
    "state",
    "ca_state",
    "retransmits",
    "probes",
    "backoff",
    "options",
];
const TCP_INFO_WORDS: [&str; 24] = [
    "rto",
    "ato",
    "snd_mss",
    "rcv_mss",
    "unacked",
    "sacked",
    "lost",
    "retrans",
    "fackets",
    "last_data_sent",
    "last_ack_sent",
    "last_data_recv",
    "last_ack_recv",
    "pmtu",
    "rcv_ssthresh",
    "rtt",
    "rttvar",
    "snd_ssthresh",
    "snd_cwnd",
    "advmss",
    "reordering",
    "rcv_rtt",
    "rcv_space",
    "total_retrans",
];

/// Which time limit an option stands for.
fn limit_of(level: i32, name: i32) -> Option<Direction> {
    match (level, name) {
        (libc::SOL_SOCKET, libc::SO_RCVTIMEO) => Some(Direction::Read),
        (libc::SOL_SOCKET, libc::SO_SNDTIMEO) => Some(Direction::Write),
        _ => None,
    }
}

fn pair(first: (&str, i64), second: (&str, i64)) -> Value {
    let mut pair = Array::with_capacity(2);
    for (name, number) in [first, second] {
        pair.add(&PhpString::new(name.as_bytes()), number);
    }
    pair.into()
}

fn word(bytes: &[u8]) -> i64 {
    match bytes {
        [a, b, c, d, ..] => i64::from(i32::from_ne_bytes([*a, *b, *c, *d])),
        [byte, ..] => i64::from(*byte),
        [] => 0,
    }
}

/// The value of an option.
pub fn get(handle: &Handle, level: i32, name: i32) -> Result<Value, Failure> {
    if let Some(direction) = limit_of(level, name) {
        let limit = handle.limit(direction).get().max(0.0);
        return Ok(pair(
            ("sec", limit as i64),
            ("usec", (limit.fract() * 1e6).round() as i64),
        ));
    }
    let mut room = [0; 256];
    let length = handle.with(|fd| sys::socket_option(fd.as_raw_fd(), level, name, &mut room))?;
    let bytes = &room[..length];
    Ok(match (level, name) {
        (libc::SOL_SOCKET, libc::SO_LINGER) => pair(
            ("l_onoff", word(bytes)),
            ("l_linger", word(bytes.get(4..).unwrap_or_default())),
        ),
        (libc::IPPROTO_TCP, libc::TCP_INFO) => tcp_info(bytes).into(),
        (libc::IPPROTO_TCP, libc::TCP_CONGESTION) | (libc::SOL_SOCKET, libc::SO_BINDTODEVICE) => {
            let end = bytes.iter().position(|byte| *byte == 0);
            (&bytes[..end.unwrap_or(length)]).into()
        }
        _ => word(bytes).into(),
    })
}

fn tcp_info(bytes: &[u8]) -> Array {
    let mut info = Array::with_capacity(32);
    for (name, byte) in TCP_INFO_BYTES.iter().zip(bytes) {
        info.add(&PhpString::new(name.as_bytes()), i64::from(*byte));
    }
    let words = bytes.get(8..).unwrap_or_default().chunks_exact(4);
    for (name, bytes) in TCP_INFO_WORDS.iter().zip(words) {
        let number = u32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        info.add(&PhpString::new(name.as_bytes()), i64::from(number));
    }
    info
}

/// An element an option's array has to have.
fn element(value: &Value, name: &str) -> Result<Value, Failure> {
    let Some(array) = value.as_array() else {
        error::throw_argument_type(
            3,
            &format!("must be of type array, {} given", value.type_name()),
        );
        return Err(Failure::Thrown);
    };
    array.get(name.as_bytes()).ok_or_else(|| {
        error::throw_argument_value(3, &format!("must have key \"{name}\""));
        Failure::Thrown
    })
}

fn integer(value: &Value) -> Result<i32, Failure> {
    i32::try_from(value.to_long()).map_err(|_| Failure::Code(libc::EINVAL))
}

/// Sets an option.
pub fn set(handle: &Handle, level: i32, name: i32, value: &Value) -> Result<(), Failure> {
    if let Some(direction) = limit_of(level, name) {
        let seconds = element(value, "sec")?.to_double();
        let micros = element(value, "usec")?.to_double();
        let limit = seconds + micros / 1e6;
        // Nothing is what the kernel takes for no limit; here it is the default.
        handle.limit(direction).set(limit);
        return Ok(());
    }
    if name == libc::MCAST_JOIN_GROUP || name == libc::MCAST_LEAVE_GROUP {
        return group(handle, value, name == libc::MCAST_JOIN_GROUP);
    }
    let bytes = match (level, name) {
        (libc::SOL_SOCKET, libc::SO_LINGER) => {
            let on = integer(&element(value, "l_onoff")?)?;
            let seconds = integer(&element(value, "l_linger")?)?;
            [on.to_ne_bytes(), seconds.to_ne_bytes()].concat()
        }
        (libc::IPPROTO_IP, libc::IP_MULTICAST_IF) => {
            // struct ip_mreqn: group, own address, interface.
            let interface = interface(value)?;
            let mut request = vec![0; 8];
            request.extend_from_slice(&interface.to_ne_bytes());
            request
        }
        _ => match value.as_string() {
            Some(text) => text.to_vec(),
            None => integer(value)?.to_ne_bytes().to_vec(),
        },
    };
    handle.with(|fd| sys::set_socket_option(fd.as_raw_fd(), level, name, &bytes))
}

/// A network interface by name or number.
fn interface(value: &Value) -> Result<u32, Failure> {
    match value.as_string() {
        Some(name) => interface_number(&name.to_text()).ok_or(Failure::Code(libc::ENODEV)),
        None => u32::try_from(value.to_long()).map_err(|_| Failure::Code(libc::EINVAL)),
    }
}

/// Joins or leaves a multicast group: `['group' => '239.0.0.1', 'interface' => 'eth0']`.
fn group(handle: &Handle, value: &Value, join: bool) -> Result<(), Failure> {
    use rustix::net::sockopt;
    let group = element(value, "group")?;
    let group = group.to_string().ok_or(Failure::Thrown)?.to_text();
    let interface = match value.as_array().and_then(|array| {
        array
            .iter()
            .find(|(key, _)| matches!(key, Key::Name(name) if &**name == b"interface"))
    }) {
        Some((_, value)) => interface(&value)?,
        None => 0,
    };
    let Ok(group) = group.parse::<IpAddr>() else {
        return Err(Failure::Code(libc::EINVAL));
    };
    handle.with(|fd| {
        let any = Ipv4Addr::UNSPECIFIED;

        Ok(match (group, join) {
            (IpAddr::V4(group), true) => {
                sockopt::set_ip_add_membership_with_ifindex(fd, &group, &any, interface)
            }
            (IpAddr::V4(group), false) => {
                sockopt::set_ip_drop_membership_with_ifindex(fd, &group, &any, interface)
            }
            (IpAddr::V6(group), true) => sockopt::set_ipv6_add_membership(fd, &group, interface),
            (IpAddr::V6(group), false) => sockopt::set_ipv6_drop_membership(fd, &group, interface),
        }?)
    })
}
