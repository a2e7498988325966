//! Reference for WebSockets: tokio-tungstenite on tokio's current-thread runtime, written as its
//! documentation and an experienced user would.
//!
//! Configuration: a read buffer of 8 KiB instead of 128, all else is the default. The library clears
//! what it offers to each read and keeps it per connection, so this is what serves small messages and
//! idle connections best; the default more than doubles the cost of a small message, and makes only
//! those of 1 MB cheaper, by a tenth. Each message is sent with `send`,
//! which writes at once, as the PHP handlers do with `push`; only the greeter's first reply waits for
//! its second (`feed`, `send`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use swoole_bench::scenario::BROADCAST_PREFIX;
use swoole_bench::serve::listen;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};
use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::http::StatusCode;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, Result};

type Socket = WebSocketStream<TcpStream>;
type Sink = Arc<tokio::sync::Mutex<SplitSink<Socket, Message>>>;
type Clients = Arc<Mutex<HashMap<u64, Sink>>>;

#[derive(Clone, Copy)]
enum Room {
    Echo,
    Greeter,
    Broadcast,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    swoole_bench::sys::raise_file_limit();
    let listener = TcpListener::from_std(listen()?)?;
    let clients = Clients::default();
    for number in 0.. {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let clients = Arc::clone(&clients);
        tokio::spawn(async move {
            // A client that goes away without a close frame is no failure of the server.
            let _ = serve(stream, number, clients).await;
        });
    }
    Ok(())
}

async fn serve(stream: TcpStream, number: u64, clients: Clients) -> Result<()> {
    let mut room = Room::Echo;
    // The refusal's type is the library's choice.
    #[allow(clippy::result_large_err)]
    let choose =
        |request: &Request, response: Response| -> std::result::Result<Response, ErrorResponse> {
            room = match request.uri().path() {
                "/echo" => Room::Echo,
                "/greeter" => Room::Greeter,
                "/broadcast" => Room::Broadcast,
                _ => {
                    let mut refusal = ErrorResponse::new(None);
                    *refusal.status_mut() = StatusCode::NOT_FOUND;
                    return Err(refusal);
                }
            };
            Ok(response)
        };
    let config = WebSocketConfig::default().read_buffer_size(8 * 1024);
    let socket = accept_hdr_async_with_config(stream, choose, Some(config)).await?;
    match room {
        Room::Echo => echo(socket).await,
        Room::Greeter => greeter(socket).await,
        Room::Broadcast => broadcast(socket, number, clients).await,
    }
}

async fn echo(mut socket: Socket) -> Result<()> {
    while let Some(message) = socket.next().await {
        let message = message?;
        if message.is_text() || message.is_binary() {
            socket.send(message).await?;
        }
    }
    Ok(())
}

async fn greeter(mut socket: Socket) -> Result<()> {
    while let Some(message) = socket.next().await {
        if let Message::Text(name) = message? {
            socket.feed(Message::text(format!("Hello {name}!"))).await?;
            socket
                .send(Message::text(format!("How are you, {name}?")))
                .await?;
        }
    }
    Ok(())
}

async fn broadcast(socket: Socket, number: u64, clients: Clients) -> Result<()> {
    let (sink, mut stream) = socket.split();
    clients
        .lock()
        .expect("no holder panics")
        .insert(number, Arc::new(tokio::sync::Mutex::new(sink)));
    let mut result = Ok(());
    while let Some(message) = stream.next().await {
        match message {
            Ok(Message::Text(text)) => {
                // One string, shared by all deliveries.
                let message = Message::text(format!("{BROADCAST_PREFIX}{text}"));
                let sinks: Vec<Sink> = clients
                    .lock()
                    .expect("no holder panics")
                    .values()
                    .cloned()
                    .collect();
                for sink in sinks {
                    // A receiver that is gone is its own task's business.
                    let _ = sink.lock().await.send(message.clone()).await;
                }
            }
            Ok(_) => {}
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    clients.lock().expect("no holder panics").remove(&number);
    result
}
