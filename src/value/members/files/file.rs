//! `[io.file]`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;

use super::error::at;
use super::path::{on_disk, to_change};
use crate::value::date::{DateTimeKind, TICKS_PER_SECOND, zone::UNIX_EPOCH_TICKS};
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::objects::{readers, streams};
use crate::value::members::text::{Encoding, decode_file, encode_text};
use crate::value::members::thrown::{Outcome, ok, void};
use crate::value::{Array, DateTime, TypeId, Value};

fn encoding(c: &Call, at: usize) -> Encoding {
    c.args.get(at).and_then(Encoding::of).unwrap_or(Encoding::UTF8)
}

/// A whole file's text.
fn read_text(c: &Call) -> Outcome<String> {
    let path = on_disk(c, 0)?;
    let bytes = fs::read(&path).map_err(|error| at(&path, &error))?;
    Ok(decode_file(&bytes, encoding(c, 1)))
}

/// Lines without their ends, as `ReadLine` takes them.
pub fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    fs::write(path, bytes).map_err(|error| at(path, &error))?;
    void()
}

fn append(path: &Path, bytes: &[u8]) -> Outcome {
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| at(path, &error))?;
    file.write_all(bytes).map_err(|error| at(path, &error))?;
    void()
}

/// The lines of an argument as text.
fn joined(c: &mut Call) -> Outcome<String> {
    let mut text = String::new();
    for item in c.items(1) {
        text.push_str(&crate::value::convert::to_text(c.rt, &item)?);
        text.push('\n');
    }
    Ok(text)
}

fn with_mark(text: &str, encoding: Encoding) -> Vec<u8> {
    let mut bytes = encoding.preamble().to_vec();
    bytes.extend(encode_text(text, encoding));
    bytes
}

fn write_all(c: &mut Call, text: &str, at_end: bool) -> Outcome {
    let path = to_change(c, 0)?;
    let encoding = encoding(c, 2);
    if at_end && path.exists() { append(&path, &encode_text(text, encoding)) } else { write(&path, &with_mark(text, encoding)) }
}

fn bytes_of(c: &Call, at: usize) -> Vec<u8> {
    c.items(at).iter().map(|item| to_long(item) as u8).collect()
}

fn copy(c: &mut Call, and_remove: bool) -> Outcome {
    let from = if and_remove { to_change(c, 0)? } else { on_disk(c, 0)? };
    let to = to_change(c, 1)?;
    if to.exists() && !c.bool(2) {
        return Err(at(&to, &std::io::ErrorKind::AlreadyExists.into()));
    }
    if !from.is_file() {
        return Err(at(&from, &std::io::ErrorKind::NotFound.into()));
    }
    if and_remove {
        if fs::rename(&from, &to).is_ok() {
            return void();
        }
        fs::copy(&from, &to).map_err(|error| at(&to, &error))?;
        fs::remove_file(&from).map_err(|error| at(&from, &error))?;
        return void();
    }
    fs::copy(&from, &to).map_err(|error| at(&to, &error))?;
    void()
}

fn delete(c: &mut Call) -> Outcome {
    let path = to_change(c, 0)?;
    match fs::remove_file(&path) {
        // .NET does not mind a file that is not there.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.parent().is_some_and(Path::exists) => void(),
        Err(error) => Err(at(&path, &error)),
        Ok(()) => void(),
    }
}

/// A file's time, in UTC or local.
pub(super) fn time(c: &Call, which: fn(&fs::Metadata) -> std::io::Result<std::time::SystemTime>, utc: bool) -> Outcome {
    let path = on_disk(c, 0)?;
    let time = fs::metadata(&path).and_then(|data| which(&data));
    let date = match time {
        Ok(time) => {
            let since = time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            let ticks = UNIX_EPOCH_TICKS + since.as_secs() as i64 * TICKS_PER_SECOND + i64::from(since.subsec_nanos()) / 100;
            DateTime::from_ticks(ticks, DateTimeKind::Utc)?
        }
        // .NET gives 1601 for what is not there.
        Err(_) => DateTime::from_file_time_utc(0)?,
    };
    Ok(Value::DateTime(if utc { date } else { date.to_local_time() }))
}

/// Sets a file's time of the last look at it.
fn set_access_time(c: &mut Call) -> Outcome {
    let path = to_change(c, 0)?;
    let Value::DateTime(date) = c.arg(1) else { return void() };
    let ticks = date.to_universal_time().ticks() - UNIX_EPOCH_TICKS;
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_nanos(ticks.max(0) as u64 * 100);
    let file = fs::File::open(&path).map_err(|error| at(&path, &error))?;
    file.set_times(fs::FileTimes::new().set_accessed(time)).map_err(|error| at(&path, &error))?;
    void()
}

/// Sets a file's time of change.
pub(super) fn set_time(c: &mut Call) -> Outcome {
    let path = to_change(c, 0)?;
    let Value::DateTime(date) = c.arg(1) else { return void() };
    let ticks = date.to_universal_time().ticks() - UNIX_EPOCH_TICKS;
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_nanos(ticks.max(0) as u64 * 100);
    let file = fs::File::open(&path).map_err(|error| at(&path, &error))?;
    file.set_modified(time).map_err(|error| at(&path, &error))?;
    void()
}

