//! CLIXML to objects. What was not a plain value comes back as a record of its properties, without its methods.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::{decode, secret, time};
use crate::engine::Engine;
use crate::value::members::new_object;
use crate::value::members::objects::xml::{Node, XmlObject, parse_document};
use crate::value::members::security::secure_value;
use crate::value::text::culture::Culture;
use crate::value::text::encode::base64_decode;
use crate::value::{
    Array, Category, ClrObject, Dict, DictKind, ErrorRecord, List, Members, Object, Payload, Raise, Run, Slot, TimeSpan, TypeId, Value,
    convert,
};

/// Nesting beyond this is refused.
const DEEPEST: usize = 1000;

/// The objects of a document.
pub fn read(engine: &mut Engine, text: &str) -> Run<Vec<Value>> {
    let root = root(text)?;
    let mut reader = Reader { objects: HashMap::new(), types: HashMap::new() };
    let mut values = Vec::new();
    for node in root.elements() {
        values.push(reader.value(engine, &node, 0)?);
    }
    Ok(values)
}

/// How many objects a document has.
pub fn count(text: &str) -> Run<usize> {
    Ok(root(text)?.elements().len())
}

fn root(text: &str) -> Run<Rc<Node>> {
    let document = parse_document(text.trim_start_matches('\u{feff}'), true).map_err(|message| fault(TypeId::XML_EXCEPTION, &message))?;
    let root = document.elements().into_iter().next().ok_or_else(|| fault(TypeId::XML_EXCEPTION, "Root element is missing."))?;
    if root.local_name() != "Objs" {
        return Err(fault(TypeId::XML_EXCEPTION, &format!("Element 'Objs' with namespace name '{}' was not found.", super::NAMESPACE)));
    }
    Ok(root)
}

fn fault(type_id: TypeId, message: &str) -> Raise {
    ErrorRecord::new(type_id, message, "DeserializationFailed", Category::InvalidData, Value::Null).into()
}

struct Reader {
    objects: HashMap<String, Value>,
    types: HashMap<String, Vec<Rc<str>>>,
}

impl Reader {
    fn value(&mut self, engine: &mut Engine, node: &Rc<Node>, depth: usize) -> Run<Value> {
        engine.poll()?;
        if depth > DEEPEST {
            return Err(fault(TypeId::XML_EXCEPTION, "The serialized data is nested too deeply."));
        }
        let text = node.inner_text();
        let cast = |engine: &mut Engine, type_id: TypeId| convert::cast(engine, &Value::str(text.trim()), type_id);
        Ok(match node.local_name() {
            "Nil" => Value::Null,
            "S" => Value::str(decode(&text)),
            "B" => Value::Bool(text.trim().eq_ignore_ascii_case("true") || text.trim() == "1"),
            "C" => Value::Char(text.trim().parse().unwrap_or_default()),
            "SB" => cast(engine, TypeId::S_BYTE)?,
            "By" => cast(engine, TypeId::BYTE)?,
            "I16" => cast(engine, TypeId::INT16)?,
            "U16" => cast(engine, TypeId::U_INT16)?,
            "I32" => cast(engine, TypeId::INT32)?,
            "U32" => cast(engine, TypeId::U_INT32)?,
            "I64" => cast(engine, TypeId::INT64)?,
            "U64" => cast(engine, TypeId::U_INT64)?,
            "Sg" => Value::Single(float(&text) as f32),
            "Db" => Value::Double(float(&text)),
            "D" => cast(engine, TypeId::DECIMAL)?,
            "DT" => Value::DateTime(
                time::date(&text).ok_or_else(|| fault(TypeId::FORMAT_EXCEPTION, &format!("The date '{text}' is not valid.")))?,
            ),
            "TS" => {
                let ticks = time::span_ticks(&text)
                    .ok_or_else(|| fault(TypeId::FORMAT_EXCEPTION, &format!("The time span '{text}' is not valid.")))?;
                Value::TimeSpan(TimeSpan(ticks))
            }
            "G" => cast(engine, TypeId::GUID)?,
            "URI" => convert::cast(engine, &Value::str(decode(&text)), TypeId::URI)?,
            "Version" => cast(engine, TypeId::VERSION)?,
            "SBK" => Value::str(decode(&text)),
            "XD" => match parse_document(&decode(&text), false) {
                Ok(document) => XmlObject::value(&document),
                Err(message) => return Err(fault(TypeId::XML_EXCEPTION, &message)),
            },
            "BA" => {
                let bytes = base64_decode(text.trim()).map_err(|_| fault(TypeId::FORMAT_EXCEPTION, "The bytes are no Base64 text."))?;
                Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect())))
            }
            "SS" => secure_value(&secret::reveal(engine, text.trim())?),
            "Ref" => {
                let reference = attribute(node, "RefId");
                self.objects
                    .get(&reference)
                    .cloned()
                    .ok_or_else(|| fault(TypeId::XML_EXCEPTION, &format!("No object has the reference '{reference}'.")))?
            }
            "Obj" => self.object(engine, node, depth)?,
            other => return Err(fault(TypeId::XML_EXCEPTION, &format!("The element '{other}' is not known in serialized data."))),
        })
    }

    fn object(&mut self, engine: &mut Engine, node: &Rc<Node>, depth: usize) -> Run<Value> {
        let mut names: Vec<Rc<str>> = Vec::new();
        let mut base: Option<Value> = None;
        let mut text: Option<String> = None;
        let mut members = Members::default();
        let reference = attribute(node, "RefId");
        for child in node.elements() {
            match child.local_name() {
                "TN" => {
                    names = child.elements().iter().map(|name| Rc::from(decode(&name.inner_text()))).collect();
                    self.types.insert(attribute(&child, "RefId"), names.clone());
                }
                "TNRef" => names = self.types.get(&attribute(&child, "RefId")).cloned().unwrap_or_default(),
                "ToString" => text = Some(decode(&child.inner_text())),
                "Props" | "MS" => {
                    for property in child.elements() {
                        let name = decode(&attribute(&property, "N"));
                        let value = self.value(engine, &property, depth + 1)?;
                        members.set(&name, Slot::Note(value));
                    }
                }
                "LST" | "IE" | "STK" | "QUE" => {
                    let mut items = Vec::new();
                    for item in child.elements() {
                        items.push(self.value(engine, &item, depth + 1)?);
                    }
                    base = Some(List::array_list(items));
                }
                "DCT" => {
                    let dict = Dict::new(DictKind::Hashtable, true);
                    for entry in child.elements() {
                        let (mut key, mut value) = (Value::Null, Value::Null);
                        for part in entry.elements() {
                            let read = self.value(engine, &part, depth + 1)?;
                            match attribute(&part, "N").as_str() {
                                "Key" => key = read,
                                _ => value = read,
                            }
                        }
                        dict.set(&key, value);
                    }
                    base = Some(Value::Dict(Rc::new(dict)));
                }
                _ => base = Some(self.value(engine, &child, depth + 1)?),
            }
        }
        let value = finished(engine, names, base, text, members)?;
        if !reference.is_empty() {
            self.objects.insert(reference, value.clone());
        }
        Ok(value)
    }
}

