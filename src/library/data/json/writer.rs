//! Values as JSON text, as `ConvertTo-Json` writes them.

use std::rc::Rc;

use crate::value::{Category, Dict, ErrorRecord, Payload, Run, Runtime, Slot, SpecialMember, TypeId, Value, convert, members};

/// What is escaped in strings.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Escapes {
    /// What must be.
    #[default]
    Default,
    /// All that is not ASCII.
    NonAscii,
    /// What acts in HTML.
    Html,
}

/// Writes JSON.
pub struct JsonWriter {
    /// How deep objects may stand in objects; those beneath are written as text.
    pub depth: usize,
    /// On one line.
    pub is_compact: bool,
    /// Enum values by name.
    pub enums_as_strings: bool,
    /// What is escaped.
    pub escapes: Escapes,
    /// Whether something was cut at the depth.
    pub is_truncated: bool,
    out: String,
}

impl JsonWriter {
    /// A writer with these settings.
    pub fn new(depth: usize, is_compact: bool, enums_as_strings: bool, escapes: Escapes) -> JsonWriter {
        JsonWriter { depth, is_compact, enums_as_strings, escapes, is_truncated: false, out: String::new() }
    }

    /// A value's text.
    pub fn text(&mut self, rt: &mut dyn Runtime, value: &Value) -> Run<String> {
        self.out.clear();
        self.value(rt, value, 0, 0)?;
        Ok(std::mem::take(&mut self.out))
    }

    fn newline(&mut self, indent: usize) {
        if !self.is_compact {
            self.out.push('\n');
            for _ in 0..indent {
                self.out.push_str("  ");
            }
        }
    }

    fn value(&mut self, rt: &mut dyn Runtime, value: &Value, level: usize, indent: usize) -> Run {
        rt.check_interrupt()?;
        if self.scalar(rt, value)? {
            return Ok(());
        }
        if let Value::Object(object) = value
            && let Payload::Wrapped(inner) = &object.payload
        {
            return self.wrapped(rt, value, inner, level, indent);
        }
        if level > self.depth {
            self.is_truncated = true;
            let text = convert::to_text(rt, value)?;
            self.string(&text);
            return Ok(());
        }
        if let Value::Dict(dict) = value.base() {
            let mut pairs: Vec<(Rc<str>, Value)> = Vec::new();
            for (key, value) in dict.pairs() {
                pairs.push((key_text(dict, &key)?, value));
            }
            pairs.extend(extended(rt, value)?);
            return self.object(rt, &pairs, level, indent);
        }
        if let Some(items) = value.enumerate() {
            let own = extended(rt, value)?;
            if own.is_empty() {
                return self.array(rt, &items, level, indent);
            }
            let mut pairs = vec![(Rc::from("value"), Value::array(items))];
            pairs.extend(own);
            return self.object(rt, &pairs, level, indent);
        }
        let pairs = properties(rt, value)?;
        self.object(rt, &pairs, level, indent)
    }

    /// A value with members attached: `{ "value": …, members }`, unless it is text or a date.
    fn wrapped(&mut self, rt: &mut dyn Runtime, value: &Value, inner: &Value, level: usize, indent: usize) -> Run {
        let own = extended(rt, value)?;
        if own.is_empty() || matches!(inner.base(), Value::Str(_) | Value::DateTime(_)) {
            return self.value(rt, inner, level, indent);
        }
        let mut pairs = match inner.base() {
            Value::Dict(dict) => {
                let mut pairs = Vec::new();
                for (key, value) in dict.pairs() {
                    pairs.push((key_text(dict, &key)?, value));
                }
                pairs
            }
            other => vec![(Rc::from("value"), other.clone())],
        };
        pairs.extend(own);
        self.object(rt, &pairs, level, indent)
    }

