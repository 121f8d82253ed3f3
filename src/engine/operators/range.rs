//! `1..10`, `'a'..'e'`: as an array, or one by one for loops and pipelines.

use super::failure;
use super::repeat::MAX_ITEMS;
use crate::value::convert::{self, Number, number_of};
use crate::value::text::culture::Culture;
use crate::value::text::number::{IntegerType, NumberStyles, parse_integer};
use crate::value::{Run, TypeId, Value};

/// The items of a range, made as they are asked for.
#[derive(Clone, Debug)]
pub struct RangeItems {
    next: i64,
    last: i64,
    step: i64,
    is_done: bool,
    is_char: bool,
}

impl RangeItems {
    fn new(first: i64, last: i64, is_char: bool) -> RangeItems {
        RangeItems { next: first, last, step: if first <= last { 1 } else { -1 }, is_done: false, is_char }
    }
}

impl Iterator for RangeItems {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        if self.is_done {
            return None;
        }
        let item = self.next;
        if item == self.last {
            self.is_done = true;
        } else {
            self.next += self.step;
        }
        Some(if self.is_char { Value::Char(item as u16) } else { Value::Int(item as i32) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = if self.is_done { 0 } else { (self.last - self.next).unsigned_abs() as usize + 1 };
        (left, Some(left))
    }
}

/// A character, or a string of just one that is no digit.
fn as_char(value: &Value) -> Option<u16> {
    match value.base() {
        Value::Char(unit) => Some(*unit),
        Value::Str(text) => {
            let mut units = text.encode_utf16();
            let only = units.next().filter(|_| units.next().is_none())?;
            (!(0x30..0x3a).contains(&only)).then_some(only)
        }
        _ => None,
    }
}

/// The items of `left..right` one by one.
pub fn range_items(left: &Value, right: &Value) -> Run<RangeItems> {
    if let (Some(first), Some(last)) = (as_char(left), as_char(right)) {
        return Ok(RangeItems::new(i64::from(first), i64::from(last), true));
    }
    Ok(RangeItems::new(bound(left.base())?, bound(right.base())?, false))
}

/// A bound as .NET's `Convert.ToInt32` reads it; its exceptions pass through as they are.
fn bound(value: &Value) -> Run<i64> {
    let overflow = || failure::raw(TypeId::OVERFLOW_EXCEPTION, "Value was either too large or too small for an Int32.");
    let number = match value {
        Value::Null | Value::Nothing => return Ok(0),
        Value::Bool(flag) => return Ok(i64::from(*flag)),
        Value::Char(unit) => return Ok(i64::from(*unit)),
        Value::Enum(_, number) => *number,
        Value::Str(text) => {
            let parsed = parse_integer(text, IntegerType::Int32, NumberStyles::INTEGER, &Culture::invariant().number);
            return parsed.map(|number| number as i64).map_err(|fault| failure::raw(convert::fault_class(fault.kind), fault.to_string()));
        }
        other => match number_of(other) {
            Some(Number::BigInteger(_)) | None => {
                let message = format!("Unable to cast object of type '{}' to type 'System.IConvertible'.", other.type_id().full_name());
                return Err(failure::raw(TypeId::INVALID_CAST_EXCEPTION, message));
            }
            Some(number) => convert::to_integer(&number)
                .and_then(|whole| i64::try_from(whole).ok())
                .filter(|_| !convert::to_f64(&number).is_nan())
                .ok_or_else(overflow)?,
        },
    };
    i32::try_from(number).map(i64::from).map_err(|_| overflow())
}

/// `left..right` as an array.
pub fn range(left: &Value, right: &Value) -> Run<Value> {
    let items = range_items(left, right)?;
    if items.size_hint().0 > MAX_ITEMS {
        return Err(failure::out_of_memory());
    }
    Ok(Value::array(items.collect()))
}
