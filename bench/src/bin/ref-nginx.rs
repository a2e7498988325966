//! nginx as this benchmark's server: writes its configuration and becomes it.
//!
//! One process that does everything (`master_process off`), which the driver keeps on one core, so that what the process
//! uses is what serving costs. `sendfile` on, no log; all else is nginx's default.

use std::fmt::Write as _;
use std::io::{Error, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::Command;

use swoole_bench::serve::{CERTIFICATES, FILES, HELLO, HELLO_TYPE, HTTP2};

fn main() -> std::io::Result<()> {
    // A free port: nobody else on this machine should take it before nginx does.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port();
    // Beside this program: what is there when nginx is killed is found again the next time.
    let folder = std::env::current_exe()?.with_file_name("nginx");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration(port))?;
    println!("listening {port}");
    std::io::stdout().flush()?;
    // Returns only when it cannot.
    Err(Command::new("nginx")
        .args(["-e", "stderr", "-p"])
        .arg(&folder)
        .arg("-c")
        .arg(file)
        .exec())
    .map_err(|reason: Error| Error::other(format!("nginx: {reason}")))
}

fn configuration(port: u16) -> String {
    let mut tls = String::new();
    let mut listen = format!("127.0.0.1:{port}");
    if let Some(folder) = std::env::var_os(CERTIFICATES) {
        let folder = folder.display();
        listen += " ssl";
        let _ = write!(
            tls,
            "ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem; ssl_protocols TLSv1.3;"
        );
    }
    if std::env::var_os(HTTP2).is_some() {
        listen += " http2";
    }
    let files = std::env::var_os(FILES).unwrap_or_else(|| ".".into());
    format!(
        "daemon off; master_process off; worker_processes 1; pid nginx.pid;
        events {{ worker_connections 16384; }}
        http {{
            access_log off; sendfile on; keepalive_requests 1000000000;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            default_type {HELLO_TYPE};
            server {{
                listen {listen}; {tls}
                root {files};
                location = /hello {{ return 200 '{HELLO}'; }}
            }}
        }}
        ",
        files = files.display(),
    )
}
