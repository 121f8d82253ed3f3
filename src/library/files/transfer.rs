//! Copying and moving of files and folders.

use std::path::{Path, PathBuf};

use super::selection::ask_gate;
use crate::cmdlet::Context;
use crate::engine::EngineContext;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// Where a file goes: into the destination if that is a folder, else it takes the destination's name.
pub fn destination(source: &Path, destination: &Path) -> PathBuf {
    match source.file_name() {
        Some(name) if destination.is_dir() => destination.join(name),
        _ => destination.to_owned(),
    }
}

/// Copies a file; a read-only target gives way only to `force`.
pub fn copy_file(ctx: &mut Context<'_>, from: &Path, to: &Path, force: bool) -> Run {
    ask_gate(ctx.engine(), to)?;
    if same_file(from, to) {
        let message = format!("Cannot overwrite the item {} with itself.", from.display());
        return ctx.fail(TypeId::IO_EXCEPTION, message, "CopyError", Category::WriteError, Value::str(to.to_string_lossy()));
    }
    let is_read_only = std::fs::metadata(to).is_ok_and(|metadata| metadata.permissions().readonly());
    if is_read_only {
        if !force {
            let message = format!("Access to the path '{}' is denied.", to.display());
            return ctx.fail(
                TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                message,
                "CopyFileInfoItemUnauthorizedAccessError",
                Category::PermissionDenied,
                Value::str(from.to_string_lossy()),
            );
        }
        let _ = super::attributes::set_read_only(to, false);
    }
    // A copy that breaks off leaves the old file as it was.
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let result = std::fs::copy(from, &beside).and_then(|_| std::fs::rename(&beside, to)).and_then(|()| {
        let written = std::fs::metadata(from)?.modified()?;
        std::fs::File::open(to)?.set_times(std::fs::FileTimes::new().set_modified(written))
    });
    match result {
        Ok(()) => Ok(()),
        Err(error) => {
            let _ = std::fs::remove_file(&beside);
            let at = if from.exists() { to } else { from };
            let record = super::write_file::failure(at, &error, "CopyFileInfoItemIOError", Category::WriteError);
            if record.0.exception.type_id() == TypeId::DIRECTORY_NOT_FOUND_EXCEPTION {
                let own = ErrorRecord::of(
                    record.0.exception.clone(),
                    "System.IO.DirectoryNotFoundException",
                    Category::NotSpecified,
                    Value::Null,
                );
                return Err(ctx.raise(own));
            }
            ctx.error(record)
        }
    }
}

/// What a file is, whatever its name: two hard links are one file.
#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &std::fs::Metadata) -> (u64, Option<std::time::SystemTime>) {
    (metadata.len(), metadata.created().ok())
}

/// Whether both names lead to one file.
pub fn same_file(a: &Path, b: &Path) -> bool {
    match (std::fs::metadata(a), std::fs::metadata(b)) {
        (Ok(a), Ok(b)) => identity(&a) == identity(&b),
        _ => false,
    }
}
