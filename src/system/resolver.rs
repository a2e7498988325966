//! Asks name servers: over UDP, over TCP for what does not fit, one server after the other, a short name in the domains of
//! the search list. What questions and answers look like is the part of `dns`.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use crate::coroutine::options;

use super::dns::message::Code;
use super::dns::{self, Configuration, Kind, Plan, Rejected, Response, configuration};

/// The longest message there is.
const MAX_MESSAGE: usize = 65_535;

/// Why there is no answer with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// There is no such name.
    NoSuchName,
    /// There is, but it has no such records.
    NoData,
    /// The servers say that they failed.
    ServerFailed,
    /// No server has answered, or none wants to.
    NoAnswer,
    /// It is no domain name, or a server does not understand the question.
    Refused,
    /// What the servers say cannot be read.
    Unreadable,
}

/// How names are asked for at this moment.
pub struct Resolver(Configuration);

impl Resolver {
    /// By the option `dns_server`, `/etc/resolv.conf` and the environment.
    pub fn new() -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let variable = |name| std::env::var(name).ok();
        let mut configuration = Configuration::new(
            &read("/etc/resolv.conf"),
            &read("/proc/sys/kernel/hostname"),
            variable("LOCALDOMAIN").as_deref(),
            variable("RES_OPTIONS").as_deref(),
        );
        if let Some(server) = options::dns_server() {
            let server = dns::server(&server, configuration::PORT);
            configuration.servers = server.into_iter().collect();
        }
        Self(configuration)
    }

    /// The answer for a name as it is.
    pub async fn query(&self, name: &[u8], kind: Kind) -> Result<Response, Failure> {
        let mut failure = Failure::NoAnswer;
        for round in 0..self.0.attempts {
            for server in &self.0.servers {
                let patience = self.0.patience(round);
                let query = dns::query(dns::random_id(), name, kind).ok_or(Failure::Refused)?;
                let Ok(answer) = tokio::time::timeout(patience, ask(*server, &query)).await else {
                    continue;
                };
                let response = match answer {
                    Ok(response) => response,
                    Err(reason) => {
                        if reason.kind() == io::ErrorKind::InvalidData {
                            failure = Failure::Unreadable;
                        }
                        continue;
                    }
                };
                match response.code {
                    Code::Fine if response.answers.is_empty() => return Err(Failure::NoData),
                    Code::Fine => return Ok(response),
                    Code::NoSuchName => return Err(Failure::NoSuchName),
                    // Another server may do better.
                    Code::ServerFailure => failure = Failure::ServerFailed,
                    Code::Refused => {}
                    Code::FormatError | Code::Other => return Err(Failure::Refused),
                }
            }
        }
        Err(failure)
    }

    /// The answer for a name as the C library's `res_search()` finds it: also in the domains of the search list.
    pub async fn search(&self, name: &[u8], kind: Kind) -> Result<Response, Failure> {
        let Plan {
            first,
            search,
            last,
        } = self.0.plan(name);
        let mut verdict = None;
        if let Some(name) = first {
            match self.query(&name, kind).await {
                // There was an answer.
                Err(Failure::Unreadable) => return Err(Failure::Unreadable),
                Err(failure) => verdict = Some(failure),
                found => return found,
            }
        }
        let (mut no_data, mut server_failure) = (false, false);
        let mut failure = Failure::Refused;
        for name in search {
            failure = match self.query(&name, kind).await {
                Err(failure) => failure,
                found => return found,
            };
            match failure {
                Failure::NoSuchName => {}
                Failure::NoData => no_data = true,
                Failure::ServerFailed => server_failure = true,
                _ => break,
            }
        }
        if let Some(name) = last {
            failure = match self.query(&name, kind).await {
                Err(failure) => failure,
                found => return found,
            };
        }
        Err(match verdict {
            Some(verdict) => verdict,
            None if no_data => Failure::NoData,
            None if server_failure => Failure::ServerFailed,
            None => failure,
        })
    }
}

/// Asks one server. An answer that cannot be read is an error of the kind `InvalidData`.
async fn ask(server: SocketAddr, query: &[u8]) -> io::Result<Response> {
    let local: SocketAddr = if server.is_ipv4() {
        (Ipv4Addr::UNSPECIFIED, 0).into()
    } else {
        (Ipv6Addr::UNSPECIFIED, 0).into()
    };
    let socket = UdpSocket::bind(local).await?;
    // Connected: what other hosts send does not arrive.
    socket.connect(server).await?;
    socket.send(query).await?;
    let mut message = Vec::with_capacity(MAX_MESSAGE);
    loop {
        message.clear();
        socket.recv_buf(&mut message).await?;
        match Response::parse(&message, query) {
            Ok(response) if response.is_truncated => break,
            Ok(response) => return Ok(response),
            Err(Rejected::Malformed) => return Err(io::ErrorKind::InvalidData.into()),
            // Not the answer to this question.
            Err(Rejected::Foreign) => {}
        }
    }
    drop(socket);
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(query.len()).unwrap_or(u16::MAX);
    stream
        .write_all(&[&length.to_be_bytes(), query].concat())
        .await?;
    message.clear();
    message.resize(usize::from(stream.read_u16().await?), 0);
    stream.read_exact(&mut message).await?;
    match Response::parse(&message, query) {
        // Over TCP it cannot be too long.
        Ok(response) if !response.is_truncated => Ok(response),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}
