//! Reference for clients: what a pure Rust client spends on the loops of `php/client.php`.
//!
//! `ref-client PORT hello|echo|socket SECONDS`: 64 tasks on tokio's current-thread runtime, each with a kept connection to the
//! reference server: hyper's client for `GET /hello`, tokio-tungstenite (an 8 KiB read buffer) for an echo of 16 bytes, a
//! bare `TcpStream` for the bytes of `hello`. Prints operations and CPU microseconds, as the script does.

use std::error::Error;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use swoole_bench::serve::HELLO;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::client_async_with_config;
use tungstenite::Message;
use tungstenite::protocol::WebSocketConfig;

const TASKS: usize = 64;
/// Operations between two looks at the clock.
const ROUND: usize = 64;
const PAYLOAD: &str = "0123456789abcdef";
const REQUEST: &[u8] = b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

type Failure = Box<dyn Error>;

async fn connect(port: u16) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn hello(port: u16, end: Instant) -> Result<usize, Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(connect(port).await?)).await?;
    tokio::task::spawn_local(connection);
    let mut done = 0;
    while Instant::now() < end {
        for _ in 0..ROUND {
            let request = hyper::Request::get("/hello")
                .header("Host", "127.0.0.1")
                .header("Connection", "keep-alive")
                .header("Accept-Encoding", "gzip, deflate, br")
                .body(Empty::<Bytes>::new())?;
            let response = sender.send_request(request).await?;
            let body = response.into_body().collect().await?.to_bytes();
            assert_eq!(body, HELLO);
            sender.ready().await?;
        }
        done += ROUND;
    }
    Ok(done)
}

async fn echo(port: u16, end: Instant) -> Result<usize, Failure> {
    let config = WebSocketConfig::default().read_buffer_size(8 * 1024);
    let stream = connect(port).await?;
    let (mut socket, _) =
        client_async_with_config("ws://127.0.0.1/echo", stream, Some(config)).await?;
    let mut done = 0;
    while Instant::now() < end {
        for _ in 0..ROUND {
            socket.send(Message::text(PAYLOAD)).await?;
            let message = socket.next().await.ok_or("the connection has ended")??;
            assert_eq!(message.to_text()?, PAYLOAD);
        }
        done += ROUND;
    }
    Ok(done)
}

async fn socket(port: u16, end: Instant) -> Result<usize, Failure> {
    let mut stream = connect(port).await?;
    let mut room = [0; 65_536];
    let mut done = 0;
    while Instant::now() < end {
        for _ in 0..ROUND {
            stream.write_all(REQUEST).await?;
            let count = stream.read(&mut room).await?;
            assert!(room[..count].ends_with(b"\r\n\r\nHello World"));
        }
        done += ROUND;
    }
    Ok(done)
}

/// CPU microseconds of this process' only thread.
fn cpu() -> Result<u64, Failure> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: u64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1000)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, port, what, seconds] = &arguments[..] else {
        return Err("ref-client PORT hello|echo|socket SECONDS".into());
    };
    let (port, what) = (port.parse()?, Rc::<str>::from(what.as_str()));
    let end = Instant::now() + Duration::from_secs_f64(seconds.parse()?);
    let before = cpu()?;
    let local = tokio::task::LocalSet::new();
    let done = local
        .run_until(async move {
            let tasks: Vec<_> = (0..TASKS)
                .map(|_| {
                    let what = what.clone();
                    tokio::task::spawn_local(async move {
                        match &*what {
                            "hello" => hello(port, end).await,
                            "socket" => socket(port, end).await,
                            _ => echo(port, end).await,
                        }
                    })
                })
                .collect();
            let mut done = 0;
            for task in tasks {
                done += task.await??;
            }
            Ok::<usize, Failure>(done)
        })
        .await?;
    println!("{done} {}", cpu()? - before);
    Ok(())
}
