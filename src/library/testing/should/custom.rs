//! `Add-ShouldOperator` and `Get-ShouldOperator`: operators that scripts add.

use std::rc::Rc;

use super::super::MODULE;
use super::super::define::block_of;
use super::super::session::{Testing, thrown};
use super::{OPERATORS, PARAMETERS, Verdict, all_of, conclude, each_of};
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec};
use crate::each;
use crate::engine::binding::Arg;
use crate::engine::command::{Command, block_code};
use crate::engine::{Engine, EngineContext};
use crate::source::Span;
use crate::value::{Category, ErrorRecord, Object, Run, ScriptBlock, TypeId, Value, convert};

/// An operator that a script added.
pub struct CustomOperator {
    /// Its name.
    pub name: Rc<str>,
    /// The name of its function.
    pub internal_name: Rc<str>,
    /// Other names.
    pub aliases: Vec<Rc<str>>,
    /// Whether it is asked once for all of the pipeline's objects.
    pub takes_all: bool,
    test: Rc<ScriptBlock>,
}

const ADD: Spec = Spec {
    verb: "Add",
    noun: "ShouldOperator",
    module: MODULE,
    synopsis: "Adds an operator to Should.",
    description: "-Test gets the value as -ActualValue and -Not as -Negate, with the operator's own parameters; it puts out an object with Succeeded and FailureMessage.",
    parameters: &[
        Parameter::new("Name", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("The operator's name."),
        Parameter::new("Test", "scriptblock").sets(&[InSet::ALL.at(1).mandatory()]).help("What it asserts."),
        Parameter::new("Alias", "string[]").help("Other names."),
        Parameter::new("InternalName", "string").help("The name of its function."),
        Parameter::switch("SupportsArrayInput").help("It gets all of the pipeline's objects at once."),
    ],
    related: &["Should", "Get-ShouldOperator"],
    examples: &[Example::new(
        "An operator of one's own",
        "Add-ShouldOperator BeAnswer { param($ActualValue, [switch]$Negate) @{ Succeeded = ($ActualValue -eq 42) -ne $Negate; FailureMessage = 'no answer' } }\n42 | Should -BeAnswer\ntry { 7 | Should -BeAnswer } catch { $_.Exception.Message }",
        "no answer\n",
    )],
    ..Spec::EMPTY
};

const GET: Spec = Spec {
    verb: "Get",
    noun: "ShouldOperator",
    module: MODULE,
    synopsis: "Lists the operators of Should.",
    description: "Those built in first, then those that scripts added.",
    parameters: &[Parameter::new("Name", "string").sets(&[InSet::ALL.at(0)]).help("Only this one.")],
    related: &["Should", "Add-ShouldOperator"],
    examples: &[Example::new("One operator", "(Get-ShouldOperator Be).Alias", "EQ\n")],
    ..Spec::EMPTY
};

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(ADD, add), each!(GET, get)];

fn add(ctx: &mut Context<'_>) -> Run {
    let name = ctx.call.text("Name").unwrap_or_default();
    let Some(test) = block_of(ctx, "Test") else { return Ok(()) };
    let aliases = ctx.call.texts("Alias").unwrap_or_default();
    let internal_name = ctx.call.text("InternalName").unwrap_or_else(|| name.clone());
    let takes_all = ctx.call.flag("SupportsArrayInput");
    let is_built_in = PARAMETERS.iter().filter(|own| OPERATORS.iter().any(|row| row.name == own.name));
    let taken = |wanted: &str| {
        is_built_in
            .clone()
            .any(|own| own.name.eq_ignore_ascii_case(wanted) || own.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(wanted)))
    };
    let all = &mut ctx.engine().extension::<Testing>().operators;
    let known = all.iter().find(|own| own.name.eq_ignore_ascii_case(&name));
    if let Some(known) = known {
        // The same operator again, from a file that is run twice.
        if known.internal_name.eq_ignore_ascii_case(&internal_name) && known.test.code.text() == test.code.text() {
            return Ok(());
        }
        return Err(thrown(format!("Assertion operator name '{name}' has been added multiple times.")));
    }
    if taken(&name) {
        return Err(thrown(format!("Assertion operator name '{name}' has been added multiple times.")));
    }
    if let Some(alias) = aliases.iter().find(|alias| taken(alias)) {
        return Err(thrown(format!("Assertion operator alias '{alias}' has been added multiple times.")));
    }
    all.push(Rc::new(CustomOperator { name, internal_name, aliases, takes_all, test }));
    Ok(())
}

