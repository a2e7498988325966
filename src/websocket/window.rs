//! What was said last in one direction of a connection: the text that the next compressed message may refer to
//! (RFC 7692 §7.2, context takeover).
//!
//! A connection keeps this text and not a compressor: an idle one costs what was really said, at most the window
//! that was agreed on, where a compressor of zlib's kind has 200 to 300 KiB.

/// The last 2^`bits` bytes of a direction's messages.
#[derive(Debug, Default)]
pub struct Window {
    recent: Vec<u8>,
    size: usize,
}

impl Window {
    /// An empty window of 2^`bits` bytes.
    pub fn new(bits: u8) -> Self {
        Self {
            recent: Vec::new(),
            size: 1 << bits.min(15),
        }
    }

    /// The text, oldest first.
    pub fn text(&self) -> &[u8] {
        &self.recent
    }

    /// Takes note of a message that went by.
    pub fn remember(&mut self, message: &[u8]) {
        if let Some(skip) = message.len().checked_sub(self.size) {
            self.recent.clear();
            self.recent.reserve_exact(self.size);
            self.recent.extend_from_slice(&message[skip..]);
            return;
        }
        let together = self.recent.len() + message.len();
        if let Some(surplus) = together.checked_sub(self.size) {
            self.recent.drain(..surplus);
        }
        // Doubling would give a window of small messages up to twice its size.
        if self.recent.capacity() < together {
            let wanted = (together * 2).min(self.size);
            self.recent.reserve_exact(wanted - self.recent.len());
        }
        self.recent.extend_from_slice(message);
    }

    /// Starts anew: something that is not known here went by.
    pub fn forget(&mut self) {
        self.recent = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_are_kept() {
        let mut window = Window::new(9);
        assert_eq!(window.text(), b"");
        window.remember(b"first ");
        window.remember(b"second");
        assert_eq!(window.text(), b"first second");
        window.remember(&[b'x'; 500]);
        let mut expected = b"first second".to_vec();
        expected.extend([b'x'; 500]);
        assert_eq!(window.text(), expected);
        window.remember(b"yz");
        assert_eq!(window.text().len(), 512);
        assert!(window.text().starts_with(b"rst second"));
        assert!(window.text().ends_with(b"xyz"));
        let long: Vec<u8> = (0..2000_u32).map(|n| n as u8).collect();
        window.remember(&long);
        assert_eq!(window.text(), &long[2000 - 512..]);
        assert!(window.recent.capacity() <= 512);
        window.forget();
        assert_eq!((window.text(), window.recent.capacity()), (&b""[..], 0));
    }

    #[test]
    fn its_memory_never_passes_its_size() {
        for length in [1, 3, 100, 511, 512, 513] {
            let mut window = Window::new(9);
            for _ in 0..700 {
                window.remember(&vec![b'x'; length]);
                assert!(window.recent.capacity() <= 512, "{length}");
            }
            assert_eq!(window.text().len(), 512, "{length}");
        }
    }
}
