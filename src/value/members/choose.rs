//! Overload resolution, as PowerShell does it: candidates by argument count, conversion ranks argument by
//! argument (the first weighs most), then the more fitting parameter types.

use std::cmp::Ordering;

use super::argument;
use super::call::is_reference;
use super::overload::{Overload, Parameter};
use super::rank::{self, Rank, rank};
use crate::value::error::Category;
use crate::value::{ErrorRecord, Raise, Run, Runtime, TypeId, Value};

struct Candidate<'a> {
    overload: &'a Overload,
    ranks: Vec<Rank>,
    expanded: bool,
}

impl Candidate<'_> {
    /// The type an argument meets: the element type, where the last parameter takes the rest one by one.
    fn type_at(&self, at: usize) -> TypeId {
        let parameters = &self.overload.parameters;
        if self.expanded && at + 1 >= parameters.len() {
            return parameters.last().and_then(|last| last.type_id.array_element()).map_or(TypeId::OBJECT, |(element, _)| element);
        }
        parameters.get(at).map_or(TypeId::OBJECT, |parameter| parameter.type_id)
    }
}

/// The type an argument counts as: an `object[]` of equal items as an array of these.
fn effective_type(value: &Value) -> Option<TypeId> {
    let base = value.base();
    if base.is_null() {
        return None;
    }
    if let Value::Array(array) = base
        && array.element == TypeId::OBJECT
        && array.dimensions.is_none()
    {
        let items = array.items.borrow();
        if let Some(first) = items.first().filter(|first| !first.is_null()) {
            let id = first.base().type_id();
            if items.iter().all(|item| !item.is_null() && item.base().type_id() == id) {
                return Some(id.array_of());
            }
        }
    }
    Some(own_type(base))
}

/// The type that an argument has when overloads are compared: a delegate is the block in it.
fn own_type(base: &Value) -> TypeId {
    if base.downcast::<super::system::delegate::Delegate>().is_some() { TypeId::SCRIPT_BLOCK } else { base.type_id() }
}

fn argument_rank(value: &Value, to: TypeId, by_ref: bool) -> Rank {
    if by_ref {
        return if is_reference(value) { rank::IDENTITY } else { rank::NONE };
    }
    let base = value.base();
    let best = rank((!base.is_null()).then(|| own_type(base)), to);
    if best == rank::NONE && value.is_custom() && !to.is_value_type() && !to.is_interface() { rank::CUSTOM } else { best }
}

fn candidate<'a>(overload: &'a Overload, arguments: &[Value]) -> Option<Candidate<'a>> {
    let parameters = &overload.parameters;
    let (given, wanted) = (arguments.len(), parameters.len());
    if given > wanted && !overload.has_rest {
        return None;
    }
    if given < wanted {
        let optional = parameters.iter().filter(|parameter| parameter.default.is_some()).count();
        let enough = given + optional >= wanted && optional > 0 || overload.has_rest && given + 1 == wanted;
        if !enough {
            return None;
        }
    }
    let mut candidate = Candidate { overload, ranks: vec![0; given], expanded: false };
    for (at, parameter) in parameters.iter().enumerate() {
        if parameter.rest {
            let element = parameter.type_id.array_element().map_or(TypeId::OBJECT, |(element, _)| element);
            if given == wanted {
                let whole = argument_rank(&arguments[at], parameter.type_id, false);
                let single = argument_rank(&arguments[at], element, false);
                candidate.expanded = single > whole;
                candidate.ranks[at] = whole.max(single);
                if candidate.ranks[at] == rank::NONE {
                    return None;
                }
            } else {
                candidate.expanded = true;
                for (own, argument) in candidate.ranks[at..].iter_mut().zip(&arguments[at..]) {
                    *own = argument_rank(argument, element, false);
                    if *own == rank::NONE {
                        return None;
                    }
                }
            }
        } else if at < given {
            candidate.ranks[at] = argument_rank(&arguments[at], parameter.type_id, parameter.by_ref);
            if candidate.ranks[at] == rank::NONE {
                return None;
            }
        }
    }
    Some(candidate)
}

/// `Greater` where the first candidate is the better one.
fn compare(a: &Candidate, b: &Candidate, arguments: &[Value]) -> Ordering {
    let count = a.ranks.len();
    let mut better: i64 = 0;
    for (at, (one, other)) in a.ranks.iter().zip(&b.ranks).enumerate() {
        let weight = (count - at) as i64;
        match one.cmp(other) {
            Ordering::Less => better -= weight,
            Ordering::Greater => better += weight,
            // Arrays of other types: what their items convert to better.
            Ordering::Equal if *one == rank::UNRELATED_ARRAYS => {
                let item = effective_type(&arguments[at]).and_then(TypeId::array_element).map(|(element, _)| element);
                match element_rank(item, a.type_at(at)).cmp(&element_rank(item, b.type_at(at))) {
                    Ordering::Less => better -= weight,
                    Ordering::Greater => better += weight,
                    Ordering::Equal => {}
                }
            }
            Ordering::Equal => {}
        }
    }
    if better == 0 {
        for at in 0..count {
            let (one, other) = (a.ranks[at], b.ranks[at]);
            if one < rank::NULL_TO_VALUE
                || other < rank::NULL_TO_VALUE
                || (one >= rank::NUMERIC_IMPLICIT) != (other >= rank::NUMERIC_IMPLICIT)
            {
                continue;
            }
            // Where nothing is lost the most specific type is wanted, else the most general.
            let weight = if one >= rank::NUMERIC_IMPLICIT { -((count - at) as i64) } else { (count - at) as i64 };
            let (to, back) = (rank(Some(a.type_at(at)), b.type_at(at)), rank(Some(b.type_at(at)), a.type_at(at)));
            match to.cmp(&back) {
                Ordering::Less => better += weight,
                Ordering::Greater => better -= weight,
                Ordering::Equal => {}
            }
        }
    }
    if better != 0 {
        return better.cmp(&0);
    }
    if a.expanded == b.expanded && !same_types(a, b) {
        return Ordering::Equal;
    }
    let (one, other) = (&a.overload.parameters, &b.overload.parameters);
    match (a.expanded, b.expanded) {
        (true, true) => return one.len().cmp(&other.len()),
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        (false, false) => {}
    }
    other.len().cmp(&one.len())
}

