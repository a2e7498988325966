//! Reference for plain HTTP: hyper's servers for HTTP/1 and, in clear, HTTP/2 on tokio's current-thread runtime, in their
//! default configuration, answering as the PHP script does. TLS is tokio-rustls.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::LazyLock;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use swoole_bench::serve::{HELLO, HELLO_TYPE, HTTP2, JSON_TYPE, json, listen, tls};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

static ORDERS: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(json()));

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    swoole_bench::sys::raise_file_limit();
    let is_http2 = std::env::var_os(HTTP2).is_some();
    let acceptor = tls()?.map(TlsAcceptor::from);
    let listener = TcpListener::from_std(listen()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        match acceptor.clone() {
            None if is_http2 => {
                tokio::spawn(
                    http2::Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(stream), service_fn(answer)),
                );
            }
            None => {
                tokio::spawn(serve(stream));
            }
            Some(acceptor) => {
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream).await;
                    }
                });
            }
        }
    }
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin) {
    // A client that goes away is no failure of the server.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service_fn(answer))
        .await;
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (body, media_type) = match request.uri().path() {
        "/hello" => (Bytes::from_static(HELLO.as_bytes()), HELLO_TYPE),
        "/json" => (ORDERS.clone(), JSON_TYPE),
        "/form" => (name_of(request).await, HELLO_TYPE),
        _ => {
            let mut response = Response::default();
            *response.status_mut() = StatusCode::NOT_FOUND;
            return Ok(response);
        }
    };
    let mut response = Response::new(Full::new(body));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    Ok(response)
}

/// The field `name` of the form that is posted: all fields are taken apart, as PHP does.
async fn name_of(request: Request<Incoming>) -> Bytes {
    let Ok(body) = request.into_body().collect().await else {
        return Bytes::new();
    };
    let body = body.to_bytes();
    let fields: HashMap<_, _> = form_urlencoded::parse(&body).collect();
    fields
        .get("name")
        .map_or_else(Bytes::new, |name| Bytes::copy_from_slice(name.as_bytes()))
}
