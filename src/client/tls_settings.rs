//! The `ssl_*` settings of clients.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::ClientConfig;

use crate::error::code;
use crate::log::{self, Level};
use crate::net::tls::{Certificate, ClientOptions, ConfigError, ServerCheck};
use crate::zend::{Array, PhpString};

/// `SWOOLE_SSL_TLSv1_2`.
const TLS_1_2: i64 = 32;
/// `SWOOLE_SSL_TLSv1_3`.
const TLS_1_3: i64 = 64;

/// Configurations that are kept for the clients to come, which resume each other's sessions with them.
const MOST_KEPT: usize = 8;

thread_local! {
    static KEPT: RefCell<Vec<(ClientOptions, Arc<ClientConfig>)>> = const { RefCell::new(Vec::new()) };
}

fn text(settings: Option<&Array>, name: &str) -> Option<PhpString> {
    settings?
        .get(name.as_bytes())
        .and_then(|value| value.to_string())
        .filter(|text| !text.is_empty())
}

fn path(settings: Option<&Array>, name: &str) -> Option<PathBuf> {
    text(settings, name).map(|path| PathBuf::from(OsStr::from_bytes(&path)))
}

/// The name to ask the server for, if it is not the host.
pub fn host_name(settings: Option<&Array>) -> Option<String> {
    text(settings, "ssl_host_name").map(|name| name.to_text())
}

/// What a client's TLS is made from.
///
/// # Errors
///
/// A certificate without a key.
pub fn options(settings: Option<&Array>) -> Result<ClientOptions, ConfigError> {
    let value = |name: &str| settings?.get(name.as_bytes());
    let flag = |name: &str| value(name).is_some_and(|value| value.is_truthy());
    let certificate = match (
        path(settings, "ssl_cert_file"),
        path(settings, "ssl_key_file"),
    ) {
        (None, _) => None,
        (Some(certificate), Some(key)) => Some(Certificate {
            certificate,
            key,
            passphrase: text(settings, "ssl_passphrase").map(|text| text.to_vec()),
        }),
        (Some(_), None) => {
            return Err(ConfigError {
                errno: code::SSL_CREATE_CONTEXT_FAILED,
                text: String::from("ssl_key_file is not set"),
            });
        }
    };
    let check = flag("ssl_verify_peer").then(|| check(settings));
    // Versions before 1.2 are not spoken; a choice of only those leaves nothing, which is told.
    let protocols = value("ssl_protocols").map_or(0, |bits| bits.to_long());
    Ok(ClientOptions {
        check,
        certificate,
        tls12: protocols == 0 || protocols & TLS_1_2 != 0,
        tls13: protocols == 0 || protocols & TLS_1_3 != 0,
        ciphers: text(settings, "ssl_ciphers").map(|list| list.to_text()),
        protocols: Vec::new(),
    })
}

/// How a server's certificate is checked, when it is.
pub fn check(settings: Option<&Array>) -> ServerCheck {
    let value = |name: &str| settings?.get(name.as_bytes());
    ServerCheck {
        authorities: path(settings, "ssl_cafile"),
        directory: path(settings, "ssl_capath"),
        allow_self_signed: value("ssl_allow_self_signed").is_some_and(|value| value.is_truthy()),
        depth: value("ssl_verify_depth").and_then(|depth| usize::try_from(depth.to_long()).ok()),
    }
}

/// The configuration for these settings, offering `protocols` by ALPN. What is wrong is also said in the log.
///
/// # Errors
///
/// As [`ClientOptions::build`].
pub fn config(
    settings: Option<&Array>,
    protocols: &[&[u8]],
) -> Result<Arc<ClientConfig>, ConfigError> {
    let mut options = options(settings).inspect_err(told)?;
    options.protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    // Whoever reads files gets what is in them now.
    let reads_files = options.certificate.is_some()
        || options
            .check
            .as_ref()
            .is_some_and(|check| check.authorities.is_some() || check.directory.is_some());
    if reads_files {
        return build(&options);
    }
    KEPT.with_borrow_mut(|kept| {
        if let Some((_, config)) = kept.iter().find(|(of, _)| *of == options) {
            return Ok(config.clone());
        }
        let config = build(&options)?;
        kept.truncate(MOST_KEPT - 1);
        kept.insert(0, (options, config.clone()));
        Ok(config)
    })
}

fn build(options: &ClientOptions) -> Result<Arc<ClientConfig>, ConfigError> {
    options
        .build(|warning| log::write(Level::Warning, &warning))
        .inspect_err(told)
}

fn told(error: &ConfigError) {
    log::write(Level::Warning, &error.text);
}
