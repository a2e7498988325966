//! The heartbeat of a connection: a silent peer is pinged, and given up when it stays silent.

use std::rc::Rc;

use crate::log::{self, Level};
use crate::net::Metered;

use super::super::close;
use super::super::codec;
use super::super::heartbeat::{Rhythm, Verdict};
use super::super::held;
use super::super::outbox::Payload;
use super::{Connection, Phase};

/// The reason that a peer is told which was given up. It may be one that hears but does not answer pings.
const REASON: &[u8] = b"heartbeat timeout";

impl Connection {
    /// Looks whether the peer is still there.
    pub fn look(self: &Rc<Self>, rhythm: &Rhythm) {
        if !matches!(self.phase.get(), Phase::Open | Phase::PeerClosed) {
            return;
        }
        let Some(stream) = self.stream() else { return };
        let moved = self.outbox.has_moved();
        match self.life.look(rhythm, moved, || stream.unread()) {
            Verdict::Wait => {}
            Verdict::Ask => self.ask(stream),
            Verdict::GiveUp => {
                if log::enabled(Level::Notice) {
                    let text = format!("websocket connection {} is silent: given up", self.name());
                    log::write(Level::Notice, &text);
                }
                self.close(close::code::INTERNAL_ERROR, REASON);
            }
        }
    }

    /// Sends a ping, unless something waits for the peer already: that it has to take first.
    fn ask(self: &Rc<Self>, stream: Rc<Metered>) {
        held::flush_of(self);
        if self.outbox.queued() > 0 {
            return;
        }
        let mut head = [0; 10];
        let length = codec::encode_head(&mut head, true, false, codec::OPCODE_PING, 0);
        // A failure is noted in the outbox: the next push tells.
        let _ = self
            .outbox
            .send(&stream, &head[..length], &Payload::Bytes(&[]));
        self.flush_in_background(stream);
    }
}
