//! Settings of TLS: Swoole's `ssl_*`, and which of them mean nothing to rustls.

use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;

use crate::error::code;
use crate::log::{self, Level};
use crate::net::tls::{Certificate, ClientCheck, ConfigError, Options};
use crate::zend::array::Key;
use crate::zend::{Array, PhpString, Value};

use super::given::{Given, unusable};

/// `SWOOLE_SSL_TLSv1_2`.
const TLS_1_2: i64 = 32;
/// `SWOOLE_SSL_TLSv1_3`.
const TLS_1_3: i64 = 64;
/// `ssl_handshake_timeout` when it is not set.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// ALPN's name of HTTP/2.
const HTTP_2: &[u8] = b"h2";
/// ALPN's name of HTTP/1.1.
const HTTP_1_1: &[u8] = b"http/1.1";

/// How a server that encrypts is to do it.
#[derive(Debug)]
pub struct Tls {
    /// Certificates, protocols, ciphers.
    pub options: Options,
    /// How long a client may take for the handshake (`ssl_handshake_timeout`).
    pub handshake_timeout: Duration,
}

/// Reads the settings. `None`: the server does not encrypt.
///
/// # Errors
///
/// Without a certificate there is no TLS.
pub(super) fn read(given: &Given<'_>) -> Option<Result<Tls, ConfigError>> {
    // All are asked for, so that none is called unknown.
    let on = given.flag("open_ssl", false);
    let certificate = path(given.value("ssl_cert_file"));
    let key = path(given.value("ssl_key_file"));
    let passphrase = text(given.value("ssl_passphrase"))
        .filter(|passphrase| !passphrase.is_empty())
        .map(|passphrase| passphrase.to_vec());
    let named = given.value("ssl_sni_certs");
    let protocols = given.value("ssl_protocols");
    let ciphers = list(given, "ssl_ciphers");
    let curves = list(given, "ssl_ecdh_curve");
    let prefer_own_order = given.flag("ssl_prefer_server_ciphers", false);
    let client = client_check(given);
    let handshake_timeout = seconds(given, "ssl_handshake_timeout", HANDSHAKE_TIMEOUT);
    // Without TLS a client that knows speaks HTTP/2 anyway (spec §1.10).
    let http2 = given.flag("open_http2_protocol", false);
    report_meaningless(given);
    if !on {
        if certificate.is_some() || key.is_some() {
            log::write(
                Level::Warning,
                "ssl_cert_file and ssl_key_file have no effect: open_ssl is off, the server does not encrypt",
            );
        }
        return None;
    }
    if client.is_none() && names_authorities(given) {
        log::write(
            Level::Warning,
            "ssl_cafile, ssl_capath and ssl_client_cert_file have no effect without ssl_verify_peer: no client is asked for a certificate",
        );
    }
    let Some(certificate) = certificate else {
        return Some(Err(missing("ssl_cert_file is not set")));
    };
    let Some(key) = key else {
        return Some(Err(missing("ssl_key_file is not set")));
    };
    let (tls12, tls13) = versions(protocols.as_ref());
    let named = match named
        .as_ref()
        .map(|named| by_name(named, passphrase.as_ref()))
    {
        None => Vec::new(),
        Some(Ok(named)) => named,
        Some(Err(error)) => return Some(Err(error)),
    };
    Some(Ok(Tls {
        options: Options {
            certificate: Certificate {
                certificate,
                key,
                passphrase,
            },
            named,
            tls12,
            tls13,
            ciphers,
            prefer_own_order,
            curves,
            client,
            protocols: if http2 {
                vec![HTTP_2.to_vec(), HTTP_1_1.to_vec()]
            } else {
                vec![HTTP_1_1.to_vec()]
            },
        },
        handshake_timeout,
    }))
}

fn missing(text: impl Into<String>) -> ConfigError {
    ConfigError {
        errno: code::SSL_CREATE_CONTEXT_FAILED,
        text: text.into(),
    }
}

fn text(value: Option<Value>) -> Option<PhpString> {
    value.and_then(|value| value.to_string())
}

fn path(value: Option<Value>) -> Option<PathBuf> {
    let path = text(value).filter(|path| !path.is_empty())?;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(&path)))
}

/// A list of names; the empty one is none.
fn list(given: &Given<'_>, name: &'static str) -> Option<String> {
    let value = given.value(name)?;
    if value.as_array().is_some() {
        unusable(name, &value, "a list of names in one text");
        return None;
    }
    text(Some(value))
        .map(|list| list.to_text())
        .filter(|list| !list.trim().is_empty())
}

/// Whether it is an integer, or text that is one.
fn is_whole(value: &Value) -> bool {
    match value.as_string() {
        Some(text) => text.to_text().trim().parse::<i64>().is_ok(),
        None => value.as_array().is_none(),
    }
}

/// Whether somebody is named whose certificates are good.
fn names_authorities(given: &Given<'_>) -> bool {
    ["ssl_cafile", "ssl_capath", "ssl_client_cert_file"]
        .into_iter()
        .any(|name| given.value(name).is_some_and(|value| value.is_truthy()))
}

