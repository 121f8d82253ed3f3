//! What `Set-Content` and `Add-Content` share: a writer for each file, text of values, items of other drives.

use std::path::PathBuf;
use std::rc::Rc;

use super::encoding::{encoding_of, marked};
use super::place::{self, Place, SessionDrive};
use super::session_items;
use super::write_file::{FileWriter, Mode};
use crate::cmdlet::Context;
use crate::engine::EngineContext;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// Bytes have no encoding: one that was given is said to be of no use.
pub fn warn_of_encoding(ctx: &mut Context<'_>) -> Run {
    if ctx.call.flag("AsByteStream") && ctx.call.has("Encoding") {
        ctx.warn("The -Encoding parameter is not used when the -AsByteStream parameter is used.")?;
    }
    Ok(())
}

/// Files and items being written by one call.
#[derive(Default)]
pub struct ContentWriter {
    files: Vec<FileWriter>,
    items: Vec<(SessionDrive, Rc<str>)>,
    values: Vec<Value>,
    is_open: bool,
}

impl ContentWriter {
    /// Opens what the call's paths name, if it is not open yet.
    pub fn open(&mut self, ctx: &mut Context<'_>, mode: Mode, action: &str) -> Run {
        if self.is_open {
            return Ok(());
        }
        self.is_open = true;
        warn_of_encoding(ctx)?;
        let (texts, is_literal) = super::selection::path_texts(ctx);
        let names = super::selection::NameFilter::of(ctx);
        for text in texts {
            let places = if !is_literal && contains_wildcards(&text) {
                let force = ctx.call.flag("Force");
                let found = place::expand(ctx.engine(), &text, false, force)?;
                if found.is_empty() {
                    let message = format!(
                        "An object at the specified path {text} does not exist, or has been filtered by the -Include or -Exclude parameter."
                    );
                    ctx.fail(TypeId::EXCEPTION, message, "ItemNotFound", Category::ObjectNotFound, Value::Str(text.clone()))?;
                }
                found.into_iter().filter(|place| names.passes(&super::selection::leaf(place))).collect()
            } else {
                vec![place::place_of(ctx.engine(), &text)?]
            };
            for place in places {
                if !ctx.should_process(format!("Path: {}", place.text()), action)? {
                    continue;
                }
                match place {
                    Place::File(path) => self.open_file(ctx, path, mode)?,
                    Place::Item(drive, name) => {
                        if mode == Mode::Append
                            && let Some(old) = session_items::content(ctx.engine(), drive, &name)?
                        {
                            self.values.extend(old.enumerate().unwrap_or_else(|| vec![old]));
                        }
                        self.items.push((drive, name));
                    }
                }
            }
        }
        Ok(())
    }

    fn open_file(&mut self, ctx: &mut Context<'_>, path: PathBuf, mode: Mode) -> Run {
        let mut encoding = encoding_of(ctx.call.get("Encoding"))?;
        let force = ctx.call.flag("Force");
        if path.is_dir() {
            let message = format!("Unable to write content because it is a directory: '{}'.", path.display());
            return ctx.fail(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "WriteContainerContentException",
                Category::InvalidOperation,
                Value::str(path.to_string_lossy()),
            );
        }
        // What a file has in another encoding is gone on with.
        if mode == Mode::Append
            && !ctx.call.has("Encoding")
            && let Ok(bytes) = std::fs::read(&path)
            && let Some(own) = marked(&bytes)
        {
            encoding = own;
        }
        match FileWriter::open(ctx.engine(), &path, mode, encoding, force) {
            Ok(file) => self.files.push(file),
            Err(raise) => match raise.error() {
                Some(record) if &**record.0.id.borrow() == "FileOpenFailure" => {
                    let class = record.0.exception.type_id();
                    let (id, category) = match class {
                        TypeId::DIRECTORY_NOT_FOUND_EXCEPTION => ("GetContentWriterDirectoryNotFoundError", Category::ObjectNotFound),
                        TypeId::UNAUTHORIZED_ACCESS_EXCEPTION => ("GetContentWriterUnauthorizedAccessError", Category::PermissionDenied),
                        _ => ("GetContentWriterIOError", Category::WriteError),
                    };
                    let error = ErrorRecord::of(record.0.exception.clone(), id, category, Value::str(path.to_string_lossy()));
                    ctx.error(error)?;
                }
                _ => return Err(raise),
            },
        }
        Ok(())
    }

    /// Writes the call's values.
    pub fn put(&mut self, ctx: &mut Context<'_>, value: &Value) -> Run {
        let items = value.enumerate().unwrap_or_else(|| vec![value.clone()]);
        let as_bytes = ctx.call.flag("AsByteStream");
        let newline = if ctx.call.flag("NoNewline") { "" } else { "\n" };
        for item in items {
            if ctx.call.flag("PassThru") {
                for _ in 0..self.files.len() + self.items.len() {
                    ctx.write(item.clone())?;
                }
            }
            if !self.items.is_empty() {
                self.values.push(item.clone());
            }
            if item.is_null() && !as_bytes {
                continue;
            }
            if as_bytes {
                let Value::Byte(byte) = convert::cast(ctx.host.runtime(), &item, TypeId::BYTE)? else { continue };
                for file in &mut self.files {
                    file.bytes(&[byte])?;
                }
                continue;
            }
            let text = match item.enumerate() {
                Some(parts) => {
                    let mut lines = Vec::new();
                    for part in parts {
                        lines.push(convert::to_culture_text(ctx.host.runtime(), &part)?);
                    }
                    lines.join("\n")
                }
                None => convert::to_culture_text(ctx.host.runtime(), &item)?.to_string(),
            };
            for file in &mut self.files {
                file.text(&text)?;
                file.text(newline)?;
            }
        }
        Ok(())
    }

    /// Closes all: files are in their place, items have their values.
    pub fn finish(&mut self, ctx: &mut Context<'_>) -> Run {
        for file in self.files.drain(..) {
            file.finish()?;
        }
        for (drive, name) in self.items.drain(..) {
            let mut values = self.values.clone();
            let value = if values.len() == 1 { values.remove(0) } else { Value::array(values) };
            session_items::set(ctx.engine(), drive, &name, value)?;
        }
        Ok(())
    }
}
