//! Objects as delimited lines, as PowerShell writes them.

use std::rc::Rc;

use crate::cmdlet::Call;
use crate::value::{Category, ErrorRecord, Payload, Run, Runtime, Shape, Slot, TypeId, Value, convert, members};

/// When fields stand in quotes.
#[derive(Clone, PartialEq, Eq)]
pub enum Quoting {
    /// All.
    Always,
    /// Those that need it.
    AsNeeded,
    /// None.
    Never,
    /// Those of these columns.
    Fields(Vec<Rc<str>>),
}

/// Makes the lines of objects.
pub struct LineMaker {
    /// Between fields.
    pub delimiter: char,
    /// When fields stand in quotes.
    pub quoting: Quoting,
    names: Option<Vec<Rc<str>>>,
    last_shape: Option<Rc<Shape>>,
}

/// The delimiter a call asks for.
pub fn delimiter_of(rt: &dyn Runtime, call: &Call) -> char {
    if call.flag("UseCulture") {
        return rt.culture().list_separator.chars().next().unwrap_or(',');
    }
    match call.get("Delimiter").map(Value::base) {
        Some(Value::Char(unit)) => char::from_u32(u32::from(*unit)).unwrap_or(','),
        Some(Value::Str(text)) => text.chars().next().unwrap_or(','),
        _ => ',',
    }
}

/// The quoting a call asks for; both ways at once are an error.
pub fn quoting_of(rt: &mut dyn Runtime, call: &Call) -> Run<Quoting> {
    let fields = call.texts("QuoteFields");
    let kind = call.get("UseQuotes").cloned();
    if fields.is_some() && kind.is_some() {
        return Err(conflict(
            "You must specify either the -UseQuotes or -QuoteFields parameters, but not both.",
            "CannotSpecifyQuoteFieldsAndUseQuotes",
        ));
    }
    if call.flag("IncludeTypeInformation") && call.has("NoTypeInformation") {
        return Err(conflict(
            "You must specify either the -IncludeTypeInformation or -NoTypeInformation parameters, but not both.",
            "CannotSpecifyIncludeTypeInformationAndNoTypeInformation",
        ));
    }
    if let Some(fields) = fields {
        return Ok(Quoting::Fields(fields));
    }
    Ok(match kind {
        None => Quoting::Always,
        Some(kind) => match &*convert::to_text(rt, &kind)?.to_ascii_lowercase() {
            "never" => Quoting::Never,
            "asneeded" => Quoting::AsNeeded,
            _ => Quoting::Always,
        },
    })
}

fn conflict(message: &str, id: &str) -> crate::value::Raise {
    ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, id, Category::InvalidData, Value::Null).into()
}

impl LineMaker {
    /// For a call's delimiter and quoting.
    pub fn of(rt: &mut dyn Runtime, call: &Call) -> Run<LineMaker> {
        let quoting = quoting_of(rt, call)?;
        Ok(LineMaker { delimiter: delimiter_of(rt, call), quoting, names: None, last_shape: None })
    }

    /// Column names, once known.
    pub fn names(&self) -> Option<&[Rc<str>]> {
        self.names.as_deref()
    }

    /// Sets the columns: those of the file appended to.
    pub fn set_names(&mut self, names: Vec<Rc<str>>) {
        self.names = Some(names);
    }

    /// Takes the columns of the first object.
    pub fn learn(&mut self, value: &Value) {
        if self.names.is_none() {
            self.names = Some(column_names(value));
        }
    }

    /// `#TYPE Name`.
    pub fn type_line(value: &Value) -> String {
        let name = members_type_name(value);
        format!("#TYPE {name}")
    }

    fn put(&self, line: &mut String, column: &str, text: &str) {
        let is_quoted = match &self.quoting {
            Quoting::Always => true,
            Quoting::Never => false,
            Quoting::AsNeeded => text.contains([self.delimiter, '"', '\n', '\r']),
            Quoting::Fields(names) => names.iter().any(|name| name.eq_ignore_ascii_case(column)),
        };
        if !is_quoted {
            line.push_str(text);
            return;
        }
        line.push('"');
        if text.contains('"') {
            line.push_str(&text.replace('"', "\"\""));
        } else {
            line.push_str(text);
        }
        line.push('"');
    }

