//! Certificates and private keys from PEM files.

use std::path::Path;
use std::sync::Arc;

use pkcs8::{EncryptedPrivateKeyInfoRef, SecretDocument};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, RootCertStore};

use super::config::{Certificate, ConfigError};
use crate::error::{code, errno_of, text};

const ENCRYPTED_BEGIN: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const ENCRYPTED_END: &str = "-----END ENCRYPTED PRIVATE KEY-----";

/// A file's bytes. `what` is the kind of file, for the message.
fn read(what: &str, path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|reason| {
        let errno = errno_of(&reason);
        let path = path.display();
        ConfigError {
            errno,
            text: if errno == libc::ENOENT {
                format!("{what}[{path}] not found")
            } else {
                let reason = text(i64::from(errno));
                format!("{what}[{path}] cannot be read, Error: {reason}[{errno}]")
            },
        }
    })
}

fn bad(text: String) -> ConfigError {
    ConfigError {
        errno: code::SSL_CREATE_CONTEXT_FAILED,
        text,
    }
}

/// All certificates of a PEM file. `what` is the kind of file, for the message.
fn certificates(what: &str, path: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let bytes = read(what, path)?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match all {
        Ok(all) if !all.is_empty() => Ok(all),
        Ok(_) => Err(bad(format!(
            "{what}[{}] holds no certificate in PEM form",
            path.display()
        ))),
        Err(reason) => Err(bad(format!(
            "{what}[{}] is damaged: {reason}",
            path.display()
        ))),
    }
}

fn private_key(
    path: &Path,
    passphrase: Option<&[u8]>,
) -> Result<PrivateKeyDer<'static>, ConfigError> {
    let bytes = read("ssl key file", path)?;
    let shown = path.display();
    match PrivateKeyDer::from_pem_slice(&bytes) {
        // The form of old with a passphrase looks like a key, with two more lines.
        Ok(_) if contains(&bytes, b"Proc-Type: 4,ENCRYPTED") => {}
        Err(_) if contains(&bytes, b"Proc-Type: 4,ENCRYPTED") => {}
        Ok(key) => return Ok(key),
        Err(pem::Error::NoItemsFound) => {
            if let Some(encrypted) = section(&bytes) {
                return decrypt(encrypted, passphrase, path);
            }
            return Err(bad(format!(
                "ssl key file[{shown}] holds no private key in PEM form"
            )));
        }
        Err(reason) => return Err(bad(format!("ssl key file[{shown}] is damaged: {reason}"))),
    }
    Err(bad(format!(
        "ssl key file[{shown}] has a passphrase in OpenSSL's old form; `openssl pkcs8 -topk8 -v2 aes-256-cbc` makes it one that can be read"
    )))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

/// The encrypted key in a PEM file.
fn section(bytes: &[u8]) -> Option<&str> {
    let start = memchr::memmem::find(bytes, ENCRYPTED_BEGIN.as_bytes())?;
    let length = memchr::memmem::find(&bytes[start..], ENCRYPTED_END.as_bytes())?;
    std::str::from_utf8(&bytes[start..start + length + ENCRYPTED_END.len()]).ok()
}

fn decrypt(
    section: &str,
    passphrase: Option<&[u8]>,
    path: &Path,
) -> Result<PrivateKeyDer<'static>, ConfigError> {
    let shown = path.display();
    let Some(passphrase) = passphrase else {
        return Err(bad(format!(
            "ssl key file[{shown}] has a passphrase: set ssl_passphrase"
        )));
    };
    let (_, document) = SecretDocument::from_pem(section)
        .map_err(|reason| bad(format!("ssl key file[{shown}] is damaged: {reason}")))?;
    let info = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|reason| {
        bad(format!(
            "ssl key file[{shown}] is encrypted in a way that cannot be read: {reason}"
        ))
    })?;
    let key = info.decrypt(passphrase).map_err(|reason| {
        bad(format!(
            "ssl key file[{shown}] cannot be decrypted with ssl_passphrase: {reason}"
        ))
    })?;
    Ok(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(
        key.as_bytes().to_vec(),
    )))
}

/// Reads a certificate with its chain and its key, and checks that they belong together.
pub(super) fn load(
    files: &Certificate,
    provider: &CryptoProvider,
) -> Result<Arc<CertifiedKey>, ConfigError> {
    let chain = certificates("ssl cert file", &files.certificate)?;
    let key = private_key(&files.key, files.passphrase.as_deref())?;
    CertifiedKey::from_der(chain, key, provider)
        .map(Arc::new)
        .map_err(|reason| {
            let (certificate, key) = (files.certificate.display(), files.key.display());
            bad(match reason {
                Error::InconsistentKeys(_) => {
                    format!("ssl key file[{key}] is not the key of ssl cert file[{certificate}]")
                }
                Error::InvalidCertificate(_) => {
                    format!("ssl cert file[{certificate}] cannot be used: {reason}")
                }
                _ => format!("ssl key file[{key}] cannot be used: {reason}"),
            })
        })
}

/// Reads the certificates of those who may sign the peer's certificate: a file, and all files of a directory.
pub(super) fn trusted(
    file: Option<&Path>,
    directory: Option<&Path>,
) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let mut all = Vec::new();
    if let Some(file) = file {
        all.extend(certificates("ssl ca file", file)?);
    }
    if let Some(directory) = directory {
        let failed = |reason: std::io::Error| {
            let errno = errno_of(&reason);
            ConfigError {
                errno,
                text: format!(
                    "ssl ca path[{}] cannot be read, Error: {}[{errno}]",
                    directory.display(),
                    text(i64::from(errno))
                ),
            }
        };
        for entry in std::fs::read_dir(directory).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            // What else lies there is not ours to complain about.
            if path.is_file()
                && let Ok(found) = certificates("ssl ca file", &path)
            {
                all.extend(found);
            }
        }
    }
    Ok(all)
}

/// The same, as authorities.
pub(super) fn authorities(
    trusted: impl IntoIterator<Item = CertificateDer<'static>>,
) -> Result<RootCertStore, ConfigError> {
    let mut store = RootCertStore::empty();
    for certificate in trusted {
        store.add(certificate).map_err(|reason| {
            bad(format!(
                "a certificate in ssl_cafile or ssl_capath cannot be used: {reason}"
            ))
        })?;
    }
    Ok(store)
}
