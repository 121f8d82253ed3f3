//! JSON text as values, with what PowerShell's reader forgives: comments, commas at the end, quotes of both kinds.

use std::rc::Rc;

use crate::value::date::DateTimeKind;
use crate::value::{DateTime, Dict, DictKind, Object, Shape, TypeId, Value};

/// What objects become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Objects {
    /// Custom objects.
    Custom,
    /// Ordered hash tables.
    Hashtable,
}

/// What dates in strings become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// Dates, of the kind that the text says.
    Default,
    /// Dates in local time.
    Local,
    /// Dates in UTC.
    Utc,
    /// `DateTimeOffset`s.
    Offset,
    /// Texts.
    String,
}

/// Why a text is no JSON, or none that can become objects.
pub struct JsonFault {
    /// The message.
    pub message: String,
    /// The error id, where it is not that of all wrong texts.
    pub id: Option<&'static str>,
}

/// Reads JSON.
pub struct JsonReader<'t> {
    text: &'t str,
    at: usize,
    path: Vec<Step>,
    objects: Objects,
    dates: Dates,
    max_depth: usize,
    last_shape: Option<Rc<Shape>>,
}

enum Step {
    Name(Rc<str>),
    Index(usize),
}

type Read<T> = Result<T, JsonFault>;

impl<'t> JsonReader<'t> {
    /// A reader of a text.
    pub fn new(text: &'t str, objects: Objects, dates: Dates, max_depth: usize) -> JsonReader<'t> {
        JsonReader { text, at: 0, path: Vec::new(), objects, dates, max_depth, last_shape: None }
    }

    /// The value of the whole text; none if it has nothing but blanks.
    pub fn read(&mut self) -> Read<Option<Value>> {
        self.skip()?;
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let value = self.value(0)?;
        self.skip()?;
        match self.peek() {
            None => Ok(Some(value)),
            Some(c) => Err(self.fault(format!("Additional text encountered after finished reading JSON content: {c}."))),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn fault(&self, message: String) -> JsonFault {
        let before = &self.text[..self.at.min(self.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.encode_utf16().count());
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Name(name) if name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$') && !name.is_empty() => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Name(name) => path.push_str(&format!("['{name}']")),
                Step::Index(at) => path.push_str(&format!("[{at}]")),
            }
        }
        JsonFault { message: format!("{message} Path '{path}', line {line}, position {column}."), id: None }
    }

    fn unexpected(&mut self) -> JsonFault {
        match self.peek() {
            None => self.fault("Unexpected end when reading JSON.".to_owned()),
            Some(c) => self.fault(format!("Unexpected character encountered while parsing value: {c}.")),
        }
    }

    fn skip(&mut self) -> Read<()> {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if let Some(comment) = trimmed.strip_prefix("/*") {
                match comment.find("*/") {
                    Some(end) => self.at += end + 4,
                    None => {
                        self.at = self.text.len();
                        return Err(self.fault("Unexpected end while parsing comment.".to_owned()));
                    }
                }
            } else {
                return Ok(());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Read<Value> {
        self.skip()?;
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                let text = self.string(quote)?;
                Ok(self.text_value(text))
            }
            Some(c) if c == '-' || c.is_ascii_digit() || c == '.' => self.number(),
            Some(_) => self.word(),
            None => Err(self.unexpected()),
        }
    }

    fn word(&mut self) -> Read<Value> {
        let rest = &self.text[self.at..];
        let words: [(&str, Value); 6] = [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
            ("undefined", Value::Null),
            ("NaN", Value::Double(f64::NAN)),
            ("Infinity", Value::Double(f64::INFINITY)),
        ];
        for (word, value) in words {
            if let Some(after) = rest.strip_prefix(word)
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected())
    }

    fn deeper(&self, depth: usize) -> Read<()> {
        if depth >= self.max_depth {
            return Err(self.fault(format!("The reader's MaxDepth of {} has been exceeded.", self.max_depth)));
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Read<Value> {
        self.at += 1;
        self.deeper(depth)?;
        let mut items = Vec::new();
        loop {
            self.skip()?;
            match self.peek() {
                Some(']') => {
                    self.at += 1;
                    return Ok(Value::array(items));
                }
                Some(',') => {
                    // A missing item.
                    self.at += 1;
                    items.push(Value::Null);
                    continue;
                }
                None => return Err(self.unexpected_end_in_path(Step::Index(items.len()))),
                _ => {}
            }
            self.path.push(Step::Index(items.len()));
            items.push(self.value(depth + 1)?);
            self.skip()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']') => {}
                None => return Err(self.fault("Unexpected end when reading JSON.".to_owned())),
                Some(c) => {
                    self.at += c.len_utf8();
                    return Err(self.fault(format!("After parsing a value an unexpected character was encountered: {c}.")));
                }
            }
            self.path.pop();
        }
    }

    fn unexpected_end_in_path(&mut self, step: Step) -> JsonFault {
        let _ = step;
        self.fault("Unexpected end when reading JSON.".to_owned())
    }

    fn object(&mut self, depth: usize) -> Read<Value> {
        self.at += 1;
        self.deeper(depth)?;
        let mut names: Vec<Rc<str>> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        loop {
            self.skip()?;
            match self.peek() {
                Some('}') => {
                    self.at += 1;
                    return self.finish(names, values);
                }
                None => return Err(self.fault("Unexpected end when reading JSON.".to_owned())),
                _ => {}
            }
            let name = self.name()?;
            self.path.push(Step::Name(Rc::from(&*name)));
            self.skip()?;
            match self.peek() {
                Some(':') => self.at += 1,
                None => return Err(self.fault("Unexpected end when reading JSON.".to_owned())),
                Some(c) => {
                    self.at += c.len_utf8();
                    return Err(self.fault(format!("Invalid character after parsing property name. Expected ':' but got: {c}.")));
                }
            }
            let value = self.value(depth + 1)?;
            self.check_name(&names, &name)?;
            names.push(Rc::from(&*name));
            values.push(value);
            self.skip()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {}
                None => return Err(self.fault("Unexpected end when reading JSON.".to_owned())),
                Some(c) => {
                    self.at += c.len_utf8();
                    return Err(self.fault(format!("After parsing a value an unexpected character was encountered: {c}.")));
                }
            }
            self.path.pop();
        }
    }

    fn name(&mut self) -> Read<String> {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                self.string(quote)
            }
            Some(c) if c.is_alphanumeric() || c == '_' || c == '$' => {
                let rest = &self.text[self.at..];
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
                self.at += end;
                Ok(rest[..end].to_owned())
            }
            Some(c) => {
                self.at += c.len_utf8();
                Err(self.fault(format!("Invalid property identifier character: {c}.")))
            }
            None => Err(self.unexpected()),
        }
    }

    /// Names that cannot be properties of one custom object.
    fn check_name(&self, names: &[Rc<str>], name: &str) -> Read<()> {
        if self.objects == Objects::Hashtable {
            return Ok(());
        }
        if name.is_empty() {
            return Err(JsonFault {
                message: "The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.".to_owned(),
                id: Some("EmptyKeyInJsonString"),
            });
        }
        match names.iter().find(|own| own.eq_ignore_ascii_case(name)) {
            Some(own) if **own == *name => Err(JsonFault {
                message: format!(
                    "Cannot convert the JSON string because a dictionary that was converted from the string contains the duplicated key '{name}'."
                ),
                id: Some("DuplicateKeysInJsonString"),
            }),
            Some(own) => Err(JsonFault {
                message: format!(
                    "Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable switch instead. The key that was attempted to be added to the existing key '{own}' was '{name}'."
                ),
                id: Some("KeysWithDifferentCasingInJsonString"),
            }),
            None => Ok(()),
        }
    }

    fn finish(&mut self, names: Vec<Rc<str>>, values: Vec<Value>) -> Read<Value> {
        if self.objects == Objects::Hashtable {
            let dict = Dict::new(DictKind::Ordered(TypeId::ORDERED_HASHTABLE), false);
            for (name, value) in names.iter().zip(values) {
                dict.set_str(name, value);
            }
            return Ok(Value::Dict(Rc::new(dict)));
        }
        let shape = match &self.last_shape {
            Some(shape) if shape.names == names => shape.clone(),
            _ => {
                let shape = Shape::new(names);
                self.last_shape = Some(shape.clone());
                shape
            }
        };
        Ok(Object::custom(shape, values))
    }

    fn string(&mut self, quote: char) -> Read<String> {
        let mut out = String::new();
        let mut units: Vec<u16> = Vec::new();
        loop {
            let Some(c) = self.peek() else {
                return Err(self.fault(format!("Unterminated string. Expected delimiter: {quote}.")));
            };
            self.at += c.len_utf8();
            if c == '\\' && self.text[self.at..].starts_with('u') {
                let digits = self.text.get(self.at + 1..self.at + 5);
                match digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
                    Some(unit) => {
                        units.push(unit);
                        self.at += 5;
                        continue;
                    }
                    None => return Err(self.fault(format!("Invalid Unicode escape sequence: \\u{}.", digits.unwrap_or("")))),
                }
            }
            if !units.is_empty() {
                out.push_str(&String::from_utf16_lossy(&units));
                units.clear();
            }
            if c == quote {
                return Ok(out);
            }
            if c != '\\' {
                out.push(c);
                continue;
            }
            let Some(escaped) = self.peek() else {
                return Err(self.fault(format!("Unterminated string. Expected delimiter: {quote}.")));
            };
            self.at += escaped.len_utf8();
            match escaped {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                'b' => out.push('\u{8}'),
                'f' => out.push('\u{c}'),
                '"' | '\'' | '\\' | '/' => out.push(escaped),
                other => return Err(self.fault(format!("Bad JSON escape sequence: \\{other}."))),
            }
        }
    }

    fn number(&mut self) -> Read<Value> {
        let rest = &self.text[self.at..];
        if rest.starts_with("-Infinity") {
            self.at += "-Infinity".len();
            return Ok(Value::Double(f64::NEG_INFINITY));
        }
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'))).unwrap_or(rest.len());
        let text = &rest[..end];
        self.at += end;
        let is_whole = !text.contains(['.', 'e', 'E']);
        if is_whole && let Ok(number) = text.parse::<i64>() {
            return Ok(Value::Long(number));
        }
        if is_whole && let Ok(number) = text.parse::<num_bigint::BigInt>() {
            return Ok(Value::BigInt(Rc::new(number)));
        }
        match text.parse::<f64>() {
            Ok(number) => Ok(Value::Double(number)),
            Err(_) => Err(self.fault(format!("Input string '{text}' is not a valid number."))),
        }
    }

    fn text_value(&self, text: String) -> Value {
        if self.dates != Dates::String
            && let Some(date) = date_of(&text, self.dates)
        {
            return date;
        }
        Value::from(text)
    }
}

