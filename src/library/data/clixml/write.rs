//! Objects to CLIXML.

use std::collections::HashMap;
use std::rc::Rc;

use super::{encode, secret, time};
use crate::engine::Engine;
use crate::library::data::xml::escape;
use crate::present::access;
use crate::value::members::objects::xml::{XmlObject, outer_xml};
use crate::value::members::security::{credential_parts, secure_text};
use crate::value::text::encode::base64_encode;
use crate::value::{Run, Slot, TypeId, Value, convert};

/// How PSCustomObjects count: their own properties are one level deeper than those of other objects.
const CUSTOM_LEVELS: i64 = 1;

/// Writes objects, one after the other, into one document.
pub struct Writer {
    out: String,
    depth: i64,
    /// References of objects by where they are, held so that no other takes the place.
    objects: HashMap<usize, (usize, Value)>,
    types: HashMap<Vec<Rc<str>>, usize>,
    next_object: usize,
}

impl Writer {
    /// A document for objects up to this depth.
    pub fn new(depth: Option<i64>) -> Writer {
        let out = format!("<Objs Version=\"1.1.0.1\" xmlns=\"{}\">\n", super::NAMESPACE);
        Writer { out, depth: depth.unwrap_or(super::DEFAULT_DEPTH), objects: HashMap::new(), types: HashMap::new(), next_object: 0 }
    }

    /// Adds an object.
    pub fn object(&mut self, engine: &mut Engine, value: &Value) -> Run {
        let depth = self.depth;
        self.value(engine, None, value, depth, 1)
    }

    /// What was written since the last call, for files that are written as they grow.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// Ends the document.
    pub fn finish(mut self) -> String {
        self.out.push_str("</Objs>");
        self.out
    }

