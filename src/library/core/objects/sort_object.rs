//! `Sort-Object`: objects in the order of their properties.

use super::expression::{self, Expression, Keys, Source};
use super::order::{Order, order_keys, sorted};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::present::access;
use crate::value::{Category, ErrorRecord, Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Sort",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Sorts objects by their values or by properties.",
    description: "Text is ordered as people order it, not by character codes: case counts only with -CaseSensitive. Objects with equal keys keep their order. A hash table with Expression and Descending gives one key a direction of its own. Objects without the property come last.",
    parameters: parameters::SORT_OBJECT,
    default_set: parameters::SORT_OBJECT_DEFAULT,
    related: &["Group-Object", "Select-Object"],
    examples: &[
        Example::new("Sort numbers", "3, 1, 2 | Sort-Object", "1\n2\n3\n"),
        Example::new(
            "Sort by two keys",
            "'pear', 'fig', 'apple', 'kiwi' | Sort-Object @{ e = 'Length'; Descending = $true }, { $_ }",
            "apple\nkiwi\npear\nfig\n",
        ),
        Example::new("The two greatest", "5, 9, 7 | Sort-Object -Bottom 2", "7\n9\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SortObject);

#[derive(Default)]
struct SortObject {
    inputs: Vec<Value>,
}

impl Cmdlet for SortObject {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(input) = ctx.input()
            && !input.is_null()
        {
            self.inputs.push(input);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let inputs = std::mem::take(&mut self.inputs);
        let how = Order::of(ctx);
        let descending = ctx.call.flag("Descending");
        let items = ctx.call.items("Property").unwrap_or_default();
        let expressions = expression::parse_all(ctx.engine(), &items, Keys::Order)?;
        let expressions = unfold(ctx, expressions, &inputs);
        let expressions = or_key_set(ctx, expressions, &inputs);
        let directions: Vec<bool> = match expressions.is_empty() {
            true => vec![descending],
            false => expressions.iter().map(|expression| expression.descending.unwrap_or(descending)).collect(),
        };
        let keys = keys(ctx, &expressions, &inputs)?;
        let width = directions.len();
        let engine = ctx.engine();
        let mut compare = |a: usize, b: usize| {
            for (at, descending) in directions.iter().enumerate() {
                let order = order_keys(engine, &keys[a * width + at], &keys[b * width + at], &how, *descending);
                if order.is_ne() {
                    return order;
                }
            }
            std::cmp::Ordering::Equal
        };
        let mut places = sorted(inputs.len(), &mut compare);
        if ctx_unique(ctx.call) {
            let engine = ctx.engine();
            let mut compare = |a: usize, b: usize| {
                (0..width).all(|at| order_keys(engine, &keys[a * width + at], &keys[b * width + at], &how, false).is_eq())
            };
            let mut last: Option<usize> = None;
            places.retain(|place| {
                let keep = last.is_none_or(|last| !compare(last, *place));
                if keep {
                    last = Some(*place);
                }
                keep
            });
        }
        if let Some(top) = ctx.call.integer("Top") {
            places.truncate(top as usize);
        }
        if let Some(bottom) = ctx.call.integer("Bottom") {
            let start = places.len().saturating_sub(bottom as usize);
            places.drain(..start);
        }
        for place in places {
            ctx.write(inputs[place].clone())?;
        }
        Ok(())
    }
}

fn ctx_unique(call: &crate::cmdlet::Call) -> bool {
    call.flag("Unique")
}

/// Where no property is named, those that the first object's type says it is ordered by.
pub fn or_key_set(ctx: &mut Context<'_>, expressions: Vec<Expression>, inputs: &[Value]) -> Vec<Expression> {
    let Some(first) = inputs.first().filter(|first| expressions.is_empty() && !access::is_plain_scalar(first)) else { return expressions };
    access::key_set(ctx.engine(), first)
        .into_iter()
        .map(|name| Expression { label: None, source: Source::name(name), descending: None })
        .collect()
}

/// Names with wildcards, as the names they stand for on all objects.
pub fn unfold(ctx: &mut Context<'_>, expressions: Vec<Expression>, inputs: &[Value]) -> Vec<Expression> {
    if !expressions.iter().any(Expression::has_wildcards) {
        return expressions;
    }
    let mut list: Vec<Expression> = Vec::new();
    for expression in expressions {
        if !expression.has_wildcards() {
            list.push(expression);
            continue;
        }
        let mut names: Vec<std::rc::Rc<str>> = Vec::new();
        for input in inputs {
            for name in expression.resolve(ctx.engine(), input) {
                if !names.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                    names.push(name);
                }
            }
        }
        list.extend(names.into_iter().map(|name| Expression {
            label: None,
            source: Source::name(name),
            descending: expression.descending,
        }));
    }
    list
}

/// The keys of all objects, one after another; none where an object has no such property.
pub fn keys(ctx: &mut Context<'_>, expressions: &[Expression], inputs: &[Value]) -> Run<Vec<Option<Value>>> {
    if expressions.is_empty() {
        return Ok(inputs.iter().map(|input| Some(input.clone())).collect());
    }
    let mut keys = Vec::with_capacity(inputs.len() * expressions.len());
    for input in inputs {
        for expression in expressions {
            let key = match expression.first(ctx.engine(), input)? {
                Some(Ok(value)) => Some(value),
                Some(Err(record)) => {
                    ctx.error(ErrorRecord::of(record.0.exception.clone(), "ExpressionEvaluation", Category::InvalidResult, input.clone()))?;
                    None
                }
                None => None,
            };
            keys.push(key);
        }
    }
    Ok(keys)
}
