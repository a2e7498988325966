//! Responses as a server may cut them up, and what is refused.

use super::*;

#[derive(Default, Debug, PartialEq, Eq)]
struct Collected {
    status: u16,
    names: Vec<String>,
    body: Vec<u8>,
}

impl Sink for Collected {
    fn head(&mut self, status: u16, headers: &[Header<'_>]) {
        self.status = status;
        self.names
            .extend(headers.iter().map(|header| header.name.to_owned()));
    }

    fn body(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.body.extend_from_slice(bytes);
        if self.body.len() > 100 {
            return Err(Refused);
        }
        Ok(())
    }
}

/// The outcome of feeding it whole, which has to be that of feeding it in pieces of every size.
fn read(asked: Asked, input: &[u8]) -> Result<(Collected, Reader, usize), ReadError> {
    let mut whole = None;
    for size in (1..=input.len()).rev() {
        let mut reader = Reader::new(asked);
        let mut sink = Collected::default();
        let mut used = 0;
        let mut failed = None;
        for piece in input.chunks(size) {
            match reader.feed(piece, &mut sink) {
                Ok(count) => used += count,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            if reader.is_done() {
                break;
            }
        }
        match &whole {
            None => whole = Some((failed, sink, reader, used)),
            Some((expected, collected, _, consumed)) => {
                assert_eq!(&failed, expected, "in pieces of {size}");
                if failed.is_none() {
                    assert_eq!(&sink, collected);
                    assert_eq!(used, *consumed);
                }
            }
        }
    }
    let (failed, sink, reader, used) = whole.unwrap();
    failed.map_or(Ok((sink, reader, used)), Err)
}

#[test]
fn a_length_says_where_the_body_ends() {
    let (sink, reader, used) = read(
        Asked::Other,
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A: b\r\n\r\nabcHTTP/1.1",
    )
    .unwrap();
    assert_eq!((sink.status, &sink.body[..]), (200, &b"abc"[..]));
    assert_eq!(sink.names, ["Content-Length", "X-A"]);
    assert!(reader.is_done() && reader.keeps_alive());
    assert_eq!(used, 49);
}

#[test]
fn chunks() {
    let (sink, reader, _) = read(
        Asked::Other,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n",
    )
    .unwrap();
    assert_eq!(sink.body, b"abcde");
    assert!(reader.is_done() && reader.keeps_alive());
}

#[test]
fn without_a_length_the_connection_ends_the_body() {
    let (sink, mut reader, _) = read(Asked::Other, b"HTTP/1.1 200 OK\r\n\r\nabc").unwrap();
    assert!(!reader.is_done() && !reader.keeps_alive());
    assert!(reader.end());
    assert_eq!(sink.body, b"abc");
    let (_, mut reader, _) = read(
        Asked::Other,
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    )
    .unwrap();
    assert!(!reader.end());
    assert!(!Reader::new(Asked::Other).end());
}

#[test]
fn responses_without_a_body() {
    let length = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    assert!(read(Asked::Head, length).unwrap().1.is_done());
    assert!(
        read(Asked::Connect, b"HTTP/1.1 200 OK\r\n\r\n\x16")
            .unwrap()
            .1
            .is_done()
    );
    for status in ["101 a", "204 a", "304 a"] {
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\n");
        assert!(
            read(Asked::Other, head.as_bytes()).unwrap().1.is_done(),
            "{status}"
        );
    }
    assert!(!read(Asked::Other, length).unwrap().1.is_done());
}

#[test]
fn interim_responses_are_passed_over() {
    let (sink, reader, _) = read(
        Asked::Other,
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
    )
    .unwrap();
    assert_eq!((sink.status, sink.names.len()), (204, 0));
    assert!(reader.is_done());
}

#[test]
fn which_connections_stay() {
    let stays = |head: &str| {
        let input = format!("{head}Content-Length: 0\r\n\r\n");
        read(Asked::Other, input.as_bytes())
            .unwrap()
            .1
            .keeps_alive()
    };
    assert!(stays("HTTP/1.1 200 OK\r\n"));
    assert!(!stays("HTTP/1.0 200 OK\r\n"));
    assert!(stays("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n"));
    assert!(!stays("HTTP/1.1 200 OK\r\nConnection: foo, Close\r\n"));
    assert!(!stays("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"));
}

#[test]
fn lies_and_garbage_are_refused() {
    for input in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3, 4\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x15\x03\x01\x00\x02\x02\x16",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ] {
        assert_eq!(
            read(Asked::Other, input).err(),
            Some(ReadError::Malformed),
            "{}",
            String::from_utf8_lossy(input)
        );
    }
    // The same twice is no contradiction.
    let twice = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na";
    assert!(read(Asked::Other, twice).unwrap().1.is_done());
}

#[test]
fn heads_have_limits() {
    let mut reader = Reader::new(Asked::Other);
    let mut sink = Collected::default();
    reader.feed(b"HTTP/1.1 200 OK\r\n", &mut sink).unwrap();
    let line = [b'x'; 1000];
    let failed = (0..66).find_map(|_| reader.feed(&line, &mut sink).err());
    assert_eq!(failed, Some(ReadError::Malformed));

    let with = |count: usize| {
        let mut head = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n".to_vec();
        (0..count).for_each(|_| head.extend_from_slice(b"a: b\r\n"));
        head.extend_from_slice(b"\r\n");
        Reader::new(Asked::Other).feed(&head, &mut Collected::default())
    };
    assert!(with(40).is_ok() && with(1000).is_ok());
    assert_eq!(with(2000), Err(ReadError::Malformed));
}

#[test]
fn the_sink_may_refuse() {
    let mut input = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n".to_vec();
    input.extend_from_slice(&[b'x'; 500]);
    assert_eq!(read(Asked::Other, &input).err(), Some(ReadError::Refused));
}
