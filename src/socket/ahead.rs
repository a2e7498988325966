//! Bytes that a socket has received before anybody asked for them: what follows a line or a package
//! that was read. Pure.

/// Room that is kept when nothing is left.
const KEEP: usize = 64 * 1024;

/// The bytes, first come, first out.
#[derive(Debug, Default)]
pub struct Ahead {
    bytes: Vec<u8>,
    start: usize,
    /// How far they were searched for an end mark.
    searched: usize,
}

impl Ahead {
    /// The bytes that are there, and how far they were searched.
    pub fn look(&mut self) -> (&[u8], &mut usize) {
        (&self.bytes[self.start..], &mut self.searched)
    }

    /// The bytes that are there.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.start == self.bytes.len()
    }

    /// Adds bytes at the end.
    pub fn add(&mut self, bytes: &[u8]) {
        if self.start > self.bytes.len() / 2 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Gives the first bytes, at most `most`, to `use_them` and forgets them.
    pub fn take<T>(&mut self, most: usize, use_them: impl FnOnce(&[u8]) -> T) -> T {
        let end = self.bytes.len().min(self.start.saturating_add(most));
        let result = use_them(&self.bytes[self.start..end]);
        self.start = end;
        self.searched = 0;
        if self.is_empty() {
            self.start = 0;
            self.bytes.clear();
            self.bytes.shrink_to(KEEP);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_come_first_out() {
        let mut ahead = Ahead::default();
        assert!(ahead.is_empty());
        ahead.add(b"abcdef");
        assert_eq!(ahead.take(2, <[u8]>::to_vec), b"ab");
        *ahead.look().1 = 3;
        ahead.add(b"gh");
        assert_eq!(ahead.bytes(), b"cdefgh");
        assert_eq!(ahead.take(5, <[u8]>::to_vec), b"cdefg");
        assert_eq!(*ahead.look().1, 0);
        ahead.add(b"i");
        assert_eq!(ahead.take(usize::MAX, <[u8]>::to_vec), b"hi");
        assert!(ahead.is_empty());
        assert_eq!(ahead.take(1, <[u8]>::to_vec), b"");
    }

    #[test]
    fn what_is_empty_keeps_little() {
        let mut ahead = Ahead::default();
        ahead.add(&vec![0; 1024 * 1024]);
        ahead.take(usize::MAX, |_| ());
        assert!(ahead.bytes.capacity() <= 2 * KEEP);
    }
}
