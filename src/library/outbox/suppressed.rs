//! `Get-`, `Show-`, `Send-` and `Export-SuppressedMail`: who was not told what and why, and telling them after all.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::MODULE;
use crate::cmdlet::{Cmdlet, Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec, Validation};
use crate::engine::EngineContext;
use crate::library::conferencing::{act, objects};
use crate::library::files::selection::ask_gate;
use crate::mail::{Mail, letter, private_file};
use crate::notify::{Kind, Suppressed};
use crate::tenant::model::Guid;
use crate::value::{Category, Object, Run, TypeId, Value};
use crate::{each, entry};

const USER: Parameter = Parameter::new("User", "Object[]")
    .sets(&[InSet::ALL.at(0).pipeline().by_property()])
    .aliases(&["Identity", "UserPrincipalName"])
    .complete(Completer::User)
    .help("Only those of these users.");
const KIND: Parameter = Parameter::new("Kind", "string")
    .sets(&[InSet::ALL.by_property()])
    .validate(&[Validation::Set(&["Enabled", "InformationChanged", "PinReset", "Disabled", "ConferencingInformation"])])
    .help("Only mails of this kind.");
const REASON: Parameter = Parameter::new("Reason", "string")
    .sets(&[InSet::ALL.by_property()])
    .validate(&[Validation::Set(&["AutomaticMailsOff", "NoMailAddress", "PinUnknown"])])
    .help("Only for this reason.");

const GET: Spec = Spec {
    verb: "Get",
    noun: "SuppressedMail",
    module: MODULE,
    synopsis: "Lists the mails that did not go out, and why.",
    description: "Automatic mails do not go out while they are switched off, to users without a mail address, and where the PIN to tell is not known.",
    parameters: &[USER, KIND, REASON],
    output: &["Bridgesh.SuppressedMail"],
    related: &["Send-SuppressedMail", "Set-BridgeSettings"],
    examples: &[Example::new(
        "While automatic mails are off",
        "Set-BridgeSettings -SendEmailsToUsers $false\nReset-Pin ken@contoso.com\nGet-SuppressedMail | ForEach-Object { \"$($_.Kind) $($_.User) $($_.Reason)\" }",
        "PinReset ken@contoso.com AutomaticMailsOff\n",
    )],
    ..Spec::EMPTY
};

fn object(record: &Suppressed) -> Value {
    Object::record(
        Some("Bridgesh.SuppressedMail"),
        [
            ("Kind", objects::text(record.kind)),
            ("User", objects::text(&record.user_principal_name)),
            ("Reason", objects::text(record.reason)),
            ("Explanation", objects::text(record.reason.explanation())),
            ("Created", objects::date(record.created)),
        ],
    )
}

/// Which records the parameters name.
struct Wanted {
    users: Option<Vec<Guid>>,
    kind: Option<Kind>,
    reason: Option<String>,
}

impl Wanted {
    fn of(ctx: &mut Context<'_>) -> Run<Wanted> {
        let users = match ctx.call.has("User") {
            true => Some(act::users(ctx, "User")?.into_iter().map(|(id, _)| id).collect()),
            false => None,
        };
        Ok(Wanted { users, kind: act::text(ctx, "Kind").and_then(|name| Kind::parse(&name)), reason: act::text(ctx, "Reason") })
    }

    fn takes(&self, record: &Suppressed) -> bool {
        self.users.as_ref().is_none_or(|users| users.contains(&record.user))
            && self.kind.is_none_or(|kind| kind == record.kind)
            && self.reason.as_ref().is_none_or(|reason| reason.eq_ignore_ascii_case(record.reason.name()))
    }
}

/// The records that the parameters name.
fn chosen(ctx: &mut Context<'_>) -> Run<Vec<Suppressed>> {
    let wanted = Wanted::of(ctx)?;
    Ok(ctx.dispatch().outbox().suppressed().iter().filter(|record| wanted.takes(record)).cloned().collect())
}

fn get(ctx: &mut Context<'_>) -> Run {
    let wanted = Wanted::of(ctx)?;
    let found: Vec<Value> = ctx.dispatch().outbox().suppressed().iter().filter(|record| wanted.takes(record)).map(object).collect();
    for record in found {
        ctx.write(record)?;
    }
    Ok(())
}

