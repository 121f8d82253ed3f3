//! The order of values in the object cmdlets, and a stable sort by it.
//!
//! PowerShell's order is not transitive for values of several types, so the library's sorts, which may refuse such
//! an order, cannot be used.

use std::cmp::Ordering;

use crate::engine::Engine;
use crate::value::{Value, compare};

/// The order of two values; `$null` comes first, what does not compare is ordered by its text.
pub fn order(engine: &mut Engine, left: &Value, right: &Value, case_sensitive: bool) -> Ordering {
    let (left, right) = (left.base(), right.base());
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => return a.cmp(b),
        (Value::Str(a), Value::Str(b)) => return compare::culture_order(a, b, !case_sensitive),
        _ => {}
    }
    // A custom object's base has no text of its own: all are equal.
    let text = Value::empty_str();
    match (left.is_custom(), right.is_custom()) {
        (true, true) => Ordering::Equal,
        (true, false) if !right.is_null() => compare::sort_compare(engine, &text, right, case_sensitive),
        (false, true) if !left.is_null() => compare::sort_compare(engine, left, &text, case_sensitive),
        _ => compare::sort_compare(engine, left, right, case_sensitive),
    }
}

/// The order of two keys, missing properties last.
pub fn order_keys(engine: &mut Engine, left: &Option<Value>, right: &Option<Value>, case_sensitive: bool, descending: bool) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => {
            let order = order(engine, left, right, case_sensitive);
            if descending { order.reverse() } else { order }
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The indices of `0..count` in the order that `compare` gives, equal ones as they were.
pub fn sorted(count: usize, mut compare: impl FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = from.clone();
    let mut width = 1;
    while width < count {
        for start in (0..count).step_by(2 * width) {
            let (middle, end) = ((start + width).min(count), (start + 2 * width).min(count));
            let (mut left, mut right) = (start, middle);
            for place in to.iter_mut().take(end).skip(start) {
                let takes_left = left < middle && (right >= end || compare(from[left], from[right]) != Ordering::Greater);
                let at = if takes_left { &mut left } else { &mut right };
                *place = from[*at];
                *at += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn sorts_and_keeps_equal_ones_in_place() {
        let keys = [3, 1, 2, 1, 3, 0, 2];
        assert_eq!(sorted(keys.len(), |a, b| keys[a].cmp(&keys[b])), [5, 1, 3, 2, 6, 0, 4]);
        assert_eq!(sorted(0, |_, _| std::cmp::Ordering::Equal), [] as [usize; 0]);
    }
}
