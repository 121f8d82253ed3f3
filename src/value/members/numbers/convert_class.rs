//! `[convert]`.

use std::rc::Rc;

use super::change_type::{change_type, from_base};
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::text::provider;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::encode;
use crate::value::{Array, TypeId, Value};

/// `ToInt32(value)`, `ToInt32(text, base)`, `ToInt32(text, provider)`.
fn to(c: &mut Call, id: TypeId) -> Outcome {
    if let (Some(Value::Int(base)), Some(Value::Str(text))) = (c.args.get(1), c.args.first()) {
        let (base, text) = (*base, text.clone());
        return from_base(&text, base, id);
    }
    let culture = provider(c, 1);
    let value = c.arg(0);
    change_type(c.rt, &value, id, &culture)
}

fn to_string(c: &mut Call) -> Outcome {
    let value = c.arg(0);
    if let Some(Value::Int(base)) = c.args.get(1) {
        let number = to_long(&value);
        // The width of a negative number is its type's.
        let bits = match value {
            Value::Byte(_) => number as u64 & 0xff,
            Value::Int16(_) => number as u16 as u64,
            Value::Int(_) => number as u32 as u64,
            _ => number as u64,
        };
        return ok(match base {
            2 => format!("{bits:b}"),
            8 => format!("{bits:o}"),
            16 => format!("{bits:x}"),
            10 => number.to_string(),
            _ => return Err(Thrown::argument("Invalid Base.")),
        });
    }
    if value.is_null() {
        return Ok(Value::empty_str());
    }
    let culture = provider(c, 1);
    change_type(c.rt, &value, TypeId::STRING, &culture)
}

/// The bytes of an argument, or a part of them.
fn bytes(c: &Call) -> Outcome<Vec<u8>> {
    if !c.has(0) {
        return Err(Thrown::null("inArray"));
    }
    let all: Vec<u8> = c.items(0).iter().map(|item| to_long(item) as u8).collect();
    if matches!(c.args.get(1), Some(Value::Int(_))) && matches!(c.args.get(2), Some(Value::Int(_))) {
        let (offset, length) = (c.long(1), c.long(2));
        if offset < 0 || length < 0 || offset + length > all.len() as i64 {
            return Err(Thrown::out_of_range("offset", "Offset and length must refer to a position in the string."));
        }
        return Ok(all[offset as usize..(offset + length) as usize].to_vec());
    }
    Ok(all)
}

/// A `byte[]`.
pub fn byte_array(bytes: Vec<u8>) -> Value {
    Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect())))
}

fn to_base64(c: &mut Call) -> Outcome {
    let with_lines = c.args.iter().any(|value| matches!(value, Value::Enum(_, 1)));
    ok(encode::base64_encode(&bytes(c)?, with_lines))
}

fn change(c: &mut Call) -> Outcome {
    let to = match c.arg(1) {
        Value::Type(id) => id,
        Value::Enum(_, code) => match code {
            3 => TypeId::BOOLEAN,
            4 => TypeId::CHAR,
            5 => TypeId::S_BYTE,
            6 => TypeId::BYTE,
            7 => TypeId::INT16,
            8 => TypeId::U_INT16,
            9 => TypeId::INT32,
            10 => TypeId::U_INT32,
            11 => TypeId::INT64,
            12 => TypeId::U_INT64,
            13 => TypeId::SINGLE,
            14 => TypeId::DOUBLE,
            15 => TypeId::DECIMAL,
            16 => TypeId::DATE_TIME,
            18 => TypeId::STRING,
            _ => TypeId::OBJECT,
        },
        _ => return Err(Thrown::null("conversionType")),
    };
    let culture = provider(c, 2);
    let value = c.arg(0);
    if value.is_null() && to.is_value_type() {
        return Err(Thrown::new(TypeId::INVALID_CAST_EXCEPTION, "Null object cannot be converted to a value type."));
    }
    change_type(c.rt, &value, to, &culture)
}

/// `[convert]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::CONVERT],
    statics: &[
        ("ChangeType", change),
        ("FromBase64String", |c| Ok(byte_array(encode::base64_decode(&c.str(0, "s")?)?))),
        ("FromHexString", |c| Ok(byte_array(encode::hex_decode(&c.str(0, "s")?)?))),
        ("IsDBNull", |c| ok(c.arg(0).type_id() == TypeId::DB_NULL)),
        ("ToBase64String", to_base64),
        ("ToBoolean", |c| to(c, TypeId::BOOLEAN)),
        ("ToByte", |c| to(c, TypeId::BYTE)),
        ("ToChar", |c| to(c, TypeId::CHAR)),
        ("ToDateTime", |c| to(c, TypeId::DATE_TIME)),
        ("ToDecimal", |c| to(c, TypeId::DECIMAL)),
        ("ToDouble", |c| to(c, TypeId::DOUBLE)),
        ("ToHexString", |c| ok(encode::hex_encode(&bytes(c)?))),
        ("ToHexStringLower", |c| ok(encode::hex_encode(&bytes(c)?).to_lowercase())),
        ("ToInt16", |c| to(c, TypeId::INT16)),
        ("ToInt32", |c| to(c, TypeId::INT32)),
        ("ToInt64", |c| to(c, TypeId::INT64)),
        ("ToSByte", |c| to(c, TypeId::S_BYTE)),
        ("ToSingle", |c| to(c, TypeId::SINGLE)),
        ("ToString", to_string),
        ("ToUInt16", |c| to(c, TypeId::U_INT16)),
        ("ToUInt32", |c| to(c, TypeId::U_INT32)),
        ("ToUInt64", |c| to(c, TypeId::U_INT64)),
    ],
    static_properties: &[("DBNull", |_| Ok(crate::value::members::objects::db_null::value()))],
    ..TypeImpl::EMPTY
};
