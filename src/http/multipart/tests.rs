//! Bodies whole and in pieces of every size, what is refused, and noise.

use proptest::prelude::*;

use super::*;

/// A sink that remembers, and knows when a part is open.
#[derive(Default, Debug, PartialEq)]
struct Parts {
    parts: Vec<Part>,
    open: bool,
}

#[derive(Default, Debug, PartialEq)]
struct Part {
    name: Vec<u8>,
    file_name: Option<Vec<u8>>,
    content_type: Vec<u8>,
    content: Vec<u8>,
}

impl Sink for Parts {
    type Error = MultipartError;

    fn part(&mut self, head: PartHead<'_>) -> Result<(), MultipartError> {
        assert!(!std::mem::replace(&mut self.open, true));
        self.parts.push(Part {
            name: head.name.into_owned(),
            file_name: head.file_name.map(std::borrow::Cow::into_owned),
            content_type: head.content_type.to_vec(),
            content: Vec::new(),
        });
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<(), MultipartError> {
        assert!(self.open && !bytes.is_empty());
        self.parts.last_mut().unwrap().content.extend(bytes);
        Ok(())
    }

    fn end(&mut self) -> Result<(), MultipartError> {
        assert!(std::mem::replace(&mut self.open, false));
        Ok(())
    }
}

fn parse_pieces<'a>(
    boundary: &[u8],
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<Part>, MultipartError> {
    let mut parser = Parser::new(boundary);
    let mut parts = Parts::default();
    for piece in pieces {
        parser.feed(piece, &mut parts)?;
    }
    parser.finish()?;
    assert!(!parts.open);
    Ok(parts.parts)
}

/// The same in one piece and in pieces of every size.
fn parse(boundary: &[u8], body: &[u8]) -> Result<Vec<Part>, MultipartError> {
    let whole = parse_pieces(boundary, [body]);
    for size in 1..=body.len().clamp(1, 80) {
        assert_eq!(parse_pieces(boundary, body.chunks(size)), whole, "{size}");
    }
    whole
}

fn contents(boundary: &[u8], body: &[u8]) -> Vec<Vec<u8>> {
    let parts = parse(boundary, body).unwrap();
    parts.into_iter().map(|part| part.content).collect()
}

#[test]
fn fields_and_files() {
    let body = b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n\
        --b\r\nContent-Disposition: form-data; name=f; filename=\"x.txt\"\r\nContent-Type: text/plain \r\n\r\nt\r\nw\r\n\r\n\
        --b--\r\n";
    assert_eq!(
        parse(b"b", body).unwrap(),
        [
            Part {
                name: b"a".to_vec(),
                content: b"one".to_vec(),
                ..Part::default()
            },
            Part {
                name: b"f".to_vec(),
                file_name: Some(b"x.txt".to_vec()),
                content_type: b"text/plain".to_vec(),
                content: b"t\r\nw\r\n".to_vec(),
            }
        ]
    );
}

const HEAD: &str = "Content-Disposition: form-data; name=a\r\n\r\n";

#[test]
fn a_delimiter_is_a_whole_line() {
    let body = format!(
        "--bb\r\n{HEAD}\r\n--bbx\r\n--b\r\n --bb\r\n-\r\n--bb \t\r\n{HEAD}\r\n--bb- -\r\n--bb--then anything\r\n--bb\r\n"
    );
    assert_eq!(
        contents(b"bb", body.as_bytes()),
        [
            b"\r\n--bbx\r\n--b\r\n --bb\r\n-".to_vec(),
            b"\r\n--bb- -".to_vec()
        ]
    );
}

#[test]
fn nearly_delimiters_are_content() {
    for content in [
        "",
        "\r",
        "\r\n",
        "\r\n-",
        "\r\n--",
        "\r\n--b",
        "\r\r\n--",
        "\n--bb",
        "--bb",
        "--bb--",
        "\r\n--bb-",
    ] {
        let body = format!("--bb\r\n{HEAD}{content}\r\n--bb--");
        let expected = [content.as_bytes().to_vec()];
        assert_eq!(contents(b"bb", body.as_bytes()), expected, "{content:?}");
    }
}

#[test]
fn no_part_at_all() {
    assert_eq!(parse(b"b", b"--b--").unwrap(), []);
    assert_eq!(parse(b"b", b"--b--\r\n").unwrap(), []);
}

#[test]
fn what_is_refused() {
    use MultipartError::*;
    let part = |head: &str| format!("--b\r\n{head}\r\n\r\nx\r\n--b--");
    let long = "x".repeat(MAX_NAME);
    for (body, error) in [
        (String::new(), Start),
        (String::from("preamble\r\n--b--"), Start),
        (String::from("--c--"), Start),
        (String::from("--bc\r\n"), Start),
        (String::from("--b"), Unterminated),
        (String::from("--"), Unterminated),
        (format!("--b\r\n{HEAD}x"), Unterminated),
        (format!("--b\r\n{HEAD}x\r\n--b\r\n"), Unterminated),
        (format!("--b\r\n{HEAD}x\r\n--b-"), Unterminated),
        (String::from("--b\r\nContent-Dis"), Unterminated),
        (part("Content-Type: text/plain"), Disposition),
        (part("Content-Disposition: form-data"), Disposition),
        (
            part("Content-Disposition: form-data; filename=x"),
            Disposition,
        ),
        (part("Content-Disposition: attachment; name=x"), Disposition),
        (String::from("--b\r\n\r\nx\r\n--b--"), Disposition),
        (part("no colon"), Head),
        (
            part("Content-Disposition: form-data; name=a\r\n folded"),
            Head,
        ),
        (part(&"A: b\r\n".repeat(MAX_PART_HEADERS + 1)), Head),
        (part(&format!("A: {}", "x".repeat(MAX_PART_HEAD))), Head),
        (
            part(&format!("Content-Disposition: form-data; name={long}")),
            Name,
        ),
        (
            part(&format!(
                "Content-Disposition: form-data; name=a; filename=\"{long}\""
            )),
            Name,
        ),
    ] {
        let found = parse_pieces(b"b", [body.as_bytes()]);
        assert_eq!(found, Err(error), "{body:.60}");
        assert_eq!(
            parse_pieces(b"b", body.as_bytes().chunks(1)),
            found,
            "{body:.60}"
        );
    }
}

#[test]
fn names_are_quoted_or_not() {
    let names = |parameters: &str| {
        let head = format!("CONTENT-disposition:form-data;{parameters}\r\n\r\n");
        let head = part_head(head.as_bytes()).unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (text(&head.name), head.file_name.as_deref().map(text))
    };
    let named = |name: &str, file: Option<&str>| (name.to_owned(), file.map(str::to_owned));
    assert_eq!(names("name=a"), named("a", None));
    assert_eq!(names(" name = a ; filename = b "), named("a", Some("b")));
    assert_eq!(
        names(";; x; NAME=\"a;b\";FileName=\"\""),
        named("a;b", Some(""))
    );
    assert_eq!(names(r#"name="a\"b\\c""#), named("a\"b\\c", None));
    assert_eq!(
        names(r#"name=a; filename="C:\dir\f.txt""#),
        named("a", Some(r"C:\dir\f.txt"))
    );
    assert_eq!(names(r#"name="unclosed"#), named("unclosed", None));
    assert_eq!(names(r#"name="back\"#), named(r"back\", None));
    assert_eq!(
        names("name=\"é 文\"; filename*=utf-8''x"),
        named("é 文", None)
    );
    assert_eq!(names("name=first; name=second"), named("first", None));
    assert_eq!(names("name=\"\""), named("", None));
}

#[test]
fn boundaries() {
    let found = |text: &str| boundary_of(text.as_bytes());
    let is = |boundary: &str| Some(Ok(boundary.as_bytes().to_vec()));
    assert_eq!(found("multipart/form-data; boundary=abc"), is("abc"));
    assert_eq!(
        found("Multipart/Form-Data;charset=x; BOUNDARY=\"a b\""),
        is("a b")
    );
    assert_eq!(found("multipart/form-data;boundary=a b ; x=y"), is("a b"));
    assert_eq!(found("multipart/mixed; boundary=abc"), None);
    assert_eq!(found("multipart/form-datax; boundary=abc"), None);
    assert_eq!(found(""), None);
    for bad in [
        "",
        ";",
        "; boundary",
        "; boundary=",
        "; boundary=\"\"",
        "; boundary=\"a \"",
        "; boundary=\u{e9}",
    ] {
        assert_eq!(
            found(&format!("multipart/form-data{bad}")),
            Some(Err(MultipartError::Boundary)),
            "{bad}"
        );
    }
    let of = |length: usize| {
        found(&format!(
            "multipart/form-data; boundary={}",
            "b".repeat(length)
        ))
    };
    assert_eq!(of(70), is(&"b".repeat(70)));
    assert_eq!(of(71), Some(Err(MultipartError::Boundary)));
}

#[test]
fn little_is_held_back() {
    let mut parser = Parser::new(b"boundary");
    let mut parts = Parts::default();
    parser
        .feed(format!("--boundary\r\n{HEAD}").as_bytes(), &mut parts)
        .unwrap();
    let mut fed = 0;
    for fill in [
        &b"x"[..],
        b"\r",
        b"\n",
        b"\r\n",
        b"\r\n--",
        b"\r\n--boundary!",
    ] {
        parser.feed(&fill.repeat(10_000), &mut parts).unwrap();
        fed += fill.len() * 10_000;
        assert!(fed - parts.parts[0].content.len() < 16, "{fill:?}");
    }
}

proptest! {
    #[test]
    fn what_was_written_comes_back(
        contents in proptest::collection::vec("[-\r\nbx]{0,40}", 0..4),
        size in 1..50usize,
    ) {
        // The content of a part may hold anything but a delimiter.
        prop_assume!(contents.iter().all(|content| !format!("\r\n{content}\r\n").contains("\r\n--bx")));
        let mut body = String::new();
        for content in &contents {
            body += &format!("--bx\r\n{HEAD}{content}\r\n");
        }
        body += "--bx--\r\n";
        let parts = parse_pieces(b"bx", body.as_bytes().chunks(size)).unwrap();
        let found: Vec<Vec<u8>> = parts.into_iter().map(|part| part.content).collect();
        let expected: Vec<Vec<u8>> = contents.into_iter().map(String::into_bytes).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn noise_means_the_same_in_pieces(noise in "(--b|\r\n|: |name=|Content-Disposition: form-data; name=a|x|-){0,30}", size in 1..20usize) {
        let body = format!("--b\r\n{noise}");
        prop_assert_eq!(parse_pieces(b"b", body.as_bytes().chunks(size)), parse_pieces(b"b", [body.as_bytes()]));
    }
}
