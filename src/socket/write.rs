//! Sending.

use std::fs::File;
use std::io::{self, IoSlice};

use rustix::net::SendFlags;

use super::address::Address;
use super::handle::{Failure, Handle, Turn};
use super::kernel;
use super::transport::{Direction, Transport};

/// Most bytes of a file in one call: others get their turn in between.
const FILE_PIECE: usize = 1024 * 1024;
/// Most pieces of one call, as the kernel has it (`UIO_MAXIOV`).
const MOST_PIECES: usize = 1024;

impl Handle {
    fn send_once(&self, turn: &Turn<'_>, pieces: &[IoSlice<'_>]) -> Result<usize, Failure> {
        let sent = turn.wait(|transport, context| {
            transport.poll_send(context, |transport| transport.try_send(pieces))
        });
        match sent {
            Err(Failure::Code(_)) => match self.settle() {
                0 => sent,
                settled => Ok(settled),
            },
            _ => sent,
        }
    }

    /// After a wait that was ended: what is encrypted counts as sent, nobody comes again with it.
    fn settle(&self) -> usize {
        self.transport
            .borrow()
            .as_ref()
            .map_or(0, Transport::settle)
    }

    /// Sends what the kernel takes at once, at least something: how many bytes that was.
    pub fn send(&self, bytes: &[u8], timeout: f64) -> Result<usize, Failure> {
        let turn = self.bind(Direction::Write, timeout)?;
        self.send_once(&turn, &[IoSlice::new(bytes)])
    }

    /// Sends all bytes. When something ends it, the number of those that were sent is returned with the
    /// reason, which alone remains when none were.
    pub fn send_all(&self, bytes: &[u8], timeout: f64) -> Result<(usize, Option<i32>), Failure> {
        self.send_pieces(&mut [IoSlice::new(bytes)], timeout)
    }

    /// [`Self::send`] of several pieces.
    pub fn write_vector(&self, pieces: &[IoSlice<'_>], timeout: f64) -> Result<usize, Failure> {
        let turn = self.bind(Direction::Write, timeout)?;
        self.send_once(&turn, &pieces[..pieces.len().min(MOST_PIECES)])
    }

    /// [`Self::send_all`] of several pieces.
    pub fn send_pieces(
        &self,
        mut pieces: &mut [IoSlice<'_>],
        timeout: f64,
    ) -> Result<(usize, Option<i32>), Failure> {
        let turn = self.bind(Direction::Write, timeout)?;
        let total: usize = pieces.iter().map(|piece| piece.len()).sum();
        let mut sent = 0;
        while sent < total {
            let some = pieces.len().min(MOST_PIECES);
            match self.send_once(&turn, &pieces[..some]) {
                Ok(count) => {
                    sent += count;
                    IoSlice::advance_slices(&mut pieces, count);
                }
                Err(Failure::Code(code)) if sent > 0 => return Ok((sent, Some(code))),
                Err(failure) => return Err(failure),
            }
        }
        Ok((sent, None))
    }

    /// Sends a message to an address.
    pub fn send_to(&self, bytes: &[u8], host: &[u8], port: i64) -> Result<usize, Failure> {
        let turn = self.bind(Direction::Write, 0.0)?;
        let targets = self.targets(&turn, host, port)?;
        let mut failed = Failure::Code(libc::EHOSTUNREACH);
        for target in targets {
            match self.send_to_address(&turn, bytes, &target) {
                Err(failure) if failure.is_of_address() => failed = failure,
                result => return result,
            }
        }
        Err(failed)
    }

    fn send_to_address(
        &self,
        turn: &Turn<'_>,
        bytes: &[u8],
        target: &Address,
    ) -> Result<usize, Failure> {
        let flags = SendFlags::NOSIGNAL;
        turn.wait(|transport, context| {
            transport.poll_send(context, |transport| {
                kernel::with_kernels(
                    target,
                    |ip| rustix::net::sendto(transport, bytes, flags, ip),
                    |unix| rustix::net::sendto(transport, bytes, flags, unix),
                )
                .map_err(io::Error::from)
            })
        })
    }

    /// Sends `length` bytes of a file from `offset` on.
    pub fn send_file(
        &self,
        file: &File,
        mut offset: u64,
        length: u64,
        timeout: f64,
    ) -> Result<(), Failure> {
        let turn = self.bind(Direction::Write, timeout)?;
        let mut left = length;
        while left > 0 {
            let piece = usize::try_from(left).unwrap_or(FILE_PIECE).min(FILE_PIECE);
            let sent = turn.wait(|transport, context| {
                transport.poll_send(context, |transport| {
                    transport.try_send_file(file, &mut offset, piece)
                })
            })?;
            if sent == 0 {
                // The file has become shorter meanwhile.
                return Err(Failure::Code(libc::EIO));
            }
            left = left.saturating_sub(sent as u64);
        }
        Ok(())
    }
}
