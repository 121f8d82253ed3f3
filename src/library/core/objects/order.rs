//! The order of values in the object cmdlets, and a stable sort by it.
//!
//! PowerShell's order is not transitive for values of several types, so the library's sorts, which may refuse such
//! an order, cannot be used.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::cmdlet::Context;
use crate::engine::Engine;
use crate::value::text::compare::{CompareOptions, compare_in};
use crate::value::text::culture::{self, Culture};
use crate::value::{Value, compare};

/// The order of two values; `$null` comes first, what does not compare is ordered by its text.
pub fn order(engine: &mut Engine, left: &Value, right: &Value, case_sensitive: bool) -> Ordering {
    order_by(engine, left, right, &Order { case_sensitive, culture: None })
}

/// How texts are ordered.
#[derive(Clone, Default)]
pub struct Order {
    /// Whether case counts.
    pub case_sensitive: bool,
    /// `-Culture`; none: the session's.
    pub culture: Option<Arc<Culture>>,
}

impl Order {
    /// What a call says by `-CaseSensitive` and `-Culture`; a culture that is not there is the session's.
    pub fn of(ctx: &mut Context<'_>) -> Order {
        let culture = ctx.call.text("Culture").filter(|name| !name.is_empty()).and_then(|name| match name.parse::<i32>() {
            Ok(number) => culture::from_lcid(number).ok(),
            Err(_) => culture::get(&name).ok(),
        });
        Order { case_sensitive: ctx.call.flag("CaseSensitive"), culture }
    }
}

impl Order {
    /// The order of two texts.
    pub fn texts(&self, left: &str, right: &str) -> Ordering {
        match &self.culture {
            Some(culture) => compare_in(culture, left, right, CompareOptions { ignore_case: !self.case_sensitive, ignore_accents: false }),
            None => compare::culture_order(left, right, !self.case_sensitive),
        }
    }
}

/// The order of two values in the way a call asks for.
pub fn order_by(engine: &mut Engine, left: &Value, right: &Value, how: &Order) -> Ordering {
    let case_sensitive = how.case_sensitive;
    let (left, right) = (left.base(), right.base());
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => return a.cmp(b),
        (Value::Str(a), Value::Str(b)) => return how.texts(a, b),
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
pub fn order_keys(engine: &mut Engine, left: &Option<Value>, right: &Option<Value>, how: &Order, descending: bool) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => {
            let order = order_by(engine, left, right, how);
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
