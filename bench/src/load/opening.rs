//! Opening connections: TCP, then the WebSocket handshake, a few at a time.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};
use std::os::fd::AsFd;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::net::{AddressFamily, SocketType, bind, connect, socket, sockopt};

use super::socket::Socket;
use super::{Job, PATIENCE};
use crate::error::{Error, Result};
use crate::{deflate, sys, wire};

/// Handshakes under way at once; fewer than any server's backlog.
const AT_ONCE: usize = 64;

/// Loopback addresses that connections come from. Each has its own range of ports, so that ports that
/// the kernel holds back after a close (TIME_WAIT) do not run out.
const SOURCES: usize = 32;

/// Connects connection number `number`: blocking, with a time limit on everything.
pub fn dial(job: &Job, number: usize) -> Result<Socket> {
    let server = job.address;
    let started = Instant::now();
    loop {
        match try_dial(server, number) {
            Ok(stream) => return Ok(Socket::new(stream, job.scenario.tls)),
            // A server may say its port shortly before it listens.
            Err(error)
                if error.kind() == ErrorKind::ConnectionRefused
                    && started.elapsed() < Duration::from_secs(2) =>
            {
                sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(Error::Io(format!("connect to {server}"), error)),
        }
    }
}

fn try_dial(server: SocketAddrV4, number: usize) -> std::io::Result<TcpStream> {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None)?;
    sys::bind_address_only(socket.as_fd())?;
    let source = Ipv4Addr::new(127, 0, 0, 1 + (number % SOURCES) as u8);
    bind(&socket, &SocketAddrV4::new(source, 0))?;
    sockopt::set_socket_timeout(&socket, sockopt::Timeout::Send, Some(PATIENCE))?;
    sockopt::set_socket_timeout(&socket, sockopt::Timeout::Recv, Some(PATIENCE))?;
    sockopt::set_tcp_nodelay(&socket, true)?;
    connect(&socket, &server)?;
    Ok(TcpStream::from(socket))
}

/// Opens `count` WebSockets, numbered from 0, still in blocking mode.
pub fn websockets(job: &Job, count: usize) -> Result<Vec<Socket>> {
    upgraded(job, count, None)
}

/// The same with permessage-deflate.
pub fn compressed(job: &Job, count: usize) -> Result<Vec<Socket>> {
    upgraded(job, count, Some(deflate::OFFER))
}

fn upgraded(job: &Job, count: usize, offer: Option<&str>) -> Result<Vec<Socket>> {
    let request = wire::upgrade_request(job.scenario.path, offer);
    let mut streams = Vec::with_capacity(count);
    while streams.len() < count {
        let batch = streams.len()..count.min(streams.len() + AT_ONCE);
        for number in batch.clone() {
            let mut stream = dial(job, number)?;
            stream
                .write_all(&request)
                .map_err(Error::io("send the upgrade request"))?;
            streams.push(stream);
        }
        for stream in &mut streams[batch] {
            wire::check_upgrade(&read_head(stream)?, offer)?;
        }
    }
    Ok(streams)
}

/// Reads a response head, and nothing may follow it: the server has no reason to speak first.
fn read_head(stream: &mut Socket) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = [0; 2048];
    loop {
        let count = read_some(stream, &mut chunk)?;
        head.extend_from_slice(&chunk[..count]);
        match wire::head_length(&head) {
            Some(length) if length == head.len() => return Ok(head),
            Some(length) => {
                return Err(Error::Wrong(format!(
                    "bytes after the upgrade: {}",
                    wire::excerpt(&head[length..])
                )));
            }
            None if head.len() > 16 * 1024 => {
                return Err(Error::Wrong("a response head without end".into()));
            }
            None => {}
        }
    }
}

/// Reads what is there from a blocking stream, at least one byte.
pub fn read_some(stream: &mut Socket, buffer: &mut [u8]) -> Result<usize> {
    match stream.read(buffer) {
        Ok(0) => Err(Error::Closed("the server closed it".into())),
        Ok(count) => Ok(count),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Err(Error::Stalled(format!(
            "no answer in {} s",
            PATIENCE.as_secs()
        ))),
        Err(error) => Err(Error::Io("receive".into(), error)),
    }
}
