//! `Get-Content`: reads files line by line.

use super::encoding::{encoding_of, text_of};
use super::place::Place;
use super::text_blocks::TextBlocks;
use super::{file_info, selection, session_items, write_file};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Array, Category, Members, Object, Payload, Run, Shape, Slot, TypeId, Value};
use std::path::Path;
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Content",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Reads files line by line.",
    description: "Each line is passed on as a text with notes of where it came from. -Raw gives the whole file, -TotalCount the first lines, -Tail the last ones, -AsByteStream bytes.",
    parameters: parameters::GET_CONTENT,
    default_set: parameters::GET_CONTENT_DEFAULT,
    related: &["Set-Content", "Add-Content", "Clear-Content"],
    examples: &[Example::new(
        "Read lines",
        "Set-Content words.txt 'one', 'two', 'three'\nGet-Content words.txt -TotalCount 2",
        "one\ntwo\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetContent);

#[derive(Default)]
struct GetContent;

impl Cmdlet for GetContent {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.has("Tail") && ctx.call.has("TotalCount") {
            let message = "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.";
            return ctx.fail(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "TailAndHeadCannotCoexist",
                Category::InvalidOperation,
                Value::Null,
            );
        }
        if ctx.call.flag("Raw") && ctx.call.has("Tail") {
            let message = "The parameters -Raw and -Tail cannot be used together.";
            let class = TypeId::INVALID_OPERATION_EXCEPTION;
            return ctx.fail(class, message, "InvalidOperation", Category::InvalidOperation, Value::Null);
        }
        super::content_writer::warn_of_encoding(ctx)?;
        let places = selection::places(ctx)?;
        let (texts, is_literal) = selection::path_texts(ctx);
        if places.is_empty() && !is_literal && texts.iter().any(|text| contains_wildcards(text)) {
            let text = texts[0].clone();
            let message = format!(
                "An object at the specified path {text} does not exist, or has been filtered by the -Include or -Exclude parameter."
            );
            return ctx.fail(TypeId::EXCEPTION, message, "ItemNotFound", Category::ObjectNotFound, Value::Str(text));
        }
        for place in places {
            match place {
                Place::Item(..) if ctx.call.has("Tail") => {
                    let message = "The Tail parameter currently is supported only for the FileSystem provider.";
                    ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "TailNotSupported", Category::InvalidOperation, Value::Null)?;
                }
                Place::File(path) => read_file(ctx, &path)?,
                Place::Item(drive, name) => {
                    if let Some(value) = session_items::content(ctx.engine(), drive, &name)? {
                        // A list is one block of content, and one block gives its first item.
                        match value.enumerate() {
                            Some(items) if ctx.call.integer("ReadCount").is_none_or(|count| count == 1) => {
                                ctx.write(items.into_iter().next().unwrap_or(Value::Nothing))?;
                            }
                            _ => ctx.write(value)?,
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn read_file(ctx: &mut Context<'_>, path: &Path) -> Run {
    if path.is_dir() {
        let message = format!("Unable to get content because it is a directory: '{}'. Please use 'Get-ChildItem' instead.", path.display());
        return ctx.fail(
            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
            message,
            "GetContainerContentException",
            Category::InvalidOperation,
            Value::Null,
        );
    }
    let is_raw = ctx.call.flag("Raw");
    let is_plain = !is_raw && !ctx.call.flag("AsByteStream") && !ctx.call.has("Tail") && !ctx.call.has("Delimiter");
    if is_plain && ctx.call.integer("ReadCount").unwrap_or(1) == 1 {
        return read_lines(ctx, path);
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return ctx.error(unreadable(path, &error)),
    };
    if ctx.call.flag("AsByteStream") {
        let items: Vec<Value> = bytes.iter().map(|byte| Value::Byte(*byte)).collect();
        if is_raw {
            return ctx.write(Value::Array(Rc::new(Array::new(TypeId::BYTE, items))));
        }
        let items = cut(ctx, items);
        for item in items {
            ctx.write(item)?;
        }
        return Ok(());
    }
    let text = text_of(&bytes, encoding_of(ctx.call.get("Encoding"))?);
    drop(bytes);
    if is_raw {
        if text.is_empty() {
            return Ok(());
        }
        let whole = Value::from(text);
        let whole = if ctx.call.integer("ReadCount").unwrap_or(1) == 1 { whole } else { Value::array(vec![whole]) };
        return ctx.write(noted(path, whole, 1));
    }
    let delimiter = ctx.call.text("Delimiter");
    let lines: Vec<&str> = match &delimiter {
        Some(delimiter) if !delimiter.is_empty() => {
            let mut parts: Vec<&str> = text.split(&**delimiter).collect();
            if parts.last().is_some_and(|last| last.is_empty()) {
                parts.pop();
            }
            parts
        }
        _ => split_lines(&text),
    };
    let lines = cut(ctx, lines);
    let chunk = ctx.call.integer("ReadCount").unwrap_or(1);
    if chunk == 1 {
        let notes = Notes::of(path);
        let n_lines = lines.len() as i64;
        for (at, line) in lines.into_iter().enumerate() {
            ctx.write(notes.on(Value::from(line), at as i64 + 1))?;
        }
        return if ctx.call.flag("Wait") { follow(ctx, path, n_lines) } else { Ok(()) };
    }
    let chunk = if chunk <= 0 { lines.len().max(1) } else { chunk as usize };
    let mut n_read = 0;
    for part in lines.chunks(chunk) {
        n_read += part.len() as i64;
        let items = Value::array(part.iter().map(|line| Value::from(*line)).collect());
        ctx.write(noted(path, items, n_read))?;
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> crate::value::ErrorRecord {
    write_file::failure(path, error, "GetContentReaderUnauthorizedAccessError", Category::PermissionDenied)
}

/// Passes on the lines while the file is read; with -Wait also those that are added later, until it is stopped.
fn read_lines(ctx: &mut Context<'_>, path: &Path) -> Run {
    let mut blocks = match TextBlocks::open(path, encoding_of(ctx.call.get("Encoding"))?) {
        Ok(blocks) => blocks,
        Err(error) => return ctx.error(unreadable(path, &error)),
    };
    let most = ctx.call.integer("TotalCount").filter(|n| *n >= 0).unwrap_or(i64::MAX);
    let notes = Notes::of(path);
    let mut n_read = 0;
    while n_read < most {
        let Some(text) = blocks.next_block().map_err(|error| unreadable(path, &error))? else { break };
        let mut rest = &*text;
        while !rest.is_empty() && n_read < most {
            let line = match rest.find(['\n', '\r']) {
                Some(end) => {
                    let line = &rest[..end];
                    rest = if rest[end..].starts_with("\r\n") { &rest[end + 2..] } else { &rest[end + 1..] };
                    line
                }
                None => std::mem::take(&mut rest),
            };
            n_read += 1;
            ctx.write(notes.on(Value::from(line), n_read))?;
        }
    }
    if ctx.call.flag("Wait") && n_read < most { follow(ctx, path, n_read) } else { Ok(()) }
}

/// How long to wait before looking for more.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(200);

/// Passes on what other programs add to a file. A file that became shorter is read from its start.
fn follow(ctx: &mut Context<'_>, path: &Path, mut n_read: i64) -> Run {
    use std::io::{Read, Seek, SeekFrom};
    // A job runs to its end before the session goes on: waiting in one would last for ever.
    if ctx.engine().is_isolated() {
        let message = "Get-Content cannot wait for more (-Wait) in a job or parallel block: they run to their end at once here.";
        let class = TypeId::NOT_SUPPORTED_EXCEPTION;
        return ctx.fail(class, message, "WaitInJobNotSupported", Category::NotImplemented, Value::str(path.to_string_lossy()));
    }
    let encoding = encoding_of(ctx.call.get("Encoding"))?;
    let notes = Notes::of(path);
    let mut at = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let mut pending: Vec<u8> = Vec::new();
    loop {
        let interrupt = ctx.engine().interrupt.clone();
        interrupt.sleep(PAUSE);
        ctx.engine().poll()?;
        let Ok(metadata) = std::fs::metadata(path) else { continue };
        if metadata.len() < at {
            at = 0;
        }
        if metadata.len() == at {
            continue;
        }
        let read = std::fs::File::open(path).and_then(|mut file| {
            file.seek(SeekFrom::Start(at))?;
            file.read_to_end(&mut pending)
        });
        at += read.map_err(|error| unreadable(path, &error))? as u64;
        // A line that is still being written waits for its end.
        let Some(end) = memchr::memrchr(b'\n', &pending) else { continue };
        let text = text_of(&pending[..=end], encoding);
        pending.drain(..=end);
        for line in split_lines(&text) {
            n_read += 1;
            ctx.write(notes.on(Value::from(line), n_read))?;
        }
    }
}

/// The first or last items that a call asks for.
fn cut<T>(ctx: &Context<'_>, mut items: Vec<T>) -> Vec<T> {
    if let Some(n_first) = ctx.call.integer("TotalCount").filter(|n| *n >= 0) {
        items.truncate(n_first as usize);
    }
    if let Some(n_last) = ctx.call.integer("Tail").filter(|n| *n >= 0) {
        let skip = items.len().saturating_sub(n_last as usize);
        items.drain(..skip);
    }
    items
}

/// Lines without their ends: LF, CR LF or CR.
pub fn split_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        match rest.find(['\n', '\r']) {
            Some(end) => {
                lines.push(&rest[..end]);
                rest = if rest[end..].starts_with("\r\n") { &rest[end + 2..] } else { &rest[end + 1..] };
            }
            None => {
                lines.push(rest);
                break;
            }
        }
    }
    lines
}

/// The notes on what is read of one file.
struct Notes {
    shape: Rc<Shape>,
    values: Vec<Value>,
}

impl Notes {
    fn of(path: &Path) -> Notes {
        let text = path.to_string_lossy();
        let parent = path.parent().map_or_else(String::new, |parent| parent.to_string_lossy().into_owned());
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Notes {
            shape: Shape::new(["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider", "ReadCount"].map(Rc::from).to_vec()),
            values: vec![
                Value::str(&*text),
                Value::str(parent),
                Value::str(name),
                file_info::drive_value("/", "FileSystem", "/", ""),
                file_info::provider_value("FileSystem"),
            ],
        }
    }

    fn on(&self, value: Value, read_count: i64) -> Value {
        let mut slots: Vec<Slot> = self.values.iter().cloned().map(Slot::Note).collect();
        slots.push(Slot::Note(Value::Long(read_count)));
        let members = Members { shape: self.shape.clone(), slots, ..Members::default() };
        match value {
            Value::Str(_) => {
                let object = Object::new(Payload::Wrapped(value));
                *object.members.borrow_mut() = members;
                Value::Object(Rc::new(object))
            }
            other => {
                if let Some(mut own) = other.members_cell_mut() {
                    *own = members;
                }
                other
            }
        }
    }
}

fn noted(path: &Path, value: Value, read_count: i64) -> Value {
    Notes::of(path).on(value, read_count)
}
