//! Regular expressions and what they find, as objects.

use std::any::Any;
use std::rc::Rc;

use crate::value::text::culture::Culture;
use crate::value::text::regex::{Match, Regex, Span, Utf16Index, slice};
use crate::value::{ClrObject, Object, TimeSpan, TypeId, Value};

/// A `Regex`.
pub struct RegexObject {
    /// The compiled pattern.
    pub regex: Rc<Regex>,
    /// When a match is given up; none: never.
    pub timeout: Option<TimeSpan>,
}

impl RegexObject {
    /// A pattern as a value.
    pub fn value(regex: Rc<Regex>) -> Value {
        Object::from_clr(RegexObject { regex, timeout: None })
    }
}

impl ClrObject for RegexObject {
    fn class(&self) -> TypeId {
        TypeId::REGEX
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Options", "RightToLeft", "MatchTimeout"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "options" => Value::Enum(TypeId::REGEX_OPTIONS, i64::from(self.regex.options().0)),
            "righttoleft" => Value::Bool(self.regex.reads_back()),
            // .NET's infinite timeout is minus one millisecond.
            "matchtimeout" => Value::TimeSpan(self.timeout.unwrap_or(TimeSpan(-10_000))),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.regex.pattern().to_owned())
    }
}

/// A match with the text it was found in; none where nothing was found.
#[derive(Clone)]
pub struct Found {
    /// The searched text.
    pub text: Rc<str>,
    /// The pattern.
    pub regex: Option<Rc<Regex>>,
    /// What was found.
    pub found: Option<Rc<Match>>,
    /// What .NET's indexes count from, where a part of a text was searched.
    pub offset: usize,
}

impl Found {
    fn place(&self, span: Span) -> (usize, usize) {
        let (start, length) = Utf16Index::new(&self.text).place(span);
        (start + self.offset, length)
    }

    /// A group by its place in the order.
    pub fn group(&self, at: usize) -> Value {
        let name = self.regex.as_ref().and_then(|regex| regex.groups().names().nth(at).map(Rc::from)).unwrap_or_else(|| Rc::from("0"));
        let captures = match &self.found {
            Some(found) => found.group(at).map(|group| group.captures.to_vec()).unwrap_or_default(),
            None => Vec::new(),
        };
        Object::from_clr(GroupObject { found: self.clone(), name, captures })
    }

    fn missing_group(&self, name: &str) -> Value {
        Object::from_clr(GroupObject { found: self.clone(), name: Rc::from(name), captures: Vec::new() })
    }

    fn n_groups(&self) -> usize {
        if self.found.is_some() { self.regex.as_ref().map_or(1, |regex| regex.groups().len()) } else { 1 }
    }

    /// The groups, the first being the match itself.
    pub fn groups(&self) -> Vec<Value> {
        (0..self.n_groups()).map(|at| if at == 0 { MatchObject::value(self.clone()) } else { self.group(at) }).collect()
    }

    /// A group by number or name; one that failed where there is none.
    pub fn group_at(&self, index: &Value) -> Value {
        let table = self.regex.as_ref().map(|regex| regex.groups().clone());
        let at = match index.base() {
            Value::Str(name) => table.and_then(|table| table.index_of_name(name)),
            other => u32::try_from(crate::value::members::call::to_long(other))
                .ok()
                .and_then(|number| table.and_then(|table| table.index_of_number(number))),
        };
        match at.filter(|_| self.found.is_some()) {
            Some(0) => MatchObject::value(self.clone()),
            Some(at) => self.group(at),
            None => match index.base() {
                Value::Str(name) => self.missing_group(name),
                other => self.missing_group(&crate::value::members::call::to_long(other).to_string()),
            },
        }
    }

    fn span(&self) -> Option<Span> {
        self.found.as_ref().map(|found| found.span())
    }
}

/// Shared by matches, groups and captures.
fn part(found: &Found, span: Option<Span>, name: &str) -> Option<Value> {
    Some(match name {
        "index" => Value::Int(span.map_or(0, |span| found.place(span).0 as i32)),
        "length" => Value::Int(span.map_or(0, |span| found.place(span).1 as i32)),
        "value" => span.map_or_else(Value::empty_str, |span| Value::str(slice(&found.text, span))),
        _ => return None,
    })
}

/// A `Match`.
pub struct MatchObject(pub Found);

