//! The floor: what the system calls and the copying cost when nothing else is done. One thread, one
//! epoll, no runtime, no abstraction, and only as much of the protocols as the load generator speaks:
//! whole masked frames in, whole frames out. Not a server to learn from.
//!
//! Broadcast is the raw loop the extension is compared with: a ready-made frame written to each socket.

mod connection;
mod frame;

use std::io::ErrorKind;
use std::net::TcpListener;

use connection::{Buffers, Connection, Outcome};
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};

const LISTENER: u64 = 0;

fn main() -> std::io::Result<()> {
    swoole_bench::sys::raise_file_limit();
    let listener = swoole_bench::serve::listen()?;
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(
        &epoll,
        &listener,
        EventData::new_u64(LISTENER),
        EventFlags::IN,
    )?;

    // Connections by number, 0 being the listener's; numbers of closed ones are used again.
    let mut connections: Vec<Option<Connection>> = vec![None];
    let mut free = Vec::new();
    let mut buffers = Buffers::default();
    let mut events = Vec::with_capacity(1024);
    loop {
        events.clear();
        epoll::wait(&epoll, spare_capacity(&mut events), None)?;
        for event in &events {
            let number = event.data.u64() as usize;
            if event.data.u64() == LISTENER {
                accept(&listener, &epoll, &mut connections, &mut free)?;
                continue;
            }
            let Some(connection) = &mut connections[number] else {
                continue;
            };
            match connection.ready(&mut buffers) {
                Ok(Outcome::Open) => {}
                Ok(Outcome::Broadcast(frame)) => {
                    for receiver in connections
                        .iter_mut()
                        .flatten()
                        .filter(|receiver| receiver.receives())
                    {
                        // A receiver that is gone reports itself.
                        let _ = receiver.write(&frame);
                    }
                }
                Ok(Outcome::Closed) | Err(_) => {
                    connections[number] = None;
                    free.push(number);
                }
            }
        }
    }
}

fn accept(
    listener: &TcpListener,
    epoll: &impl std::os::fd::AsFd,
    connections: &mut Vec<Option<Connection>>,
    free: &mut Vec<usize>,
) -> std::io::Result<()> {
    loop {
        let stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        };
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        let number = free.pop().unwrap_or(connections.len());
        if number == connections.len() {
            connections.push(None);
        }
        let events = EventFlags::IN | EventFlags::OUT | EventFlags::ET;
        epoll::add(epoll, &stream, EventData::new_u64(number as u64), events)?;
        connections[number] = Some(Connection::new(stream));
    }
}
