//! What all number types share: parsing, formatting, comparing.

use std::rc::Rc;

use crate::value::fault::Fault;
use crate::value::members::call::{Call, is_reference, to_long};
use crate::value::members::collections::compare_default;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::object_members;
use crate::value::members::statics::default_value;
use crate::value::members::text::{format_value, provider};
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::NumberFormat;
use crate::value::text::number::{IntegerType, NumberStyles, parse_bigint, parse_decimal, parse_f32, parse_f64, parse_integer};
use crate::value::{TypeId, Value, convert};

/// The integer type behind a type.
pub fn integer_type(id: TypeId) -> Option<IntegerType> {
    Some(match id {
        TypeId::S_BYTE => IntegerType::SByte,
        TypeId::BYTE => IntegerType::Byte,
        TypeId::INT16 => IntegerType::Int16,
        TypeId::U_INT16 => IntegerType::UInt16,
        TypeId::INT32 => IntegerType::Int32,
        TypeId::U_INT32 => IntegerType::UInt32,
        TypeId::INT64 => IntegerType::Int64,
        TypeId::U_INT64 => IntegerType::UInt64,
        _ => return None,
    })
}

/// What `Parse(string)` of a type allows.
pub fn default_styles(id: TypeId) -> NumberStyles {
    match id {
        TypeId::SINGLE | TypeId::DOUBLE => NumberStyles::FLOAT_THOUSANDS,
        TypeId::DECIMAL => NumberStyles::NUMBER,
        _ => NumberStyles::INTEGER,
    }
}

/// A text as a number of a type.
pub fn parse_number(text: &str, id: TypeId, styles: NumberStyles, format: &NumberFormat) -> Result<Value, Fault> {
    if matches!(id, TypeId::DOUBLE | TypeId::SINGLE | TypeId::DECIMAL) && styles.0 & 0x600 != 0 {
        return Err(Fault::argument("style", "The number style AllowHexSpecifier is not supported on floating point data types."));
    }
    match id {
        TypeId::DOUBLE => parse_f64(text, styles, format).map(Value::Double),
        TypeId::SINGLE => parse_f32(text, styles, format).map(Value::Single),
        TypeId::DECIMAL => parse_decimal(text, styles, format).map(Value::Decimal),
        TypeId::BIG_INTEGER => parse_bigint(text, styles, format).map(|value| Value::BigInt(Rc::new(value))),
        _ => {
            let kind = integer_type(id).unwrap_or(IntegerType::Int32);
            parse_integer(text, kind, styles, format).map(|value| convert::integer_value(value, kind).unwrap_or_default())
        }
    }
}

fn parse_argument(c: &Call) -> Result<Value, Fault> {
    let text = c.text(0).unwrap_or_else(|| Rc::from(""));
    let given = c.enum_of(1, TypeId::NUMBER_STYLES);
    let styles = given.map_or(default_styles(c.type_id), |value| NumberStyles(value as u32));
    let place = if given.is_some() { 2 } else { 1 };
    let culture = if c.args.get(place).is_some_and(is_reference) { c.rt.culture() } else { provider(c, place) };
    parse_number(&text, c.type_id, styles, &culture.number)
}

fn try_parse(c: &mut Call) -> Outcome {
    let result = parse_argument(c);
    let is_number = result.is_ok();
    let value = result.unwrap_or_else(|_| default_value(c.type_id).unwrap_or_default());
    let last = c.len() - 1;
    c.write_ref(last, value)?;
    ok(is_number)
}

/// `ToString(format)`, `ToString(provider)`, `ToString(format, provider)`.
pub fn to_string(c: &mut Call) -> Outcome {
    if c.is_empty() {
        return object_members::to_string(c);
    }
    let format = if c.len() > 1 || matches!(c.args[0], Value::Str(_)) { c.text(0).unwrap_or_else(|| Rc::from("")) } else { Rc::from("") };
    let culture = provider(c, if c.len() > 1 { 1 } else { 0 });
    let this = c.this.base().clone();
    match format_value(&this, &format, &culture) {
        Some(text) => ok(text?),
        None => object_members::to_string(c),
    }
}

fn compare_to(c: &mut Call) -> Outcome {
    let other = c.arg(0);
    if other.is_null() {
        return ok(1);
    }
    let this = c.this.base().clone();
    if this.type_id() != other.base().type_id() {
        return Err(Thrown::argument(format!("Object must be of type {}.", this.type_id().name())));
    }
    // The small types subtract, the others say only which side is greater.
    if matches!(this.type_id(), TypeId::BYTE | TypeId::S_BYTE | TypeId::INT16 | TypeId::U_INT16) {
        return ok((to_long(&this) - to_long(&other)) as i32);
    }
    ok(compare_default(&this, &other)? as i32)
}

/// Members of all number types.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::S_BYTE,
        TypeId::BYTE,
        TypeId::INT16,
        TypeId::U_INT16,
        TypeId::INT32,
        TypeId::U_INT32,
        TypeId::INT64,
        TypeId::U_INT64,
        TypeId::SINGLE,
        TypeId::DOUBLE,
        TypeId::DECIMAL,
        TypeId::BIG_INTEGER,
    ],
    methods: &[("CompareTo", compare_to), ("ToString", to_string)],
    statics: &[("Parse", |c| Ok(parse_argument(c)?)), ("TryParse", try_parse)],
    ..TypeImpl::EMPTY
};
