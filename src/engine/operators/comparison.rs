//! `-eq -ne -gt -ge -lt -le`: on a list at the left they filter.

use std::cmp::Ordering;

use crate::value::compare::{eq, partial_compare};
use crate::value::{Run, Runtime, Value};

/// A comparison operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// `-eq`
    Equal,
    /// `-ne`
    NotEqual,
    /// `-gt`
    Greater,
    /// `-ge`
    GreaterOrEqual,
    /// `-lt`
    Less,
    /// `-le`
    LessOrEqual,
}

/// Whether the comparison holds between two single values.
#[inline]
pub fn holds(rt: &mut dyn Runtime, comparison: Comparison, left: &Value, right: &Value, case_sensitive: bool) -> Run<bool> {
    match comparison {
        Comparison::Equal => eq(rt, left, right, case_sensitive),
        Comparison::NotEqual => Ok(!eq(rt, left, right, case_sensitive)?),
        _ => {
            // Without an order (a NaN) nothing holds.
            let Some(order) = partial_compare(rt, left, right, case_sensitive)? else { return Ok(false) };
            Ok(match comparison {
                Comparison::Greater => order == Ordering::Greater,
                Comparison::GreaterOrEqual => order != Ordering::Less,
                Comparison::Less => order == Ordering::Less,
                _ => order != Ordering::Greater,
            })
        }
    }
}

/// The operator: a boolean, or those items of the left side for which it holds.
#[inline]
pub fn compare(rt: &mut dyn Runtime, comparison: Comparison, left: &Value, right: &Value, case_sensitive: bool) -> Run<Value> {
    if let Some(items) = left.enumerate() {
        let mut kept = Vec::new();
        for item in items {
            if holds(rt, comparison, &item, right, case_sensitive)? {
                kept.push(item);
            }
        }
        return Ok(Value::array(kept));
    }
    Ok(Value::Bool(holds(rt, comparison, left, right, case_sensitive)?))
}
