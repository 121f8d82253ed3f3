//! `Get-`, `Export-`, `Test-`, `Set-` and `Reset-MailTemplate`: the wording and look of the mails are the administrator's.

use std::path::Path;

use super::MODULE;
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::library::conferencing::{act, objects};
use crate::mail::templates::{BUILT_IN, Fault, Severity, Templates, folder_of, trial};
use crate::mail::{Renderer, fields_of, texts};
use crate::notify::Kind;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Category, Object, Run, TypeId, Value};

const NAME: Parameter = Parameter::new("Name", "string[]")
    .sets(&[InSet::ALL.at(0)])
    .help("Only templates of these names, such as enabled/*; * and ? are wildcards.");
const PATH: Parameter = Parameter::new("Path", "string").sets(&[InSet::ALL.at(0).mandatory()]).complete(Completer::Path);

const GET: Spec = Spec {
    verb: "Get",
    noun: "MailTemplate",
    module: MODULE,
    synopsis: "Lists the templates that mails are written with.",
    description: "Fields are what the templates of the kind may show. Source is BuiltIn, or Administrator for those that Set-MailTemplate brought.",
    parameters: &[NAME],
    output: &["Bridgesh.MailTemplate"],
    related: &["Export-MailTemplate", "Test-MailTemplate", "Set-MailTemplate"],
    examples: &[Example::new(
        "What the mail of a PIN reset may show",
        "(Get-MailTemplate pin-reset/subject.txt).Fields -contains 'pin'",
        "True\n",
    )],
    ..Spec::EMPTY
};

/// All templates by name: compiled in, or the administrator's.
fn sources(ctx: &mut Context<'_>) -> Run<Vec<(String, String, bool)>> {
    let own = match ctx.dispatch().renderer() {
        Ok(renderer) => renderer.own().to_vec(),
        Err(_) => Vec::new(),
    };
    let texts = texts::BUILT_IN.iter().map(|(language, source)| (format!("texts/{language}.txt"), (*source).to_owned()));
    let built_in = BUILT_IN.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).chain(texts);
    let mut all: Vec<(String, String, bool)> = Vec::new();
    for (name, source) in built_in {
        match own.iter().find(|(known, _)| *known == name) {
            Some((_, source)) => all.push((name, source.clone(), true)),
            None => all.push((name, source, false)),
        }
    }
    for (name, source) in own {
        if !all.iter().any(|(known, ..)| *known == name) {
            all.push((name, source, true));
        }
    }
    let Some(patterns) = ctx.call.texts("Name") else { return Ok(all) };
    let mut wanted = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        match WildcardPattern::new(&pattern, WildcardCase::Ignored) {
            Ok(wildcard) => wanted.push(wildcard),
            Err(error) => {
                ctx.fail(TypeId::ARGUMENT_EXCEPTION, error.to_string(), "InvalidPattern", Category::InvalidArgument, Value::Str(pattern))?
            }
        }
    }
    all.retain(|(name, ..)| wanted.iter().any(|wildcard| wildcard.is_match(name)));
    Ok(all)
}

fn get(ctx: &mut Context<'_>) -> Run {
    for (name, source, is_own) in sources(ctx)? {
        let kind = Kind::ALL.into_iter().find(|kind| name.strip_prefix(folder_of(*kind)).is_some_and(|rest| rest.starts_with('/')));
        let fields = kind.map(fields_of).unwrap_or_default();
        ctx.write(Object::record(
            Some("Bridgesh.MailTemplate"),
            [
                ("Name", objects::text(&name)),
                ("Kind", objects::maybe(kind)),
                ("Source", objects::text(if is_own { "Administrator" } else { "BuiltIn" })),
                ("Fields", Value::strings(fields)),
                ("Text", objects::text(&source)),
            ],
        ))?;
    }
    Ok(())
}