/// Puts an object's parts together.
fn finished(engine: &mut Engine, names: Vec<Rc<str>>, base: Option<Value>, text: Option<String>, mut members: Members) -> Run<Value> {
    let first = names.first().map_or("", |name| &**name);
    if matches!(first, "System.Management.Automation.PSCredential" | "Deserialized.System.Management.Automation.PSCredential") {
        let part = |name: &str| match members.get(name) {
            Some(Slot::Note(value)) => value.clone(),
            _ => Value::Null,
        };
        return new_object(engine, TypeId::PS_CREDENTIAL, &[part("UserName"), part("Password")]);
    }
    let is_enum = names.iter().any(|name| &**name == "System.Enum");
    let type_names: Vec<Rc<str>> = names
        .iter()
        .map(|name| if name.starts_with("Deserialized.") { name.clone() } else { Rc::from(format!("Deserialized.{name}")) })
        .collect();
    members.type_names = Some(type_names.into());
    Ok(match base {
        // The name is what scripts print and compare.
        Some(Value::Int(number)) if is_enum => {
            let shown = text.map_or(Value::Int(number), Value::str);
            members.set("Value", Slot::Note(shown.clone()));
            wrapped(shown, members)
        }
        Some(value @ (Value::List(_) | Value::Dict(_))) => {
            if let Some(mut own) = value.members_cell_mut() {
                own.type_names = members.type_names.take();
                for (name, slot) in members.shape.names.iter().zip(members.slots) {
                    own.set(name, slot);
                }
            }
            value
        }
        // A plain value with members of its own keeps its type.
        Some(value) => {
            members.type_names = None;
            wrapped(value, members)
        }
        None => {
            let payload = match text {
                Some(text) => Payload::Clr(Box::new(Deserialized { text })),
                None => Payload::Custom,
            };
            Value::Object(Rc::new(Object { payload, members: RefCell::new(members) }))
        }
    })
}

/// An object whose properties and text are all that came over.
struct Deserialized {
    text: String,
}

impl ClrObject for Deserialized {
    fn class(&self) -> TypeId {
        TypeId::PS_CUSTOM_OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text.clone())
    }
}

fn wrapped(value: Value, members: Members) -> Value {
    Value::Object(Rc::new(Object { payload: Payload::Wrapped(value), members: RefCell::new(members) }))
}

fn attribute(node: &Rc<Node>, name: &str) -> String {
    node.attribute(name).map_or(String::new(), |attribute| attribute.value.borrow().clone())
}

fn float(text: &str) -> f64 {
    match text.trim() {
        "INF" => f64::INFINITY,
        "-INF" => f64::NEG_INFINITY,
        text => text.parse().unwrap_or(f64::NAN),
    }
}
