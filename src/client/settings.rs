//! `Swoole\Coroutine\Http\Client::set()`: the settings as plain values (spec/coroutine-runtime §6.2).

use std::net::IpAddr;
use std::time::Duration;

use crate::coroutine::options::{self, size_of};
use crate::coroutine::wait::seconds;
use crate::net::ConnectOptions;
use crate::net::Peer;
use crate::zend::{Array, Callable, PhpString, Value};

/// `connect_timeout` when it is not set.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

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
#[derive(Clone, Copy, Debug)]
pub struct WebSocketSettings {
    /// Whether frames are masked, as clients have to (RFC 6455 §5.1).
    pub mask: bool,
    /// Whether permessage-deflate is offered.
    pub compression: bool,
    /// Close frames are given to the script.
    pub deliver_close: bool,
    /// Pings are given to the script, which answers them.
    pub deliver_ping: bool,
    /// Pongs are given to the script.
    pub deliver_pong: bool,
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
            websocket: WebSocketSettings {
                mask: flag("websocket_mask", true),
                compression: flag("websocket_compression", false),
                deliver_close: flag("open_websocket_close_frame", false),
                deliver_ping: flag("open_websocket_ping_frame", false),
                deliver_pong: flag("open_websocket_pong_frame", false),
            },
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
        limit(self.connect_timeout, || Some(CONNECT_TIMEOUT))
    }

    /// The longest silence of the server, if it was set.
    pub fn read_timeout(&self) -> Option<Duration> {
        self.read_timeout.and_then(seconds)
    }

    /// How long the server may take nothing of what is sent.
    pub fn write_timeout(&self) -> Option<Duration> {
        limit(self.write_timeout, options::write_timeout)
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