const EXPORT: Spec = Spec {
    verb: "Export",
    noun: "MailTemplate",
    module: MODULE,
    synopsis: "Writes the templates to a folder, to be edited there.",
    description: "Files that are there stay as they are; -Force writes them anew. Keep the files that you change and delete the others: what the folder lacks stays as it is compiled in.",
    parameters: &[
        PATH.help("The folder; it is made if it is not there."),
        Parameter::new("Name", "string[]").sets(&[InSet::ALL.at(1)]).help("Only templates of these names; * and ? are wildcards."),
        Parameter::switch("Force").help("Writes over files that are there."),
    ],
    should_process: Some(Impact::Medium),
    output: &["System.String"],
    related: &["Test-MailTemplate", "Set-MailTemplate"],
    examples: &[Example::runs(
        "The templates of one kind",
        "Export-MailTemplate (Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-templates-example') enabled/* -Force",
    )],
    ..Spec::EMPTY
};

fn export(ctx: &mut Context<'_>) -> Run {
    let path = act::text(ctx, "Path").unwrap_or_default();
    let force = ctx.call.flag("Force");
    let sources = sources(ctx)?;
    if !ctx.should_process(&path, "Export-MailTemplate")? {
        return Ok(());
    }
    let folder = ctx.engine().resolve_path(&path);
    crate::library::files::selection::ask_gate(ctx.engine(), &folder)?;
    for (name, source, _) in sources {
        let file = folder.join(&name);
        if file.exists() && !force {
            ctx.warn(format!("The file '{}' is there and was left as it is. -Force writes it anew.", file.display()))?;
            continue;
        }
        let written = file.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&file, source));
        match written {
            Ok(()) => ctx.write(objects::text(file.display()))?,
            Err(error) => {
                let message = format!("The file '{}' was not written: {error}", file.display());
                return ctx.fail(TypeId::IO_EXCEPTION, message, "TemplateNotExported", Category::WriteError, Value::from(path));
            }
        }
    }
    Ok(())
}

const TEST: Spec = Spec {
    verb: "Test",
    noun: "MailTemplate",
    module: MODULE,
    synopsis: "Tries templates on samples of every mail in every language.",
    description: "Writes what is wrong: fields that a mail must show and does not, fields that its kind has not, what mail programs will not show well. Nothing if all is well. -Quiet writes True or False instead: whether there is no error. Nothing is changed.",
    parameters: &[PATH.help("The folder."), Parameter::switch("Quiet").help("Writes True if there is no error, else False.")],
    output: &["Bridgesh.MailTemplateFault", "System.Boolean"],
    related: &["Set-MailTemplate"],
    examples: &[Example::new(
        "A mail about a new PIN that does not show it",
        "$folder = Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-templates-test'\n$null = New-Item -ItemType Directory -Force (Join-Path $folder pin-reset)\nSet-Content (Join-Path $folder pin-reset/body.txt) 'You have a new PIN, {{ name }} ({{ account }}), {{ number }}, {{ conference_id }}.'\n(Test-MailTemplate $folder | Where-Object Severity -eq Error | Select-Object -First 1).Message\nRemove-Item -Recurse $folder",
        "a mail of the kind PinReset must show 'pin', and does not\n",
    )],
    ..Spec::EMPTY
};

fn test(ctx: &mut Context<'_>) -> Run {
    let Some(folder) = folder(ctx)? else { return Ok(()) };
    let faults = trial(&folder);
    if ctx.call.flag("Quiet") {
        return ctx.write(Value::Bool(!faults.iter().any(|fault| fault.severity == Severity::Error)));
    }
    faults.iter().try_for_each(|fault| ctx.write(fault_object(fault)))
}

fn fault_object(fault: &Fault) -> Value {
    let severity = match fault.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    Object::record(
        Some("Bridgesh.MailTemplateFault"),
        [
            ("Severity", objects::text(severity)),
            ("File", objects::text(&fault.file)),
            ("Language", objects::text(&fault.language)),
            ("Rule", objects::text(fault.rule)),
            ("Message", objects::text(&fault.message)),
        ],
    )
}

