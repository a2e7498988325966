//! From settings to rustls' configuration of a server.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::Ticketer;
use rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;

use super::keys;
use super::names::ByName;
use super::provider::{provider, versions};
use super::verify::Verifier;
use crate::error::code;

/// The files of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate and those between it and an authority's, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
    /// What the key is encrypted with, if it is.
    pub passphrase: Option<Vec<u8>>,
}

/// How clients' certificates are checked.
#[derive(Debug, Clone, Default)]
pub struct ClientCheck {
    /// Certificates of authorities, in PEM.
    pub authorities: Option<PathBuf>,
    /// A directory of such files.
    pub directory: Option<PathBuf>,
    /// Whether a certificate that nobody else has signed is as good.
    pub allow_self_signed: bool,
    /// Most certificates between the client's and that of an authority.
    pub depth: Option<usize>,
}

/// What a server's TLS is made from: the `ssl_*` settings as plain values.
#[derive(Debug, Clone)]
pub struct Options {
    /// For clients that ask for no name, or for one that has no certificate of its own.
    pub certificate: Certificate,
    /// For server names (SNI).
    pub named: Vec<(String, Certificate)>,
    /// Whether TLS 1.2 is spoken.
    pub tls12: bool,
    /// Whether TLS 1.3 is spoken.
    pub tls13: bool,
    /// A list of OpenSSL's names.
    pub ciphers: Option<String>,
    /// Whether our order of ciphers counts, not the client's.
    pub prefer_own_order: bool,
    /// A list of OpenSSL's names.
    pub curves: Option<String>,
    /// Set when clients have to show a certificate.
    pub client: Option<ClientCheck>,
    /// Protocols offered by ALPN, the preferred first.
    pub protocols: Vec<Vec<u8>>,
}

/// Why there is no configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// An errno or a `SWOOLE_ERROR_SSL_*` code.
    pub errno: i32,
    /// For the script's author, with the file's name.
    pub text: String,
}

/// There is no configuration, and no file is to blame.
pub(super) fn failed(text: impl Into<String>) -> ConfigError {
    ConfigError {
        errno: code::SSL_CREATE_CONTEXT_FAILED,
        text: text.into(),
    }
}

/// Finds the certificate for the name a client asks for.
#[derive(Debug)]
struct Resolver {
    default: Arc<CertifiedKey>,
    named: ByName<Arc<CertifiedKey>>,
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let named = hello.server_name().and_then(|name| self.named.find(name));
        Some(named.unwrap_or(&self.default).clone())
    }
}

impl Options {
    /// Reads the files and makes the configuration. `warn` is told of what cannot be had.
    ///
    /// # Errors
    ///
    /// A file that is missing or wrong, or nothing left to agree on.
    pub fn build(&self, mut warn: impl FnMut(String)) -> Result<Arc<ServerConfig>, ConfigError> {
        let provider = provider(self.ciphers.as_deref(), self.curves.as_deref(), &mut warn)?;
        let versions = versions(self.tls12, self.tls13, &provider)?;
        let provider = Arc::new(provider);
        let mut named = ByName::default();
        for (name, files) in &self.named {
            named.insert(name, keys::load(files, &provider)?);
        }
        let resolver = Resolver {
            default: keys::load(&self.certificate, &provider)?,
            named,
        };
        let verifier = match &self.client {
            None => WebPkiClientVerifier::no_client_auth(),
            Some(check) => {
                let roots = keys::authorities(keys::trusted(
                    check.authorities.as_deref(),
                    check.directory.as_deref(),
                )?)?;
                Arc::new(Verifier::new(
                    roots,
                    check.allow_self_signed,
                    check.depth,
                    &provider,
                )?)
            }
        };
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&versions)
            .map_err(|reason| {
                failed(format!(
                    "ssl_protocols and ssl_ciphers leave nothing to speak: {reason}"
                ))
            })?
            .with_client_cert_verifier(verifier)
            .with_cert_resolver(Arc::new(resolver));
        config.alpn_protocols.clone_from(&self.protocols);
        config.ignore_client_order = self.prefer_own_order;
        // Sessions go on with tickets that the clients keep: a server holds nothing for them.
        config.ticketer = Ticketer::new()
            .map_err(|reason| failed(format!("no keys for session tickets: {reason}")))?;
        Ok(Arc::new(config))
    }
}
