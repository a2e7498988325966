//! What both sides of TLS agree on: versions, cipher suites and groups, from settings to rustls' terms.

use rustls::crypto::aws_lc_rs::{self, cipher_suite as suite, kx_group};
use rustls::crypto::{CryptoProvider, SupportedKxGroup};
use rustls::version::{TLS12, TLS13};
use rustls::{SupportedCipherSuite, SupportedProtocolVersion};

use super::ciphers::{self, Group, Suite};
use super::config::{ConfigError, failed};

/// The cryptography, with the ciphers and groups of lists of OpenSSL's names. `warn` is told of what cannot be had.
pub(super) fn provider(
    ciphers: Option<&str>,
    curves: Option<&str>,
    warn: &mut impl FnMut(String),
) -> Result<CryptoProvider, ConfigError> {
    let mut provider = aws_lc_rs::default_provider();
    if let Some(list) = ciphers {
        let chosen = ciphers::parse(list);
        for name in &chosen.unknown {
            warn(format!("ssl_ciphers: {name} is not available"));
        }
        provider.cipher_suites = chosen.suites.into_iter().map(supported).collect();
    }
    if let Some(list) = curves {
        let (groups, unknown) = ciphers::parse_groups(list);
        for name in &unknown {
            warn(format!("ssl_ecdh_curve: {name} is not available"));
        }
        if let Some(groups) = groups {
            provider.kx_groups = groups.into_iter().map(key_exchange).collect();
        }
        if provider.kx_groups.is_empty() {
            return Err(failed("ssl_ecdh_curve names no curve that is available"));
        }
    }
    Ok(provider)
}

/// The versions to speak, newest first, of those that are wanted and have a cipher suite.
pub(super) fn versions(
    tls12: bool,
    tls13: bool,
    provider: &CryptoProvider,
) -> Result<Vec<&'static SupportedProtocolVersion>, ConfigError> {
    let has = |tls13: bool| {
        provider
            .cipher_suites
            .iter()
            .any(|suite| (suite.version() == &TLS13) == tls13)
    };
    let mut versions = Vec::new();
    if tls13 && has(true) {
        versions.push(&TLS13);
    }
    // A list that names only suites of TLS 1.3 turns TLS 1.2 off.
    if tls12 && has(false) {
        versions.push(&TLS12);
    }
    if versions.is_empty() {
        return Err(failed(
            "ssl_protocols and ssl_ciphers leave nothing to speak: TLS 1.2 and 1.3 are available",
        ));
    }
    Ok(versions)
}

fn supported(chosen: Suite) -> SupportedCipherSuite {
    match chosen {
        Suite::Tls13Aes256 => suite::TLS13_AES_256_GCM_SHA384,
        Suite::Tls13Aes128 => suite::TLS13_AES_128_GCM_SHA256,
        Suite::Tls13ChaCha20 => suite::TLS13_CHACHA20_POLY1305_SHA256,
        Suite::EcdsaAes256 => suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        Suite::EcdsaAes128 => suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        Suite::EcdsaChaCha20 => suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        Suite::RsaAes256 => suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        Suite::RsaAes128 => suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        Suite::RsaChaCha20 => suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    }
}

fn key_exchange(group: Group) -> &'static dyn SupportedKxGroup {
    match group {
        Group::X25519MlKem768 => kx_group::X25519MLKEM768,
        Group::X25519 => kx_group::X25519,
        Group::P256 => kx_group::SECP256R1,
        Group::P384 => kx_group::SECP384R1,
    }
}
