//! From settings to rustls' configuration of a client, and how servers' certificates are checked.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, IpAddr, Ipv4Addr, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use super::config::{Certificate, ConfigError, failed};
use super::keys;
use super::provider::{provider, versions};
use super::verify::{check_depth, is_self_signed};

/// How a server's certificate is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerCheck {
    /// Certificates of authorities, in PEM (`ssl_cafile`).
    pub authorities: Option<PathBuf>,
    /// A directory of such files (`ssl_capath`). Without both the system's authorities count.
    pub directory: Option<PathBuf>,
    /// Whether a certificate that nobody else has signed is as good (`ssl_allow_self_signed`).
    pub allow_self_signed: bool,
    /// Most certificates between the server's and that of an authority (`ssl_verify_depth`).
    pub depth: Option<usize>,
}

/// What a client's TLS is made from: the `ssl_*` settings as plain values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientOptions {
    /// Set when servers have to be who they say (`ssl_verify_peer`).
    pub check: Option<ServerCheck>,
    /// What the client shows when it is asked who it is.
    pub certificate: Option<Certificate>,
    /// Whether TLS 1.2 is spoken.
    pub tls12: bool,
    /// Whether TLS 1.3 is spoken.
    pub tls13: bool,
    /// A list of OpenSSL's names.
    pub ciphers: Option<String>,
    /// Protocols offered by ALPN, the preferred first.
    pub protocols: Vec<Vec<u8>>,
}

impl ServerCheck {
    /// Checks certificates that a server has shown, its own first, with the system's time.
    ///
    /// # Errors
    ///
    /// Nobody vouches for it, it is for another name, or the authorities cannot be read.
    pub fn verify(
        &self,
        certificates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
    ) -> Result<(), String> {
        let provider = provider(None, None, &mut |_| {}).map_err(|reason| reason.text)?;
        let verifier =
            Verifier::new(Some(self), &Arc::new(provider)).map_err(|reason| reason.text)?;
        let Some((own, others)) = certificates.split_first() else {
            return Err(String::from("there is none"));
        };
        verifier
            .verify_server_cert(own, others, name, &[], UnixTime::now())
            .map(|_| ())
            .map_err(|reason| reason.to_string())
    }
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            check: None,
            certificate: None,
            tls12: true,
            tls13: true,
            ciphers: None,
            protocols: Vec::new(),
        }
    }
}

impl ClientOptions {
    /// Reads the files and makes the configuration: to be kept, since sessions are resumed through it. `warn` is told
    /// of what cannot be had.
    ///
    /// # Errors
    ///
    /// A file that is missing or wrong, or nothing left to agree on.
    pub fn build(&self, mut warn: impl FnMut(String)) -> Result<Arc<ClientConfig>, ConfigError> {
        let provider = Arc::new(provider(self.ciphers.as_deref(), None, &mut warn)?);
        let versions = versions(self.tls12, self.tls13, &provider)?;
        let verifier = Verifier::new(self.check.as_ref(), &provider)?;
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&versions)
            .map_err(|reason| {
                failed(format!(
                    "ssl_protocols and ssl_ciphers leave nothing to speak: {reason}"
                ))
            })?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match &self.certificate {
            None => builder.with_no_client_auth(),
            Some(files) => builder.with_client_cert_resolver(Arc::new(
                rustls::sign::SingleCertAndKey::from(keys::load(files, &provider)?),
            )),
        };
        config.alpn_protocols.clone_from(&self.protocols);
        Ok(Arc::new(config))
    }
}

/// The name to ask a server for and to look for in its certificate: `given` (`ssl_host_name`), else the host. For what
/// cannot be in a certificate, a path say, it is an address that no certificate is for.
pub fn server_name(given: Option<&str>, host: &str) -> ServerName<'static> {
    let name = given.unwrap_or(host);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(bare.to_owned())
        .unwrap_or(ServerName::IpAddress(IpAddr::V4(Ipv4Addr::from([0; 4]))))
}

/// The authorities the system trusts, read once.
fn system_authorities() -> Arc<RootCertStore> {
    static STORE: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    STORE
        .get_or_init(|| {
            let mut store = RootCertStore::empty();
            // What cannot be read or used is one authority less.
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            Arc::new(store)
        })
        .clone()
}

/// Checks a server's certificate as rustls does, with Swoole's settings on top.
#[derive(Debug)]
struct Verifier {
    /// `None`: nothing is checked but that the server has the key of its certificate.
    check: Option<(Option<Arc<WebPkiServerVerifier>>, ServerCheck)>,
    /// The certificates in `ssl_cafile` and `ssl_capath`.
    trusted: Vec<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    fn new(
        check: Option<&ServerCheck>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, ConfigError> {
        let trusted = match check {
            None => Vec::new(),
            Some(check) => keys::trusted(check.authorities.as_deref(), check.directory.as_deref())?,
        };
        let check = match check {
            None => None,
            Some(check) => Some((authorities(check, &trusted, provider)?, check.clone())),
        };
        Ok(Self {
            check,
            trusted,
            algorithms: provider.signature_verification_algorithms,
        })
    }
}

/// `None`: only a self-signed certificate can pass.
fn authorities(
    check: &ServerCheck,
    trusted: &[CertificateDer<'static>],
    provider: &Arc<CryptoProvider>,
) -> Result<Option<Arc<WebPkiServerVerifier>>, ConfigError> {
    let roots = if check.authorities.is_none() && check.directory.is_none() {
        system_authorities()
    } else {
        Arc::new(keys::authorities(trusted.iter().cloned())?)
    };
    if roots.is_empty() {
        return if check.allow_self_signed {
            Ok(None)
        } else {
            Err(failed(
                "ssl_verify_peer finds no authority: set ssl_cafile or ssl_capath",
            ))
        };
    }
    WebPkiServerVerifier::builder_with_provider(roots, provider.clone())
        .build()
        .map(Some)
        .map_err(|reason| failed(format!("ssl_cafile or ssl_capath cannot be used: {reason}")))
}

/// Whether a certificate was refused because it is that of an authority, and for nothing that is looked at before.
fn is_used_as_authority(reason: &Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(reason)) = reason else {
        return false;
    };
    matches!(
        reason.0.downcast_ref(),
        Some(webpki::Error::CaUsedAsEndEntity)
    )
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some((authorities, check)) = &self.check else {
            return Ok(ServerCertVerified::assertion());
        };
        // That the server has its key is shown by its signature, which is checked below.
        if check.allow_self_signed && is_self_signed(end_entity) {
            return Ok(ServerCertVerified::assertion());
        }
        let Some(authorities) = authorities else {
            return Err(CertificateError::UnknownIssuer.into());
        };
        check_depth(intermediates, check.depth, "server")?;
        match authorities.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            // What `openssl req -x509` makes calls itself an authority. OpenSSL takes such a server all the same when it
            // is this very certificate that is trusted. That it is valid now was checked before this error.
            Err(reason)
                if is_used_as_authority(&reason)
                    && is_self_signed(end_entity)
                    && self.trusted.contains(end_entity) =>
            {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, name)?;
                Ok(ServerCertVerified::assertion())
            }
            result => result,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
