//! Values as text: `"$x"` (always invariant), `.ToString()` (in a culture), and the text of error messages.

use std::fmt::Write;
use std::rc::Rc;

use crate::value::members::objects::error_parts::{CategoryInfo, category_text};
use crate::value::string::unit_text;
use crate::value::text::culture::Culture;
use crate::value::text::number;
use crate::value::types::table::ACCELERATORS;
use crate::value::{Exception, Object, Payload, Run, Runtime, Slot, SpecialMember, TypeId, Value};

/// Where in a text a value stands; PowerShell unfolds only what is on the surface.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The value itself.
    Surface,
    /// An item of a list.
    Item,
    /// A property of a custom object.
    Property,
}

struct Writer<'a> {
    rt: &'a mut dyn Runtime,
    culture: &'a Culture,
    /// Whether numbers are written as `"$x"` has them.
    invariant: bool,
    /// What stands between the items of a list; none: a list is its type's name.
    separator: Option<&'a str>,
}

/// `"$x"`: invariant; the items of a list with a blank between them.
pub fn to_text(rt: &mut dyn Runtime, value: &Value) -> Run<Rc<str>> {
    to_text_with(rt, value, " ")
}

/// `"$x"` with the value of `$OFS` between the items of a list.
pub fn to_text_with(rt: &mut dyn Runtime, value: &Value, separator: &str) -> Run<Rc<str>> {
    match value {
        Value::Str(text) => Ok(text.clone()),
        Value::Null | Value::Nothing => Ok(Rc::from("")),
        _ => {
            let mut out = String::new();
            append_text_with(rt, &mut out, value, separator)?;
            Ok(Rc::from(out))
        }
    }
}

/// Appends what [`to_text`] gives.
pub fn append_text(rt: &mut dyn Runtime, out: &mut String, value: &Value) -> Run {
    append_text_with(rt, out, value, " ")
}

/// Appends what [`to_text_with`] gives.
pub fn append_text_with(rt: &mut dyn Runtime, out: &mut String, value: &Value, separator: &str) -> Run {
    if append_plain(out, value) {
        return Ok(());
    }
    Writer { rt, culture: Culture::invariant(), invariant: true, separator: Some(separator) }.write(out, value, Place::Surface)
}

/// `.ToString()` in the current culture: a list is its type's name.
pub fn to_culture_text(rt: &mut dyn Runtime, value: &Value) -> Run<Rc<str>> {
    if let Value::Str(text) = value {
        return Ok(text.clone());
    }
    let culture = rt.culture();
    let mut out = String::new();
    Writer { rt, culture: &culture, invariant: false, separator: None }.write(&mut out, value, Place::Surface)?;
    Ok(Rc::from(out))
}

/// The value in the sentence of a failed conversion: invariant, a list is its type's name.
pub fn to_message_text(rt: &mut dyn Runtime, value: &Value) -> String {
    let mut out = String::new();
    let written = Writer { rt, culture: Culture::invariant(), invariant: true, separator: None }.write(&mut out, value, Place::Surface);
    match written {
        Ok(()) => out,
        // A ToString of a script that fails.
        Err(_) => value.type_id().full_name().to_string(),
    }
}

/// Text of a value that needs no engine: `None` for objects and lists, whose text may come from script code.
pub fn to_plain_text(value: &Value) -> Option<Rc<str>> {
    if let Value::Str(text) = value {
        return Some(text.clone());
    }
    let mut out = String::new();
    append_plain(&mut out, value).then(|| Rc::from(out))
}

/// Appends the invariant text of a value that is no object; says whether it was one.
fn append_plain(out: &mut String, value: &Value) -> bool {
    match value {
        Value::Null | Value::Nothing => {}
        Value::Str(text) => out.push_str(text),
        Value::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
        Value::Char(unit) => out.push(unit_text(*unit)),
        Value::SByte(v) => append(out, v),
        Value::Byte(v) => append(out, v),
        Value::Int16(v) => append(out, v),
        Value::UInt16(v) => append(out, v),
        Value::Int(v) => append(out, v),
        Value::UInt32(v) => append(out, v),
        Value::Long(v) => append(out, v),
        Value::UInt64(v) => append(out, v),
        Value::Single(v) => number::invariant_f32(out, *v),
        Value::Double(v) => number::invariant_f64(out, *v),
        Value::Decimal(v) => number::invariant_decimal(out, v),
        Value::BigInt(v) => append(out, v),
        Value::DateTime(v) => assume_written(v.format(out, "", Culture::invariant())),
        Value::TimeSpan(v) => assume_written(v.format(out, "", Culture::invariant())),
        Value::Enum(id, v) => out.push_str(&enum_text(*id, *v)),
        Value::Type(id) => out.push_str(&type_text(*id)),
        Value::ScriptBlock(block) => out.push_str(&block.code.text()),
        Value::Array(_) | Value::List(_) | Value::Dict(_) | Value::Object(_) => return false,
    }
    true
}

