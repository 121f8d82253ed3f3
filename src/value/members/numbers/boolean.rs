//! `[bool]`, and `IConvertible` of numbers, booleans and characters.

use super::change_type::{change_type, parse_bool};
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::text::provider;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{TypeId, Value};

fn this(c: &Call) -> bool {
    matches!(c.this.base(), Value::Bool(true))
}

fn parse(c: &mut Call) -> Outcome {
    let text = c.str(0, "value")?;
    parse_bool(&text).map(Value::Bool).ok_or_else(|| Thrown::format(format!("String '{text}' was not recognized as a valid Boolean.")))
}

fn try_parse(c: &mut Call) -> Outcome {
    let parsed = c.text(0).and_then(|text| parse_bool(&text));
    c.write_ref(1, Value::Bool(parsed.unwrap_or(false)))?;
    ok(parsed.is_some())
}

fn compare_to(c: &mut Call) -> Outcome {
    match c.arg(0).base() {
        Value::Null | Value::Nothing => ok(1),
        Value::Bool(other) => ok(this(c).cmp(other) as i32),
        _ => Err(Thrown::argument("Object must be of type Boolean.")),
    }
}

/// `[bool]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::BOOLEAN],
    methods: &[("CompareTo", compare_to), ("ToString", |c| ok(if this(c) { "True" } else { "False" }))],
    statics: &[("Parse", parse), ("TryParse", try_parse)],
    ..TypeImpl::EMPTY
};

/// `ToInt32(provider)` and the like.
fn convertible(c: &mut Call, to: TypeId) -> Outcome {
    let culture = provider(c, 0);
    let this = c.this.clone();
    change_type(c.rt, &this, to, &culture)
}

/// .NET's `TypeCode` of a type.
fn type_code(id: TypeId) -> i64 {
    match id {
        TypeId::BOOLEAN => 3,
        TypeId::CHAR => 4,
        TypeId::S_BYTE => 5,
        TypeId::BYTE => 6,
        TypeId::INT16 => 7,
        TypeId::U_INT16 => 8,
        TypeId::INT32 => 9,
        TypeId::U_INT32 => 10,
        TypeId::INT64 => 11,
        TypeId::U_INT64 => 12,
        TypeId::SINGLE => 13,
        TypeId::DOUBLE => 14,
        TypeId::DECIMAL => 15,
        TypeId::DATE_TIME => 16,
        TypeId::STRING => 18,
        _ => 1,
    }
}

/// `IConvertible`.
pub const CONVERTIBLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::BOOLEAN,
        TypeId::CHAR,
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
        TypeId::DATE_TIME,
    ],
    methods: &[
        ("GetTypeCode", |c| Ok(Value::Enum(TypeId::TYPE_CODE, type_code(c.type_id)))),
        ("ToBoolean", |c| convertible(c, TypeId::BOOLEAN)),
        ("ToByte", |c| convertible(c, TypeId::BYTE)),
        ("ToChar", |c| convertible(c, TypeId::CHAR)),
        ("ToDateTime", |c| convertible(c, TypeId::DATE_TIME)),
        ("ToDecimal", |c| convertible(c, TypeId::DECIMAL)),
        ("ToDouble", |c| convertible(c, TypeId::DOUBLE)),
        ("ToInt16", |c| convertible(c, TypeId::INT16)),
        ("ToInt32", |c| convertible(c, TypeId::INT32)),
        ("ToInt64", |c| convertible(c, TypeId::INT64)),
        ("ToSByte", |c| convertible(c, TypeId::S_BYTE)),
        ("ToSingle", |c| convertible(c, TypeId::SINGLE)),
        ("ToType", |c| {
            let Value::Type(to) = c.arg(0) else { return Err(Thrown::null("conversionType")) };
            let culture = provider(c, 1);
            let this = c.this.clone();
            change_type(c.rt, &this, to, &culture)
        }),
        ("ToUInt16", |c| convertible(c, TypeId::U_INT16)),
        ("ToUInt32", |c| convertible(c, TypeId::U_INT32)),
        ("ToUInt64", |c| convertible(c, TypeId::U_INT64)),
    ],
    ..TypeImpl::EMPTY
};
