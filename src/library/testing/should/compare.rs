//! Operators that compare values.

use super::text::difference;
use super::{Asked, Verdict};
use crate::engine::Engine;
use crate::engine::operators;
use crate::syntax::operator::{BinaryOperator, Case};
use crate::value::{Run, TypeId, Value, convert};

use super::super::session::{thrown, thrown_as};

/// Deepest nesting of arrays that are compared.
const DEEPEST: usize = 100;

fn holds(engine: &mut Engine, operator: BinaryOperator, left: &Value, right: &Value) -> Run<bool> {
    Ok(convert::to_bool(&operators::binary(engine, operator, left, right)?))
}

/// A value as the array that `[object[]]` makes of it; none for null.
fn items_of(engine: &mut Engine, value: &Value) -> Run<Option<Vec<Value>>> {
    Ok(match value.base() {
        Value::Null | Value::Nothing => None,
        Value::Array(_) | Value::List(_) => value.enumerate(),
        Value::Object(_) => Some(engine.enumerate(value)?.unwrap_or_else(|| vec![value.clone()])),
        _ => Some(vec![value.clone()]),
    })
}

fn arrays_equal(engine: &mut Engine, first: &Value, second: &Value, case: Case, depth: usize) -> Run<bool> {
    if depth > DEEPEST {
        return Err(thrown(format!(
            "Reached the recursion depth limit of {DEEPEST} when comparing arrays {} and {}. Is one of your arrays cyclic?",
            engine.text(first)?,
            engine.text(second)?
        )));
    }
    let (first, second) = (items_of(engine, first)?, items_of(engine, second)?);
    let is_empty = |items: &Option<Vec<Value>>| match items.as_deref() {
        None | Some([]) => true,
        Some([only]) => only.is_null(),
        _ => false,
    };
    if is_empty(&first) || is_empty(&second) {
        return Ok(is_empty(&first) && is_empty(&second));
    }
    let (first, second) = (first.unwrap_or_default(), second.unwrap_or_default());
    if first.len() != second.len() {
        return Ok(false);
    }
    for (a, b) in first.iter().zip(&second) {
        let is_array = |value: &Value| matches!(value.base(), Value::Array(_));
        let same = match is_array(a) || is_array(b) {
            true => arrays_equal(engine, a, b, case, depth + 1)?,
            false => holds(engine, BinaryOperator::Equal(case), b, a)?,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What `$( )` makes of a value: an array of one is that one.
fn unrolled(value: &Value) -> Value {
    match value.base() {
        Value::Array(array) if array.len() == 1 => array.items.borrow()[0].clone(),
        Value::Array(array) if array.is_empty() => Value::Null,
        _ => value.clone(),
    }
}

fn case_of(asked: &Asked<'_, '_>) -> Case {
    if asked.operator.ends_with("Exactly") { Case::Heed } else { Case::Ignore }
}

/// `-Be`, `-BeExactly`.
pub fn be(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let case = case_of(asked);
    let expected = asked.value("ExpectedValue");
    let same = arrays_equal(asked.engine(), actual, &expected, case, 1)?;
    if same != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let exactly = case == Case::Heed;
    let reason = asked.because();
    if asked.negate {
        let word = if exactly { "got exactly the same" } else { "got the same" };
        let shown = asked.nicely(&expected)?;
        return Ok(Verdict::Fails(format!("Expected {shown} to be different from the actual value,{reason} but {word} value.")));
    }
    let (expected, actual) = (unrolled(&expected), unrolled(actual));
    if let (Some(expected), Some(actual)) = (expected.as_str(), actual.as_str()) {
        let (width, depth) = (asked.width(), asked.depth());
        let text = difference(expected, actual, exactly, asked.reason.as_deref(), width, depth);
        if !text.is_empty() {
            return Ok(Verdict::Fails(text));
        }
    }
    let word = if exactly { "Expected exactly" } else { "Expected" };
    let (expected, actual) = (asked.nicely(&expected)?, asked.nicely(&actual)?);
    Ok(Verdict::Fails(format!("{word} {expected},{reason} but got {actual}.")))
}

/// `-BeNullOrEmpty`.
pub fn be_null_or_empty(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let items = items_of(asked.engine(), actual)?.unwrap_or_default();
    let (is_empty, shown) = match items.as_slice() {
        [] => (true, actual.clone()),
        [only] => {
            let is_empty = match only.base() {
                Value::Null | Value::Nothing => true,
                Value::Dict(dict) => dict.is_empty(),
                Value::Array(_) | Value::List(_) => only.enumerate().is_none_or(|items| items.is_empty()),
                _ => asked.engine().text(only)?.is_empty(),
            };
            (is_empty, only.clone())
        }
        _ => (false, actual.clone()),
    };
    let reason = asked.because();
    if is_empty != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    if asked.negate {
        return Ok(Verdict::Fails(format!("Expected a value,{reason} but got $null or empty.")));
    }
    let shown = asked.nicely(&shown)?;
    Ok(Verdict::Fails(format!("Expected $null or empty,{reason} but got {shown}.")))
}

fn be_boolean(asked: &mut Asked<'_, '_>, actual: &Value, wanted: bool) -> Run<Verdict> {
    if convert::to_bool(actual) == wanted {
        return Ok(Verdict::Holds(None));
    }
    let reason = asked.because();
    let shown = asked.nicely(actual)?;
    Ok(Verdict::Fails(format!("Expected ${wanted},{reason} but got {shown}.")))
}

/// `-BeTrue`.
pub fn be_true(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    be_boolean(asked, actual, !asked.negate)
}

/// `-BeFalse`.
pub fn be_false(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    be_boolean(asked, actual, asked.negate)
}

/// `-BeGreaterThan` and its like; `-Not` asks for the opposite, in its words.
pub fn order(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let expected = asked.value("ExpectedValue");
    let opposite = |name: &str| match name {
        "BeGreaterThan" => "BeLessOrEqual",
        "BeLessOrEqual" => "BeGreaterThan",
        "BeLessThan" => "BeGreaterOrEqual",
        _ => "BeLessThan",
    };
    let name = if asked.negate { opposite(asked.operator) } else { asked.operator };
    let (breaks, words) = match name {
        "BeGreaterThan" => (BinaryOperator::LessOrEqual(Case::Ignore), "greater than"),
        "BeLessOrEqual" => (BinaryOperator::Greater(Case::Ignore), "less than or equal to"),
        "BeLessThan" => (BinaryOperator::GreaterOrEqual(Case::Ignore), "less than"),
        _ => (BinaryOperator::Less(Case::Ignore), "greater than or equal to"),
    };
    if !holds(asked.engine(), breaks, actual, &expected)? {
        return Ok(Verdict::Holds(None));
    }
    let reason = asked.because();
    let (expected, actual) = (asked.nicely(&expected)?, asked.nicely(actual)?);
    Ok(Verdict::Fails(format!("Expected the actual value to be {words} {expected},{reason} but got {actual}.")))
}

/// `-BeLike`, `-BeLikeExactly`.
pub fn like(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let case = case_of(asked);
    let pattern = asked.value("ExpectedValue");
    if holds(asked.engine(), BinaryOperator::Like(case), actual, &pattern)? != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let kind = if case == Case::Heed { "case sensitive like wildcard" } else { "like wildcard" };
    let (pattern, actual) = (asked.nicely(&pattern)?, asked.nicely(actual)?);
    Ok(Verdict::Fails(match negate {
        true => format!("Expected {kind} {pattern} to not match {actual},{reason} but it did match."),
        false => format!("Expected {kind} {pattern} to match {actual},{reason} but it did not match."),
    }))
}

/// `-Match`, `-MatchExactly`.
pub fn matches(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let case = case_of(asked);
    let pattern = asked.value("RegularExpression");
    if holds(asked.engine(), BinaryOperator::Match(case), actual, &pattern)? != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let how = if case == Case::Heed { "case sensitively match" } else { "match" };
    let (pattern, actual) = (asked.nicely(&pattern)?, asked.nicely(actual)?);
    Ok(Verdict::Fails(match negate {
        true => format!("Expected regular expression {pattern} to not {how} {actual},{reason} but it did match."),
        false => format!("Expected regular expression {pattern} to {how} {actual},{reason} but it did not match."),
    }))
}

/// `-BeIn`.
pub fn be_in(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let expected = asked.value("ExpectedValue");
    if operators::containment::contains(asked.engine(), &expected, actual, false)? != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let (expected, actual) = (asked.nicely(&expected)?, asked.nicely(actual)?);
    Ok(Verdict::Fails(match negate {
        true => format!("Expected collection {expected} to not contain {actual},{reason} but it was found."),
        false => format!("Expected collection {expected} to contain {actual},{reason} but it was not found."),
    }))
}

/// `-Contain`.
pub fn contain(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let expected = asked.value("ExpectedValue");
    if operators::containment::contains(asked.engine(), actual, &expected, false)? != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let (expected, actual) = (asked.nicely(&expected)?, asked.nicely(actual)?);
    Ok(Verdict::Fails(match negate {
        true => format!("Expected {expected} to not be found in collection {actual},{reason} but it was found."),
        false => format!("Expected {expected} to be found in collection {actual},{reason} but it was not found."),
    }))
}

/// `-HaveCount`.
pub fn have_count(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let expected = asked.value("ExpectedValue");
    let expected = match convert::cast(asked.engine(), &expected, TypeId::INT32)? {
        Value::Int(number) => number,
        _ => 0,
    };
    if expected < 0 {
        return Err(thrown_as(TypeId::ARGUMENT_EXCEPTION, "Excpected collection size must be greater than or equal to 0."));
    }
    let count = actual.enumerate().map_or(0, |items| items.len());
    if (count == expected as usize) != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let shown = asked.nicely(actual)?;
    let expect = match (negate, expected) {
        (true, 0) => "Expected a non-empty collection".to_owned(),
        (true, n) => format!("Expected a collection with size different from {n}"),
        (false, 0) => "Expected an empty collection".to_owned(),
        (false, n) => format!("Expected a collection with size {n}"),
    };
    let but = match (negate, count) {
        (_, 0) => "but got an empty collection.".to_owned(),
        (true, _) => format!("but got collection with that size {shown}."),
        (false, n) => format!("but got collection with size {n} {shown}."),
    };
    Ok(Verdict::Fails(format!("{expect},{reason} {but}")))
}

/// The type that a parameter names: a type, or its name with or without brackets.
pub fn type_value(engine: &mut Engine, value: &Value) -> Run<TypeId> {
    if let Value::Type(id) = value.base() {
        return Ok(*id);
    }
    let text = engine.text(value)?;
    let name = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&text);
    match engine.find_type(name) {
        Some(id) => Ok(id),
        None => Err(thrown_as(
            TypeId::ARGUMENT_EXCEPTION,
            format!("Could not find type [{name}]. Make sure that the assembly that contains that type is loaded."),
        )),
    }
}

/// `-BeOfType`.
pub fn be_of_type(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let expected = asked.value("ExpectedType");
    // The objects of the tenant have names of types that .NET does not know.
    if let Some(name) = expected.as_str().cloned()
        && asked.engine().find_type(name.trim_start_matches('[').trim_end_matches(']')).is_none()
        && actual.type_names().iter().any(|own| own.eq_ignore_ascii_case(name.trim_start_matches('[').trim_end_matches(']')))
        && !asked.negate
    {
        return Ok(Verdict::Holds(None));
    }
    let expected = type_value(asked.engine(), &expected)?;
    let is = !actual.is_null() && convert::is_type(actual, expected);
    if is != asked.negate {
        return Ok(Verdict::Holds(None));
    }
    let (reason, negate) = (asked.because(), asked.negate);
    let own = if actual.is_null() { Value::Null } else { Value::Type(actual.base().type_id()) };
    let (expected, shown, own) = (asked.nicely(&Value::Type(expected))?, asked.nicely(actual)?, asked.nicely(&own)?);
    let not = if negate { "not have" } else { "have" };
    Ok(Verdict::Fails(format!(
        "Expected the value to {not} type {expected} or any of its subtypes,{reason} but got {shown} with type {own}."
    )))
}
