//! `1..10`, `'a'..'e'`: as an array, or one by one for loops and pipelines.

use super::failure;
use super::repeat::MAX_ITEMS;
use crate::value::convert;
use crate::value::{Run, Runtime, TypeId, Value};

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
pub fn range_items(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<RangeItems> {
    if let (Some(first), Some(last)) = (as_char(left), as_char(right)) {
        return Ok(RangeItems::new(i64::from(first), i64::from(last), true));
    }
    let mut bound = |value: &Value| match convert::cast(rt, value, TypeId::INT32)? {
        Value::Int(bound) => Ok(i64::from(bound)),
        _ => Ok(0),
    };
    Ok(RangeItems::new(bound(left)?, bound(right)?, false))
}

/// `left..right` as an array.
pub fn range(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    let items = range_items(rt, left, right)?;
    if items.size_hint().0 > MAX_ITEMS {
        return Err(failure::out_of_memory());
    }
    Ok(Value::array(items.collect()))
}
