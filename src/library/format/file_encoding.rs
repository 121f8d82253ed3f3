//! Encodings of text files by the names that `-Encoding` takes.

use crate::value::{Value, convert};

/// An encoding of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileEncoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8 {
        /// Whether the mark is written.
        mark: bool,
    },
    /// UTF-16.
    Utf16 {
        /// Whether the high byte comes first.
        big: bool,
    },
    /// UTF-32.
    Utf32 {
        /// Whether the high byte comes first.
        big: bool,
    },
    /// Seven bits; all else is `?`.
    Ascii,
    /// One byte a character, the first 256 of Unicode; all else is `?`.
    Latin1,
}

impl FileEncoding {
    /// By a name, a code page's number or an `[Encoding]` object; none if it is not known here.
    pub fn of(value: &Value) -> Option<FileEncoding> {
        use FileEncoding::*;
        let text = convert::to_plain_text(value.base()).or_else(|| {
            let Value::Object(object) = value.base() else { return None };
            convert::to_plain_text(&object.clr()?.get("WebName")?)
        })?;
        Some(match text.to_ascii_lowercase().as_str() {
            "utf8" | "utf8nobom" | "default" | "utf-8" | "65001" => Utf8 { mark: false },
            "utf8bom" => Utf8 { mark: true },
            "unicode" | "utf-16" | "utf16" | "string" | "1200" => Utf16 { big: false },
            "bigendianunicode" | "utf-16be" | "1201" => Utf16 { big: true },
            "utf32" | "utf-32" | "12000" => Utf32 { big: false },
            "bigendianutf32" | "utf-32be" | "12001" => Utf32 { big: true },
            "ascii" | "us-ascii" | "20127" => Ascii,
            "latin1" | "iso-8859-1" | "28591" | "ansi" | "windows-1252" | "1252" => Latin1,
            "oem" => Utf8 { mark: false },
            _ => return None,
        })
    }

    /// The mark at a file's start.
    pub fn mark(self) -> &'static [u8] {
        match self {
            FileEncoding::Utf8 { mark: true } => &[0xef, 0xbb, 0xbf],
            FileEncoding::Utf16 { big: false } => &[0xff, 0xfe],
            FileEncoding::Utf16 { big: true } => &[0xfe, 0xff],
            FileEncoding::Utf32 { big: false } => &[0xff, 0xfe, 0, 0],
            FileEncoding::Utf32 { big: true } => &[0, 0, 0xfe, 0xff],
            _ => &[],
        }
    }

    /// A text's bytes, without the mark.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            FileEncoding::Utf8 { .. } => text.as_bytes().to_vec(),
            FileEncoding::Utf16 { big } => {
                text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
            }
            FileEncoding::Utf32 { big } => {
                text.chars().flat_map(|c| if big { (c as u32).to_be_bytes() } else { (c as u32).to_le_bytes() }).collect()
            }
            FileEncoding::Ascii => text.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect(),
            FileEncoding::Latin1 => text.chars().map(|c| u8::try_from(c as u32).unwrap_or(b'?')).collect(),
        }
    }
}
