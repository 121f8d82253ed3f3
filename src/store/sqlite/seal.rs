//! Encryption of what is kept: ChaCha20-Poly1305 with a key from a file beside the tenant's, or elsewhere.
//!
//! Each record has a nonce of its own, and is bound to its place, so that no record can stand in another's.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::zeroize::Zeroize;

/// The environment's variable of a key file that lies elsewhere.
pub const KEY_VARIABLE: &str = "BRIDGESH_KEY_FILE";

/// Bytes of a key.
const KEY_LEN: usize = 32;

/// The key of a tenant file.
pub(super) struct Seal {
    key: LessSafeKey,
}

impl Seal {
    /// The key of the file, which is made if `may_create` says so.
    pub(super) fn open(path: &Path, may_create: bool) -> io::Result<Self> {
        let fault = |text: &str| io::Error::other(format!("The key file '{}' {text}", path.display()));
        let mut key = [0u8; KEY_LEN];
        match fs::symlink_metadata(path) {
            Ok(metadata) if !metadata.is_file() => return Err(fault("is a link or no file.")),
            Ok(metadata) => {
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt;
                    if metadata.permissions().mode() & 0o077 != 0 {
                        return Err(fault("can be read by others. Make it yours alone: chmod 600."));
                    }
                }
                let mut text = String::new();
                fs::File::open(path)?.take(1024).read_to_string(&mut text)?;
                let is_read = read_hex(text.trim(), &mut key);
                text.zeroize();
                if !is_read {
                    return Err(fault("holds no key: 64 hexadecimal digits."));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && may_create => {
                getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
                let mut text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
                text.push('\n');
                let written = super::new_private_file(path).and_then(|mut file| {
                    file.write_all(text.as_bytes())?;
                    file.sync_all()
                });
                text.zeroize();
                written?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(fault("is not there, and without it the tenant cannot be read."));
            }
            Err(error) => return Err(error),
        }
        let unbound = UnboundKey::new(&CHACHA20_POLY1305, &key);
        key.zeroize();
        Ok(Self { key: LessSafeKey::new(unbound.map_err(|_| fault("holds no key."))?) })
    }

    /// Where the key of a tenant file lies: as the environment says, else beside it.
    pub(super) fn place_of(tenant: &Path) -> PathBuf {
        match std::env::var_os(KEY_VARIABLE).filter(|path| !path.is_empty()) {
            Some(path) => PathBuf::from(path),
            None => super::beside(tenant, ".key"),
        }
    }

    /// The bytes, sealed for their place (a table and a row).
    pub(super) fn seal(&self, table: &str, row: i64, plain: &[u8]) -> io::Result<Vec<u8>> {
        let mut nonce = [0u8; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|error| io::Error::other(error.to_string()))?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + plain.len() + CHACHA20_POLY1305.tag_len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let place = place(table, row);
        let tag =
            self.key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.as_bytes()), &mut sealed[NONCE_LEN..]);
        sealed.extend_from_slice(tag.map_err(|_| io::Error::other("A record could not be encrypted."))?.as_ref());
        Ok(sealed)
    }

    /// The bytes that [`Seal::seal`] sealed for this place.
    pub(super) fn open_record(&self, table: &str, row: i64, mut sealed: Vec<u8>) -> io::Result<Vec<u8>> {
        let fault =
            || io::Error::other(format!("A record ({table} {row}) cannot be read: the key is another one, or the file is damaged."));
        let nonce: [u8; NONCE_LEN] = sealed.get(..NONCE_LEN).and_then(|nonce| nonce.try_into().ok()).ok_or_else(fault)?;
        let place = place(table, row);
        let plain = self.key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(place.as_bytes()), &mut sealed[NONCE_LEN..]);
        let n_plain = plain.map_err(|_| fault())?.len();
        sealed.drain(..NONCE_LEN);
        sealed.truncate(n_plain);
        Ok(sealed)
    }
}

fn place(table: &str, row: i64) -> String {
    format!("bridgesh 1 {table} {row}")
}

fn read_hex(text: &str, key: &mut [u8; KEY_LEN]) -> bool {
    text.len() == KEY_LEN * 2
        && text.is_ascii()
        && key.iter_mut().zip(text.as_bytes().chunks(2)).all(|(byte, pair)| {
            let parsed = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
            parsed.map(|parsed| *byte = parsed).is_some()
        })
}
