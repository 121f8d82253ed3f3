//! `[text.encoding]` and its kin.

use std::any::Any;
use std::rc::Rc;

use super::{code_page, utf7};
use crate::value::members::call::{Call, items, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::string::from_units;
use crate::value::text::culture::Culture;
use crate::value::{Array, ClrObject, Object, TypeId, Value};

/// How characters become bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// UTF-8.
    Utf8,
    /// UTF-16, little-endian.
    Utf16,
    /// UTF-16, big-endian.
    Utf16Big,
    /// UTF-32, little-endian.
    Utf32,
    /// UTF-32, big-endian.
    Utf32Big,
    /// Seven bits.
    Ascii,
    /// ISO 8859-1.
    Latin1,
    /// UTF-7 (RFC 2152).
    Utf7,
    /// A code page of Windows, of the ISO or of East Asia.
    Page(&'static encoding_rs::Encoding),
}

/// An encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Encoding {
    /// How it encodes.
    pub scheme: Scheme,
    /// Whether its preamble is a byte order mark.
    pub with_mark: bool,
}

impl Encoding {
    /// UTF-8 without a mark, which is what files have by default.
    pub const UTF8: Encoding = Encoding { scheme: Scheme::Utf8, with_mark: false };

    /// The encoding of a value: an `Encoding`, a name or a code page.
    pub fn of(value: &Value) -> Option<Encoding> {
        match value.base() {
            Value::Str(name) => by_name(name),
            Value::Int(page) => by_page(i64::from(*page)),
            other => other.downcast::<Encoding>().copied(),
        }
    }

    /// Its byte order mark; empty without one.
    pub fn preamble(self) -> &'static [u8] {
        if !self.with_mark {
            return &[];
        }
        match self.scheme {
            Scheme::Utf8 => &[0xef, 0xbb, 0xbf],
            Scheme::Utf16 => &[0xff, 0xfe],
            Scheme::Utf16Big => &[0xfe, 0xff],
            Scheme::Utf32 => &[0xff, 0xfe, 0, 0],
            Scheme::Utf32Big => &[0, 0, 0xfe, 0xff],
            Scheme::Ascii | Scheme::Latin1 | Scheme::Utf7 | Scheme::Page(_) => &[],
        }
    }

    fn row(self) -> (i64, &'static str, &'static str, TypeId) {
        match self.scheme {
            Scheme::Utf8 => (65001, "utf-8", "Unicode (UTF-8)", TypeId::UTF8_ENCODING),
            Scheme::Utf16 => (1200, "utf-16", "Unicode", TypeId::UNICODE_ENCODING),
            Scheme::Utf16Big => (1201, "utf-16BE", "Unicode (Big-Endian)", TypeId::UNICODE_ENCODING),
            Scheme::Utf32 => (12000, "utf-32", "Unicode (UTF-32)", TypeId::UTF32_ENCODING),
            Scheme::Utf32Big => (12001, "utf-32BE", "Unicode (UTF-32 Big-Endian)", TypeId::UTF32_ENCODING),
            Scheme::Ascii => (20127, "us-ascii", "US-ASCII", TypeId::ASCII_ENCODING),
            Scheme::Latin1 => (28591, "iso-8859-1", "Western European (ISO)", TypeId::LATIN1_ENCODING),
            Scheme::Utf7 => (65000, "utf-7", "Unicode (UTF-7)", TypeId::ENCODING),
            Scheme::Page(page) => {
                let row = code_page::PAGES.iter().find(|row| row.encoding == page);
                row.map_or((0, page.name(), page.name(), TypeId::ENCODING), |row| (row.number, row.web_name, row.name, TypeId::ENCODING))
            }
        }
    }
}

