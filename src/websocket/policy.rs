//! What a server has decided for all of its WebSocket connections.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

use crate::coroutine::options;

use super::extension::Preferences;
use super::heartbeat::Rhythm;
use super::message::Limits;
use super::origin::AllowedOrigins;

/// One for all connections of a server, from its settings (docs/settings.md).
#[derive(Debug)]
pub struct Policy {
    /// Limits on what is received.
    pub limits: Limits,
    /// The same for connections that have agreed on permessage-deflate.
    pub compressed_limits: Limits,
    /// How to compress for clients that offer permessage-deflate; `None`: not at all.
    pub compression: Option<Compression>,
    /// The pages that may connect; `None`: all.
    pub origins: Option<AllowedOrigins>,
    /// The subprotocols spoken, the preferred one first.
    pub subprotocols: Vec<String>,
    /// Give close frames to the script, which answers them itself.
    pub deliver_close: bool,
    /// Give pings to the script, which answers them itself.
    pub deliver_ping: bool,
    /// Give pongs to the script.
    pub deliver_pong: bool,
    /// Bytes that may wait for one peer. A larger frame may wait alone.
    pub output_limit: usize,
    /// How long a push waits for a peer that is behind.
    pub patience: Patience,
    /// When a silent peer is pinged and given up; `None`: never.
    pub heartbeat: Option<Rhythm>,
    /// Whether the end of the server ends its connections, with 1001.
    pub end_with_server: bool,
    /// When the server's end gives up those that are still closing.
    pub give_up: Cell<Option<Instant>>,
}

/// How a server compresses.
#[derive(Clone, Copy, Debug)]
pub struct Compression {
    /// 1–9.
    pub level: u8,
    /// Messages shorter than this are sent as they are, unless the script asks for more.
    pub min_length: usize,
    /// What to agree on.
    pub preferences: Preferences,
}

/// How long a push waits for a peer that is behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Patience {
    /// As long as the process' option `socket_write_timeout` says.
    Global,
    /// Not at all: the push fails at once.
    None,
    /// At most so long; without a duration for ever.
    Within(Option<Duration>),
}

impl Patience {
    /// The limit of a wait that begins now; `Err`: there is none to be.
    pub(super) fn limit(self) -> Result<Option<Duration>, NoWait> {
        match self {
            Self::Global => Ok(options::write_timeout()),
            Self::None => Err(NoWait),
            Self::Within(limit) => Ok(limit),
        }
    }
}

/// Nobody waits.
#[derive(Debug)]
pub(super) struct NoWait;
