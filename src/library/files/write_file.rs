//! Files written whole: the new text goes into a file beside the old one, which it replaces only when all was
//! written; a failure leaves the old file as it was.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::encoding::bytes_of;
use crate::engine::Engine;
use crate::value::members::TextEncoding as Encoding;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// How a file is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A new file takes the old one's place.
    Replace,
    /// At the end of what is there.
    Append,
}

/// A file being written.
pub struct FileWriter {
    path: PathBuf,
    beside: Option<PathBuf>,
    file: BufWriter<File>,
    encoding: Encoding,
}

impl FileWriter {
    /// Opens a file. The session's gate is asked first. `force` overcomes the read-only mark.
    pub fn open(engine: &mut Engine, path: &Path, mode: Mode, encoding: Encoding, force: bool) -> Run<FileWriter> {
        if let Some(gate) = engine.file_gate.clone() {
            gate(engine, path)?;
        }
        FileWriter::open_ungated(path, mode, encoding, force).map_err(|error| open_error(path, &error).into())
    }

    fn open_ungated(path: &Path, mode: Mode, encoding: Encoding, force: bool) -> io::Result<FileWriter> {
        let found = std::fs::metadata(path).ok();
        if let Some(metadata) = &found {
            if metadata.is_dir() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
            if metadata.permissions().readonly() {
                if !force {
                    return Err(io::Error::from(io::ErrorKind::PermissionDenied));
                }
                super::attributes::set_read_only(path, false)?;
            }
        }
        // What has other names (links of both kinds) is written where it is, so that they go on naming it.
        let is_plain = found.as_ref().is_none_or(|metadata| metadata.is_file() && !has_other_names(metadata)) && !path.is_symlink();
        if mode == Mode::Append || !is_plain {
            let has_text = found.as_ref().is_some_and(|metadata| metadata.len() > 0);
            let file =
                OpenOptions::new().create(true).append(mode == Mode::Append).write(true).truncate(mode == Mode::Replace).open(path)?;
            let mut writer = FileWriter { path: path.to_owned(), beside: None, file: BufWriter::new(file), encoding };
            if !(mode == Mode::Append && has_text) {
                writer.file.write_all(encoding.preamble())?;
            }
            return Ok(writer);
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        // A folder that takes no new files may still let the file itself be written.
        let (file, beside) = match File::create(&beside) {
            Ok(file) => (file, Some(beside)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && found.is_some() => (File::create(path)?, None),
            Err(error) => return Err(error),
        };
        if let (Some(metadata), Some(beside)) = (&found, &beside) {
            std::fs::set_permissions(beside, metadata.permissions())?;
        }
        let mut writer = FileWriter { path: path.to_owned(), beside, file: BufWriter::new(file), encoding };
        writer.file.write_all(encoding.preamble())?;
        Ok(writer)
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) -> Run {
        let result = match self.encoding.scheme {
            crate::value::members::TextScheme::Utf8 => self.file.write_all(text.as_bytes()),
            _ => self.file.write_all(&bytes_of(text, self.encoding)),
        };
        result.map_err(|error| open_error(&self.path, &error).into())
    }

    /// Writes bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Run {
        self.file.write_all(bytes).map_err(|error| open_error(&self.path, &error).into())
    }

    /// Ends the file: now it is in its place.
    pub fn finish(mut self) -> Run {
        let result = self.file.flush().and_then(|()| match self.beside.take() {
            Some(beside) => std::fs::rename(&beside, &self.path).inspect_err(|_| {
                let _ = std::fs::remove_file(&beside);
            }),
            None => Ok(()),
        });
        result.map_err(|error| open_error(&self.path, &error).into())
    }
}

impl Drop for FileWriter {
    fn drop(&mut self) {
        // Not finished: what was written is dropped, the old file stays.
        if let Some(beside) = &self.beside {
            let _ = std::fs::remove_file(beside);
        }
    }
}

#[cfg(unix)]
fn has_other_names(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_metadata: &std::fs::Metadata) -> bool {
    false
}

/// The error for a file that could not be opened or written.
pub fn open_error(path: &Path, error: &io::Error) -> ErrorRecord {
    failure(path, error, "FileOpenFailure", Category::OpenError)
}

/// .NET's exception for what the system said about a path, under this id.
pub fn failure(path: &Path, error: &io::Error, id: &str, category: Category) -> ErrorRecord {
    let shown = path.display();
    let (class, message) = match error.kind() {
        io::ErrorKind::NotFound if path.parent().is_some_and(|parent| !parent.exists()) => {
            (TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, format!("Could not find a part of the path '{shown}'."))
        }
        io::ErrorKind::NotFound => (TypeId::FILE_NOT_FOUND_EXCEPTION, format!("Could not find file '{shown}'.")),
        io::ErrorKind::PermissionDenied => (TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, format!("Access to the path '{shown}' is denied.")),
        io::ErrorKind::NotADirectory => (TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, format!("Could not find a part of the path '{shown}'.")),
        io::ErrorKind::AlreadyExists => (TypeId::IO_EXCEPTION, format!("The file '{shown}' already exists.")),
        io::ErrorKind::DirectoryNotEmpty => (TypeId::IO_EXCEPTION, format!("Directory not empty : '{shown}'")),
        _ => (TypeId::IO_EXCEPTION, format!("{error} : '{shown}'")),
    };
    ErrorRecord::new(class, message, id, category, Value::str(shown.to_string()))
}