    /// The header.
    pub fn header(&self) -> String {
        let mut line = String::new();
        for (at, name) in self.names.iter().flatten().enumerate() {
            if at > 0 {
                line.push(self.delimiter);
            }
            self.put(&mut line, name, name);
        }
        line
    }

    /// An object's line, appended to `line`.
    pub fn row(&mut self, rt: &mut dyn Runtime, value: &Value, line: &mut String) -> Run {
        self.learn(value);
        let names = self.names.take().unwrap_or_default();
        let result = self.fields(rt, value, &names, line);
        self.names = Some(names);
        result
    }

    fn fields(&mut self, rt: &mut dyn Runtime, value: &Value, names: &[Rc<str>], line: &mut String) -> Run {
        // Objects made with the same names in the same order are read by place.
        if let Value::Object(object) = value
            && matches!(object.payload, Payload::Custom)
        {
            let members = object.members.borrow();
            let same = match &self.last_shape {
                Some(shape) if Rc::ptr_eq(shape, &members.shape) => true,
                _ => members.shape.names.len() == names.len() && members.shape.names.iter().zip(names).all(|(own, name)| own == name),
            };
            if same && members.slots.iter().all(|slot| matches!(slot, Slot::Note(_))) {
                self.last_shape = Some(members.shape.clone());
                for (at, (name, slot)) in names.iter().zip(&members.slots).enumerate() {
                    if at > 0 {
                        line.push(self.delimiter);
                    }
                    if let Slot::Note(field) = slot {
                        match field {
                            Value::Str(text) => self.put(line, name, text),
                            other => {
                                if let Some(text) = field_text(rt, other)? {
                                    self.put(line, name, &text);
                                }
                            }
                        }
                    }
                }
                return Ok(());
            }
        }
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                line.push(self.delimiter);
            }
            let field = match value.base() {
                Value::Dict(dict) => dict.get_str(name),
                _ => members::get(rt, value, name).unwrap_or_default(),
            };
            if let Some(text) = field_text(rt, &field.unwrap_or_default())? {
                self.put(line, name, &text);
            }
        }
        Ok(())
    }
}

/// A field: `ToString()` in the session's culture; none for `$null`.
fn field_text(rt: &mut dyn Runtime, value: &Value) -> Run<Option<Rc<str>>> {
    Ok(match value.base() {
        Value::Null | Value::Nothing => None,
        Value::Str(text) => Some(text.clone()),
        // A collection's own ToString is its type's name.
        Value::Array(_) | Value::List(_) | Value::Dict(_) => Some(value.base().type_id().clr_name()),
        _ => Some(convert::to_culture_text(rt, value)?),
    })
}

/// The names of an object's columns.
fn column_names(value: &Value) -> Vec<Rc<str>> {
    if let Value::Dict(dict) = value.base() {
        let keys = dict.keys();
        return keys.iter().map(|key| convert::to_plain_text(key).unwrap_or_else(|| Rc::from(""))).collect();
    }
    if let Value::Object(object) = value
        && matches!(object.payload, Payload::Custom)
    {
        let members = object.members.borrow();
        let is_property = |slot: &Slot| !matches!(slot, Slot::Special(special) if matches!(**special, crate::value::SpecialMember::ScriptMethod(_) | crate::value::SpecialMember::MemberSet(_) | crate::value::SpecialMember::PropertySet(_)));
        return members.iter().filter(|(_, slot)| is_property(slot)).map(|(name, _)| name.clone()).collect();
    }
    members::properties(value).into_iter().filter(|info| info.kind.is_property()).map(|info| info.name).collect()
}

/// The first of its type names, without the mark of one that came out of a file; empty if it has none.
fn members_type_name(value: &Value) -> Rc<str> {
    let names = match value.members_cell().and_then(|members| members.type_names.clone()) {
        Some(own) => own.to_vec(),
        None => value.type_names(),
    };
    let first = names.into_iter().next().unwrap_or_default();
    first.strip_prefix("CSV:").map(Rc::from).unwrap_or(first)
}
