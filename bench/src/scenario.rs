//! What is measured: one table, read by the load generator and by the driver.

/// What the load generator does, and so what one *operation* is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Each connection sends messages and waits for the replies; one operation is one message sent
    /// and all its replies received.
    Talk {
        /// What the server answers.
        dialogue: Dialogue,
        /// Bytes of payload of a message, at least [`crate::wire::STAMP`].
        payload: usize,
        /// Messages a connection has under way.
        in_flight: u32,
    },
    /// One connection sends, all receive; one operation is one message delivered to one receiver.
    Broadcast {
        /// Bytes of payload of the message sent.
        payload: usize,
    },
    /// Connect, upgrade, drop; one operation is all three. Over TLS: connect, shake hands in full, have one request
    /// answered, drop.
    Handshake,
    /// Requests on kept-alive connections; one operation is one request and its response.
    Http(Request),
    /// `hello` over HTTP/2; one operation is one request and its response.
    Http2 {
        /// Requests a connection has under way.
        streams: usize,
    },
    /// A file asked for again and again on kept-alive connections; one operation is [`FILE_STEP`] bytes of it.
    File {
        /// Bytes of the file.
        length: u64,
    },
    /// As `Talk` with one message in flight and its echo, both compressed (RFC 7692).
    Deflated {
        /// Bytes of a message before it is compressed.
        payload: usize,
    },
    /// One connection sends at a steady rate, all receive; then one receiver stops reading. One operation is one
    /// message delivered to one receiver.
    Stalled {
        /// Bytes of payload of the message sent.
        payload: usize,
    },
    /// Connections that do nothing; what is measured is the server's resident memory.
    Idle(Idle),
}

/// A plain HTTP request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Three headers; `Hello World` comes back.
    Hello,
    /// Ten headers; 512 bytes of JSON come back.
    Json,
    /// An urlencoded form of 1 KB is posted; one of its fields comes back.
    Form,
}

/// What a connection that does nothing did before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// It became a WebSocket and had one message echoed.
    WebSocket,
    /// The same with permessage-deflate.
    Deflated,
    /// It had one plain request answered.
    Http,
    /// The same over HTTP/2.
    Http2,
}

/// What a server answers to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialogue {
    /// The same message.
    Echo,
    /// `Hello {message}!` and `How are you, {message}?`, as in Swoole's documentation.
    Greeter,
}

/// One line of the benchmark.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// The name for `--only` and for the table.
    pub name: &'static str,
    /// What it is, in words.
    pub title: &'static str,
    /// The path the connections ask for.
    pub path: &'static str,
    /// How many connections.
    pub connections: usize,
    /// Whether they speak TLS.
    pub tls: bool,
    /// What they do.
    pub work: Work,
}

impl Scenario {
    /// The scenario of that name.
    pub fn find(name: &str) -> Option<&'static Scenario> {
        SCENARIOS.iter().find(|scenario| scenario.name == name)
    }

    /// Whether it speaks plain HTTP; otherwise WebSocket.
    pub fn is_http(&self) -> bool {
        let plain = matches!(
            self.work,
            Work::Http(_)
                | Work::Http2 { .. }
                | Work::File { .. }
                | Work::Idle(Idle::Http | Idle::Http2)
        );
        plain || self.is_tls_handshake()
    }

    /// Whether it speaks HTTP/2, in clear and with prior knowledge.
    pub fn is_http2(&self) -> bool {
        matches!(self.work, Work::Http2 { .. } | Work::Idle(Idle::Http2))
    }

    /// Whether TLS handshakes are what it is about.
    pub fn is_tls_handshake(&self) -> bool {
        self.tls && self.work == Work::Handshake
    }

    /// Whether it agrees on permessage-deflate.
    pub fn is_deflated(&self) -> bool {
        matches!(
            self.work,
            Work::Deflated { .. } | Work::Idle(Idle::Deflated)
        )
    }
}

/// Payloads from here on are sent as binary messages, shorter ones as text.
pub const BINARY_FROM: usize = 16 * 1024;

/// Bytes of a file that are one operation.
pub const FILE_STEP: u64 = 1 << 20;

/// What the broadcast server puts before a message, as in Swoole's documentation (a full-width colon).
pub const BROADCAST_PREFIX: &str = "Server：";

const fn echo(
    name: &'static str,
    title: &'static str,
    connections: usize,
    payload: usize,
    in_flight: u32,
) -> Scenario {
    let dialogue = Dialogue::Echo;
    Scenario {
        name,
        title,
        path: "/echo",
        connections,
        tls: false,
        work: Work::Talk {
            dialogue,
            payload,
            in_flight,
        },
    }
}

/// The same scenario over TLS 1.3.
const fn over_tls(name: &'static str, title: &'static str, plain: Scenario) -> Scenario {
    Scenario {
        name,
        title,
        tls: true,
        ..plain
    }
}

