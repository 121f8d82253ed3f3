//! `Where-Object`: keeps the objects for which a block or a comparison holds.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{BlockRunner, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::syntax::operator::{BinaryOperator, Case};
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Unwind, Value, convert};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Where",
    noun: "Object",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Keeps the objects that meet a condition.",
    description: "The condition is a script block, run with the object as $_, or a property, an operator and a value.",
    parameters: parameters::WHERE_OBJECT,
    default_set: parameters::WHERE_OBJECT_DEFAULT,
    related: &["ForEach-Object", "Select-Object"],
    examples: &[
        Example::new("Keep even numbers", "1..6 | Where-Object { $_ % 2 -eq 0 }", "2\n4\n6\n"),
        Example::new("Compare a property", "'a', 'bbb' | Where-Object Length -gt 1", "bbb\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WhereObject);

#[derive(Default)]
struct WhereObject {
    runner: Option<BlockRunner>,
    saved: Option<Option<Value>>,
    property: Option<(Rc<str>, Value, Test)>,
}

#[derive(Clone, Copy)]
enum Test {
    Truth,
    Negation,
    Operator(BinaryOperator),
    Is(bool),
}

/// Parameters that name an operator.
const OPERATORS: &[(&str, Test)] = &[
    ("EQ", Test::Operator(BinaryOperator::Equal(Case::Ignore))),
    ("CEQ", Test::Operator(BinaryOperator::Equal(Case::Heed))),
    ("NE", Test::Operator(BinaryOperator::NotEqual(Case::Ignore))),
    ("CNE", Test::Operator(BinaryOperator::NotEqual(Case::Heed))),
    ("GT", Test::Operator(BinaryOperator::Greater(Case::Ignore))),
    ("CGT", Test::Operator(BinaryOperator::Greater(Case::Heed))),
    ("LT", Test::Operator(BinaryOperator::Less(Case::Ignore))),
    ("CLT", Test::Operator(BinaryOperator::Less(Case::Heed))),
    ("GE", Test::Operator(BinaryOperator::GreaterOrEqual(Case::Ignore))),
    ("CGE", Test::Operator(BinaryOperator::GreaterOrEqual(Case::Heed))),
    ("LE", Test::Operator(BinaryOperator::LessOrEqual(Case::Ignore))),
    ("CLE", Test::Operator(BinaryOperator::LessOrEqual(Case::Heed))),
    ("Like", Test::Operator(BinaryOperator::Like(Case::Ignore))),
    ("CLike", Test::Operator(BinaryOperator::Like(Case::Heed))),
    ("NotLike", Test::Operator(BinaryOperator::NotLike(Case::Ignore))),
    ("CNotLike", Test::Operator(BinaryOperator::NotLike(Case::Heed))),
    ("Match", Test::Operator(BinaryOperator::Match(Case::Ignore))),
    ("CMatch", Test::Operator(BinaryOperator::Match(Case::Heed))),
    ("NotMatch", Test::Operator(BinaryOperator::NotMatch(Case::Ignore))),
    ("CNotMatch", Test::Operator(BinaryOperator::NotMatch(Case::Heed))),
    ("Contains", Test::Operator(BinaryOperator::Contains(Case::Ignore))),
    ("CContains", Test::Operator(BinaryOperator::Contains(Case::Heed))),
    ("NotContains", Test::Operator(BinaryOperator::NotContains(Case::Ignore))),
    ("CNotContains", Test::Operator(BinaryOperator::NotContains(Case::Heed))),
    ("In", Test::Operator(BinaryOperator::In(Case::Ignore))),
    ("CIn", Test::Operator(BinaryOperator::In(Case::Heed))),
    ("NotIn", Test::Operator(BinaryOperator::NotIn(Case::Ignore))),
    ("CNotIn", Test::Operator(BinaryOperator::NotIn(Case::Heed))),
    ("Is", Test::Is(true)),
    ("IsNot", Test::Is(false)),
    ("Not", Test::Negation),
];

impl Cmdlet for WhereObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(Value::ScriptBlock(block)) = ctx.call.get("FilterScript").cloned() {
            let runner = ctx.engine().runner(&block);
            self.saved = Some(runner.save());
            self.runner = Some(runner);
            return Ok(());
        }
        let property = ctx.call.text("Property").unwrap_or_else(|| Rc::from(""));
        let mut named = OPERATORS.iter().filter(|(name, _)| ctx.call.flag(name)).map(|(_, test)| *test);
        let (named, second) = (named.next(), named.next());
        if second.is_some() {
            let message = "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.";
            return Err(ErrorRecord::new(
                TypeId::PARAMETER_BINDING_EXCEPTION,
                message,
                "AmbiguousParameterSet",
                Category::InvalidArgument,
                Value::Null,
            )
            .into());
        }
        if ctx.call.get("Value").is_none() && named.is_some_and(|test| matches!(test, Test::Operator(_) | Test::Is(_))) {
            let message = "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try again.";
            return Err(ErrorRecord::new(
                TypeId::PS_ARGUMENT_EXCEPTION,
                message,
                "ValueNotSpecifiedForWhereObject",
                Category::InvalidArgument,
                Value::Null,
            )
            .into());
        }
        let (value, test) = match (ctx.call.get("Value").cloned(), named) {
            (value, Some(test)) => (value.unwrap_or(Value::Null), test),
            // A value without an operator compares for equality.
            (Some(value), None) => (value, Test::Operator(BinaryOperator::Equal(Case::Ignore))),
            (None, None) => (Value::Null, Test::Truth),
        };
        self.property = Some((property, value, test));
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        let keeps = match (&self.runner, &self.property) {
            (Some(runner), _) => {
                let result = runner.value(ctx.engine(), input.clone())?;
                convert::to_bool(&result)
            }
            (None, Some((name, value, test))) => {
                let is_missing = ctx.engine().strict() >= 20
                    && !matches!(&input, Value::Dict(_))
                    && crate::present::access::resolve(ctx.engine(), &input, name).is_empty();
                if is_missing {
                    let message = format!("The property '{name}' cannot be found on this object. Verify that the property exists.");
                    return ctx.fail(
                        TypeId::PROPERTY_NOT_FOUND_EXCEPTION,
                        message,
                        "PropertyNotFound",
                        Category::InvalidOperation,
                        input.clone(),
                    );
                }
                let engine = ctx.engine();
                let own = match &input {
                    Value::Dict(dict) if dict.get_str(name).is_some() => dict.get_str(name).unwrap_or(Value::Null),
                    other => engine.property(other, name, false)?,
                };
                let result = match test {
                    Test::Truth => Ok(own),
                    Test::Negation => Ok(Value::Bool(!convert::to_bool(&own))),
                    Test::Operator(operator) => crate::engine::operators::binary(engine, *operator, &own, value),
                    Test::Is(wanted) => {
                        let operator = if *wanted { BinaryOperator::Is } else { BinaryOperator::IsNot };
                        // A type literal is a bare word among a command's arguments.
                        let literal = value
                            .as_str()
                            .filter(|text| text.starts_with('['))
                            .and_then(|text| engine.find_type(text.trim_start_matches('[').trim_end_matches(']')));
                        let value = literal.map_or_else(|| value.clone(), Value::Type);
                        crate::engine::operators::binary(engine, operator, &own, &value)
                    }
                };
                match result {
                    Ok(result) => convert::to_bool(&result),
                    Err(raise) => return failed(ctx, raise, input),
                }
            }
            (None, None) => false,
        };
        if keeps { ctx.write(input) } else { Ok(()) }
    }

    fn end(&mut self, _ctx: &mut Context<'_>) -> Run {
        self.stop();
        Ok(())
    }

    fn stop(&mut self) {
        if let (Some(runner), Some(saved)) = (&self.runner, self.saved.take()) {
            runner.restore(saved);
        }
    }
}

/// An operator that failed for one object is an error of that object alone.
fn failed(ctx: &mut Context<'_>, raise: Raise, input: Value) -> Run {
    let record = match *raise.0 {
        Unwind::Error(record) => record,
        other => return Err(other.into()),
    };
    let operator = OPERATORS.iter().find(|(name, _)| ctx.call.flag(name)).map_or("EQ", |(name, _)| name).to_lowercase();
    let message = format!("The -{operator} operator failed: {}.", record.exception_message());
    if TypeId::ARGUMENT_EXCEPTION.is_assignable_from(record.exception_type()) {
        ctx.fail(TypeId::PS_ARGUMENT_EXCEPTION, message, "BadOperatorArgument", Category::InvalidArgument, input)
    } else {
        ctx.fail(TypeId::PS_INVALID_OPERATION_EXCEPTION, message, "OperatorFailed", Category::InvalidOperation, input)
    }
}
