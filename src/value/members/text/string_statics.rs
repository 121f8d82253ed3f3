//! Static members and constructors of `System.String`.

use std::rc::Rc;

use super::format::{format_composite, provider};
use super::string::{Comparison, comparison, text_part};
use crate::value::limits::MAX_TEXT;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::string::{from_units, utf16_len};
use crate::value::text::compare::ordinal_difference;
use crate::value::text::{case, compare};
use crate::value::{TypeId, Value, convert};

/// A value's text as `String.Concat` and its kin take it: by the current culture, nothing for null.
pub fn concat_text(c: &mut Call, value: &Value) -> Outcome<Rc<str>> {
    Ok(match value {
        Value::Null | Value::Nothing => Rc::from(""),
        Value::Str(text) => text.clone(),
        other => object_text(c, other)?,
    })
}

/// `ToString()` of a value.
fn object_text(c: &mut Call, value: &Value) -> Outcome<Rc<str>> {
    let text = crate::value::members::invoke(c.rt, value, "ToString", &[])?;
    match text.as_ref().and_then(Value::as_str) {
        Some(text) => Ok(text.clone()),
        None => Ok(convert::to_culture_text(c.rt, value)?),
    }
}

fn join(c: &mut Call) -> Outcome {
    let separator = c.text(0).unwrap_or_else(|| Rc::from(""));
    let mut values = c.items(1);
    if c.len() == 4 {
        let (start, count) = (c.long(2), c.long(3));
        if start < 0 {
            return Err(Thrown::out_of_range("startIndex", "startIndex ('-1') must be a non-negative value."));
        }
        if count < 0 || start + count > values.len() as i64 {
            return Err(Thrown::out_of_range(
                "startIndex",
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
            ));
        }
        values = values[start as usize..(start + count) as usize].to_vec();
    }
    let mut out = String::new();
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            out.push_str(&separator);
        }
        out.push_str(&concat_text(c, value)?);
    }
    ok(out)
}

fn concat(c: &mut Call) -> Outcome {
    let values: Vec<Value> = match &c.args[..] {
        [only] if only.enumerate().is_some() => items(only),
        all => all.to_vec(),
    };
    let mut out = String::new();
    for value in &values {
        out.push_str(&concat_text(c, value)?);
    }
    ok(out)
}

fn format(c: &mut Call) -> Outcome {
    let (culture, skip) = match c.args.first() {
        Some(Value::Str(_)) => (c.rt.culture(), 0),
        _ => (provider(c, 0), 1),
    };
    let format = c.str(skip, "format")?;
    let rest = &c.args[skip + 1..];
    if matches!(rest, [Value::Null]) && c.given == skip + 2 {
        return Err(Thrown::null("args"));
    }
    let values: Vec<Value> = match rest {
        [only @ Value::Array(array)] if array.element == TypeId::OBJECT => items(only),
        all => all.to_vec(),
    };
    let text = format_composite(c.rt, &format, &values, &culture)?;
    ok(text)
}

fn compare_texts(c: &mut Call) -> Outcome {
    let strings: Vec<Option<Rc<str>>> =
        c.args.iter().filter(|value| matches!(value, Value::Str(_) | Value::Null)).map(|value| value.as_str().cloned()).collect();
    let with_indices = matches!(c.args.get(1), Some(Value::Int(_)));
    let (mut a, mut b) = (c.text(0), if with_indices { c.text(2) } else { strings.get(1).cloned().flatten() });
    if with_indices {
        let length = c.long(4);
        let cut = |text: Option<Rc<str>>, start: i64| -> Outcome<Option<Rc<str>>> {
            let Some(text) = text else { return Ok(None) };
            let end = utf16_len(&text) as i64;
            if length < 0 || start < 0 || start > end {
                return Err(Thrown::out_of_range(
                    "length",
                    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
                ));
            }
            Ok(Some(Rc::from(text_part(&text, start as usize, (start + length).min(end) as usize))))
        };
        let (from_a, from_b) = (c.long(1), c.long(3));
        a = cut(a, from_a)?;
        b = cut(b, from_b)?;
    }
    let first_option = if with_indices { 5 } else { 2 };
    let how = match c.enum_of(first_option, TypeId::STRING_COMPARISON) {
        Some(value) => comparison(value),
        None => {
            let options = (first_option..c.len()).find_map(|at| c.enum_of(at, TypeId::COMPARE_OPTIONS)).unwrap_or(0);
            Comparison { culture: options & 0x5000_0000 == 0, ignore_case: c.bool(first_option) || options & 0x1000_0001 != 0 }
        }
    };
    let culture = (first_option..c.len()).find(|at| c.is(*at, TypeId::CULTURE_INFO)).map(|at| super::culture::argument(c, at));
    ok(match (a, b) {
        (None, None) => 0,
        (None, Some(_)) => -1,
        (Some(_), None) => 1,
        (Some(a), Some(b)) if how.culture => super::culture::compare_by(culture.as_deref(), &a, &b, how.ignore_case) as i32,
        (Some(a), Some(b)) if how.ignore_case => compare::ordinal_difference(&case::to_upper_invariant(&a), &case::to_upper_invariant(&b)),
        (Some(a), Some(b)) => ordinal_difference(&a, &b),
    })
}