fn seconds(given: &Given<'_>, name: &'static str, default: Duration) -> Duration {
    let Some(value) = given.value(name) else {
        return default;
    };
    match Duration::try_from_secs_f64(value.to_double()) {
        Ok(time) if !time.is_zero() => time,
        _ => {
            unusable(name, &value, "a number of seconds above 0");
            default
        }
    }
}

/// `ssl_protocols`: a sum of bits; 0 is all there is.
fn versions(protocols: Option<&Value>) -> (bool, bool) {
    if let Some(value) = protocols.filter(|value| !is_whole(value)) {
        unusable(
            "ssl_protocols",
            value,
            "a sum of SWOOLE_SSL_TLSv1_2 and SWOOLE_SSL_TLSv1_3",
        );
        return (true, true);
    }
    let bits = protocols.map_or(0, Value::to_long);
    if bits == 0 {
        return (true, true);
    }
    if bits & !(TLS_1_2 | TLS_1_3) != 0 {
        log::write(
            Level::Warning,
            "ssl_protocols: only TLS 1.2 and TLS 1.3 are available, the older ones are left out",
        );
    }
    (bits & TLS_1_2 != 0, bits & TLS_1_3 != 0)
}

/// `ssl_sni_certs`: server name => the settings of its certificate.
fn by_name(
    named: &Value,
    passphrase: Option<&Vec<u8>>,
) -> Result<Vec<(String, Certificate)>, ConfigError> {
    let wrong = || {
        missing(
            "ssl_sni_certs must be an array: server name => ['ssl_cert_file' => ..., 'ssl_key_file' => ...]",
        )
    };
    let mut all = Vec::new();
    for (name, files) in named.as_array().ok_or_else(wrong)?.iter() {
        let (Key::Name(name), Some(files)) = (name, files.as_array()) else {
            return Err(wrong());
        };
        let name = name.to_text();
        let file = |setting: &str| {
            path(files.get(setting.as_bytes()))
                .ok_or_else(|| missing(format!("ssl_sni_certs[{name}]: {setting} is not set")))
        };
        let own = text(files.get(b"ssl_passphrase")).map(|own| own.to_vec());
        let certificate = Certificate {
            certificate: file("ssl_cert_file")?,
            key: file("ssl_key_file")?,
            passphrase: own.or_else(|| passphrase.cloned()),
        };
        all.push((name, certificate));
    }
    Ok(all)
}

fn client_check(given: &Given<'_>) -> Option<ClientCheck> {
    let on = given.flag("ssl_verify_peer", false);
    let authorities = path(given.value("ssl_cafile"));
    let of_async_server = path(given.value("ssl_client_cert_file"));
    let directory = path(given.value("ssl_capath"));
    let allow_self_signed = given.flag("ssl_allow_self_signed", false);
    let depth = given.value("ssl_verify_depth").and_then(|value| {
        let depth = usize::try_from(value.to_long()).ok();
        let depth = depth.filter(|_| is_whole(&value));
        if depth.is_none() {
            unusable("ssl_verify_depth", &value, "a whole number of 0 or more");
        }
        depth
    });
    on.then(|| ClientCheck {
        authorities: authorities.or(of_async_server),
        directory,
        allow_self_signed,
        depth,
    })
}

/// Says which settings there are that nothing can be done for.
fn report_meaningless(given: &Given<'_>) {
    let wants = |name: &'static str| given.value(name).filter(|value| value.is_truthy());
    let compress = wants("ssl_compress").is_some()
        || given
            .value("ssl_disable_compression")
            .is_some_and(|value| !value.is_truthy());
    if compress {
        log::write(
            Level::Warning,
            "TLS does not compress here: it would give secrets away (CRIME)",
        );
    }
    if wants("ssl_dhparam").is_some() {
        log::write(
            Level::Warning,
            "ssl_dhparam has no effect: key exchange is always by elliptic curves",
        );
    }
    if wants("ssl_host_name").is_some() {
        log::write(
            Level::Warning,
            "ssl_host_name has no effect: it is for clients",
        );
    }
}

/// TLS of an accepted connection that is not a server's of ours, by the settings of its socket: no ALPN.
///
/// # Errors
///
/// A file that is missing or wrong.
pub fn of_socket(settings: Option<&Array>) -> Result<(Arc<ServerConfig>, Duration), ConfigError> {
    let mut settings = settings.cloned().unwrap_or(Array::empty());
    settings.set(&PhpString::new(b"open_ssl"), true);
    let tls = read(&Given::new(Some(&settings)));
    let mut tls = tls.unwrap_or_else(|| Err(missing("TLS is off")))?;
    tls.options.protocols.clear();
    let config = tls
        .options
        .build(|warning| log::write(Level::Warning, &warning))?;
    Ok((config, tls.handshake_timeout))
}

/// [`read`] for a server that runs already.
pub fn reread(settings: Option<&Array>) -> Option<Result<Tls, ConfigError>> {
    read(&Given::new(settings))
}
