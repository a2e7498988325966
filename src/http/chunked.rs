//! The chunked transfer coding (RFC 9112 §7.1), decoded as it comes.
//!
//! For responses, and for requests that a script parses itself; a server's bodies are hyper's business.

/// Most hexadecimal digits of a chunk's size, leading zeros included.
const MAX_DIGITS: u8 = 16;
/// Most bytes of one chunk extension, and of all trailers.
const MAX_EXTRA: usize = 16 * 1024;

/// The input is not chunked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In a chunk's size: its value and digits so far.
    Size(u64, u8),
    /// After the size: this many bytes of white space and extension. The size is kept.
    Extension(u64, usize),
    /// Before the line feed after a size.
    SizeEnd(u64),
    /// In a chunk: so many bytes to come.
    Data(u64),
    /// After a chunk's data.
    DataEnd,
    /// Before the line feed after a chunk's data.
    DataLineFeed,
    /// At the beginning of a trailer line, or of the line that ends them. Bytes of trailers so far.
    Line(usize),
    /// In a trailer line.
    Trailer(usize),
    /// Before the last line feed.
    LastLineFeed,
    Done,
}

/// A body being decoded.
#[derive(Clone, Copy, Debug)]
pub struct Decoder(State);

impl Default for Decoder {
    fn default() -> Self {
        Self(State::Size(0, 0))
    }
}

impl Decoder {
    /// Whether the body has ended.
    pub fn is_done(&self) -> bool {
        self.0 == State::Done
    }

    /// Appends what `input` holds of the body to `out`; trailers are passed over. How many bytes belonged to the body:
    /// fewer than all only when it has ended.
    ///
    /// # Errors
    ///
    /// [`Malformed`], after which nothing may be decoded.
    pub fn decode(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<usize, Malformed> {
        self.decode_to(input, |bytes| {
            out.extend_from_slice(bytes);
            Ok(())
        })
    }

    /// [`decode`](Self::decode) that hands each piece on as it lies in `input`.
    ///
    /// # Errors
    ///
    /// [`Malformed`], or what `take` says; after either nothing may be decoded.
    pub fn decode_to<E: From<Malformed>>(
        &mut self,
        input: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut at = 0;
        while let (Some(&byte), false) = (input.get(at), self.is_done()) {
            if let State::Data(left) = self.0 {
                let count = usize::try_from(left)
                    .unwrap_or(usize::MAX)
                    .min(input.len() - at);
                take(&input[at..at + count])?;
                at += count;
                self.0 = match left - count as u64 {
                    0 => State::DataEnd,
                    left => State::Data(left),
                };
                continue;
            }
            self.0 = next(self.0, byte)?;
            at += 1;
        }
        Ok(at)
    }
}

fn next(state: State, byte: u8) -> Result<State, Malformed> {
    Ok(match (state, byte) {
        (State::Size(size, digits), b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
            let digit = (byte as char).to_digit(16).ok_or(Malformed)?;
            if digits == MAX_DIGITS {
                return Err(Malformed);
            }
            State::Size(size << 4 | u64::from(digit), digits + 1)
        }
        (State::Size(_, 0), _) => return Err(Malformed),
        (State::Size(size, _), b'\r') => State::SizeEnd(size),
        (State::Size(size, _), b';' | b' ' | b'\t') => State::Extension(size, 1),
        (State::Extension(size, _), b'\r') => State::SizeEnd(size),
        (State::Extension(size, length), byte) if byte != b'\n' && length < MAX_EXTRA => {
            State::Extension(size, length + 1)
        }
        (State::SizeEnd(0), b'\n') => State::Line(0),
        (State::SizeEnd(size), b'\n') => State::Data(size),
        (State::DataEnd, b'\r') => State::DataLineFeed,
        (State::DataLineFeed, b'\n') => State::Size(0, 0),
        (State::Line(_), b'\r') => State::LastLineFeed,
        (State::Line(length) | State::Trailer(length), _) if length >= MAX_EXTRA => {
            return Err(Malformed);
        }
        (State::Trailer(length), b'\n') => State::Line(length + 1),
        (State::Line(length), byte) if byte != b'\n' => State::Trailer(length + 1),
        (State::Trailer(length), _) => State::Trailer(length + 1),
        (State::LastLineFeed, b'\n') => State::Done,
        _ => return Err(Malformed),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The body, how many bytes belonged to it, and whether it ended; the same byte by byte.
    fn decode(input: &[u8]) -> Result<(Vec<u8>, usize, bool), Malformed> {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        let whole = decoder
            .decode(input, &mut out)
            .map(|used| (out, used, decoder.is_done()));
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        let mut used = 0;
        let mut bytes = input.iter();
        let pieces = loop {
            let Some(byte) = bytes.next() else {
                break Ok((out, used, decoder.is_done()));
            };
            match decoder.decode(&[*byte], &mut out) {
                Ok(count) => used += count,
                Err(malformed) => break Err(malformed),
            }
        };
        assert_eq!(whole, pieces);
        whole
    }

    #[test]
    fn bodies() {
        let done = |body: &[u8], used| Ok((body.to_vec(), used, true));
        assert_eq!(decode(b"0\r\n\r\n"), done(b"", 5));
        assert_eq!(decode(b"3\r\nabc\r\n0\r\n\r\n"), done(b"abc", 13));
        assert_eq!(decode(b"3\r\nabc\r\n0\r\n\r\nGET /"), done(b"abc", 13));
        assert_eq!(
            decode(b"A;x=\"y\"\r\n0123456789\r\n00 \r\n\r\n"),
            done(b"0123456789", 28)
        );
        assert_eq!(
            decode(b"1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n"),
            done(b"x", 23)
        );
        assert_eq!(
            decode(b"5\r\n\r\n0\r\n\r\n0\r\n\r\n"),
            done(b"\r\n0\r\n", 15)
        );
        assert_eq!(decode(b"3\r\nab"), Ok((b"ab".to_vec(), 5, false)));
        assert_eq!(decode(b"1\r\nx\r\n0\r\n"), Ok((b"x".to_vec(), 9, false)));
    }

    #[test]
    fn what_is_refused() {
        let long = format!("1;{}\r\nx", "e".repeat(MAX_EXTRA + 1));
        let trailers = format!("0\r\n{}", "A: b\r\n".repeat(MAX_EXTRA));
        for input in [
            "\r\n",
            "g\r\n",
            "-1\r\n",
            "+1\r\n",
            "0x1\r\n",
            "1\nx",
            "1\rx",
            "1\r\nxx",
            "1\r\nx\n0",
            "1\r\nx\r0",
            "1 \nx",
            "00000000000000000\r\n",
            "fffffffffffffffff\r\n",
            "0\r\n\n",
            "0\r\n\rx",
            &long,
            &trailers,
        ] {
            assert_eq!(decode(input.as_bytes()), Err(Malformed), "{input:.30}");
        }
    }

    proptest! {
        #[test]
        fn what_was_encoded_comes_back(chunks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..30), 0..8), rest: Vec<u8>) {
            let mut input = Vec::new();
            for chunk in &chunks {
                input.extend(format!("{:x}\r\n", chunk.len()).bytes());
                input.extend(chunk);
                input.extend(b"\r\n");
            }
            input.extend(b"0\r\n\r\n");
            let length = input.len();
            input.extend(rest);
            prop_assert_eq!(decode(&input), Ok((chunks.concat(), length, true)));
        }

        #[test]
        fn noise_never_panics(input in "[0-9a-f;\r\nx]{0,40}") {
            let _ = decode(input.as_bytes());
        }
    }
}
