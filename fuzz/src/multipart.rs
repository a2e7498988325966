//! Multipart bodies. Input: two bytes that choose the cuts, a Content-Type up to the first line break, then the body.
//!
//! - How the body is cut into pieces changes nothing.
//! - The contents are what stands between the delimiters, read literally; there is a part for each.
//! - Names are below their limit, and only one part is open at a time.

use swoole::http::multipart::{MAX_NAME, MultipartError, Parser, PartHead, Sink, boundary_of};

use crate::input::{cut, short};

/// A part's name, file name, type and content.
type Part = (Vec<u8>, Option<Vec<u8>>, Vec<u8>, Vec<u8>);

#[derive(Debug, Default, PartialEq)]
struct Parts {
    parts: Vec<Part>,
    open: bool,
}

impl Sink for Parts {
    type Error = MultipartError;

    fn part(&mut self, head: PartHead<'_>) -> Result<(), MultipartError> {
        assert!(!self.open, "a part inside a part");
        assert!(head.name.len() < MAX_NAME);
        let file_name = head.file_name.map(|name| name.into_owned());
        assert!(file_name.as_ref().is_none_or(|name| name.len() < MAX_NAME));
        let content_type = head.content_type.to_vec();
        self.parts
            .push((head.name.into_owned(), file_name, content_type, Vec::new()));
        self.open = true;
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<(), MultipartError> {
        assert!(self.open && !bytes.is_empty());
        if let Some((.., content)) = self.parts.last_mut() {
            content.extend(bytes);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), MultipartError> {
        assert!(self.open);
        self.open = false;
        Ok(())
    }
}

/// See the module.
pub fn run(mut data: &[u8]) {
    let seed = short(&mut data);
    let mut halves = data.splitn(2, |byte| *byte == b'\n');
    let content_type = halves.next().unwrap_or_default();
    let body = halves.next().unwrap_or_default();
    let Some(Ok(boundary)) = boundary_of(content_type) else {
        return;
    };
    assert!((1..=70).contains(&boundary.len()));

    let whole = read(&boundary, [body]);
    assert_eq!(read(&boundary, body.chunks(1)), whole, "byte by byte");
    assert_eq!(read(&boundary, cut(body, seed, 40)), whole, "in pieces");
    let (parts, result) = whole;
    match result {
        Ok(()) => {
            assert!(!parts.open);
            assert_eq!(contents(&parts), literally(&boundary, body));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn read<'a>(
    boundary: &[u8],
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Parts, Result<(), MultipartError>) {
    let mut parser = Parser::new(boundary);
    let mut parts = Parts::default();
    for piece in pieces {
        if let Err(error) = parser.feed(piece, &mut parts) {
            return (parts, Err(error));
        }
    }
    let result = parser.finish();
    (parts, result)
}

fn contents(parts: &Parts) -> Vec<&[u8]> {
    parts
        .parts
        .iter()
        .map(|(.., content)| &content[..])
        .collect()
}

/// What stands between an empty line after one delimiter and the next delimiter, up to the closing one.
fn literally<'a>(boundary: &[u8], body: &'a [u8]) -> Vec<&'a [u8]> {
    let dashed = [b"--", boundary].concat();
    let mut contents = Vec::new();
    // Where the content of the part in progress begins; none before the first delimiter.
    let mut content: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let line_begins = at == 0 || (at >= 2 && &body[at - 2..at] == b"\r\n");
        // The line break before a delimiter is part of it: it cannot be the one that ends a head.
        let free = content.is_none_or(|start| at >= start + 2);
        if line_begins && free && body[at..].starts_with(&dashed) {
            let after = &body[at + dashed.len()..];
            let padding = after
                .iter()
                .take(64)
                .take_while(|byte| matches!(byte, b' ' | b'\t'))
                .count();
            let closes = after.starts_with(b"--");
            if closes || after[padding..].starts_with(b"\r\n") {
                if let Some(start) = content {
                    contents.push(&body[start..at - 2]);
                }
                if closes {
                    return contents;
                }
                at += dashed.len() + padding + 2;
                let head = &body[at..];
                let length = if head.starts_with(b"\r\n") {
                    Some(2)
                } else {
                    head.windows(4)
                        .position(|four| four == b"\r\n\r\n")
                        .map(|end| end + 4)
                };
                at += length.expect("every part that was taken has a head");
                content = Some(at);
                continue;
            }
        }
        at += 1;
    }
    contents
}
