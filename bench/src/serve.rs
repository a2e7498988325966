//! What the reference servers share: how a server is started and says where it listens.

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};

/// Listens on the loopback port given as the first argument (0 or nothing: a free one) and prints
/// `listening PORT`, as every server of this benchmark does.
pub fn listen() -> std::io::Result<TcpListener> {
    let port = match std::env::args().nth(1) {
        Some(port) => port.parse().map_err(std::io::Error::other)?,
        None => 0,
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening {}", listener.local_addr()?.port())?;
    stdout.flush()?;
    Ok(listener)
}

/// The body and type of `/hello`.
pub const HELLO: &str = "Hello World";
/// See [`HELLO`].
pub const HELLO_TYPE: &str = "text/html";

/// The type of `/json` and its body: 512 bytes.
pub const JSON_TYPE: &str = "application/json";

/// See [`JSON_TYPE`].
pub fn json() -> Vec<u8> {
    let mut text = String::from(
        r#"{"id":4711,"state":"paid","customer":{"name":"Jane Doe","city":"Riga"},"items":["#,
    );
    for item in 0..7 {
        text += &format!(r#"{{"sku":"A-{item}","price":{item}9.95,"count":{item}}},"#);
    }
    text.pop();
    text += r#"],"note":""#;
    while text.len() + 2 < 512 {
        text.push('.');
    }
    text += "\"}";
    text.into_bytes()
}
