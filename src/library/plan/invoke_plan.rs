//! `Invoke-Plan`: what would a script do, and whom would it mail?

use crate::cmdlet::{Cmdlet, Context, Entry, Example, InSet, Parameter, Spec};
use crate::engine::binding::Arg;
use crate::engine::{BlockInvocation, Command, EngineContext};
use crate::entry;
use crate::source::Span;
use crate::value::{Category, ErrorRecord, Object, Run, TypeId, Value};
use std::rc::Rc;

const PARAMETERS: &[Parameter] = &[
    Parameter::new("Path", "string").sets(&[InSet::named("Path").at(0).mandatory()]).help("The script."),
    Parameter::new("ScriptBlock", "scriptblock").sets(&[InSet::named("ScriptBlock").at(0).mandatory()]).help("The commands, as a block."),
    Parameter::new("ArgumentList", "object[]").sets(&[InSet::ALL.at(1)]).help("Arguments for the script."),
    Parameter::switch("Json").help("The report as JSON text."),
    Parameter::switch("AsText").help("The report as text with tables."),
];

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Invoke",
    noun: "Plan",
    module: "Bridge",
    synopsis: "Runs a script on a copy of the tenant and reports what it would do.",
    description: "The copy is thrown away afterwards: no mail goes out and nothing of the tenant changes. Programs and file writes of the script are refused and listed. The report names the users touched, each mail with its recipient, sender and language and whether a PIN stands in it, the mails that would not go out and why, and the meetings that would be rescheduled.",
    parameters: PARAMETERS,
    default_set: "Path",
    output: &["Bridge.PlanReport", "System.String"],
    related: &["Get-Mail", "Get-SuppressedMail"],
    examples: &[Example::runs("Who would be mailed by a PIN reset?", "Invoke-Plan { Reset-Pin ken@contoso.com } -AsText")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, InvokePlan);

#[derive(Default)]
struct InvokePlan;

impl Cmdlet for InvokePlan {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let arguments = ctx.call.items("ArgumentList").unwrap_or_default();
        let path = ctx.call.text("Path");
        let block = match ctx.call.get("ScriptBlock") {
            Some(Value::ScriptBlock(block)) => Some(block.clone()),
            _ => None,
        };
        if let Some(path) = &path {
            let full = ctx.engine().resolve_path(path);
            if !full.is_file() {
                let record = ErrorRecord::new(
                    TypeId::ITEM_NOT_FOUND_EXCEPTION,
                    format!("Cannot find path '{}' because it does not exist.", full.display()),
                    "PathNotFound",
                    Category::ObjectNotFound,
                    Value::Str(path.clone()),
                );
                return ctx.error(record);
            }
        }
        let mut dropped = Vec::new();
        let (result, report) = super::run(ctx.engine(), |engine| match (block, path) {
            (Some(block), _) => engine.invoke(&block, BlockInvocation { arguments, ..BlockInvocation::default() }, &mut dropped),
            (None, Some(path)) => {
                let full = engine.resolve_path(&path);
                let args = arguments.into_iter().map(|value| Arg::Positional(value, Span::default())).collect();
                engine.run_command(&Command::Script(Rc::from(full.to_string_lossy())), args, None, &mut dropped)
            }
            (None, None) => Ok(()),
        });
        result?;
        if ctx.call.flag("Json") {
            return ctx.write(Value::str(report.json()));
        }
        if ctx.call.flag("AsText") {
            let width = ctx.engine().ui.width().unwrap_or(80);
            return ctx.write(Value::str(report.text(width).trim_end()));
        }
        let rows = |rows: Vec<Value>| Value::array(rows);
        let mails = report.mails.iter().map(|mail| {
            Object::record(
                Some("Bridge.PlannedMail"),
                [
                    ("Kind", Value::str(&mail.kind)),
                    ("To", Value::str(&mail.to)),
                    ("From", Value::str(&mail.from)),
                    ("Language", Value::str(&mail.language)),
                    ("ContainsPin", Value::Bool(mail.contains_pin)),
                    ("Subject", Value::str(&mail.subject)),
                ],
            )
        });
        let suppressed = report.suppressed.iter().map(|row| {
            Object::record(
                Some("Bridge.PlannedSuppression"),
                [("Kind", Value::str(&row.kind)), ("User", Value::str(&row.user)), ("Reason", Value::str(&row.reason))],
            )
        });
        ctx.write(Object::record(
            Some("Bridge.PlanReport"),
            [
                ("Users", Value::strings(&report.users)),
                ("Mails", rows(mails.collect())),
                ("MailsWithPin", Value::Int(report.mails_with_pin as i32)),
                ("Suppressed", rows(suppressed.collect())),
                ("MeetingsRescheduled", Value::Int(report.meetings_rescheduled as i32)),
                ("MigrationsQueued", Value::Int(report.migrations_queued as i32)),
                ("Refused", Value::strings(&report.refused)),
            ],
        ))
    }
}
