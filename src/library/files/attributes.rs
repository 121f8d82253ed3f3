//! File attributes as .NET sees them on a Unix system.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// `FileAttributes.ReadOnly`.
pub const READ_ONLY: i64 = 1;
/// `FileAttributes.Hidden`.
pub const HIDDEN: i64 = 2;
/// `FileAttributes.Directory`.
pub const DIRECTORY: i64 = 16;
/// `FileAttributes.Normal`.
pub const NORMAL: i64 = 128;
/// `FileAttributes.ReparsePoint`.
pub const REPARSE_POINT: i64 = 1024;

/// The attributes of a file: a name with a dot in front is hidden, one that its owner may not write is read-only.
pub fn attributes(path: &Path, metadata: &Metadata) -> i64 {
    let mut bits = 0;
    if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
        bits |= HIDDEN;
    }
    if metadata.permissions().readonly() {
        bits |= READ_ONLY;
    }
    if metadata.is_symlink() {
        bits |= REPARSE_POINT;
        if path.is_dir() {
            bits |= DIRECTORY;
        }
    }
    if metadata.is_dir() {
        bits |= DIRECTORY;
    }
    if bits == 0 { NORMAL } else { bits }
}

/// Sets or clears the read-only mark.
pub fn set_read_only(path: &Path, read_only: bool) -> io::Result<()> {
    let mut permissions = std::fs::metadata(path)?.permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = permissions.mode();
        permissions.set_mode(if read_only { mode & !0o222 } else { mode | 0o200 });
    }
    #[cfg(not(unix))]
    permissions.set_readonly(read_only);
    std::fs::set_permissions(path, permissions)
}