fn attributes(c: &mut Call) -> Outcome {
    let path = on_disk(c, 0)?;
    let data = fs::symlink_metadata(&path).map_err(|error| at(&path, &error))?;
    let mut value = 0;
    if data.permissions().readonly() {
        value |= 1;
    }
    if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
        value |= 2;
    }
    if data.is_dir() {
        value |= 16;
    }
    if data.is_symlink() {
        value |= 1024;
    }
    Ok(Value::Enum(TypeId::FILE_ATTRIBUTES, if value == 0 { 128 } else { value }))
}

fn open(c: &mut Call) -> Outcome {
    let mode = c.enum_of(1, TypeId::FILE_MODE).unwrap_or(3);
    let access = c.enum_of(2, TypeId::FILE_ACCESS).unwrap_or(if mode == 6 { 2 } else { 3 });
    let path = if mode == 3 && access == 1 { on_disk(c, 0)? } else { to_change(c, 0)? };
    streams::open(&path, mode, access)
}

/// `[io.file]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::FILE],
    statics: &[
        ("AppendAllBytes", |c| append(&to_change(c, 0)?, &bytes_of(c, 1))),
        ("AppendAllLines", |c| {
            let text = joined(c)?;
            write_all(c, &text, true)
        }),
        ("AppendAllText", |c| {
            let text = c.text(1).unwrap_or_default();
            write_all(c, &text, true)
        }),
        ("AppendText", |c| readers::writer_at(&to_change(c, 0)?, true, Encoding::UTF8)),
        ("Copy", |c| copy(c, false)),
        ("Create", |c| streams::open(&to_change(c, 0)?, 2, 3)),
        ("CreateText", |c| readers::writer_at(&to_change(c, 0)?, false, Encoding::UTF8)),
        ("Delete", delete),
        ("Exists", |c| ok(c.text(0).is_some_and(|path| !path.is_empty()) && on_disk(c, 0)?.is_file())),
        ("GetAttributes", attributes),
        ("GetCreationTime", |c| time(c, fs::Metadata::created, false)),
        ("GetCreationTimeUtc", |c| time(c, fs::Metadata::created, true)),
        ("GetLastAccessTime", |c| time(c, fs::Metadata::accessed, false)),
        ("GetLastAccessTimeUtc", |c| time(c, fs::Metadata::accessed, true)),
        ("GetLastWriteTime", |c| time(c, fs::Metadata::modified, false)),
        ("GetLastWriteTimeUtc", |c| time(c, fs::Metadata::modified, true)),
        ("Move", |c| copy(c, true)),
        ("Open", open),
        ("OpenRead", |c| streams::open(&on_disk(c, 0)?, 3, 1)),
        ("OpenText", |c| readers::reader_at(&on_disk(c, 0)?, Encoding::UTF8)),
        ("OpenWrite", |c| streams::open(&to_change(c, 0)?, 4, 2)),
        ("ReadAllBytes", |c| {
            let path = on_disk(c, 0)?;
            let bytes = fs::read(&path).map_err(|error| at(&path, &error))?;
            Ok(Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect()))))
        }),
        ("ReadAllLines", |c| Ok(Value::strings(lines(&read_text(c)?)))),
        ("ReadAllText", |c| ok(read_text(c)?)),
        ("ReadLines", |c| {
            let lines: Vec<Value> = lines(&read_text(c)?).into_iter().map(Value::from).collect();
            Ok(enumerator_of(Value::Null, lines))
        }),
        ("Replace", |c| {
            let (from, to) = (to_change(c, 0)?, to_change(c, 1)?);
            if c.has(2) {
                let backup = to_change(c, 2)?;
                fs::copy(&to, &backup).map_err(|error| at(&backup, &error))?;
            }
            fs::rename(&from, &to).map_err(|error| at(&from, &error))?;
            void()
        }),
        ("SetAttributes", |c| {
            let path = to_change(c, 0)?;
            let is_read_only = to_long(&c.arg(1)) & 1 != 0;
            let mut permissions = fs::metadata(&path).map_err(|error| at(&path, &error))?.permissions();
            permissions.set_readonly(is_read_only);
            fs::set_permissions(&path, permissions).map_err(|error| at(&path, &error))?;
            void()
        }),
        ("SetCreationTime", |c| set_time(c)),
        ("SetCreationTimeUtc", |c| set_time(c)),
        ("SetLastAccessTime", set_access_time),
        ("SetLastAccessTimeUtc", set_access_time),
        ("SetLastWriteTime", |c| set_time(c)),
        ("SetLastWriteTimeUtc", |c| set_time(c)),
        ("WriteAllBytes", |c| write(&to_change(c, 0)?, &bytes_of(c, 1))),
        ("WriteAllLines", |c| {
            let text = joined(c)?;
            write_all(c, &text, false)
        }),
        ("WriteAllText", |c| {
            let text = c.text(1).unwrap_or_default();
            write_all(c, &text, false)
        }),
    ],
    ..TypeImpl::EMPTY
};
