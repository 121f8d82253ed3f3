//! DKIM signatures (RFC 6376) of messages on their way out, made by lettre.

use std::fmt;
use std::path::Path;

use lettre::message::dkim::{DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey};
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message};
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;

use super::private_file;
use crate::value::text::encode::{base64_decode, base64_encode};

/// The fields that are signed. Those that a message lacks are signed as absent, so that nobody adds them.
const SIGNED: [&str; 9] = ["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"];

/// The object identifier of Ed25519 keys in their DER form (RFC 8410).
const ED25519: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

/// Signs messages for a domain.
pub struct Signer {
    config: DkimConfig,
    domain: String,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("domain", &self.domain).finish_non_exhaustive()
    }
}

impl Signer {
    /// A signer for `domain`, whose public key stands in the DNS under `selector._domainkey.domain`, with the private key
    /// of a file: RSA or Ed25519, PEM (PKCS #8, or PKCS #1 for RSA).
    ///
    /// # Errors
    /// The names are none, or the file is not the owner's alone or has no such key.
    pub fn from_file(domain: &str, selector: &str, file: &Path) -> Result<Self, String> {
        let is_name = |name: &str| {
            name.split('.')
                .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
        };
        for (what, name) in [("domain", domain), ("selector", selector)] {
            if !is_name(name) {
                return Err(format!("'{name}' is no {what} of DKIM: letters, digits, hyphens and dots."));
            }
        }
        let pem = private_file::read(file, "key of DKIM")?;
        let fault = || {
            format!(
                "The key of DKIM '{}' cannot be used: it has to be a private key in PEM, RSA or Ed25519, without a password.",
                file.display()
            )
        };
        let key = signing_key(&pem).ok_or_else(fault)?;
        let relaxed = DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed };
        let signed = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
        let domain = domain.to_ascii_lowercase();
        Ok(Self { config: DkimConfig::new(selector.to_owned(), domain.clone(), key, signed, relaxed), domain })
    }

    /// The domain that is signed for.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The field `DKIM-Signature` of a message, with its line end, to be put in front of it; `None` for bytes that are no
    /// message.
    pub fn signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        let end = memchr::memmem::find(message, b"\r\n\r\n")?;
        let header = std::str::from_utf8(&message[..end + 2]).ok()?;
        // The body's last line end is lettre's to add.
        let body = message[end + 4..].strip_suffix(b"\r\n").unwrap_or(&message[end + 4..]).to_vec();
        let sender: Mailbox = "signer@localhost".parse().ok()?;
        let mut signed = Message::builder()
            .from(sender.clone())
            .to(sender)
            .body(Body::dangerous_pre_encoded(body, ContentTransferEncoding::Binary))
            .ok()?;
        for name in SIGNED {
            signed.headers_mut().remove_raw(name);
        }
        for (name, value) in fields(header) {
            if let Some(known) = SIGNED.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                let name = HeaderName::new_from_ascii_str(known);
                signed.headers_mut().insert_raw(HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned()));
            }
        }
        signed.sign(&self.config);
        let value = signed.headers().get_raw("DKIM-Signature")?;
        // Folded where the canonical form has one space all the same.
        Some(format!("DKIM-Signature: {}\r\n", value.replace("; ", ";\r\n ")).into_bytes())
    }
}

/// The fields of a header: names, and values with their folds.
fn fields(header: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < header.len() {
        let mut end = start;
        loop {
            end = header[end..].find("\r\n").map_or(header.len(), |at| end + at + 2);
            if !header[end..].starts_with([' ', '\t']) {
                break;
            }
        }
        if let Some((name, value)) = header[start..end].trim_end_matches("\r\n").split_once(':') {
            found.push((name, value.trim_start_matches(' ')));
        }
        start = end;
    }
    found
}

/// A key as lettre takes it.
fn signing_key(pem: &str) -> Option<DkimSigningKey> {
    if pem.contains("BEGIN RSA PRIVATE KEY") {
        return DkimSigningKey::new(pem.trim(), DkimSigningAlgorithm::Rsa).ok();
    }
    if let Ok(key) = rsa::RsaPrivateKey::from_pkcs8_pem(pem.trim()) {
        let older = key.to_pkcs1_pem(rsa::pkcs1::LineEnding::LF).ok()?;
        return DkimSigningKey::new(&older, DkimSigningAlgorithm::Rsa).ok();
    }
    let inner: String = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
    let der = base64_decode(&inner).ok()?;
    // PKCS #8: a version, the algorithm, and the key in an octet string of an octet string of 32 bytes.
    let seed = der.get(16..48).filter(|_| memchr::memmem::find(&der[..16], ED25519).is_some())?;
    DkimSigningKey::new(&base64_encode(seed, false), DkimSigningAlgorithm::Ed25519).ok()
}
