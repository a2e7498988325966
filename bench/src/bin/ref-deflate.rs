//! Reference for compressed WebSockets: echo under permessage-deflate in Rust on tokio's current-thread runtime, with
//! the deflate library and level of the extension, and without context takeover as the extension agrees on it.
//!
//! tungstenite does not have permessage-deflate, so the frames are those of `ref-epoll`. One compressor and one
//! decompressor serve all connections: nothing is carried from one message to the next.

use std::cell::RefCell;
use std::io::{Error, Result};

use swoole_bench::deflate::{Deflate, OFFER};
use swoole_bench::serve::listen;
use swoole_bench::wire::{COMPRESSED_TEXT, head_length};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tungstenite::handshake::derive_accept_key;

#[allow(dead_code, reason = "it needs less of it")]
#[path = "ref-epoll/frame.rs"]
mod frame;

/// What a read has room for.
const READ: usize = 8 * 1024;

#[derive(Default)]
struct Shared {
    deflate: Deflate,
    message: Vec<u8>,
    compressed: Vec<u8>,
}

thread_local! {
    static SHARED: RefCell<Shared> = RefCell::default();
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    swoole_bench::sys::raise_file_limit();
    let listener = TcpListener::from_std(listen()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            // A client that goes away is no failure of the server.
            let _ = serve(stream).await;
        });
    }
}

async fn serve(mut stream: TcpStream) -> Result<()> {
    let mut input = Vec::with_capacity(READ);
    let head = loop {
        if stream.read_buf(&mut input).await? == 0 {
            return Ok(());
        }
        if let Some(length) = head_length(&input) {
            break length;
        }
    };
    let answer = handshake(&input[..head])?;
    input.drain(..head);
    stream.write_all(answer.as_bytes()).await?;

    let mut output = Vec::new();
    loop {
        let mut used = 0;
        output.clear();
        while let Some(header) = frame::parse(&input[used..])
            && header.total() <= input.len() - used
        {
            let whole = &mut input[used..used + header.total()];
            used += whole.len();
            frame::unmask(&mut whole[header.header..], header.mask);
            SHARED.with_borrow_mut(|shared| echo(&whole[header.header..], shared, &mut output))?;
        }
        input.drain(..used);
        if !output.is_empty() {
            stream.write_all(&output).await?;
        }
        input.reserve(READ);
        if stream.read_buf(&mut input).await? == 0 {
            return Ok(());
        }
    }
}

/// Inflates a message, checks that it is text, compresses it and appends its frame.
fn echo(payload: &[u8], shared: &mut Shared, output: &mut Vec<u8>) -> Result<()> {
    let wrong = |error: swoole_bench::error::Error| Error::other(error.to_string());
    shared
        .deflate
        .inflate(payload, &mut shared.message)
        .map_err(wrong)?;
    std::str::from_utf8(&shared.message).map_err(Error::other)?;
    shared
        .deflate
        .compress(&shared.message, &mut shared.compressed)
        .map_err(wrong)?;
    frame::push(output, COMPRESSED_TEXT, &[&shared.compressed]);
    Ok(())
}

fn handshake(head: &[u8]) -> Result<String> {
    let name = b"Sec-WebSocket-Key: ";
    let at = memchr::memmem::find(head, name).ok_or_else(|| Error::other("no key"))? + name.len();
    let end = memchr::memchr(b'\r', &head[at..]).ok_or_else(|| Error::other("no key"))?;
    let accept = derive_accept_key(&head[at..at + end]);
    Ok(format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Extensions: {OFFER}\r\n\r\n"
    ))
}
