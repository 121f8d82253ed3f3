//! `[text.stringbuilder]`.

use std::any::Any;
use std::cell::RefCell;

use super::format::{format_composite, provider};
use super::string_statics::concat_text;
use crate::value::limits::MAX_TEXT;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::string::{from_units, utf16_len};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// Text that grows.
pub struct StringBuilder {
    text: RefCell<String>,
    capacity: RefCell<usize>,
}

impl ClrObject for StringBuilder {
    fn class(&self) -> TypeId {
        TypeId::STRING_BUILDER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text.borrow().clone())
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a StringBuilder> {
    c.this.downcast::<StringBuilder>().ok_or_else(|| Thrown::invalid_operation("The object is no StringBuilder."))
}

fn new(c: &mut Call) -> Outcome {
    let text = match c.args.first() {
        Some(Value::Str(text)) if c.len() >= 3 => {
            super::string::text_part(text, c.int(1).max(0) as usize, (c.int(1) + c.int(2)).max(0) as usize)
        }
        Some(Value::Str(text)) => text.to_string(),
        _ => String::new(),
    };
    let asked = c.args.iter().rev().find(|value| matches!(value, Value::Int(_))).map_or(16, crate::value::members::call::to_long);
    if asked < 0 {
        return Err(Thrown::out_of_range("capacity", "'capacity' must be greater than zero."));
    }
    Ok(Object::from_clr(StringBuilder { capacity: RefCell::new((asked as usize).max(16).max(utf16_len(&text))), text: RefCell::new(text) }))
}

/// Adds text, and returns the builder.
fn push(c: &mut Call, text: &str) -> Outcome {
    this(c)?.text.borrow_mut().push_str(text);
    Ok(c.this.clone())
}

fn appended(c: &mut Call) -> Outcome<String> {
    let value = c.arg(0);
    Ok(match &value {
        Value::Char(unit) if matches!(c.args.get(1), Some(Value::Int(_))) => from_units(&vec![*unit; c.count(1, MAX_TEXT)?]),
        Value::Str(text) if c.len() == 3 => super::string::text_part(text, c.int(1).max(0) as usize, (c.int(1) + c.int(2)).max(0) as usize),
        Value::Array(array) if array.element == TypeId::CHAR => {
            let units: Vec<u16> = items(&value).iter().map(|item| crate::value::members::call::to_long(item) as u16).collect();
            let (from, to) =
                if c.len() == 3 { (c.int(1).max(0) as usize, (c.int(1) + c.int(2)).max(0) as usize) } else { (0, units.len()) };
            from_units(units.get(from..to).ok_or_else(|| {
                Thrown::out_of_range(
                    "charCount",
                    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
                )
            })?)
        }
        other => concat_text(c, other)?.to_string(),
    })
}

fn append(c: &mut Call) -> Outcome {
    let text = appended(c)?;
    push(c, &text)
}

fn append_line(c: &mut Call) -> Outcome {
    let text = c.text(0).map_or_else(String::new, |text| text.to_string());
    push(c, &(text + "\n"))
}

fn append_format(c: &mut Call) -> Outcome {
    let (culture, at) = match c.args.first() {
        Some(Value::Str(_)) => (c.rt.culture(), 0),
        _ => (provider(c, 0), 1),
    };
    let format = c.str(at, "format")?;
    let values: Vec<Value> = match &c.args[at + 1..] {
        [only @ Value::Array(array)] if array.element == TypeId::OBJECT => items(only),
        all => all.to_vec(),
    };
    let text = format_composite(c.rt, &format, &values, &culture)?;
    push(c, &text)
}

fn append_join(c: &mut Call) -> Outcome {
    let separator = c.text(0).map_or_else(String::new, |text| text.to_string());
    let mut parts = Vec::new();
    for value in c.items(1) {
        parts.push(concat_text(c, &value)?.to_string());
    }
    push(c, &parts.join(&separator))
}

/// Changes the text by code units.
fn edit(c: &Call, change: impl FnOnce(&mut Vec<u16>) -> Outcome<()>) -> Outcome {
    let builder = this(c)?;
    let mut units: Vec<u16> = builder.text.borrow().encode_utf16().collect();
    change(&mut units)?;
    *builder.text.borrow_mut() = from_units(&units);
    Ok(c.this.clone())
}

const INDEX: &str = "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";

fn insert(c: &mut Call) -> Outcome {
    let value = c.arg(1);
    let mut text = match &value {
        Value::Array(array) if array.element == TypeId::CHAR => {
            from_units(&items(&value).iter().map(|item| crate::value::members::call::to_long(item) as u16).collect::<Vec<_>>())
        }
        other => concat_text(c, other)?.to_string(),
    };
    if c.len() == 3 && matches!(value, Value::Str(_)) {
        let times = c.count(2, MAX_TEXT)?;
        if text.len().saturating_mul(times) > MAX_TEXT {
            return Err(Thrown::out_of_memory());
        }
        text = text.repeat(times);
    }
    let at = c.long(0);
    edit(c, |units| {
        if at < 0 || at > units.len() as i64 {
            return Err(Thrown::out_of_range("index", INDEX));
        }
        units.splice(at as usize..at as usize, text.encode_utf16());
        Ok(())
    })
}

fn remove(c: &mut Call) -> Outcome {
    let (start, length) = (c.long(0), c.long(1));
    edit(c, |units| {
        if length < 0 {
            return Err(Thrown::out_of_range("length", "length ('-1') must be a non-negative value."));
        }
        if start < 0 {
            return Err(Thrown::out_of_range("startIndex", "startIndex ('-1') must be a non-negative value."));
        }
        if start + length > units.len() as i64 {
            return Err(Thrown::out_of_range(
                "length",
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
            ));
        }
        units.drain(start as usize..(start + length) as usize);
        Ok(())
    })
}

fn replace(c: &mut Call) -> Outcome {
    let (old, new) = (c.str(0, "oldValue")?, c.text(1).map_or_else(String::new, |text| text.to_string()));
    if old.is_empty() {
        return Err(Thrown::argument_named("oldValue", "The value cannot be an empty string."));
    }
    let builder = this(c)?;
    let text = builder.text.borrow().clone();
    let replaced = if c.len() == 4 {
        let (from, count) = (c.int(2).max(0) as usize, c.int(3).max(0) as usize);
        let end = utf16_len(&text);
        let part = super::string::text_part(&text, from, (from + count).min(end)).replace(&*old, &new);
        super::string::text_part(&text, 0, from) + &part + &super::string::text_part(&text, (from + count).min(end), end)
    } else {
        text.replace(&*old, &new)
    };
    *builder.text.borrow_mut() = replaced;
    Ok(c.this.clone())
}

fn set_length(c: &mut Call) -> Outcome {
    let length = c.long(0);
    if length < 0 {
        return Err(Thrown::out_of_range("value", "Length cannot be less than zero."));
    }
    let length = c.count(0, MAX_TEXT)?;
    edit(c, |units| {
        units.resize(length, 0);
        Ok(())
    })
}

fn chars(c: &mut Call) -> Outcome {
    let at = crate::value::members::call::to_long(&c.arg(0));
    let text = this(c)?.text.borrow();
    match usize::try_from(at).ok().and_then(|at| crate::value::string::unit_at(&text, at)) {
        Some(unit) => Ok(Value::Char(unit)),
        None => Err(Thrown::new(TypeId::INDEX_OUT_OF_RANGE_EXCEPTION, "Index was outside the bounds of the array.")),
    }
}

fn set_chars(c: &mut Call) -> Outcome {
    let at = crate::value::members::call::to_long(&c.arg(0));
    let unit = match crate::value::convert::cast(c.rt, &c.args.last().cloned().unwrap_or_default(), TypeId::CHAR)? {
        Value::Char(unit) => unit,
        _ => 0,
    };
    edit(c, |units| match usize::try_from(at).ok().and_then(|at| units.get_mut(at)) {
        Some(place) => {
            *place = unit;
            Ok(())
        }
        None => Err(Thrown::index_range("index")),
    })
}

fn capacity(builder: &StringBuilder) -> usize {
    let length = utf16_len(&builder.text.borrow());
    let mut capacity = builder.capacity.borrow_mut();
    while *capacity < length {
        *capacity *= 2;
    }
    *capacity
}

fn to_string(c: &mut Call) -> Outcome {
    let text = this(c)?.text.borrow().clone();
    if c.len() == 2 {
        let (start, length) = (c.long(0), c.long(1));
        if start < 0 || length < 0 || start + length > utf16_len(&text) as i64 {
            return Err(Thrown::out_of_range("length", "Index and length must refer to a location within the string."));
        }
        return ok(super::string::text_part(&text, start as usize, (start + length) as usize));
    }
    ok(text)
}

/// `[text.stringbuilder]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::STRING_BUILDER],
    new: Some(new),
    properties: &[
        ("Capacity", |c| ok(capacity(this(c)?) as i32)),
        ("MaxCapacity", |_| ok(i32::MAX)),
        ("Length", |c| ok(utf16_len(&this(c)?.text.borrow()) as i32)),
    ],
    setters: &[
        ("Capacity", |c| {
            let builder = this(c)?;
            if c.long(0) < utf16_len(&builder.text.borrow()) as i64 {
                return Err(Thrown::out_of_range("value", "capacity was less than the current size."));
            }
            *builder.capacity.borrow_mut() = c.long(0) as usize;
            void()
        }),
        ("Length", set_length),
    ],
    methods: &[
        ("Append", append),
        ("AppendFormat", append_format),
        ("AppendJoin", append_join),
        ("AppendLine", append_line),
        ("Clear", |c| {
            this(c)?.text.borrow_mut().clear();
            Ok(c.this.clone())
        }),
        ("EnsureCapacity", |c| {
            let builder = this(c)?;
            let wanted = c.int(0).max(0) as usize;
            let current = capacity(builder);
            *builder.capacity.borrow_mut() = current.max(wanted);
            ok(current.max(wanted) as i32)
        }),
        ("Equals", |c| {
            ok(c.arg(0).downcast::<StringBuilder>().is_some_and(|other| {
                *other.text.borrow() == *c.this.downcast::<StringBuilder>().map_or_else(String::new, |own| own.text.borrow().clone())
            }))
        }),
        ("Insert", insert),
        ("Remove", remove),
        ("Replace", replace),
        ("ToString", to_string),
    ],
    index: Some(chars),
    set_index: Some(set_chars),
    ..TypeImpl::EMPTY
};
