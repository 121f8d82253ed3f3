//! `Invoke-Plan`: what would a script do, and whom would it mail?

use crate::cmdlet::{Cmdlet, Context, Entry, Example, InSet, Parameter, Spec};
use crate::engine::binding::Arg;
use crate::engine::{BlockInvocation, Command, EngineContext};
use crate::entry;
use crate::source::Span;
use crate::value::{Category, ErrorRecord, Object, Run, ScriptBlock, TypeId, Value};
use std::rc::Rc;

const PARAMETERS: &[Parameter] = &[
    Parameter::new("Path", "string").sets(&[InSet::named("Path").at(0).mandatory()]).help("The script."),
    Parameter::new("ScriptBlock", "scriptblock").sets(&[InSet::named("ScriptBlock").at(0).mandatory()]).help("The commands, as a block."),
    Parameter::new("ArgumentList", "object[]").sets(&[InSet::ALL.at(1)]).help("Arguments for the script."),
    Parameter::switch("Json").help("The report as JSON text."),
    Parameter::switch("AsText").help("The report as text with tables."),
    Parameter::switch("Markdown").help("The report as Markdown text."),
    Parameter::switch("Html").help("The report as an HTML page, with a chart of mails by kind and hour."),
    Parameter::new("OutFile", "string")
        .help("Writes the report to this file: .md, .html, .json or text. Beside a Markdown or HTML file the same as .json."),
    Parameter::switch("Apply").help("Runs the script for real, if the tenant is still the one of -Plan (or of the plan just made)."),
    Parameter::new("Plan", "object").help("With -Apply: the report of the plan, or the path of its JSON file."),
];

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Invoke",
    noun: "Plan",
    module: "Bridge",
    synopsis: "Runs a script on a copy of the tenant and reports what it would do.",
    description: "The copy is thrown away afterwards: no mail goes out and nothing of the tenant changes. Programs and file writes of the script are refused and listed. The report names the users touched, each mail with its recipient, sender and language and whether a PIN stands in it, the mails that would not go out and why, and the meetings that would be rescheduled. -OutFile writes the report that a change board gets. -Apply runs the script for real, and refuses if the tenant has changed since the plan was made.",
    parameters: PARAMETERS,
    default_set: "Path",
    output: &["Bridge.PlanReport", "System.String"],
    related: &["Get-Mail", "Get-SuppressedMail"],
    examples: &[
        Example::runs("Who would be mailed by a PIN reset?", "Invoke-Plan { Reset-Pin ken@contoso.com } -AsText"),
        Example::new(
            "Plan, look, apply",
            "$script = { Set-DefaultNumber ken@contoso.com 14255037265 }\n$plan = Invoke-Plan $script\n$plan.ByUser.User\nInvoke-Plan $script -Apply -Plan $plan\n(Get-ConferencingUser ken@contoso.com).ServiceNumber",
            "ken@contoso.com\n14255037265\n",
        )
        .mails(&["InformationChanged ken@contoso.com"]),
        Example::new(
            "The tenant has changed since",
            "$script = { Reset-Pin ken@contoso.com }\n$plan = Invoke-Plan $script\nSet-BridgeSettings -PinLength 7\ntry { Invoke-Plan $script -Apply -Plan $plan -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }",
            "TenantChangedSincePlan,Microsoft.PowerShell.Commands.InvokePlanCommand\n",
        ),
    ],
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
        let out_file = ctx.call.text("OutFile");
        if ctx.call.flag("Apply") {
            return apply(ctx, block, path, arguments);
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
        if let Some(out_file) = out_file {
            return write_files(ctx, &out_file, &report);
        }
        if ctx.call.flag("Json") {
            return ctx.write(Value::str(report.json()));
        }
        if ctx.call.flag("Markdown") {
            return ctx.write(Value::str(report.markdown()));
        }
        if ctx.call.flag("Html") {
            return ctx.write(Value::str(report.html()));
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
        let by_user = report.by_user.iter().map(|row| {
            Object::record(
                Some("Bridge.PlannedUser"),
                [
                    ("User", Value::str(&row.user)),
                    ("Changes", Value::strings(&row.changes)),
                    ("Mails", Value::strings(&row.mails)),
                    ("NotTold", Value::strings(&row.not_told)),
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
                ("Warnings", Value::strings(&report.warnings)),
                ("ByUser", rows(by_user.collect())),
                ("PlannedAt", Value::str(&report.planned_at)),
                ("Fingerprint", Value::str(&report.fingerprint)),
            ],
        ))
    }
}

/// Writes the report in the form that the file's ending names, and a document's figures as JSON beside it.
fn write_files(ctx: &mut Context<'_>, path: &str, report: &super::Report) -> Run {
    let full = ctx.engine().resolve_path(path);
    let ending = full.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let text = match ending.as_str() {
        "md" | "markdown" => report.markdown(),
        "html" | "htm" => report.html(),
        "json" => report.json(),
        _ => report.text(100),
    };
    let mut files = vec![(full.clone(), text)];
    if matches!(ending.as_str(), "md" | "markdown" | "html" | "htm") {
        files.push((full.with_extension("json"), report.json()));
    }
    for (file, text) in files {
        // A plan within a plan writes nothing.
        ctx.host.ask_file_gate(&file)?;
        if let Err(error) = std::fs::write(&file, text) {
            let message = format!("The report '{}' was not written: {error}.", file.display());
            let record = ErrorRecord::new(TypeId::IO_EXCEPTION, message, "PlanNotWritten", Category::WriteError, Value::str(path));
            return ctx.error(record);
        }
    }
    Ok(())
}

/// The fingerprint in a plan's report, or in its JSON file.
fn planned(ctx: &mut Context<'_>) -> Run<Option<String>> {
    let Some(plan) = ctx.call.get("Plan").cloned() else { return Ok(None) };
    let own = ctx.engine().property(&plan, "Fingerprint", false)?;
    if let Some(own) = own.as_str() {
        return Ok(Some(own.to_string()));
    }
    let path = plan.as_str().cloned().unwrap_or_else(|| Rc::from(""));
    let full = ctx.engine().resolve_path(&path);
    let text = std::fs::read_to_string(&full).unwrap_or_default();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    Ok(Some(document["fingerprint"].as_str().unwrap_or("no plan").to_owned()))
}

/// Runs the script for real, if the tenant is the one that was planned for.
fn apply(ctx: &mut Context<'_>, block: Option<Rc<ScriptBlock>>, path: Option<Rc<str>>, arguments: Vec<Value>) -> Run {
    let Some(wanted) = planned(ctx)? else {
        let message = "-Apply needs -Plan: the report that Invoke-Plan gave, or the path of its JSON file.";
        let record = ErrorRecord::new(TypeId::ARGUMENT_EXCEPTION, message, "PlanMissing", Category::InvalidArgument, Value::Null);
        return ctx.error(record);
    };
    let own = super::fingerprint::of(ctx.dispatch());
    if own != wanted {
        let message = "The tenant has changed since the plan was made: make a new plan, and look at it.";
        let record = ErrorRecord::new(
            TypeId::INVALID_OPERATION_EXCEPTION,
            message,
            "TenantChangedSincePlan",
            Category::InvalidOperation,
            Value::from(wanted),
        );
        return ctx.error(record);
    }
    let mut written = Vec::new();
    let engine = ctx.engine();
    let result = match (block, path) {
        (Some(block), _) => engine.invoke(&block, BlockInvocation { arguments, ..BlockInvocation::default() }, &mut written),
        (None, Some(path)) => {
            let full = engine.resolve_path(&path);
            let args = arguments.into_iter().map(|value| Arg::Positional(value, Span::default())).collect();
            engine.run_command(&Command::Script(Rc::from(full.to_string_lossy())), args, None, &mut written)
        }
        (None, None) => Ok(()),
    };
    for value in written {
        ctx.write(value)?;
    }
    result
}
