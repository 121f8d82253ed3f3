//! Faults on order: `Set-FaultPlan` makes cmdlets of the real modules throttle, time out or fail, so that a script's
//! error handling can be tested.

use std::rc::Rc;

use super::MODULE;
use super::act;
use super::filter::like;
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::engine::EngineContext;
use crate::tenant::world::{Random, SeededRandom};
use crate::value::{Category, ErrorRecord, Object, Run, TypeId, Value};

/// How a cmdlet fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Too many requests: the module tries again by itself, three times, and then gives up.
    Throttle,
    /// No answer in time.
    Timeout,
    /// An error of the service.
    Fail,
}

/// How often the real modules try again by themselves when they are throttled.
const RETRIES: u32 = 3;

/// When a rule strikes.
enum When {
    /// From this call on, counted from 1.
    Call(u32),
    /// At each n-th call.
    Every(u32),
    /// With this chance at each call.
    Chance(f64, Box<SeededRandom>),
}

/// One rule of the plan.
pub struct Rule {
    cmdlet: Rc<str>,
    kind: Kind,
    when: When,
    /// How many calls it strikes; for throttling how many answers in a row.
    times: u32,
    retry_after: u32,
    after_change: bool,
    message: Option<String>,
    n_calls: u32,
    n_hits: u32,
}

/// The rules of a session.
#[derive(Default)]
pub struct Plan(Vec<Rule>);

/// What a call is in for.
pub enum Fate {
    /// Nothing.
    Spared,
    /// The module's own tries get it through; what `-Verbose` says.
    Retried(String),
    /// This error, after the change has been made or in its place.
    Struck(Box<ErrorRecord>, bool),
}

impl Rule {
    /// Whether the rule strikes this call.
    fn strikes(&mut self) -> bool {
        self.n_calls += 1;
        let is_throttle = self.kind == Kind::Throttle;
        let strikes = match &mut self.when {
            When::Call(first) => self.n_calls >= *first && (self.n_hits < self.times && !is_throttle || is_throttle && self.n_hits == 0),
            When::Every(step) => self.n_calls.is_multiple_of(*step),
            When::Chance(chance, random) => {
                let mut bytes = [0; 4];
                random.fill(&mut bytes);
                f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX) < *chance
            }
        };
        self.n_hits += u32::from(strikes);
        strikes
    }

    fn record(&self, name: &str) -> ErrorRecord {
        let own = self.message.clone();
        let (class, message, id, category) = match self.kind {
            Kind::Throttle => (
                TypeId::INVALID_OPERATION_EXCEPTION,
                own.unwrap_or_else(|| {
                    format!("Response status code does not indicate success: 429 (Too Many Requests). Retry-After: {}", self.retry_after)
                }),
                "TooManyRequests",
                Category::LimitsExceeded,
            ),
            Kind::Timeout => (
                TypeId::TIMEOUT_EXCEPTION,
                own.unwrap_or_else(|| "The operation has timed out.".to_owned()),
                "OperationTimeout",
                Category::OperationTimeout,
            ),
            Kind::Fail => (
                TypeId::INVALID_OPERATION_EXCEPTION,
                own.unwrap_or_else(|| "Response status code does not indicate success: 500 (Internal Server Error).".to_owned()),
                "InternalServerError",
                Category::InvalidResult,
            ),
        };
        ErrorRecord::new(class, message, id, category, Value::str(name))
    }
}

/// What a call of a cmdlet is in for by the plan.
pub fn fate(ctx: &mut Context<'_>) -> Fate {
    let name = ctx.call.spec.name();
    let plan = ctx.engine().extension::<Plan>();
    for rule in &mut plan.0 {
        if !like(&rule.cmdlet, &name) || !rule.strikes() {
            continue;
        }
        if rule.kind == Kind::Throttle && rule.times <= RETRIES {
            return Fate::Retried(format!(
                "{name} was throttled (429) {} and went through after {} s.",
                if rule.times == 1 { "once".to_owned() } else { format!("{} times", rule.times) },
                rule.times * rule.retry_after,
            ));
        }
        return Fate::Struck(Box::new(rule.record(&name)), rule.after_change);
    }
    Fate::Spared
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "FaultPlan",
    module: MODULE,
    synopsis: "Makes cmdlets of the real modules throttle, time out or fail.",
    description: "To test a script's error handling. Throttle answers 429 so many times in a row: as the real modules try three times more by themselves, up to three answers only cost time (-Verbose tells), and more end in the error. Timeout and Fail strike the calls that -Call, -Every or -Rate name; -AfterChange strikes after the change has been made, as a real time-out may. -Rate with -Seed strikes the same calls in each run. Rules add up; Clear-FaultPlan removes them.",
    parameters: &[
        Parameter::new("Cmdlet", "string[]").sets(&[InSet::ALL.at(0).mandatory()]).aliases(&["Name"]).help("Cmdlets, with wildcards."),
        Parameter::new("Kind", "string")
            .sets(&[InSet::ALL.at(1).mandatory()])
            .validate(&[Validation::Set(&["Throttle", "Timeout", "Fail"])])
            .help("How they fail."),
        Parameter::new("Call", "int").validate(&[Validation::Range(1, 1_000_000)]).default("1").help("From this call on."),
        Parameter::new("Every", "int").validate(&[Validation::Range(1, 1_000_000)]).help("At each n-th call."),
        Parameter::new("Rate", "double").validate(&[Validation::FloatRange(0.0, 1.0)]).help("With this chance at each call."),
        Parameter::new("Seed", "int").default("1").help("For -Rate: the same seed strikes the same calls."),
        Parameter::new("Times", "int")
            .validate(&[Validation::Range(1, 1_000_000)])
            .help("How many calls (1), or answers in a row when throttling (4)."),
        Parameter::new("RetryAfter", "int")
            .validate(&[Validation::Range(0, 86_400)])
            .default("30")
            .help("Seconds that a throttled answer names."),
        Parameter::switch("AfterChange").help("The change is made before the error comes."),
        Parameter::new("Message", "string").help("A text of its own for the error."),
    ],
    related: &["Get-FaultPlan", "Clear-FaultPlan"],
    examples: &[Example::new(
        "The second call fails",
        "Set-FaultPlan Set-CsOnlineDialInConferencingUser Fail -Call 2\n'ken@contoso.com', 'amos.marble@contoso.com', 'chris.green@contoso.com' | ForEach-Object { try { Set-CsOnlineDialInConferencingUser $_ -AllowTollFreeDialIn $false -ErrorAction Stop; \"$_ done\" } catch { \"$_ $($_.FullyQualifiedErrorId)\" } }\nClear-FaultPlan",
        "ken@contoso.com done\nResponse status code does not indicate success: 500 (Internal Server Error). InternalServerError,Microsoft.PowerShell.Commands.SetCsOnlineDialInConferencingUserCommand\nchris.green@contoso.com done\n",
    )],
    ..Spec::EMPTY
};

