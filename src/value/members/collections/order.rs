//! Order of values as .NET's default comparers see it, or as a comparer argument says.

use std::cmp::Ordering;

use num_traits::ToPrimitive;

use crate::value::members::call::{Call, call_delegate, to_double, to_long};
use crate::value::members::text::StringComparer;
use crate::value::members::thrown::{Outcome, Thrown};
use crate::value::text::compare::compare_culture;
use crate::value::{Value, convert};

/// `Comparer.Default`: nulls first; values of different types do not compare.
pub fn compare_default(a: &Value, b: &Value) -> Outcome<Ordering> {
    let (a, b) = (a.base(), b.base());
    match (a, b) {
        _ if a.is_null() && b.is_null() => return Ok(Ordering::Equal),
        _ if a.is_null() => return Ok(Ordering::Less),
        _ if b.is_null() => return Ok(Ordering::Greater),
        (Value::Str(a), Value::Str(b)) => return Ok(compare_culture(a, b, false)),
        (Value::Decimal(a), Value::Decimal(b)) => return Ok(a.cmp(b)),
        (Value::BigInt(a), Value::BigInt(b)) => return Ok(a.cmp(b)),
        (Value::UInt64(a), Value::UInt64(b)) => return Ok(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => return Ok(a.cmp(b)),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => return Ok(a.0.cmp(&b.0)),
        (Value::Double(_) | Value::Single(_), Value::Double(_) | Value::Single(_)) => {
            let (a, b) = (to_double(a), to_double(b));
            // NaN comes first.
            return Ok(a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan())));
        }
        _ => {}
    }
    if a.type_id() == b.type_id() {
        if a.type_id().is_value_type() && !matches!(a, Value::Object(_)) {
            return Ok(to_long(a).cmp(&to_long(b)));
        }
        if let Value::Object(object) = a
            && let Some(order) = object.clr().and_then(|clr| clr.compare(b))
        {
            return Ok(order);
        }
        if matches!((a, b), (Value::Array(_), Value::Array(_))) {
            return Err(Thrown::invalid_operation("Failed to compare two elements in the array."));
        }
    }
    Err(Thrown::invalid_operation("Failed to compare two elements in the array."))
}

/// Sorts by a comparison that may fail; stable, the first failure wins.
pub fn sort_by(items: &mut [Value], mut compare: impl FnMut(&Value, &Value) -> Outcome<Ordering>) -> Outcome<()> {
    let mut failure = None;
    items.sort_by(|a, b| {
        if failure.is_some() {
            return Ordering::Equal;
        }
        compare(a, b).unwrap_or_else(|thrown| {
            failure = Some(thrown);
            Ordering::Equal
        })
    });
    failure.map_or(Ok(()), Err)
}

/// The order that a comparer says: none or null, a `StringComparer`, a `Comparison` block, or an object with `Compare`.
pub fn compare_with(c: &mut Call, comparer: &Value, a: &Value, b: &Value) -> Outcome<Ordering> {
    if comparer.is_null() {
        return compare_default(a, b);
    }
    if let Some(comparer) = comparer.downcast::<StringComparer>()
        && let (Some(a), Some(b)) = (a.as_str(), b.as_str())
    {
        return Ok(comparer.compare(a, b));
    }
    let result = match comparer.base() {
        Value::ScriptBlock(_) => call_delegate(c.rt, comparer, vec![a.clone(), b.clone()])?,
        _ => crate::value::members::invoke(c.rt, comparer, "Compare", &[a.clone(), b.clone()])?.unwrap_or_default(),
    };
    let number = convert::number_of(result.base()).as_ref().map_or(0.0, convert::to_f64);
    Ok(number.to_i64().unwrap_or(0).cmp(&0))
}