fn append(out: &mut String, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("a string takes all text");
}

/// The empty format is every type's own.
fn assume_written(result: Result<(), crate::value::fault::Fault>) {
    result.expect("the default format is valid");
}

impl Writer<'_> {
    fn write(&mut self, out: &mut String, value: &Value, place: Place) -> Run {
        if !self.invariant {
            let culture = self.culture;
            match value {
                Value::SByte(v) => return self.formatted(number::format_int(out, *v, "", culture)),
                Value::Int16(v) => return self.formatted(number::format_int(out, *v, "", culture)),
                Value::Int(v) => return self.formatted(number::format_int(out, *v, "", culture)),
                Value::Long(v) => return self.formatted(number::format_int(out, *v, "", culture)),
                Value::Single(v) => return self.formatted(number::format_f32(out, *v, "", culture)),
                Value::Double(v) => return self.formatted(number::format_f64(out, *v, "", culture)),
                Value::Decimal(v) => return self.formatted(number::format_decimal(out, v, "", culture)),
                Value::BigInt(v) => return self.formatted(number::format_bigint(out, v, "", culture)),
                Value::DateTime(v) => return self.formatted(v.format(out, "", culture)),
                // `.ToString()` of a type is its .NET name; `"$x"` has the shell's.
                Value::Type(id) => {
                    out.push_str(&id.clr_name());
                    return Ok(());
                }
                _ => {}
            }
        }
        if append_plain(out, value) {
            return Ok(());
        }
        if self.script_text(out, value)? {
            return Ok(());
        }
        match value {
            Value::Array(array) => self.write_list(out, value, array.items.borrow().clone(), place),
            Value::List(list) => self.write_list(out, value, list.items.borrow().clone(), place),
            Value::Object(object) => self.write_object(out, value, object, place),
            _ => {
                out.push_str(&value.type_id().clr_name());
                Ok(())
            }
        }
    }

    fn formatted(&self, result: Result<(), crate::value::fault::Fault>) -> Run {
        assume_written(result);
        Ok(())
    }

    /// A `ToString` that a script gave to the object or its type.
    fn script_text(&mut self, out: &mut String, value: &Value) -> Run<bool> {
        let own = value.members_cell().and_then(|members| match members.get("ToString") {
            Some(Slot::Special(special)) => Some(special.clone()),
            _ => None,
        });
        if own.is_none()
            && let Some(written) = value.members_cell().and_then(|members| members.written.clone())
        {
            out.push_str(&written);
            return Ok(true);
        }
        let method = match own {
            Some(own) => Some(own),
            None => match value {
                Value::Object(_) => self.rt.type_data(&value.type_names(), "ToString"),
                _ => None,
            },
        };
        if let Some(SpecialMember::ScriptMethod(block)) = method.as_deref() {
            let result = self.rt.invoke_block(block, Some(value), None, Vec::new())?;
            self.write(out, &result, Place::Property)?;
            return Ok(true);
        }
        let class = value.base().type_id();
        if let Value::Object(_) = value
            && class.bases().any(TypeId::is_class)
            && let Some(result) = self.rt.class_method(class, value, "ToString", &[])
        {
            let result = result?;
            self.write(out, &result, Place::Property)?;
            return Ok(true);
        }
        if class.is_class()
            && self.separator.is_some()
            && TypeId::I_ENUMERABLE.is_assignable_from(class)
            && let Some(result) = self.rt.class_method(class, value, "GetEnumerator", &[])
            && let Some(items) = result?.enumerate()
        {
            self.write_list(out, value, items, Place::Surface)?;
            return Ok(true);
        }
        Ok(false)
    }

    fn write_list(&mut self, out: &mut String, value: &Value, items: Vec<Value>, place: Place) -> Run {
        let Some(separator) = self.separator.filter(|_| place == Place::Surface) else {
            out.push_str(&value.type_id().clr_name());
            return Ok(());
        };
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push_str(separator);
            }
            if at % 4096 == 4095 {
                self.rt.check_interrupt()?;
            }
            self.write(out, item, Place::Item)?;
        }
        Ok(())
    }

    fn write_object(&mut self, out: &mut String, value: &Value, object: &Rc<Object>, place: Place) -> Run {
        match &object.payload {
            Payload::Wrapped(inner) => self.write(out, inner, place),
            Payload::Custom => match place {
                Place::Property => Ok(()),
                _ => self.write_custom(out, value),
            },
            Payload::Exception(exception) => {
                write_exception(out, exception);
                Ok(())
            }
            Payload::Error(record) => {
                out.push_str(&record.message());
                Ok(())
            }
            Payload::Instance(class) => {
                out.push_str(&class.full_name());
                Ok(())
            }
            Payload::Clr(clr) => {
                if self.separator.is_some()
                    && place == Place::Surface
                    && let Some(items) = clr.enumerate()
                {
                    return self.write_list(out, value, items, place);
                }
                if let Some(category) = clr.as_any().downcast_ref::<CategoryInfo>() {
                    out.push_str(&category_text(self.rt, &category.0)?);
                    return Ok(());
                }
                match clr.to_text(self.culture) {
                    Some(text) => out.push_str(&text),
                    None => out.push_str(&clr.class().clr_name()),
                }
                Ok(())
            }
        }
    }

    fn write_custom(&mut self, out: &mut String, value: &Value) -> Run {
        let members: Vec<(Rc<str>, Slot)> = value
            .members_cell()
            .map(|members| members.iter().map(|(name, slot)| (name.clone(), slot.clone())).collect())
            .unwrap_or_default();
        if members.is_empty() {
            return Ok(());
        }
        out.push_str("@{");
        let mut is_first = true;
        for (name, slot) in &members {
            let shown = match slot {
                Slot::Note(value) => value.clone(),
                Slot::Special(special) => match &**special {
                    // A script is not run for its owner's text.
                    SpecialMember::ScriptProperty { .. } => Value::str("System.Management.Automation.PSScriptProperty"),
                    SpecialMember::Alias(target, _) => value.note(target).unwrap_or_default(),
                    SpecialMember::CodeProperty(get) => get(value),
                    _ => continue,
                },
            };
            if !is_first {
                out.push_str("; ");
            }
            is_first = false;
            out.push_str(name);
            out.push('=');
            self.write(out, &shown, Place::Property)?;
        }
        out.push('}');
        Ok(())
    }
}