fn set(ctx: &mut Context<'_>) -> Run {
    let kind = match act::text(ctx, "Kind").unwrap_or_default().to_ascii_lowercase().as_str() {
        "throttle" => Kind::Throttle,
        "timeout" => Kind::Timeout,
        _ => Kind::Fail,
    };
    let count = |name: &str| ctx.call.integer(name).and_then(|count| u32::try_from(count).ok());
    let (call, every, times, retry_after) = (count("Call"), count("Every"), count("Times"), count("RetryAfter").unwrap_or(30));
    let seed = ctx.call.integer("Seed").and_then(|seed| u64::try_from(seed).ok()).unwrap_or(1);
    let rate = match ctx.call.get("Rate").map(Value::base) {
        Some(Value::Double(rate)) => Some(*rate),
        _ => None,
    };
    if [call.is_some(), every.is_some(), rate.is_some()].iter().filter(|given| **given).count() > 1 {
        let message = "-Call, -Every and -Rate exclude each other.";
        return ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "FaultPlanConflict", Category::InvalidArgument, Value::Null);
    }
    for cmdlet in ctx.call.texts("Cmdlet").unwrap_or_default() {
        let when = match (every, rate) {
            (Some(step), _) => When::Every(step),
            (_, Some(rate)) => When::Chance(rate, Box::new(SeededRandom::new(seed))),
            _ => When::Call(call.unwrap_or(1)),
        };
        let rule = Rule {
            cmdlet,
            kind,
            when,
            times: times.unwrap_or(if kind == Kind::Throttle { RETRIES + 1 } else { 1 }),
            retry_after,
            after_change: ctx.call.flag("AfterChange"),
            message: act::text(ctx, "Message"),
            n_calls: 0,
            n_hits: 0,
        };
        ctx.engine().extension::<Plan>().0.push(rule);
    }
    Ok(())
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "FaultPlan",
    module: MODULE,
    synopsis: "Shows the rules of the fault plan, and how often they struck.",
    description: "",
    output: &["Bridgesh.Fault"],
    related: &["Set-FaultPlan"],
    examples: &[Example::new("One rule", "Set-FaultPlan Get-CsOnlineUser Timeout\n(Get-FaultPlan).Kind", "Timeout\n")],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    let plan = ctx.engine().extension::<Plan>();
    let rules: Vec<Value> = plan
        .0
        .iter()
        .map(|rule| {
            let when = match &rule.when {
                When::Call(first) => format!("from call {first}"),
                When::Every(step) => format!("each {step}. call"),
                When::Chance(chance, _) => format!("{} in 100", (chance * 100.0).round()),
            };
            let int = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
            Object::record(
                Some("Bridgesh.Fault"),
                [
                    ("Cmdlet", Value::Str(rule.cmdlet.clone())),
                    ("Kind", Value::from(format!("{:?}", rule.kind))),
                    ("When", Value::from(when)),
                    ("Times", int(rule.times)),
                    ("RetryAfter", int(rule.retry_after)),
                    ("AfterChange", Value::Bool(rule.after_change)),
                    ("Message", rule.message.as_ref().map_or(Value::Null, Value::str)),
                    ("Calls", int(rule.n_calls)),
                    ("Hit", int(rule.n_hits)),
                ],
            )
        })
        .collect();
    rules.into_iter().try_for_each(|rule| ctx.write(rule))
}

const CLEAR: Spec = Spec {
    verb: "Clear",
    noun: "FaultPlan",
    module: MODULE,
    synopsis: "Removes all rules of the fault plan.",
    description: "",
    related: &["Set-FaultPlan"],
    examples: &[Example::new("No faults any more", "Set-FaultPlan * Fail\nClear-FaultPlan\n@(Get-FaultPlan).Count", "0\n")],
    ..Spec::EMPTY
};

fn clear(ctx: &mut Context<'_>) -> Run {
    ctx.engine().extension::<Plan>().0.clear();
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(SET, set), each!(GET, get), each!(CLEAR, clear)];
