//! The message compressed last, found again by content: a broadcast by a loop over its receivers builds an equal
//! string for each of them, and compresses once.

use std::rc::Rc;

/// A buffer larger than this is not kept for the next message.
const KEEP: usize = 1024 * 1024;

/// How a message is compressed: what is the same for all who agreed on the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// 1–9.
    pub level: u8,
    /// log2 of the window, 9–15.
    pub window_bits: u8,
}

/// The last payload, and its compressed form for each format that was asked for.
#[derive(Debug)]
pub struct Recent<P> {
    payload: Option<P>,
    forms: Vec<(Format, Rc<Vec<u8>>)>,
    spare: Vec<u8>,
}

impl<P> Default for Recent<P> {
    fn default() -> Self {
        Self {
            payload: None,
            forms: Vec::new(),
            spare: Vec::new(),
        }
    }
}

impl<P: AsRef<[u8]> + Clone> Recent<P> {
    /// The compressed form of `payload`: the one there is, or what `compress` writes.
    pub fn get(
        &mut self,
        payload: &P,
        format: Format,
        compress: impl FnOnce(&[u8], &mut Vec<u8>),
    ) -> Rc<Vec<u8>> {
        if self
            .payload
            .as_ref()
            .is_some_and(|last| same(last, payload))
        {
            if let Some((_, form)) = self.forms.iter().find(|(known, _)| *known == format) {
                return form.clone();
            }
        } else {
            self.forget();
            self.payload = Some(payload.clone());
        }
        let mut out = std::mem::take(&mut self.spare);
        compress(payload.as_ref(), &mut out);
        let form = Rc::new(out);
        self.forms.push((format, form.clone()));
        form
    }

    /// Lets go of the payload and its forms.
    pub fn forget(&mut self) {
        self.payload = None;
        for (_, form) in self.forms.drain(..) {
            // Still waiting for a slow receiver: then it is not ours to write to.
            if let Ok(mut buffer) = Rc::try_unwrap(form)
                && buffer.capacity() <= KEEP
            {
                buffer.clear();
                self.spare = buffer;
            }
        }
    }
}

/// Whether two payloads are the same string, or equal.
fn same<P: AsRef<[u8]>>(a: &P, b: &P) -> bool {
    let (a, b) = (a.as_ref(), b.as_ref());
    a.len() == b.len() && (std::ptr::eq(a, b) || a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMAT: Format = Format {
        level: 6,
        window_bits: 15,
    };
    const SMALL: Format = Format {
        level: 6,
        window_bits: 10,
    };

    /// Counts how often something is compressed; the form tells the count and the format.
    struct Counting {
        recent: Recent<Vec<u8>>,
        compressions: usize,
    }

    impl Counting {
        fn get(&mut self, payload: &str, format: Format) -> Rc<Vec<u8>> {
            let count = &mut self.compressions;
            self.recent
                .get(&payload.as_bytes().to_vec(), format, |bytes, out| {
                    *count += 1;
                    assert!(out.is_empty());
                    out.extend_from_slice(bytes);
                    out.push(format.window_bits);
                })
        }
    }

    fn counting() -> Counting {
        Counting {
            recent: Recent::default(),
            compressions: 0,
        }
    }

    #[test]
    fn a_thousand_equal_strings_are_compressed_once() {
        let mut counting = counting();
        for receiver in 0..1000 {
            // As the documented loop does it: a new string for each receiver.
            let form = counting.get(&format!("Server: {}", "hello"), FORMAT);
            assert_eq!(*form, b"Server: hello\x0f", "receiver {receiver}");
        }
        assert_eq!(counting.compressions, 1);
        counting.get("Server: other", FORMAT);
        counting.get("Server: hello", FORMAT);
        assert_eq!(counting.compressions, 3);
    }

    #[test]
    fn once_for_each_agreement_however_they_alternate() {
        let mut counting = counting();
        for receiver in 0..1000 {
            let format = if receiver % 3 == 0 { SMALL } else { FORMAT };
            let form = counting.get("to all", format);
            assert_eq!(form.last(), Some(&format.window_bits));
        }
        assert_eq!(counting.compressions, 2);
    }

    #[test]
    fn a_form_that_still_waits_is_left_alone() {
        let mut counting = counting();
        let waiting = counting.get("first", FORMAT);
        counting.get("second", FORMAT);
        counting.get("third", FORMAT);
        assert_eq!(*waiting, b"first\x0f");
    }
}