    fn line(&mut self, level: usize, text: &str) {
        self.out.push_str(&"  ".repeat(level));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn simple(&mut self, level: usize, tag: &str, name: &str, text: &str) {
        let line = format!("<{tag}{name}>{}</{tag}>", escape(text, false));
        self.line(level, &line);
    }

    fn value(&mut self, engine: &mut Engine, name: Option<&str>, value: &Value, depth: i64, level: usize) -> Run {
        engine.poll()?;
        let name = name.map_or(String::new(), |name| format!(" N=\"{}\"", escape(&encode(name), true)));
        if value.is_null() {
            self.line(level, &format!("<Nil{name} />"));
            return Ok(());
        }
        let has_members = value.members_cell().is_some_and(|members| !members.slots.is_empty());
        if let Some((tag, text)) = primitive(engine, value.base())?
            && (!has_members || matches!(value.base(), Value::Object(_)))
        {
            if text.is_empty() && tag == "S" {
                self.line(level, &format!("<S{name}></S>"));
            } else {
                self.simple(level, tag, &name, &text);
            }
            return Ok(());
        }
        if let Some(text) = secure_text(value) {
            let text = secret::protect(engine, &text)?;
            self.simple(level, "SS", &name, &text);
            return Ok(());
        }
        let is_custom = value.is_custom();
        let is_collection = matches!(value.base(), Value::Dict(_)) || value.enumerate().is_some();
        let limit = if is_custom || is_collection { -CUSTOM_LEVELS } else { 0 };
        if depth < limit {
            let text = convert::to_text(engine, value)?;
            self.simple(level, "S", &name, &encode(&text));
            return Ok(());
        }
        let place = address(value);
        if let Some((reference, _)) = place.and_then(|place| self.objects.get(&place)) {
            let line = format!("<Ref{name} RefId=\"{reference}\" />");
            self.line(level, &line);
            return Ok(());
        }
        let reference = self.next_object;
        self.next_object += 1;
        if let Some(place) = place {
            self.objects.insert(place, (reference, value.clone()));
        }
        self.line(level, &format!("<Obj{name} RefId=\"{reference}\">"));
        self.types(value, level + 1);
        self.body(engine, value, depth, level + 1)?;
        self.line(level, "</Obj>");
        Ok(())
    }

    fn types(&mut self, value: &Value, level: usize) {
        let names: Vec<Rc<str>> = value.type_names();
        if let Some(reference) = self.types.get(&names) {
            let line = format!("<TNRef RefId=\"{reference}\" />");
            self.line(level, &line);
            return;
        }
        let reference = self.types.len();
        self.line(level, &format!("<TN RefId=\"{reference}\">"));
        for name in &names {
            self.simple(level + 1, "T", "", &encode(name));
        }
        self.line(level, "</TN>");
        self.types.insert(names, reference);
    }

    fn body(&mut self, engine: &mut Engine, value: &Value, depth: i64, level: usize) -> Run {
        // A plain value that only has members added to it.
        if let Some((tag, text)) = primitive(engine, value.base())? {
            self.simple(level, tag, "", &text);
            return self.members(engine, value, depth, level);
        }
        match value.base() {
            Value::Enum(_, number) => {
                let text = convert::to_text(engine, value)?;
                self.simple(level, "ToString", "", &encode(&text));
                self.simple(level, "I32", "", &number.to_string());
                return Ok(());
            }
            Value::Dict(dict) => {
                self.line(level, "<DCT>");
                for (key, item) in dict.pairs() {
                    self.line(level + 1, "<En>");
                    self.value(engine, Some("Key"), &key, depth - 1, level + 2)?;
                    self.value(engine, Some("Value"), &item, depth - 1, level + 2)?;
                    self.line(level + 1, "</En>");
                }
                self.line(level, "</DCT>");
                return self.members(engine, value, depth, level);
            }
            _ => {}
        }
        if let Some(items) = value.enumerate() {
            let class = value.type_id().full_name();
            let tag = match () {
                () if class.starts_with("System.Collections.Generic.Stack") || &*class == "System.Collections.Stack" => "STK",
                () if class.starts_with("System.Collections.Generic.Queue") || &*class == "System.Collections.Queue" => "QUE",
                () if matches!(value.base(), Value::Array(_) | Value::List(_)) => "LST",
                () => "IE",
            };
            self.line(level, &format!("<{tag}>"));
            for item in items {
                self.value(engine, None, &item, depth - 1, level + 1)?;
            }
            self.line(level, &format!("</{tag}>"));
            return self.members(engine, value, depth, level);
        }
        if let Some((user, password)) = credential_parts(value) {
            self.simple(level, "ToString", "", "System.Management.Automation.PSCredential");
            self.line(level, "<Props>");
            self.value(engine, Some("UserName"), &Value::Str(user), depth, level + 1)?;
            self.value(engine, Some("Password"), &password, depth, level + 1)?;
            self.line(level, "</Props>");
            return Ok(());
        }
        if value.is_custom() {
            return self.members(engine, value, depth, level);
        }
        let text = convert::to_text(engine, value)?;
        self.simple(level, "ToString", "", &encode(&text));
        let own: Vec<Rc<str>> = value.members_cell().map(|members| members.shape.names.clone()).unwrap_or_default();
        let names: Vec<Rc<str>> = access::properties(engine, value).into_iter().filter(|name| !own.contains(name)).collect();
        if !names.is_empty() {
            self.line(level, "<Props>");
            for name in names {
                if let Some(Ok(property)) = access::property(engine, value, &name)? {
                    self.value(engine, Some(&name), &property, depth - 1, level + 1)?;
                }
            }
            self.line(level, "</Props>");
        }
        self.members(engine, value, depth, level)
    }

    /// Members that the object carries itself.
    fn members(&mut self, engine: &mut Engine, value: &Value, depth: i64, level: usize) -> Run {
        let names: Vec<Rc<str>> = match value.members_cell() {
            Some(members) => members
                .iter()
                .filter(|(_, slot)| matches!(slot, Slot::Note(_)) || !value.is_custom())
                .map(|(name, _)| name.clone())
                .collect(),
            None => Vec::new(),
        };
        let specials: Vec<Rc<str>> = if value.is_custom() {
            access::properties(engine, value).into_iter().filter(|name| !names.contains(name)).collect()
        } else {
            Vec::new()
        };
        if names.is_empty() && specials.is_empty() {
            if value.is_custom() {
                self.line(level, "<MS />");
            }
            return Ok(());
        }
        self.line(level, "<MS>");
        for name in names.into_iter().chain(specials) {
            if let Some(Ok(property)) = access::property(engine, value, &name)? {
                self.value(engine, Some(&name), &property, depth - 1, level + 1)?;
            }
        }
        self.line(level, "</MS>");
        Ok(())
    }
}

/// Where an object is, for those that can be referred to.
fn address(value: &Value) -> Option<usize> {
    Some(match value {
        Value::Object(object) => Rc::as_ptr(object).cast::<u8>() as usize,
        Value::Array(array) => Rc::as_ptr(array).cast::<u8>() as usize,
        Value::List(list) => Rc::as_ptr(list).cast::<u8>() as usize,
        Value::Dict(dict) => Rc::as_ptr(dict).cast::<u8>() as usize,
        _ => return None,
    })
}

/// Tag and text of a value that is one element.
fn primitive(engine: &mut Engine, value: &Value) -> Run<Option<(&'static str, String)>> {
    let number = |value: f64, text: String| match value {
        value if value.is_nan() => "NaN".to_owned(),
        value if value.is_infinite() => if value > 0.0 { "INF" } else { "-INF" }.to_owned(),
        _ => text,
    };
    Ok(Some(match value {
        Value::Bool(value) => ("B", value.to_string()),
        Value::Char(unit) => ("C", unit.to_string()),
        Value::SByte(value) => ("SB", value.to_string()),
        Value::Byte(value) => ("By", value.to_string()),
        Value::Int16(value) => ("I16", value.to_string()),
        Value::UInt16(value) => ("U16", value.to_string()),
        Value::Int(value) => ("I32", value.to_string()),
        Value::UInt32(value) => ("U32", value.to_string()),
        Value::Long(value) => ("I64", value.to_string()),
        Value::UInt64(value) => ("U64", value.to_string()),
        Value::Single(single) => ("Sg", number(f64::from(*single), convert::to_text(engine, value)?.to_string())),
        Value::Double(double) => ("Db", number(*double, convert::to_text(engine, value)?.to_string())),
        Value::Decimal(_) => ("D", convert::to_text(engine, value)?.to_string()),
        Value::Str(text) => ("S", encode(text)),
        Value::DateTime(date) => ("DT", time::date_text(date)),
        Value::TimeSpan(span) => ("TS", time::span_text(span)),
        Value::ScriptBlock(block) => ("SBK", encode(&block.code.text())),
        Value::Array(array) if array.element == TypeId::BYTE => {
            let bytes: Vec<u8> = array.items.borrow().iter().map(|item| if let Value::Byte(byte) = item { *byte } else { 0 }).collect();
            ("BA", base64_encode(&bytes, false))
        }
        Value::Object(_) => match value.type_id() {
            TypeId::GUID => ("G", convert::to_text(engine, value)?.to_string()),
            TypeId::URI => ("URI", encode(&convert::to_text(engine, value)?)),
            TypeId::VERSION => ("Version", convert::to_text(engine, value)?.to_string()),
            TypeId::SWITCH_PARAMETER => return Ok(None),
            _ => match XmlObject::node_of(value).filter(|_| value.type_id() == TypeId::XML_DOCUMENT) {
                Some(node) => ("XD", encode(&outer_xml(&node))),
                None => return Ok(None),
            },
        },
        _ => return Ok(None),
    }))
}