/// How well items fit an array's or sequence's element type.
fn element_rank(item: Option<TypeId>, to: TypeId) -> Rank {
    match to.array_element().map(|(element, _)| element).or_else(|| rank::sequence_element(to)) {
        Some(element) => rank(item, element),
        None => rank::NONE,
    }
}

/// The best overload for these arguments, and whether its last parameter takes them one by one.
fn best<'a>(name: &str, overloads: &'a [Overload], arguments: &[Value]) -> Run<Option<(&'a Overload, bool)>> {
    let mut public = overloads.iter().filter(|overload| !overload.explicit);
    let only = match (public.next(), public.next(), overloads) {
        (Some(only), None, _) | (None, None, [only]) => Some(only),
        _ => None,
    };
    if let Some(only) = only
        && !only.has_rest
        && only.parameters.len() == arguments.len()
    {
        return Ok(Some((only, false)));
    }
    let mut best: Option<Candidate> = None;
    let mut is_ambiguous = false;
    // An interface's own methods count where there is no public one of the name.
    let has_public = overloads.iter().any(|overload| !overload.explicit);
    for overload in overloads.iter().filter(|overload| !(has_public && overload.explicit)) {
        let Some(next) = candidate(overload, arguments) else { continue };
        match best.as_ref().map(|current| (compare(&next, current, arguments), same_types(&next, current))) {
            Some((Ordering::Less, _)) => {}
            Some((Ordering::Equal, same)) => is_ambiguous |= !same,
            Some((Ordering::Greater, _)) | None => {
                best = Some(next);
                is_ambiguous = false;
            }
        }
    }
    if is_ambiguous {
        return Err(method_error(format!(
            "Multiple ambiguous overloads found for \"{name}\" and the argument count: \"{}\".",
            arguments.len()
        )));
    }
    Ok(best.map(|candidate| (candidate.overload, candidate.expanded)))
}

/// Whether two overloads take the same: one that a class has beside its base's.
fn same_types(a: &Candidate, b: &Candidate) -> bool {
    (0..a.ranks.len()).all(|at| a.type_at(at) == b.type_at(at))
}

fn method_error(message: String) -> Raise {
    ErrorRecord::of(
        crate::value::Exception::object(TypeId::METHOD_EXCEPTION, message, None),
        "MethodCountCouldNotFindBest",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// The arguments as the chosen overload wants them. Errors are PowerShell's: no overload, or an argument that does
/// not convert.
pub fn bind(rt: &mut dyn Runtime, name: &str, overloads: &[Overload], arguments: &[Value]) -> Run<Vec<Value>> {
    if overloads.is_empty() {
        return Ok(arguments.to_vec());
    }
    let shown = if name == ".ctor" { "new" } else { name };
    let Some((overload, expanded)) = best(shown, overloads, arguments)? else {
        return Err(method_error(format!("Cannot find an overload for \"{shown}\" and the argument count: \"{}\".", arguments.len())));
    };
    let parameters = &overload.parameters;
    let mut bound = Vec::with_capacity(parameters.len());
    for (at, parameter) in parameters.iter().enumerate() {
        if parameter.rest && expanded {
            let element = parameter.type_id.array_element().map_or(TypeId::OBJECT, |(element, _)| element);
            let rest: Run<Vec<Value>> = arguments[at..].iter().map(|value| convert(rt, name, parameter.name, value, element)).collect();
            bound.push(Value::Array(std::rc::Rc::new(crate::value::Array::new(element, rest?))));
        } else {
            bound.push(match arguments.get(at) {
                Some(value) => bind_one(rt, name, at, value, parameter)?,
                None => parameter.default.clone().unwrap_or_default(),
            });
        }
    }
    Ok(bound)
}

fn bind_one(rt: &mut dyn Runtime, name: &str, at: usize, value: &Value, parameter: &Parameter) -> Run<Value> {
    if parameter.by_ref {
        if !is_reference(value) {
            let message = format!("Argument: '{}' should be a System.Management.Automation.PSReference. Use [ref].", at + 1);
            return Err(ErrorRecord::of(
                crate::value::Exception::object(TypeId::METHOD_EXCEPTION, message, None),
                "NonRefArgumentToRefParameter",
                Category::NotSpecified,
                Value::Null,
            )
            .into());
        }
        return Ok(value.clone());
    }
    convert(rt, name, parameter.name, value, parameter.type_id)
}

fn convert(rt: &mut dyn Runtime, name: &str, parameter: &str, value: &Value, to: TypeId) -> Run<Value> {
    argument::convert(rt, value, to).map_err(|failure| {
        let text = argument::shown(rt, value);
        let message = format!(
            "Cannot convert argument \"{parameter}\", with value: \"{text}\", for \"{name}\" to type \"{}\": \"{}\"",
            to.full_name(),
            failure.message
        );
        ErrorRecord::of(
            crate::value::Exception::object(TypeId::METHOD_EXCEPTION, message, failure.exception),
            "MethodArgumentConversionInvalidCastArgument",
            Category::NotSpecified,
            Value::Null,
        )
        .into()
    })
}
