//! What the servers share: how one is started and says where it listens, what it answers and encrypts with.

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The variable of the environment that names the folder of `cert.pem` and `key.pem`, when a server is to speak TLS.
pub const CERTIFICATES: &str = "BENCH_CERTIFICATES";
/// The variable of the environment that names the folder of the files to serve.
pub const FILES: &str = "BENCH_FILES";

/// The variable that is set when a server is to speak HTTP/2, in clear and with prior knowledge.
pub const HTTP2: &str = "BENCH_HTTP2";

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

/// What a server over rustls encrypts with, in its default configuration; `None` when it is to speak in clear.
pub fn tls() -> std::io::Result<Option<Arc<ServerConfig>>> {
    let Some(folder) = std::env::var_os(CERTIFICATES).map(PathBuf::from) else {
        return Ok(None);
    };
    let other = std::io::Error::other::<rustls::Error>;
    let certificate =
        CertificateDer::from_pem_file(folder.join("cert.pem")).map_err(std::io::Error::other)?;
    let key =
        PrivateKeyDer::from_pem_file(folder.join("key.pem")).map_err(std::io::Error::other)?;
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .map_err(other)?;
    Ok(Some(Arc::new(config)))
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