/// The date that an ISO 8601 text with a time is.
fn date_of(text: &str, dates: Dates) -> Option<Value> {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| -> Option<i64> {
        let part = bytes.get(from..to)?;
        if !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(part).ok()?.parse().ok()
    };
    if bytes.len() < 19 || bytes[4] != b'-' || bytes[7] != b'-' || bytes[10] != b'T' || bytes[13] != b':' || bytes[16] != b':' {
        return None;
    }
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
    let mut at = 19;
    let mut fraction = 0i64;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at == start {
            return None;
        }
        let places = (at - start).min(7);
        fraction = digits(start, start + places)? * 10i64.pow(7 - places as u32);
    }
    let date =
        DateTime::new(year as i32, month as i32, day as i32, hour as i32, minute as i32, second as i32, DateTimeKind::Unspecified).ok()?;
    let date = date.add_ticks(fraction).ok()?;
    let rest = &text[at..];
    // The offset in minutes; none: no zone was named.
    let offset = match rest {
        "" => None,
        "Z" => Some(0),
        _ => {
            let sign = match rest.as_bytes()[0] {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let (hours, minutes) = match rest.len() {
                3 => (digits(at + 1, at + 3)?, 0),
                5 => (digits(at + 1, at + 3)?, digits(at + 3, at + 5)?),
                6 if bytes[at + 3] == b':' => (digits(at + 1, at + 3)?, digits(at + 4, at + 6)?),
                _ => return None,
            };
            Some(sign * (hours * 60 + minutes))
        }
    };
    const MINUTE: i64 = 600_000_000;
    let utc = |minutes: i64| date.add_ticks(-minutes * MINUTE).ok().map(|date| date.with_kind(DateTimeKind::Utc));
    if dates == Dates::Offset {
        let offset = match offset {
            Some(minutes) => crate::value::TimeSpan(minutes * MINUTE),
            None => date.with_kind(DateTimeKind::Local).utc_offset(),
        };
        let value = crate::value::date::DateTimeOffset::new(date, offset).ok()?;
        return Some(crate::value::members::objects::dates::offset(value));
    }
    let value = match (dates, offset, rest) {
        (Dates::Utc, Some(minutes), _) => utc(minutes)?,
        (Dates::Utc, None, _) => date.with_kind(DateTimeKind::Utc),
        (Dates::Local, Some(minutes), _) => utc(minutes)?.to_local_time(),
        (Dates::Local, None, _) => date.with_kind(DateTimeKind::Local),
        (_, None, _) => date,
        (_, Some(_), "Z") => date.with_kind(DateTimeKind::Utc),
        (_, Some(minutes), _) => utc(minutes)?.to_local_time(),
    };
    Some(Value::DateTime(value))
}
