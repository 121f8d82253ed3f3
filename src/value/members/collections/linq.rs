//! `[linq.enumerable]`: what scripts use of it, over snapshots.

use std::collections::HashSet;
use std::rc::Rc;

use super::order::compare_default;
use crate::value::dict::Key;
use crate::value::limits::MAX_ITEMS;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{Array, TypeId, Value, convert};

const EMPTY: &str = "Sequence contains no elements";

fn key(value: &Value) -> Key {
    match value.base() {
        Value::Str(text) => Key::Exact(text.clone()),
        other => Key::Other(other.clone()),
    }
}

/// Items as an array of the source's element type.
fn like(c: &Call, items: Vec<Value>) -> Value {
    let element = match c.arg(0).base() {
        Value::Array(array) => array.element,
        Value::List(list) => list.element,
        _ => TypeId::OBJECT,
    };
    Value::Array(Rc::new(Array::new(element, items)))
}

/// The items for which a predicate argument holds; all without one.
fn chosen(c: &mut Call) -> Outcome<Vec<Value>> {
    let all = c.items(0);
    if c.len() < 2 {
        return Ok(all);
    }
    let mut kept = Vec::new();
    for item in all {
        if convert::to_bool(&c.callback(1, vec![item.clone()])?) {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn sum(c: &mut Call) -> Outcome {
    let all = mapped(c)?;
    let id = all.first().map_or(TypeId::INT32, |item| item.base().type_id());
    let mut whole: i128 = 0;
    let mut real = 0.0;
    let mut exact = rust_decimal::Decimal::ZERO;
    for item in &all {
        match item.base() {
            Value::Decimal(value) => exact += value,
            other => match convert::integer_of(other) {
                Some(value) => whole += value,
                None => real += crate::value::members::call::to_double(other),
            },
        }
    }
    match id {
        TypeId::DECIMAL => Ok(Value::Decimal(exact)),
        TypeId::DOUBLE | TypeId::SINGLE => ok(real),
        id => convert::cast_to_type(&convert::Number::Integer(whole), id)
            .ok_or_else(|| Thrown::overflow("Arithmetic operation resulted in an overflow.")),
    }
}

/// The items through a selector argument; as they are without one.
fn mapped(c: &mut Call) -> Outcome<Vec<Value>> {
    let all = c.items(0);
    if c.len() < 2 {
        return Ok(all);
    }
    let mut out = Vec::with_capacity(all.len());
    for item in all {
        out.push(c.callback(1, vec![item])?);
    }
    Ok(out)
}

fn extreme(c: &mut Call, largest: bool) -> Outcome {
    let mut best: Option<Value> = None;
    for item in mapped(c)? {
        let better = match &best {
            None => true,
            Some(best) => compare_default(&item, best)?.is_gt() == largest && !compare_default(&item, best)?.is_eq(),
        };
        if better {
            best = Some(item);
        }
    }
    best.ok_or_else(|| Thrown::invalid_operation(EMPTY))
}

// A key's hash is that of its identity or of a string's text, neither of which changes while it is a key.
#[allow(clippy::mutable_key_type)]
fn distinct(c: &Call, all: Vec<Value>) -> Value {
    let mut seen = HashSet::new();
    like(c, all.into_iter().filter(|item| seen.insert(key(item))).collect())
}

/// Items of the first sequence that are (or are not) in the second.
#[allow(clippy::mutable_key_type)] // As above.
fn by_second(c: &Call, wanted: bool) -> Value {
    let second: HashSet<Key> = c.items(1).iter().map(key).collect();
    distinct(c, c.items(0).into_iter().filter(|item| second.contains(&key(item)) == wanted).collect())
}

fn first(c: &mut Call, last: bool, or_default: bool) -> Outcome {
    let kept = chosen(c)?;
    let found = if last { kept.last() } else { kept.first() };
    match found {
        Some(item) => Ok(item.clone()),
        None if or_default => Ok(Value::Null),
        None if c.len() > 1 => Err(Thrown::invalid_operation("Sequence contains no matching element")),
        None => Err(Thrown::invalid_operation(EMPTY)),
    }
}

fn ordered(c: &mut Call, descending: bool) -> Outcome {
    let all = c.items(0);
    let keys = mapped(c)?;
    let mut pairs: Vec<Value> = keys.into_iter().zip(all).map(|(key, item)| Value::array(vec![key, item])).collect();
    let part = |pair: &Value, at: usize| pair.enumerate().and_then(|items| items.get(at).cloned()).unwrap_or_default();
    super::order::sort_by(&mut pairs, |a, b| {
        let order = compare_default(&part(a, 0), &part(b, 0))?;
        Ok(if descending { order.reverse() } else { order })
    })?;
    Ok(like(c, pairs.iter().map(|pair| part(pair, 1)).collect()))
}

/// `[linq.enumerable]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::ENUMERABLE],
    statics: &[
        ("All", |c| ok(chosen(c)?.len() == c.items(0).len())),
        ("Any", |c| ok(!chosen(c)?.is_empty())),
        ("Average", |c| {
            let all = mapped(c)?;
            if all.is_empty() {
                return Err(Thrown::invalid_operation(EMPTY));
            }
            ok(all.iter().map(crate::value::members::call::to_double).sum::<f64>() / all.len() as f64)
        }),
        ("Concat", |c| {
            let mut all = c.items(0);
            all.extend(c.items(1));
            Ok(like(c, all))
        }),
        ("Contains", |c| ok(c.items(0).iter().any(|item| crate::value::dict::equals_exactly(item, &c.arg(1))))),
        ("Count", |c| ok(chosen(c)?.len() as i32)),
        ("Distinct", |c| Ok(distinct(c, c.items(0)))),
        ("Except", |c| Ok(by_second(c, false))),
        ("First", |c| first(c, false, false)),
        ("FirstOrDefault", |c| first(c, false, true)),
        ("Intersect", |c| Ok(by_second(c, true))),
        ("Last", |c| first(c, true, false)),
        ("LastOrDefault", |c| first(c, true, true)),
        ("Max", |c| extreme(c, true)),
        ("Min", |c| extreme(c, false)),
        ("OrderBy", |c| ordered(c, false)),
        ("OrderByDescending", |c| ordered(c, true)),
        ("Range", |c| {
            let (start, count) = (c.int(0), c.count(1, MAX_ITEMS)? as i32);
            if c.int(1) < 0 || start.checked_add(count.saturating_sub(1)).is_none() {
                return Err(Thrown::out_of_range("count", "Specified argument was out of the range of valid values."));
            }
            Ok(Value::Array(Rc::new(Array::new(TypeId::INT32, (0..count).map(|at| Value::Int(start + at)).collect()))))
        }),
        ("Repeat", |c| Ok(Value::array(vec![c.arg(0); c.count(1, MAX_ITEMS)?]))),
        ("Reverse", |c| {
            let mut all = c.items(0);
            all.reverse();
            Ok(like(c, all))
        }),
        ("Select", |c| Ok(Value::array(mapped(c)?))),
        ("SequenceEqual", |c| {
            let (a, b) = (c.items(0), c.items(1));
            ok(a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| crate::value::dict::equals_exactly(a, b)))
        }),
        ("Skip", |c| Ok(like(c, c.items(0).into_iter().skip(c.int(1).max(0) as usize).collect()))),
        ("Sum", sum),
        ("Take", |c| Ok(like(c, c.items(0).into_iter().take(c.int(1).max(0) as usize).collect()))),
        ("ToArray", |c| Ok(like(c, c.items(0)))),
        ("ToList", |c| Ok(Value::List(Rc::new(crate::value::List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), c.items(0)))))),
        ("Union", |c| {
            let mut all = c.items(0);
            all.extend(c.items(1));
            Ok(distinct(c, all))
        }),
        ("Where", |c| {
            let kept = chosen(c)?;
            Ok(like(c, kept))
        }),
    ],
    ..TypeImpl::EMPTY
};
