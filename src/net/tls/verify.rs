//! Clients' certificates: asked for and checked with `ssl_verify_peer`.

use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore,
    SignatureScheme,
};

use super::config::ConfigError;
use crate::error::code;

/// Checks a client's certificate as rustls does, with two settings of Swoole's on top.
#[derive(Debug)]
pub(super) struct Verifier {
    /// `None` when no authority is known: then only a self-signed certificate can pass.
    authorities: Option<Arc<dyn ClientCertVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
    allow_self_signed: bool,
    depth: Option<usize>,
}

impl Verifier {
    /// `depth`: most certificates between the client's and that of an authority.
    pub(super) fn new(
        roots: RootCertStore,
        allow_self_signed: bool,
        depth: Option<usize>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, ConfigError> {
        let failed = |text: String| ConfigError {
            errno: code::SSL_CREATE_CONTEXT_FAILED,
            text,
        };
        let authorities = if roots.is_empty() {
            if !allow_self_signed {
                return Err(failed(String::from(
                    "ssl_verify_peer needs ssl_cafile or ssl_capath: whose certificates are good?",
                )));
            }
            None
        } else {
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                    .build()
                    .map_err(|reason| {
                        failed(format!("ssl_cafile or ssl_capath cannot be used: {reason}"))
                    })?;
            Some(verifier)
        };
        Ok(Self {
            authorities,
            algorithms: provider.signature_verification_algorithms,
            allow_self_signed,
            depth,
        })
    }
}

/// Whether a certificate names itself as its issuer.
pub(super) fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    webpki::EndEntityCert::try_from(certificate)
        .is_ok_and(|certificate| certificate.issuer() == certificate.subject())
}

/// `ssl_verify_depth`: the most certificates between that of the peer, which is `whose`, and that of an authority.
pub(super) fn check_depth(
    intermediates: &[CertificateDer<'_>],
    depth: Option<usize>,
    whose: &str,
) -> Result<(), Error> {
    // An authority's own certificate may be sent along; it does not count.
    let between = || intermediates.iter().filter(|each| !is_self_signed(each));
    match depth {
        Some(depth) if between().count() > depth => Err(Error::General(format!(
            "the {whose}'s certificate chain is longer than ssl_verify_depth, {depth}"
        ))),
        _ => Ok(()),
    }
}

impl ClientCertVerifier for Verifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        match &self.authorities {
            // A client with only a self-signed certificate would not send it if we named others.
            Some(authorities) if !self.allow_self_signed => authorities.root_hint_subjects(),
            _ => &[],
        }
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        // That the client has its key is shown by its signature, which is checked below.
        if self.allow_self_signed && is_self_signed(end_entity) {
            return Ok(ClientCertVerified::assertion());
        }
        let Some(authorities) = &self.authorities else {
            return Err(CertificateError::UnknownIssuer.into());
        };
        check_depth(intermediates, self.depth, "client")?;
        authorities.verify_client_cert(end_entity, intermediates, now)
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
