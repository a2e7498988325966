//! Where a server listens: bound by its constructor, and once more by a `start()` after a shutdown.

use std::io;
use std::os::fd::RawFd;

use crate::net::{Address, Listener};

/// Where a server listens.
pub struct Place {
    address: Address,
    reuse_port: bool,
    /// `None` after a shutdown.
    listener: Option<Listener>,
}

impl Place {
    /// Binds, and listens at once. `reuse_port`: others may listen there as well.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub fn bind(address: Address, reuse_port: bool) -> io::Result<Self> {
        let listener = Listener::bind(&address, reuse_port)?;
        let address = match address {
            // The port that the kernel has chosen is the one to come back to.
            Address::Tcp(mut socket) => {
                socket.set_port(listener.port());
                Address::Tcp(socket)
            }
            unix @ Address::Unix(_) => unix,
        };
        Ok(Self {
            address,
            reuse_port,
            listener: Some(listener),
        })
    }

    /// The address, with the port that was chosen.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// That port; 0 of a Unix socket.
    pub fn port(&self) -> u16 {
        match &self.address {
            Address::Tcp(socket) => socket.port(),
            Address::Unix(_) => 0,
        }
    }

    /// The descriptor; -1 after a shutdown.
    pub fn fd(&self) -> RawFd {
        self.listener.as_ref().map_or(-1, Listener::fd)
    }

    /// What listens: made anew after [`leave`](Self::leave).
    ///
    /// # Errors
    ///
    /// Those of binding.
    pub fn listener(&mut self) -> io::Result<&Listener> {
        let listener = match self.listener.take() {
            Some(listener) => listener,
            None => Listener::bind(&self.address, self.reuse_port)?,
        };
        Ok(self.listener.insert(listener))
    }

    /// Listens no more: nobody may hang in the backlog of a server that has stopped.
    pub fn leave(&mut self) {
        self.listener.take();
    }
}
