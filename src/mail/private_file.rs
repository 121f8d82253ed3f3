//! Files with secrets: read only where nobody else can.

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
