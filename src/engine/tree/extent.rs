//! Places in a text: `IScriptExtent` and `IScriptPosition`.

use std::any::Any;
use std::rc::Rc;

use crate::source::{SourceText, Span};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A range of a text.
pub struct Extent {
    source: Rc<SourceText>,
    span: Span,
}

impl Extent {
    /// A range of a text as a value.
    pub fn value(source: &Rc<SourceText>, span: Span) -> Value {
        Object::from_clr(Extent { source: source.clone(), span })
    }
}

impl ClrObject for Extent {
    fn class(&self) -> TypeId {
        TypeId::INTERNAL_SCRIPT_EXTENT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "File",
            "StartScriptPosition",
            "EndScriptPosition",
            "StartLineNumber",
            "StartColumnNumber",
            "EndLineNumber",
            "EndColumnNumber",
            "Text",
            "StartOffset",
            "EndOffset",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let position = |at: u32| Object::from_clr(Position { source: self.source.clone(), at });
        Some(match name.to_ascii_lowercase().as_str() {
            "file" => self.source.name().map_or(Value::Null, Value::str),
            "startscriptposition" => position(self.span.start),
            "endscriptposition" => position(self.span.end),
            "startlinenumber" => Value::Int(self.source.locate(self.span.start).line as i32),
            "startcolumnnumber" => Value::Int(self.source.locate(self.span.start).column as i32),
            "endlinenumber" => Value::Int(self.source.locate(self.span.end).line as i32),
            "endcolumnnumber" => Value::Int(self.source.locate(self.span.end).column as i32),
            "text" => Value::str(self.source.slice(self.span)),
            "startoffset" => Value::Int(self.source.utf16_offset(self.span.start) as i32),
            "endoffset" => Value::Int(self.source.utf16_offset(self.span.end) as i32),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.source.slice(self.span).to_owned())
    }
}

/// A place in a text.
struct Position {
    source: Rc<SourceText>,
    at: u32,
}

impl ClrObject for Position {
    fn class(&self) -> TypeId {
        TypeId::INTERNAL_SCRIPT_POSITION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["File", "LineNumber", "ColumnNumber", "Offset", "Line"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let place = self.source.locate(self.at);
        Some(match name.to_ascii_lowercase().as_str() {
            "file" => self.source.name().map_or(Value::Null, Value::str),
            "linenumber" => Value::Int(place.line as i32),
            "columnnumber" => Value::Int(place.column as i32),
            "offset" => Value::Int(self.source.utf16_offset(self.at) as i32),
            "line" => Value::str(self.source.line(place.line)),
            _ => return None,
        })
    }
}
