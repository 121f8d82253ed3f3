//! `[io.path]`, as .NET has it on Unix: text alone, no look at the disk but for `Exists`.

use std::path::PathBuf;
use std::rc::Rc;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{Array, TypeId, Value};

/// The file name: what stands behind the last slash.
fn file_name(path: &str) -> &str {
    path.rfind('/').map_or(path, |at| &path[at + 1..])
}

/// The extension with its dot; empty without one.
fn extension(path: &str) -> &str {
    let name = file_name(path);
    match name.rfind('.') {
        Some(at) if at + 1 < name.len() => &name[at..],
        _ => "",
    }
}

fn directory_name(path: &str) -> Option<String> {
    let trimmed = path.trim_end_matches('/');
    if path.is_empty() || trimmed.is_empty() {
        return None;
    }
    let at = if path.ends_with('/') { Some(trimmed.len()) } else { path.rfind('/') };
    let Some(at) = at else { return Some(String::new()) };
    let parent = path[..at].trim_end_matches('/');
    Some(if parent.is_empty() { "/".to_owned() } else { collapse(parent) })
}

/// Runs of slashes as one.
fn collapse(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if !(c == '/' && out.ends_with('/')) {
            out.push(c);
        }
    }
    out
}

/// The path without `.` and `..`, from a base folder.
pub fn full(path: &str, base: &str) -> String {
    let joined = if path.starts_with('/') { path.to_owned() } else { format!("{base}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let mut out = format!("/{}", parts.join("/"));
    if joined.ends_with('/') && out.len() > 1 {
        out.push('/');
    }
    out
}

/// A path argument on the disk, from the session's current folder.
pub fn on_disk(c: &Call, at: usize) -> Outcome<PathBuf> {
    let text = c.str(at, "path")?;
    if text.is_empty() {
        return Err(Thrown::argument_named("path", "The value cannot be an empty string."));
    }
    let base = c.rt.current_directory();
    Ok(PathBuf::from(full(&text, &base.to_string_lossy())))
}

/// A path argument of a member that changes what is there: the session's gate is asked.
pub fn to_change(c: &mut Call, at: usize) -> Outcome<PathBuf> {
    let path = on_disk(c, at)?;
    c.rt.ask_file_gate(&path)?;
    Ok(path)
}

fn texts(c: &Call) -> Outcome<Vec<Rc<str>>> {
    let values: Vec<Value> = match &c.args[..] {
        [only] if only.enumerate().is_some() => c.items(0),
        all => all.to_vec(),
    };
    values.iter().map(|value| value.as_str().cloned().ok_or_else(|| Thrown::null("path"))).collect()
}

fn combine(c: &mut Call) -> Outcome {
    let mut out = String::new();
    for part in texts(c)? {
        if part.is_empty() {
            continue;
        }
        if part.starts_with('/') || out.is_empty() {
            out = part.to_string();
        } else {
            if !out.ends_with('/') {
                out.push('/');
            }
            out.push_str(&part);
        }
    }
    ok(out)
}

fn join(c: &mut Call) -> Outcome {
    let mut out = String::new();
    for part in texts(c)? {
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() && !out.ends_with('/') && !part.starts_with('/') {
            out.push('/');
        }
        out.push_str(&part);
    }
    ok(out)
}

fn change_extension(c: &mut Call) -> Outcome {
    let Some(path) = c.text(0) else { return Ok(Value::Null) };
    let cut = file_name(&path).rfind('.').map_or(&*path, |at| &path[..path.len() - file_name(&path).len() + at]);
    ok(match c.text(1) {
        None => cut.to_owned(),
        Some(new) if new.starts_with('.') => format!("{cut}{new}"),
        Some(new) => format!("{cut}.{new}"),
    })
}

fn relative(c: &mut Call) -> Outcome {
    let base = c.rt.current_directory();
    let base = base.to_string_lossy();
    let (from, to) = (full(&c.str(0, "relativeTo")?, &base), full(&c.str(1, "path")?, &base));
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to_parts) = (parts(&from), parts(&to));
    let common = from.iter().zip(&to_parts).take_while(|(a, b)| a == b).count();
    let mut out = vec!["..".to_owned(); from.len() - common];
    out.extend(to_parts[common..].iter().cloned());
    ok(if out.is_empty() { ".".to_owned() } else { out.join("/") })
}

fn random_name(c: &mut Call) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz012345";
    let mut bits = c.rt.random();
    let mut name: String = (0..11)
        .map(|_| {
            let letter = LETTERS[(bits & 31) as usize];
            bits >>= 5;
            char::from(letter)
        })
        .collect();
    name.insert(8, '.');
    name
}