fn compare_ordinal(c: &mut Call) -> Outcome {
    if c.len() == 2 {
        return ok(match (c.text(0), c.text(1)) {
            (None, None) => 0,
            (None, _) => -1,
            (_, None) => 1,
            (Some(a), Some(b)) => ordinal_difference(&a, &b),
        });
    }
    let (a, b) = (c.str(0, "strA")?, c.str(2, "strB")?);
    let length = c.int(4) as usize;
    let cut = |text: &str, from: usize| text_part(text, from.min(utf16_len(text)), (from + length).min(utf16_len(text)));
    ok(ordinal_difference(&cut(&a, c.int(1) as usize), &cut(&b, c.int(3) as usize)))
}

fn equals(c: &mut Call) -> Outcome {
    let (a, b) = (c.arg(0), c.arg(1));
    let (Some(a), Some(b)) = (a.as_str(), b.as_str()) else { return ok(a.is_null() && b.is_null()) };
    ok(match c.enum_of(2, TypeId::STRING_COMPARISON).map(comparison) {
        Some(Comparison { culture: true, ignore_case }) => compare::compare_culture(a, b, ignore_case).is_eq(),
        Some(Comparison { culture: false, ignore_case: true }) => compare::equals_ignore_case(a, b),
        _ => a == b,
    })
}

fn new(c: &mut Call) -> Outcome {
    match c.arg(0) {
        Value::Char(unit) => {
            let count = c.long(1);
            if count < 0 {
                return Err(Thrown::out_of_range("count", "'count' must be non-negative."));
            }
            ok(from_units(&vec![unit; c.count(1, MAX_TEXT)?]))
        }
        value => {
            let units: Vec<u16> =
                items(&value).iter().filter_map(|item| if let Value::Char(unit) = item { Some(*unit) } else { None }).collect();
            if c.len() == 1 {
                return ok(from_units(&units));
            }
            let (start, length) = (c.long(1), c.long(2));
            if start < 0 || length < 0 || start + length > units.len() as i64 {
                return Err(Thrown::out_of_range(
                    "startIndex",
                    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
                ));
            }
            ok(from_units(&units[start as usize..(start + length) as usize]))
        }
    }
}

/// Static members of strings.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::STRING],
    new: Some(new),
    statics: &[
        ("Compare", compare_texts),
        ("CompareOrdinal", compare_ordinal),
        ("Concat", concat),
        ("Copy", |c| Ok(c.arg(0))),
        ("Equals", equals),
        ("Format", format),
        ("Intern", |c| Ok(c.arg(0))),
        ("IsInterned", |c| Ok(c.arg(0))),
        ("IsNullOrEmpty", |c| ok(c.text(0).is_none_or(|text| text.is_empty()))),
        ("IsNullOrWhiteSpace", |c| ok(c.text(0).is_none_or(|text| text.trim().is_empty()))),
        ("Join", join),
        ("ReferenceEquals", |c| ok(c.arg(0).same_object(&c.arg(1)))),
    ],
    static_properties: &[("Empty", |_| Ok(Value::empty_str()))],
    ..TypeImpl::EMPTY
};