impl ClrObject for Encoding {
    fn class(&self) -> TypeId {
        self.row().3
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "BodyName",
            "EncodingName",
            "HeaderName",
            "WebName",
            "WindowsCodePage",
            "IsBrowserDisplay",
            "IsBrowserSave",
            "IsMailNewsDisplay",
            "IsMailNewsSave",
            "IsSingleByte",
            "IsReadOnly",
            "CodePage",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let (page, web, full, _) = self.row();
        let is_single = match self.scheme {
            Scheme::Page(page) => page.is_single_byte(),
            other => matches!(other, Scheme::Ascii | Scheme::Latin1),
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "bodyname" | "headername" | "webname" => Value::str(web),
            "encodingname" => Value::str(full),
            "codepage" => Value::Int(page as i32),
            "windowscodepage" => Value::Int(if is_single { 1252 } else { 1200 }),
            "issinglebyte" => Value::Bool(is_single),
            "isreadonly" => Value::Bool(true),
            "isbrowserdisplay" | "isbrowsersave" | "ismailnewsdisplay" | "ismailnewssave" => {
                Value::Bool(matches!(self.scheme, Scheme::Utf8 | Scheme::Latin1))
            }
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        // .NET's UTF8 singleton is a private class, whose name is what ToString shows.
        (self.scheme == Scheme::Utf8 && self.with_mark).then(|| "System.Text.UTF8Encoding+UTF8EncodingSealed".to_owned())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Encoding>() == Some(self)
    }

    fn hash_code(&self) -> u64 {
        self.row().0 as u64
    }
}

fn by_name(name: &str) -> Option<Encoding> {
    let lower = name.to_ascii_lowercase();
    let (scheme, with_mark) = match lower.as_str() {
        "utf-8" | "utf8" | "unicode-1-1-utf-8" | "utf8bom" => (Scheme::Utf8, true),
        "utf8nobom" => (Scheme::Utf8, false),
        "utf-16" | "utf-16le" | "unicode" | "ucs-2" => (Scheme::Utf16, true),
        "utf-16be" | "unicodefffe" | "bigendianunicode" => (Scheme::Utf16Big, true),
        "utf-32" | "utf-32le" | "utf32" => (Scheme::Utf32, true),
        "utf-32be" | "bigendianutf32" => (Scheme::Utf32Big, true),
        "us-ascii" | "ascii" | "iso646-us" => (Scheme::Ascii, false),
        "iso-8859-1" | "latin1" | "l1" | "iso_8859-1" => (Scheme::Latin1, false),
        "utf-7" | "utf7" | "unicode-1-1-utf-7" => (Scheme::Utf7, false),
        other => (Scheme::Page(code_page::named(other)?), false),
    };
    Some(Encoding { scheme, with_mark })
}

fn by_page(page: i64) -> Option<Encoding> {
    if let Some(row) = code_page::PAGES.iter().find(|row| row.number == page) {
        return Some(Encoding { scheme: Scheme::Page(row.encoding), with_mark: false });
    }
    by_name(match page {
        0 | 65001 => "utf-8",
        1200 => "utf-16",
        1201 => "utf-16be",
        12000 => "utf-32",
        12001 => "utf-32be",
        20127 => "us-ascii",
        28591 => "iso-8859-1",
        65000 => "utf-7",
        _ => return None,
    })
}

/// A text's bytes, without a mark.
pub fn encode_text(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding.scheme {
        Scheme::Utf8 => text.as_bytes().to_vec(),
        Scheme::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Scheme::Utf16Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Scheme::Utf32 => text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect(),
        Scheme::Utf32Big => text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect(),
        Scheme::Ascii => text.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect(),
        Scheme::Latin1 => text.chars().map(|c| u8::try_from(c as u32).unwrap_or(b'?')).collect(),
        Scheme::Utf7 => utf7::encode(text),
        Scheme::Page(page) => code_page::encode(text, page),
    }
}

/// Bytes as text; a mark stays in it as a character.
pub fn decode(bytes: &[u8], encoding: Encoding) -> String {
    let wide = |read: fn([u8; 4]) -> u32| -> String {
        bytes.chunks(4).map(|chunk| chunk.try_into().ok().and_then(|chunk| char::from_u32(read(chunk))).unwrap_or('\u{fffd}')).collect()
    };
    let units = |read: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = bytes.chunks(2).map(|chunk| chunk.try_into().map_or(0xfffd, read)).collect();
        from_units(&units)
    };
    match encoding.scheme {
        Scheme::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Scheme::Utf16 => units(u16::from_le_bytes),
        Scheme::Utf16Big => units(u16::from_be_bytes),
        Scheme::Utf32 => wide(u32::from_le_bytes),
        Scheme::Utf32Big => wide(u32::from_be_bytes),
        Scheme::Ascii => bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' }).collect(),
        Scheme::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Scheme::Utf7 => utf7::decode(bytes),
        Scheme::Page(page) => page.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// A file's text: by its byte order mark, else by the encoding given.
pub fn decode_file(bytes: &[u8], encoding: Encoding) -> String {
    let marks: [(&[u8], Scheme); 5] = [
        (&[0xef, 0xbb, 0xbf], Scheme::Utf8),
        (&[0xff, 0xfe, 0, 0], Scheme::Utf32),
        (&[0, 0, 0xfe, 0xff], Scheme::Utf32Big),
        (&[0xff, 0xfe], Scheme::Utf16),
        (&[0xfe, 0xff], Scheme::Utf16Big),
    ];
    for (mark, scheme) in marks {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return decode(rest, Encoding { scheme, with_mark: true });
        }
    }
    decode(bytes, encoding)
}

fn this(c: &Call) -> Encoding {
    c.this.downcast::<Encoding>().copied().unwrap_or(Encoding::UTF8)
}

/// The text of `(string)` or `(char[])`, or a part of it.
fn text_argument(c: &Call) -> Outcome<String> {
    let units: Vec<u16> = match c.arg(0).base() {
        Value::Null | Value::Nothing => return Err(Thrown::null("s")),
        Value::Str(text) if c.len() == 1 => return Ok(text.to_string()),
        Value::Str(text) => text.encode_utf16().collect(),
        other => items(other).iter().map(|item| to_long(item) as u16).collect(),
    };
    if c.len() >= 3 {
        let (from, count) = (c.int(1).max(0) as usize, c.int(2).max(0) as usize);
        return match units.get(from..from + count) {
            Some(part) => Ok(from_units(part)),
            None => Err(Thrown::out_of_range("s", "Index and count must refer to a location within the string.")),
        };
    }
    Ok(from_units(&units))
}

/// The bytes of an argument, or a part of them.
fn bytes_argument(c: &Call, at: usize) -> Outcome<Vec<u8>> {
    if !c.has(at) {
        return Err(Thrown::null("bytes"));
    }
    let bytes: Vec<u8> = c.items(at).iter().map(|item| to_long(item) as u8).collect();
    if c.len() > at + 2 {
        let (from, count) = (c.int(at + 1).max(0) as usize, c.int(at + 2).max(0) as usize);
        return match bytes.get(from..from + count) {
            Some(part) => Ok(part.to_vec()),
            None => Err(Thrown::out_of_range("bytes", "Index and count must refer to a location within the buffer.")),
        };
    }
    Ok(bytes)
}

fn byte_array(bytes: Vec<u8>) -> Outcome {
    Ok(Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect()))))
}

