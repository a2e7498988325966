//! Settings of connections, whatever is spoken over them, and of the server's end.

use std::time::Duration;

use crate::coroutine::wait::seconds;
use crate::zend::Array;

use super::given::{Given, unusable};

/// `max_wait_time` when it is not set.
const MAX_WAIT: f64 = 30.0;

/// `body_min_rate` when it is not set, bytes a second: what no client that wants to be served falls below.
const BODY_MIN_RATE: f64 = 240.0;

/// `response_min_rate` when it is not set, bytes a second.
const RESPONSE_MIN_RATE: f64 = 240.0;

/// How many connections there may be and how they end, of whatever server.
#[derive(Debug)]
pub struct Limits {
    /// Most connections at once (`max_connection`); the next is refused.
    pub most: usize,
    /// What may still run after the server's end (`max_wait_time`); `None`: no limit.
    pub max_wait: Option<Duration>,
    /// Connections the kernel holds until they are accepted (`backlog`); `None`: as the constructor has set it.
    pub backlog: Option<i32>,
}

impl Limits {
    /// Those of a server that is none for HTTP.
    pub fn of_server(settings: Option<&Array>) -> Self {
        Self::read(&Given::new(settings))
    }

    fn read(given: &Given<'_>) -> Self {
        // Two spellings of one setting in Swoole.
        let (long, short) = (
            given.count("max_connection", usize::MAX),
            given.count("max_conn", usize::MAX),
        );
        let max_wait = given.number("max_wait_time").unwrap_or(MAX_WAIT);
        Self {
            most: long.min(short),
            max_wait: if max_wait == 0.0 {
                Some(Duration::ZERO)
            } else {
                seconds(max_wait)
            },
            backlog: backlog(given),
        }
    }
}

/// How many connections there may be, how they begin and how they end.
#[derive(Debug)]
pub struct Connections {
    /// What other servers have as well.
    pub limits: Limits,
    /// From being accepted to the end of the first request's head (`handshake_timeout`). The outer `None`: as long as a
    /// read may take. The inner one: no limit.
    pub handshake: Option<Option<Duration>>,
    /// Bytes a second at which a request's body has to come on average (`body_min_rate`); `None`: any.
    pub body_min_rate: Option<f64>,
    /// Bytes a second at which a client has to take a response on average (`response_min_rate`); `None`: any.
    pub response_min_rate: Option<f64>,
}

impl Connections {
    pub(super) fn read(given: &Given<'_>) -> Self {
        Self {
            limits: Limits::read(given),
            handshake: given.number("handshake_timeout").map(seconds),
            body_min_rate: rate(given, "body_min_rate", BODY_MIN_RATE),
            response_min_rate: rate(given, "response_min_rate", RESPONSE_MIN_RATE),
        }
    }
}

/// Bytes a second; 0 and below: any will do.
fn rate(given: &Given<'_>, name: &'static str, default: f64) -> Option<f64> {
    let rate = given.number(name).unwrap_or(default);
    (rate > 0.0).then_some(rate)
}

fn backlog(given: &Given<'_>) -> Option<i32> {
    let value = given.value("backlog")?;
    let backlog = i32::try_from(value.to_long()).ok();
    let backlog = backlog.filter(|&backlog| backlog > 0);
    if backlog.is_none() {
        unusable("backlog", &value, "a whole number above 0");
    }
    backlog
}
