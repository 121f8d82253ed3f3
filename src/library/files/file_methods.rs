//! Methods of `FileInfo` and `DirectoryInfo`.

use std::fs;
use std::path::{Path, PathBuf};

use super::file_info::{FileObject, plain_value};
use crate::value::members::{Outcome, Thrown, invoke_static, ok, void};
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Array, Runtime, TypeId, Value};

/// Calls a method; none where there is no such one.
pub fn invoke(file: &FileObject, rt: &mut dyn Runtime, name: &str, args: &[Value]) -> Option<Outcome> {
    let path = file.path().to_owned();
    let text = |at: usize| args.get(at).and_then(Value::as_str).map_or_else(String::new, |text| text.to_string());
    let flag = |at: usize| matches!(args.get(at).map(Value::base), Some(Value::Bool(true)));
    let is_folder = file.is_folder();
    Some(match (name.to_ascii_lowercase().as_str(), is_folder) {
        ("refresh", _) => void(),
        ("tostring", _) => ok(path.to_string_lossy().into_owned()),
        ("delete", false) => change(rt, &path, || match fs::remove_file(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            result => result,
        }),
        ("delete", true) => change(rt, &path, || if flag(0) { fs::remove_dir_all(&path) } else { fs::remove_dir(&path) }),
        ("create", true) => change(rt, &path, || fs::create_dir_all(&path)),
        ("createsubdirectory", true) => {
            let child = path.join(text(0));
            change(rt, &child, || fs::create_dir_all(&child)).map(|_| plain_value(&child, true))
        }
        ("moveto", _) => {
            let target = full(rt, &text(0));
            if target.exists() && !flag(1) {
                return Some(Err(Thrown::new(TypeId::IO_EXCEPTION, format!("The file '{}' already exists.", target.display()))));
            }
            change(rt, &path, || Ok(())).and_then(|_| change(rt, &target, || fs::rename(&path, &target)))
        }
        ("copyto", false) => {
            let target = full(rt, &text(0));
            if target.exists() && !flag(1) {
                return Some(Err(Thrown::new(TypeId::IO_EXCEPTION, format!("The file '{}' already exists.", target.display()))));
            }
            change(rt, &target, || fs::copy(&path, &target).map(|_| ())).map(|_| plain_value(&target, false))
        }
        ("openread" | "opentext" | "openwrite" | "open" | "create" | "createtext" | "appendtext", false) => {
            let mut all = vec![Value::str(path.to_string_lossy())];
            all.extend(args.iter().cloned());
            invoke_static(rt, TypeId::FILE, name, &all).map(Option::unwrap_or_default).map_err(Thrown::from)
        }
        ("getfiles" | "enumeratefiles", true) => list(&path, args, Some(false), TypeId::FILE_INFO),
        ("getdirectories" | "enumeratedirectories", true) => list(&path, args, Some(true), TypeId::DIRECTORY_INFO),
        ("getfilesysteminfos" | "enumeratefilesysteminfos", true) => list(&path, args, None, TypeId::OBJECT),
        _ => return None,
    })
}

fn full(rt: &mut dyn Runtime, text: &str) -> PathBuf {
    crate::engine::command::clean(&rt.current_directory().join(text))
}

/// Changes something on the disk, if the session's gate lets it.
fn change(rt: &mut dyn Runtime, path: &Path, change: impl FnOnce() -> std::io::Result<()>) -> Outcome {
    rt.ask_file_gate(path)?;
    change().map_err(|error| {
        let record = super::write_file::failure(path, &error, "", crate::value::Category::NotSpecified);
        Thrown::Exception(record.0.exception.clone())
    })?;
    void()
}

/// What a folder holds, by a pattern, in all levels if `AllDirectories` is asked for.
fn list(path: &Path, args: &[Value], folders: Option<bool>, element: TypeId) -> Outcome {
    let pattern = args.iter().find_map(Value::as_str).map_or_else(|| "*".to_owned(), |text| text.to_string());
    let pattern = if pattern == "*.*" { "*".to_owned() } else { pattern };
    let pattern = WildcardPattern::new(&pattern, WildcardCase::Sensitive).ok();
    let deep = args.iter().any(|arg| matches!(arg.base(), Value::Enum(_, 1)));
    let mut found = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| {
            let record = super::write_file::failure(&folder, &error, "", crate::value::Category::NotSpecified);
            Thrown::Exception(record.0.exception.clone())
        })?;
        let mut children: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        children.sort();
        for child in children {
            let is_folder = child.is_dir();
            let name = child.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let fits = pattern.as_ref().is_none_or(|pattern| pattern.is_match(&name));
            if fits && folders.is_none_or(|wanted| wanted == is_folder) {
                found.push(plain_value(&child, is_folder));
            }
            if deep && is_folder && !child.is_symlink() {
                open.push(child);
            }
        }
    }
    Ok(Value::Array(std::rc::Rc::new(Array::new(element, found))))
}
