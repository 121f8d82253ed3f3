//! `Format-Hex`: bytes of files, texts and numbers in hexadecimal.

use super::encoding::{bytes_of, encoding_of};
use super::place;
use super::write_file::failure;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Array, Category, Fields, Run, TypeId, Value};
use std::path::Path;
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Format",
    noun: "Hex",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows bytes in hexadecimal.",
    description: "Of files, or of texts and numbers from the pipeline; 16 bytes a line with their characters. -Offset and -Count choose a part.",
    parameters: parameters::FORMAT_HEX,
    default_set: parameters::FORMAT_HEX_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.ByteCollection"],
    examples: &[Example::new("A text's bytes", "('abc' | Format-Hex).HexBytes", "61 62 63\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, FormatHex);

const WIDTH: usize = 16;

#[derive(Default)]
struct FormatHex {
    /// Bytes of numbers that came one after the other, and their type.
    pending: Option<(TypeId, Vec<u8>)>,
}

impl Cmdlet for FormatHex {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = super::selection::path_texts(ctx);
        for text in texts {
            let files = match place::files_of(ctx.engine(), &text, is_literal) {
                Ok(files) => files,
                Err(raise) => match raise.error().cloned() {
                    Some(record) => {
                        let class = record.0.exception.type_id();
                        ctx.fail(class, record.message(), "FileNotFound", Category::ObjectNotFound, Value::Str(text))?;
                        continue;
                    }
                    None => return Err(raise),
                },
            };
            for file in files {
                self.file(ctx, &file)?;
            }
        }
        match ctx.call.get("InputObject").cloned() {
            Some(input) => self.input(ctx, &input),
            None => Ok(()),
        }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.flush(ctx)
    }
}

fn bounds(ctx: &Context<'_>) -> (usize, usize) {
    let number = |name: &str| ctx.call.integer(name).and_then(|number| usize::try_from(number).ok());
    (number("Offset").unwrap_or(0), number("Count").unwrap_or(usize::MAX))
}

/// The bytes of a value that is a number or a text; none for other objects.
fn scalar_bytes(value: &Value) -> Option<Vec<u8>> {
    Some(match value.base() {
        Value::Bool(value) => vec![u8::from(*value)],
        Value::Byte(value) => vec![*value],
        Value::SByte(value) => value.to_le_bytes().to_vec(),
        Value::Char(value) => value.to_le_bytes().to_vec(),
        Value::Int16(value) => value.to_le_bytes().to_vec(),
        Value::UInt16(value) => value.to_le_bytes().to_vec(),
        Value::Int(value) => value.to_le_bytes().to_vec(),
        Value::UInt32(value) => value.to_le_bytes().to_vec(),
        Value::Long(value) => value.to_le_bytes().to_vec(),
        Value::UInt64(value) => value.to_le_bytes().to_vec(),
        Value::Single(value) => value.to_le_bytes().to_vec(),
        Value::Double(value) => value.to_le_bytes().to_vec(),
        Value::Enum(_, value) => i32::try_from(*value).map_or_else(|_| value.to_le_bytes().to_vec(), |value| value.to_le_bytes().to_vec()),
        _ => return None,
    })
}

impl FormatHex {
    fn file(&self, ctx: &mut Context<'_>, path: &Path) -> Run {
        if path.is_dir() {
            let message = format!("Cannot read the contents of '{}' because it is a folder.", path.display());
            let class = TypeId::UNAUTHORIZED_ACCESS_EXCEPTION;
            return ctx.fail(class, message, "FormatHexIOError", Category::ReadError, Value::str(path.to_string_lossy()));
        }
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return ctx.error(failure(path, &error, "FormatHexIOError", Category::WriteError)),
        };
        let shown: Rc<str> = Rc::from(path.to_string_lossy());
        show(ctx, &bytes, &shown, Some(&shown), bounds(ctx))
    }

    /// A text stands alone; numbers of one type that follow each other are one run of bytes.
    fn input(&mut self, ctx: &mut Context<'_>, input: &Value) -> Run {
        if let Some(file) = input.downcast::<super::file_info::FileObject>() {
            let path = file.path().to_owned();
            return self.file(ctx, &path);
        }
        if let Value::Str(text) = input.base() {
            self.flush(ctx)?;
            let bytes = bytes_of(text, encoding_of(ctx.call.get("Encoding"))?);
            return labelled(ctx, &bytes, TypeId::STRING);
        }
        let items = input.enumerate().unwrap_or_else(|| vec![input.clone()]);
        for item in items {
            let Some(bytes) = scalar_bytes(&item) else {
                let class = item.base().type_id().full_name();
                let message = format!(
                    "Cannot convert input of type '{class}' to hexadecimal. To view the hexadecimal formatting of its string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex."
                );
                return ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "FormatHexTypeNotSupported", Category::InvalidArgument, item);
            };
            let class = item.base().type_id();
            match &mut self.pending {
                Some((own, all)) if *own == class => all.extend(bytes),
                _ => {
                    self.flush(ctx)?;
                    self.pending = Some((class, bytes));
                }
            }
        }
        Ok(())
    }

    fn flush(&mut self, ctx: &mut Context<'_>) -> Run {
        match self.pending.take() {
            Some((class, bytes)) => labelled(ctx, &bytes, class),
            None => Ok(()),
        }
    }
}

