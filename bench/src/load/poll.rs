//! Edge-triggered epoll over sockets that are known by a number.

use std::time::Duration;

use rustix::buffer::spare_capacity;
use rustix::event::{Timespec, epoll};
use std::os::fd::{AsFd, OwnedFd};

use crate::error::{Error, Result};

/// The sockets one thread waits for.
pub struct Poll {
    epoll: OwnedFd,
    events: Vec<epoll::Event>,
}

impl Poll {
    /// An epoll without sockets.
    pub fn new() -> Result<Poll> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)
            .map_err(|error| Error::io("epoll_create")(error.into()))?;
        Ok(Poll {
            epoll,
            events: Vec::with_capacity(1024),
        })
    }

    /// Reports `socket` as `number` whenever it becomes readable or, after a full send buffer,
    /// writable again. Closing the socket takes it out.
    pub fn add(&self, socket: &impl AsFd, number: usize) -> Result<()> {
        let events = epoll::EventFlags::IN | epoll::EventFlags::OUT | epoll::EventFlags::ET;
        epoll::add(
            &self.epoll,
            socket,
            epoll::EventData::new_u64(number as u64),
            events,
        )
        .map_err(|error| Error::io("epoll_ctl")(error.into()))
    }

    /// Waits for up to a second, and returns the numbers of the sockets that are ready.
    pub fn wait(&mut self) -> Result<impl Iterator<Item = usize>> {
        self.wait_for(Duration::from_secs(1))
    }

    /// The sockets that are ready now, perhaps none. The process does not sleep: to wake one that does costs whoever
    /// sends to it more than the sending.
    pub fn look(&mut self) -> Result<impl Iterator<Item = usize>> {
        std::thread::yield_now();
        self.wait_for(Duration::ZERO)
    }

    fn wait_for(&mut self, limit: Duration) -> Result<impl Iterator<Item = usize>> {
        let limit = Timespec::try_from(limit).expect("a second is a valid time");
        self.events.clear();
        match epoll::wait(&self.epoll, spare_capacity(&mut self.events), Some(&limit)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(Error::io("epoll_wait")(error.into())),
        }
        Ok(self.events.iter().map(|event| event.data.u64() as usize))
    }
}