    fn object(&mut self, rt: &mut dyn Runtime, pairs: &[(Rc<str>, Value)], level: usize, indent: usize) -> Run {
        if pairs.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        self.out.push('{');
        for (at, (name, value)) in pairs.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.newline(indent + 1);
            self.string(name);
            self.out.push_str(if self.is_compact { ":" } else { ": " });
            self.value(rt, value, level + 1, indent + 1)?;
        }
        self.newline(indent);
        self.out.push('}');
        Ok(())
    }

    fn array(&mut self, rt: &mut dyn Runtime, items: &[Value], level: usize, indent: usize) -> Run {
        if items.is_empty() {
            self.out.push_str("[]");
            return Ok(());
        }
        self.out.push('[');
        for (at, value) in items.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.newline(indent + 1);
            self.value(rt, value, level + 1, indent + 1)?;
        }
        self.newline(indent);
        self.out.push(']');
        Ok(())
    }

    /// Values that are not taken apart; true if it was one.
    fn scalar(&mut self, rt: &mut dyn Runtime, value: &Value) -> Run<bool> {
        match value {
            Value::Null | Value::Nothing => self.out.push_str("null"),
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Str(text) => self.string(&text.clone()),
            Value::Char(_) => {
                let text = convert::to_text(rt, value)?;
                self.string(&text);
            }
            Value::SByte(_)
            | Value::Byte(_)
            | Value::Int16(_)
            | Value::UInt16(_)
            | Value::Int(_)
            | Value::UInt32(_)
            | Value::Long(_)
            | Value::UInt64(_)
            | Value::BigInt(_) => {
                let text = convert::to_text(rt, value)?;
                self.out.push_str(&text);
            }
            Value::Single(_) | Value::Double(_) => {
                let number = match value {
                    Value::Single(value) => f64::from(*value),
                    Value::Double(value) => *value,
                    _ => 0.0,
                };
                if number.is_finite() {
                    let mut text = String::new();
                    match value {
                        Value::Single(value) => crate::value::text::number::invariant_f32(&mut text, *value),
                        _ => crate::value::text::number::round_trip_f64(&mut text, number),
                    }
                    self.number(&text);
                } else {
                    let text = if number.is_nan() {
                        "NaN"
                    } else if number > 0.0 {
                        "Infinity"
                    } else {
                        "-Infinity"
                    };
                    self.string(text);
                }
            }
            Value::Decimal(_) => {
                let text = convert::to_text(rt, value)?;
                self.number(&text);
            }
            Value::DateTime(date) => {
                let text = date_text(*date);
                self.string(&text);
            }
            Value::Enum(id, number) => {
                if self.enums_as_strings {
                    self.string(&convert::enum_text(*id, *number).clone());
                } else {
                    self.out.push_str(&number.to_string());
                }
            }
            Value::Object(object) => {
                let class = object.type_id();
                if matches!(object.payload, Payload::Clr(_)) && (class == TypeId::GUID || class == TypeId::URI) {
                    let text = convert::to_text(rt, value)?;
                    self.string(&text);
                } else if class == TypeId::DB_NULL {
                    self.out.push_str("null");
                } else if class == TypeId::DATE_TIME_OFFSET {
                    let text = match members::invoke(rt, value, "ToString", &[Value::str("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz")])? {
                        Some(text) => convert::to_text(rt, &text)?,
                        None => convert::to_text(rt, value)?,
                    };
                    self.string(&text);
                } else {
                    return Ok(false);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn number(&mut self, text: &str) {
        self.out.push_str(text);
        if !text.contains(['.', 'E', 'e']) {
            self.out.push_str(".0");
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' if self.escapes == Escapes::Html => self.out.push_str("\\u0022"),
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                c if (c as u32) < 0x20 || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') => self.escape(c),
                '<' | '>' | '&' | '\'' if self.escapes == Escapes::Html => self.escape(c),
                c if !c.is_ascii() && self.escapes == Escapes::NonAscii => self.escape(c),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn escape(&mut self, c: char) {
        let mut units = [0u16; 2];
        for unit in c.encode_utf16(&mut units) {
            self.out.push_str(&format!("\\u{unit:04x}"));
        }
    }
}

/// A dictionary's key; only texts are names in JSON.
fn key_text(dict: &Dict, key: &Value) -> Run<Rc<str>> {
    match key.as_str() {
        Some(text) => Ok(text.clone()),
        None => {
            let message = format!(
                "The type '{}' is not supported for serialization or deserialization of a dictionary. Keys must be strings.",
                dict.type_id().full_name()
            );
            Err(ErrorRecord::new(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "NonStringKeyInDictionary",
                Category::InvalidOperation,
                Value::Null,
            )
            .into())
        }
    }
}

/// A date: ISO 8601 with as many decimals as it needs, and its offset where it has one.
fn date_text(date: crate::value::DateTime) -> String {
    let mut text = String::new();
    date.round_trip_text(&mut text);
    // `yyyy-MM-ddTHH:mm:ss.fffffff` and the kind's suffix.
    let (head, rest) = text.split_at(19);
    let digits = rest.get(1..8).unwrap_or("").trim_end_matches('0');
    let suffix = rest.get(8..).unwrap_or("");
    if digits.is_empty() { format!("{head}{suffix}") } else { format!("{head}.{digits}{suffix}") }
}

/// Members attached to a value that is more than a custom object.
fn extended(rt: &mut dyn Runtime, value: &Value) -> Run<Vec<(Rc<str>, Value)>> {
    let slots: Vec<(Rc<str>, Slot)> = match value.members_cell() {
        Some(members) => members.iter().map(|(name, slot)| (name.clone(), slot.clone())).collect(),
        None => return Ok(Vec::new()),
    };
    let mut pairs = Vec::new();
    for (name, slot) in slots {
        match slot {
            Slot::Note(value) => pairs.push((name, value)),
            Slot::Special(special)
                if matches!(*special, SpecialMember::ScriptProperty { .. } | SpecialMember::Alias(..) | SpecialMember::CodeProperty(_)) =>
            {
                pairs.push((name.clone(), members::get(rt, value, &name)?.unwrap_or_default()));
            }
            Slot::Special(_) => {}
        }
    }
    Ok(pairs)
}

/// Properties of an object that is neither dictionary nor collection.
fn properties(rt: &mut dyn Runtime, value: &Value) -> Run<Vec<(Rc<str>, Value)>> {
    let mut pairs = match value.is_custom() {
        true => extended(rt, value)?,
        false => native(rt, value)?,
    };
    let type_names = value.type_names();
    for name in rt.type_data_members(&type_names) {
        let is_property = rt.type_data(&type_names, &name).is_some_and(|member| {
            !matches!(*member, SpecialMember::ScriptMethod(_) | SpecialMember::MemberSet(_) | SpecialMember::PropertySet(_))
        });
        if is_property && !pairs.iter().any(|(own, _)| own.eq_ignore_ascii_case(&name)) {
            let read = match members::get(rt, value, &name) {
                Ok(value) => value.unwrap_or_default(),
                Err(raise) if raise.error().is_some() => Value::Null,
                Err(raise) => return Err(raise),
            };
            pairs.push((name, read));
        }
    }
    Ok(pairs)
}

fn native(rt: &mut dyn Runtime, value: &Value) -> Run<Vec<(Rc<str>, Value)>> {
    let mut pairs = Vec::new();
    for info in members::properties(value) {
        if info.kind.is_property() && info.kind != members::MemberKind::ScriptProperty || value.note(&info.name).is_some() {
            // A getter that throws gives null.
            let read = match members::get(rt, value, &info.name) {
                Ok(value) => value.unwrap_or_default(),
                Err(raise) if raise.error().is_some() => Value::Null,
                Err(raise) => return Err(raise),
            };
            pairs.push((info.name, read));
        }
    }
    Ok(pairs)
}