fn get(ctx: &mut Context<'_>) -> Run {
    let wanted = ctx.call.text("Name");
    let mut found: Vec<(Rc<str>, Rc<str>, Vec<Rc<str>>)> = OPERATORS
        .iter()
        .map(|row| {
            let aliases = PARAMETERS.iter().find(|own| own.name == row.name).map(|own| own.aliases).unwrap_or_default();
            let function: Rc<str> = Rc::from(format!("Should-{}", row.name));
            (Rc::from(row.name), function, aliases.iter().map(|alias| Rc::from(*alias)).collect())
        })
        .collect();
    let own = ctx.engine().extension::<Testing>().operators.clone();
    found.extend(own.iter().map(|own| (own.name.clone(), own.internal_name.clone(), own.aliases.clone())));
    for (name, function, aliases) in found {
        let is_wanted = wanted
            .as_ref()
            .is_none_or(|wanted| name.eq_ignore_ascii_case(wanted) || aliases.iter().any(|alias| alias.eq_ignore_ascii_case(wanted)));
        if is_wanted {
            let aliases = aliases.join(", ");
            ctx.write(Object::record(
                Some("Pester.ShouldOperator"),
                [("Name", Value::Str(name)), ("Alias", Value::str(aliases)), ("InternalName", Value::Str(function))],
            ))?;
        }
    }
    Ok(())
}

/// The error for a parameter that no operator has.
pub fn no_parameter(name: &str) -> ErrorRecord {
    ErrorRecord::new(
        TypeId::PARAMETER_BINDING_EXCEPTION,
        format!("A parameter cannot be found that matches parameter name '{name}'."),
        "NamedParameterNotFound",
        Category::InvalidArgument,
        Value::Null,
    )
}

/// The added operator that a call names.
pub fn find(ctx: &mut Context<'_>) -> Run<Option<Rc<CustomOperator>>> {
    let names: Vec<Rc<str>> = ctx.call.dynamic.iter().map(|(name, _)| name.clone()).collect();
    let all = ctx.engine().extension::<Testing>().operators.clone();
    let is_named = |own: &CustomOperator, name: &str| {
        own.name.eq_ignore_ascii_case(name) || own.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    };
    let found = all.iter().find(|own| names.iter().any(|name| is_named(own, name))).cloned();
    if found.is_none()
        && let Some(name) = names.first()
    {
        return Err(no_parameter(name).into());
    }
    Ok(found)
}

/// Asks an added operator.
pub fn assert(ctx: &mut Context<'_>, operator: &Rc<CustomOperator>, values: Vec<Value>, negate: bool) -> Run {
    let (named, positional) = arguments(ctx, operator)?;
    let asked = if operator.takes_all { vec![all_of(values, &operator.name)] } else { each_of(values) };
    for value in asked {
        let mut args = vec![argument("ActualValue", value), argument("Negate", Value::Bool(negate))];
        if takes(&operator.test, "CallerSessionState") {
            let state = ctx.engine().state.clone();
            args.push(argument("CallerSessionState", crate::engine::objects::session_state(&state)));
        }
        args.extend(named.iter().map(|(name, value)| argument(name, value.clone())));
        args.extend(positional.iter().map(|value| Arg::Positional(value.clone(), Span::default())));
        let verdict = ask(ctx.engine(), operator, args)?;
        conclude(ctx, verdict)?;
    }
    Ok(())
}