/// The folder of `-Path`; an error if it is none.
fn folder(ctx: &mut Context<'_>) -> Run<Option<std::path::PathBuf>> {
    let path = act::text(ctx, "Path").unwrap_or_default();
    let folder = ctx.engine().resolve_path(&path);
    if Path::is_dir(&folder) {
        return Ok(Some(folder));
    }
    let message = format!("'{path}' is not a folder of templates.");
    ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "TemplateFolderNotFound", Category::ObjectNotFound, Value::from(path))?;
    Ok(None)
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "MailTemplate",
    module: MODULE,
    synopsis: "Writes mails with the templates of a folder from now on.",
    description: "What the folder has takes the place of the compiled-in templates, file by file. They are tried first, as Test-MailTemplate does: with an error nothing changes; what mail programs will not show well is a warning.",
    parameters: &[PATH.help("The folder.")],
    should_process: Some(Impact::Medium),
    related: &["Test-MailTemplate", "Export-MailTemplate", "Reset-MailTemplate"],
    examples: &[Example::new(
        "A subject of your own",
        "$folder = Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-templates-set'\n$null = New-Item -ItemType Directory -Force (Join-Path $folder pin-reset)\nSet-Content (Join-Path $folder pin-reset/subject.txt) 'Contoso: a new PIN for {{ name }}'\nSet-MailTemplate $folder\nReset-Pin ken@contoso.com\n(Get-Mail).Subject\nRemove-Item -Recurse $folder",
        "Contoso: a new PIN for Ken Myers\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn set(ctx: &mut Context<'_>) -> Run {
    let Some(folder) = folder(ctx)? else { return Ok(()) };
    let shown = folder.display().to_string();
    let faults = trial(&folder);
    for fault in &faults {
        let place = if fault.language.is_empty() { fault.file.clone() } else { format!("{} in {}", fault.file, fault.language) };
        match fault.severity {
            Severity::Warning => ctx.warn(format!("{place}: {} ({})", fault.message, fault.rule))?,
            Severity::Error => {
                let message = format!("The mail templates of '{shown}' cannot be used: {place}: {}", fault.message);
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "MailTemplateInvalid",
                    Category::InvalidData,
                    Value::from(shown.as_str()),
                )?;
            }
        }
    }
    if faults.iter().any(|fault| fault.severity == Severity::Error) || !ctx.should_process(&shown, "Set-MailTemplate")? {
        return Ok(());
    }
    use_templates(ctx, Templates::with_folder(&folder))
}

fn use_templates(ctx: &mut Context<'_>, templates: Result<Templates, crate::mail::TemplateError>) -> Run {
    match templates.and_then(|templates| Renderer::of(&templates)) {
        Ok(renderer) => {
            let kept = ctx.dispatch().use_templates(renderer);
            kept.or_else(|error| act::fail(ctx, &error, &Value::Null))
        }
        Err(error) => {
            ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, error.to_string(), "MailTemplateInvalid", Category::InvalidData, Value::Null)
        }
    }
}

const RESET: Spec = Spec {
    verb: "Reset",
    noun: "MailTemplate",
    module: MODULE,
    synopsis: "Writes mails with the compiled-in templates again.",
    description: "Takes back what Set-MailTemplate brought.",
    should_process: Some(Impact::Medium),
    related: &["Set-MailTemplate"],
    examples: &[Example::new("As they were", "Reset-MailTemplate\n@(Get-MailTemplate | Where-Object Source -ne BuiltIn).Count", "0\n")],
    ..Spec::EMPTY
};

fn reset(ctx: &mut Context<'_>) -> Run {
    if !ctx.should_process("mail templates", "Reset-MailTemplate")? {
        return Ok(());
    }
    use_templates(ctx, Templates::built_in())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(GET, get), each!(EXPORT, export), each!(TEST, test), each!(SET, set), each!(RESET, reset)];