const ECHO16: Scenario = echo("echo16", "echo 16 B × 64", 64, 16, 1);
const ECHO64K: Scenario = echo("echo64k", "echo 64 KB × 16", 16, 64 * 1024, 1);
const GREETER: Scenario = Scenario {
    name: "greeter",
    title: "greeter × 64, two replies a message",
    path: "/greeter",
    connections: 64,
    tls: false,
    work: Work::Talk {
        dialogue: Dialogue::Greeter,
        payload: 8,
        in_flight: 1,
    },
};
const HANDSHAKE: Scenario = Scenario {
    name: "handshake",
    title: "connect, upgrade, drop × 32",
    path: "/echo",
    connections: 32,
    tls: false,
    work: Work::Handshake,
};
const HELLO: Scenario = Scenario {
    name: "hello",
    title: "HTTP hello, keep-alive × 64",
    path: "/hello",
    connections: 64,
    tls: false,
    work: Work::Http(Request::Hello),
};
const IDLE: Scenario = Scenario {
    name: "idle9k",
    title: "idle WebSockets × 9,000",
    path: "/echo",
    connections: 9000,
    tls: false,
    work: Work::Idle(Idle::WebSocket),
};

const IDLE_HTTP: Scenario = Scenario {
    name: "idlehttp9k",
    title: "idle HTTP connections × 9,000",
    path: "/hello",
    connections: 9000,
    tls: false,
    work: Work::Idle(Idle::Http),
};

const fn file(
    name: &'static str,
    title: &'static str,
    path: &'static str,
    connections: usize,
    length: u64,
) -> Scenario {
    Scenario {
        name,
        title,
        path,
        connections,
        tls: false,
        work: Work::File { length },
    }
}

/// All scenarios, in the order of the table.
pub const SCENARIOS: &[Scenario] = &[
    ECHO16,
    echo("echo1k", "echo 1 KB × 64", 64, 1024, 1),
    echo("echo64x1000", "echo 64 B × 1,000", 1000, 64, 1),
    echo("inflight16", "echo 16 B × 64, 16 in flight", 64, 16, 16),
    GREETER,
    ECHO64K,
    echo("echo1m", "echo 1 MB × 4", 4, 1024 * 1024, 1),
    Scenario {
        name: "deflate1k",
        title: "compressed echo, 1 KB of JSON × 64",
        path: "/echo",
        connections: 64,
        tls: false,
        work: Work::Deflated { payload: 1024 },
    },
    HANDSHAKE,
    HELLO,
    Scenario {
        name: "h2hello",
        title: "HTTP/2 hello × 64",
        work: Work::Http2 { streams: 1 },
        ..HELLO
    },
    Scenario {
        name: "h2streams",
        title: "HTTP/2 hello × 16, 16 streams under way",
        connections: 16,
        work: Work::Http2 { streams: 16 },
        ..HELLO
    },
    Scenario {
        name: "json512",
        title: "HTTP, 10 headers, 512 B of JSON × 64",
        path: "/json",
        connections: 64,
        tls: false,
        work: Work::Http(Request::Json),
    },
    Scenario {
        name: "form1k",
        title: "HTTP, POST of a 1 KB form × 64",
        path: "/form",
        connections: 64,
        tls: false,
        work: Work::Http(Request::Form),
    },
    Scenario {
        name: "broadcast1k",
        title: "broadcast 64 B to 1,000",
        path: "/broadcast",
        connections: 1000,
        tls: false,
        work: Work::Broadcast { payload: 64 },
    },
    Scenario {
        name: "broadcast8k",
        title: "broadcast 64 B to 8,000",
        path: "/broadcast",
        connections: 8000,
        tls: false,
        work: Work::Broadcast { payload: 64 },
    },
    IDLE,
    Scenario {
        name: "idledeflate9k",
        title: "idle compressed WebSockets × 9,000",
        path: "/echo",
        connections: 9000,
        tls: false,
        work: Work::Idle(Idle::Deflated),
    },
    IDLE_HTTP,
    Scenario {
        name: "idleh2",
        title: "idle HTTP/2 connections × 9,000",
        work: Work::Idle(Idle::Http2),
        ..IDLE_HTTP
    },
    Scenario {
        name: "stalled",
        title: "1 MB/s to 16, one of which stops reading",
        path: "/stream",
        connections: 16,
        tls: false,
        work: Work::Stalled { payload: 8192 },
    },
    file("file1m", "file of 1 MB × 4, per MB", "/file1m", 4, 1 << 20),
    file("file1g", "file of 1 GB × 2, per MB", "/file1g", 2, 1 << 30),
    over_tls("tlsecho16", "TLS: echo 16 B × 64", ECHO16),
    over_tls("tlsgreeter", "TLS: greeter × 64", GREETER),
    over_tls("tlsecho64k", "TLS: echo 64 KB × 16", ECHO64K),
    over_tls("tlshello", "TLS: HTTP hello × 64", HELLO),
    over_tls(
        "tlshandshake",
        "TLS: connect, full handshake, one request × 32",
        Scenario {
            path: "/hello",
            ..HANDSHAKE
        },
    ),
    over_tls("tlsidle9k", "TLS: idle WebSockets × 9,000", IDLE),
    over_tls(
        "tlsidlehttp9k",
        "TLS: idle HTTP connections × 9,000",
        IDLE_HTTP,
    ),
];
