//! `Should`: assertions. One parameter set for each operator; operators that scripts add come as unknown names.

mod compare;
pub mod custom;
mod files;
mod mails;
mod parameter;
pub mod text;
mod throw;

use std::rc::Rc;

pub use text::because;
use text::nicely;

use super::MODULE;
use super::failure::{ASSERTION, placed_record};
use super::session::{Phase, RunState, current, thrown};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, InSet, Parameter, Preference, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::value::{Run, ScriptBlock, Value};

/// What an operator says of a value.
pub enum Verdict {
    /// It holds; an operator may put something out.
    Holds(Option<Value>),
    /// It does not, with the message.
    Fails(String),
}

impl Verdict {
    /// Holds, or fails with the message.
    pub fn of(holds: bool, message: impl FnOnce() -> String) -> Verdict {
        if holds { Verdict::Holds(None) } else { Verdict::Fails(message()) }
    }
}

/// A call of an operator.
pub struct Asked<'a, 'c> {
    /// The call.
    pub ctx: &'a mut Context<'c>,
    /// `-Not`.
    pub negate: bool,
    /// `-Because`.
    pub reason: Option<Rc<str>>,
    /// The operator as it was named last: `BeLike` or `BeLikeExactly` share their code.
    pub operator: &'static str,
}

impl Asked<'_, '_> {
    /// The engine.
    pub fn engine(&mut self) -> &mut Engine {
        self.ctx.engine()
    }

    /// ` because …,` or nothing.
    pub fn because(&self) -> String {
        because(self.reason.as_deref())
    }

    /// A parameter's value.
    pub fn value(&self, name: &str) -> Value {
        self.ctx.call.get(name).cloned().unwrap_or_default()
    }

    /// A value as messages show it.
    pub fn nicely(&mut self, value: &Value) -> Run<String> {
        nicely(self.engine(), value)
    }

    /// The columns that messages may take.
    pub fn width(&mut self) -> usize {
        self.engine().ui.width().unwrap_or(80)
    }

    /// How deep the test at hand is nested.
    pub fn depth(&mut self) -> usize {
        current(self.engine()).and_then(|run| run.test.borrow().as_ref().map(|test| test.item.path.len())).unwrap_or(0)
    }
}

type Operator = fn(&mut Asked<'_, '_>, &Value) -> Run<Verdict>;

struct OperatorRow {
    name: &'static str,
    /// Whether it is asked once for all of the pipeline's objects.
    takes_all: bool,
    run: Operator,
}

const fn row(name: &'static str, takes_all: bool, run: Operator) -> OperatorRow {
    OperatorRow { name, takes_all, run }
}

const OPERATORS: &[OperatorRow] = &[
    row("Be", true, compare::be),
    row("BeExactly", true, compare::be),
    row("BeNullOrEmpty", true, compare::be_null_or_empty),
    row("BeTrue", false, compare::be_true),
    row("BeFalse", false, compare::be_false),
    row("BeGreaterThan", false, compare::order),
    row("BeGreaterOrEqual", false, compare::order),
    row("BeLessThan", false, compare::order),
    row("BeLessOrEqual", false, compare::order),
    row("BeLike", false, compare::like),
    row("BeLikeExactly", false, compare::like),
    row("Match", false, compare::matches),
    row("MatchExactly", false, compare::matches),
    row("BeIn", false, compare::be_in),
    row("Contain", true, compare::contain),
    row("HaveCount", true, compare::have_count),
    row("BeOfType", false, compare::be_of_type),
    row("Exist", false, files::exist),
    row("FileContentMatch", false, files::content),
    row("FileContentMatchExactly", false, files::content),
    row("FileContentMatchMultiline", false, files::content),
    row("FileContentMatchMultilineExactly", false, files::content),
    row("HaveParameter", false, parameter::have_parameter),
    row("Throw", false, throw::throw),
    row("InvokeVerifiable", false, super::mock::assert::verifiable),
    row("Invoke", false, super::mock::assert::invoked),
    row("HaveSentMail", false, mails::have_sent),
    row("HaveSuppressedMail", false, mails::have_suppressed),
    row("ContainPin", true, mails::contain_pin),
    row("HaveChanged", false, mails::have_changed),
    row("MatchMailSnapshot", true, mails::match_snapshot),
];

