//! `Swoole\Coroutine\Http\Client::set()`: the settings as plain values (spec/coroutine-runtime §6.2).

use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::coroutine::options::{self, size_of};
use crate::coroutine::wait::seconds;
use crate::net::ConnectOptions;
use crate::net::Peer;
use crate::websocket::client::ClientPolicy;
use crate::websocket::compressors::DEFAULT_LEVEL;
use crate::websocket::extension::Preferences;
use crate::websocket::message::{Limits, Masking};
use crate::websocket::policy::Compression;
use crate::zend::globals::memory_left;
use crate::zend::{Array, Callable, PhpString, Value};

/// `websocket_max_fragments` when it is not set.
const MAX_FRAGMENTS: i64 = 65_536;

/// A proxy in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Which protocol it speaks.
    pub kind: ProxyKind,
    /// Where it is.
    pub peer: Peer,
    /// Name and password.
    pub user: Option<(Vec<u8>, Vec<u8>)>,
}

/// The protocol of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyKind {
    /// HTTP: CONNECT for what is encrypted, whole URLs for what is not.
    Http,
    /// SOCKS 5.
    Socks5,
}

/// How a client behaves.
pub struct Settings {
    timeout: Option<f64>,
    connect_timeout: Option<f64>,
    read_timeout: Option<f64>,
    write_timeout: Option<f64>,
    /// Further attempts after a failed connect, a 502 or a 503.
    pub max_retries: u8,
    /// Whether the connection stays open after a response.
    pub keep_alive: bool,
    /// Whether names of headers are given to the script in lower case.
    pub lowercase_header: bool,
    /// Whether compressed responses are asked for.
    pub http_compression: bool,
    /// Whether they are decompressed.
    pub body_decompression: bool,
    /// Called with each piece of a body, which is then not kept.
    pub write_func: Option<Callable>,
    /// The longest body that is kept in memory, or message that is received; `None`: what PHP's own limit leaves.
    pub max_length: Option<usize>,
    /// What a WebSocket is like.
    pub websocket: WebSocketSettings,
    /// The way to the server.
    pub proxy: Option<Proxy>,
    bind_address: Option<IpAddr>,
    bind_port: u16,
    nodelay: bool,
    buffer_size: Option<usize>,
    /// All of them as they were given, an array or null.
    pub given: Value,
}

/// What a WebSocket of a client is like.
pub struct WebSocketSettings {
    policy: ClientPolicy,
    /// The subprotocols to offer.
    pub subprotocol: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(None)
    }
}

fn text(value: Option<Value>) -> Option<PhpString> {
    value
        .and_then(|value| value.to_string())
        .filter(|text| !text.is_empty())
}

impl Settings {
    /// Reads them all. What has the wrong type counts as PHP converts it.
    pub fn of(given: Option<&Array>) -> Self {
        let value = |name: &str| given?.get(name.as_bytes()).filter(|value| !value.is_null());
        let flag = |name: &str, default: bool| value(name).map_or(default, |v| v.is_truthy());
        let number = |name: &str| value(name).map(|value| value.to_double());
        Self {
            timeout: number("timeout"),
            connect_timeout: number("connect_timeout"),
            read_timeout: number("read_timeout"),
            write_timeout: number("write_timeout"),
            max_retries: value("max_retries")
                .map_or(0, |value| value.to_long().clamp(0, 255) as u8),
            keep_alive: flag("keep_alive", true),
            lowercase_header: flag("lowercase_header", true),
            http_compression: flag("http_compression", true),
            body_decompression: flag("body_decompression", true),
            write_func: value("write_func").and_then(|value| Callable::new(value).ok()),
            max_length: value("package_max_length")
                .and_then(|value| usize::try_from(size_of(&value)).ok())
                .filter(|&length| length > 0),
            websocket: websocket(given),
            proxy: given.and_then(proxy),
            bind_address: text(value("bind_address")).and_then(|text| text.to_text().parse().ok()),
            bind_port: value("bind_port")
                .and_then(|value| u16::try_from(value.to_long()).ok())
                .unwrap_or(0),
            nodelay: flag("open_tcp_nodelay", true),
            buffer_size: value("socket_buffer_size")
                .and_then(|value| usize::try_from(size_of(&value)).ok())
                .filter(|&size| size > 0),
            given: given.cloned().map_or_else(Value::null, Value::from),
        }
    }

    /// The time for a response, from the request on. `given`: what a call asked for, 0 for nothing special.
    pub fn timeout(&self, given: f64) -> Option<Duration> {
        let wanted = if given == 0.0 {
            self.timeout
        } else {
            Some(given)
        };
        limit(wanted, options::read_timeout)
    }