fn get_bytes(c: &mut Call) -> Outcome {
    let bytes = encode_text(&text_argument(c)?, this(c));
    if c.len() == 5 {
        let count = bytes.len() as i32;
        let values: Vec<Value> = bytes.into_iter().map(Value::Byte).collect();
        crate::value::members::collections::array::copy_into(&values, &c.arg(3), c.long(4))?;
        return ok(count);
    }
    byte_array(bytes)
}

fn get_chars(c: &mut Call) -> Outcome {
    let text = decode(&bytes_argument(c, 0)?, this(c));
    Ok(Value::Array(Rc::new(Array::new(TypeId::CHAR, text.encode_utf16().map(Value::Char).collect()))))
}

fn get_encoding(c: &mut Call) -> Outcome {
    match Encoding::of(&c.arg(0)) {
        Some(encoding) => Ok(Object::from_clr(encoding)),
        None => Err(match c.arg(0) {
            Value::Str(name) => Thrown::argument_named(
                "name",
                &format!(
                    "'{name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method."
                ),
            ),
            other => Thrown::not_supported(format!(
                "No data is available for encoding {}. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.",
                to_long(&other)
            )),
        }),
    }
}

fn new(c: &mut Call) -> Outcome {
    let (scheme, with_mark) = match c.type_id {
        TypeId::UTF8_ENCODING => (Scheme::Utf8, c.bool(0)),
        TypeId::UNICODE_ENCODING => (if c.bool(0) { Scheme::Utf16Big } else { Scheme::Utf16 }, c.is_empty() || c.bool(1)),
        TypeId::UTF32_ENCODING => (if c.bool(0) { Scheme::Utf32Big } else { Scheme::Utf32 }, c.is_empty() || c.bool(1)),
        TypeId::ASCII_ENCODING => (Scheme::Ascii, false),
        _ => (Scheme::Latin1, false),
    };
    Ok(Object::from_clr(Encoding { scheme, with_mark }))
}

