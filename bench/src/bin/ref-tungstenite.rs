//! Reference for WebSockets: tokio-tungstenite on tokio's current-thread runtime, written as its
//! documentation and an experienced user would.
//!
//! Configuration: a read buffer of 8 KiB instead of 128, all else is the default. The library clears
//! what it offers to each read and keeps it per connection, so this is what serves small messages and
//! idle connections best; the default more than doubles the cost of a small message, and makes only
//! those of 1 MB cheaper, by a tenth. Each message is sent with `send`,
//! which writes at once, as the PHP handlers do with `push`; only the greeter's first reply waits for
//! its second (`feed`, `send`). TLS is tokio-rustls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use swoole_bench::scenario::BROADCAST_PREFIX;
use swoole_bench::serve::{listen, tls};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};
use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::http::StatusCode;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, Result};

/// What WebSockets are spoken over.
trait Transport: AsyncRead + AsyncWrite + Send + Unpin + 'static {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Transport for T {}

type Socket<T> = WebSocketStream<T>;
type Sink<T> = Arc<tokio::sync::Mutex<SplitSink<Socket<T>, Message>>>;
type Clients<T> = Arc<Mutex<HashMap<u64, Sink<T>>>>;

#[derive(Clone, Copy)]
enum Room {
    Echo,
    Greeter,
    Broadcast,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    swoole_bench::sys::raise_file_limit();
    let acceptor = tls()?.map(TlsAcceptor::from);
    let listener = TcpListener::from_std(listen()?)?;
    let (clients, tls_clients) = (Clients::default(), Clients::default());
    for number in 0.. {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        // A client that goes away without a close frame is no failure of the server.
        match acceptor.clone() {
            None => {
                let clients = Arc::clone(&clients);
                tokio::spawn(async move {
                    let _ = serve(stream, number, clients).await;
                });
            }
            Some(acceptor) => {
                let clients = Arc::clone(&tls_clients);
                tokio::spawn(async move {
                    let _ = serve(acceptor.accept(stream).await?, number, clients).await;
                    Ok::<_, std::io::Error>(())
                });
            }
        }
    }
    Ok(())
}

async fn serve<T: Transport>(stream: T, number: u64, clients: Clients<T>) -> Result<()> {
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

async fn echo<T: Transport>(mut socket: Socket<T>) -> Result<()> {
    while let Some(message) = socket.next().await {
        let message = message?;
        if message.is_text() || message.is_binary() {
            socket.send(message).await?;
        }
    }
    Ok(())
}

async fn greeter<T: Transport>(mut socket: Socket<T>) -> Result<()> {
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

async fn broadcast<T: Transport>(
    socket: Socket<T>,
    number: u64,
    clients: Clients<T>,
) -> Result<()> {
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
                let sinks: Vec<Sink<T>> = clients
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