const fn operator(name: &'static str, sets: &'static [InSet], help: &'static str) -> Parameter {
    Parameter::switch(name).sets(sets).help(help)
}

macro_rules! only {
    ($($set:literal),+) => { &[$(InSet::named($set)),+] };
    ($($set:literal),+ => $position:literal) => { &[$(InSet::named($set).at($position)),+] };
}

const PARAMETERS: &[Parameter] = &[
    Parameter::new("ActualValue", "object").sets(&[InSet::ALL.pipeline()]).help("What is asserted about."),
    Parameter::switch("Not").help("The opposite."),
    operator("Be", only!["Be"], "Equal; letters' case does not count.").aliases(&["EQ"]),
    operator("BeExactly", only!["BeExactly"], "Equal; letters' case counts.").aliases(&["CEQ"]),
    operator("BeNullOrEmpty", only!["BeNullOrEmpty"], "Nothing, an empty text or an empty collection."),
    operator("BeTrue", only!["BeTrue"], "True, or taken for it."),
    operator("BeFalse", only!["BeFalse"], "False, or taken for it."),
    operator("BeGreaterThan", only!["BeGreaterThan"], "Greater.").aliases(&["GT"]),
    operator("BeGreaterOrEqual", only!["BeGreaterOrEqual"], "Greater or equal.").aliases(&["GE"]),
    operator("BeLessThan", only!["BeLessThan"], "Less.").aliases(&["LT"]),
    operator("BeLessOrEqual", only!["BeLessOrEqual"], "Less or equal.").aliases(&["LE"]),
    operator("BeLike", only!["BeLike"], "Fits a pattern with wildcards."),
    operator("BeLikeExactly", only!["BeLikeExactly"], "The same; letters' case counts."),
    operator("Match", only!["Match"], "Fits a regular expression."),
    operator("MatchExactly", only!["MatchExactly"], "The same; letters' case counts.").aliases(&["CMATCH"]),
    operator("BeIn", only!["BeIn"], "Is in a collection."),
    operator("Contain", only!["Contain"], "The collection has it."),
    operator("HaveCount", only!["HaveCount"], "The collection has so many items."),
    operator("BeOfType", only!["BeOfType"], "Has a type, or one derived from it.").aliases(&["HaveType"]),
    operator("Exist", only!["Exist"], "The path leads to something."),
    operator("FileContentMatch", only!["FileContentMatch"], "A line of the file fits a regular expression."),
    operator("FileContentMatchExactly", only!["FileContentMatchExactly"], "The same; letters' case counts."),
    operator("FileContentMatchMultiline", only!["FileContentMatchMultiline"], "The whole file fits a regular expression."),
    operator("FileContentMatchMultilineExactly", only!["FileContentMatchMultilineExactly"], "The same; letters' case counts."),
    operator("HaveParameter", only!["HaveParameter"], "The command has a parameter."),
    operator("Throw", only!["Throw"], "The block throws."),
    operator("InvokeVerifiable", only!["InvokeVerifiable"], "All verifiable mocks were called.").aliases(&["InvokeVerifiables"]),
    operator("Invoke", only!["Invoke"], "A mock was called."),
    operator("HaveSentMail", only!["HaveSentMail"], "Mails went out."),
    operator("HaveSuppressedMail", only!["HaveSuppressedMail"], "Mails did not go out, and are kept as suppressed."),
    operator("ContainPin", only!["ContainPin"], "A PIN stands in it: in mails, texts, or what a block puts out and sends."),
    operator("HaveChanged", only!["HaveChanged"], "Users or settings of the tenant changed."),
    operator("MatchMailSnapshot", only!["MatchMailSnapshot"], "The mail is what the snapshot beside the test file says."),
    Parameter::new("ExpectedValue", "object")
        .sets(&[
            InSet::named("Be").at(0),
            InSet::named("BeExactly").at(0),
            InSet::named("BeGreaterThan").at(0),
            InSet::named("BeGreaterOrEqual").at(0),
            InSet::named("BeLessThan").at(0),
            InSet::named("BeLessOrEqual").at(0),
            InSet::named("BeLike").at(0),
            InSet::named("BeLikeExactly").at(0),
            InSet::named("BeIn").at(0),
            InSet::named("Contain").at(0),
            InSet::named("HaveCount").at(0),
        ])
        .help("What it is compared with."),
    Parameter::new("RegularExpression", "object").sets(only!["Match", "MatchExactly" => 0]).help("The regular expression."),
    Parameter::new("ExpectedType", "object").sets(only!["BeOfType" => 0]).help("The type."),
    Parameter::new("ExpectedContent", "object")
        .sets(&[
            InSet::named("FileContentMatch").at(0),
            InSet::named("FileContentMatchExactly").at(0),
            InSet::named("FileContentMatchMultiline").at(0),
            InSet::named("FileContentMatchMultilineExactly").at(0),
        ])
        .help("The regular expression."),
    Parameter::new("ExpectedMessage", "object").sets(only!["Throw" => 0]).help("The message, with wildcards."),
    Parameter::new("ErrorId", "string").sets(only!["Throw" => 1]).help("The error's id, with wildcards."),
    Parameter::new("ExceptionType", "type").sets(only!["Throw" => 2]).help("The exception's type, or one that it derives from."),
    Parameter::switch("PassThru").sets(only!["Throw"]).help("Puts out the error."),
    Parameter::new("ParameterName", "string").sets(only!["HaveParameter" => 0]).help("The parameter."),
    Parameter::new("Type", "object").sets(only!["HaveParameter" => 1]).help("Its type."),
    Parameter::new("DefaultValue", "object").sets(only!["HaveParameter" => 2]).help("Its default, as text."),
    Parameter::switch("Mandatory").sets(only!["HaveParameter"]).help("It must be given."),
    Parameter::new("InParameterSet", "string").sets(only!["HaveParameter"]).help("A set that it is in."),
    Parameter::switch("HasArgumentCompleter").sets(only!["HaveParameter"]).help("It completes its values."),
    Parameter::new("Alias", "string[]").sets(only!["HaveParameter"]).help("Its other names."),
    Parameter::new("CommandName", "string").sets(only!["Invoke" => 0]).help("The mocked command."),
    Parameter::new("Times", "int")
        .sets(&[InSet::named("Invoke").at(1), InSet::named("HaveSentMail"), InSet::named("HaveSuppressedMail")])
        .help("How often."),
    Parameter::new("ParameterFilter", "scriptblock").sets(only!["Invoke"]).help("Which calls count."),
    Parameter::new("ExclusiveFilter", "scriptblock").sets(only!["Invoke"]).help("The only calls that there may be."),
    Parameter::new("ModuleName", "string").sets(only!["Invoke"]).help("The module that the mock is in."),
    Parameter::new("Scope", "object").sets(only!["Invoke"]).help("Whose calls count: It, Context, Describe, or a number of groups."),
    Parameter::switch("Exactly").sets(only!["Invoke"]).help("Not more often."),
    Parameter::new("Kind", "string").sets(only!["HaveSentMail", "HaveSuppressedMail", "MatchMailSnapshot"]).help("The kind of mail."),
    Parameter::new("To", "object").sets(only!["HaveSentMail", "HaveSuppressedMail", "MatchMailSnapshot"]).help("To whom."),
    Parameter::new("From", "string").sets(only!["HaveSentMail"]).help("From whom."),
    Parameter::new("Language", "string").sets(only!["HaveSentMail"]).help("In which language."),
    Parameter::new("Matching", "object").sets(only!["HaveSentMail"]).help("A regular expression that subject or text fits."),
    Parameter::new("Reason", "string").sets(only!["HaveSuppressedMail"]).help("Why it did not go out, with wildcards."),
    Parameter::new("User", "object").sets(only!["HaveChanged"]).help("The users that must have changed."),
    Parameter::new("Setting", "string[]").sets(only!["HaveChanged"]).help("The tenant's settings that must have changed."),
    Parameter::new("Property", "string[]").sets(only!["HaveChanged"]).help("The user's properties that must have changed."),
    Parameter::new("SnapshotName", "string").sets(only!["MatchMailSnapshot" => 0]).help("The snapshot's name; the test's name by default."),
    Parameter::switch("UpdateSnapshot").sets(only!["MatchMailSnapshot"]).help("Writes the snapshot anew."),
    Parameter::new("Because", "object")
        .sets(&[
            InSet::ALL,
            InSet::named("Be").at(1),
            InSet::named("BeExactly").at(1),
            InSet::named("BeNullOrEmpty").at(0),
            InSet::named("BeTrue").at(0),
            InSet::named("BeFalse").at(0),
            InSet::named("BeGreaterThan").at(1),
            InSet::named("BeLessThan").at(1),
            InSet::named("BeLike").at(1),
            InSet::named("Match").at(1),
            InSet::named("BeIn").at(1),
            InSet::named("Contain").at(1),
            InSet::named("HaveCount").at(1),
            InSet::named("BeOfType").at(1),
            InSet::named("Exist").at(0),
            InSet::named("Throw").at(3),
        ])
        .help("Why it must be so: a part of the message."),
    Parameter { hidden: true, ..Parameter::new("LegacyOperator", "object").sets(only!["Legacy" => 0]) },
    Parameter { hidden: true, ..Parameter::new("LegacySecond", "object").sets(only!["Legacy" => 1]) },
    Parameter { hidden: true, ..Parameter::new("LegacyThird", "object").sets(only!["Legacy" => 2]) },
    Parameter { hidden: true, ..Parameter::new("LegacyFourth", "object").sets(only!["Legacy" => 3]) },
];