impl MatchObject {
    /// A match as a value.
    pub fn value(found: Found) -> Value {
        Object::from_clr(MatchObject(found))
    }
}

impl ClrObject for MatchObject {
    fn class(&self) -> TypeId {
        TypeId::MATCH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Groups", "Success", "Name", "Captures", "Index", "Length", "Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let span = self.0.span();
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "groups" => Object::from_clr(Groups(self.0.clone())),
            "success" => Value::Bool(span.is_some()),
            "name" => Value::str("0"),
            "captures" => Object::from_clr(Captures { found: self.0.clone(), spans: span.into_iter().collect() }),
            other => return part(&self.0, span, other),
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.span().map_or_else(String::new, |span| slice(&self.0.text, span).into_owned()))
    }
}

/// A `Group`.
pub struct GroupObject {
    found: Found,
    name: Rc<str>,
    captures: Vec<Span>,
}

impl ClrObject for GroupObject {
    fn class(&self) -> TypeId {
        TypeId::GROUP
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Success", "Name", "Captures", "Index", "Length", "Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "success" => Value::Bool(!self.captures.is_empty()),
            "name" => Value::Str(self.name.clone()),
            "captures" => Object::from_clr(Captures { found: self.found.clone(), spans: self.captures.clone() }),
            other => return part(&self.found, self.captures.last().copied(), other),
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.captures.last().map_or_else(String::new, |span| slice(&self.found.text, *span).into_owned()))
    }
}

/// A `Capture`.
pub struct CaptureObject {
    found: Found,
    span: Span,
}

impl ClrObject for CaptureObject {
    fn class(&self) -> TypeId {
        TypeId::CAPTURE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Index", "Length", "Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        part(&self.found, Some(self.span), &name.to_ascii_lowercase())
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(slice(&self.found.text, self.span).into_owned())
    }
}

/// `.Groups`.
pub struct Groups(pub Found);

impl ClrObject for Groups {
    fn class(&self) -> TypeId {
        TypeId::GROUP_COLLECTION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Count", "IsReadOnly", "IsSynchronized", "SyncRoot", "Keys", "Values"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "count" => Value::Int(self.0.n_groups() as i32),
            "isreadonly" | "isfixedsize" => Value::Bool(true),
            "issynchronized" => Value::Bool(false),
            "keys" => Value::strings(self.0.regex.iter().flat_map(|regex| regex.groups().names().map(str::to_owned).collect::<Vec<_>>())),
            "values" => Value::array(self.0.groups()),
            _ => return None,
        })
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.0.groups())
    }

    fn index(&self, index: &Value) -> Option<Value> {
        Some(self.0.group_at(index))
    }
}

/// `.Captures`.
pub struct Captures {
    found: Found,
    spans: Vec<Span>,
}

impl Captures {
    fn items(&self) -> Vec<Value> {
        self.spans.iter().map(|span| Object::from_clr(CaptureObject { found: self.found.clone(), span: *span })).collect()
    }
}

/// `Count` and the rest of a read-only collection.
fn collection_property(count: usize, name: &str) -> Option<Value> {
    Some(match name.to_ascii_lowercase().as_str() {
        "count" => Value::Int(count as i32),
        "isreadonly" | "isfixedsize" => Value::Bool(true),
        "issynchronized" => Value::Bool(false),
        _ => return None,
    })
}

/// The item at a place, negative ones from the end; null outside.
fn item_at(items: &[Value], index: &Value) -> Value {
    let at = crate::value::members::call::to_long(index);
    let at = if at < 0 { at + items.len() as i64 } else { at };
    usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or_default()
}

impl ClrObject for Captures {
    fn class(&self) -> TypeId {
        TypeId::CAPTURE_COLLECTION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Count", "IsReadOnly", "IsSynchronized"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        collection_property(self.spans.len(), name)
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.items())
    }

    fn index(&self, index: &Value) -> Option<Value> {
        Some(item_at(&self.items(), index))
    }
}

/// What `Matches` gives.
pub struct MatchCollection(pub Vec<Value>);

impl ClrObject for MatchCollection {
    fn class(&self) -> TypeId {
        TypeId::MATCH_COLLECTION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Count", "IsReadOnly", "IsSynchronized"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        collection_property(self.0.len(), name)
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.0.clone())
    }

    fn index(&self, index: &Value) -> Option<Value> {
        Some(item_at(&self.0, index))
    }
}
