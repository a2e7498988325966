//! Messages larger than a datagram, in pieces (the setting `enable_message_bus`). Pure.
//!
//! A piece begins with its sender's process id, the length of the whole and whether it is the first, so that pieces of
//! several senders may come mixed up. Those of one come in order.

use std::collections::HashMap;

const HEAD: usize = 4 + 8 + 1;

/// Bytes of a message in one piece.
pub const PIECE: usize = 32 * 1024;

/// The pieces of a message.
pub fn pieces(sender: u32, message: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let total = message.len() as u64;
    let count = message.len().div_ceil(PIECE).max(1);
    (0..count).map(move |index| {
        let from = index * PIECE;
        let part = &message[from..message.len().min(from + PIECE)];
        let mut piece = Vec::with_capacity(HEAD + part.len());
        piece.extend_from_slice(&sender.to_le_bytes());
        piece.extend_from_slice(&total.to_le_bytes());
        piece.push(u8::from(index == 0));
        piece.extend_from_slice(part);
        piece
    })
}

/// Messages of which some pieces have come, by sender.
#[derive(Debug, Default)]
pub struct Pieces(HashMap<u32, (u64, Vec<u8>)>);

impl Pieces {
    /// Takes a piece: the message, when that was the last. What makes no sense is dropped: the rest of a message whose
    /// beginning has not come, or of one whose sender has begun another since.
    pub fn add(&mut self, piece: &[u8]) -> Option<Vec<u8>> {
        let (sender, rest) = piece.split_first_chunk::<4>()?;
        let (total, rest) = rest.split_first_chunk::<8>()?;
        let (is_first, part) = rest.split_first()?;
        let (sender, total) = (u32::from_le_bytes(*sender), u64::from_le_bytes(*total));
        if *is_first == 1 {
            self.0.insert(sender, (total, Vec::new()));
        }
        let (expected, message) = self.0.get_mut(&sender)?;
        if *expected != total || (message.len() + part.len()) as u64 > total {
            self.0.remove(&sender);
            return None;
        }
        message.extend_from_slice(part);
        if (message.len() as u64) < total {
            return None;
        }
        self.0.remove(&sender).map(|(_, message)| message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_any_length_come_whole_though_mixed_up() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE + 7] {
            let one: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let other: Vec<u8> = one.iter().map(|byte| !byte).collect();
            let mut pieces_of_one = pieces(1, &one);
            let mut pieces_of_other = pieces(2, &other);
            let mut pending = Pieces::default();
            let mut got = Vec::new();
            loop {
                let (a, b) = (pieces_of_one.next(), pieces_of_other.next());
                if a.is_none() && b.is_none() {
                    break;
                }
                for piece in [a, b].into_iter().flatten() {
                    got.extend(pending.add(&piece));
                }
            }
            assert_eq!(got, [one.clone(), other.clone()]);
            assert!(pending.0.is_empty());
        }
    }

    #[test]
    fn what_makes_no_sense_is_dropped() {
        let message = vec![7; 3 * PIECE];
        let all: Vec<_> = pieces(1, &message).collect();
        let mut pending = Pieces::default();
        assert_eq!(pending.add(b"short"), None);
        // A rest without its beginning.
        assert_eq!(pending.add(&all[1]), None);
        // A sender that has died, and another with its number.
        assert_eq!(pending.add(&all[0]), None);
        let again: Vec<_> = pieces(1, b"again").collect();
        assert_eq!(pending.add(&again[0]), Some(b"again".to_vec()));
        assert_eq!(pending.add(&all[1]), None);
        assert!(pending.0.is_empty());
    }
}
