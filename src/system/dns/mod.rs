//! Questions to name servers and their answers (RFC 1035): bytes in, values out. Who asks is `system::resolver`.
//!
//! * `name`: domain names, as text and as labels;
//! * `message`: questions, and answers taken apart into records;
//! * `record`: what a record says, type by type;
//! * `configuration`: `resolv.conf`, and the names to ask for in place of a short one.
//!
//! What comes from a server may be anything: nothing here trusts a length, a count or a pointer.

pub mod configuration;
pub mod message;
pub mod name;
pub mod record;

pub use self::{
    configuration::{Configuration, Plan, server},
    message::{Record, Rejected, Response, query, random_id},
    record::{Field, Kind},
};

/// Which kind of address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// A records.
    V4,
    /// AAAA records (RFC 3596).
    V6,
}

impl Family {
    /// The type of the records with such addresses.
    pub fn kind(self) -> Kind {
        match self {
            Self::V4 => Kind::A,
            Self::V6 => Kind::AAAA,
        }
    }
}

fn number(message: &[u8], at: usize) -> Option<u16> {
    let bytes = message.get(at..at + 2)?;
    Some(u16::from_be_bytes([bytes[0], bytes[1]]))
}