const SPEC: Spec = Spec {
    verb: "Should",
    noun: "",
    module: MODULE,
    synopsis: "Asserts something of a value.",
    description: "The value comes down the pipeline or as -ActualValue. An assertion that does not hold ends the test; with Should.ErrorAction Continue the test goes on and fails at its end.",
    parameters: PARAMETERS,
    default_set: "Legacy",
    takes_unknown: true,
    related: &["It", "Mock", "Add-ShouldOperator"],
    examples: &[
        Example::new("Assertions that hold", "1 + 1 | Should -Be 2\n'abc' | Should -BeLike 'a*'\n'silence'", "silence\n"),
        Example::new(
            "One that does not",
            "try { 'abc' | Should -Match 'x' } catch { $_.Exception.Message }",
            "Expected regular expression 'x' to match 'abc', but it did not match.\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[entry!(SPEC, Should)];

#[derive(Default)]
struct Should {
    values: Vec<Value>,
}

impl Cmdlet for Should {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.values.push(ctx.call.input.clone().or_else(|| ctx.call.get("ActualValue").cloned()).unwrap_or_default());
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let values = std::mem::take(&mut self.values);
        let negate = ctx.call.flag("Not");
        let chosen = OPERATORS.iter().find(|row| ctx.call.set == row.name && ctx.call.flag(row.name));
        if let (Some(_), Some((name, _))) = (chosen, ctx.call.dynamic.first()) {
            return Err(custom::no_parameter(name).into());
        }
        let (row, negate) = match chosen {
            Some(row) => (row, negate),
            None => match custom::find(ctx)? {
                Some(operator) => return custom::assert(ctx, &operator, values, negate),
                None => legacy(ctx, negate)?,
            },
        };
        let reason = match ctx.call.get("Because").cloned() {
            Some(reason) => Some(ctx.engine().text(&reason)?),
            None => None,
        };
        let asked = if row.takes_all { vec![all_of(values, row.name)] } else { each_of(values) };
        for value in asked {
            let mut asked = Asked { ctx, negate, reason: reason.clone(), operator: row.name };
            let verdict = (row.run)(&mut asked, &value)?;
            conclude(ctx, verdict)?;
        }
        Ok(())
    }
}

/// What came down the pipeline as one value; nothing at all is null.
fn all_of(values: Vec<Value>, _operator: &str) -> Value {
    if values.is_empty() { Value::Null } else { Value::array(values) }
}

fn each_of(values: Vec<Value>) -> Vec<Value> {
    if values.is_empty() { vec![Value::Null] } else { values }
}

/// Ends with what a verdict means: an error, an error kept for later, or an output.
pub fn conclude(ctx: &mut Context<'_>, verdict: Verdict) -> Run {
    let message = match verdict {
        Verdict::Holds(None) => return Ok(()),
        Verdict::Holds(Some(value)) => return ctx.write(value),
        Verdict::Fails(message) => message,
    };
    let invocation = ctx.call.invocation.clone();
    let own = ctx.call.preferences.error.map(|preference| preference == Preference::Stop);
    let engine = ctx.engine();
    let record = placed_record(engine, ASSERTION, &message, &invocation);
    let run = current(engine);
    let stops = match (&run, own) {
        (_, Some(true)) | (None, _) => true,
        (Some(run), own) => run.in_filter.get() || (own.is_none() && run.settings.should_stop),
    };
    match run {
        Some(run) if !stops => {
            engine.log_error(&record);
            run.pending.borrow_mut().push(record);
            Ok(())
        }
        _ => Err(record.into()),
    }
}

/// Operators of version 4's words, beside those of the same name.
const OLD_NAMES: &[(&str, &str)] = &[("HaveType", "BeOfType"), ("Contain", "Contain"), ("EQ", "Be"), ("CEQ", "BeExactly")];

/// `Should Be 1`, `Should Not Be 1`: version 4's way, where groups run in a single pass.
fn legacy(ctx: &mut Context<'_>, mut negate: bool) -> Run<(&'static OperatorRow, bool)> {
    let words: Vec<Value> =
        ["LegacyOperator", "LegacySecond", "LegacyThird", "LegacyFourth"].iter().filter_map(|name| ctx.call.get(name).cloned()).collect();
    let mut words = words.into_iter().peekable();
    let run: Option<Rc<RunState>> = current(ctx.engine());
    if words.peek().is_none() {
        return Err(thrown("Should needs an operator, such as -Be or -Throw."));
    }
    if run.is_some_and(|run| run.phase.get() != Phase::SinglePass) {
        return Err(thrown(
            "Legacy Should syntax (without dashes) is not supported in Pester 5. Please refer to migration guide at: https://pester.dev/docs/v5/migrations/v3-to-v4",
        ));
    }
    let mut word = |ctx: &mut Context<'_>| -> Run<Option<Rc<str>>> {
        match words.next() {
            Some(value) => Ok(Some(ctx.engine().text(&value)?)),
            None => Ok(None),
        }
    };
    let mut name = word(ctx)?.unwrap_or_default();
    if name.eq_ignore_ascii_case("Not") {
        negate = true;
        name = word(ctx)?.unwrap_or_default();
    }
    let renamed = OLD_NAMES.iter().find(|(old, _)| old.eq_ignore_ascii_case(&name)).map_or(&*name, |(_, new)| new);
    let Some(row) = OPERATORS.iter().find(|row| row.name.eq_ignore_ascii_case(renamed)) else {
        return Err(thrown(format!("'{name}' is not a valid Should operator.")));
    };
    let parameter = match row.name {
        "Match" | "MatchExactly" => "RegularExpression",
        "BeOfType" => "ExpectedType",
        "Throw" => "ExpectedMessage",
        name if name.starts_with("FileContent") => "ExpectedContent",
        _ => "ExpectedValue",
    };
    if let Some(value) = words.next()
        && let Some(place) = PARAMETERS.iter().position(|own| own.name == parameter)
    {
        ctx.call.values[place] = Some(value);
    }
    Ok((row, negate))
}

/// A block given as the value.
pub fn block_value(value: &Value) -> Option<Rc<ScriptBlock>> {
    match value.base() {
        Value::ScriptBlock(block) => Some(block.clone()),
        _ => None,
    }
}