fn make(scheme: Scheme, with_mark: bool) -> Outcome {
    Ok(Object::from_clr(Encoding { scheme, with_mark }))
}

/// `[text.encoding]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::ENCODING,
        TypeId::UTF8_ENCODING,
        TypeId::UNICODE_ENCODING,
        TypeId::UTF32_ENCODING,
        TypeId::ASCII_ENCODING,
        TypeId::LATIN1_ENCODING,
    ],
    new: Some(new),
    methods: &[
        ("Clone", |c| Ok(c.this.clone())),
        ("GetByteCount", |c| ok(encode_text(&text_argument(c)?, this(c)).len() as i32)),
        ("GetBytes", get_bytes),
        ("GetCharCount", |c| ok(decode(&bytes_argument(c, 0)?, this(c)).encode_utf16().count() as i32)),
        ("GetChars", get_chars),
        ("GetMaxByteCount", |c| {
            ok(match this(c).scheme {
                Scheme::Utf8 => (c.int(0) + 1) * 3,
                Scheme::Utf16 | Scheme::Utf16Big => (c.int(0) + 1) * 2,
                Scheme::Utf32 | Scheme::Utf32Big => (c.int(0) + 1) * 4,
                Scheme::Utf7 => c.int(0) * 3 + 2,
                Scheme::Page(page) if !page.is_single_byte() => (c.int(0) + 1) * 4,
                Scheme::Page(_) => c.int(0),
                Scheme::Ascii | Scheme::Latin1 => c.int(0) + 1,
            })
        }),
        ("GetPreamble", |c| byte_array(this(c).preamble().to_vec())),
        ("GetString", |c| ok(decode(&bytes_argument(c, 0)?, this(c)))),
        ("IsAlwaysNormalized", |_| ok(false)),
    ],
    statics: &[
        ("Convert", |c| {
            let (from, to) = (Encoding::of(&c.arg(0)).unwrap_or(Encoding::UTF8), Encoding::of(&c.arg(1)).unwrap_or(Encoding::UTF8));
            byte_array(encode_text(&decode(&bytes_argument(c, 2)?, from), to))
        }),
        ("GetEncoding", get_encoding),
        ("GetEncodings", |_| {
            let all = ["utf-16", "utf-16BE", "utf-32", "utf-32BE", "us-ascii", "iso-8859-1", "utf-8"];
            Ok(Value::array(all.iter().filter_map(|name| by_name(name)).map(Object::from_clr).collect()))
        }),
        ("RegisterProvider", |_| void()),
    ],
    static_properties: &[
        ("ASCII", |_| make(Scheme::Ascii, false)),
        ("BigEndianUnicode", |_| make(Scheme::Utf16Big, true)),
        ("Default", |_| make(Scheme::Utf8, false)),
        ("Latin1", |_| make(Scheme::Latin1, false)),
        ("Unicode", |_| make(Scheme::Utf16, true)),
        ("UTF32", |_| make(Scheme::Utf32, true)),
        ("UTF8", |_| make(Scheme::Utf8, true)),
    ],
    ..TypeImpl::EMPTY
};
