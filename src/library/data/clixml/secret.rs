//! Secure strings in CLIXML: encrypted with a key that is the user's own on this machine, and made when first needed.
//!
//! PowerShell outside Windows only encodes them; here a file never holds a secret that can be read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::dispatch::SystemRandom;
use crate::engine::Engine;
use crate::library::security::package;
use crate::tenant::world::Random;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// Bytes of the key.
const KEY_LENGTH: usize = 32;

fn fault(message: String) -> Raise {
    ErrorRecord::new(TypeId::CRYPTOGRAPHIC_EXCEPTION, message, "SecureStringKey", Category::SecurityError, Value::Null).into()
}

/// Where the key is.
fn key_path(engine: &Engine) -> Run<PathBuf> {
    let set = |name: &str| engine.environment.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_DATA_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/share")))
        .map(|folder| folder.join("bridgesh").join("clixml.key"))
        .ok_or_else(|| fault("A secure string cannot be written: there is no home folder for its key.".to_owned()))
}

fn read_key(path: &Path) -> Run<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(key) if key.len() == KEY_LENGTH => Ok(Some(key)),
        Ok(_) => Err(fault(format!("The key '{}' is damaged.", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault(format!("The key '{}' cannot be read: {error}", path.display()))),
    }
}

/// Makes the key; where another session was faster, its key is taken.
fn make_key(engine: &mut Engine, path: &Path) -> Run<Vec<u8>> {
    if let Some(gate) = engine.file_gate.clone() {
        gate(engine, path)?;
    }
    let failed = |error: io::Error| fault(format!("The key '{}' cannot be written: {error}", path.display()));
    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let mut key = vec![0; KEY_LENGTH];
    SystemRandom.fill(&mut key);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => file.write_all(&key).map_err(failed)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return read_key(path)?.ok_or_else(|| failed(error)),
        Err(error) => return Err(failed(error)),
    }
    Ok(key)
}

/// A secret as it may be kept.
pub fn protect(engine: &mut Engine, text: &str) -> Run<String> {
    let path = key_path(engine)?;
    let key = match read_key(&path)? {
        Some(key) => key,
        None => make_key(engine, &path)?,
    };
    let mut vector = [0; 16];
    SystemRandom.fill(&mut vector);
    package::encrypt(text, &key, vector).map_err(|_| fault("The key has a wrong length.".to_owned()))
}

/// The secret of a kept text. What PowerShell outside Windows wrote, which is not encrypted, is read as well.
pub fn reveal(engine: &mut Engine, kept: &str) -> Run<String> {
    let wrong = || fault("The secure string was written by another user or on another machine.".to_owned());
    if kept.chars().all(|c| c.is_ascii_hexdigit()) && kept.len().is_multiple_of(4) && !kept.starts_with("7649") {
        return package::decode(kept).map_err(|_| wrong());
    }
    let path = key_path(engine)?;
    let key = read_key(&path)?.ok_or_else(wrong)?;
    package::decrypt(kept, &key).map_err(|_| wrong())
}