const SEND: Spec = Spec {
    verb: "Send",
    noun: "SuppressedMail",
    module: MODULE,
    synopsis: "Sends mails that did not go out.",
    description: "Not the old mail, but a fresh one of the same kind with what holds today. It goes out while automatic mails are off, too. Users without an address keep their record.",
    parameters: &[USER, KIND, REASON],
    should_process: Some(Impact::Medium),
    related: &["Get-SuppressedMail"],
    examples: &[Example::new(
        "After all",
        "Set-BridgeSettings -SendEmailsToUsers $false\nReset-Pin ken@contoso.com\nSend-SuppressedMail\n(Get-Mail).Kind",
        "PinReset\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn send(ctx: &mut Context<'_>) -> Run {
    let chosen = chosen(ctx)?;
    let mut agreed = HashSet::new();
    for record in chosen {
        if ctx.should_process(format!("{} to {}", record.kind, record.user_principal_name), "Send-SuppressedMail")? {
            agreed.insert(record);
        }
    }
    if agreed.is_empty() {
        return Ok(());
    }
    match ctx.dispatch().send_suppressed(|record| agreed.contains(record)) {
        Ok(outcome) => outcome.warnings.iter().try_for_each(|warning| ctx.warn(warning)),
        Err(error) => act::fail(ctx, &error, &Value::Null),
    }
}

const SHOW: Spec = Spec {
    verb: "Show",
    noun: "SuppressedMail",
    module: MODULE,
    synopsis: "Prints mails that did not go out, as they would be written today.",
    description: "Not the old mail, but a fresh one with what holds today. Nothing is posted, and the records stay. -Html prints the HTML part.",
    parameters: &[USER, KIND, REASON, Parameter::switch("Html").help("The HTML part.")],
    output: &["System.String"],
    related: &["Get-SuppressedMail", "Export-SuppressedMail"],
    examples: &[Example::runs(
        "While automatic mails are off",
        "Set-BridgeSettings -SendEmailsToUsers $false\nReset-Pin ken@contoso.com\nShow-SuppressedMail",
    )],
    ..Spec::EMPTY
};

/// The letters of records. A record that cannot be told is warned of.
fn letters(ctx: &mut Context<'_>, chosen: &[Suppressed]) -> Run<Vec<Mail>> {
    let pins = ctx.engine().issued_pins();
    for pin in pins {
        ctx.engine().reveal(&pin);
    }
    match ctx.dispatch().letters(chosen) {
        Ok((letters, untold)) => {
            for record in untold {
                ctx.warn(format!(
                    "There is nothing to tell {} any more in a mail of the kind {}, or its PIN is not known.",
                    record.user_principal_name, record.kind
                ))?;
            }
            Ok(letters)
        }
        Err(error) => act::fail(ctx, &error, &Value::Null).map(|()| Vec::new()),
    }
}

fn show(ctx: &mut Context<'_>) -> Run {
    let is_html = ctx.call.flag("Html");
    let chosen = chosen(ctx)?;
    for mail in letters(ctx, &chosen)? {
        let text = if is_html {
            mail.html.expose().to_owned()
        } else {
            format!("To:      {} <{}>\nSubject: {}\n\n{}", mail.to.name(), mail.to.address(), mail.subject, mail.text.expose())
        };
        ctx.write(Value::from(text))?;
    }
    Ok(())
}

const EXPORT: Spec = Spec {
    verb: "Export",
    noun: "SuppressedMail",
    module: MODULE,
    synopsis: "Writes mails that did not go out as letters, to be printed.",
    description: "A page of HTML with a sheet for each letter, what holds today in each user's language; also for users without a mail address. Open it in a browser and print it. The file is its owner's alone: letters carry PINs. The records stay, as nobody can know whether a letter was handed over.",
    parameters: &[
        Parameter::new("Path", "string").sets(&[InSet::ALL.at(0).mandatory()]).complete(Completer::Path).help("The file."),
        USER.sets(&[InSet::ALL.at(1).pipeline().by_property()]),
        KIND,
        REASON,
        Parameter::switch("PassThru").help("Writes the file's path."),
    ],
    output: &["System.String"],
    should_process: Some(Impact::Medium),
    related: &["Get-SuppressedMail", "Send-SuppressedMail"],
    examples: &[Example::runs(
        "Letters for those without a mail address",
        "Export-SuppressedMail (Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-letters-example.html') -Reason NoMailAddress",
    )],
    ..Spec::EMPTY
};

/// Collects what comes in: all letters are one file.
#[derive(Default)]
struct ExportSuppressedMail {
    records: IndexSet<Suppressed>,
}

impl Cmdlet for ExportSuppressedMail {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.records.extend(chosen(ctx)?);
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let path = act::text(ctx, "Path").unwrap_or_default();
        let records: Vec<Suppressed> = std::mem::take(&mut self.records).into_iter().collect();
        let letters = letters(ctx, &records)?;
        let what = format!("Export-SuppressedMail ({} letters)", letters.len());
        if !ctx.should_process(&path, what)? {
            return Ok(());
        }
        let full = ctx.engine().resolve_path(&path);
        ask_gate(ctx.engine(), &full)?;
        if let Err(error) = private_file::write(&full, letter::page(&letters).as_bytes()) {
            let message = format!("The letters were not written to '{path}': {error}.");
            return ctx.fail(TypeId::IO_EXCEPTION, message, "LettersNotWritten", Category::WriteError, Value::from(path));
        }
        if ctx.call.flag("PassThru") {
            ctx.write(objects::text(full.display()))?;
        }
        Ok(())
    }
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(GET, get), each!(SEND, send), each!(SHOW, show), entry!(EXPORT, ExportSuppressedMail)];