/// `Class: message`, with the inner exceptions, as .NET's `Exception.ToString` without a stack.
fn write_exception(out: &mut String, exception: &Exception) {
    out.push_str(&exception.type_id.full_name());
    if !exception.message().is_empty() {
        out.push_str(": ");
        out.push_str(&exception.message());
    }
    if let Some(inner) = exception.inner().as_ref().and_then(Exception::of) {
        out.push_str("\n ---> ");
        write_exception(out, inner);
        out.push_str("\n   --- End of inner exception stack trace ---");
    }
}

/// Names of an enum's value: one, several of a set of flags, else the number.
pub fn enum_text(id: TypeId, value: i64) -> String {
    let values = id.enum_values();
    if let Some((name, _)) = values.iter().find(|(_, own)| *own == value) {
        return name.to_string();
    }
    if id.is_flags() && value != 0 {
        // From the largest value down, as .NET does; the names then stand in ascending order.
        let mut by_value: Vec<&(Rc<str>, i64)> = values.iter().filter(|(_, own)| *own != 0).collect();
        by_value.sort_by_key(|(_, own)| *own as u64);
        by_value.dedup_by_key(|(_, own)| *own);
        let mut rest = value;
        let mut names = Vec::new();
        for (name, own) in by_value.iter().rev() {
            if rest & own == *own {
                rest &= !own;
                names.push(&**name);
            }
        }
        if rest == 0 {
            names.reverse();
            return names.join(", ");
        }
    }
    value.to_string()
}

/// A type as `"$x"` writes it: the accelerator's name where there is one, also inside arrays and type arguments.
pub fn type_text(id: TypeId) -> Rc<str> {
    if let Some(info) = id.info() {
        let is_accelerator = !info.short.contains('.')
            && ACCELERATORS.iter().any(|(name, full)| *full == info.name && name.eq_ignore_ascii_case(info.short));
        return Rc::from(if is_accelerator { info.short } else { info.name });
    }
    if let Some((element, rank)) = id.array_element() {
        return Rc::from(format!("{}[{}]", type_text(element), ",".repeat(rank as usize - 1)));
    }
    if let Some((definition, arguments)) = id.generic_parts() {
        let name = definition.full_name();
        let arguments: Vec<_> = arguments.iter().map(|argument| type_text(*argument)).collect();
        return Rc::from(format!("{}[{}]", name.split('`').next().unwrap_or(""), arguments.join(",")));
    }
    id.full_name()
}
