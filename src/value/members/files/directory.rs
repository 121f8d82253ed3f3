//! `[io.directory]`.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{at, at_folder};
use super::file::{set_time, time};
use super::path::{on_disk, to_change};
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Object, TypeId, Value};

/// What is listed.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Files,
    Folders,
    Both,
}

fn collect(folder: &Path, pattern: &str, deep: bool, wanted: Wanted, shown: &str, out: &mut Vec<String>) -> Outcome<()> {
    let entries = fs::read_dir(folder).map_err(|error| at_folder(folder, &error))?;
    let mut names: Vec<(String, bool)> =
        entries.filter_map(Result::ok).map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir())).collect();
    names.sort();
    let separator = if shown.ends_with('/') { "" } else { "/" };
    for (name, is_folder) in &names {
        let fits = wanted == Wanted::Both || (wanted == Wanted::Folders) == *is_folder;
        // `*.*` means everything, as ever.
        if fits && (pattern == "*" || pattern == "*.*" || matches_name(pattern, name)) {
            out.push(format!("{shown}{separator}{name}"));
        }
    }
    if deep {
        for (name, is_folder) in &names {
            if *is_folder {
                collect(&folder.join(name), pattern, deep, wanted, &format!("{shown}{separator}{name}"), out)?;
            }
        }
    }
    Ok(())
}

/// File patterns know `*` and `?` alone, and case counts on Unix.
fn matches_name(pattern: &str, name: &str) -> bool {
    let escaped = pattern.replace('`', "``").replace('[', "`[");
    WildcardPattern::new(&escaped, WildcardCase::Sensitive).is_ok_and(|pattern| pattern.is_match(name))
}

fn list(c: &mut Call, wanted: Wanted) -> Outcome {
    let shown = c.str(0, "path")?;
    let folder = on_disk(c, 0)?;
    let pattern = c.text(1).unwrap_or_else(|| "*".into());
    let deep = c.enum_of(2, TypeId::SEARCH_OPTION) == Some(1);
    let mut out = Vec::new();
    collect(&folder, &pattern, deep, wanted, &shown, &mut out)?;
    Ok(Value::strings(out))
}

fn delete(c: &mut Call) -> Outcome {
    let path = to_change(c, 0)?;
    let result = if c.bool(1) { fs::remove_dir_all(&path) } else { fs::remove_dir(&path) };
    result.map_err(|error| at_folder(&path, &error))?;
    void()
}

/// A folder as an object; where nothing makes one, as the properties that scripts read of it.
fn folder_record(c: &mut Call, path: &Path) -> Outcome {
    let text = path.to_string_lossy().into_owned();
    if let Some(made) = c.rt.own_new_object(TypeId::DIRECTORY_INFO, &[Value::str(&text)]) {
        return Ok(made?);
    }
    let name = path.file_name().map_or_else(|| text.clone(), |name| name.to_string_lossy().into_owned());
    Ok(Object::record(
        Some("System.IO.DirectoryInfo"),
        [("Name", Value::from(name)), ("FullName", Value::from(text)), ("Exists", Value::Bool(path.exists()))],
    ))
}

fn temp_folder(c: &mut Call) -> Outcome {
    let prefix = c.text(0).unwrap_or_default();
    let path: PathBuf = std::env::temp_dir().join(format!("{prefix}{:08x}", c.rt.random() as u32));
    c.rt.ask_file_gate(&path)?;
    fs::create_dir_all(&path).map_err(|error| at(&path, &error))?;
    folder_record(c, &path)
}

/// `[io.directory]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DIRECTORY],
    statics: &[
        ("CreateDirectory", |c| {
            let path = to_change(c, 0)?;
            fs::create_dir_all(&path).map_err(|error| at(&path, &error))?;
            folder_record(c, &path)
        }),
        ("CreateTempSubdirectory", temp_folder),
        ("Delete", delete),
        ("EnumerateDirectories", |c| list(c, Wanted::Folders)),
        ("EnumerateFiles", |c| list(c, Wanted::Files)),
        ("EnumerateFileSystemEntries", |c| list(c, Wanted::Both)),
        ("Exists", |c| ok(c.text(0).is_some_and(|path| !path.is_empty()) && on_disk(c, 0)?.is_dir())),
        ("GetCreationTime", |c| time(c, fs::Metadata::created, false)),
        ("GetCurrentDirectory", |c| ok(c.rt.current_directory().to_string_lossy().into_owned())),
        ("GetDirectories", |c| list(c, Wanted::Folders)),
        ("GetDirectoryRoot", |_| ok("/")),
        ("GetFiles", |c| list(c, Wanted::Files)),
        ("GetFileSystemEntries", |c| list(c, Wanted::Both)),
        ("GetCreationTimeUtc", |c| time(c, fs::Metadata::created, true)),
        ("GetLastAccessTime", |c| time(c, fs::Metadata::accessed, false)),
        ("GetLastAccessTimeUtc", |c| time(c, fs::Metadata::accessed, true)),
        ("GetLastWriteTime", |c| time(c, fs::Metadata::modified, false)),
        ("GetLastWriteTimeUtc", |c| time(c, fs::Metadata::modified, true)),
        ("GetLogicalDrives", |_| Ok(Value::strings(["/"]))),
        ("GetParent", |c| match on_disk(c, 0)?.parent() {
            Some(parent) => folder_record(c, parent),
            None => Ok(Value::Null),
        }),
        ("Move", |c| {
            let (from, to) = (to_change(c, 0)?, to_change(c, 1)?);
            if to.exists() {
                return Err(Thrown::new(
                    TypeId::IO_EXCEPTION,
                    format!("Cannot create '{}' because a file or directory with the same name already exists.", to.display()),
                ));
            }
            fs::rename(&from, &to).map_err(|error| at_folder(&from, &error))?;
            void()
        }),
        ("SetLastWriteTime", |c| set_time(c)),
    ],
    ..TypeImpl::EMPTY
};