fn temp_file(c: &mut Call) -> Outcome {
    let name = random_name(c).replace('.', "");
    let path = std::env::temp_dir().join(format!("tmp{}.tmp", &name[..6]));
    c.rt.ask_file_gate(&path)?;
    std::fs::write(&path, "").map_err(|error| super::error::at(&path, &error))?;
    ok(path.to_string_lossy().into_owned())
}

fn characters(units: &[u16]) -> Outcome {
    Ok(Value::Array(Rc::new(Array::new(TypeId::CHAR, units.iter().map(|unit| Value::Char(*unit)).collect()))))
}

/// `[io.path]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::PATH],
    statics: &[
        ("ChangeExtension", change_extension),
        ("Combine", combine),
        ("EndsInDirectorySeparator", |c| ok(c.text(0).is_some_and(|path| path.ends_with('/')))),
        ("Exists", |c| ok(c.text(0).is_some_and(|path| !path.is_empty()) && on_disk(c, 0)?.exists())),
        ("GetDirectoryName", |c| Ok(c.text(0).and_then(|path| directory_name(&path)).map_or(Value::Null, Value::from))),
        ("GetExtension", |c| Ok(c.text(0).map_or(Value::Null, |path| Value::str(extension(&path))))),
        ("GetFileName", |c| Ok(c.text(0).map_or(Value::Null, |path| Value::str(file_name(&path))))),
        ("GetFileNameWithoutExtension", |c| {
            Ok(c.text(0).map_or(Value::Null, |path| {
                let name = file_name(&path);
                Value::str(name.rfind('.').map_or(name, |at| &name[..at]))
            }))
        }),
        ("GetFullPath", |c| {
            let path = c.str(0, "path")?;
            if path.is_empty() {
                return Err(Thrown::argument_named("path", "The value cannot be an empty string."));
            }
            let base = match c.text(1) {
                Some(base) => base.to_string(),
                None => c.rt.current_directory().to_string_lossy().into_owned(),
            };
            ok(full(&path, &base))
        }),
        ("GetInvalidFileNameChars", |_| characters(&[0, u16::from(b'/')])),
        ("GetInvalidPathChars", |_| characters(&[0])),
        ("GetPathRoot", |c| Ok(c.text(0).map_or(Value::Null, |path| Value::str(if path.starts_with('/') { "/" } else { "" })))),
        ("GetRandomFileName", |c| ok(random_name(c))),
        ("GetRelativePath", relative),
        ("GetTempFileName", temp_file),
        ("GetTempPath", |_| {
            let path = std::env::temp_dir().to_string_lossy().into_owned();
            ok(if path.ends_with('/') { path } else { format!("{path}/") })
        }),
        ("HasExtension", |c| ok(c.text(0).is_some_and(|path| !extension(&path).is_empty()))),
        ("IsPathFullyQualified", |c| ok(c.text(0).is_some_and(|path| path.starts_with('/')))),
        ("IsPathRooted", |c| ok(c.text(0).is_some_and(|path| path.starts_with('/')))),
        ("Join", join),
        ("TrimEndingDirectorySeparator", |c| {
            let path = c.str(0, "path")?;
            ok(if path.len() > 1 { path.strip_suffix('/').unwrap_or(&path) } else { &path })
        }),
    ],
    static_properties: &[
        ("AltDirectorySeparatorChar", |_| Ok(Value::Char(u16::from(b'/')))),
        ("DirectorySeparatorChar", |_| Ok(Value::Char(u16::from(b'/')))),
        ("InvalidPathChars", |_| characters(&[0])),
        ("PathSeparator", |_| Ok(Value::Char(u16::from(b':')))),
        ("VolumeSeparatorChar", |_| Ok(Value::Char(u16::from(b'/')))),
    ],
    ..TypeImpl::EMPTY
};
