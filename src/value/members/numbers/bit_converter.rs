//! `[bitconverter]`, little-endian as on the machines PowerShell runs on.

use super::convert_class::byte_array;
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{TypeId, Value};

fn get_bytes(c: &mut Call) -> Outcome {
    Ok(byte_array(match c.arg(0).base() {
        Value::Bool(v) => vec![u8::from(*v)],
        Value::Char(v) => v.to_le_bytes().to_vec(),
        Value::SByte(v) => (i16::from(*v)).to_le_bytes().to_vec(),
        Value::Byte(v) => (u16::from(*v)).to_le_bytes().to_vec(),
        Value::Int16(v) => v.to_le_bytes().to_vec(),
        Value::UInt16(v) => v.to_le_bytes().to_vec(),
        Value::Int(v) => v.to_le_bytes().to_vec(),
        Value::UInt32(v) => v.to_le_bytes().to_vec(),
        Value::Long(v) => v.to_le_bytes().to_vec(),
        Value::UInt64(v) => v.to_le_bytes().to_vec(),
        Value::Single(v) => v.to_le_bytes().to_vec(),
        Value::Double(v) => v.to_le_bytes().to_vec(),
        _ => return Err(Thrown::not_supported("Specified method is not supported.")),
    }))
}

/// `N` bytes from the start index on.
fn read<const N: usize>(c: &Call) -> Outcome<[u8; N]> {
    if !c.has(0) {
        return Err(Thrown::null("value"));
    }
    let all: Vec<u8> = c.items(0).iter().map(|item| to_long(item) as u8).collect();
    let start = c.long(1);
    if start < 0 || start >= all.len() as i64 {
        return Err(Thrown::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        ));
    }
    all[start as usize..].get(..N).and_then(|part| part.try_into().ok()).ok_or_else(|| {
        Thrown::argument_named(
            "value",
            "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
        )
    })
}

fn to_text(c: &mut Call) -> Outcome {
    let all: Vec<u8> = c.items(0).iter().map(|item| to_long(item) as u8).collect();
    let start = c.long(1).clamp(0, all.len() as i64) as usize;
    let end = if c.len() > 2 { (start + c.int(2).max(0) as usize).min(all.len()) } else { all.len() };
    ok(all[start..end].iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join("-"))
}

/// `[bitconverter]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::BIT_CONVERTER],
    statics: &[
        ("DoubleToInt64Bits", |c| ok(c.double(0).to_bits() as i64)),
        ("DoubleToUInt64Bits", |c| Ok(Value::UInt64(c.double(0).to_bits()))),
        ("GetBytes", get_bytes),
        ("Int32BitsToSingle", |c| Ok(Value::Single(f32::from_bits(c.int(0) as u32)))),
        ("Int64BitsToDouble", |c| ok(f64::from_bits(c.long(0) as u64))),
        ("SingleToInt32Bits", |c| ok((c.double(0) as f32).to_bits() as i32)),
        ("ToBoolean", |c| ok(read::<1>(c)?[0] != 0)),
        ("ToChar", |c| Ok(Value::Char(u16::from_le_bytes(read(c)?)))),
        ("ToDouble", |c| ok(f64::from_le_bytes(read(c)?))),
        ("ToInt16", |c| Ok(Value::Int16(i16::from_le_bytes(read(c)?)))),
        ("ToInt32", |c| ok(i32::from_le_bytes(read(c)?))),
        ("ToInt64", |c| ok(i64::from_le_bytes(read(c)?))),
        ("ToSingle", |c| Ok(Value::Single(f32::from_le_bytes(read(c)?)))),
        ("ToString", to_text),
        ("ToUInt16", |c| Ok(Value::UInt16(u16::from_le_bytes(read(c)?)))),
        ("ToUInt32", |c| Ok(Value::UInt32(u32::from_le_bytes(read(c)?)))),
        ("ToUInt64", |c| Ok(Value::UInt64(u64::from_le_bytes(read(c)?)))),
    ],
    static_properties: &[("IsLittleEndian", |_| ok(true))],
    ..TypeImpl::EMPTY
};
