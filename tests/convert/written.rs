//! Values and errors in the canonical text of the tables.

use bridgesh::value::string::unit_text;
use bridgesh::value::text::culture::Culture;
use bridgesh::value::text::number;
use bridgesh::value::{ErrorRecord, Exception, Raise, Slot, TypeId, Value, convert};

use super::machine::Machine;

/// One result as its cell.
pub fn result(result: Result<Value, Raise>) -> String {
    match result {
        Ok(value) => written(&value, 0),
        Err(raise) => raise.error().map_or_else(|| "!control".to_owned(), failure),
    }
}

fn failure(record: &ErrorRecord) -> String {
    let id = record.id();
    let mut exception = record.0.exception.clone();
    while let Some(inner) = Exception::of(&exception).and_then(|exception| exception.inner()) {
        exception = inner;
    }
    let name = exception.type_id().name();
    let is_plain = matches!(&*id, "ConvertToFinalInvalidCastException" | "FormatError")
        || matches!(&*name, "RuntimeException" | "PSInvalidCastException")
        || id.ends_with(&*name);
    if is_plain { format!("!{id}") } else { format!("!{id}<{name}>") }
}

fn is_hidden(c: char) -> bool {
    matches!(c as u32, 0..=0x1f | 0x7f..=0xa0 | 0xad | 0x61c | 0x180e | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0xfeff | 0xfffd..=0xffff)
}

fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ if is_hidden(c) => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out
}

fn short_type(id: TypeId) -> String {
    if let Some((element, rank)) = id.array_element() {
        return format!("{}[{}]", short_type(element), ",".repeat(rank as usize - 1));
    }
    if let Some((definition, arguments)) = id.generic_parts() {
        let name = definition.name();
        let arguments: Vec<String> = arguments.into_iter().map(short_type).collect();
        return format!("{}[{}]", name.split('`').next().unwrap(), arguments.join(","));
    }
    id.name().to_string()
}

fn written(value: &Value, depth: usize) -> String {
    let base = value.base();
    let name = short_type(base.type_id());
    let mut text = String::new();
    match base {
        Value::Null | Value::Nothing => return "null".to_owned(),
        Value::Str(text) => return format!("\"{}\"", cell(text).replace('"', "\\\"")),
        Value::Char(unit) => return format!("Char '{}'", cell(&unit_text(*unit).to_string())),
        Value::Bool(value) => return if *value { "True" } else { "False" }.to_owned(),
        Value::Double(value) => number::round_trip_f64(&mut text, *value),
        Value::Single(value) => number::format_f32(&mut text, *value, "R", Culture::invariant()).unwrap(),
        Value::DateTime(value) => value.format(&mut text, "o", Culture::invariant()).unwrap(),
        Value::Type(id) => return format!("Type {}", convert::type_text(*id)),
        Value::ScriptBlock(block) => return format!("ScriptBlock {{{}}}", block.code.text()),
        Value::Dict(dict) => {
            if depth >= 2 {
                return format!("{name} {{...}}");
            }
            let mut pairs: Vec<String> = dict
                .pairs()
                .iter()
                .map(|(key, value)| format!("{}={}", convert::to_plain_text(key).unwrap(), written(value, depth + 1)))
                .collect();
            pairs.sort();
            return format!("{name} {{{}}}", pairs.join("; "));
        }
        _ if base.is_custom() => {
            if depth >= 2 {
                return "@{...}".to_owned();
            }
            let members = base.members_cell().unwrap();
            let pairs: Vec<String> = members
                .iter()
                .map(|(name, slot)| match slot {
                    Slot::Note(value) => format!("{name}={}", written(value, depth + 1)),
                    Slot::Special(_) => format!("{name}=?"),
                })
                .collect();
            return format!("@{{{}}}", pairs.join("; "));
        }
        _ => {
            if base.type_id() == TypeId::XML_DOCUMENT {
                let outer = bridgesh::value::members::get(&mut Machine, base, "OuterXml").unwrap().unwrap_or_default();
                return format!("XmlDocument {}", cell(&convert::to_plain_text(&outer).unwrap()));
            }
            if let Some(items) = base.enumerate() {
                if depth >= 2 {
                    return format!("{name} (...)");
                }
                let mut parts: Vec<String> = items.iter().take(12).map(|item| written(item, depth + 1)).collect();
                if parts.len() >= 12 {
                    parts.push("...".to_owned());
                }
                return format!("{name} ({})", parts.join(", "));
            }
            let id = base.type_id();
            if matches!(id, TypeId::DATE_TIME_OFFSET | TypeId::DATE_ONLY | TypeId::TIME_ONLY) {
                let round_trip = convert::format_value(&mut Machine, base, Some("o"), Culture::invariant()).unwrap();
                return format!("{name} {}", cell(&round_trip.unwrap()));
            }
            return format!("{name} {}", cell(&convert::to_text(&mut Machine, base).unwrap()));
        }
    }
    format!("{name} {}", cell(&text))
}