    /// The time for opening a connection: the name, TCP, the proxy and TLS together.
    pub fn connect_timeout(&self) -> Option<Duration> {
        limit(self.connect_timeout, options::connect_timeout)
    }

    /// The longest silence of the server, if it was set.
    pub fn read_timeout(&self) -> Option<Duration> {
        self.read_timeout.and_then(seconds)
    }

    /// How long the server may take nothing of what is sent.
    pub fn write_timeout(&self) -> Option<Duration> {
        limit(self.write_timeout, options::write_timeout)
    }

    /// How a WebSocket behaves.
    pub fn websocket_policy(&self) -> ClientPolicy {
        let mut policy = self.websocket.policy.clone();
        let longest = self.max_length.unwrap_or_else(memory_left);
        policy.limits.max_message = longest;
        policy.limits.max_frame = longest;
        policy
    }

    /// How a TCP connection is made.
    pub fn connect(&self) -> ConnectOptions {
        ConnectOptions {
            timeout: None,
            dns_timeout: options::dns_timeout(),
            bind_address: self.bind_address,
            bind_port: self.bind_port,
            delay: !self.nodelay,
            buffer_size: self.buffer_size,
        }
    }
}

fn websocket(given: Option<&Array>) -> WebSocketSettings {
    let value = |name: &str| given?.get(name.as_bytes()).filter(|value| !value.is_null());
    let flag = |name: &str, default: bool| value(name).map_or(default, |v| v.is_truthy());
    let number = |name: &str, range: RangeInclusive<i64>, default: i64| {
        let given = value(name).map(|value| value.to_long());
        given
            .filter(|number| range.contains(number))
            .unwrap_or(default)
    };
    let context = flag("websocket_compression_context_takeover", false);
    let compression = Compression {
        level: number(
            "websocket_compression_level",
            1..=9,
            i64::from(DEFAULT_LEVEL),
        ) as u8,
        min_length: number("websocket_compression_min_length", 0..=i64::MAX, 0) as usize,
        preferences: Preferences {
            server_context: context,
            client_context: context,
            window_bits: number("websocket_compression_window_bits", 9..=15, 15) as u8,
        },
    };
    WebSocketSettings {
        policy: ClientPolicy {
            limits: Limits {
                max_message: usize::MAX >> 1,
                max_frame: usize::MAX >> 1,
                max_fragments: number("websocket_max_fragments", 1..=i64::MAX, MAX_FRAGMENTS)
                    as usize,
                masking: Masking::Forbidden,
                allow_rsv1: false,
                validate_utf8: flag("websocket_validate_utf8", true),
            },
            compression: flag("websocket_compression", false).then_some(compression),
            mask: flag("websocket_mask", true),
            deliver_close: flag("open_websocket_close_frame", false),
            deliver_ping: flag("open_websocket_ping_frame", false),
            deliver_pong: flag("open_websocket_pong_frame", false),
        },
        subprotocol: value("websocket_subprotocol").and_then(|value| match value.as_array() {
            None => text(Some(value)).map(|text| text.to_text()),
            Some(list) => {
                let names = list.iter().filter_map(|(_, name)| name.to_string());
                Some(
                    names
                        .map(|name| name.to_text())
                        .collect::<Vec<_>>()
                        .join(", "),
                )
            }
        }),
    }
}

/// 0 and nothing mean the default, negative numbers no limit.
fn limit(given: Option<f64>, default: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
    match given {
        None | Some(0.0) => default(),
        Some(given) => seconds(given),
    }
}

fn proxy(given: &Array) -> Option<Proxy> {
    let value = |name: &str| text(given.get(name.as_bytes()));
    let peer = |host: PhpString, port: &str| {
        let port = given.get(port.as_bytes()).map_or(0, |port| port.to_long());
        Peer::new(&host.to_text(), u16::try_from(port).unwrap_or(0))
    };
    let user = |user: Option<PhpString>, password: &str| {
        let password = value(password).unwrap_or_else(PhpString::empty);
        user.map(|user| (user.to_vec(), password.to_vec()))
    };
    if let Some(host) = value("socks5_host") {
        return Some(Proxy {
            kind: ProxyKind::Socks5,
            peer: peer(host, "socks5_port"),
            user: user(value("socks5_username"), "socks5_password"),
        });
    }
    let host = value("http_proxy_host")?;
    let name = value("http_proxy_username").or_else(|| value("http_proxy_user"));
    Some(Proxy {
        kind: ProxyKind::Http,
        peer: peer(host, "http_proxy_port"),
        user: user(name, "http_proxy_password"),
    })
}
