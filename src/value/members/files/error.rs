//! What the file system refuses, in .NET's words.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::value::TypeId;
use crate::value::members::thrown::Thrown;

/// An error at a path.
pub fn at(path: &Path, error: &Error) -> Thrown {
    let shown = path.display();
    match error.kind() {
        ErrorKind::NotFound if path.parent().is_some_and(|parent| !parent.as_os_str().is_empty() && !parent.exists()) => {
            Thrown::new(TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, format!("Could not find a part of the path '{shown}'."))
        }
        ErrorKind::NotFound => Thrown::new(TypeId::FILE_NOT_FOUND_EXCEPTION, format!("Could not find file '{shown}'.")),
        ErrorKind::PermissionDenied | ErrorKind::IsADirectory => {
            Thrown::new(TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, format!("Access to the path '{shown}' is denied."))
        }
        ErrorKind::AlreadyExists => Thrown::new(TypeId::IO_EXCEPTION, format!("The file '{shown}' already exists.")),
        ErrorKind::DirectoryNotEmpty => Thrown::new(TypeId::IO_EXCEPTION, format!("Directory not empty : '{shown}'")),
        ErrorKind::NotADirectory => Thrown::new(TypeId::IO_EXCEPTION, format!("Not a directory : '{shown}'")),
        _ => Thrown::new(TypeId::IO_EXCEPTION, format!("{error} : '{shown}'")),
    }
}

/// The same where a folder was looked for.
pub fn at_folder(path: &Path, error: &Error) -> Thrown {
    match error.kind() {
        ErrorKind::NotFound => {
            Thrown::new(TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, format!("Could not find a part of the path '{}'.", path.display()))
        }
        _ => at(path, error),
    }
}
