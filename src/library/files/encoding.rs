//! Encodings by PowerShell's names, and text files read and written with them.

use std::rc::Rc;

use crate::value::members::{TextEncoding as Encoding, TextScheme as Scheme, decode_file, encode_text};
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// PowerShell's names.
const NAMES: &[(&str, Scheme, bool)] = &[
    ("ascii", Scheme::Ascii, false),
    ("ansi", Scheme::Page(encoding_rs::WINDOWS_1252), false),
    ("bigendianunicode", Scheme::Utf16Big, true),
    ("bigendianutf32", Scheme::Utf32Big, true),
    ("default", Scheme::Utf8, false),
    ("latin1", Scheme::Latin1, false),
    ("oem", Scheme::Utf8, false),
    ("string", Scheme::Utf16, true),
    ("unicode", Scheme::Utf16, true),
    ("unknown", Scheme::Utf16, true),
    ("utf8", Scheme::Utf8, false),
    ("utf8bom", Scheme::Utf8, true),
    ("utf8nobom", Scheme::Utf8, false),
    ("utf32", Scheme::Utf32, true),
];

/// The encoding that an `-Encoding` argument means; UTF-8 without a mark where none was given.
pub fn encoding_of(argument: Option<&Value>) -> Run<Encoding> {
    let Some(value) = argument else { return Ok(Encoding::UTF8) };
    if let Some(name) = value.as_str() {
        let lower = name.to_ascii_lowercase();
        if let Some((_, scheme, with_mark)) = NAMES.iter().find(|(own, _, _)| *own == lower) {
            return Ok(Encoding { scheme: *scheme, with_mark: *with_mark });
        }
        if let Ok(page) = lower.parse::<i32>()
            && let Some(encoding) = Encoding::of(&Value::Int(page))
        {
            return Ok(encoding);
        }
    }
    Encoding::of(value).ok_or_else(|| unknown(value.as_str()))
}

fn unknown(name: Option<&Rc<str>>) -> Raise {
    let name = name.map_or("", |name| name);
    let message = format!(
        "Cannot process argument transformation on parameter 'Encoding'. '{name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method. (Parameter 'name')"
    );
    ErrorRecord::new(
        TypeId::PARAMETER_BINDING_ARGUMENT_TRANSFORMATION_EXCEPTION,
        message,
        "ParameterArgumentTransformationError",
        Category::InvalidData,
        Value::Null,
    )
    .into()
}

/// A file's bytes as text; a byte order mark decides before the encoding does.
pub fn text_of(bytes: &[u8], encoding: Encoding) -> String {
    decode_file(bytes, encoding)
}

/// A text as a file's bytes, without a mark.
pub fn bytes_of(text: &str, encoding: Encoding) -> Vec<u8> {
    encode_text(text, encoding)
}

/// The encoding that a file's byte order mark names.
pub fn marked(bytes: &[u8]) -> Option<Encoding> {
    let scheme = match bytes {
        [0xef, 0xbb, 0xbf, ..] => Scheme::Utf8,
        [0xff, 0xfe, 0, 0, ..] => Scheme::Utf32,
        [0xff, 0xfe, ..] => Scheme::Utf16,
        [0xfe, 0xff, ..] => Scheme::Utf16Big,
        _ => return None,
    };
    Some(Encoding { scheme, with_mark: true })
}