/// Bytes with the label of their type: name, full name, and a number that tells inputs apart.
fn labelled(ctx: &mut Context<'_>, bytes: &[u8], class: TypeId) -> Run {
    let number = crate::value::Runtime::random(ctx.host.runtime()) as u32;
    let label: Rc<str> = Rc::from(format!("{} ({}) <{number:08X}>", class.name(), class.full_name()));
    let (offset, count) = bounds(ctx);
    show(ctx, bytes, &label, None, (offset, count))
}

fn show(ctx: &mut Context<'_>, bytes: &[u8], label: &Rc<str>, path: Option<&Rc<str>>, (offset, count): (usize, usize)) -> Run {
    let end = offset.saturating_add(count).min(bytes.len());
    let part = bytes.get(offset..end).unwrap_or_default();
    for (at, line) in part.chunks(WIDTH).enumerate() {
        ctx.engine().poll()?;
        let place = (offset + at * WIDTH) as u64;
        let hex: Vec<String> = line.iter().map(|byte| format!("{byte:02X}")).collect();
        let hex = hex.join(" ");
        let ascii: String = line.iter().map(|byte| character(*byte)).collect();
        let values = Value::Array(Rc::new(Array::new(TypeId::BYTE, line.iter().map(|byte| Value::Byte(*byte)).collect())));
        let text: Rc<str> = Rc::from(format!("{place:016X}   {hex:<47}  {ascii:<16}"));
        let fields = vec![
            ("Offset64", Value::UInt64(place)),
            ("Bytes", values),
            ("Path", path.map_or(Value::Null, |path| Value::Str(path.clone()))),
            ("HexOffset", Value::from(format!("{place:016X}"))),
            ("HexBytes", Value::from(hex)),
            ("Ascii", Value::from(ascii)),
            ("Label", Value::Str(label.clone())),
        ];
        ctx.write(collection(fields, text))?;
    }
    Ok(())
}

/// A byte as a character: controls and what Latin-1 leaves out are replacement characters, zero is a blank.
fn character(byte: u8) -> char {
    match byte {
        0 => ' ',
        1..=0x1f | 0x7f..=0x9f => '\u{fffd}',
        _ => char::from(byte),
    }
}

fn collection(fields: Vec<(&'static str, Value)>, text: Rc<str>) -> Value {
    let value = Fields::open_with_text(TypeId::OBJECT, fields, text);
    if let Some(mut members) = value.members_cell_mut() {
        members.type_names = Some(["Microsoft.PowerShell.Commands.ByteCollection", "System.Object"].map(Rc::from).into());
    }
    value
}
