//! Files with secrets: read only where nobody else can, and written so that nobody else can.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// The text of a file that is its owner's alone; `what` is what it should be, for the error.
///
/// # Errors
/// The file cannot be read, others may read it, or it is a link.
pub fn read(path: &Path, what: &str) -> Result<String, String> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| format!("The {what} '{shown}' cannot be read: {error}");
    let metadata = std::fs::symlink_metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(format!("The {what} '{shown}' is a link or no file."));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(format!("Others may read the {what} '{shown}'. Make it yours alone: chmod 600."));
        }
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

/// Writes a file that only its owner may read. What was there stays until the new one is complete.
///
/// # Errors
/// The folder cannot be written; then nothing changed.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()));
    let moved = written.and_then(|()| std::fs::rename(&beside, path));
    if moved.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    moved
}

/// Makes a folder that only its owner may look into, if it is not there.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