fn argument(name: &str, value: Value) -> Arg {
    Arg::Named {
        name: Rc::from(name),
        value: Some(value),
        text: Rc::from(format!("-{name}")),
        span: Span::default(),
        splatted: false,
        value_span: Span::default(),
    }
}

fn takes(test: &ScriptBlock, name: &str) -> bool {
    block_code(test).block().parameters.iter().any(|own| own.name.eq_ignore_ascii_case(name))
}

/// The operator's own parameters, named and by position, as the call gives them.
fn arguments(ctx: &mut Context<'_>, operator: &CustomOperator) -> Run<(Vec<(Rc<str>, Value)>, Vec<Value>)> {
    let mut named = Vec::new();
    let mut positional = Vec::new();
    for (name, value) in ctx.call.dynamic.clone() {
        let is_own = operator.name.eq_ignore_ascii_case(&name) || operator.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(&name));
        match (is_own, value) {
            (true, Value::Nothing) => {}
            (true, value) => positional.push(value),
            // A switch of the operator.
            (false, Value::Nothing) => named.push((name, Value::Bool(true))),
            (false, value) => named.push((name, value)),
        }
    }
    for name in ["LegacyOperator", "LegacySecond", "LegacyThird", "LegacyFourth"] {
        positional.extend(ctx.call.get(name).cloned());
    }
    // Parameters that built-in operators have, too.
    for (at, parameter) in PARAMETERS.iter().enumerate() {
        let is_free = !parameter.hidden && !matches!(parameter.name, "ActualValue" | "Not");
        if is_free
            && takes(&operator.test, parameter.name)
            && let Some(Some(value)) = ctx.call.values.get(at)
        {
            named.push((Rc::from(parameter.name), value.clone()));
        }
    }
    Ok((named, positional))
}

fn ask(engine: &mut Engine, operator: &CustomOperator, args: Vec<Arg>) -> Run<Verdict> {
    let mut out = Vec::new();
    let args = by_position(operator, args);
    let mut stage = engine.function_stage(&Command::Block(operator.test.clone()), args, Rc::default(), false, false)?;
    engine.guarding(|engine| stage.run_alone(engine, &mut out))?;
    let result = out.pop().unwrap_or_default();
    let succeeded = engine.property(&result, "Succeeded", false)?;
    if convert::to_bool(&succeeded) {
        let data = engine.property(&result, "Data", false)?;
        return Ok(Verdict::Holds((!data.is_null()).then_some(data)));
    }
    let message = engine.property(&result, "FailureMessage", false)?;
    Ok(Verdict::Fails(engine.text(&message)?.to_string()))
}

/// Values by position go to the operator's own parameters in order: the value and the switches are none of them.
fn by_position(operator: &CustomOperator, args: Vec<Arg>) -> Vec<Arg> {
    let block = block_code(&operator.test).block().clone();
    let is_taken =
        |name: &str, args: &[Arg]| args.iter().any(|arg| matches!(arg, Arg::Named { name: own, .. } if own.eq_ignore_ascii_case(name)));
    let mut free: Vec<Rc<str>> = block
        .parameters
        .iter()
        .filter(|own| {
            let is_switch = own.type_ref.as_ref().is_some_and(|type_ref| type_ref.name.eq_ignore_ascii_case("switch"));
            !is_switch && !own.name.eq_ignore_ascii_case("CallerSessionState") && !is_taken(&own.name, &args)
        })
        .map(|own| own.name.clone())
        .collect();
    free.reverse();
    args.into_iter()
        .map(|arg| match arg {
            Arg::Positional(value, span) => match free.pop() {
                Some(name) => argument(&name, value),
                None => Arg::Positional(value, span),
            },
            named => named,
        })
        .collect()
}
